package frame

import "context"

// Errands runs what may wait on goroutines of their own and brings the ends back to the goroutine of
// the interface. After stop no end comes back any more.
type Errands struct {
	setting *Setting
	ctx     context.Context
	cancel  context.CancelFunc
}

// NewErrands makes errands under way; Stop ends them.
func NewErrands(setting *Setting) *Errands {
	e := &Errands{setting: setting}
	e.Start()
	return e
}

// Start begins again after Stop.
func (e *Errands) Start() {
	if e.ctx == nil || e.ctx.Err() != nil {
		e.ctx, e.cancel = context.WithCancel(context.Background())
	}
}

// Stop ends all errands: no end of theirs comes back any more.
func (e *Errands) Stop() { e.cancel() }

// Run does something on a goroutine of its own; done gets its end on the goroutine of the interface.
func (e *Errands) Run(do func(context.Context) error, done func(error)) {
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
