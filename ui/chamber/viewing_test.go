package chamber

import (
	"fmt"
	"image"
	"image/color"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"pgregory.net/rapid"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

// Whatever the pages are like: none stands over another, a row holds no more than it may, and every point of a page
// leads back to it.
func TestPlanOfPages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sizes := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) PageSize {
			return PageSize{rapid.Float64Range(0, 3000).Draw(t, "width"), rapid.Float64Range(0, 3000).Draw(t, "height")}
		}), 1, 40).Draw(t, "sizes")
		for i := range sizes { // as the renderer bounds them
			sizes[i].Height = min(sizes[i].Height, sizes[i].Width*20)
			if sizes[i].Height < sizes[i].Width/20 {
				sizes[i].Height = sizes[i].Width / 20
			}
		}
		wish := planWish{
			Sizes: sizes, Room: fyne.NewSize(rapid.Float32Range(1, 2000).Draw(t, "room"), 600), Margin: 16, Gap: 16,
			Across: rapid.IntRange(1, 2).Draw(t, "across"), Percent: rapid.IntRange(leastZoom, mostZoom).Draw(t, "percent"),
			Only: rapid.IntRange(-1, len(sizes)-1).Draw(t, "only"),
		}
		plan := planPages(wish)
		bottom := float32(0)
		for _, row := range plan.rows {
			if row.last-row.first+1 > wish.Across || row.top < bottom-0.01 {
				t.Fatalf("row %+v begins before %v", row, bottom)
			}
			bottom = row.bottom
			for page := row.first; page <= row.last; page++ {
				spot := plan.spots[page]
				if spot.X+spot.Width > plan.extent.Width+0.01 || spot.Y+spot.Height > row.bottom+0.01 {
					t.Fatalf("page %d stands at %+v, outside %v", page, spot, plan.extent)
				}
				if spot.Height < 0.01 {
					continue
				}
				got, _, _, ok := plan.at(spot.X+spot.Width/2, spot.Y+spot.Height/2)
				if !ok || got != page {
					t.Fatalf("the middle of page %d is page %d, %v", page, got, ok)
				}
			}
		}
		if first, last := plan.shown(0, len(sizes)-1); wish.Only >= 0 && (wish.Only < first || wish.Only > last || last-first+1 > wish.Across) {
			t.Fatalf("%d to %d are shown in place of %d", first, last, wish.Only)
		}
	})
}

func TestFits(t *testing.T) {
	a4 := float32(297.0 / 210)
	for _, row := range []struct {
		fit    PageFit
		across int
		want   int
	}{
		{FitWidth, 1, 100}, {FitWidth, 2, 100}, {FitPage, 1, 53}, {FitPage, 2, 100}, {FitText, 1, 125},
	} {
		if got := fitted(row.fit, 800, 600, row.across, 16, a4, textSpan{0.12, 0.90}); got != row.want {
			t.Errorf("%q, %d across: %d percent, want %d", row.fit, row.across, got, row.want)
		}
	}
	for percent, want := range map[int][2]int{100: {75, 125}, 110: {100, 125}, 53: {50, 75}, 50: {50, 75}, 20: {50, 50}, 400: {300, 400}, 1000: {400, 400}} {
		if got := [2]int{zoomBy(percent, -1), zoomBy(percent, 1)}; got != want {
			t.Errorf("from %d: %v, want %v", percent, got, want)
		}
	}
}

func TestNightKeepsHues(t *testing.T) {
	page := image.NewRGBA(image.Rect(0, 0, 4, 1))
	for x, tone := range []color.RGBA{{255, 255, 255, 255}, {0, 0, 0, 255}, {200, 16, 46, 255}, {128, 128, 128, 255}} {
		page.SetRGBA(x, 0, tone)
	}
	dark := darkened(page)
	if paper := dark.RGBAAt(0, 0); paper.R != nightPaper || paper.G != nightPaper || paper.B != nightPaper {
		t.Errorf("white becomes %v", paper)
	}
	if ink := dark.RGBAAt(1, 0); ink.R < 200 || ink.R != ink.G || ink.G != ink.B {
		t.Errorf("black becomes %v", ink)
	}
	if seal := dark.RGBAAt(2, 0); int(seal.R) < int(seal.G)+80 || int(seal.R) < int(seal.B)+60 || seal.A != 255 {
		t.Errorf("a red seal becomes %v", seal)
	}
}

func TestNightPictures(t *testing.T) {
	pages := newFakePages()
	lens := newNightLens(pages)
	ask := func(page, width int) {
		done := make(chan error, 1)
		lens.Request(t.Context(), "a", page, width, Now, func(err error) { done <- err })
		if err := <-done; err != nil {
			t.Fatal(err)
		}
	}
	ask(0, 100)
	light, exact, _ := lens.Picture("a", 0, 100)
	lens.set(true)
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
	if lens.bytes > nightBytes {
		t.Errorf("%d MB of dark pictures are kept", lens.bytes>>20)
	}
	lens.set(false)
	if got, _, _ := lens.Picture("a", 0, 100); got == dark || got == nil || lens.bytes != 0 {
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
	if paper.column.plan.rows[0].last != 1 {
		t.Errorf("pages do not stand two abreast: %+v", paper.column.plan.rows[0])
	}
	choose("Từng trang", "Vừa cả trang")
	if count := len(paper.column.slots); count != 1 {
		t.Errorf("%d pages are shown where one is wanted", count)
	}
	if high := paper.column.whole().Height; high > paper.scroll.Size().Height+1 {
		t.Errorf("a whole page is %v high on %v", high, paper.scroll.Size())
	}
	kittest.Tap(t, screen.Content(), "Trang sau")
	b.settle()
	if !kittest.Shows(screen.Content(), "Trang 2/6") || paper.column.slots[1] == nil || paper.column.slots[0] != nil {
		t.Errorf("the page is not turned: %q", paper.counter.Text())
	}
	kittest.Key(window, fyne.KeyPageDown)
	b.settle()
	if paper.current != 2 {
		t.Errorf("PgDn leads to page %d", paper.current+1)
	}
	kittest.Key(window, fyne.KeyEnd)
	b.settle()
	if !kittest.Shows(screen.Content(), "Trang 6/6") {
		t.Errorf("End leads to %q", paper.counter.Text())
	}
	choose("Cuộn liên tục", "Vừa khung chữ")
	if paper.scale <= 100 || paper.current != 5 {
		t.Errorf("the text is shown at %d percent of page %d", paper.scale, paper.current+1)
	}
	choose("Màu ban đêm: nền tối, chữ sáng")
	if picture, ok := screen.paper.picture(5, paper.column.width()); !ok || picture.RGBAAt(0, 0).A != 255 { // the fake's own pictures are clear
		t.Errorf("at night the page is as by day, or there is none: %v", ok)
	}
	if !paper.column.dark {
		t.Error("empty paper is white at night")
	}
	choose("Dải trang nhỏ bên cạnh")
	if paper.thumbs.content.Visible() {
		t.Error("the strip stays")
	}
}

func TestDoubleTap(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, _ := stand(t, b)
	paper := screen.view.desk.paper
	spot, _ := paper.column.spot(0)
	point := &fyne.PointEvent{Position: fyne.NewPos(spot.X+spot.Width/2, spot.Y+spot.Height/2)}
	paper.column.DoubleTapped(point)
	b.loop.Until(t, "the text is fitted", func() bool { return paper.scale > 100 })
	if page, part := paper.column.place(paper.scroll.Offset().Y); page != 0 || part < 0.1 || part > 0.5 {
		t.Errorf("the place that was tapped is gone: page %d, %v", page, part)
	}
	paper.column.DoubleTapped(point)
	b.loop.Until(t, "the page is fitted", func() bool { return paper.scale == 100 })
}

func TestKeysOfThePaper(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, window := stand(t, b)
	paper := screen.view.desk.paper
	typed := func(letter rune) { window.Canvas().OnTypedRune()(letter); b.settle() }
	typed('+')
	typed('+')
	if paper.scale != 150 {
		t.Errorf("+ + gives %d percent", paper.scale)
	}
	typed('-')
	typed('0')
	if paper.scale != 100 {
		t.Errorf("0 gives %d percent", paper.scale)
	}
	kittest.Key(window, fyne.KeyPageDown)
	if paper.scroll.Offset().Y < 300 {
		t.Errorf("PgDn moves to %v", paper.scroll.Offset())
	}
	kittest.Key(window, fyne.KeyHome)
	if paper.scroll.Offset().Y != 0 {
		t.Errorf("Home moves to %v", paper.scroll.Offset())
	}
	screen.openAccount()
	kittest.Key(window, fyne.KeyPageDown)
	if paper.scroll.Offset().Y != 0 {
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
	pane := screen.view.desk.paper.thumbs
	if count := len(pane.strip.slots); count < 3 || count > 9 {
		t.Errorf("%d small pages have shapes", count)
	}
	b.pages.hold = true
	screen.view.desk.paper.goTo(1500)
	b.settle()
	if pane.strip.slots[1500] == nil {
		t.Fatal("the page that is looked at is not on the strip")
	}
	width := pane.strip.pixels()
	waiting := b.pages.waiting()
	if priority, asked := waiting[pictureAsk{1500, width}]; !asked || priority != Idle {
		t.Errorf("its picture waits with %d, %v", priority, asked)
	}
	screen.view.desk.paper.goTo(10)
	b.settle()
	if _, asked := b.pages.waiting()[pictureAsk{1500, width}]; asked {
		t.Error("a small page that was scrolled past is still asked for")
	}
	pane.strip.slots[10].Tapped(nil)
	b.settle()
	if screen.view.desk.paper.current != 10 {
		t.Errorf("a tap leads to page %d", screen.view.desk.paper.current+1)
	}
}

func TestBookmarksAndPlacesAreKept(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, _ := stand(t, b)
	paper := screen.view.desk.paper
	paper.goTo(3)
	b.settle()
	kittest.Tap(t, screen.Content(), "Đánh dấu")
	b.settle()
	if !paper.value.Marked[3] || !kittest.Shows(screen.Content(), "Bỏ dấu") {
		t.Fatal("no bookmark is set")
	}
	if _, saves := b.shelf.of(sessionID); saves != 0 {
		t.Errorf("kept %d times while somebody reads", saves)
	}
	b.pass(savePause)
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
	again.loop.Until(t, "the place", func() bool { return paper.current == 3 && paper.value.Marked[3] })
	kittest.Tap(t, screen.Content(), "Mục lục")
	if !kittest.Shows(over(window), "Đánh dấu (1)") || !kittest.Shows(over(window), "Trang 4") {
		t.Errorf("the list says %q", kittest.Texts(over(window)))
	}
	screen.view.closeDialogs()
	kittest.Tap(t, screen.Content(), "Bỏ dấu")
	again.settle()
	if paper.value.Marked[3] {
		t.Error("the bookmark stays")
	}
}

func TestNothingIsKeptOfWhoeverGaveTheTabletBack(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, _ := stand(t, b)
	screen.view.desk.paper.goTo(3)
	kittest.Tap(t, screen.Content(), "Đánh dấu")
	screen.paper.wish(func(v *Viewing) { v.Night = true })
	b.turn(func() { b.standing.Person = "" })
	b.pass(2 * savePause)
	if len(screen.paper.places) != 0 || len(screen.paper.marks) != 0 || screen.paper.view != (Viewing{}) || screen.paper.lens.isOn() {
		t.Errorf("left: %v %v %v", screen.paper.places, screen.paper.marks, screen.paper.view)
	}
	if _, saves := b.shelf.of(sessionID); saves != 0 {
		t.Error("it is written down under the next person's name")
	}
}

func TestOutlineLeads(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.pages.inside.contents = Contents{
		Headings: []Heading{{"Phần thứ nhất", 0, 0}, {"Mục tiêu", 1, 2}, {"Không dẫn đi đâu", 1, -1}, {"Phần thứ hai", 0, 4}},
		Attached: []Attached{{"so-lieu.xlsx", 3 << 20}},
	}
	screen, window := stand(t, b)
	b.loop.Until(t, "the outline", func() bool { return len(screen.view.desk.paper.value.Contents.Headings) == 4 })
	kittest.Tap(t, screen.Content(), "Mục lục")
	kittest.Settle(screen.Content(), tablet)
	kittest.Tap(t, over(window), "Phần thứ hai")
	b.settle()
	if screen.view.desk.paper.current != 4 || window.Canvas().Overlays().Top() != nil {
		t.Errorf("the heading leads to page %d", screen.view.desk.paper.current+1)
	}
	kittest.Tap(t, screen.Content(), "Mục lục")
	kittest.Tap(t, over(window), "Tệp đính kèm (1)")
	if !kittest.Shows(over(window), "so-lieu.xlsx") || !kittest.Shows(over(window), "3 MB") {
		t.Errorf("attached: %q", kittest.Texts(over(window)))
	}
}

func TestPageLabels(t *testing.T) {
	contents := Contents{Labels: []string{"i", "ii", "1", "2", "A-3", "6"}}
	for typed, want := range map[string]int{"ii": 1, "II": 1, " a-3 ": 4, "1": 2, "2": 3, "3": 2, "6": 5, "4": 3, "0": -1, "7": -1, "": -1, "x": -1, "-1": -1} {
		page, ok := contents.pageNamed(typed, 6)
		if !ok {
			page = -1
		}
		if page != want {
			t.Errorf("%q is page %d, want %d", typed, page, want)
		}
	}
	if (Contents{Labels: []string{"1", "2"}}).labelled() || !contents.labelled() || contents.label(5) != "" {
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
	if screen.view.desk.paper.current != 4 {
		t.Errorf("at page %d", screen.view.desk.paper.current+1)
	}
}

func TestLinksOfPages(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.pages.inside.links = map[int][]PageLink{0: {{0.1, 0.1, 0.5, 0.12, 4, ""}, {0.1, 0.2, 0.5, 0.22, -1, "https://example.vn/a"}}}
	screen, window := stand(t, b)
	paper := screen.view.desk.paper
	tap := func(x, y float32) {
		spot, _ := paper.column.spot(0)
		paper.column.Tapped(&fyne.PointEvent{Position: fyne.NewPos(spot.X+x*spot.Width, spot.Y+y*spot.Height)})
	}
	tap(0.3, 0.21)
	b.loop.Until(t, "the address", func() bool { return kittest.Shows(over(window), "https://example.vn/a") })
	screen.view.closeDialogs()
	tap(0.8, 0.9)
	tap(0.3, 0.125) // a little beside
	b.loop.Until(t, "the page", func() bool { return paper.current == 4 })
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
	b.loop.Until(t, "another paper", func() bool { return screen.paper.document == "d3" && screen.paper.opening == "" })
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
	b.loop.Until(t, "the other paper", func() bool { return screen.paper.document == "d3" && screen.paper.opening == "" })
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
