package speaking

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// step is one act of a random session.
type step struct {
	by    Actor
	act   Act
	after time.Duration
}

func drawStep(t *rapid.T, l List, n int) step {
	people := strings.Split("a b c d e f", " ")
	person := rapid.SampledFrom(people).Draw(t, "person")
	by := rapid.SampledFrom([]Actor{chair, clerk, delegate(person)}).Draw(t, "by")
	id := ""
	if len(l.Entries) > 0 {
		id = rapid.SampledFrom(l.Entries).Draw(t, "entry").ID
	}
	where := OfEntry{OfList{"i1"}, id}
	after := time.Duration(rapid.Int64Range(0, 600_000).Draw(t, "after")) * time.Millisecond
	act := func() Act {
		switch rapid.IntRange(0, 19).Draw(t, "act") {
		case 0, 1, 2, 3, 4, 5:
			ask := Ask{OfEntry: OfEntry{OfList{"i1"}, fmt.Sprint("n", n)}, Kind: rapid.SampledFrom(Kinds).Draw(t, "kind")}
			if by.leads() {
				ask.Person = person
			}
			if ask.Kind == Answer {
				ask.Question = id
			}
			return ask
		case 6:
			return Withdraw{where}
		case 7:
			return Approve{where}
		case 8:
			return Refuse{OfEntry: where}
		case 9:
			before := ""
			if len(l.Entries) > 0 {
				before = rapid.SampledFrom(l.Entries).Draw(t, "before").ID
			}
			return Move{where, before, rapid.IntRange(0, 4).Draw(t, "free") == 0}
		case 10:
			return Skip{where}
		case 11:
			return Recall{where}
		case 12:
			return Start{OfEntry: where}
		case 13, 14:
			return begin
		case 15:
			return Pause{rapid.SampledFrom([]OfEntry{of(""), where}).Draw(t, "pause")}
		case 16:
			return Resume{rapid.SampledFrom([]OfEntry{of(""), where}).Draw(t, "resume")}
		case 17:
			return End{rapid.SampledFrom([]OfEntry{of(""), where}).Draw(t, "end")}
		case 18:
			options := UsualOptions()
			options.Order = rapid.SampledFrom(Orders).Draw(t, "order")
			options.Approval = rapid.Bool().Draw(t, "approval")
			options.Patience = rapid.IntRange(1, 5).Draw(t, "patience")
			return Arrange{OfList{"i1"}, options}
		}
		return rapid.SampledFrom([]Act{Close{OfList{"i1"}}, Reopen{OfList{"i1"}}, Extend{where, 60}, Clear{OfList{"i1"}},
			Grant{OfList{"i1"}, map[string]int{"A": 60, "B": 600}}, Share{OfList{"i1"}, "A"}}).Draw(t, "other")
	}()
	return step{by, act, after}
}

// Whatever is done in whatever order, the list stays sound; and the same acts make the same list.
func TestListsStaySound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := aRoom(t, nil)
		began := r.now
		var running time.Duration // how long somebody spoke, counted from outside
		var steps []step
		for n := range rapid.IntRange(1, 40).Draw(t, "steps") {
			s := drawStep(t, r.list, n)
			steps = append(steps, s)
			before, kept := r.list, NewList("i1", r.list.Setup, r.list.Entries...)
			written, err := Do(r.list, s.act, s.by, r.bench())
			if !reflect.DeepEqual(before, kept) {
				t.Fatalf("%T %+v wrote into the list that it was given", s.act, s.act)
			}
			var refusal Refusal
			if err != nil && (!errors.As(err, &refusal) || !slices.Contains(Codes, refusal.Code) || !reflect.DeepEqual(written, Written{})) {
				t.Fatalf("%T %+v: %v, and %+v", s.act, s.act, err, written)
			}
			r.list = r.list.With(written)
			if err == nil {
				followed(t, before, r.list, s, r.bench())
			}
			sound(t, r.list, r.bench())
			if top, _ := r.list.Floor(); top.State == Speaking {
				running += s.after
			}
			r.wait(s.after)
			if got := Sum(r.list.Entries, r.now).All.Time; got != running {
				t.Fatalf("after %T: %v spoken, %v were", s.act, got, running)
			}
		}
		again := aRoom(t, nil)
		again.now = began
		for _, s := range steps {
			_ = again.try(s.by, s.act)
			again.wait(s.after)
		}
		if !reflect.DeepEqual(again.list, r.list) {
			t.Fatal("the same acts made another list")
		}
		restarted(t, r)
	})
}

// restarted holds that a list is its facts and nothing else.
func restarted(t *rapid.T, r *room) {
	var setup Setup
	entries := make([]Entry, len(r.list.Entries))
	body, _ := json.Marshal(r.list.Setup)
	if err := json.Unmarshal(body, &setup); err != nil {
		t.Fatal(err)
	}
	for i, at := range rand.New(rand.NewPCG(1, 2)).Perm(len(entries)) {
		body, _ := json.Marshal(r.list.Entries[at])
		if err := json.Unmarshal(body, &entries[i]); err != nil {
			t.Fatal(err)
		}
	}
	read := NewList("i1", setup, entries...)
	if !reflect.DeepEqual(read.Queue(r.bench()), r.list.Queue(r.bench())) || !reflect.DeepEqual(read.Overview(r.bench()), r.list.Overview(r.bench())) {
		t.Fatal("after a restart the list is another")
	}
}

// sound holds what is true of every list.
func sound(t *rapid.T, l List, bench Bench) {
	ids, waits := map[string]bool{}, map[string]bool{}
	running, floor := 0, 0
	for i, e := range l.Entries {
		if ids[e.ID] || e.Number != i+1 {
			t.Fatalf("entry %s has number %d at %d", e.ID, e.Number, i)
		}
		ids[e.ID] = true
		if e.OnFloor() {
			floor++
		}
		if e.Running() != (e.State == Speaking) {
			t.Fatalf("%+v runs", e)
		}
		if e.Running() {
			running++
		}
		if e.Held() != (e.StartedAt() > 0) || e.Waits != "" && e.State != Paused || e.Pin > 0 && e.State != Waiting {
			t.Fatalf("%+v", e)
		}
		if slot := e.Person + string(e.Kind.slot()) + e.Question; e.Open() {
			if waits[slot] {
				t.Fatalf("%s waits twice for %s", e.Person, e.Kind)
			}
			waits[slot] = true
		}
	}
	top, below := l.Floor()
	if running > 1 || floor > 2 || (below.ID != "" && (!top.Kind.aside() || below.State != Paused)) || running == 1 && top.State != Speaking {
		t.Fatalf("%d speak, %d have the floor: %+v over %+v", running, floor, top, below)
	}
	var queued, waiting []string
	queue := l.Queue(bench)
	for i, row := range queue {
		queued = append(queued, row.ID)
		if row.Place != i+1 || !slices.Contains(Whys, row.Why) || (row.Why == WhyMoved) != (row.Pin > 0) {
			t.Fatalf("row %d: %+v", i, row)
		}
		if row.Kind == Interposed && i > 0 && !queue[i-1].Kind.aside() {
			t.Fatalf("a question behind %+v", queue[i-1])
		}
		if question := rowOf(queue, row.Question); row.Kind == Answer && question >= 0 {
			for _, between := range queue[question+1 : i] {
				if between.Question != row.Question {
					t.Fatalf("%+v stands between an answer and its question", between)
				}
			}
		}
	}
	for _, e := range l.in(Waiting) {
		waiting = append(waiting, e.ID)
	}
	slices.Sort(queued)
	slices.Sort(waiting)
	if !slices.Equal(queued, waiting) {
		t.Fatalf("%v wait, %v are in the queue", waiting, queued)
	}
	for i, row := range l.body(bench) {
		if row.Pin > 0 && row.Pin != i+1 && row.Pin <= len(l.body(bench)) {
			t.Fatalf("%s stands at %d, not at %d", row.ID, i+1, row.Pin)
		}
	}
	order := rapid.SampledFrom(Orders).Draw(t, "looked at")
	if len(l.By(order).Queue(bench)) != len(queue) {
		t.Fatalf("in order %s somebody is lost", order)
	}
}

// followed holds what an act may do to a list.
func followed(t *rapid.T, before, after List, s step, bench Bench) {
	added := len(after.Entries) - len(before.Entries)
	if _, asks := s.act.(Ask); added < 0 || added > 1 || added == 1 && !asks {
		t.Fatalf("%T: %d entries more", s.act, added)
	}
	for i, e := range before.Entries {
		now := after.Entries[i]
		if now.ID != e.ID || now.Number != e.Number || now.Person != e.Person || now.Kind != e.Kind || now.AskedAt != e.AskedAt {
			t.Fatalf("%T: %+v became %+v", s.act, e, now)
		}
		if !e.Open() && !e.OnFloor() && !reflect.DeepEqual(e, now) {
			t.Fatalf("%T: %+v was settled and became %+v", s.act, e, now)
		}
		if now.Timing.Spoken(bench.Now) != e.Timing.Spoken(bench.Now) {
			t.Fatalf("%T: the time of %s jumped", s.act, e.ID)
		}
	}
	if move, moved := s.act.(Move); moved && !move.Free && move.Before != move.ID {
		rows := after.body(bench)
		at := rowOf(rows, move.ID)
		if move.Before == "" && at != len(rows)-1 {
			t.Fatalf("moved behind all, and stands at %d of %d", at, len(rows))
		}
	}
	if _, arranged := s.act.(Arrange); arranged && !reflect.DeepEqual(before.Entries, after.Entries) {
		t.Fatal("an option changed an entry")
	}
}

// In every order whoever waits comes, however many others keep asking: no more later requests than the chair's patience go
// first.
func TestNobodyIsStarved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		patience := rapid.IntRange(1, 6).Draw(t, "patience")
		r := aRoom(t, func(o *Options) {
			o.Order, o.Patience = rapid.SampledFrom(Orders).Draw(t, "order"), patience
		})
		people := strings.Split("a b c d e f", " ")
		for n := range 30 {
			for _, person := range people {
				if rapid.Bool().Draw(t, "asks") {
					ask := Ask{OfEntry: of(fmt.Sprint(person, n)), Kind: rapid.SampledFrom(Contributions).Draw(t, "kind")}
					_ = r.try(delegate(person), ask)
				}
			}
			if r.try(chair, begin) == nil {
				r.wait(time.Duration(rapid.Int64Range(0, 600).Draw(t, "seconds")) * time.Second)
			}
			for _, e := range r.list.in(Waiting) {
				if passed := passedBy(e, r.list.begun()); passed > patience {
					t.Fatalf("%s was passed by %d times", e.ID, passed)
				}
			}
		}
	})
}
