package leaves

import (
	"context"
	"slices"
	"sync"

	"congso.vn/congso/app/bundle"
)

// turns lets few at once, the most urgent of those that wait first, and leaves a place to those who look at something.
type turns struct {
	mu         sync.Mutex
	free, lazy int // places, and those of them that who is not urgent may take
	waiting    []*turn
}

type turn struct {
	urgency bundle.Urgency
	come    chan struct{} // closed when it is its turn
}

func newTurns(all, lazy int) *turns { return &turns{free: all, lazy: lazy} }

// take waits for a turn; on an error there is none.
func (t *turns) take(ctx context.Context, urgency bundle.Urgency) error {
	mine := &turn{urgency, make(chan struct{})}
	t.mu.Lock()
	behind := slices.IndexFunc(t.waiting, func(other *turn) bool { return other.urgency < urgency })
	if behind < 0 {
		behind = len(t.waiting)
	}
	t.waiting = slices.Insert(t.waiting, behind, mine)
	t.pass()
	t.mu.Unlock()
	select {
	case <-mine.come:
		return nil
	case <-ctx.Done():
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case <-mine.come: // in the same moment
		t.back(urgency)
	default:
		t.waiting = slices.DeleteFunc(t.waiting, func(other *turn) bool { return other == mine })
	}
	return ctx.Err()
}

// give gives a turn back.
func (t *turns) give(urgency bundle.Urgency) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.back(urgency)
}

// back frees a place. t.mu is held.
func (t *turns) back(urgency bundle.Urgency) {
	t.free++
	if urgency < bundle.Now {
		t.lazy++
	}
	t.pass()
}

// pass gives free places to those in front. t.mu is held.
func (t *turns) pass() {
	for len(t.waiting) > 0 && t.free > 0 {
		next := t.waiting[0]
		if next.urgency < bundle.Now && t.lazy == 0 {
			return // none behind it is more urgent
		}
		t.waiting = t.waiting[1:]
		t.free--
		if next.urgency < bundle.Now {
			t.lazy--
		}
		close(next.come)
	}
}
