package room_test

import (
	"errors"
	"testing"

	"congso.vn/congso/app/notes"
)

// A recovery sheet opens notes on a tablet without any card and without the room, and what a card opened stays open
// beside it, also after the tablet was switched off.
func TestSheetAloneOpensNotes(t *testing.T) {
	b := newBed(t)
	b.session(2)
	old := b.card("p1")
	first := b.takenBy("p1", old.Card)
	if got := first.Seat().NoteAccess("s1"); got != (notes.Access{Known: true, Issued: true, Open: true}) {
		t.Errorf("signed in by card: %+v", got)
	}
	first.sticky(notes.Own, "bằng thẻ cũ", 0)
	first.until("the room has it", func() bool { return len(first.Seat().Standing().Unsent) == 0 })

	fresh := b.card("p1")
	tablet := b.takenBy("p1", fresh.Card)
	tablet.until("what is old waits", func() bool {
		return tablet.Seat().NoteAccess("s1") == (notes.Access{Known: true, Issued: true, Open: true, Locked: 1})
	})
	tablet.sticky(notes.Own, "bằng thẻ mới", 0)
	b.halt()
	tablet.offline()
	var mistyped *notes.Mistyped
	if err := tablet.Seat().OpenNotesBySheet(old.Sheet[:10]); !errors.As(err, &mistyped) {
		t.Errorf("half a sheet: %v", err)
	}
	if err := tablet.Seat().OpenNotesBySheet(notes.Secret{1}.Sheet()); refused(err) != "notes.sheet" {
		t.Errorf("another's sheet: %v", err)
	}
	if err := tablet.Seat().OpenNotesBySheet(old.Sheet); err != nil {
		t.Fatal(err)
	}
	tablet.noted(0, "bằng thẻ cũ, bằng thẻ mới")
	tablet.stop()
	tablet = b.again(tablet)
	tablet.noted(0, "bằng thẻ cũ, bằng thẻ mới")
}

// Whose card was not shown on this tablet writes, and nothing of before is open.
func TestAccessWithoutACard(t *testing.T) {
	b := newBed(t)
	b.session(2)
	tablet := b.seated("p1")
	if got := tablet.Seat().NoteAccess("another"); got.Locked != 0 {
		t.Errorf("of no session: %+v", got)
	}
	tablet.until("the room has told the locks", func() bool { return tablet.Seat().NoteAccess("s1").Known })
	if got := tablet.Seat().NoteAccess("s1"); got != (notes.Access{Known: true, Issued: true}) {
		t.Errorf("%+v", got)
	}
}
