package chamber

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/reader"
)

func wordedBench(t *testing.T) (*bench, *Delegate, fyne.Window) {
	t.Helper()
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, window := stand(t, b)
	b.read()
	return b, screen, window
}

// choose taps something among the ways of looking.
func chooseWay(t *testing.T, b *bench, window fyne.Window, way string) {
	t.Helper()
	kittest.Tap(t, b.delegate.Content(), "Cách xem")
	kittest.Tap(t, over(window), way)
	b.settle()
}

func TestFindInThisPaper(t *testing.T) {
	b, screen, window := wordedBench(t)
	paper := screen.view.desk.paper
	paper.GoTo(1)
	b.settle()
	chooseWay(t, b, window, "Tìm trong tài liệu này")
	paper.Bars.Find.Field.SetText("thoat nuoc")
	b.pass(pageview.TypingPause)
	b.loop.Until(t, "the places", func() bool { return kittest.Shows(screen.Content(), "6/15 chỗ") })
	places, chosen := paper.Column.Marks(1)
	if len(places) != 5 || chosen != 0 {
		t.Errorf("%d places are marked, %d chosen", len(places), chosen)
	}
	kittest.Tap(t, screen.Content(), "Chỗ sau")
	b.loop.Until(t, "the next place", func() bool { return kittest.Shows(screen.Content(), "7/15 chỗ") })
	for range 20 {
		screen.readers.Find.Walk(1)
		b.settle()
	}
	b.loop.Until(t, "the last place", func() bool { return kittest.Shows(screen.Content(), "15/15 chỗ") && paper.Current == 2 })
	paper.Bars.Find.Field.SetText("khôngcóchữnày")
	b.pass(pageview.TypingPause)
	b.loop.Until(t, "nothing", func() bool { return kittest.Shows(screen.Content(), "Không thấy") })
	kittest.Tap(t, screen.Content(), "Thôi tìm")
	b.settle()
	if places, _ := paper.Column.Marks(1); places != nil || paper.Bars.Find.Content.Visible() {
		t.Error("marks or the bar stay")
	}
}

func TestPaperWithoutWords(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, window := stand(t, b)
	chooseWay(t, b, window, "Tìm trong tài liệu này")
	screen.view.desk.paper.Bars.Find.Field.SetText("nước")
	b.pass(pageview.TypingPause)
	b.loop.Until(t, "the reason", func() bool { return kittest.Shows(screen.Content(), "chưa có phần chữ để tìm") })
	b.read() // it comes later
	b.pass(2 * pageview.LookAgain)
	b.loop.Until(t, "the places", func() bool { return kittest.Shows(screen.Content(), "1/15 chỗ") })
}

func TestCopyWords(t *testing.T) {
	b, screen, window := wordedBench(t)
	paper := screen.view.desk.paper
	chooseWay(t, b, window, "Chọn chữ để chép")
	b.loop.Until(t, "the words", func() bool { return kittest.Shows(screen.Content(), "Kéo ngón tay qua chữ cần chép.") })
	text, _ := b.searches.texts["blobd1"]
	middle := func(word int) fyne.Position {
		box, page := text.Pages[0].Words[word].Box, text.Pages[0]
		spot, _ := paper.Column.Spot(0)
		return fyne.NewPos(spot.X+spot.Width*float32(box.Left+box.Right)/2/float32(page.Width), spot.Y+spot.Height*float32(box.Top+box.Bottom)/2/float32(page.Height)).
			Subtract(paper.Scroll.Offset()).Add(paper.Scroll.Position())
	}
	surface := paper.Bars.Surface
	surface.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: middle(4)}})
	surface.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: middle(1)}}) // backwards
	surface.DragEnd()
	b.settle()
	want := "cứ Luật Tổ chức"
	if !kittest.Shows(screen.Content(), want) {
		t.Errorf("chosen: %q", paper.Bars.Pick.Text.Text())
	}
	if places := screen.marked0(); len(places) != 1 {
		t.Errorf("%d places are marked", len(places))
	}
	kittest.Tap(t, screen.Content(), "Chép")
	b.settle()
	if got := fyne.CurrentApp().Clipboard().Content(); got != want {
		t.Errorf("copied %q", got)
	}
	kittest.Tap(t, screen.Content(), "Xong")
	b.settle()
	if places := screen.marked0(); len(places) != 0 || paper.Bars.Surface.Visible() {
		t.Error("words stay chosen")
	}
}

func TestRestingFingerChoosesAWord(t *testing.T) {
	b, screen, window := wordedBench(t)
	paper := screen.view.desk.paper
	box, page := b.searches.texts["blobd1"].Pages[0].Words[2].Box, b.searches.texts["blobd1"].Pages[0]
	spot, _ := paper.Column.Spot(0)
	paper.Column.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(
		spot.X+spot.Width*float32(box.Left+box.Right)/2/float32(page.Width), spot.Y+spot.Height*float32(box.Top+box.Bottom)/2/float32(page.Height))})
	b.loop.Until(t, "the word", func() bool { return kittest.Shows(screen.Content(), "Đã chọn 1 tiếng: “Luật”") })
	kittest.Key(window, fyne.KeyEscape)
	b.settle()
	if screen.readers.Pick.On {
		t.Error("Escape does not end it")
	}
}

func (d *Delegate) marked0() []pageview.MarkPlace { places, _ := d.marked(0); return places }

func TestLargeLetters(t *testing.T) {
	b, screen, window := wordedBench(t)
	chooseWay(t, b, window, "Chữ lớn, không theo trang")
	b.loop.Until(t, "the words", func() bool { return kittest.Shows(screen.Content(), "1. Tổng vốn: 48.650 triệu đồng") })
	if !kittest.Shows(screen.Content(), "Trang 2") || !kittest.Shows(screen.Content(), "Trang này không có phần chữ") {
		t.Errorf("shown: %q", kittest.Texts(screen.Content()))
	}
	kittest.Tap(t, screen.view.desk.paper.Bars.Flow.Content, "Trang sau")
	b.settle()
	if screen.readers.Flow.Page != reader.FlowPages {
		t.Errorf("turned to page %d", screen.readers.Flow.Page+1)
	}
	kittest.Tap(t, screen.Content(), "Trở lại trang giấy")
	b.settle()
	if screen.view.desk.paper.Bars.Flow.Content.Visible() {
		t.Error("the words stay")
	}
}

// fakeSpeaker says a sentence when the test lets it.
type fakeSpeaker struct {
	mu      sync.Mutex
	said    []string
	ended   int
	proceed chan error
	loop    *kittest.Loop
	mute    bool
}

// wake has whoever waits on the loop look again.
func (f *fakeSpeaker) wake() {
	if f.loop != nil {
		f.loop.Post(func() {})
	}
}

func (f *fakeSpeaker) Ready() bool { return !f.mute }

func (f *fakeSpeaker) Speak(ctx context.Context, sentence string) error {
	f.mu.Lock()
	f.said = append(f.said, sentence)
	f.mu.Unlock()
	f.wake()
	select {
	case err := <-f.proceed:
		return err
	case <-ctx.Done():
		f.mu.Lock()
		f.ended++
		f.mu.Unlock()
		f.wake()
		return ctx.Err()
	}
}

func (f *fakeSpeaker) count() (said, ended int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return len(f.said), f.ended
}

func TestReadAloud(t *testing.T) {
	b, screen, window := wordedBench(t)
	speaker := &fakeSpeaker{loop: b.loop, proceed: make(chan error)}
	screen.readers.Aloud.Speaker = speaker
	spoken := func(count int) {
		t.Helper()
		b.loop.Until(t, fmt.Sprint(count, " sentences"), func() bool { said, _ := speaker.count(); return said == count })
	}
	chooseWay(t, b, window, "Đọc thành tiếng")
	spoken(1)
	if !kittest.Shows(screen.Content(), "Đang đọc trang 1") {
		t.Errorf("shown: %q", kittest.Texts(screen.Content()))
	}
	speaker.proceed <- nil
	b.settle()
	spoken(2)
	kittest.Tap(t, screen.Content(), "Tạm dừng")
	b.loop.Until(t, "silence", func() bool { _, ended := speaker.count(); return ended == 1 })
	b.pass(pageview.LookAgain)
	if said, _ := speaker.count(); said != 2 {
		t.Error("it goes on though it is held")
	}
	kittest.Tap(t, screen.Content(), "Đọc tiếp")
	spoken(3)
	if speaker.said[2] != speaker.said[1] {
		t.Errorf("held at %q, it goes on with %q", speaker.said[1], speaker.said[2])
	}
	for range 500 {
		if screen.view.desk.paper.Current >= 1 {
			break
		}
		said, _ := speaker.count()
		speaker.proceed <- nil
		spoken(said + 1)
	}
	if screen.view.desk.paper.Current != 1 {
		t.Error("the pages do not follow the voice")
	}
	speaker.proceed <- errors.New("no sound card")
	b.loop.Until(t, "the trouble", func() bool { return kittest.Shows(screen.Content(), "Máy không đọc thành tiếng được") })
	kittest.Tap(t, screen.Content(), "Thôi đọc")
	b.settle()
	if screen.view.desk.paper.Bars.Aloud.Content.Visible() {
		t.Error("the bar stays")
	}
	speaker.mute = true
	kittest.Tap(t, screen.Content(), "Cách xem")
	if !kittest.Shows(over(window), "Máy chưa cài phần đọc tiếng Việt (espeak-ng)") {
		t.Error("a device that cannot read aloud does not say so")
	}
}

func TestAnotherPaperEndsReading(t *testing.T) {
	b, screen, window := wordedBench(t)
	speaker := &fakeSpeaker{loop: b.loop, proceed: make(chan error)}
	screen.readers.Aloud.Speaker = speaker
	chooseWay(t, b, window, "Đọc thành tiếng")
	b.loop.Until(t, "a sentence", func() bool { said, _ := speaker.count(); return said == 1 })
	kittest.Tap(t, screen.Content(), "Báo cáo thẩm tra")
	b.loop.Until(t, "silence", func() bool { _, ended := speaker.count(); return ended == 1 && !screen.readers.Aloud.On })
}

func TestTwoPapers(t *testing.T) {
	b, screen, window := wordedBench(t)
	chooseWay(t, b, window, "Xem cạnh tài liệu khác")
	beside := screen.view.desk.beside
	b.loop.Until(t, "the other paper", func() bool { return beside.Value.Stage == pageview.PaperOpen && beside.Placed })
	if !beside.Content.Visible() || beside.Value.Document != "d2" || screen.view.desk.paper.Value.Document != "d1" {
		t.Errorf("%q stands beside %q", beside.Value.Document, screen.view.desk.paper.Value.Document)
	}
	if screen.view.desk.paper.Thumbs.Content.Visible() {
		t.Error("the strip takes room that two papers need")
	}
	beside.GoTo(3)
	b.settle()
	if screen.view.desk.paper.Current != 0 || beside.Current != 3 {
		t.Errorf("page %d stands beside page %d", beside.Current+1, screen.view.desk.paper.Current+1)
	}
	kittest.Tap(t, beside.Content, "Phụ lục")
	b.loop.Until(t, "a third paper", func() bool { return beside.Value.Document == "d4" && beside.Value.Stage == pageview.PaperOpen })
	kittest.Tap(t, beside.Content, "Đóng")
	b.settle()
	if beside.Content.Visible() || !screen.view.desk.rail.content.Visible() {
		t.Error("it does not close")
	}
	if !screen.view.desk.paper.Thumbs.Content.Visible() {
		t.Error("the strip does not come back")
	}
}
