package room_test

import (
	"context"
	"fmt"
	"image"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// lit highlights words of a paper that is read as plainReader reads it.
func (d *device) lit(blob, quote string) {
	d.t.Helper()
	text, ok, err := d.Words(d.t.Context(), blob)
	if err != nil || !ok {
		d.t.Fatalf("no words: %v", err)
	}
	paper := notes.Paper{Blob: blob}
	first, words := -1, strings.Fields(quote)
	for _, page := range text.Pages {
		leaf := notes.Leaf{}
		for i, w := range page.Words {
			leaf.Words = append(leaf.Words, notes.Word{Text: w.Text, Rect: image.Rect(int(w.Box.Left), int(w.Box.Top), int(w.Box.Right), int(w.Box.Bottom))})
			if w.Text == words[0] && first < 0 {
				first = i
			}
		}
		paper.Leaves = append(paper.Leaves, leaf)
	}
	anchor, ok := notes.Quote(paper, 0, first, first+len(words))
	if !ok || anchor.Quote != quote {
		d.t.Fatalf("quoted %+v", anchor)
	}
	at := d.Seat().NoteMoment()
	edit := notes.Edit{ID: newNoteID(), At: at, Adds: []notes.Mark{{ID: newNoteID(), Kind: notes.Highlight, Anchor: anchor, At: at}}}
	if err := d.Seat().WriteNotes(d.t.Context(), "s1", notes.Placed{Place: notes.Own, Edit: edit}); err != nil {
		d.t.Fatal(err)
	}
}

// on is what lies on the first page of some bytes: the words marked.
func (d *device) on(blob string) string {
	var all []string
	for _, e := range d.Seat().NotesOn("s1", notes.Page{Blob: blob}) {
		all = append(all, e.Anchor.Quote)
	}
	return strings.Join(all, ", ")
}

func (d *device) tray() string {
	var all []string
	for _, left := range d.Seat().Tray("s1") {
		all = append(all, left.Document+":"+left.Anchor.Quote)
	}
	return strings.Join(all, ", ")
}

const (
	issueOne = "Điều 1 tổng mức đầu tư của dự án là 12,4 tỷ đồng từ ngân sách phường và vốn hỗ trợ. Điều 2 giao Ủy ban nhân dân phường tổ chức thực hiện nghị quyết"
	issueTwo = "Căn cứ Luật Đầu tư công và các văn bản hướng dẫn. Điều 1 tổng mức đầu tư của dự án là 12,4 tỷ đồng từ ngân sách phường và vốn hỗ trợ. Điều 2 bãi bỏ quy định trước đây"
)

// Marks on a paper that is issued anew are on the new issue on every tablet of their person, also on one that was
// away; what found no place is in the tray, and can be put on a page or taken away, with a way back. The earlier
// issue stays to be read by who had it, and comes to a tablet that never had it.
func TestMarksFollowAReissue(t *testing.T) {
	b := &bed{t: t, folder: t.TempDir(), now: time.Now, scribe: plainReader{}}
	b.start()
	t.Cleanup(func() { b.halt() })
	b.session(2)
	card := b.card("p1")
	tablet, away := b.takenBy("p1", card.Card), b.takenBy("p1", card.Card)
	document := council.Document{ID: "d2", Item: "i1", Order: 2, Title: "Dự thảo nghị quyết", Audience: people.Members("s1"), Revision: 1}
	first := b.revise(0, document, []byte(issueOne))
	words := func(d *device, blob string) {
		t.Helper()
		d.until("the words are here", func() bool { _, ok, _ := d.Words(context.Background(), blob); return ok })
	}
	words(tablet, first.Blob)
	tablet.lit(first.Blob, "tổng mức đầu tư của dự án")
	tablet.lit(first.Blob, "giao Ủy ban nhân dân phường")
	away.until("both are on the other tablet", func() bool {
		return away.on(first.Blob) == "tổng mức đầu tư của dự án, giao Ủy ban nhân dân phường"
	})
	away.stop()

	revision := tablet.Seat().NotesRevision("s1", notes.Page{})
	second := b.revise(tablet.Seat().Session().Documents["d2"].Seq, document, []byte(issueTwo))
	carried := func(d *device) {
		t.Helper()
		d.until("what is certain is on the new issue", func() bool { return d.on(second.Blob) == "tổng mức đầu tư của dự án" })
		if got := d.tray(); got != "d2:giao Ủy ban nhân dân phường" {
			t.Errorf("in the tray: %q", got)
		}
	}
	carried(tablet)
	if tablet.Seat().NotesRevision("s1", notes.Page{Blob: second.Blob}) <= revision {
		t.Error("no screen would look at the page again")
	}
	away = b.again(away)
	carried(away)
	late := b.takenBy("p1", card.Card)
	carried(late)
	late.until("the new issue is here", func() bool { return late.State(second.Blob).Have })
	if late.State(first.Blob).Have {
		t.Error("the earlier issue came by itself")
	}
	late.Want(first.Blob)
	late.until("the earlier issue comes when it is looked at", func() bool { return late.State(first.Blob).Have })
	if data, err := late.ReadPaper(t.Context(), first.Blob); err != nil || string(data) != issueOne {
		t.Errorf("%q %v", data, err)
	}
	if data, err := tablet.ReadPaper(t.Context(), first.Blob); err != nil || string(data) != issueOne {
		t.Errorf("where it was it stays: %q %v", data, err)
	}

	left := tablet.Seat().Tray("s1")
	marks := []notes.Entry{left[0].Entry}
	if err := tablet.Seat().PlaceNotes(t.Context(), "s1", marks, notes.Anchor{Blob: second.Blob}, image.Pt(50, 60)); err != nil {
		t.Fatal(err)
	}
	late.until("it is on the page on every tablet", func() bool {
		return late.tray() == "" && late.on(second.Blob) == "giao Ủy ban nhân dân phường, tổng mức đầu tư của dự án"
	})
	if undone, err := tablet.Seat().UndoNotes(t.Context(), "s1"); err != nil || !undone {
		t.Fatalf("%v %v", undone, err)
	}
	late.until("it is in the tray again", func() bool { return late.tray() != "" })
	marks = []notes.Entry{late.Seat().Tray("s1")[0].Entry}
	if err := late.Seat().RemoveNotes(t.Context(), "s1", marks); err != nil {
		t.Fatal(err)
	}
	tablet.until("taken away", func() bool { return tablet.tray() == "" })

	// Withdrawn, its bytes are nowhere, and what was written is in the tray.
	b.do(people.CouncilStream("s1"), council.WithdrawDocument, council.Pointing{ID: "d2"})
	tablet.until("the tray has it", func() bool { return tablet.tray() == ":tổng mức đầu tư của dự án" })
	for _, blob := range []string{first.Blob, second.Blob} {
		tablet.until("its bytes are gone", func() bool { return !tablet.State(blob).Have && !tablet.Folder().Blobs().Has(blob) })
	}
	late.until("the other tablet knows it too", func() bool { return late.tray() != "" && !late.State(first.Blob).Have })
	late.Want(first.Blob)
	late.until("nobody gets them any more", func() bool { return late.State(first.Blob).Err == "withheld" })
}

// Who gives the tablet back leaves nothing of what was carried.
func TestCarriedMarksGoWithTheirPerson(t *testing.T) {
	b := &bed{t: t, folder: t.TempDir(), now: time.Now, scribe: plainReader{}}
	b.start()
	t.Cleanup(func() { b.halt() })
	b.session(2)
	document := council.Document{ID: "d2", Item: "i1", Order: 2, Title: "Dự thảo", Audience: people.Members("s1"), Revision: 1}
	first := b.revise(0, document, []byte(issueOne))
	tablet := b.takenBy("p1", b.card("p1").Card)
	tablet.until("the words are here", func() bool { _, ok, _ := tablet.Words(context.Background(), first.Blob); return ok })
	tablet.lit(first.Blob, "tổng mức đầu tư của dự án")
	second := b.revise(tablet.Seat().Session().Documents["d2"].Seq, document, []byte(issueTwo))
	tablet.until("carried", func() bool { return tablet.on(second.Blob) != "" })
	if err := tablet.Seat().SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	other := b.card("p2").Card
	tablet.until("given back", func() bool { return tablet.Seat().Standing().Person == "" })
	if err := tablet.Seat().SignIn(t.Context(), other); err != nil {
		t.Fatal(err)
	}
	tablet.until("the next person reads the paper", func() bool { return tablet.State(second.Blob).Have })
	if got := fmt.Sprint(tablet.on(second.Blob), tablet.tray()); got != "" {
		t.Errorf("another person reads %q", got)
	}
}
