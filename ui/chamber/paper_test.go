package chamber

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/pageview"
)

func TestPicturesInOrderOfNeed(t *testing.T) {
	pages := newFakePages()
	pages.hold = true
	loop := kittest.NewLoop()
	p := pageview.NewPictures(pages, loop.Post, func(int) {})
	p.Open("a")
	p.Want(100, 10, 11, 1000)
	waiting := pages.waiting()
	for ask, want := range map[pageview.PictureAsk]pageview.Priority{
		{Page: 10, Width: 800}: pageview.Now, {Page: 10, Width: 1000}: pageview.Now, {Page: 11, Width: 1000}: pageview.Now, {Page: 9, Width: 1000}: pageview.Soon, {Page: 12, Width: 800}: pageview.Soon, {Page: 13, Width: 1000}: pageview.Idle, {Page: 7, Width: 1000}: pageview.Idle, {Page: 14, Width: 1000}: pageview.Idle,
	} {
		if waiting[ask] != want {
			t.Errorf("page %d at %d waits with %d, not %d", ask.Page, ask.Width, waiting[ask], want)
		}
	}
	if _, asked := waiting[pageview.PictureAsk{Page: 6, Width: 1000}]; asked {
		t.Error("a page four before the screen is asked for")
	}
	if first := pages.pending[0].ask.Width; first != pageview.PreviewWidth {
		t.Errorf("asked for %d first, not for a preview", first)
	}
	p.Want(100, 50, 50, 1000)
	for ask := range pages.waiting() {
		if ask.Page < 47 {
			t.Errorf("page %d is still asked for after it was scrolled past", ask.Page)
		}
	}
	pages.finish()
	loop.Drain()
	p.Want(100, 50, 50, 1000)
	if waiting := pages.waiting(); len(waiting) != 0 {
		t.Errorf("pages at hand are asked for again: %v", waiting)
	}
	p.Want(100, 50, 50, 1400)
	if _, preview := pages.waiting()[pageview.PictureAsk{Page: 50, Width: pageview.PreviewWidth}]; preview {
		t.Error("a preview is asked for though a picture is at hand")
	}
	p.Open("b")
	if waiting := pages.waiting(); len(waiting) != 0 {
		t.Errorf("the last paper is still asked for: %v", waiting)
	}
}

func TestPageFault(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.pages.fault[0] = "crashed"
	screen, _ := stand(t, b)
	if !kittest.Shows(screen.Content(), b.setting().Words.Say("paper.fault.crashed")) {
		t.Fatalf("the fault is not said: %q", kittest.Texts(screen.Content()))
	}
	delete(b.pages.fault, 0)
	kittest.Tap(t, screen.Content(), "Thử lại")
	b.settle()
	if kittest.Shows(screen.Content(), b.setting().Words.Say("paper.fault.crashed")) {
		t.Error("the fault stays after the page was drawn")
	}
}

func TestPaperFault(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.pages.broken = "damaged"
	screen, _ := stand(t, b)
	b.loop.Until(t, "the fault", func() bool { return kittest.Shows(screen.Content(), b.setting().Words.Say("paper.fault.damaged")) })
}

func TestPlaceIsKept(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, _ := stand(t, b)
	paper := screen.view.desk.paper
	paper.GoTo(3)
	b.settle()
	if !kittest.Shows(screen.Content(), "Trang 4/6") {
		t.Fatalf("the counter says %q", paper.Counter.Text())
	}
	offset := paper.Scroll.Offset()
	kittest.Tap(t, screen.Content(), "Báo cáo thẩm tra")
	b.loop.Until(t, "the other paper", func() bool { return screen.paper.Document == "d3" && screen.paper.Opening == "" })
	if !kittest.Shows(screen.Content(), "Trang 1/6") {
		t.Errorf("another paper begins at %q", paper.Counter.Text())
	}
	kittest.Tap(t, screen.Content(), "Tờ trình 214")
	b.settle()
	if got := paper.Scroll.Offset(); got.Subtract(offset).Y > 1 || got.Subtract(offset).Y < -1 {
		t.Errorf("back at %v, not %v", got, offset)
	}
}

func TestZoom(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, window := stand(t, b)
	paper := screen.view.desk.paper
	wide := paper.Column.Wide()
	paper.GoTo(2)
	for range 20 {
		kittest.Tap(t, screen.Content(), "Phóng to")
		b.settle()
	}
	if got := paper.Column.Wide(); got < 3.99*wide || got > 4.01*wide {
		t.Errorf("at most %.2f times as wide", got/wide)
	}
	if page, _ := paper.Column.Place(paper.Scroll.Offset().Y + 10); page != 2 {
		t.Errorf("zooming went to page %d", page)
	}
	kittest.Tap(t, screen.Content(), "Cách xem")
	kittest.Tap(t, over(window), "Vừa bề ngang")
	kittest.Tap(t, over(window), "Xong")
	b.settle()
	if paper.Column.Wide() != wide {
		t.Error("does not fit to the width")
	}
	for range 20 {
		kittest.Tap(t, screen.Content(), "Thu nhỏ")
		b.settle()
	}
	if got := paper.Column.Wide(); got != wide/2 {
		t.Errorf("at least %.2f times as wide", got/wide)
	}
}

func TestFingerScrolls(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, _ := stand(t, b)
	paper := screen.view.desk.paper
	for range 10 {
		paper.Scroll.Dragged(&fyne.DragEvent{Dragged: fyne.Delta{DY: -150}})
	}
	if got := paper.Scroll.Offset().Y; got != 1500 {
		t.Errorf("dragged 1500, moved %v", got)
	}
	if screen.paper.Places["d1"].Page == 0 {
		t.Error("where the reader is was not kept")
	}
}

func TestGoToPage(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.pages.pages = 120
	screen, window := stand(t, b)
	kittest.Tap(t, screen.Content(), "Trang 1/120")
	for _, key := range []string{"9", "7"} {
		kittest.Tap(t, over(window), key)
	}
	kittest.Tap(t, over(window), "Mở trang")
	b.settle()
	if !kittest.Shows(screen.Content(), "Trang 97/120") {
		t.Errorf("at %q", screen.view.desk.paper.Counter.Text())
	}
	if count := len(screen.view.desk.paper.Column.Slots); count > 5 {
		t.Errorf("%d pages have shapes", count)
	}
}

func TestPaperNotHere(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.load["blobd1"] = council.PaperState{Received: 1_000_000}
	screen, _ := stand(t, b)
	if !kittest.Shows(screen.Content(), "Đang tải 25 %") {
		t.Errorf("shown: %q", kittest.Texts(screen.Content()))
	}
	if len(b.wanted) != 1 || b.wanted[0] != "blobd1" {
		t.Errorf("wanted %q", b.wanted)
	}
	b.turn(func() { b.load["blobd1"] = council.PaperState{Have: true} })
	b.loop.Until(t, "the paper", func() bool { return kittest.Shows(screen.Content(), "Trang 1/6") })
}

func TestAgendaFollowsUntilThePersonReadsElsewhere(t *testing.T) {
	s := sitting(t)
	b := newBench(t, s.state, at(9, 26, 0))
	screen, _ := stand(t, b)
	next := func(item string) {
		s.session(func(v *council.Session) { v.Current = item })
		b.turn(func() { b.state = s.state })
	}
	next("i5")
	if screen.agenda.item != "i5" {
		t.Fatalf("does not follow: %s", screen.agenda.item)
	}
	kittest.Tap(t, screen.Content(), "6. Mức chi hỗ trợ tổ dân phố")
	b.settle()
	next("i8")
	if screen.agenda.item != "i6" {
		t.Fatalf("the reader was taken away from the paper: %s", screen.agenda.item)
	}
	kittest.Tap(t, screen.Content(), "8. Thông qua nghị quyết")
	b.settle()
	next("i4")
	if screen.agenda.item != "i4" {
		t.Errorf("does not follow again: %s", screen.agenda.item)
	}
}

func TestAttend(t *testing.T) {
	b := newBench(t, sitting(t).write(council.AttendanceKind, me, nil).state, at(7, 50, 0))
	b.attend = func() error {
		b.change(func() { b.standing.Unsent = []people.Unsent{{Kind: council.Attend, Since: b.hand.now()}} })
		return people.ErrQueued
	}
	screen, _ := stand(t, b)
	kittest.Tap(t, screen.Content(), "Tôi có mặt")
	b.loop.Until(t, "the answer", func() bool { return !screen.attend.busy })
	if kittest.Shows(screen.Content(), "CHƯA GỬI") {
		t.Error("an act on its way is shown as not sent at once")
	}
	b.pass(3 * time.Second)
	if !kittest.Shows(screen.Content(), "CHƯA GỬI") || kittest.HasButton(screen.Content(), "Tôi có mặt") {
		t.Error("attendance that waits does not say so")
	}
	b.turn(func() { b.state, b.standing.Unsent = sitting(t).state, nil })
	if !kittest.Shows(screen.Content(), "Đã điểm danh lúc 07:30") || kittest.HasButton(screen.Content(), "Tôi có mặt") {
		t.Error("attendance is not shown as done")
	}
}

func TestOldNewsNeverLooksLive(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 14, 10))
	screen, _ := stand(t, b)
	b.turn(func() {
		b.standing.Link, b.standing.Since, b.standing.LastContact = people.Offline, at(9, 14, 10), at(9, 14, 10)
	})
	if kittest.Shows(screen.Content(), "Ngoại tuyến") {
		t.Error("a short break is shown at once")
	}
	b.pass(4 * time.Second)
	if !kittest.Shows(screen.Content(), "Ngoại tuyến từ 09:14") || kittest.Shows(screen.Content(), "Đã kết nối") {
		t.Error("the break is not shown")
	}
	b.pass(3 * time.Minute)
	for _, words := range []string{"Dữ liệu lúc 09:14, 3 phút trước", "Đang xem xét lúc 09:14"} {
		if !kittest.Shows(screen.Content(), words) {
			t.Errorf("the screen does not say %q", words)
		}
	}
	b.pass(10 * time.Minute)
	if !kittest.Shows(screen.Content(), "có thể đã đổi") {
		t.Error("news of ten minutes ago is not called old")
	}
}

func TestSessions(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	other := council.NewState("s2")
	other.Session = council.Session{ID: "s2", Title: "Kỳ họp chuyên đề", State: council.SessionPrepared, StartsAt: at(14, 0, 0).UnixMilli()}
	b.others = []*council.State{other}
	screen, window := stand(t, b)
	kittest.Tap(t, screen.Content(), "Chọn kỳ họp khác")
	kittest.Tap(t, over(window), "Kỳ họp chuyên đề")
	if b.chosen != "s2" {
		t.Errorf("chose %q", b.chosen)
	}
}

func TestLanguage(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, _ := stand(t, b)
	screen.SetWords(english)
	b.settle()
	if !kittest.Shows(screen.Content(), "Agenda") || kittest.Shows(screen.Content(), "Chương trình") {
		t.Error("the language does not change")
	}
	if !kittest.Shows(screen.Content(), "Page 1/6") {
		t.Error("the paper is gone after a change of language")
	}
}
