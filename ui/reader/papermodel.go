package reader

import (
	"context"
	"errors"
	"image"

	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// Value is the open paper.
type Value struct {
	Tabs     []kit.TabItem
	Document string
	Title    string
	Stage    pageview.PaperStage
	Sentence string
	Load     pageview.LoadValue
	Signed   signedValue
	Paper    pageview.Paper
	Key      string // of document and bytes: another key is another paper
	Place    Place  // where to begin
	Turn     int    // another number: Place was not read to, but gone to
	Zoom     int    // percent of the width; 0: as pages fit
	View     Viewing
	Span     pageview.TextSpan
	Contents Contents
	Marked   map[int]bool // pages with bookmarks
	Retry    bool
	Fault    string // why a password was not taken
	Busy     bool   // one is tried
}

// Model shows a paper page by page and keeps the place in each.
type Model struct {
	setting *frame.Setting
	papers  pageview.Papers
	pages   pageview.Pages
	errands *frame.Errands
	changed func()
	signed  signedWords

	Document string
	Blob     string
	Opened   map[string]pageview.Paper // by bytes
	faults   map[string]string         // by bytes: the sentence
	Opening  string
	cancel   context.CancelFunc // of what is opened early; nil for none
	late     map[string]bool    // by bytes: not to be opened early, or measured, again
	removed  map[string]bool    // by bytes: it was here before, gave way to others and is fetched again
	Places   map[string]Place   // by document
	wanted   string
	Pictures *pageview.Pictures
	Thumbs   *thumbShots
	Lens     *pageview.NightLens
	Contents *contentsModel
	Text     *pageview.TextModel
	locks    paperLocks
	View     Viewing
	Marks    map[string][]Bookmark // by document, in the order of pages
	turn     int
	Touched  func() // something changed that is kept
}

// NewModel makes the model of one open paper; drawn and thumbed are told which page has a better picture.
func NewModel(setting *frame.Setting, papers pageview.Papers, pages pageview.Pages, searches pageview.Searches, errands *frame.Errands, changed func(), drawn, small func(int)) *Model {
	p := &Model{
		setting: setting, papers: papers, pages: pages, errands: errands, changed: changed,
		Opened: map[string]pageview.Paper{}, faults: map[string]string{}, Places: map[string]Place{}, late: map[string]bool{},
		removed: map[string]bool{}, Marks: map[string][]Bookmark{}, Touched: func() {},
		Lens: pageview.NewNightLens(pages), Contents: newContentsModel(pages, errands, changed),
		Text: &pageview.TextModel{Setting: setting, Searches: searches, Errands: errands, Changed: changed},
	}
	p.Thumbs = newThumbShots(p.Lens, setting.Post, small)
	p.Pictures = pageview.NewPictures(p.Lens, setting.Post, func(page int) {
		p.learn()
		drawn(page)
	})
	return p
}

// Forget drops where the person who held the tablet was reading.
func (p *Model) Forget() {
	p.Pictures.Open("")
	p.Thumbs.open("")
	p.Places, p.Marks, p.View = map[string]Place{}, map[string][]Bookmark{}, Viewing{}
	p.Lens.Set(false)
	p.Contents.forget()
	p.Text.Forget()
	p.lockAll()
	p.Opened, p.faults = map[string]pageview.Paper{}, map[string]string{}
	p.giveUp()
	p.late, p.removed = map[string]bool{}, map[string]bool{}
	p.Document, p.Blob, p.wanted = "", "", ""
}

// Value is the open paper at a moment. It opens what is to be shown.
func (p *Model) Value(m *frame.Moment, item, document string) Value {
	value := Value{Document: document}
	for _, paper := range m.State.Papers(item) {
		value.Tabs = append(value.Tabs, kit.TabItem{ID: paper.ID, Text: paper.Name()})
	}
	shown, there := m.State.Documents[document]
	if p.cancel != nil && p.Opening != shown.Blob {
		p.giveUp()
	}
	if !there {
		p.Document, p.Blob = "", ""
		p.Pictures.Open("")
		p.Thumbs.open("")
		value.Sentence = m.Words.Say("chamber.paper.none")
		return value
	}
	p.Document, p.Blob = document, shown.Blob
	value.Title, value.Key = shown.Title, document+" "+shown.Blob
	value.Place = p.placeOf(document)
	value.Zoom, value.View, value.Turn, value.Span = value.Place.Zoom, p.View, p.turn, pageview.UsualSpan
	value.Load = pageview.LoadOf(m, shown, p.papers)
	p.stage(m, &value, shown)
	if value.Stage == pageview.PaperOpen {
		p.Pictures.Open(shown.Blob)
		value.Place.Page = min(value.Place.Page, max(0, value.Paper.Pages-1))
		p.furnish(&value, shown)
		if read, is := m.State.ReadingOf(shown); is {
			value.Signed = p.signed.of(m.Words, read, m.Now.Location())
		}
	} else {
		p.Pictures.Open("")
		p.Thumbs.open("")
	}
	return value
}

// furnish adds what is known of an open paper besides its pages. Of one that is still coming nothing is asked for:
// the pages come first.
func (p *Model) furnish(value *Value, shown council.Document) {
	value.Marked = p.markedPages(shown.ID)
	if value.Paper.Partial {
		p.Thumbs.open("")
		return
	}
	p.Thumbs.open(shown.Blob)
	value.Contents = p.Contents.of(shown.Blob)
	if p.View.Fit == FitText {
		if _, state := p.Text.Of(shown.Blob); state == pageview.TextHere {
			value.Span = p.Text.Span
		}
	}
}

func (p *Model) stage(m *frame.Moment, value *Value, shown council.Document) {
	paper, open := p.Opened[shown.Blob]
	fault := p.faults[shown.Blob]
	switch {
	case open:
		value.Stage, value.Paper = pageview.PaperOpen, paper
		if paper.Partial && value.Load.State == pageview.LoadReady {
			p.complete(shown.Blob)
		}
	case p.locks.locked[shown.Blob]:
		value.Stage, value.Sentence = pageview.PaperLocked, m.Words.Say("chamber.paper.locked")
		value.Fault, value.Busy = p.locks.fault[shown.Blob], p.locks.busy
	case fault != "":
		value.Stage, value.Sentence, value.Retry = pageview.PaperFaulty, fault, true
	case value.Load.State == pageview.LoadReady:
		value.Stage, value.Sentence = pageview.PaperOpening, m.Words.Say("chamber.paper.opening")
		p.open(shown.Blob)
	default:
		value.Stage = pageview.PaperLoading
		value.Sentence = p.whyLoading(m, value.Load.State, shown.Blob)
		if !p.openEarly(shown.Blob) && p.wanted != shown.Blob {
			p.wanted = shown.Blob
			p.papers.Want(shown.Blob)
		}
	}
}

// whyLoading says why a paper is not here. One that was here before says so until it is back: to be asked for is
// all that the device needs to call it no longer removed.
func (p *Model) whyLoading(m *frame.Moment, state pageview.LoadState, blob string) string {
	if state == pageview.LoadRemoved {
		p.removed[blob] = true
	}
	switch {
	case p.removed[blob] && m.Cut():
		return m.Words.Say("chamber.paper.load.removed.cut")
	case p.removed[blob] && (state == pageview.LoadRemoved || state == pageview.LoadWaiting):
		return m.Words.Say("chamber.paper.load.removed")
	}
	return m.Words.Say("chamber.paper.load." + pageview.LoadNames[state])
}

func (p *Model) open(blob string) {
	if p.Opening == blob {
		return
	}
	p.Opening = blob
	var paper pageview.Paper
	p.errands.Run(func(ctx context.Context) (err error) {
		paper, err = p.pages.Open(ctx, blob)
		return err
	}, func(err error) {
		if p.Opening == blob {
			p.Opening = ""
		}
		var fault *pageview.PageFault
		switch {
		case err == nil:
			p.Opened[blob] = paper
		case errors.As(err, &fault) && p.asksPassword(fault):
			p.locks.lock(blob)
		case errors.As(err, &fault):
			p.faults[blob] = p.setting.Words.Say("paper.fault." + fault.Code)
		default:
			p.faults[blob] = p.setting.Sentence(err)
		}
		p.changed()
	})
}

// Again tries a paper anew that could not be opened, or asks for its bytes anew.
func (p *Model) Again() {
	delete(p.faults, p.Blob)
	delete(p.late, p.Blob)
	p.wanted = ""
	p.changed()
}

func (p *Model) placeOf(document string) Place { return p.Places[document] }

// Read keeps how far the open paper is read.
func (p *Model) Read(page int, part float32) {
	at := p.placeOf(p.Document)
	at.Page, at.Part = page, part
	p.Places[p.Document] = at
	p.Touched()
}

// Begin has a paper begin at the top of a page when it is opened next.
func (p *Model) Begin(document string, page int) {
	at := p.placeOf(document)
	at.Page, at.Part = page, 0
	p.Places[document] = at
}

// Zoom makes the open paper larger or smaller by steps from a percentage.
func (p *Model) Zoom(steps, percent int) {
	at := p.placeOf(p.Document)
	at.Zoom = zoomBy(percent, steps)
	p.Places[p.Document] = at
	p.Touched()
	p.changed()
}

// Fit has the pages fit again, in one way or another.
func (p *Model) Fit(fit PageFit) {
	at := p.placeOf(p.Document)
	at.Zoom = 0
	p.Places[p.Document] = at
	p.Look(Viewing{Flow: p.View.Flow, Fit: fit, Night: p.View.Night, Bare: p.View.Bare})
	p.Touched()
	p.changed()
}

// Wish changes how the person likes to look at papers.
func (p *Model) Wish(change func(*Viewing)) {
	view := p.View
	change(&view)
	p.Look(view)
	p.Touched()
	p.changed()
}

// Look takes how the person likes to look at papers.
func (p *Model) Look(view Viewing) {
	view = view.sane()
	if view.Night != p.View.Night {
		p.Pictures.Stop()
		p.Thumbs.stop()
		p.Lens.Set(view.Night)
	}
	p.View = view
}

// Picture gives the best picture of a page that is at hand.
func (p *Model) Picture(page, width int) (*image.RGBA, bool) {
	picture, _, ok := p.Lens.Picture(p.Blob, page, width)
	return picture, ok
}

// Fault is the sentence why a page cannot be shown, "" if it can.
func (p *Model) Fault(page int) string {
	if code := p.Pictures.Faults[page]; code != "" {
		return p.setting.Words.Say("paper.fault." + code)
	}
	return ""
}

// RetryPage has a page that failed drawn anew.
func (p *Model) RetryPage(page int) { p.Pictures.Retry(page) }

// Rest gives up what is being drawn, until the next moment.
func (p *Model) Rest() {
	p.Pictures.Open("")
	p.Thumbs.open("")
	p.giveUp()
}

// Reword drops the sentences of another language.
func (p *Model) Reword() { p.faults = map[string]string{} }
