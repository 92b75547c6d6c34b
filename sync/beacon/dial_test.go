package beacon

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// place is what happens when an address is dialled.
type place struct {
	after time.Duration // until it answers, or fails
	err   error         // nil: it is the room
	deaf  bool          // pays no heed to the context
}

var errOther = errors.New("another room")

// world is a network to dial in.
type world struct {
	places map[string]place
	start  time.Time

	mu     sync.Mutex
	dialed map[string]time.Duration // when, after the start
	open   int                      // connections
}

// wire is a connection that knows whether it is closed.
type wire struct {
	net.Conn
	w    *world
	once sync.Once
}

func (c *wire) Close() error {
	c.once.Do(func() {
		c.w.mu.Lock()
		defer c.w.mu.Unlock()
		c.w.open--
	})
	return nil
}

func newWorld(places map[string]place) *world {
	return &world{places: places, start: time.Now(), dialed: map[string]time.Duration{}}
}

func (w *world) dial(ctx context.Context, address string) (net.Conn, error) {
	w.mu.Lock()
	w.dialed[address] = time.Since(w.start)
	w.mu.Unlock()
	p, known := w.places[address]
	if !known {
		p = place{after: time.Hour}
	}
	done := ctx.Done()
	if p.deaf {
		done = nil
	}
	select {
	case <-time.After(p.after):
	case <-done:
		return nil, ctx.Err()
	}
	if p.err != nil {
		return nil, p.err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open++
	return &wire{w: w}, nil
}

var everywhere = []Candidate{
	{Address: "typed", Source: Typed}, {Address: "mdns", Source: Announced},
	{Address: "invited", Source: Invited}, {Address: "last", Source: Last}, {Address: "last2", Source: Last},
}

func TestDialTakesTheFirstThatIsTheRoom(t *testing.T) {
	const ms = time.Millisecond
	for name, row := range map[string]struct {
		places map[string]place
		want   string
		took   time.Duration
		dialed map[string]time.Duration
	}{
		"the last known answers at once": {
			map[string]place{"last": {after: 10 * ms}}, "last", 10 * ms,
			map[string]time.Duration{"last": 0, "last2": 0},
		},
		"addresses of one source race": {
			map[string]place{"last": {after: 90 * ms}, "last2": {after: 20 * ms}}, "last2", 20 * ms,
			map[string]time.Duration{"last": 0, "last2": 0},
		},
		"silence gives the next source its turn": {
			map[string]place{"mdns": {after: 10 * ms}}, "mdns", 510 * ms,
			map[string]time.Duration{"last": 0, "last2": 0, "invited": 250 * ms, "mdns": 500 * ms},
		},
		"a slow early one still wins over a slower late one": {
			map[string]place{"last": {after: 300 * ms}, "invited": {after: 100 * ms}}, "last", 300 * ms,
			map[string]time.Duration{"last": 0, "last2": 0, "invited": 250 * ms},
		},
		"failures hurry": {
			map[string]place{"last": {after: 5 * ms, err: errOther}, "last2": {after: 10 * ms, err: errOther}, "invited": {after: 5 * ms, err: errOther},
				"mdns": {after: 5 * ms, err: errOther}, "typed": {after: 5 * ms}}, "typed", 25 * ms,
			map[string]time.Duration{"last": 0, "last2": 0, "invited": 10 * ms, "mdns": 15 * ms, "typed": 20 * ms},
		},
		"one failure does not put the next source off": {
			map[string]place{"last": {after: 240 * ms, err: errOther}, "invited": {after: 10 * ms}}, "invited", 260 * ms,
			map[string]time.Duration{"last": 0, "last2": 0, "invited": 250 * ms},
		},
		"an impostor does not hide the room": {
			map[string]place{"last": {after: ms, err: errOther}, "last2": {after: 100 * ms}}, "last2", 100 * ms,
			map[string]time.Duration{"last": 0, "last2": 0},
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(row.places)
				conn, from, err := Dial(t.Context(), everywhere, w.dial)
				if err != nil || from.Address != row.want {
					t.Fatalf("led to %+v, %v", from, err)
				}
				if took := time.Since(w.start); took != row.took {
					t.Errorf("took %v, want %v", took, row.took)
				}
				synctest.Wait()
				if fmt.Sprint(w.dialed) != fmt.Sprint(row.dialed) {
					t.Errorf("dialled %v, want %v", w.dialed, row.dialed)
				}
				if w.open != 1 {
					t.Errorf("%d connections are open", w.open)
				}
				_ = conn.Close()
			})
		})
	}
}

// Two are proved at the same moment, or one so late that nobody waits any more: one is given, the
// others are closed.
func TestDialClosesWhatItDoesNotGive(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(map[string]place{
			"last": {after: time.Second}, "last2": {after: time.Second}, "invited": {after: time.Minute, deaf: true},
		})
		if _, _, err := Dial(t.Context(), everywhere, w.dial); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(w.start); took != time.Second {
			t.Fatalf("waited %v", took)
		}
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if w.open != 1 {
			t.Fatalf("%d connections are open", w.open)
		}
	})
}

func TestDialGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, _, err := Dial(t.Context(), nil, nil)
		if CodeOf(err) != FoundNone {
			t.Fatal(err)
		}
		w := newWorld(map[string]place{"last": {err: errOther}})
		_, _, err = Dial(t.Context(), everywhere, w.dial)
		if CodeOf(err) != Unreachable || !errors.Is(err, errOther) || !errors.Is(err, context.DeadlineExceeded) {
			t.Fatal(err)
		}
		for _, c := range everywhere {
			if !strings.Contains(err.Error(), c.Address) {
				t.Errorf("%s is not told of: %v", c.Address, err)
			}
		}
		if took := time.Since(w.start); took > 6*time.Second {
			t.Fatalf("took %v", took)
		}
		synctest.Wait()

		w = newWorld(nil)
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_, _, err = Dial(ctx, everywhere, w.dial)
		if CodeOf(err) != Unreachable || !errors.Is(err, context.DeadlineExceeded) || time.Since(w.start) != time.Second {
			t.Fatalf("after %v: %v", time.Since(w.start), err)
		}
		synctest.Wait()
	})
}

// Whoever announces himself everywhere does not keep the typed address from its turn.
func TestDialIsNotCrowdedOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var all []Candidate
		for i := range 500 {
			all = append(all, Candidate{Address: fmt.Sprint("mdns", i), Source: Announced})
		}
		all = append(all, Candidate{Address: "typed", Source: Typed})
		before := slices.Clone(all)
		w := newWorld(map[string]place{"typed": {after: time.Millisecond}})
		_, from, err := Dial(t.Context(), all, w.dial)
		if err != nil || from.Source != Typed {
			t.Fatalf("led to %+v, %v", from, err)
		}
		if len(w.dialed) != maxAttempts+1 {
			t.Fatalf("%d addresses were dialled", len(w.dialed))
		}
		if !slices.Equal(before, all) {
			t.Fatal("the caller's list was changed")
		}
		synctest.Wait()
	})
}
