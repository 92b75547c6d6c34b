package chamber

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/reader"
)

func TestNightPictures(t *testing.T) {
	pages := newFakePages()
	lens := pageview.NewNightLens(pages)
	ask := func(page, width int) {
		done := make(chan error, 1)
		lens.Request(t.Context(), "a", page, width, pageview.Now, func(err error) { done <- err })
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	ask(0, 100)
	light, exact, _ := lens.Picture("a", 0, 100)
	lens.Set(true)
	if _, _, ok := lens.Picture("a", 0, 100); ok {
		t.Error("a light page is shown at night")
	}
	ask(0, 100)
	dark, again, ok := lens.Picture("a", 0, 100)
	if !exact || !again || !ok || dark == light {
		t.Errorf("by day %v, at night %v %v", exact, again, ok)
	}
	if other, exact, ok := lens.Picture("a", 0, 300); other != dark || exact || !ok {
		t.Error("a dark picture of another width does not serve meanwhile")
	}
	for page := range 200 {
		ask(page, 1000)
	}
	if lens.Bytes > pageview.NightBytes {
		t.Errorf("%d MB of dark pictures are kept", lens.Bytes>>20)
	}
	lens.Set(false)
	if got, _, _ := lens.Picture("a", 0, 100); got == dark || got == nil || lens.Bytes != 0 {
		t.Error("the night does not end")
	}
}

func TestViewsOfPages(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, window := stand(t, b)
	paper := screen.view.desk.paper
	choose := func(words ...string) {
		t.Helper()
		kittest.Tap(t, screen.Content(), "Cách xem")
		for _, one := range words {
			kittest.Tap(t, over(window), one)
		}
		kittest.Tap(t, over(window), "Xong")
		b.settle()
	}
	choose("Hai trang")
	if paper.Column.Plan.Rows[0].Last != 1 {
		t.Errorf("pages do not stand two abreast: %+v", paper.Column.Plan.Rows[0])
	}
	choose("Từng trang", "Vừa cả trang")
	if count := len(paper.Column.Slots); count != 1 {
		t.Errorf("%d pages are shown where one is wanted", count)
	}
	if high := paper.Column.Whole().Height; high > paper.Scroll.Size().Height+1 {
		t.Errorf("a whole page is %v high on %v", high, paper.Scroll.Size())
	}
	kittest.Tap(t, screen.Content(), "Trang sau")
	b.settle()
	if !kittest.Shows(screen.Content(), "Trang 2/6") || paper.Column.Slots[1] == nil || paper.Column.Slots[0] != nil {
		t.Errorf("the page is not turned: %q", paper.Counter.Text())
	}
	kittest.Key(window, fyne.KeyPageDown)
	b.settle()
	if paper.Current != 2 {
		t.Errorf("PgDn leads to page %d", paper.Current+1)
	}
	kittest.Key(window, fyne.KeyEnd)
	b.settle()
	if !kittest.Shows(screen.Content(), "Trang 6/6") {
		t.Errorf("End leads to %q", paper.Counter.Text())
	}
	choose("Cuộn liên tục", "Vừa khung chữ")
	if paper.Scale <= 100 || paper.Current != 5 {
		t.Errorf("the text is shown at %d percent of page %d", paper.Scale, paper.Current+1)
	}
	choose("Màu ban đêm: nền tối, chữ sáng")
	if picture, ok := screen.paper.Picture(5, paper.Column.Width()); !ok || picture.RGBAAt(0, 0).A != 255 { // the fake's own pictures are clear
		t.Errorf("at night the page is as by day, or there is none: %v", ok)
	}
	if !paper.Column.Dark {
		t.Error("empty paper is white at night")
	}
	choose("Dải trang nhỏ bên cạnh")
	if paper.Thumbs.Content.Visible() {
		t.Error("the strip stays")
	}
}

func TestDoubleTap(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, _ := stand(t, b)
	paper := screen.view.desk.paper
	spot, _ := paper.Column.Spot(0)
	point := &fyne.PointEvent{Position: fyne.NewPos(spot.X+spot.Width/2, spot.Y+spot.Height/2)}
	paper.Column.DoubleTapped(point)
	b.loop.Until(t, "the text is fitted", func() bool { return paper.Scale > 100 })
	if page, part := paper.Column.Place(paper.Scroll.Offset().Y); page != 0 || part < 0.1 || part > 0.5 {
		t.Errorf("the place that was tapped is gone: page %d, %v", page, part)
	}
	paper.Column.DoubleTapped(point)
	b.loop.Until(t, "the page is fitted", func() bool { return paper.Scale == 100 })
}

func TestKeysOfThePaper(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, window := stand(t, b)
	paper := screen.view.desk.paper
	typed := func(letter rune) { window.Canvas().OnTypedRune()(letter); b.settle() }
	typed('+')
	typed('+')
	if paper.Scale != 150 {
		t.Errorf("+ + gives %d percent", paper.Scale)
	}
	typed('-')
	typed('0')
	if paper.Scale != 100 {
		t.Errorf("0 gives %d percent", paper.Scale)
	}
	kittest.Key(window, fyne.KeyPageDown)
	if paper.Scroll.Offset().Y < 300 {
		t.Errorf("PgDn moves to %v", paper.Scroll.Offset())
	}
	kittest.Key(window, fyne.KeyHome)
	if paper.Scroll.Offset().Y != 0 {
		t.Errorf("Home moves to %v", paper.Scroll.Offset())
	}
	screen.openAccount()
	kittest.Key(window, fyne.KeyPageDown)
	if paper.Scroll.Offset().Y != 0 {
		t.Error("keys reach the paper under a dialog")
	}
	screen.view.closeDialogs()
	screen.goKeyed()
	if !kittest.Shows(over(window), "Đến trang") {
		t.Error("Ctrl+G does not ask for a page")
	}
}

func TestThumbsOfALongPaper(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.pages.pages = 2000
	screen, _ := stand(t, b)
	pane := screen.view.desk.paper.Thumbs
	if count := len(pane.Strip.Slots); count < 3 || count > 9 {
		t.Errorf("%d small pages have shapes", count)
	}
	b.pages.hold = true
	screen.view.desk.paper.GoTo(1500)
	b.settle()
	if pane.Strip.Slots[1500] == nil {
		t.Fatal("the page that is looked at is not on the strip")
	}
	width := pane.Strip.Pixels()
	waiting := b.pages.waiting()
	if priority, asked := waiting[pageview.PictureAsk{Page: 1500, Width: width}]; !asked || priority != pageview.Idle {
		t.Errorf("its picture waits with %d, %v", priority, asked)
	}
	screen.view.desk.paper.GoTo(10)
	b.settle()
	if _, asked := b.pages.waiting()[pageview.PictureAsk{Page: 1500, Width: width}]; asked {
		t.Error("a small page that was scrolled past is still asked for")
	}
	pane.Strip.Slots[10].Tapped(nil)
	b.settle()
	if screen.view.desk.paper.Current != 10 {
		t.Errorf("a tap leads to page %d", screen.view.desk.paper.Current+1)
	}
}

func TestBookmarksAndPlacesAreKept(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, _ := stand(t, b)
	paper := screen.view.desk.paper
	paper.GoTo(3)
	b.settle()
	kittest.Tap(t, screen.Content(), "Đánh dấu")
	b.settle()
	if !paper.Value.Marked[3] || !kittest.Shows(screen.Content(), "Bỏ dấu") {
		t.Fatal("no bookmark is set")
	}
	if _, saves := b.shelf.of(sessionID); saves != 0 {
		t.Errorf("kept %d times while somebody reads", saves)
	}
	b.pass(reader.SavePause)
	b.loop.Until(t, "it is kept", func() bool { _, saves := b.shelf.of(sessionID); return saves == 1 })
	kept, _ := b.shelf.of(sessionID)
	if kept.Places["d1"].Page < 2 || len(kept.Bookmarks["d1"]) != 1 || kept.Bookmarks["d1"][0].Page != 3 {
		t.Errorf("kept %+v", kept)
	}
	screen.Stop()

	again := newBench(t, sitting(t).state, at(9, 40, 0))
	again.shelf = b.shelf
	screen, window := stand(t, again)
	paper = screen.view.desk.paper
	again.loop.Until(t, "the place", func() bool { return paper.Current == 3 && paper.Value.Marked[3] })
	kittest.Tap(t, screen.Content(), "Mục lục")
	if !kittest.Shows(over(window), "Đánh dấu (1)") || !kittest.Shows(over(window), "Trang 4") {
		t.Errorf("the list says %q", kittest.Texts(over(window)))
	}
	screen.view.closeDialogs()
	kittest.Tap(t, screen.Content(), "Bỏ dấu")
	again.settle()
	if paper.Value.Marked[3] {
		t.Error("the bookmark stays")
	}
}

func TestNothingIsKeptOfWhoeverGaveTheTabletBack(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, _ := stand(t, b)
	screen.view.desk.paper.GoTo(3)
	kittest.Tap(t, screen.Content(), "Đánh dấu")
	screen.paper.Wish(func(v *reader.Viewing) { v.Night = true })
	b.turn(func() { b.standing.Person = "" })
	b.pass(2 * reader.SavePause)
	if len(screen.paper.Places) != 0 || len(screen.paper.Marks) != 0 || screen.paper.View != (reader.Viewing{}) || screen.paper.Lens.IsOn() {
		t.Errorf("left: %v %v %v", screen.paper.Places, screen.paper.Marks, screen.paper.View)
	}
	if _, saves := b.shelf.of(sessionID); saves != 0 {
		t.Error("it is written down under the next person's name")
	}
}

func TestOutlineLeads(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.pages.inside.contents = reader.Contents{
		Headings: []reader.Heading{{Title: "Phần thứ nhất", Level: 0, Page: 0}, {Title: "Mục tiêu", Level: 1, Page: 2}, {Title: "Không dẫn đi đâu", Level: 1, Page: -1}, {Title: "Phần thứ hai", Level: 0, Page: 4}},
		Attached: []reader.Attached{{Name: "so-lieu.xlsx", Size: 3 << 20}},
	}
	screen, window := stand(t, b)
	b.loop.Until(t, "the outline", func() bool { return len(screen.view.desk.paper.Value.Contents.Headings) == 4 })
	kittest.Tap(t, screen.Content(), "Mục lục")
	kittest.Settle(screen.Content(), tablet)
	kittest.Tap(t, over(window), "Phần thứ hai")
	b.settle()
	if screen.view.desk.paper.Current != 4 || window.Canvas().Overlays().Top() != nil {
		t.Errorf("the heading leads to page %d", screen.view.desk.paper.Current+1)
	}
	kittest.Tap(t, screen.Content(), "Mục lục")
	kittest.Tap(t, over(window), "Tệp đính kèm (1)")
	if !kittest.Shows(over(window), "so-lieu.xlsx") || !kittest.Shows(over(window), "3 MB") {
		t.Errorf("attached: %q", kittest.Texts(over(window)))
	}
}

func TestPageLabels(t *testing.T) {
	contents := reader.Contents{Labels: []string{"i", "ii", "1", "2", "A-3", "6"}}
	for typed, want := range map[string]int{"ii": 1, "II": 1, " a-3 ": 4, "1": 2, "2": 3, "3": 2, "6": 5, "4": 3, "0": -1, "7": -1, "": -1, "x": -1, "-1": -1} {
		page, ok := contents.PageNamed(typed, 6)
		if !ok {
			page = -1
		}
		if page != want {
			t.Errorf("%q is page %d, want %d", typed, page, want)
		}
	}
	if (reader.Contents{Labels: []string{"1", "2"}}).Labelled() || !contents.Labelled() || contents.Label(5) != "" {
		t.Error("labels that say nothing else than the place pass for labels")
	}
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.pages.inside.contents = contents
	screen, window := stand(t, b)
	b.loop.Until(t, "the labels", func() bool { return kittest.Shows(screen.Content(), "Trang i · 1/6") })
	kittest.Tap(t, screen.Content(), "Trang i · 1/6")
	field := kittest.Find[*kit.TextField](t, over(window), nil)
	field.SetText("zz")
	if !kittest.Shows(over(window), "Tài liệu không có trang này.") {
		t.Error("a page that does not exist is not refused")
	}
	field.SetText("a-3")
	if !kittest.Shows(over(window), "Là trang thứ 5 trong 6 trang.") {
		t.Errorf("asked: %q", kittest.Texts(over(window)))
	}
	kittest.Tap(t, over(window), "Mở trang")
	b.settle()
	if screen.view.desk.paper.Current != 4 {
		t.Errorf("at page %d", screen.view.desk.paper.Current+1)
	}
}

func TestLinksOfPages(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.pages.inside.links = map[int][]reader.PageLink{0: {{Left: 0.1, Top: 0.1, Right: 0.5, Bottom: 0.12, Page: 4, Address: ""}, {Left: 0.1, Top: 0.2, Right: 0.5, Bottom: 0.22, Page: -1, Address: "https://example.vn/a"}}}
	screen, window := stand(t, b)
	paper := screen.view.desk.paper
	tap := func(x, y float32) {
		spot, _ := paper.Column.Spot(0)
		paper.Column.Tapped(&fyne.PointEvent{Position: fyne.NewPos(spot.X+x*spot.Width, spot.Y+y*spot.Height)})
	}
	tap(0.3, 0.21)
	b.loop.Until(t, "the address", func() bool { return kittest.Shows(over(window), "https://example.vn/a") })
	screen.view.closeDialogs()
	tap(0.8, 0.9)
	tap(0.3, 0.125) // a little beside
	b.loop.Until(t, "the page", func() bool { return paper.Current == 4 })
	if len(b.pages.inside.asked) != 1 {
		t.Errorf("asked for the links of %v", b.pages.inside.asked)
	}
}

func TestPasswordIsAskedForOnce(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.pages.inside.password = "trường vinh"
	screen, _ := stand(t, b)
	b.loop.Until(t, "the question", func() bool { return kittest.Shows(screen.Content(), "Tài liệu này có mật khẩu.") })
	enter := func(password string) {
		kittest.Find[*kit.TextField](t, screen.Content(), nil).SetText(password)
		kittest.Tap(t, screen.Content(), "Mở tài liệu")
	}
	enter("sai")
	b.loop.Until(t, "the refusal", func() bool { return kittest.Shows(screen.Content(), "Mật khẩu chưa đúng") })
	enter("trường vinh")
	b.loop.Until(t, "the paper", func() bool { return kittest.Shows(screen.Content(), "Trang 1/6") })
	kittest.Tap(t, screen.Content(), "Báo cáo thẩm tra")
	b.loop.Until(t, "another paper", func() bool { return screen.paper.Document == "d3" && screen.paper.Opening == "" })
	kittest.Tap(t, screen.Content(), "Tờ trình 214")
	b.settle()
	if !kittest.Shows(screen.Content(), "Trang 1/6") {
		t.Error("it is asked for again")
	}
	b.turn(func() { b.standing.Person = "" })
	if fmt.Sprint(b.pages.inside.locked) != "[blobd1]" {
		t.Errorf("forgotten: %v", b.pages.inside.locked)
	}
}

// A switch to a paper that is open already takes no longer than a tenth of a second.
func TestSwitchOfPaperIsQuick(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.pages.pages = 2000
	screen, _ := stand(t, b)
	kittest.Tap(t, screen.Content(), "Báo cáo thẩm tra")
	b.loop.Until(t, "the other paper", func() bool { return screen.paper.Document == "d3" && screen.paper.Opening == "" })
	best := time.Hour
	for range 5 {
		for _, name := range []string{"Tờ trình 214", "Báo cáo thẩm tra"} {
			begun := time.Now()
			kittest.Tap(t, screen.Content(), name)
			best = min(best, time.Since(begun))
			b.settle()
		}
	}
	t.Logf("a switch of paper takes %v", best)
	if best > 100*time.Millisecond {
		t.Errorf("a switch of paper takes %v", best)
	}
}
