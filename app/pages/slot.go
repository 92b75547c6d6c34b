package pages

import (
	"container/heap"
	"context"
	"errors"
	"runtime"
	"slices"
	"time"
)

// slot is a place for one worker: a goroutine that does one job after the other with it and replaces
// it when it is gone. The fields below the line are under the renderer's lock.
type slot struct {
	renderer *Renderer
	work     chan *job // holds at most the one job that dispatch gave it
	child    *child    // the slot's goroutine only, like lost
	lost     bool      // the child was lost in work and none has started since

	// ----
	job   *job      // in work, or nil
	busy  *child    // the child that works on it, to be killed by others
	since time.Time // when its present step began
	late  bool      // its present step has passed the soft limit
	// giveUp ends the wait for bytes of a document; nil while there is none.
	giveUp     context.CancelCauseFunc
	waitsSince time.Time
	has        []string // ids of the documents that its child holds open
	warm       bool     // its child runs
}

// serve does jobs until ctx ends or there are slots enough without this one.
func (s *slot) serve(ctx context.Context) {
	// A child takes the thread that started it for its parent, see tie.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	defer s.dismiss(killedClosing)
	defer s.leave(ctx)
	for s.offer() {
		select {
		case <-ctx.Done():
			return
		case j := <-s.work:
			came := s.do(ctx, j)
			s.finish()
			if errors.Is(came.err, errYields) || errors.Is(came.err, errLeft) {
				s.renderer.again(j)
			} else {
				s.renderer.settle(j, came)
			}
			s.refresh(ctx)
		}
	}
}

// leave makes sure that a slot gets no more jobs, and gives up the one it may have got just now.
func (s *slot) leave(ctx context.Context) {
	r := s.renderer
	r.mu.Lock()
	delete(r.slots, s)
	r.idle = slices.DeleteFunc(r.idle, func(other *slot) bool { return other == s })
	r.mu.Unlock()
	select {
	case j := <-s.work:
		r.settle(j, result{err: fault(CodeClosed, j.page, ctx.Err())})
	default:
	}
}

// offer makes a slot known as idle. It is false if the slot is no longer needed.
func (s *slot) offer() bool {
	r := s.renderer
	r.mu.Lock()
	defer r.mu.Unlock()
	active := 0
	for other := range r.slots {
		if !other.late {
			active++
		}
	}
	if active > r.config.Children {
		return false
	}
	s.warm = s.child != nil && s.child.alive()
	s.has = nil
	if s.warm {
		s.has = s.child.papers.ids()
	}
	r.idle = append(r.idle, s)
	r.dispatch()
	return true
}

// finish makes a slot nobody's target any more.
func (s *slot) finish() {
	r := s.renderer
	r.mu.Lock()
	defer r.mu.Unlock()
	s.job, s.busy, s.late = nil, nil, false
}

// dispatch gives waiting jobs to idle slots. Under the lock.
func (r *Renderer) dispatch() {
	for len(r.queue) > 0 && len(r.idle) > 0 {
		j := heap.Pop(&r.queue).(*job)
		best := 0
		for i, s := range r.idle {
			if s.suits(j) > r.idle[best].suits(j) {
				best = i
			}
		}
		s := r.idle[best]
		r.idle = slices.Delete(r.idle, best, best+1)
		s.job = j
		s.work <- j
	}
	if len(r.queue) == 0 {
		return
	}
	r.giveWay()
	r.abandon()
	// If every worker is stuck, one more takes over until they are freed or killed.
	stuck := 0
	for s := range r.slots {
		if s.late {
			stuck++
		}
	}
	if r.spawn != nil && stuck > 0 && stuck == len(r.slots) && len(r.slots) <= r.config.Children {
		r.spawn()
	}
}

// suits says how well a slot suits a job: one that has the document open spares reading it again,
// one that runs spares a start.
func (s *slot) suits(j *job) int {
	switch {
	case slices.Contains(s.has, j.id):
		return 2
	case s.warm:
		return 1
	}
	return 0
}

// impatience is how long a job that nobody waits for any more may hold up others.
const impatience = time.Second

// abandon kills workers whose job nobody waits for, if it takes long: a restart is quicker than
// waiting for them. Under the lock.
func (r *Renderer) abandon() {
	for s := range r.slots {
		if s.busy == nil || s.giveUp != nil || len(s.job.waiters) > 0 {
			continue
		}
		if s.late || (len(r.queue) > 0 && r.now().Sub(s.since) >= impatience) {
			s.busy.kill(killedAbandoned)
			// Whoever asks for the same again is not to share its fate.
			if r.jobs[s.job.errand] == s.job {
				delete(r.jobs, s.job.errand)
			}
		}
	}
}

// overdue is called when a step of a job has passed the soft limit.
func (r *Renderer) overdue(s *slot, j *job, c *child) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s.job != j || s.busy != c {
		return
	}
	s.late = true
	r.config.Logger.Warn("Page is slow", "document", j.id, "page", j.page, "kind", j.kind)
	r.abandon()
	r.dispatch()
}
