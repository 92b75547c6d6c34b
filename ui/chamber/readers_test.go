package chamber

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/papertext"
	"congso.vn/congso/ui/kit/kittest"
)

// typedPage is a page of lines, each with how far in it begins, how long it is in parts of the page, and what it says.
func typedPage(lines ...typedLine) papertext.Page {
	page := papertext.Page{Width: 60_000, Height: 85_000}
	top := int32(5_000)
	for _, line := range lines {
		top += 2_000 + line.below
		words := strings.Fields(line.text)
		left, right := 7_000+line.in, line.to
		if right == 0 {
			right = 55_000
		}
		each := (right - left) / int32(len(words))
		for i, word := range words {
			from := left + int32(i)*each
			page.Words = append(page.Words, papertext.Word{Text: word, Ends: i == len(words)-1,
				Box: papertext.Box{Left: from, Right: from + each - 200, Top: top, Bottom: top + 1_400}})
		}
	}
	return page
}

type typedLine struct {
	text      string
	in, below int32
	to        int32 // where it ends; 0: where the others do
}

func TestWordsFlow(t *testing.T) {
	page := typedPage(
		typedLine{text: "14", in: 24_000, to: 32_000},
		typedLine{text: "ỦY BAN NHÂN DÂN", to: 30_000},
		typedLine{text: "TỜ TRÌNH", in: 15_000, to: 40_000},
		typedLine{text: "Điều 1. Phạm vi điều chỉnh", to: 35_000},
		typedLine{text: "Ủy ban nhân dân phường kính trình Hội đồng nhân dân", in: 3_000},
		typedLine{text: "phường xem xét, thông qua Kế hoạch đầu tư", to: 40_000},
		typedLine{text: "Đoạn sau bắt đầu ở dòng mới vì dòng trước ngắn"},
		typedLine{text: "và còn tiếp ở dòng này nữa cho đến hết"},
		typedLine{text: "1. Tổng vốn là một khoản của danh sách dài"},
		typedLine{text: "- Gạch đầu dòng là một khoản khác của danh"},
		typedLine{text: "sách này", to: 20_000},
		typedLine{text: "Xa hẳn dòng trên nên là đoạn khác của trang này", below: 3_000},
	)
	var got []string
	for _, block := range flowOf(page) {
		got = append(got, pick(block.Heading, "# ", "")+block.Text)
	}
	want := []string{
		"# ỦY BAN NHÂN DÂN", "# TỜ TRÌNH", "# Điều 1. Phạm vi điều chỉnh",
		"Ủy ban nhân dân phường kính trình Hội đồng nhân dân phường xem xét, thông qua Kế hoạch đầu tư",
		"Đoạn sau bắt đầu ở dòng mới vì dòng trước ngắn và còn tiếp ở dòng này nữa cho đến hết",
		"1. Tổng vốn là một khoản của danh sách dài", "- Gạch đầu dòng là một khoản khác của danh sách này",
		"Xa hẳn dòng trên nên là đoạn khác của trang này",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if flowOf(papertext.Page{}) != nil {
		t.Error("an empty page says something")
	}
}

func TestSentences(t *testing.T) {
	page := typedPage(
		typedLine{text: "1. Tổng vốn: 48.650 triệu đồng, trong đó ngân sách", in: 3_000},
		typedLine{text: "phường là 31.200 triệu đồng. Phần còn lại do dân góp; xin trình.", to: 50_000},
	)
	want := []string{"1. Tổng vốn: 48.650 triệu đồng, trong đó ngân sách phường là 31.200 triệu đồng.", "Phần còn lại do dân góp;", "xin trình."}
	if got := sentencesOf(page); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	long := typedPage(typedLine{text: strings.Repeat("chữ ", 500)})
	for _, sentence := range sentencesOf(long) {
		if count := len(strings.Fields(sentence)); count > 60 {
			t.Errorf("%d words in one breath", count)
		}
	}
}

// Whatever a page says, flowing loses no word.
func FuzzFlow(f *testing.F) {
	f.Add("1. Một hai\n- ba bốn\nĐiều 5 sáu", int32(100))
	f.Add("a)\n.\n)\nIV.", int32(-7))
	f.Fuzz(func(t *testing.T, text string, step int32) {
		var page papertext.Page
		count := 0
		for _, line := range strings.Split(text, "\n") {
			words := strings.Fields(line)
			for i, word := range words {
				page.Words = append(page.Words, papertext.Word{Text: word, Ends: i == len(words)-1, Box: papertext.Box{Left: step * int32(i), Top: step, Right: step, Bottom: step * 3}})
			}
		}
		for _, line := range unnumbered(linesOf(page)) {
			count += len(strings.Join(strings.Fields(line.text), ""))
		}
		for _, block := range flowOf(page) {
			count -= len(strings.Join(strings.Fields(block.Text), ""))
		}
		if count != 0 {
			t.Errorf("%d bytes are lost or made up", count)
		}
		said := 0
		for _, sentence := range sentencesOf(page) {
			said += len(sentence)
		}
		if len(page.Words) > 0 && said == 0 {
			t.Error("nothing is read aloud")
		}
	})
}

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
	paper.goTo(1)
	b.settle()
	chooseWay(t, b, window, "Tìm trong tài liệu này")
	paper.bars.find.field.SetText("thoat nuoc")
	b.pass(typingPause)
	b.loop.Until(t, "the places", func() bool { return kittest.Shows(screen.Content(), "6/15 chỗ") })
	places, chosen := paper.column.Marks(1)
	if len(places) != 5 || chosen != 0 {
		t.Errorf("%d places are marked, %d chosen", len(places), chosen)
	}
	kittest.Tap(t, screen.Content(), "Chỗ sau")
	b.loop.Until(t, "the next place", func() bool { return kittest.Shows(screen.Content(), "7/15 chỗ") })
	for range 20 {
		screen.readers.find.walk(1)
		b.settle()
	}
	b.loop.Until(t, "the last place", func() bool { return kittest.Shows(screen.Content(), "15/15 chỗ") && paper.current == 2 })
	paper.bars.find.field.SetText("khôngcóchữnày")
	b.pass(typingPause)
	b.loop.Until(t, "nothing", func() bool { return kittest.Shows(screen.Content(), "Không thấy") })
	kittest.Tap(t, screen.Content(), "Thôi tìm")
	b.settle()
	if places, _ := paper.column.Marks(1); places != nil || paper.bars.find.content.Visible() {
		t.Error("marks or the bar stay")
	}
}

func TestPaperWithoutWords(t *testing.T) {
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	screen, window := stand(t, b)
	chooseWay(t, b, window, "Tìm trong tài liệu này")
	screen.view.desk.paper.bars.find.field.SetText("nước")
	b.pass(typingPause)
	b.loop.Until(t, "the reason", func() bool { return kittest.Shows(screen.Content(), "chưa có phần chữ để tìm") })
	b.read() // it comes later
	b.pass(2 * lookAgain)
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
		spot, _ := paper.column.spot(0)
		return fyne.NewPos(spot.X+spot.Width*float32(box.Left+box.Right)/2/float32(page.Width), spot.Y+spot.Height*float32(box.Top+box.Bottom)/2/float32(page.Height)).
			Subtract(paper.scroll.Offset()).Add(paper.scroll.Position())
	}
	surface := paper.bars.surface
	surface.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: middle(4)}})
	surface.Dragged(&fyne.DragEvent{PointEvent: fyne.PointEvent{Position: middle(1)}}) // backwards
	surface.DragEnd()
	b.settle()
	want := "cứ Luật Tổ chức"
	if !kittest.Shows(screen.Content(), want) {
		t.Errorf("chosen: %q", paper.bars.pick.text.Text())
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
	if places := screen.marked0(); len(places) != 0 || paper.bars.surface.Visible() {
		t.Error("words stay chosen")
	}
}

func TestRestingFingerChoosesAWord(t *testing.T) {
	b, screen, window := wordedBench(t)
	paper := screen.view.desk.paper
	box, page := b.searches.texts["blobd1"].Pages[0].Words[2].Box, b.searches.texts["blobd1"].Pages[0]
	spot, _ := paper.column.spot(0)
	paper.column.TappedSecondary(&fyne.PointEvent{Position: fyne.NewPos(
		spot.X+spot.Width*float32(box.Left+box.Right)/2/float32(page.Width), spot.Y+spot.Height*float32(box.Top+box.Bottom)/2/float32(page.Height))})
	b.loop.Until(t, "the word", func() bool { return kittest.Shows(screen.Content(), "Đã chọn 1 tiếng: “Luật”") })
	kittest.Key(window, fyne.KeyEscape)
	b.settle()
	if screen.readers.pick.on {
		t.Error("Escape does not end it")
	}
}

func (d *Delegate) marked0() []markPlace { places, _ := d.marked(0); return places }

func TestLargeLetters(t *testing.T) {
	b, screen, window := wordedBench(t)
	chooseWay(t, b, window, "Chữ lớn, không theo trang")
	b.loop.Until(t, "the words", func() bool { return kittest.Shows(screen.Content(), "1. Tổng vốn: 48.650 triệu đồng") })
	if !kittest.Shows(screen.Content(), "Trang 2") || !kittest.Shows(screen.Content(), "Trang này không có phần chữ") {
		t.Errorf("shown: %q", kittest.Texts(screen.Content()))
	}
	kittest.Tap(t, screen.view.desk.paper.bars.flow.content, "Trang sau")
	b.settle()
	if screen.readers.flow.page != flowPages {
		t.Errorf("turned to page %d", screen.readers.flow.page+1)
	}
	kittest.Tap(t, screen.Content(), "Trở lại trang giấy")
	b.settle()
	if screen.view.desk.paper.bars.flow.content.Visible() {
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
	screen.readers.aloud.speaker = speaker
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
	b.pass(lookAgain)
	if said, _ := speaker.count(); said != 2 {
		t.Error("it goes on though it is held")
	}
	kittest.Tap(t, screen.Content(), "Đọc tiếp")
	spoken(3)
	if speaker.said[2] != speaker.said[1] {
		t.Errorf("held at %q, it goes on with %q", speaker.said[1], speaker.said[2])
	}
	for range 500 {
		if screen.view.desk.paper.current >= 1 {
			break
		}
		said, _ := speaker.count()
		speaker.proceed <- nil
		spoken(said + 1)
	}
	if screen.view.desk.paper.current != 1 {
		t.Error("the pages do not follow the voice")
	}
	speaker.proceed <- errors.New("no sound card")
	b.loop.Until(t, "the trouble", func() bool { return kittest.Shows(screen.Content(), "Máy không đọc thành tiếng được") })
	kittest.Tap(t, screen.Content(), "Thôi đọc")
	b.settle()
	if screen.view.desk.paper.bars.aloud.content.Visible() {
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
	screen.readers.aloud.speaker = speaker
	chooseWay(t, b, window, "Đọc thành tiếng")
	b.loop.Until(t, "a sentence", func() bool { said, _ := speaker.count(); return said == 1 })
	kittest.Tap(t, screen.Content(), "Báo cáo thẩm tra")
	b.loop.Until(t, "silence", func() bool { _, ended := speaker.count(); return ended == 1 && !screen.readers.aloud.on })
}

func TestTwoPapers(t *testing.T) {
	b, screen, window := wordedBench(t)
	chooseWay(t, b, window, "Xem cạnh tài liệu khác")
	beside := screen.view.desk.beside
	b.loop.Until(t, "the other paper", func() bool { return beside.value.Stage == paperOpen && beside.placed })
	if !beside.content.Visible() || beside.value.Document != "d2" || screen.view.desk.paper.value.Document != "d1" {
		t.Errorf("%q stands beside %q", beside.value.Document, screen.view.desk.paper.value.Document)
	}
	if screen.view.desk.paper.thumbs.content.Visible() {
		t.Error("the strip takes room that two papers need")
	}
	beside.goTo(3)
	b.settle()
	if screen.view.desk.paper.current != 0 || beside.current != 3 {
		t.Errorf("page %d stands beside page %d", beside.current+1, screen.view.desk.paper.current+1)
	}
	kittest.Tap(t, beside.content, "Phụ lục")
	b.loop.Until(t, "a third paper", func() bool { return beside.value.Document == "d4" && beside.value.Stage == paperOpen })
	kittest.Tap(t, beside.content, "Đóng")
	b.settle()
	if beside.content.Visible() || !screen.view.desk.rail.content.Visible() {
		t.Error("it does not close")
	}
	if !screen.view.desk.paper.thumbs.content.Visible() {
		t.Error("the strip does not come back")
	}
}
