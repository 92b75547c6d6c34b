package chamber

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/search"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/searching"
)

func TestSearchWaitsForTheKeysToRest(t *testing.T) {
	b := searchBench(t)
	screen, _ := searchFor(t, b, "thoat nuoc")
	before := len(b.searches.questions())
	rows := len(screen.view.search.Drawn.Rows)
	for _, typed := range []string{"d", "da", "dau", "dau t"} {
		screen.view.search.Field.SetText(typed)
		b.pass(pageview.TypingPause - 20*time.Millisecond)
	}
	if asked := b.searches.questions()[before:]; len(asked) != 0 {
		t.Errorf("looked for %q while somebody was typing", asked)
	}
	if got := len(screen.view.search.Drawn.Rows); got != rows {
		t.Errorf("%d rows stand while somebody types, not the %d of before", got, rows)
	}
	b.pass(20 * time.Millisecond)
	b.loop.Until(t, "the answer", func() bool { return screen.search.Answer.Typed == "dau t" })
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
	screen.view.search.Field.SetText("thoat")
	b.pass(pageview.TypingPause)
	select {
	case <-b.searches.begun:
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was looked for")
	}
	if !screen.search.Working {
		t.Error("a question that is not answered does not show that it works")
	}
	screen.view.search.Field.SetText("thoat nuoc")
	b.loop.Until(t, "its end", func() bool { return len(b.searches.given()) == 1 })
	if len(screen.search.Answer.Results.Found) != 0 || screen.search.Fault != "" {
		t.Errorf("what was given up brought something: %q", screen.search.Fault)
	}
	b.searches.set(func() { close(b.searches.hold); b.searches.hold = nil })
	b.pass(pageview.TypingPause)
	b.loop.Until(t, "the answer", func() bool { return screen.search.Answer.Typed == "thoat nuoc" })
	if screen.search.Working {
		t.Error("it still shows that it works")
	}
}

func TestSearchShowsWhatWasFound(t *testing.T) {
	b := searchBench(t)
	screen, _ := searchFor(t, b, "thoat nuoc")
	says(t, b, "found", "1 tiêu đề · 8 trang trong 3 tài liệu", "Kỳ họp này 9", "Các kỳ trước 0", "Nội dung 4 · trang 1, có 5 chỗ",
		"Chữ nhận dạng từ bản quét, có thể sai", "Nội dung 5 · tên tài liệu", "Mở tài liệu")
	value := screen.view.search.Drawn
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
	if screen.view.search.Drawn.Chosen != 0 {
		t.Errorf("two steps back lead to row %d", screen.view.search.Drawn.Chosen)
	}
}

func TestFoundPageIsOpenedWithItsMarks(t *testing.T) {
	b := searchBench(t)
	screen, _ := searchFor(t, b, "thoat nuoc")
	row := screen.view.search.Drawn.Rows[len(screen.view.search.Drawn.Rows)-1] // page 6 of the appendix
	screen.search.PickRow(row.Place)
	b.settled()
	kittest.Tap(t, screen.Content(), "Mở trang 6")
	b.stands("d4")
	paper := screen.view.desk.paper
	says(t, b, "opened", "Trang 6/6", "“thoat nuoc”", "Chỗ 16/20 trong tài liệu này")
	places, chosen := paper.Column.Marks(5)
	if len(places) != 5 || chosen != 0 {
		t.Fatalf("%d places are marked, %d chosen", len(places), chosen)
	}
	if slot := paper.Column.Slots[5]; slot == nil || len(slot.Marks.Shots) != 5 || len(slot.Marks.Rings) != 1 {
		t.Errorf("the page is drawn without its marks: %+v", slot)
	}
	top := paper.Column.HeightOf(5, places[0].Around().Top) - paper.Scroll.Offset().Y
	if top < 0 || top > paper.Scroll.Size().Height {
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
	if !screen.search.Up || screen.view.search.Drawn.Rows[screen.view.search.Drawn.Chosen].Place != row.Place {
		t.Error("the way back does not lead to the results")
	}
	screen.search.EnterChosen()
	b.stands("d4")
	kittest.Tap(t, screen.Content(), "Thôi tìm, bỏ đánh dấu")
	b.settle()
	if places, _ := paper.Column.Marks(5); len(places) != 0 || len(paper.Column.Slots[5].Marks.Shots) != 0 {
		t.Error("marks stay after the search was ended")
	}
	if kittest.Shows(screen.Content(), "Kết quả tìm") {
		t.Error("the band stays after the search was ended")
	}
}

func TestFoundItemIsOpened(t *testing.T) {
	b := searchBench(t)
	screen, _ := searchFor(t, b, "chat van")
	kittest.Tap(t, screen.Content(), "Mở nội dung 5")
	b.stands("d5")
	if screen.agenda.item != "i5" || !screen.agenda.away {
		t.Errorf("item %q is open", screen.agenda.item)
	}
}

func TestNarrowScreensOpenARowAtATap(t *testing.T) {
	for _, size := range []fyne.Size{{Width: 1024, Height: 600}, {Width: 800, Height: 1280}} {
		b := searchBench(t)
		screen, window := searchFor(t, b, "thoat nuoc")
		window.Resize(size)
		kittest.Settle(screen.Content(), size)
		if screen.view.search.Page.Content.Visible() {
			t.Errorf("%v: the page stands beside the rows", size)
		}
		row := screen.view.search.Drawn.Rows[1]
		kittest.Tap(t, screen.Content(), frame.Joined(row.Name, row.Note))
		b.settle()
		if screen.search.Up {
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
	screen, _ := searchFor(t, b, "thoat nuoc")
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
	screen, _ := searchFor(t, b, "dan pho") // stands on pages alone
	found := len(screen.search.Answer.Results.Found)
	says(t, b, "waiting", "Còn 9 tài liệu chưa tìm được: máy chủ đang đọc.", "Có 1 tài liệu không nhận được chữ nào")
	chosen := screen.search.Chosen
	b.searches.set(func() { b.searches.waiting = 0; b.searches.texts["blobd2"] = drawnText(0) })
	b.pass(pageview.LookAgain + time.Second)
	b.loop.Until(t, "what was read meanwhile", func() bool { return len(screen.search.Answer.Results.Found) == found+1 })
	if screen.search.Chosen != chosen {
		t.Error("what is chosen changed")
	}
	b.settled()
	asked := len(b.searches.questions())
	b.pass(10 * pageview.LookAgain)
	if got := len(b.searches.questions()); got != asked {
		t.Errorf("asked %d times more though nothing changed", got-asked)
	}
}

func TestNothingFound(t *testing.T) {
	b := searchBench(t)
	searchFor(t, b, "cầu vượt")
	says(t, b, "nothing", "Không thấy “cầu vượt”", "Thử gõ không dấu")
	b.searches.set(func() { b.searches.fault = errors.New("disk") })
	b.look("khác")
	says(t, b, "a fault", "A1B2")
	if len(b.reported) != 1 {
		t.Errorf("reported %v", b.reported)
	}
	b.searches.set(func() { b.searches.fault = nil })
	b.pass(2 * pageview.LookAgain)
	b.loop.Until(t, "another try", func() bool { return b.delegate.search.Fault == "" })
}

func TestLastSearchesAreOfOnePersonAlone(t *testing.T) {
	b := searchBench(t)
	screen, _ := searchFor(t, b, "thoat nuoc")
	kittest.Tap(t, screen.Content(), "Thôi tìm")
	b.settle()
	screen.find()
	b.settle()
	kittest.Tap(t, screen.Content(), "thoat nuoc")
	b.loop.Until(t, "the answer", func() bool { return screen.search.Answer.Typed == "thoat nuoc" })
	b.settled()
	screen.search.EnterChosen()
	b.stands("d5")
	old := screen.view.search
	b.turn(func() { b.standing.Person = "" })
	s := screen.search
	if len(s.Recent) != 0 || s.Typed != "" || s.Kept || s.Up || len(s.Marks) != 0 || !reflect.DeepEqual(s.Answer, searching.SearchAnswer{}) || len(s.Shots.Opened) != 0 {
		t.Errorf("something of the search is left: %+v", s)
	}
	if screen.view.search == old {
		t.Error("the view still holds what was typed")
	}
	b.turn(func() { b.standing.Person = "p2" })
	screen.sign.expect = false
	screen.heart.Beat()
	screen.find()
	b.settle()
	if kittest.HasButton(screen.Content(), "thoat nuoc") {
		t.Error("the next person sees what the one before looked for")
	}
}

func TestAVoteComesOverTheSearch(t *testing.T) {
	b := searchBench(t)
	screen, window := searchFor(t, b, "thoat nuoc")
	s := &story{t: t, state: b.state, seq: 1000, now: at(9, 40, 0)}
	s.voting(at(9, 42, 0))
	b.hand.time = at(9, 41, 18)
	b.turn(func() { b.state = s.state })
	if over(window) == nil || !screen.view.vote.sheet.IsOpen() {
		t.Fatal("the vote stays under the search")
	}
	if screen.search.Field {
		t.Error("the field still wants the keyboard")
	}
	screen.vote.putAside()
	b.settle()
	if !screen.search.Up || !screen.view.search.Band.Content.Visible() {
		t.Error("a vote that was put aside cannot be brought back from the search")
	}
}

func TestSearchByKeys(t *testing.T) {
	b := searchBench(t)
	screen, window := stand(t, b)
	b.read()
	screen.find()
	b.settle()
	if !screen.search.Up || window.Canvas().Focused() == nil {
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
	screen.search.Back()
	b.settle()
	kittest.Key(window, fyne.KeyEscape)
	b.settle()
	if screen.search.Up || screen.search.Kept {
		t.Error("Escape does not end the search")
	}
	screen.openAccount()
	screen.find()
	b.settle()
	if screen.search.Up {
		t.Error("the search opens under a dialog")
	}
}

func TestPaperThatIsNotHere(t *testing.T) {
	b := searchBench(t)
	b.load["blobd4"] = council.PaperState{}
	screen, _ := searchFor(t, b, "thoat nuoc")
	for _, found := range screen.search.Shown() {
		if found.Document == "d4" {
			screen.search.PickRow(found.Place)
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
		_, ok := screen.search.Shots.Picture(pageview.Shot{Blob: "blobd5", Page: 0, Width: 1})
		return ok && !kittest.Shows(screen.Content(), b.setting().Words.Say("paper.fault.damaged"))
	})
}

func TestPicturesOfFoundPagesAreThoseOnTheScreen(t *testing.T) {
	b := searchBench(t)
	b.pages.hold = true
	errands := frame.NewErrands(&frame.Setting{Post: b.loop.Post})
	drawn := 0
	s := pageview.NewShots(b.pages, b.fakeRoom, b.loop.Post, errands, func() { drawn++ })
	first, second, third := pageview.Shot{Blob: "a", Page: 0, Width: 500}, pageview.Shot{Blob: "b", Page: 1, Width: 74}, pageview.Shot{Blob: "c", Page: 2, Width: 74}
	b.load["c"] = council.PaperState{}
	s.Want([]pageview.Shot{first, second, third})
	b.loop.Until(t, "both papers to open", func() bool { return len(s.Asks) == 2 })
	if waiting := b.pages.waiting(); waiting[pageview.PictureAsk{Page: 0, Width: 500}] != pageview.Now || waiting[pageview.PictureAsk{Page: 1, Width: 74}] != pageview.Soon || len(waiting) != 2 {
		t.Errorf("asked for %v; the third paper is not here", waiting)
	}
	s.Want([]pageview.Shot{second})
	if waiting := b.pages.waiting(); len(waiting) != 1 {
		t.Errorf("what went from the screen is asked for: %v", waiting)
	}
	before := drawn
	b.pages.finish()
	b.loop.Until(t, "the picture", func() bool { return drawn == before+1 })
	if _, ok := s.Picture(second); !ok || len(s.Asks) != 0 {
		t.Error("the picture is not at hand")
	}
}

// Vietnamese is written into the field as into every other one, though each letter is looked for.
func TestSearchTakesVietnamese(t *testing.T) {
	b := searchBench(t)
	screen, window := stand(t, b)
	b.read()
	typing := kit.NewTyping(b.setting().Words, screen.config.Setting.Later())
	typing.SetTouch(true)
	typing.SetMethod(kit.TypeTelex)
	window.SetContent(kit.WithKeyboard(screen.Content(), typing))
	screen.find()
	b.settle()
	for _, letter := range "cuwr tri" {
		window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyName(strings.ToUpper(string(letter)))}) // as a window does
		window.Canvas().Focused().TypedRune(letter)
		b.pass(pageview.TypingPause / 2)
	}
	if got := screen.view.search.Field.Text(); got != "cử tri" {
		t.Errorf("the field says %q", got)
	}
	b.pass(pageview.TypingPause)
	b.loop.Until(t, "the answer", func() bool { return screen.search.Answer.Typed == "cử tri" })
}
