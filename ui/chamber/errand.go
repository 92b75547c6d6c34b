package chamber

import "context"

// errands runs what may wait on goroutines of their own and brings the ends back to the goroutine of
// the interface. After stop no end comes back any more.
type errands struct {
	setting *Setting
	ctx     context.Context
	cancel  context.CancelFunc
}

func newErrands(setting *Setting) *errands {
	e := &errands{setting: setting}
	e.start()
	return e
}

func (e *errands) start() {
	if e.ctx == nil || e.ctx.Err() != nil {
		e.ctx, e.cancel = context.WithCancel(context.Background())
	}
}

func (e *errands) stop() { e.cancel() }

// run does something on a goroutine of its own; done gets its end on the goroutine of the interface.
func (e *errands) run(do func(context.Context) error, done func(error)) {
	ctx := e.ctx
	go func() {
		err := do(ctx)
		e.setting.Post(func() {
			if ctx.Err() == nil {
				done(err)
			}
		})
	}()
}
