package pages

import (
	"context"
	"time"
)

// watch is the clock over one step of a job: past the soft limit others no longer wait for it, at the
// hard limit its child is killed. Only time that the child itself takes counts. One goroutine.
type watch struct {
	slot       *slot
	job        *job
	child      *child
	soft, hard time.Duration // what is left
	began      time.Time

	stopSoft, stopHard, stopClosing func() bool
}

// watch begins to watch a step, and kills the child if ctx ends.
func (s *slot) watch(ctx context.Context, j *job, c *child) *watch {
	config := s.renderer.config
	w := &watch{slot: s, job: j, child: c, soft: config.Soft, hard: config.Hard}
	w.stopClosing = context.AfterFunc(ctx, func() { c.kill(killedClosing) })
	w.run()
	return w
}

// run has time count.
func (w *watch) run() {
	r, s := w.slot.renderer, w.slot
	w.began = r.now()
	r.mu.Lock()
	s.busy, s.since = w.child, w.began
	if w.soft > 0 {
		s.late = false
	}
	r.mu.Unlock()
	w.stopSoft = func() bool { return false }
	if w.soft > 0 {
		w.stopSoft = r.config.Clock.AfterFunc(w.soft, func() { r.overdue(s, w.job, w.child) })
	}
	w.stopHard = r.config.Clock.AfterFunc(max(w.hard, 1), func() { w.child.kill(killedSlow) })
}

// pause has time not count until run is called again.
func (w *watch) pause() {
	w.stopSoft()
	w.stopHard()
	took := w.slot.renderer.now().Sub(w.began)
	w.soft, w.hard = w.soft-took, w.hard-took
}

// stop ends the watch.
func (w *watch) stop() {
	w.stopSoft()
	w.stopHard()
	w.stopClosing()
	r := w.slot.renderer
	r.mu.Lock()
	w.slot.busy = nil
	r.mu.Unlock()
}
