package chamber

import (
	"strings"

	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/search"
)

// pickModel chooses words of the open paper to be copied: from where a finger came down to where it is.
type pickModel struct {
	paper   *paperModel
	changed func()

	on       bool
	blob     string
	from, to wordAt
	any      bool
	copied   bool
	held     *pickPoint          // touched before the words were here
	places   map[int][]markPlace // by page
}

// pickPoint is a point of a page, in parts of it.
type pickPoint struct {
	page int
	x, y float32
}

// coming tells whether the words are on their way.
func (p *pickModel) coming() bool {
	_, state := p.paper.text.of(p.blob)
	return state == textComing
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

// open begins with nothing chosen.
func (p *pickModel) open() {
	p.on, p.blob = true, p.paper.blob
	p.drop()
	p.changed()
}

// close ends it.
func (p *pickModel) close() {
	p.on = false
	p.drop()
	p.changed()
}

func (p *pickModel) drop() { p.any, p.copied, p.places, p.held = false, false, nil, nil }

// touch begins at a point of a page, in parts of it.
func (p *pickModel) touch(page int, x, y float32) {
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

// drag goes on to another point.
func (p *pickModel) drag(page int, x, y float32) {
	at, ok := p.nearest(page, x, y)
	if !ok || at == p.to && p.any {
		return
	}
	if !p.any {
		p.from = at
	}
	p.to, p.any, p.copied = at, true, false
	p.mark()
	p.changed()
}

// nearest is the word nearest to a point of a page: the line counts first.
func (p *pickModel) nearest(number int, x, y float32) (wordAt, bool) {
	text, state := p.paper.text.of(p.blob)
	if state != textHere || number < 0 || number >= len(text.Pages) || text.Pages[number].Bare() {
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
	text, state := p.paper.text.of(p.blob)
	if !p.any || state != textHere {
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
	p.places = map[int][]markPlace{}
	p.each(func(number int, page papertext.Page, span search.Span) {
		p.places[number] = []markPlace{placeOf(page, span)}
	})
}

// text is what is chosen, and of how many words.
func (p *pickModel) chosen() (text string, count int) {
	var parts []string
	p.each(func(_ int, page papertext.Page, span search.Span) {
		parts = append(parts, papertext.Page{Words: page.Words[span.First:span.End]}.Plain())
		count += span.End - span.First
	})
	return strings.Join(parts, "\n"), count
}

// marked is what is chosen on a page.
func (p *pickModel) marked(page int) []markPlace { return p.places[page] }

// longestPicked is how much of what is chosen the bar says.
const longestPicked = 80

// value is the bar at a moment.
func (p *pickModel) value(m *moment, paper paperValue) pickValue {
	if p.on && (p.blob != p.paper.blob || paper.Stage != paperOpen) {
		p.on = false
		p.drop()
	}
	if !p.on {
		return pickValue{}
	}
	if held := p.held; held != nil && !p.coming() {
		p.held = nil
		if at, ok := p.nearest(held.page, held.x, held.y); ok && !p.any {
			p.from, p.to, p.any = at, at, true
			p.mark()
		}
	}
	value := pickValue{Shown: true, Any: p.any, Text: m.words.Say("chamber.pick.help")}
	switch _, state := p.paper.text.of(p.blob); {
	case state == textComing:
		value.Text = m.words.Say("chamber.pick.coming")
	case state == textMissing:
		value.Text = m.words.Say("chamber.pick.wordless")
	case p.copied:
		value.Text = m.words.Say("chamber.pick.copied")
	case p.any:
		text, count := p.chosen()
		said := []rune(strings.ReplaceAll(text, "\n", " "))
		if len(said) > longestPicked {
			said = append(said[:longestPicked], '…')
		}
		value.Text = m.words.Say("chamber.pick.picked", "count", count, "text", string(said))
	}
	return value
}
