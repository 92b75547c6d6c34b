package pages

import (
	"container/heap"
	"context"
	"image"
)

// errand is what a job is about; two jobs of the same errand are one.
type errand struct {
	kind  string
	id    string
	page  int
	width int
	// edition is that of the document, see known. Filled in when the errand is asked for.
	edition uint64
}

// outlinePage stands in an errand for the outline, so that failures are counted apart: an outline
// that cannot be read must not take the pages with it.
const outlinePage = -2

// signedPage is the same for signatures.
const signedPage = -3

// hasPage is true if the errand is about one page.
func (e errand) hasPage() bool {
	return e.kind == kindRender || e.kind == kindText || e.kind == kindLinks || e.kind == kindFacts
}

// place is where a failure of the errand is counted.
func (e errand) place() place { return place{e.id, e.page} }

// result is what a job came to. Which fields are set depends on the errand.
type result struct {
	paper    Paper
	picture  *image.RGBA
	words    []Word
	facts    Facts
	headings []Heading
	// signatures are those of the whole document.
	signatures []Signature
	links      []Link
	labels     []string
	attached   []Attached
	err        error
}

// waiter is one who waits for a job. done is called exactly once, outside the renderer's lock.
type waiter struct {
	done func(result)
	// stop ends the watch on the waiter's context.
	stop func() bool
}

// job is an errand with those who wait for it. All fields are under the renderer's lock, but for
// the errand and the source, which do not change.
type job struct {
	errand
	source   Source
	priority Priority
	arrival  uint64
	waiters  map[*waiter]struct{}
	at       int // place in the queue; taken when it is in work
}

// taken is the place of a job that is no longer in the queue.
const taken = -1

// queue holds jobs that nobody works on, the next one first: by priority, then by arrival.
type queue []*job

var _ heap.Interface = (*queue)(nil)

func (q queue) Len() int { return len(q) }

func (q queue) Less(i, j int) bool {
	if q[i].priority != q[j].priority {
		return q[i].priority > q[j].priority
	}
	return q[i].arrival < q[j].arrival
}

func (q queue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].at, q[j].at = i, j
}

// Push implements [heap.Interface].
func (q *queue) Push(x any) {
	j := x.(*job)
	j.at = len(*q)
	*q = append(*q, j)
}

// Pop implements [heap.Interface].
func (q *queue) Pop() any {
	last := len(*q) - 1
	j := (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	j.at = taken
	return j
}

// ask has an errand done. done is called exactly once, from some goroutine and perhaps before ask
// returns: with the result, or with ctx's error as soon as ctx ends.
func (r *Renderer) ask(ctx context.Context, about errand, priority Priority, source Source, done func(result)) {
	if err := ctx.Err(); err != nil {
		done(result{err: err})
		return
	}
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		done(result{err: fault(CodeClosed, about.page, nil)})
		return
	}
	if err := r.verdicts.on(about.place(), r.now()); err != nil {
		r.mu.Unlock()
		done(result{err: err})
		return
	}
	j := r.jobs[about]
	if j == nil {
		r.arrivals++
		j = &job{errand: about, source: source, priority: priority, arrival: r.arrivals, waiters: map[*waiter]struct{}{}}
		r.jobs[about] = j
		heap.Push(&r.queue, j)
	}
	w := &waiter{done: done}
	j.waiters[w] = struct{}{}
	if priority > j.priority {
		j.priority = priority
		if j.at != taken {
			heap.Fix(&r.queue, j.at)
		}
	}
	// If ctx has ended meanwhile, this runs leave in a goroutine of its own, which waits for the lock.
	w.stop = context.AfterFunc(ctx, func() { r.leave(j, w, ctx.Err()) })
	r.dispatch()
	r.mu.Unlock()
}

// leave takes a waiter away from a job; a job that nobody waits for is dropped if it can be.
func (r *Renderer) leave(j *job, w *waiter, why error) {
	r.mu.Lock()
	_, waits := j.waiters[w]
	delete(j.waiters, w)
	if waits && len(j.waiters) == 0 {
		if j.at != taken {
			heap.Remove(&r.queue, j.at)
			delete(r.jobs, j.errand)
		} else {
			r.giveWay()
			r.abandon()
		}
	}
	r.mu.Unlock()
	if waits {
		w.done(result{err: why})
	}
}

// again puts a job back that gave way, if somebody waits for it.
func (r *Renderer) again(j *job) {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		r.settle(j, result{err: fault(CodeClosed, j.page, nil)})
		return
	}
	defer r.mu.Unlock()
	if len(j.waiters) == 0 {
		if r.jobs[j.errand] == j {
			delete(r.jobs, j.errand)
		}
		return
	}
	r.arrivals++
	j.arrival = r.arrivals
	heap.Push(&r.queue, j)
	r.dispatch()
}

// settle ends a job and gives everyone who waits for it the result.
func (r *Renderer) settle(j *job, came result) {
	r.mu.Lock()
	if r.jobs[j.errand] == j {
		delete(r.jobs, j.errand)
	}
	waiters := j.waiters
	j.waiters = nil
	r.mu.Unlock()
	for w := range waiters {
		w.stop()
		w.done(came)
	}
}
