package chamber

import (
	"image"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/notebook"
)

func trayWords(value notebook.TrayValue) string {
	var rows []string
	for _, row := range value.Rows {
		rows = append(rows, strings.Join([]string{row.Paper, row.Kind, row.Words, row.Suggest, frame.Pick(row.Here, "here", "away"), frame.Pick(row.Kept, "kept", "")}, "|"))
	}
	return strings.Join(rows, "\n")
}

const wholeTray = `Tờ trình 214, bản trước, trang 3|3 nét bút||Có thể ở trang 4: đến xem|here|
Tờ trình 214, bản trước, trang 3|Tô sáng|“giao Ủy ban nhân dân phường tổ chức thực hiện”||here|
Tài liệu đã thu hồi, trang 2|Ghi chú dán|Đề nghị giải trình thêm về nguồn vốn||away|`

// The tray lists what found no place, strokes of a page together, with its old page where that is here; a mark at
// the button says that there is something new.
func TestTrayListsWhatFoundNoPlace(t *testing.T) {
	b := reissuedBench(t)
	screen, _ := stand(t, b)
	if buttons := screen.view.desk.side.buttons; len(buttons) != 3 || buttons[1].ID != "tray" || !buttons[1].Mark {
		t.Errorf("buttons %+v", buttons)
	}
	says(t, b, "over the paper", "Có bản mới. 4 ghi chú chưa tìm được chỗ", "Xem bản trước")
	kittest.Tap(t, screen.Content(), "Khay")
	b.settle()
	if got := trayWords(screen.view.desk.side.drawn.Tray); got != wholeTray {
		t.Errorf("the tray\n%s", got)
	}
	for _, row := range screen.view.desk.side.drawn.Tray.Rows {
		screen.notes.tray.Keep(row.Noted)
	}
	b.settle()
	if buttons := screen.view.desk.side.buttons; buttons[1].Mark {
		t.Error("it still calls for the person who has let everything lie")
	}
	// Without anything in it there is no button.
	b.notebook.left = nil
	screen.notes.side.close()
	b.settle()
	if buttons := screen.view.desk.side.buttons; len(buttons) != 2 {
		t.Errorf("buttons %+v", buttons)
	}
	says(t, b, "over the paper", "ghi chú của đại biểu đã chuyển theo")
}

// A thing is put where a page is tapped, as far as the page goes, with what the page shows, and comes back by undo.
func TestTapPutsANote(t *testing.T) {
	b := reissuedBench(t)
	b.searches.texts = map[string]papertext.Text{"blobd1": {Pages: []papertext.Page{{Content: "c0"}, {Content: "c1"}}}}
	screen, window := stand(t, b)
	screen.notes.side.choose(panelTray)
	b.settle()
	kittest.Tap(t, screen.Content(), "Đặt vào trang đang mở")
	b.settle()
	says(t, b, "before the tap", "Chạm vào chỗ trên trang")
	paper := screen.view.desk.paper
	tapAt := func(x, y float32) {
		kittest.Settle(screen.Content(), window.Canvas().Size())
		at := fyne.NewPos((paper.Column.Size().Width-paper.Column.Wide())/2+x*paper.Column.Wide(), paper.Column.HeightOf(0, y))
		paper.Tap.Tapped(&fyne.PointEvent{Position: at.Subtract(paper.Scroll.Offset())})
	}
	if !paper.Tap.Visible() {
		t.Fatal("pages do not listen")
	}
	tapAt(-0.01, 0.5)
	if screen.notes.tray.Placing == nil {
		t.Fatal("a tap beside the page was taken")
	}
	tapAt(0.5, 0.5)
	b.loop.Until(t, "placed", func() bool { return screen.notes.tray.Said != "" })
	middle := image.Pt(10500, 14850).Sub(image.Pt(6500, 9750))
	b.notebook.mu.Lock()
	did := slices.Clone(b.notebook.did)
	b.notebook.mu.Unlock()
	if len(did) != 1 || !strings.HasPrefix(did[0], "place 3 on blobd1/0 c0 by ") {
		t.Fatalf("did %q, the middle would be by %v", did, middle)
	}
	says(t, b, "then", "Đã đặt ghi chú vào trang", "Hoàn tác")
	kittest.Tap(t, screen.Content(), "Hoàn tác")
	b.loop.Until(t, "undone", func() bool { return len(b.notebook.Tray("")) == 5 })
	b.pass(notebook.SaidFor + time.Second)
	if kittest.Shows(screen.Content(), "Đã lấy lại") {
		t.Error("it is said for ever")
	}
	if paper.Tap.Visible() {
		t.Error("pages still listen")
	}
	// At the edge it stays on the page.
	one := screen.notes.tray.Left(screen.moment)[0].Noted
	screen.notes.tray.Place(one)
	screen.notes.tray.Put("blobd1", 1, image.Pt(21000, 29700), image.Pt(21000, 0))
	b.loop.Until(t, "placed again", func() bool { return !screen.notes.tray.Busy && screen.notes.tray.Said != "" })
	b.notebook.mu.Lock()
	defer b.notebook.mu.Unlock()
	want := one.Bounds
	by := image.Pt(21000-want.Max.X, -want.Min.Y)
	if last := b.notebook.did[len(b.notebook.did)-1]; !strings.HasSuffix(last, "on blobd1/1 c1 by "+by.String()) {
		t.Errorf("%s, not by %v", last, by)
	}
}

// What cannot be put says why, and stays in the tray; what is deleted comes back by undo.
func TestTrayRefusesAndDeletes(t *testing.T) {
	b := reissuedBench(t)
	b.notebook.refuse = &people.Refusal{Code: "notes.beyond"}
	screen, _ := stand(t, b)
	tray := screen.notes.tray
	tray.Place(tray.Left(screen.moment)[0].Noted)
	tray.Put("blobd1", 0, image.Pt(21000, 29700), image.Pt(100, 100))
	b.loop.Until(t, "refused", func() bool { return tray.Said != "" })
	says(t, b, "refused", "không đặt vừa chỗ vừa chọn")
	if kittest.HasButton(screen.Content(), "Hoàn tác") {
		t.Error("what was not done can be undone")
	}
	tray.Remove(tray.Left(screen.moment)[1].Noted)
	b.loop.Until(t, "deleted", func() bool { return len(b.notebook.Tray("")) == 4 && !tray.Busy })
	says(t, b, "deleted", "Đã xóa ghi chú", "Hoàn tác")
	tray.TakeBack()
	b.loop.Until(t, "back", func() bool { return len(b.notebook.Tray("")) == 5 })
}

// The suggestion opens the page where the thing may belong.
func TestTraySuggestsAPage(t *testing.T) {
	b := reissuedBench(t)
	screen, _ := stand(t, b)
	screen.notes.side.choose(panelTray)
	b.settle()
	kittest.Tap(t, screen.Content(), "Có thể ở trang 4: đến xem")
	b.loop.Until(t, "the page", func() bool { return screen.notes.side.goal == nil })
	if page, _ := screen.view.desk.paper.Column.Place(screen.view.desk.paper.Scroll.Offset().Y + 300); page != 3 {
		t.Errorf("page %d", page)
	}
}

// A new issue of a paper that the person wrote on is said until they put it away; of other papers nothing is said.
func TestNewIssueIsSaid(t *testing.T) {
	b := reissuedBench(t)
	b.notebook.pending = map[string]bool{"before": true}
	screen, _ := stand(t, b)
	says(t, b, "while it is carried", "đang được chuyển theo")
	b.notebook.pending = nil
	screen.view.desk.over.OnClose()
	b.settle()
	if kittest.Shows(screen.Content(), "Có bản mới") {
		t.Error("said again after it was put away")
	}
	screen.agenda.ChoosePaper("d2")
	b.turn(func() {})
	if kittest.Shows(screen.Content(), "Có bản mới") {
		t.Error("said of a paper that is as it was")
	}
	b.turn(func() { b.standing.Person = "p2" })
	screen.agenda.ChoosePaper("d1")
	b.turn(func() {})
	if kittest.Shows(screen.Content(), "Có bản mới") {
		t.Error("said to somebody who wrote nothing on it")
	}
}

// A paper that is withdrawn while it is open closes with a sentence, and leads to what was written on it.
func TestWithdrawnPaperSaysSo(t *testing.T) {
	b := reissuedBench(t)
	screen, _ := stand(t, b)
	state := b.state.Clone()
	delete(state.Documents, "d1")
	b.turn(func() { b.state = state })
	says(t, b, "withdrawn", "“Tờ trình 214” vừa được thu hồi", "còn trong Khay ghi chú")
	kittest.Tap(t, screen.Content(), "Mở khay")
	b.settle()
	if screen.notes.side.open != panelTray || kittest.Shows(screen.Content(), "vừa được thu hồi") {
		t.Error("the tray is not open, or it is still said")
	}
	// Another session is no withdrawal.
	other := council.NewState("s2")
	other.Session = council.Session{ID: "s2", Title: "Kỳ họp chuyên đề"}
	b.turn(func() { b.state = other })
	if kittest.Shows(screen.Content(), "vừa được thu hồi") {
		t.Error("said of another session")
	}
}

// What is under way for one person is not told to the next.
func TestTrayIsItsPersons(t *testing.T) {
	b := reissuedBench(t)
	screen, _ := stand(t, b)
	tray := screen.notes.tray
	tray.Place(tray.Left(screen.moment)[0].Noted)
	b.turn(func() { b.standing.Person = "p2" })
	if tray.Placing != nil || screen.view.desk.paper.Tap.Visible() || len(tray.Kept) > 0 {
		t.Error("another person's note is still to be placed")
	}
}
