package chamber

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/search"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/pageview"
)

// fakeSearches searches what it is given, by the rules of the product, and remembers what it was asked.
type fakeSearches struct {
	mu      sync.Mutex
	states  []*council.State
	texts   map[string]papertext.Text // by bytes of the paper
	scanned map[string]bool
	waiting int
	bare    int
	more    int
	fault   error
	asked   []string
	ended   []string      // questions whose context ended before they were answered
	hold    chan struct{} // where set, an answer waits for it
	begun   chan struct{} // one for each question that waits so
}

func newFakeSearches() *fakeSearches {
	return &fakeSearches{texts: map[string]papertext.Text{}, scanned: map[string]bool{}, begun: make(chan struct{}, 8)}
}

func (f *fakeSearches) set(change func()) { f.mu.Lock(); defer f.mu.Unlock(); change() }

func (f *fakeSearches) questions() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.asked...)
}

func (f *fakeSearches) given() (ended []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]string(nil), f.ended...)
}

func (f *fakeSearches) Find(ctx context.Context, typed string) (search.Results, error) {
	f.mu.Lock()
	f.asked = append(f.asked, typed)
	hold := f.hold
	f.mu.Unlock()
	if hold != nil {
		f.begun <- struct{}{}
		select {
		case <-hold:
		case <-ctx.Done():
			f.set(func() { f.ended = append(f.ended, typed) })
			return search.Results{}, ctx.Err()
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	query := search.Parse(typed)
	results := search.Results{Waiting: f.waiting, Bare: f.bare, More: f.more}
	if query.Empty() || f.fault != nil {
		return results, f.fault
	}
	answers := func(title string) bool { return len(query.Spans(strings.Fields(title))) > 0 }
	for _, state := range f.states {
		for _, item := range state.Agenda() {
			if answers(item.Title) {
				results.Found = append(results.Found, search.Found{Place: search.Place{Session: state.ID, Item: item.ID, Page: search.TitleOnly}, Title: item.Title, Parts: query.Snippet(item.Title)})
			}
		}
		for _, document := range state.InOrder() {
			if answers(document.Title) {
				results.Found = append(results.Found, search.Found{Place: search.Place{Session: state.ID, Item: document.Item, Document: document.ID, Blob: document.Blob, Page: search.TitleOnly}, Title: document.Title, Parts: query.Snippet(document.Title)})
			}
		}
		for _, document := range state.InOrder() {
			for number, page := range f.texts[document.Blob].Pages {
				if plain := page.Plain(); answers(plain) {
					results.Found = append(results.Found, search.Found{
						Place: search.Place{Session: state.ID, Item: document.Item, Document: document.ID, Blob: document.Blob, Page: number},
						Title: document.Name(), Parts: query.Snippet(plain), Scanned: f.scanned[document.Blob],
					})
				}
			}
		}
	}
	return results, nil
}

func (f *fakeSearches) Words(_ context.Context, blob string) (papertext.Text, bool, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	text, there := f.texts[blob]
	return text, there, nil
}

// drawnWord is a word of a line that is drawn, with where it stands on a page 664 wide.
type drawnWord struct {
	text        string
	left, right float32
}

// drawnWords places the words of a line.
func drawnWords(line string) []drawnWord {
	serif := fyne.NewStaticResource("serif", assets.Font("LiberationSerif-Regular.ttf"))
	var words []drawnWord
	left := float32(96)
	for _, word := range strings.Fields(line) {
		size, _ := fyne.CurrentApp().Driver().RenderedTextSize(word, 15, fyne.TextStyle{}, serif)
		words = append(words, drawnWord{word, left, left + size.Width})
		left += size.Width + 5.5
	}
	return words
}

// drawnText is what stands on some of the pages that drawnPage draws.
func drawnText(pages ...int) papertext.Text {
	const unit = float32(59528) / 664
	text := papertext.Text{Pages: make([]papertext.Page, 6)}
	for number := range text.Pages {
		page := papertext.Page{Width: 59528, Height: 84189}
		if slices.Contains(pages, number) {
			for i, line := range drawnLines {
				top := 200 + 28*float32(i)
				words := drawnWords(line)
				for at, word := range words {
					page.Words = append(page.Words, papertext.Word{Text: word.text, Ends: at == len(words)-1, Box: papertext.Box{
						Left: int32(word.left * unit), Right: int32(word.right * unit), Top: int32((top + 2) * unit), Bottom: int32((top + 17) * unit),
					}})
				}
			}
		}
		text.Pages[number] = page
	}
	return text
}

// searchBench is a session whose papers were read: the drains stand in four of them.
func searchBench(t *testing.T) *bench {
	s := sitting(t)
	titles := map[string]string{
		"d2": "Dự thảo nghị quyết về Kế hoạch đầu tư công năm 2027", "d3": "Báo cáo thẩm tra của Ban Kinh tế – Ngân sách",
		"d4": "Phụ lục danh mục dự án đầu tư công năm 2027", "d5": "Tổng hợp ý kiến cử tri về thoát nước trước kỳ họp thứ Ba",
	}
	for id, title := range titles {
		document := s.state.Documents[id]
		document.Title = title
		s.write(council.DocumentKind, id, document)
	}
	return searchOf(t, s)
}

func searchOf(t *testing.T, s *story) *bench {
	b := newBench(t, s.state, at(9, 26, 0))
	b.searches.states = []*council.State{s.state}
	return b
}

// read puts words on the pages of the papers; it needs a program for the measures of letters.
func (b *bench) read() {
	b.searches.texts["blobd1"] = drawnText(0, 1, 2)
	b.searches.texts["blobd3"] = drawnText(2)
	b.searches.texts["blobd4"] = drawnText(1, 3, 4, 5)
	b.searches.scanned["blobd3"] = true
}

// searchFor is a screen with its search open and something typed and found.
func searchFor(t *testing.T, b *bench, typed string) (*Delegate, fyne.Window) {
	t.Helper()
	screen, window := stand(t, b)
	b.read()
	screen.find()
	b.settle()
	b.look(typed)
	return screen, window
}

// look types something and waits for what is found, and for where it stands.
func (b *bench) look(typed string) {
	b.t.Helper()
	b.delegate.view.search.Field.SetText(typed)
	b.pass(pageview.TypingPause + time.Millisecond)
	b.loop.Until(b.t, "the answer", func() bool { return b.delegate.search.Answer.Typed == typed && b.delegate.search.Cancel == nil })
	b.settled()
}

// settled waits until nothing is looked for in papers any more.
func (b *bench) settled() {
	b.t.Helper()
	b.loop.Until(b.t, "the words of the papers", func() bool {
		return b.delegate.search.Marking == "" && b.delegate.search.Shots.Opening == ""
	})
}

// stands waits until a paper is shown.
func (b *bench) stands(document string) {
	b.t.Helper()
	b.loop.Until(b.t, "the paper "+document, func() bool { return b.delegate.view.desk.paper.Shows(document) })
	b.settled()
	kittest.Settle(b.delegate.Content(), tablet)
	b.settle()
}
