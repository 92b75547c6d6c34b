package notes

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/kind"
	"congso.vn/congso/app/kind/kindtest"
)

const everybody change.Audience = "council/s1/members"

func personOf(person string) change.Audience { return change.Audience("council/s1/person:" + person) }

func TestPlacesAreSeenByWhomTheyAreFor(t *testing.T) {
	rule := Rule(session, personOf, everybody)
	for place, want := range map[string]change.Audience{Own: personOf("an"), All: everybody, With("binh"): personOf("binh"), "with:": personOf("an"), "elsewhere": personOf("an")} {
		if got := rule.Audience("an", place); got != want {
			t.Errorf("%s is for %s, want %s", place, got, want)
		}
	}
	if who, is := WithWhom(With("binh")); !is || who != "binh" {
		t.Errorf("with %s", who)
	}
	if _, is := WithWhom(All); is {
		t.Error("all is with one")
	}
}

// An edit goes through the set as the largest there may be, and comes back; only the person's own is sealed.
func TestEditsGoThroughTheSet(t *testing.T) {
	pair := pairFor(t, 1)
	w, o := writerFor(t, "an", pair), NewOpener("an", pair)
	e := oneEdit(1)
	for len(e.Adds) < 12 {
		e.Adds = append(e.Adds, strokeMark(t, ids(len(e.Adds)+5)(), e.At, 490))
	}
	if data, err := json.Marshal(e); err != nil || len(data) > EditBytes || len(data) < EditBytes-6000 {
		t.Fatalf("an edit of %d bytes: %v", len(data), err)
	}
	rule := Rule(session, personOf, everybody)
	rule.Digests = true
	set := kind.NewSet(rule)
	for _, place := range []string{Own, All, With("binh")} {
		command, err := Placed{place, e}.Command(session, w)
		if err != nil {
			t.Fatal(err)
		}
		drafts, answer := set.Judge(change.Actor{Person: "an"}, command, time.Time{})
		if answer.Outcome != change.Accepted || len(drafts) != 1 || drafts[0].Audience != rule.Audience("an", place) || drafts[0].Kind != Fact {
			t.Fatalf("%s: %+v %+v", place, answer, drafts)
		}
		var element kind.Element
		if err := json.Unmarshal(drafts[0].Body, &element); err != nil {
			t.Fatal(err)
		}
		element.Owner, element.Place, element.ID = "an", place, e.ID
		if got, err := Take(session, element, o); err != nil || show1(got) != show1(e) {
			t.Errorf("%s: %v", place, err)
		}
		if sealed := !strings.Contains(string(drafts[0].Body), "sticky"); sealed != (place == Own) {
			t.Errorf("%s: sealed %v", place, sealed)
		}
		var wrong *Fault
		if _, err := Take("council/s2", element, o); (place == Own) != (errors.As(err, &wrong) && wrong.Code == CodeSealed) {
			t.Errorf("%s, moved: %v", place, err)
		}
		element.ID = oneEdit(2).ID
		if _, err := Take(session, element, o); !errors.As(err, &wrong) {
			t.Errorf("%s, under another id: %v", place, err)
		}
	}
	e.Adds = append(e.Adds, strokeMark(t, ids(30)(), e.At, 4000))
	for _, place := range []string{Own, All} {
		var wrong *Fault
		if _, err := (Placed{place, e}).Command(session, w); !errors.As(err, &wrong) || wrong.Code != CodeTooLarge {
			t.Errorf("%s, too large: %v", place, err)
		}
	}
}

// What another wrote wrongly is left out, and the rest is shown.
func TestWrongMarksHideNothingElse(t *testing.T) {
	e := oneEdit(1)
	bad := e.Adds[0]
	bad.Kind = "hologram"
	e.Adds, e.Removes = append(e.Adds, bad), append(e.Removes, "x")
	body, err := json.Marshal(e)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Take(session, kind.Element{Owner: "binh", Place: All, ID: e.ID, Body: body}, NewOpener("an"))
	if err != nil || len(got.Adds) != 1 || len(got.Removes) != 1 {
		t.Errorf("%v: %+v", err, got)
	}
}

func show1(e Edit) string {
	data, err := json.Marshal(e)
	if err != nil {
		panic(err)
	}
	return string(data)
}

func FuzzTake(f *testing.F) {
	pair := pairFor(f, 1)
	e := oneEdit(1)
	for _, place := range []string{Own, All} {
		body, err := Placed{place, e}.Body(session, writerFor(f, "an", pair))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(place, []byte(body))
	}
	f.Fuzz(func(t *testing.T, place string, body []byte) {
		got, err := Take(session, kind.Element{Owner: "an", Place: place, ID: e.ID, Body: body}, NewOpener("an", pair))
		if err == nil && (got.ID != e.ID || got.Check() != nil) {
			t.Fatalf("%+v", got)
		}
		NewBook().Apply(Layer{"an", place}, got)
	})
}

// The suite of every kind of data, with notes on two persons' tablets: a server that keeps digests, devices that
// open, fold, undo and redo.

type noteServer struct{ *kind.Set }

func (s noteServer) Show() string {
	var all []any
	for _, person := range []string{"p1", "p2"} {
		for _, place := range []string{Own, All, With("p1"), With("p2")} {
			all = append(all, s.Layer(person, place, nil))
		}
	}
	data, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// noteDevice keeps what came to it, and a book of it for either person.
type noteDevice struct {
	*kind.Set
	pairs map[string]*Pair
	book  *Book
	given map[string]*History
}

func newNoteDevice() *noteDevice {
	d := &noteDevice{Set: kind.NewSet(Rule(session, personOf, everybody)), pairs: map[string]*Pair{}, book: NewBook(), given: map[string]*History{}}
	for i, person := range []string{"p1", "p2"} {
		pair, err := NewPair(drawn(byte(i)))
		if err != nil {
			panic(err)
		}
		d.pairs[person], d.given[person] = pair, NewHistory(person, d.book)
	}
	return d
}

func (d *noteDevice) Show() string { return show(d.book) + piles(d.given["p1"]) + piles(d.given["p2"]) }

func (d *noteDevice) Apply(c change.Change) error {
	if err := d.Set.Apply(c); err != nil {
		return err
	}
	parts := strings.Split(c.Key, "/")
	var e kind.Element
	if err := json.Unmarshal(c.Body, &e); err != nil {
		return err
	}
	e.Owner, e.Place, e.ID = parts[0], parts[1], parts[2]
	edit, err := Take(session, e, NewOpener(e.Owner, d.pairs[e.Owner]))
	if err != nil {
		return err
	}
	d.book.Apply(Layer{e.Owner, e.Place}, edit)
	d.given[e.Owner].Apply(e.Place, edit)
	return nil
}

func (d *noteDevice) Give(t *rapid.T, me kindtest.Me) *change.Command {
	if me.Person == "" {
		return nil
	}
	var clock Clock
	at := clock.Now(me.Now.UnixMilli())
	id := me.NewUUID()
	one := Placed{rapid.SampledFrom([]string{Own, Own, All, With("p2")}).Draw(t, "place"), Edit{ID: id, At: at}}
	live := d.book.On(Page{"b1", 2})
	history := d.given[me.Person]
	switch what := rapid.IntRange(0, 5).Draw(t, "what"); {
	case what == 0 && history.CanUndo():
		one = history.Undo(me.NewUUID, at)[0]
	case what == 1 && history.CanRedo():
		one = history.Redo(me.NewUUID, at)[0]
	case what == 2 && len(live) > 0:
		one.Edit.Removes = []string{rapid.SampledFrom(live).Draw(t, "mark").ID}
	default:
		one.Edit.Adds = []Mark{sticky(me.NewUUID(), rapid.StringMatching("[a-z]{1,3}").Draw(t, "text"), at)}
	}
	w, err := NewWriter(me.Person, d.pairs[me.Person].Public(), drawn(rapid.Byte().Draw(t, "random")))
	if err != nil {
		t.Fatal(err)
	}
	command, err := one.Command(session, w)
	if err != nil {
		t.Fatal(err)
	}
	return &command
}

func TestNotesAreHeld(t *testing.T) {
	kindtest.Run(t, kindtest.Kind{
		Name: "notes", Persons: []string{"p1", "p2"},
		Server: func(time.Time) kindtest.Server {
			rule := Rule(session, personOf, everybody)
			rule.Digests = true
			return noteServer{kind.NewSet(rule)}
		},
		Device: func(string) kindtest.Device { return newNoteDevice() },
		Sees: func(actor change.Actor) []change.Audience {
			if actor.Person == "" {
				return nil
			}
			return []change.Audience{personOf(actor.Person), everybody}
		},
		Check: func(t *rapid.T, h *kindtest.History) {
			whole := newNoteDevice() // of everything that was ever written
			for _, c := range h.Log {
				if err := whole.Apply(c); err != nil {
					t.Fatal(err)
				}
			}
			layers := inner(h.Server)
			for _, g := range h.Accepted(Add) {
				var piece kind.Piece
				if err := json.Unmarshal(g.Command.Body, &piece); err != nil {
					t.Fatal(err)
				}
				found := false
				for _, e := range layers.Layer(g.Person, piece.Place, nil) {
					found = found || e.ID == piece.ID
				}
				if !found {
					t.Fatalf("%s of %s was accepted and is lost", piece.ID, g.Person)
				}
				edit, err := Take(session, kind.Element{Owner: g.Person, Place: piece.Place, ID: piece.ID, Body: piece.Body}, NewOpener(g.Person, whole.pairs[g.Person]))
				if err != nil {
					t.Fatal(err)
				}
				for _, m := range edit.Adds {
					if _, _, known := whole.book.Mark(g.Person, m.ID); !known {
						t.Fatalf("mark %s is lost", m.ID)
					}
				}
			}
		},
	})
}

func inner(s kindtest.Server) noteServer { return s.(noteServer) }
