package proof

import (
	"container/heap"
	"time"
)

// agenda is what is going to happen, by simulated time; of two things at one time the one that was
// planned first happens first.
type agenda struct {
	now     time.Time
	planned happenings
	count   int
}

type happening struct {
	at    time.Time
	order int
	do    func()
}

// after plans something.
func (a *agenda) after(wait time.Duration, do func()) {
	a.at(a.now.Add(max(0, wait)), do)
}

func (a *agenda) at(when time.Time, do func()) {
	a.count++
	heap.Push(&a.planned, happening{when, a.count, do})
}

// run lets everything happen until a time.
func (a *agenda) run(until time.Time) {
	for len(a.planned) > 0 && !a.planned[0].at.After(until) {
		next := heap.Pop(&a.planned).(happening)
		a.now = next.at
		next.do()
	}
	a.now = until
}

type happenings []happening

func (h happenings) Len() int      { return len(h) }
func (h happenings) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h *happenings) Push(x any)   { *h = append(*h, x.(happening)) }

func (h happenings) Less(i, j int) bool {
	return h[i].at.Before(h[j].at) || h[i].at.Equal(h[j].at) && h[i].order < h[j].order
}

func (h *happenings) Pop() any {
	last := (*h)[len(*h)-1]
	(*h)[len(*h)-1] = happening{}
	*h = (*h)[:len(*h)-1]
	return last
}
