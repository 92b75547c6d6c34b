package seat

import (
	"errors"
	"fmt"
	"image"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

var notedPage = notes.Page{Blob: "b1"}

// noted is an act that puts a note on the page, shown to everybody: that needs no key.
func (c *chamber) noted(number int, place string) notes.Placed {
	id := func(n int) string { return fmt.Sprintf("01930000-0000-7000-8000-%012d", n) }
	at := c.NoteMoment()
	mark := notes.Mark{ID: id(2 * number), Kind: notes.Sticky, Text: "ghi chú", At: at, Anchor: notes.Anchor{Blob: "b1", Quads: []image.Rectangle{image.Rect(0, 0, 9, 9)}}}
	return notes.Placed{Place: place, Edit: notes.Edit{ID: id(2*number + 1), At: at, Adds: []notes.Mark{mark}}}
}

// What is written is on the page at once, with another revision; what the room refuses goes, with its reason.
func TestNotesAreShownUntilTheyAreRefused(t *testing.T) {
	c := newChamber(t, nil)
	empty := c.NotesRevision("s1", notedPage)
	if err := c.WriteNotes(t.Context(), "s1", c.noted(1, notes.All)); err != nil {
		t.Fatal(err)
	}
	first := c.NotesRevision("s1", notedPage)
	if undo, redo := c.NotesHistory("s1"); first == empty || !undo || redo || len(c.NotesOn("s1", notedPage)) != 1 {
		t.Errorf("revision %d after %d, undo %v, redo %v", first, empty, undo, redo)
	}
	if err := c.WriteNotes(t.Context(), "s1", c.noted(2, notes.All)); err != nil {
		t.Fatal(err)
	}
	second := c.NotesRevision("s1", notedPage)
	last := c.outbox.kept[len(c.outbox.kept)-1]
	refused := change.Refuse("set.full")
	refused.ID = last.ID
	c.Settled(refused)
	if got := c.NotesOn("s1", notedPage); len(got) != 1 || c.NotesRevision("s1", notedPage) == second {
		t.Errorf("%d notes after one was refused", len(got))
	}
	if code := c.NoteRefusal(); code != "set.full" || c.NoteRefusal() != "" {
		t.Errorf("%q is told, or told twice", code)
	}
	// Refused ballots and the like say nothing of notes.
	refused.ID = "another"
	c.Settled(refused)
	if c.NoteRefusal() != "" || len(c.NotesOn("s1", notedPage)) != 1 {
		t.Error("another command's refusal is taken for a note's")
	}
}

// Where the disk takes no more nothing is shown, and the same act is taken later.
func TestNotesThatAreNotDurableAreNotShown(t *testing.T) {
	c := newChamber(t, nil)
	full := errors.New("full")
	c.outbox.failWith = full
	act := c.noted(1, notes.All)
	if err := c.WriteNotes(t.Context(), "s1", act); !errors.Is(err, full) || len(c.NotesOn("s1", notedPage)) != 0 {
		t.Errorf("%v", err)
	}
	c.outbox.failWith = nil
	if err := c.WriteNotes(t.Context(), "s1", act); err != nil || len(c.NotesOn("s1", notedPage)) != 1 {
		t.Errorf("%v", err)
	}
}

// What one person drew is not given in the name of the next who takes the device.
func TestNotesOfAnotherAreNotGiven(t *testing.T) {
	c := newChamber(t, nil)
	act := c.noted(1, notes.All)
	act.Edit.Adds[0].Author = "p2"
	err := c.WriteNotes(t.Context(), "s1", act)
	if refusal, is := errors.AsType[*people.Refusal](err); !is || refusal.Code != "person.changed" || len(c.outbox.kept) != 0 {
		t.Errorf("%v, and %d commands", err, len(c.outbox.kept))
	}
	act.Edit.Adds[0].Author = person
	if err := c.WriteNotes(t.Context(), "s1", act); err != nil {
		t.Error(err)
	}
}

// Who has no key writes nothing of their own, and the room is asked for the key once more.
func TestWithoutAKeyTheRoomIsAskedAgain(t *testing.T) {
	c := newChamber(t, nil)
	if err := c.LoadNoteKeys(NoteKeys{Person: person}); err != nil {
		t.Fatal(err)
	}
	if c.WantsNoteKeys() {
		t.Fatal("the room is asked though it answered")
	}
	err := c.WriteNotes(t.Context(), "s1", c.noted(1, notes.Own))
	if refusal, is := errors.AsType[*people.Refusal](err); !is || refusal.Code != "notes.no-key" || len(c.outbox.kept) != 0 {
		t.Errorf("%v, and %d commands", err, len(c.outbox.kept))
	}
	if !c.WantsNoteKeys() {
		t.Error("the room is not asked again")
	}
}
