package chamber

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/pageview"
)

// linedText is a paper of pages as large as those of the fakes, a line for each row of words.
func linedText(pages ...string) papertext.Text {
	var text papertext.Text
	for _, said := range pages {
		page := papertext.Page{Width: 21000, Height: 29700, Content: said}
		for line, words := range strings.Split(said, "\n") {
			left := int32(3000)
			for _, word := range strings.Fields(words) {
				wide := int32(260 * len([]rune(word)))
				top := int32(7300 + 940*line)
				page.Words = append(page.Words, papertext.Word{Text: word, Box: papertext.Box{Left: left, Top: top, Right: left + wide, Bottom: top + 500}})
				left += wide + 250
			}
		}
		text.Pages = append(text.Pages, page)
	}
	return text
}

// comparedBench is a tablet whose open paper was issued anew: a number on the first page is another, a line came on
// the third, and words went from the fifth.
func comparedBench(t *testing.T) *bench {
	b := reissuedBench(t)
	first := "Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15\nTổng vốn là 48.650 triệu đồng từ ngân sách phường"
	third, fifth := "Điều 1 phê duyệt kế hoạch\nĐiều 2 giao Ủy ban nhân dân phường", "Nơi nhận gồm các ban ngành và đoàn thể của phường"
	b.searches.texts = map[string]papertext.Text{
		"before": linedText(first, "hai", third, "bốn", fifth, "sáu"),
		"blobd1": linedText(strings.Replace(first, "48.650", "51.200", 1), "hai", third+"\nĐiều 3 nghị quyết có hiệu lực từ ngày ký ban hành", "bốn", "Nơi nhận gồm các ban ngành của phường", "sáu"),
	}
	return b
}

// compared opens the comparison and waits until all is there.
func compared(t *testing.T, b *bench) (*Delegate, fyne.Window) {
	t.Helper()
	screen, window := stand(t, b)
	kittest.Tap(t, screen.Content(), "Xem bản trước")
	b.loop.Until(t, "the two issues", func() bool {
		c := screen.notes.compare
		return c.Known && len(c.Opened) == 2 && !c.Goal
	})
	kittest.Settle(screen.Content(), window.Canvas().Size())
	b.settle()
	return screen, window
}

// From the strip the two issues stand beside each other, every changed page is named, and the steps go from change
// to change on both sides.
func TestCompareStepsThroughChanges(t *testing.T) {
	b := comparedBench(t)
	screen, _ := compared(t, b)
	value := screen.view.compare.Drawn
	var pages []string
	for _, page := range value.Pages {
		pages = append(pages, page.Text)
	}
	if got := strings.Join(pages, ", "); got != "Trang 1, Trang 3, Trang 5" || value.Count != "Chỗ đổi 1/3" || value.Steps != 3 {
		t.Errorf("%s, %q", got, value.Count)
	}
	says(t, b, "the head", "So sánh: Tờ trình 214", "Bản trước (lần 1)", "Bản mới (lần 2)", "Chữ đổi được tô")
	page := func(pane int) int {
		p := screen.view.compare.Panes[pane]
		at, _ := p.Column.Place(p.Scroll.Offset().Y + p.Scroll.Size().Height/3 + 2)
		return at
	}
	for step, want := range []struct {
		page int
		said string
	}{{2, "bản mới thêm chữ"}, {4, "bản mới bỏ chữ"}} {
		kittest.Tap(t, screen.Content(), "Chỗ sau")
		b.settle()
		if page(0) != want.page || page(1) != want.page {
			t.Errorf("step %d: pages %d and %d", step, page(0), page(1))
		}
		says(t, b, "the change", want.said)
	}
	screen.notes.compare.Step(1)
	if screen.notes.compare.At != 2 {
		t.Error("a step beyond the last change")
	}
	kittest.Tap(t, screen.Content(), "Trang 1")
	b.settle()
	if screen.notes.compare.At != 0 {
		t.Error("the page's change is not chosen")
	}
	// Words are marked on both sides: the number on either, and the gap where a line came.
	for pane, want := range []string{"1 1 1", "1 1 1"} {
		var counts []string
		for _, number := range []int{0, 2, 4} {
			places, _ := screen.notes.compare.Marked(pane, number)
			counts = append(counts, string(rune('0'+len(places))))
		}
		if got := strings.Join(counts, " "); got != want {
			t.Errorf("side %d has %s places", pane, got)
		}
	}
	kittest.Tap(t, screen.Content(), "Trở lại")
	b.settle()
	if screen.view.stage != fyne.CanvasObject(screen.view.desk.content) {
		t.Error("not back at the paper")
	}
}

// One side goes with the other, page by page, also where a page came between.
func TestSidesScrollTogether(t *testing.T) {
	b := comparedBench(t)
	old := b.searches.texts["before"]
	b.searches.texts["blobd1"] = papertext.Text{Pages: append([]papertext.Page{linedText("trang mới chèn").Pages[0]}, old.Pages[:5]...)}
	screen, _ := compared(t, b)
	left, right := screen.view.compare.Panes[0], screen.view.compare.Panes[1]
	left.Scroll.ScrollTo(fyne.NewPos(0, left.Column.HeightOf(3, 0.25)))
	b.settle()
	if page, part := right.Column.Place(right.Scroll.Offset().Y); page != 4 || part < 0.24 || part > 0.26 {
		t.Errorf("the new issue is at %d %.2f", page, part)
	}
	right.Scroll.ScrollTo(fyne.NewPos(0, right.Column.HeightOf(2, 0.5)))
	b.settle()
	if page, _ := left.Column.Place(left.Scroll.Offset().Y); page != 1 {
		t.Errorf("the old issue is at %d", page)
	}
}

// Where the bytes of the issue before are gone it is said, and they are fetched again at a tap, unless the room is
// away or shows them no longer.
func TestIssueBeforeIsFetchedAgain(t *testing.T) {
	b := comparedBench(t)
	b.load["before"] = council.PaperState{}
	screen, _ := stand(t, b)
	screen.notes.compare.Open("d1")
	b.settle()
	says(t, b, "gone", "Bản trước không còn trên máy này", "Tải lại bản trước")
	kittest.Tap(t, screen.Content(), "Tải lại bản trước")
	b.settle()
	says(t, b, "asked", "Đang tải lại bản trước")
	if len(b.wanted) == 0 || b.wanted[len(b.wanted)-1] != "before" {
		t.Errorf("asked for %v", b.wanted)
	}
	b.turn(func() { b.load["before"] = council.PaperState{Err: "withheld"} })
	says(t, b, "withheld", "Phòng họp không còn cho xem bản trước")
	b.turn(func() { b.load["before"] = council.PaperState{Have: true} })
	b.loop.Until(t, "opened", func() bool { return screen.view.compare.Panes[0].Value.Stage == pageview.PaperOpen })

	cut := comparedBench(t)
	cut.load["before"] = council.PaperState{}
	cut.standing.Link, cut.standing.Since = "offline", at(9, 0, 0)
	other, _ := stand(t, cut)
	other.notes.compare.Open("d1")
	cut.settle()
	says(t, cut, "without the room", "đang mất kết nối")
	if kittest.HasButton(other.Content(), "Tải lại bản trước") {
		t.Error("it can be fetched without the room")
	}
}

// Without words the two are shown all the same; a paper that is withdrawn meanwhile closes.
func TestCompareWithoutWords(t *testing.T) {
	b := comparedBench(t)
	b.searches.texts = nil
	screen, _ := stand(t, b)
	screen.notes.compare.Open("d1")
	b.loop.Until(t, "both are open", func() bool { return len(screen.notes.compare.Opened) == 2 && screen.notes.compare.Comparing == "" })
	b.turn(func() {})
	says(t, b, "no words", "Máy chưa có chữ của cả hai bản")
	texts := comparedBench(t).searches.texts
	b.searches.mu.Lock()
	b.searches.texts = texts
	b.searches.mu.Unlock()
	b.turn(func() {})
	b.loop.Until(t, "compared once they came", func() bool { return screen.notes.compare.Known })
	state := b.state.Clone()
	delete(state.Documents, "d1")
	b.turn(func() { b.state = state })
	if screen.view.stage == fyne.CanvasObject(screen.view.compare.Content) || screen.notes.compare.Up {
		t.Error("a withdrawn paper is still compared")
	}
	says(t, b, "withdrawn", "vừa được thu hồi")
}

// Issues that do not differ say so.
func TestCompareOfTheSame(t *testing.T) {
	b := comparedBench(t)
	b.searches.texts["blobd1"] = b.searches.texts["before"]
	screen, _ := stand(t, b)
	screen.notes.compare.Open("d1")
	b.loop.Until(t, "compared", func() bool { return screen.notes.compare.Known })
	b.turn(func() {})
	says(t, b, "the same", "Hai bản giống nhau về chữ")
	if kittest.HasButton(screen.Content(), "Chỗ sau") {
		t.Error("there is a next change")
	}
}

// comparing opens the comparison at a change and waits for it.
func (b *bench) comparing(change int) {
	b.t.Helper()
	c := b.delegate.notes.compare
	c.Open("d1")
	b.loop.Until(b.t, "compared", func() bool { return c.Known && len(c.Opening) == 0 })
	c.Choose(change)
	kittest.Settle(b.delegate.Content(), b.delegate.Content().Size())
	b.settle()
	c.Choose(change)
	b.settle()
}
