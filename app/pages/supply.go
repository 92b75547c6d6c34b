package pages

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
)

// supply brings a child, during one step, what it needs of a document that it reads at offsets. The slot's
// goroutine only.
type supply struct {
	slot     *slot
	job      *job
	child    *child
	watch    *watch
	document openPaper
	brought  int64 // so far
	failed   error // why a stretch could not be had
}

// Why a stretch is no longer waited for, though it may still come.
var (
	errYields = errors.New("another page is wanted more")
	errLeft   = errors.New("nobody waits for the page")
)

// waitsAlone is how long a job waits for a stretch while others of its own priority could go on.
const waitsAlone = 500 * time.Millisecond

// allowed is how much a child may ask for in one step. Even a document whose table is lost is not read
// more often than a few times over.
func (s *supply) allowed() int64 { return 4*s.document.size + 64<<20 }

// bring answers a need. An error is one of the child; what the source cannot give is told to it.
func (s *supply) bring(ctx context.Context, need reply) error {
	if err := s.permits(need); err != nil {
		return err
	}
	if s.brought += max(int64(need.Length), blockBytes); s.brought > s.allowed() {
		return fmt.Errorf("asked for more than %d bytes of a document of %d: %w", s.allowed(), s.document.size, errFrame)
	}
	answer := request{Kind: kindStretch, Paper: need.Paper, Offset: need.Offset}
	if s.failed != nil {
		return s.child.send(answer, nil)
	}
	s.watch.pause()
	data := make([]byte, need.Length)
	err := s.slot.wait(ctx, func(ctx context.Context) error { return s.document.at.ReadAt(ctx, data, need.Offset) })
	s.watch.run()
	if err != nil {
		s.failed, data = err, nil
	}
	return s.child.send(answer, data)
}

// permits refuses what the document at hand does not have.
func (s *supply) permits(need reply) error {
	size := s.document.size
	if s.document.at == nil || need.Paper != s.document.number || need.Offset < 0 || need.Length < 1 ||
		need.Length > maxStretch || need.Offset > size || int64(need.Length) > size-need.Offset {
		return fmt.Errorf("%d bytes at %d of paper %d, which has %d: %w", need.Length, need.Offset, need.Paper, size, errFrame)
	}
	return nil
}

// end is what becomes of a step whose document did not come. The child has closed it.
func (s *supply) end(head reply, broken error) error {
	switch {
	case broken != nil:
		s.child.kill(killedBroken)
		return s.slot.mourn(s.job, s.job.place(), CodeCrashed, broken)
	case head.Kind != kindFault || head.Last:
		// Without the bytes nothing can be held against the document.
		s.slot.dismiss(killedBroken)
		s.slot.lost = true
	default:
		s.child.papers.drop(s.document.number)
	}
	if errors.Is(s.failed, errYields) || errors.Is(s.failed, errLeft) {
		return s.failed
	}
	return fault(CodeUnreadable, s.job.page, s.failed)
}

// wait reads from a job's source until that is given up: the job is left, others go first, or the child
// ends.
func (s *slot) wait(ctx context.Context, read func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	over := make(chan struct{})
	defer close(over)
	go func(gone <-chan struct{}) {
		select {
		case <-gone:
			cancel(errGone)
		case <-over:
		}
	}(s.child.gone)
	defer s.waiting(cancel)()
	err := read(ctx)
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

// waiting lets others end the wait for a source, by giveUp. over ends that.
func (s *slot) waiting(giveUp context.CancelCauseFunc) (over func()) {
	r := s.renderer
	r.mu.Lock()
	s.giveUp, s.waitsSince = giveUp, r.now()
	r.giveWay()
	r.mu.Unlock()
	stop := r.config.Clock.AfterFunc(waitsAlone, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.giveWay()
	})
	return func() {
		stop()
		r.mu.Lock()
		defer r.mu.Unlock()
		s.giveUp = nil
	}
}

// giveWay ends waits for stretches that nobody needs, or that hold up what is wanted as much or more.
// What is given up is begun again later, and has what came by then. Under the lock.
func (r *Renderer) giveWay() {
	for s := range r.slots {
		if s.giveUp == nil || s.job == nil {
			continue
		}
		if len(s.job.waiters) == 0 {
			s.giveUp(errLeft)
		}
		if len(r.queue) == 0 || len(r.idle) > 0 {
			continue
		}
		long := r.now().Sub(s.waitsSince) >= waitsAlone
		if slices.ContainsFunc(r.queue, func(j *job) bool {
			// Another picture of the same page would wait for the same bytes.
			as := j.priority == s.job.priority && j.place() != s.job.place()
			return j.priority > s.job.priority || as && long
		}) {
			s.giveUp(errYields)
		}
	}
}
