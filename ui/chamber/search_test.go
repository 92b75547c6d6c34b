package chamber

import (
	"errors"
	"image"
	"image/color"
	"reflect"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/search"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

func TestSearchWaitsForTheKeysToRest(t *testing.T) {
	b := searchBench(t)
	screen, _ := searching(t, b, "thoat nuoc")
	before := len(b.searches.questions())
	rows := len(screen.view.search.drawn.Rows)
	for _, typed := range []string{"d", "da", "dau", "dau t"} {
		screen.view.search.field.SetText(typed)
		b.pass(typingPause - 20*time.Millisecond)
	}
	if asked := b.searches.questions()[before:]; len(asked) != 0 {
		t.Errorf("looked for %q while somebody was typing", asked)
	}
	if got := len(screen.view.search.drawn.Rows); got != rows {
		t.Errorf("%d rows stand while somebody types, not the %d of before", got, rows)
	}
	b.pass(20 * time.Millisecond)
	b.loop.Until(t, "the answer", func() bool { return screen.search.answer.typed == "dau t" })
	if asked := b.searches.questions()[before:]; len(asked) != 1 {
		t.Errorf("asked %q", asked)
	}
}

func TestTheNextKeyEndsTheQuestion(t *testing.T) {
	b := searchBench(t)
	screen, _ := stand(t, b)
	b.read()
	screen.find()
	b.settle()
	b.searches.set(func() { b.searches.hold = make(chan struct{}) })
	screen.view.search.field.SetText("thoat")
	b.pass(typingPause)
	select {
	case <-b.searches.begun:
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was looked for")
	}
	if !screen.search.working {
		t.Error("a question that is not answered does not show that it works")
	}
	screen.view.search.field.SetText("thoat nuoc")
	b.loop.Until(t, "its end", func() bool { return len(b.searches.given()) == 1 })
	if len(screen.search.answer.results.Found) != 0 || screen.search.fault != "" {
		t.Errorf("what was given up brought something: %q", screen.search.fault)
	}
	b.searches.set(func() { close(b.searches.hold); b.searches.hold = nil })
	b.pass(typingPause)
	b.loop.Until(t, "the answer", func() bool { return screen.search.answer.typed == "thoat nuoc" })
	if screen.search.working {
		t.Error("it still shows that it works")
	}
}

func TestSearchShowsWhatWasFound(t *testing.T) {
	b := searchBench(t)
	screen, _ := searching(t, b, "thoat nuoc")
	says(t, b, "found", "1 tiêu đề · 8 trang trong 3 tài liệu", "Kỳ họp này 9", "Các kỳ trước 0", "Nội dung 4 · trang 1, có 5 chỗ",
		"Chữ nhận dạng từ bản quét, có thể sai", "Nội dung 5 · tên tài liệu", "Mở tài liệu")
	value := screen.view.search.drawn
	if first := value.Rows[0]; first.Place.Page != search.TitleOnly || first.Place.Document != "d5" {
		t.Errorf("first is %+v, not the paper with the words in its name", first.Place)
	}
	kittest.Tap(t, screen.Content(), "Chỗ sau")
	kittest.Tap(t, screen.Content(), "Chỗ sau")
	b.settle()
	says(t, b, "after two steps", "Trang 1 · chỗ 2/5", "Mở trang 1")
	kittest.Tap(t, screen.Content(), "Chỗ trước")
	kittest.Tap(t, screen.Content(), "Chỗ trước")
	b.settle()
	if screen.view.search.drawn.Chosen != 0 {
		t.Errorf("two steps back lead to row %d", screen.view.search.drawn.Chosen)
	}
}

func TestFoundPageIsOpenedWithItsMarks(t *testing.T) {
	b := searchBench(t)
	screen, _ := searching(t, b, "thoat nuoc")
	row := screen.view.search.drawn.Rows[len(screen.view.search.drawn.Rows)-1] // page 6 of the appendix
	screen.search.pickRow(row.Place)
	b.settled()
	kittest.Tap(t, screen.Content(), "Mở trang 6")
	b.stands("d4")
	paper := screen.view.desk.paper
	says(t, b, "opened", "Trang 6/6", "“thoat nuoc”", "Chỗ 16/20 trong tài liệu này")
	places, chosen := paper.column.Marks(5)
	if len(places) != 5 || chosen != 0 {
		t.Fatalf("%d places are marked, %d chosen", len(places), chosen)
	}
	if slot := paper.column.slots[5]; slot == nil || len(slot.marks.shots) != 5 || len(slot.marks.rings) != 1 {
		t.Errorf("the page is drawn without its marks: %+v", slot)
	}
	top := paper.column.heightOf(5, places[0].around().Top) - paper.scroll.Offset().Y
	if top < 0 || top > paper.scroll.Size().Height {
		t.Errorf("the first place stands at %v", top)
	}
	kittest.Tap(t, screen.Content(), "Chỗ trước")
	b.settle()
	says(t, b, "the place before", "Trang 5/6", "Chỗ 15/20 trong tài liệu này")
	kittest.Tap(t, screen.Content(), "Báo cáo thẩm tra")
	b.stands("d3")
	says(t, b, "another paper", "Có 5 chỗ trong tài liệu này")

	kittest.Tap(t, screen.Content(), "Kết quả tìm")
	b.settle()
	if !screen.search.up || screen.view.search.drawn.Rows[screen.view.search.drawn.Chosen].Place != row.Place {
		t.Error("the way back does not lead to the results")
	}
	screen.search.enterChosen()
	b.stands("d4")
	kittest.Tap(t, screen.Content(), "Thôi tìm, bỏ đánh dấu")
	b.settle()
	if places, _ := paper.column.Marks(5); len(places) != 0 || len(paper.column.slots[5].marks.shots) != 0 {
		t.Error("marks stay after the search was ended")
	}
	if kittest.Shows(screen.Content(), "Kết quả tìm") {
		t.Error("the band stays after the search was ended")
	}
}

func TestFoundItemIsOpened(t *testing.T) {
	b := searchBench(t)
	screen, _ := searching(t, b, "chat van")
	kittest.Tap(t, screen.Content(), "Mở nội dung 5")
	b.stands("d5")
	if screen.agenda.item != "i5" || !screen.agenda.away {
		t.Errorf("item %q is open", screen.agenda.item)
	}
}

func TestNarrowScreensOpenARowAtATap(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1024, Height: 600}, {Width: 800, Height: 1280}} {
		b := searchBench(t)
		screen, window := searching(t, b, "thoat nuoc")
		window.Resize(size)
		kittest.Settle(screen.Content(), size)
		if screen.view.search.page.content.Visible() {
			t.Errorf("%v: the page stands beside the rows", size)
		}
		row := screen.view.search.drawn.Rows[1]
		kittest.Tap(t, screen.Content(), joined(row.Name, row.Note))
		b.settle()
		if screen.search.up {
			t.Errorf("%v: a tap on a row opens nothing", size)
		}
	}
}

func TestOtherSessionsAreAPillApart(t *testing.T) {
	b := searchBench(t)
	before := newStory(t)
	before.state = council.NewState("s0")
	before.write(council.SessionKind, "s0", council.Session{ID: "s0", Title: "Kỳ họp thứ Hai", Office: "HĐND phường Trường Vinh", State: council.SessionClosed})
	before.write(council.ItemKind, "i1", council.Item{ID: "i1", Order: 1, Title: "Thoát nước khu phố 3"})
	b.others = []*council.State{before.state}
	b.searches.states = append(b.searches.states, before.state)
	screen, _ := searching(t, b, "thoat nuoc")
	says(t, b, "both", "Kỳ họp này 9", "Các kỳ trước 1")
	kittest.Tap(t, screen.Content(), "Các kỳ trước 1")
	b.settle()
	says(t, b, "the other", "Kỳ họp thứ Hai · Nội dung 1", "1 tiêu đề")
	kittest.Tap(t, screen.Content(), "Mở nội dung 1")
	b.settle()
	if b.chosen != "s0" {
		t.Errorf("session %q was turned to", b.chosen)
	}
	b.turn(func() { b.state = before.state })
	if screen.agenda.session != "s0" || screen.agenda.item != "i1" {
		t.Errorf("item %q of %q is open", screen.agenda.item, screen.agenda.session)
	}
}

func TestSearchLooksAgainWhilePapersAreRead(t *testing.T) {
	b := searchBench(t)
	b.searches.waiting, b.searches.bare = 9, 1
	screen, _ := searching(t, b, "dan pho") // stands on pages alone
	found := len(screen.search.answer.results.Found)
	says(t, b, "waiting", "Còn 9 tài liệu chưa tìm được: máy chủ đang đọc.", "Có 1 tài liệu không nhận được chữ nào")
	chosen := screen.search.chosen
	b.searches.set(func() { b.searches.waiting = 0; b.searches.texts["blobd2"] = drawnText(0) })
	b.pass(lookAgain + time.Second)
	b.loop.Until(t, "what was read meanwhile", func() bool { return len(screen.search.answer.results.Found) == found+1 })
	if screen.search.chosen != chosen {
		t.Error("what is chosen changed")
	}
	b.settled()
	asked := len(b.searches.questions())
	b.pass(10 * lookAgain)
	if got := len(b.searches.questions()); got != asked {
		t.Errorf("asked %d times more though nothing changed", got-asked)
	}
}

func TestNothingFound(t *testing.T) {
	b := searchBench(t)
	searching(t, b, "cầu vượt")
	says(t, b, "nothing", "Không thấy “cầu vượt”", "Thử gõ không dấu")
	b.searches.set(func() { b.searches.fault = errors.New("disk") })
	b.look("khác")
	says(t, b, "a fault", "A1B2")
	if len(b.reported) != 1 {
		t.Errorf("reported %v", b.reported)
	}
	b.searches.set(func() { b.searches.fault = nil })
	b.pass(2 * lookAgain)
	b.loop.Until(t, "another try", func() bool { return b.delegate.search.fault == "" })
}

func TestLastSearchesAreOfOnePersonAlone(t *testing.T) {
	b := searchBench(t)
	screen, _ := searching(t, b, "thoat nuoc")
	kittest.Tap(t, screen.Content(), "Thôi tìm")
	b.settle()
	screen.find()
	b.settle()
	kittest.Tap(t, screen.Content(), "thoat nuoc")
	b.loop.Until(t, "the answer", func() bool { return screen.search.answer.typed == "thoat nuoc" })
	b.settled()
	screen.search.enterChosen()
	b.stands("d5")
	old := screen.view.search
	b.turn(func() { b.standing.Person = "" })
	s := screen.search
	if len(s.recent) != 0 || s.typed != "" || s.kept || s.up || len(s.marks) != 0 || !reflect.DeepEqual(s.answer, searchAnswer{}) || len(s.shots.opened) != 0 {
		t.Errorf("something of the search is left: %+v", s)
	}
	if screen.view.search == old {
		t.Error("the view still holds what was typed")
	}
	b.turn(func() { b.standing.Person = "p2" })
	screen.sign.expect = false
	screen.heart.beat()
	screen.find()
	b.settle()
	if kittest.HasButton(screen.Content(), "thoat nuoc") {
		t.Error("the next person sees what the one before looked for")
	}
}

func TestAVoteComesOverTheSearch(t *testing.T) {
	b := searchBench(t)
	screen, window := searching(t, b, "thoat nuoc")
	s := &story{t: t, state: b.state, seq: 1000, now: at(9, 40, 0)}
	s.voting(at(9, 42, 0))
	b.hand.time = at(9, 41, 18)
	b.turn(func() { b.state = s.state })
	if over(window) == nil || !screen.view.vote.sheet.IsOpen() {
		t.Fatal("the vote stays under the search")
	}
	if screen.search.field {
		t.Error("the field still wants the keyboard")
	}
	screen.vote.putAside()
	b.settle()
	if !screen.search.up || !screen.view.search.band.content.Visible() {
		t.Error("a vote that was put aside cannot be brought back from the search")
	}
}

func TestSearchByKeys(t *testing.T) {
	b := searchBench(t)
	screen, window := stand(t, b)
	b.read()
	screen.find()
	b.settle()
	if !screen.search.up || window.Canvas().Focused() == nil {
		t.Fatal("the search does not open with its field ready")
	}
	b.look("thoat nuoc")
	kittest.Key(window, fyne.KeyReturn) // in the field: no more typing
	if window.Canvas().Focused() != nil {
		t.Error("Enter leaves the field with the keyboard")
	}
	kittest.Key(window, fyne.KeyDown)
	b.settled()
	kittest.Key(window, fyne.KeyReturn)
	b.stands("d1")
	screen.search.back()
	b.settle()
	kittest.Key(window, fyne.KeyEscape)
	b.settle()
	if screen.search.up || screen.search.kept {
		t.Error("Escape does not end the search")
	}
	screen.openAccount()
	screen.find()
	b.settle()
	if screen.search.up {
		t.Error("the search opens under a dialog")
	}
}

func TestPaperThatIsNotHere(t *testing.T) {
	b := searchBench(t)
	b.load["blobd4"] = council.PaperState{}
	screen, _ := searching(t, b, "thoat nuoc")
	for _, found := range screen.search.shown() {
		if found.Document == "d4" {
			screen.search.pickRow(found.Place)
		}
	}
	b.settled()
	says(t, b, "away", "Tài liệu này chưa tải về máy")
}

func TestPaperThatCannotBeShown(t *testing.T) {
	b := searchBench(t)
	screen, _ := stand(t, b)
	b.read()
	b.pages.broken = "damaged"
	screen.find()
	b.settle()
	b.look("thoat nuoc")
	says(t, b, "a broken paper", b.setting().Words.Say("paper.fault.damaged"))
	b.pages.broken = ""
	kittest.Tap(t, screen.Content(), "Thử lại")
	b.loop.Until(t, "the page", func() bool {
		_, ok := screen.search.shots.picture(shot{"blobd5", 0, 1})
		return ok && !kittest.Shows(screen.Content(), b.setting().Words.Say("paper.fault.damaged"))
	})
}

func TestMarksGoOverLines(t *testing.T) {
	word := func(text string, left, top int32, ends bool) papertext.Word {
		return papertext.Word{Text: text, Ends: ends, Box: papertext.Box{Left: left, Right: left + 80, Top: top, Bottom: top + 10}}
	}
	text := papertext.Text{Pages: []papertext.Page{
		{Width: 1000, Height: 2000},
		{Width: 1000, Height: 2000, Words: []papertext.Word{
			word("mương", 100, 100, false), word("thoát", 800, 100, true), word("nước,", 100, 120, false), word("thoát", 200, 120, false), word("nước", 300, 120, false),
		}},
	}}
	marks := marksIn(text, "thoat nuoc")
	want := paperMarks{1: {2, []markPlace{
		{{.8, .05, .88, .055}, {.1, .06, .18, .065}},
		{{.2, .06, .38, .065}},
	}}}
	if !reflect.DeepEqual(marks, want) {
		t.Errorf("%v, want %v", marks, want)
	}
	if at, ok := marks.nth(1); !ok || at != (markAt{1, 1}) || marks.index(at) != 1 {
		t.Errorf("the second place is %v", at)
	}
	if _, ok := marks.nth(2); ok {
		t.Error("there is a third place")
	}
	if _, ok := marks.nth(-1); ok {
		t.Error("there is a place before the first")
	}
}

// What is written stays as black as it was: a mark colours the paper alone.
func TestMarksKeepTheLettersBlack(t *testing.T) {
	page := image.NewRGBA(image.Rect(0, 0, 100, 100))
	for i := range page.Pix {
		page.Pix[i] = 255
	}
	page.Set(50, 50, color.Black)
	layer := &marksLayer{chosen: -1}
	places := []markPlace{{{.4, .4, .6, .6}}}
	layer.set(page, places, 0)
	if len(layer.shots) != 1 || len(layer.rings) != 1 {
		t.Fatalf("%d marks, %d rings", len(layer.shots), len(layer.rings))
	}
	made := layer.shots[0].Image.(*image.RGBA)
	left, top := int(layer.boxes[0].Left*100+.5), int(layer.boxes[0].Top*100+.5)
	if got := made.RGBAAt(50-left, 50-top); got != (color.RGBA{A: 255}) {
		t.Errorf("a black point became %v", got)
	}
	if got := made.RGBAAt(0, 0); got.B > 130 || got.R < 240 {
		t.Errorf("the paper became %v", got)
	}
	if page.RGBAAt(45, 45) != (color.RGBA{255, 255, 255, 255}) {
		t.Error("the shared picture was drawn on")
	}
}

func TestFoundTextKeepsItsSpaces(t *testing.T) {
	kittest.Start(t, kit.LightPalette(), 1)
	text := newFoundText(kit.Body, 2)
	text.set([]search.Part{{Text: "… mương "}, {Text: "thoát nước", Found: true}, {Text: ", tổ dân phố "}, {Text: "5", Found: true}})
	look := kit.LookOf(text)
	line := text.lines(look, 2000)
	if len(line) != 1 || len(line[0]) != 4 {
		t.Fatalf("%+v", line)
	}
	space := text.measure(look, " ", false)
	for i, want := range []float32{0, space, 0, space} {
		if i == 0 {
			continue
		}
		gap := line[0][i].x - line[0][i-1].x - line[0][i-1].width - foundAir
		if gap < want-.5 || gap > want+.5 {
			t.Errorf("run %d stands %v away, not %v", i, gap, want)
		}
	}
	text.set([]search.Part{{Text: strings.Repeat("chữ ", 200)}})
	lines := text.lines(look, 300)
	last := lines[len(lines)-1]
	if len(lines) != 2 || !strings.HasSuffix(last[len(last)-1].text, "…") || last[len(last)-1].x+last[len(last)-1].width > 301 {
		t.Errorf("%+v", lines)
	}
}

func TestPicturesOfFoundPagesAreThoseOnTheScreen(t *testing.T) {
	b := searchBench(t)
	b.pages.hold = true
	errands := newErrands(&Setting{Post: b.loop.Post})
	drawn := 0
	s := newShots(b.pages, b.fakeRoom, b.loop.Post, errands, func() { drawn++ })
	first, second, third := shot{"a", 0, 500}, shot{"b", 1, 74}, shot{"c", 2, 74}
	b.load["c"] = council.PaperState{}
	s.want([]shot{first, second, third})
	b.loop.Until(t, "both papers to open", func() bool { return len(s.asks) == 2 })
	if waiting := b.pages.waiting(); waiting[pictureAsk{0, 500}] != Now || waiting[pictureAsk{1, 74}] != Soon || len(waiting) != 2 {
		t.Errorf("asked for %v; the third paper is not here", waiting)
	}
	s.want([]shot{second})
	if waiting := b.pages.waiting(); len(waiting) != 1 {
		t.Errorf("what went from the screen is asked for: %v", waiting)
	}
	before := drawn
	b.pages.finish()
	b.loop.Until(t, "the picture", func() bool { return drawn == before+1 })
	if _, ok := s.picture(second); !ok || len(s.asks) != 0 {
		t.Error("the picture is not at hand")
	}
}

func TestSmallPicturesAreMeans(t *testing.T) {
	fine := image.NewRGBA(image.Rect(0, 0, 3*thumbFiner, 2*thumbFiner))
	for i := range fine.Pix {
		fine.Pix[i] = 255
	}
	for x := range 3 * thumbFiner { // a thin line
		fine.SetRGBA(x, 0, color.RGBA{A: 255})
	}
	got := lessened(fine)
	if got.Bounds().Dx() != 3 || got.Bounds().Dy() != 2 {
		t.Fatalf("%v", got.Bounds())
	}
	if line, ground := got.RGBAAt(1, 0), got.RGBAAt(1, 1); line != (color.RGBA{170, 170, 170, 255}) || ground != (color.RGBA{255, 255, 255, 255}) {
		t.Errorf("line %v, ground %v", line, ground)
	}
}

// Vietnamese is written into the field as into every other one, though each letter is looked for.
func TestSearchTakesVietnamese(t *testing.T) {
	b := searchBench(t)
	screen, window := stand(t, b)
	b.read()
	typing := kit.NewTyping(b.setting().Words, screen.config.Setting.later())
	typing.SetTouch(true)
	typing.SetMethod(kit.TypeTelex)
	window.SetContent(kit.WithKeyboard(screen.Content(), typing))
	screen.find()
	b.settle()
	for _, letter := range "cuwr tri" {
		window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyName(strings.ToUpper(string(letter)))}) // as a window does
		window.Canvas().Focused().TypedRune(letter)
		b.pass(typingPause / 2)
	}
	if got := screen.view.search.field.Text(); got != "cử tri" {
		t.Errorf("the field says %q", got)
	}
	b.pass(typingPause)
	b.loop.Until(t, "the answer", func() bool { return screen.search.answer.typed == "cử tri" })
}
