package room_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// card has the administration issue one.
func (b *bed) card(person string) people.Card {
	b.t.Helper()
	answer, err := b.room.Submit(b.t.Context(), change.Command{ID: newNoteID(), Kind: people.IssueCardKind, Stream: people.Stream, Body: body(people.Pointing{ID: person})})
	var card people.Card
	if err == nil {
		err = json.Unmarshal(answer.Once, &card)
	}
	if err != nil {
		b.t.Fatalf("%+v: %v", answer, err)
	}
	return card
}

// takenBy is a tablet that somebody signed in on by a code or card.
func (b *bed) takenBy(person, codeOrCard string) *device {
	b.t.Helper()
	d := b.admit(people.DelegateMode)
	d.online()
	if err := d.Seat().SignIn(b.t.Context(), codeOrCard); err != nil {
		b.t.Fatal(err)
	}
	d.until("the session is here", func() bool { return d.Seat().Session().Exists() })
	d.until("the locks are here", func() bool { return !d.Seat().WantsNoteKeys() })
	return d
}

const notedPaper = "abcd"

var quads = []image.Rectangle{image.Rect(100, 100, 2000, 1000)}

// refused is the code of a refusal.
func refused(err error) string {
	if refusal, is := errors.AsType[*people.Refusal](err); is {
		return refusal.Code
	}
	return ""
}

// sticky writes a note on a page and returns its id.
func (d *device) sticky(place, text string, page int) string {
	d.t.Helper()
	at := d.Seat().NoteMoment()
	mark := notes.Mark{ID: newNoteID(), Kind: notes.Sticky, Anchor: notes.Anchor{Blob: notedPaper, Page: page, Quads: quads}, Text: text, At: at}
	edit := notes.Edit{ID: newNoteID(), At: at, Adds: []notes.Mark{mark}}
	if err := d.Seat().WriteNotes(d.t.Context(), "s1", notes.Placed{Place: place, Edit: edit}); err != nil {
		d.t.Fatal(err)
	}
	return mark.ID
}

func newNoteID() string { return uuid.Must(uuid.NewV7()).String() }

// texts are those on a page, in order.
func (d *device) texts(page int) string {
	var all []string
	for _, entry := range d.Seat().NotesOn("s1", notes.Page{Blob: notedPaper, Number: page}) {
		all = append(all, entry.Text)
	}
	return strings.Join(all, ", ")
}

func (d *device) noted(page int, want string) {
	d.t.Helper()
	d.until(fmt.Sprintf("page %d says %q and not %q", page, want, d.texts(page)), func() bool { return d.texts(page) == want })
}

// What a person writes is on their other tablet, with the room or after an hour without it, and after tablets
// were switched off; another person sees what is shared with them, and the room's disk tells nothing else.
func TestNotesFollowTheirPerson(t *testing.T) {
	b := newBed(t)
	b.session(2)
	card := b.card("p1")
	first, second := b.takenBy("p1", card.Card), b.takenBy("p1", card.Card)
	other := b.takenBy("p2", b.card("p2").Card)

	first.sticky(notes.Own, "chỗ này sai số liệu", 0)
	second.noted(0, "chỗ này sai số liệu")
	second.sticky(notes.Own, "hỏi Sở Tài chính", 0)
	first.noted(0, "chỗ này sai số liệu, hỏi Sở Tài chính")
	first.sticky(notes.All, "đề nghị xem lại", 1)
	first.sticky(notes.With("p2"), "riêng cho p2", 2)
	other.noted(1, "đề nghị xem lại")
	other.noted(2, "riêng cho p2")
	if got := other.texts(0); got != "" {
		t.Errorf("another person reads %q", got)
	}

	// Both write without the room, one is switched off and on again; then the room is back.
	b.halt()
	first.offline()
	second.offline()
	first.sticky(notes.Own, "một", 3)
	second.sticky(notes.Own, "hai", 3)
	first.sticky(notes.Own, "ba", 3)
	first.stop()
	first = b.again(first)
	first.noted(3, "một, ba")
	first.noted(0, "chỗ này sai số liệu, hỏi Sở Tài chính")
	b.start()
	first.noted(3, "một, hai, ba")
	second.noted(3, "một, hai, ba")

	// An undo on one tablet is one on the other.
	if undone, err := second.Seat().UndoNotes(t.Context(), "s1"); err != nil || !undone {
		t.Fatalf("%v %v", undone, err)
	}
	second.until("an act is undone on both", func() bool { return second.texts(3) == first.texts(3) && first.texts(3) != "một, hai, ba" })

	// The room's disk, with its log, papers and keys, tells what was shared and nothing of one's own.
	b.halt()
	shared := found(t, b.folder, "đề nghị xem lại")
	if len(shared) == 0 {
		t.Error("what was shared is not in the log")
	}
	for _, own := range []string{"sai số liệu", "Tài chính", "một"} {
		if files := found(t, b.folder, `"text":"`+own); len(files) > 0 {
			t.Errorf("%q is in %v", own, files)
		}
	}
	if files := found(t, b.folder, "sai số liệu"); len(files) > 0 {
		t.Errorf("in %v", files)
	}
}

// A code opens no note, and hinders none: what is written with it is read with the card. A new card opens old notes
// with the recovery sheet alone. A tablet that is given back keeps no key.
func TestNotesOpenToCardAndSheet(t *testing.T) {
	b := newBed(t)
	b.session(2)
	old := b.card("p1")
	tablet := b.takenBy("p1", old.Card)
	tablet.sticky(notes.Own, "bằng thẻ", 0)
	tablet.until("the room has it", func() bool { return len(tablet.Seat().Standing().Unsent) == 0 })
	folder := tablet.Folder().Path()
	if _, err := os.Stat(filepath.Join(folder, "keyring.notes")); err != nil {
		t.Errorf("the key of the notes is not kept: %v", err)
	}
	if err := tablet.Seat().SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	tablet.until("the key is gone", func() bool {
		_, err := os.Stat(filepath.Join(folder, "keyring.notes"))
		return errors.Is(err, os.ErrNotExist)
	})
	if got := tablet.texts(0); got != "" {
		t.Errorf("a tablet that was given back reads %q", got)
	}

	byCode := b.takenBy("p1", old.Code)
	byCode.until("what the card wrote waits for it", func() bool { return byCode.Seat().LockedNotes("s1") == 1 })
	byCode.sticky(notes.Own, "bằng mã", 0)
	byCode.noted(0, "bằng mã")
	// What was written here since the code was typed is read here until the tablet is given back, also after it was
	// switched off; what the card wrote still is not.
	byCode.until("the room has it", func() bool { return len(byCode.Seat().Standing().Unsent) == 0 })
	byCode.stop()
	byCode = b.again(byCode)
	byCode.noted(0, "bằng mã")
	byCode.sticky(notes.Own, "sau đó", 1)
	byCode.noted(1, "sau đó")
	if err := byCode.Seat().OpenNotes(b.card("p2").Card); refused(err) != "notes.card" {
		t.Errorf("another's card: %v", err)
	}
	if err := byCode.Seat().OpenNotes(old.Card); err != nil {
		t.Fatal(err)
	}
	byCode.noted(0, "bằng thẻ, bằng mã")

	fresh := b.card("p1")
	renewed := b.takenBy("p1", fresh.Card)
	renewed.until("what is old is locked", func() bool { return renewed.Seat().LockedNotes("s1") == 3 })
	renewed.sticky(notes.Own, "thẻ mới", 0)
	renewed.noted(0, "thẻ mới")
	wrong := "A" + old.Sheet[1:]
	if old.Sheet[0] == 'A' {
		wrong = "B" + old.Sheet[1:]
	}
	var mistyped *notes.Mistyped
	if err := renewed.Seat().RecoverNotes(t.Context(), wrong, fresh.Card); !errors.As(err, &mistyped) {
		t.Errorf("mistyped: %v", err)
	}
	if err := renewed.Seat().RecoverNotes(t.Context(), old.Sheet, fresh.Card); err != nil {
		t.Fatal(err)
	}
	renewed.noted(0, "bằng thẻ, bằng mã, thẻ mới")
	// From then on the new card opens everything anywhere.
	b.takenBy("p1", fresh.Card).noted(0, "bằng thẻ, bằng mã, thẻ mới")
	// Neither secret is in the room's folder.
	b.halt()
	for _, secret := range []string{fresh.Card[len("congso:card:"):], fresh.Sheet, old.Sheet} {
		if files := found(t, b.folder, secret); len(files) > 0 {
			t.Errorf("a secret is in %v", files)
		}
	}
}

// What the room does not take goes from the page, and its author is told why, once; all else stays.
func TestRefusedNotesAreTakenBack(t *testing.T) {
	b := newBed(t)
	b.session(2)
	tablet := b.takenBy("p1", b.card("p1").Card)
	tablet.sticky(notes.Own, "còn", 0)
	before := tablet.Seat().NotesRevision("s1", notes.Page{Blob: notedPaper})
	tablet.sticky(notes.With("nobody"), "mất", 0)
	refusal := ""
	tablet.until("the room does not take it", func() bool { refusal = tablet.Seat().NoteRefusal(); return refusal != "" })
	if refusal != "deputy.unknown" || tablet.Seat().NoteRefusal() != "" {
		t.Errorf("%q is told, or told twice", refusal)
	}
	tablet.noted(0, "còn")
	if again := tablet.Seat().NotesRevision("s1", notes.Page{Blob: notedPaper}); again == before {
		t.Error("the page has the same revision with another mark on it")
	}
	if undo, redo := tablet.Seat().NotesHistory("s1"); !undo || redo {
		t.Errorf("undo %v, redo %v", undo, redo)
	}
}
