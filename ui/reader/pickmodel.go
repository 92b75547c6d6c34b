package reader

import (
	"strings"

	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/search"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/pageview"
)

// pickModel chooses words of the open paper to be copied: from where a finger came down to where it is.
type pickModel struct {
	paper   *Model
	changed func()

	On       bool
	blob     string
	from, to wordAt
	any      bool
	Copied   bool
	held     *pickPoint                   // touched before the words were here
	places   map[int][]pageview.MarkPlace // by page
}

// pickPoint is a point of a page, in parts of it.
type pickPoint struct {
	page int
	x, y float32
}

// coming tells whether the words are on their way.
func (p *pickModel) coming() bool {
	_, state := p.paper.Text.Of(p.blob)
	return state == pageview.TextComing
}

// wordAt is one word of a paper.
type wordAt struct{ page, word int }

func (w wordAt) before(other wordAt) bool {
	return w.page < other.page || w.page == other.page && w.word < other.word
}

// pickValue is the bar under the pages while somebody chooses words.
type pickValue struct {
	Shown bool
	Text  string
	Any   bool
}

// Open begins with nothing chosen.
func (p *pickModel) Open() {
	p.On, p.blob = true, p.paper.Blob
	p.drop()
	p.changed()
}

// Close ends it.
func (p *pickModel) Close() {
	p.On = false
	p.drop()
	p.changed()
}

func (p *pickModel) drop() { p.any, p.Copied, p.places, p.held = false, false, nil, nil }

// Touch begins at a point of a page, in parts of it.
func (p *pickModel) Touch(page int, x, y float32) {
	at, ok := p.nearest(page, x, y)
	p.drop()
	if p.held = nil; !ok && p.coming() {
		p.held = &pickPoint{page, x, y}
	}
	if ok {
		p.from, p.to, p.any = at, at, true
		p.mark()
	}
	p.changed()
}

// Drag goes on to another point.
func (p *pickModel) Drag(page int, x, y float32) {
	at, ok := p.nearest(page, x, y)
	if !ok || at == p.to && p.any {
		return
	}
	if !p.any {
		p.from = at
	}
	p.to, p.any, p.Copied = at, true, false
	p.mark()
	p.changed()
}

// nearest is the word nearest to a point of a page: the line counts first.
func (p *pickModel) nearest(number int, x, y float32) (wordAt, bool) {
	text, state := p.paper.Text.Of(p.blob)
	if state != pageview.TextHere || number < 0 || number >= len(text.Pages) || text.Pages[number].Bare() {
		return wordAt{}, false
	}
	page := text.Pages[number]
	left, top := x*float32(page.Width), y*float32(page.Height)
	best, least := -1, float32(0)
	for i, word := range page.Words {
		beside := max(0, float32(word.Box.Left)-left, left-float32(word.Box.Right))
		above := max(0, float32(word.Box.Top)-top, top-float32(word.Box.Bottom))
		if away := beside + 8*above; best < 0 || away < least {
			best, least = i, away
		}
	}
	return wordAt{number, best}, true
}

// span is what is chosen, first word and last.
func (p *pickModel) span() (first, last wordAt) {
	if p.to.before(p.from) {
		return p.to, p.from
	}
	return p.from, p.to
}

// each visits the chosen words page by page.
func (p *pickModel) each(visit func(number int, page papertext.Page, span search.Span)) {
	text, state := p.paper.Text.Of(p.blob)
	if !p.any || state != pageview.TextHere {
		return
	}
	first, last := p.span()
	for number := first.page; number <= last.page && number < len(text.Pages); number++ {
		page := text.Pages[number]
		span := search.Span{First: 0, End: len(page.Words)}
		if number == first.page {
			span.First = first.word
		}
		if number == last.page {
			span.End = last.word + 1
		}
		if span.First < span.End {
			visit(number, page, span)
		}
	}
}

func (p *pickModel) mark() {
	p.places = map[int][]pageview.MarkPlace{}
	p.each(func(number int, page papertext.Page, span search.Span) {
		p.places[number] = []pageview.MarkPlace{pageview.PlaceOf(page, span)}
	})
}

// text is what is chosen, and of how many words.
func (p *pickModel) Chosen() (text string, count int) {
	var parts []string
	p.each(func(_ int, page papertext.Page, span search.Span) {
		parts = append(parts, papertext.Page{Words: page.Words[span.First:span.End]}.Plain())
		count += span.End - span.First
	})
	return strings.Join(parts, "\n"), count
}

// Marked is what is chosen on a page.
func (p *pickModel) Marked(page int) []pageview.MarkPlace { return p.places[page] }

// longestPicked is how much of what is chosen the bar says.
const longestPicked = 80

// Value is the bar at a moment.
func (p *pickModel) Value(m *frame.Moment, paper Value) pickValue {
	if p.On && (p.blob != p.paper.Blob || paper.Stage != pageview.PaperOpen) {
		p.On = false
		p.drop()
	}
	if !p.On {
		return pickValue{}
	}
	if held := p.held; held != nil && !p.coming() {
		p.held = nil
		if at, ok := p.nearest(held.page, held.x, held.y); ok && !p.any {
			p.from, p.to, p.any = at, at, true
			p.mark()
		}
	}
	value := pickValue{Shown: true, Any: p.any, Text: m.Words.Say("chamber.pick.help")}
	switch _, state := p.paper.Text.Of(p.blob); {
	case state == pageview.TextComing:
		value.Text = m.Words.Say("chamber.pick.coming")
	case state == pageview.TextMissing:
		value.Text = m.Words.Say("chamber.pick.wordless")
	case p.Copied:
		value.Text = m.Words.Say("chamber.pick.copied")
	case p.any:
		text, count := p.Chosen()
		said := []rune(strings.ReplaceAll(text, "\n", " "))
		if len(said) > longestPicked {
			said = append(said[:longestPicked], '…')
		}
		value.Text = m.Words.Say("chamber.pick.picked", "count", count, "text", string(said))
	}
	return value
}
