package speaking

import (
	"encoding/json"
	"errors"
	"strings"
	"time"
)

var (
	chair = Actor{Person: "chair", Chair: true}
	clerk = Actor{Clerk: true}
)

func delegate(person string) Actor { return Actor{Person: person} }

// tester is what *testing.T and *rapid.T have in common.
type tester interface {
	Helper()
	Errorf(format string, values ...any)
	Fatalf(format string, values ...any)
}

// room is a list with people around it and a clock that the test moves.
type room struct {
	t      tester
	list   List
	now    time.Time
	absent map[string]bool
	past   Totals
}

// aRoom opens a list for a to f, of the groups A (a, d), B (b, e) and C (c), and f without one, on the day's last minute.
func aRoom(t tester, change func(*Options)) *room {
	r := &room{t: t, list: NewList("i1", Setup{}), now: time.Date(2026, 12, 1, 23, 59, 0, 0, time.UTC), absent: map[string]bool{}}
	if change != nil {
		options := UsualOptions()
		change(&options)
		r.do(chair, Arrange{OfList{"i1"}, options})
	}
	return r
}

func (r *room) bench() Bench {
	groups := map[string]string{"a": "A", "b": "B", "c": "C", "d": "A", "e": "B", "f": "", "chair": ""}
	return Bench{Now: r.now, Past: r.past, Member: func(person string) (Member, bool) {
		group, known := groups[person]
		return Member{group, !r.absent[person]}, known
	}}
}

func (r *room) try(by Actor, act Act) error {
	written, err := Do(r.list, act, by, r.bench())
	r.list = r.list.With(written)
	return err
}

func (r *room) do(by Actor, act Act) {
	r.t.Helper()
	if err := r.try(by, act); err != nil {
		r.t.Fatalf("%T %+v: %v", act, act, err)
	}
}

func (r *room) refused(code string, by Actor, act Act) {
	r.t.Helper()
	before, _ := json.Marshal(r.list)
	if err := r.try(by, act); !errors.Is(err, Refusal{code}) {
		r.t.Errorf("%T %+v: %v, want %s", act, act, err, code)
	}
	if after, _ := json.Marshal(r.list); string(before) != string(after) {
		r.t.Errorf("%T %+v: refused, and something changed", act, act)
	}
}

// ask puts people on the list for a kind of speech; the ids are theirs with a number where they come again.
func (r *room) ask(kind Kind, people ...string) {
	r.t.Helper()
	for _, person := range people {
		id := person
		for n := 2; ; n++ {
			if _, taken := r.list.Entry(id); !taken {
				break
			}
			id = person + string(rune('0'+n))
		}
		r.do(delegate(person), Ask{OfEntry: of(id), Kind: kind})
	}
}

func (r *room) wait(d time.Duration) { r.now = r.now.Add(d) }

// speak lets a request have the floor for so long.
func (r *room) speak(id string, d time.Duration) {
	r.t.Helper()
	r.do(chair, Start{OfEntry: of(id)})
	r.wait(d)
	r.do(chair, end)
}

func (r *room) queue() string {
	var ids []string
	for _, row := range r.list.Queue(r.bench()) {
		ids = append(ids, row.ID)
	}
	return strings.Join(ids, " ")
}

func (r *room) whys() string {
	var whys []string
	for _, row := range r.list.Queue(r.bench()) {
		whys = append(whys, string(row.Why))
	}
	return strings.Join(whys, " ")
}

func (r *room) state(id string) State { e, _ := r.list.Entry(id); return e.State }

func (r *room) spoken(id string) time.Duration {
	e, _ := r.list.Entry(id)
	return e.Timing.Spoken(r.now)
}

func of(id string) OfEntry { return OfEntry{OfList{"i1"}, id} }

func equal[T comparable](t tester, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

// What is done to whoever has the floor or is next.
var (
	begin  = Start{OfEntry: of("")}
	end    = End{of("")}
	pause  = Pause{of("")}
	resume = Resume{of("")}
)
