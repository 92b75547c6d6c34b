package notes

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// pen is a tablet on which something is written.
type pen struct {
	book    *Book
	history *History
	clock   Clock
	next    func() string
	given   []Placed
}

func newPen(device int) *pen {
	p := &pen{book: NewBook(), next: ids(device)}
	p.history = NewHistory("an", p.book)
	return p
}

func (p *pen) take(place string, e Edit) {
	p.clock.Saw(e.At, 1000)
	p.book.Apply(Layer{"an", place}, e)
	p.history.Apply(place, e)
}

func (p *pen) do(edits ...Placed) {
	for _, one := range edits {
		p.take(one.Place, one.Edit)
	}
	p.given = append(p.given, edits...)
}

func (p *pen) now() Moment { return p.clock.Now(1000) }

// write does one act and returns what it added.
func (p *pen) write(text string) Mark {
	m := sticky(p.next(), text, p.now())
	p.do(Placed{Own, Edit{ID: p.next(), At: m.At, Adds: []Mark{m}}})
	return m
}

func (p *pen) rewrite(m Mark, text string) Mark {
	other := m.Instead(p.next(), p.now())
	other.Text = text
	p.do(Placed{Own, Edit{ID: p.next(), At: other.At, Adds: []Mark{other}, Removes: []string{m.ID}}})
	return other
}

func (p *pen) remove(m Mark) {
	p.do(Placed{Own, Edit{ID: p.next(), At: p.now(), Removes: []string{m.ID}}})
}

func (p *pen) live() []Entry { return p.book.On(Page{"b1", 2}) }

func (p *pen) texts() string {
	var texts []string
	for _, e := range p.live() {
		text := e.Text
		if e.OtherOf != "" {
			text += "*"
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, " ")
}

// Whatever two tablets write and in whichever order, parts and repetitions it arrives, both come to the same
// book and the same history, and of what was added only what was removed is not there.
func TestTwoTabletsMergeToTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pens := []*pen{newPen(1), newPen(2)}
		heard := []int{0, 0}
		added, removed := map[string]bool{}, map[string]bool{}
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			i := rapid.IntRange(0, 1).Draw(t, "tablet")
			p := pens[i]
			live := p.live()
			pick := func() Mark { return rapid.SampledFrom(live).Draw(t, "mark").Mark }
			switch what := rapid.IntRange(0, 7).Draw(t, "what"); {
			case what == 0:
				for _, one := range pens[1-i].given[heard[i]:] {
					p.take(one.Place, one.Edit)
				}
				heard[i] = len(pens[1-i].given)
			case what == 1:
				p.do(p.history.Undo(p.next, p.now())...)
			case what == 2:
				p.do(p.history.Redo(p.next, p.now())...)
			case what == 3 && len(live) > 0:
				p.remove(pick())
			case what == 4 && len(live) > 0:
				p.rewrite(pick(), "anew")
			case what == 5 && len(live) > 0:
				m := pick()
				p.do(Placed{With("binh"), Edit{ID: p.next(), At: p.now(), Adds: []Mark{m}}})
			default:
				p.write(rapid.StringMatching("[a-z]{1,3}").Draw(t, "text"))
			}
		}
		all := slices.Concat(pens[0].given, pens[1].given)
		for _, one := range all {
			for _, m := range one.Edit.Adds {
				added[one.Place+m.ID] = true
			}
			for _, id := range one.Edit.Removes {
				removed[one.Place+id] = true
			}
		}
		merge := func(label string) *pen {
			p := newPen(3)
			edits := rapid.Permutation(slices.Concat(all, all[:rapid.IntRange(0, len(all)).Draw(t, "again")])).Draw(t, label)
			for _, one := range edits {
				if e := one.Edit; len(e.Adds) > 0 && len(e.Removes) > 0 && rapid.Bool().Draw(t, "split") {
					a, b := e, e
					a.Act, b.Act, a.Removes, b.Adds = e.ActID(), e.ActID(), nil, nil
					p.take(one.Place, b)
					p.take(one.Place, a)
					continue
				}
				p.take(one.Place, one.Edit)
			}
			return p
		}
		one, other := merge("one"), merge("other")
		if show(one.book) != show(other.book) {
			t.Fatalf("%s\n%s", show(one.book), show(other.book))
		}
		if a, b := piles(one.history), piles(other.history); a != b {
			t.Fatalf("%s\n%s", a, b)
		}
		there := map[string]bool{}
		for _, e := range one.live() {
			for _, place := range e.Places {
				there[place+e.ID] = true
			}
			if e.OtherOf != "" {
				if winner, live, _ := one.book.Mark("an", e.OtherOf); !live || winner.OtherOf != "" || winner.Root() != e.Root() {
					t.Fatalf("%s is another version of %s", e.ID, e.OtherOf)
				}
			}
		}
		for id := range added {
			if there[id] == removed[id] {
				t.Fatalf("%s: there %v, removed %v", id, there[id], removed[id])
			}
		}
		if len(there) > len(added) {
			t.Fatal("marks that nobody added")
		}
		for i, p := range pens { // the tablets themselves, once they have heard everything
			for _, one := range pens[1-i].given[heard[i]:] {
				p.take(one.Place, one.Edit)
			}
			if show(p.book) != show(one.book) || piles(p.history) != piles(one.history) {
				t.Fatal("a tablet differs from a fresh one")
			}
		}
	})
}

func piles(h *History) string {
	h.settle()
	var text strings.Builder
	for _, a := range h.done {
		text.WriteString(a.id + " ")
	}
	text.WriteString("| ")
	for _, a := range h.back {
		text.WriteString(a.id + " ")
	}
	return text.String()
}

func TestBothVersionsOfANoteStay(t *testing.T) {
	one, other := newPen(1), newPen(2)
	first := one.write("first")
	other.take(Own, one.given[0].Edit)
	one.rewrite(one.rewrite(first, "draft"), "mine")
	other.rewrite(first, "other")
	theirs := other.given[len(other.given)-1].Edit
	for _, given := range one.given[1:] {
		other.take(Own, given.Edit)
	}
	one.take(Own, theirs)
	if one.texts() != other.texts() || one.texts() != "other* mine" {
		t.Fatalf("%q, %q", one.texts(), other.texts())
	}
	one.remove(one.live()[1].Mark)
	if one.texts() != "other" {
		t.Errorf("once one of them is removed: %q", one.texts())
	}
}

func TestNobodyTakesAnothersMarkAway(t *testing.T) {
	p := newPen(1)
	mine := p.write("mine")
	p.book.Apply(Layer{"binh", Own}, Edit{ID: p.next(), At: p.now(), Removes: []string{mine.ID}})
	p.book.Apply(Layer{"binh", All}, Edit{ID: p.next(), At: p.now(), Adds: []Mark{sticky(mine.ID, "theirs", p.now())}})
	entries := p.live()
	if len(entries) != 2 || entries[0].Author != "an" || entries[0].Text != "mine" || entries[1].Author != "binh" {
		t.Errorf("%+v", entries)
	}
}

func TestUndoAndRedo(t *testing.T) {
	p := newPen(1)
	undo := func() string { p.do(p.history.Undo(p.next, p.now())...); return p.texts() }
	redo := func() string { p.do(p.history.Redo(p.next, p.now())...); return p.texts() }
	a := p.write("a")
	b := p.rewrite(a, "b")
	p.remove(b)
	p.write("c")
	for i, step := range []struct {
		do   func() string
		want string
	}{
		{undo, ""}, {undo, "b"}, {undo, "a"}, {redo, "b"}, {undo, "a"}, {undo, ""}, {undo, ""},
		{redo, "a"}, {redo, "b"}, {redo, ""}, {redo, "c"}, {redo, "c"}, {undo, ""}, {undo, "b"},
	} {
		if got := step.do(); got != step.want {
			t.Fatalf("step %d: %q, want %q", i, got, step.want)
		}
	}
	if !p.history.CanUndo() || !p.history.CanRedo() {
		t.Error("can do neither")
	}
	p.write("d")
	if p.history.CanRedo() || redo() != "b d" {
		t.Errorf("redone after something new: %q", p.texts())
	}
	// Switched off and on: the same follows from the edits, and undoing goes on.
	again := newPen(2)
	for _, one := range slices.Backward(p.given) {
		again.take(one.Place, one.Edit)
	}
	if piles(again.history) != piles(p.history) || again.texts() != "b d" {
		t.Errorf("%s\n%s", piles(again.history), piles(p.history))
	}
	p = again
	for _, want := range []string{"b", "a", "", ""} {
		if got := undo(); got != want {
			t.Errorf("after a restart %q, want %q", got, want)
		}
	}
	for _, e := range p.live() {
		t.Errorf("left: %+v", e)
	}
	if m, live, known := p.book.Mark("an", a.ID); live || !known || m.Text != "a" {
		t.Errorf("what was removed is forgotten: %+v", m)
	}
}

// One act in two places is undone in both, and comes again as one mark.
func TestUndoOfSharedActs(t *testing.T) {
	p := newPen(1)
	m := sticky(p.next(), "shared", p.now())
	act := p.next()
	p.do(Placed{Own, Edit{ID: act, Act: act, At: m.At, Adds: []Mark{m}}}, Placed{With("binh"), Edit{ID: p.next(), Act: act, At: m.At, Adds: []Mark{m}}})
	if live := p.live(); len(live) != 1 || !slices.Equal(live[0].Places, []string{Own, With("binh")}) {
		t.Fatalf("%+v", live)
	}
	p.do(p.history.Undo(p.next, p.now())...)
	if len(p.live()) != 0 {
		t.Fatalf("%+v", p.live())
	}
	p.do(p.history.Redo(p.next, p.now())...)
	if live := p.live(); len(live) != 1 || !slices.Equal(live[0].Places, []string{Own, With("binh")}) || live[0].Root() != m.ID {
		t.Fatalf("%+v", live)
	}
}

// Both tablets undo the same act before they hear of each other.
func TestUndoneTwice(t *testing.T) {
	one, other := newPen(1), newPen(2)
	m := one.write("a")
	one.remove(m)
	for _, given := range one.given {
		other.take(Own, given.Edit)
	}
	one.do(one.history.Undo(one.next, one.now())...)
	other.do(other.history.Undo(other.next, other.now())...)
	twice := other.given[0].Edit
	one.take(Own, twice)
	if one.texts() != "a* a" && one.texts() != "a a*" {
		t.Fatalf("%q", one.texts())
	}
	one.do(one.history.Redo(one.next, one.now())...)
	if one.texts() != "" {
		t.Errorf("removed again: %q", one.texts())
	}
}

func BenchmarkBook2000Edits(b *testing.B) {
	next := ids(1)
	var edits []Edit
	for i := range 2000 {
		m := strokeMark(b, next(), Moment{Millis: int64(i)}, 40)
		m.Anchor.Page = i % 20
		edits = append(edits, Edit{ID: next(), At: m.At, Adds: []Mark{m}})
	}
	for b.Loop() {
		book := NewBook()
		for _, e := range edits {
			book.Apply(Layer{"an", Own}, e)
		}
		if len(book.On(Page{"b1", 7})) != 100 {
			b.Fatal("not all")
		}
	}
}
