package seat

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// fakePasser keeps what leaves the device.
type fakePasser struct{ left []string }

func (p *fakePasser) Pass(stream change.Stream, place, id string, _ json.RawMessage) {
	p.left = append(p.left, fmt.Sprint(stream, " ", place, " ", id))
}

const strokeID = "01930000-0000-7000-8000-00000000000a"

func strokePart(t *testing.T, points int) (notes.Unfinished, json.RawMessage, []byte) {
	t.Helper()
	s := ink.Stroke{Tool: ink.Pen, Width: 180}
	for i := range points {
		s.Points = append(s.Points, ink.Point{X: int32(i), Millis: uint32(i)})
	}
	part, err := notes.PartOf(strokeID, s, 0)
	if err != nil {
		t.Fatal(err)
	}
	part.Blob = "b1"
	body, err := part.Body()
	if err != nil {
		t.Fatal(err)
	}
	data, err := ink.Encode(s)
	if err != nil {
		t.Fatal(err)
	}
	return part, body, data
}

// Of what is for the holder alone nothing leaves the device; nor of anything while the room is away or nobody
// holds it.
func TestUnfinishedLeavesOnlyForOthers(t *testing.T) {
	c := newChamber(t, nil)
	part, _, _ := strokePart(t, 3)
	c.ShowUnfinished("s1", notes.All, part) // no passer: nothing happens
	passer := &fakePasser{}
	c.config.Passer = passer
	for _, place := range []string{"", notes.Own, "desk", "ALL"} {
		c.ShowUnfinished("s1", place, part)
	}
	if len(passer.left) != 0 {
		t.Fatalf("left the device: %v", passer.left)
	}
	for _, standing := range []people.Standing{{Link: people.Offline, Person: person}, {Link: people.Online}} {
		c.Stood(standing)
		c.ShowUnfinished("s1", notes.All, part)
	}
	if len(passer.left) != 0 {
		t.Fatalf("left the device: %v", passer.left)
	}
	c.Stood(people.Standing{Link: people.Online, Person: person})
	c.ShowUnfinished("s1", notes.All, part)
	c.ShowUnfinished("s1", notes.With("p2"), part)
	if fmt.Sprint(passer.left) != "[council/s1 all "+strokeID+" council/s1 with:p2 "+strokeID+"]" {
		t.Errorf("left: %v", passer.left)
	}
}

// A stroke of another's is shown while it is drawn, and replaced by the mark it becomes; a part that comes after
// that shows nothing, and those who watch are told of each change and of nothing else.
func TestUnfinishedBecomesTheMark(t *testing.T) {
	c := newChamber(t, nil)
	_, few, _ := strokePart(t, 3)
	_, more, stroke := strokePart(t, 9)
	told, all := 0, 0
	stop := c.WatchUnfinished(func() { told++ })
	c.Watch(func() { all++ })
	all = 0
	for i, body := range []json.RawMessage{few, more, few} {
		c.Passing("council/s1", "p2", body)
		if want := min(i+1, 2); told != want || len(c.Unfinished("s1", "b1")) != 1 {
			t.Errorf("part %d: told %d", i, told)
		}
	}
	if got := c.Unfinished("s1", "b1")[0]; len(got.Stroke.Points) != 9 || got.Author != "p2" || all != 0 {
		t.Errorf("%+v, told all %d times", got, all)
	}
	at := c.NoteMoment()
	mark := notes.Mark{ID: strokeID, Kind: notes.Ink, At: at, Anchor: notes.Anchor{Blob: "b1"}, Stroke: stroke}
	bring := func(owner string) {
		body, err := json.Marshal(notes.Edit{ID: "01930000-0000-7000-8000-00000000000b", At: at, Adds: []notes.Mark{mark}})
		if err != nil {
			t.Fatal(err)
		}
		element, err := json.Marshal(map[string]json.RawMessage{"body": body})
		if err != nil {
			t.Fatal(err)
		}
		c.take([]change.Draft{{Stream: "council/s1", Kind: notes.Fact, Audience: people.Members("s1"), Key: owner + "/all/01930000-0000-7000-8000-00000000000b", Body: element}})
	}
	bring("p3") // another's, of the same id
	if len(c.Unfinished("s1", "b1")) != 1 {
		t.Error("another's mark ends it")
	}
	bring("p2")
	if len(c.Unfinished("s1", "b1")) != 0 || told != 3 || len(c.NotesOn("s1", notedPage)) != 2 {
		t.Errorf("told %d, %d under way, %d on the page", told, len(c.Unfinished("s1", "b1")), len(c.NotesOn("s1", notedPage)))
	}
	c.Passing("council/s1", "p2", more)
	c.underway = map[string]*notes.Underway{} // as after a restart
	c.Passing("council/s1", "p2", more)
	if len(c.Unfinished("s1", "b1")) != 0 || told != 3 {
		t.Error("it comes again after it was finished")
	}
	stop()
	_, other, _ := strokePart(t, 5)
	c.Passing("council/s1", "p4", other)
	if told != 3 {
		t.Error("told after it was stopped")
	}
}

// What is no part of a stroke, or of no session or nobody, is left out; what is not continued goes, and so does all
// of it with who holds the device.
func TestUnfinishedGoes(t *testing.T) {
	c := newChamber(t, nil)
	_, body, _ := strokePart(t, 3)
	c.Passing("people", "p2", body)
	c.Passing("council/s1", "", body)
	c.Passing("council/s1", "p2", json.RawMessage(`{}`))
	if len(c.Unfinished("s1", "b1")) != 0 {
		t.Error("shown")
	}
	c.Passing("council/s1", "p2", body)
	c.now = c.now.Add(2 * time.Second)
	c.ExpireUnfinished()
	if len(c.Unfinished("s1", "b1")) != 1 {
		t.Error("gone too early")
	}
	c.now = c.now.Add(2 * time.Second)
	told := 0
	c.WatchUnfinished(func() { told++ })
	c.ExpireUnfinished()
	c.ExpireUnfinished()
	if len(c.Unfinished("s1", "b1")) != 0 || told != 1 {
		t.Errorf("it stays; told %d", told)
	}
	for _, gone := range []func(){
		func() { c.Stood(people.Standing{Link: people.Online, Person: "p9"}) },
		func() {
			if err := c.Changed(people.Members("s1"), nil); err != nil {
				t.Fatal(err)
			}
		},
	} {
		c.Passing("council/s1", "p2", body)
		if len(c.Unfinished("s1", "b1")) != 1 {
			t.Error("not shown")
		}
		gone()
		if len(c.Unfinished("s1", "b1")) != 0 {
			t.Error("it stays with somebody else")
		}
	}
	c.Stood(people.Standing{Link: people.Online})
	c.Passing("council/s1", "p2", body)
	if len(c.Unfinished("s1", "b1")) != 0 {
		t.Error("shown while nobody holds the device")
	}
}
