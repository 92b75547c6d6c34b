package chamber

import (
	"image"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/kit/kittest"
)

const wholeList = `Tờ trình 214, trang 1|5 nét bút|09:09|
Tờ trình 214, trang 1|Tô sáng|09:12|“tổng mức đầu tư 12,4 tỷ đồng”
Tờ trình 214, trang 3|Ghi chú dán|09:14|Hỏi Sở Tài chính về nguồn vốn hỗ trợ của thành phố, vì biểu 2 chưa khớp
Dự thảo nghị quyết, trang 2|Dấu ghi nhớ|09:20 17/12|Xem lại
Tờ trình 219, trang 5|Gạch chân|08:40|“mức chi hỗ trợ tổ dân phố”`

// Strokes of a page are one card, everything else a card each, in the order of the agenda and of pages; what others
// wrote and what lies on papers that are gone is not listed.
func TestNotesAreListedByPaper(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.notebook = written(t)
	b.notebook.put(t, "gone", 0, at(9, 0, 0), notes.Mark{Kind: notes.Sticky, Text: "mồ côi", Anchor: notes.Anchor{Quads: quadOf(1)}})
	b.notebook.put(t, "blobd1", 0, at(9, 0, 0), notes.Mark{Kind: notes.Sticky, Text: "của người khác", Anchor: notes.Anchor{Quads: quadOf(1)}})
	page := notes.Page{Blob: "blobd1"}
	last := len(b.notebook.pages[page]) - 1
	b.notebook.pages[page][last].Author = "p2"
	screen, _ := stand(t, b)
	screen.notes.side.choose(panelNotes)
	b.settle()
	if got := rowWords(screen.view.desk.side.drawn.Notes); got != wholeList {
		t.Errorf("listed\n%s", got)
	}
	screen.notes.side.filter(true)
	b.settle()
	if got := rowWords(screen.view.desk.side.drawn.Notes); got != strings.Join(strings.Split(wholeList, "\n")[:3], "\n") {
		t.Errorf("of the open paper\n%s", got)
	}
}

// A tap on a card opens its paper at the note; upright the sheet goes, for it lies over the paper.
func TestNoteOpensItsPaper(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.notebook = written(t)
	screen, _ := stand(t, b)
	kittest.Tap(t, screen.Content(), "Ghi chú")
	b.settle()
	rows := screen.view.desk.side.drawn.Notes.Rows
	screen.view.desk.side.notes.OnRow(rows[4])
	b.loop.Until(t, "the paper of another item", func() bool { return screen.view.desk.paper.Shows("d7") && screen.notes.side.goal == nil })
	page, _ := screen.view.desk.paper.Column.Place(screen.view.desk.paper.Scroll.Offset().Y + 300)
	if page != 4 {
		t.Errorf("page %d is shown", page)
	}
	if screen.notes.side.open != panelNotes {
		t.Error("the drawer beside the paper was shut")
	}
}

// A person whose notes are locked reads why, and comes from there to opening them.
func TestLockedNotesSayHow(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.notebook.set(notes.Access{Known: true, Issued: true, Locked: 3})
	screen, window := stand(t, b)
	screen.notes.side.choose(panelNotes)
	b.settle()
	says(t, b, "locked", "đăng nhập bằng mã số", "Còn 3 ghi chú đang khoá", "Đại biểu chưa có ghi chú nào")
	kittest.Tap(t, screen.Content(), "Mở ghi chú")
	b.settle()
	if top := over(window); top == nil || !kittest.Shows(top, "Mở ghi chú của đại biểu") {
		t.Error("no sheet to open them")
	}
}

// The list is drawn every second, and a page is read again only where something on it has changed.
func TestUnchangedPagesAreNotReadAgain(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.notebook = written(t)
	screen, _ := stand(t, b)
	screen.notes.side.choose(panelNotes)
	b.settle()
	listed := func() int { return len(screen.notes.side.notes(screen.moment, "").Rows) }
	before, asked := listed(), b.notebook.asked
	for range 5 {
		b.hand.pass(time.Second, b.settle)
	}
	if before == 0 || b.notebook.asked != asked {
		t.Errorf("%d notes; pages were read %d times more", before, b.notebook.asked-asked)
	}
	b.notebook.put(t, "blobd1", 0, at(9, 27, 0), notes.Mark{Kind: notes.Sticky, Anchor: notes.Anchor{Quads: quadOf(3)}, Text: "mới"})
	b.hand.pass(time.Second, b.settle)
	if got := listed(); got != before+1 || b.notebook.asked == asked {
		t.Errorf("%d notes after a new one, before %d", got, before)
	}
}

// The drawer is shut when another person takes the tablet.
func TestDrawerIsItsPersons(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.notebook = written(t)
	screen, _ := stand(t, b)
	screen.notes.side.choose(panelNotes)
	screen.notes.side.filter(true)
	b.turn(func() { b.standing.Person = "p2" })
	if screen.notes.side.open != "" || screen.notes.side.only {
		t.Error("the drawer of another person is open")
	}
}

// Polls that are over are listed with one's own answer, the latest first; one that runs is not.
func TestPastVotes(t *testing.T) {
	s := sitting(t).voting(at(9, 30, 0))
	s.poll("v0", func(v *council.Poll) {
		v.Question, v.State, v.ClosedAt, v.Rule = "Thông qua chương trình kỳ họp", council.PollPublished, at(8, 10, 0).UnixMilli(), majority
	})
	s.poll("v2", func(v *council.Poll) {
		v.Question, v.State, v.ClosedAt, v.Rule = "Thông qua biên bản", council.PollFinished, at(8, 20, 0).UnixMilli(), majority
	})
	b := newBench(t, s.state, at(9, 31, 0))
	b.vote = council.Vote{State: council.VoteReceived, Choice: council.Yes}
	screen, _ := stand(t, b)
	b.hand.pass(time.Second, b.settle)
	value := votesOf(screen.moment, b.fakeRoom)
	if len(value.Rows) != 2 || value.Rows[0].Poll != "v2" || value.Rows[1].Own != "Đại biểu đã chọn: Tán thành" || value.Rows[0].Result != "Kết quả chưa được công bố" {
		t.Errorf("%+v", value)
	}
}

// quadOf is a small place on a page.
func quadOf(n int) []image.Rectangle {
	return []image.Rectangle{image.Rect(1000*n, 1000*n, 1000*n+800, 1000*n+800)}
}
