package chamber

import (
	"context"
	"errors"
	"image"

	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/kit"
)

// paperStage is what stands in the middle of the tablet.
type paperStage uint8

const (
	paperNothing paperStage = iota // the item has no paper
	paperLoading                   // its bytes are not here
	paperOpening
	paperFaulty
	paperLocked // it has a password
	paperOpen
)

// paperValue is the open paper.
type paperValue struct {
	Tabs     []kit.TabItem
	Document string
	Title    string
	Stage    paperStage
	Sentence string
	Load     loadValue
	Signed   signedValue
	Paper    Paper
	Key      string // of document and bytes: another key is another paper
	Place    Place  // where to begin
	Turn     int    // another number: Place was not read to, but gone to
	Zoom     int    // percent of the width; 0: as pages fit
	View     Viewing
	Span     textSpan
	Contents Contents
	Marked   map[int]bool // pages with bookmarks
	Retry    bool
	Fault    string // why a password was not taken
	Busy     bool   // one is tried
}

// paperModel shows a paper page by page and keeps the place in each.
type paperModel struct {
	setting *Setting
	papers  Papers
	pages   Pages
	errands *errands
	changed func()

	document string
	blob     string
	opened   map[string]Paper  // by bytes
	faults   map[string]string // by bytes: the sentence
	opening  string
	cancel   context.CancelFunc // of what is opened early; nil for none
	late     map[string]bool    // by bytes: not to be opened early, or measured, again
	removed  map[string]bool    // by bytes: it was here before, gave way to others and is fetched again
	places   map[string]Place   // by document
	wanted   string
	pictures *pictures
	thumbs   *thumbShots
	lens     *nightLens
	contents *contentsModel
	text     *textModel
	locks    paperLocks
	view     Viewing
	marks    map[string][]Bookmark // by document, in the order of pages
	turn     int
	touched  func() // something changed that is kept
}

func newPaperModel(setting *Setting, papers Papers, pages Pages, searches Searches, errands *errands, changed func(), drawn, small func(int)) *paperModel {
	p := &paperModel{
		setting: setting, papers: papers, pages: pages, errands: errands, changed: changed,
		opened: map[string]Paper{}, faults: map[string]string{}, places: map[string]Place{}, late: map[string]bool{},
		removed: map[string]bool{}, marks: map[string][]Bookmark{}, touched: func() {},
		lens: newNightLens(pages), contents: newContentsModel(pages, errands, changed),
		text: &textModel{setting: setting, searches: searches, errands: errands, changed: changed},
	}
	p.thumbs = newThumbShots(p.lens, setting.Post, small)
	p.pictures = newPictures(p.lens, setting.Post, func(page int) {
		p.learn()
		drawn(page)
	})
	return p
}

// forget drops where the person who held the tablet was reading.
func (p *paperModel) forget() {
	p.pictures.open("")
	p.thumbs.open("")
	p.places, p.marks, p.view = map[string]Place{}, map[string][]Bookmark{}, Viewing{}
	p.lens.set(false)
	p.contents.forget()
	p.text.forget()
	p.lockAll()
	p.opened, p.faults = map[string]Paper{}, map[string]string{}
	p.giveUp()
	p.late, p.removed = map[string]bool{}, map[string]bool{}
	p.document, p.blob, p.wanted = "", "", ""
}

// value is the open paper at a moment. It opens what is to be shown.
func (p *paperModel) value(m *moment, item, document string) paperValue {
	value := paperValue{Document: document}
	for _, paper := range m.state.Papers(item) {
		value.Tabs = append(value.Tabs, kit.TabItem{ID: paper.ID, Text: paper.Name()})
	}
	shown, there := m.state.Documents[document]
	if p.cancel != nil && p.opening != shown.Blob {
		p.giveUp()
	}
	if !there {
		p.document, p.blob = "", ""
		p.pictures.open("")
		p.thumbs.open("")
		value.Sentence = m.words.Say("chamber.paper.none")
		return value
	}
	p.document, p.blob = document, shown.Blob
	value.Title, value.Key = shown.Title, document+" "+shown.Blob
	value.Place = p.placeOf(document)
	value.Zoom, value.View, value.Turn, value.Span = value.Place.Zoom, p.view, p.turn, usualSpan
	value.Load = loadOf(m, shown, p.papers)
	p.stage(m, &value, shown)
	if value.Stage == paperOpen {
		p.pictures.open(shown.Blob)
		value.Place.Page = min(value.Place.Page, max(0, value.Paper.Pages-1))
		p.furnish(&value, shown)
		if read, is := m.state.ReadingOf(shown); is {
			value.Signed = signedOf(m.words, read, m.now.Location())
		}
	} else {
		p.pictures.open("")
		p.thumbs.open("")
	}
	return value
}

// furnish adds what is known of an open paper besides its pages. Of one that is still coming nothing is asked for:
// the pages come first.
func (p *paperModel) furnish(value *paperValue, shown council.Document) {
	value.Marked = p.markedPages(shown.ID)
	if value.Paper.Partial {
		p.thumbs.open("")
		return
	}
	p.thumbs.open(shown.Blob)
	value.Contents = p.contents.of(shown.Blob)
	if p.view.Fit == FitText {
		if _, state := p.text.of(shown.Blob); state == textHere {
			value.Span = p.text.span
		}
	}
}

func (p *paperModel) stage(m *moment, value *paperValue, shown council.Document) {
	paper, open := p.opened[shown.Blob]
	fault := p.faults[shown.Blob]
	switch {
	case open:
		value.Stage, value.Paper = paperOpen, paper
		if paper.Partial && value.Load.State == loadReady {
			p.complete(shown.Blob)
		}
	case p.locks.locked[shown.Blob]:
		value.Stage, value.Sentence = paperLocked, m.words.Say("chamber.paper.locked")
		value.Fault, value.Busy = p.locks.fault[shown.Blob], p.locks.busy
	case fault != "":
		value.Stage, value.Sentence, value.Retry = paperFaulty, fault, true
	case value.Load.State == loadReady:
		value.Stage, value.Sentence = paperOpening, m.words.Say("chamber.paper.opening")
		p.open(shown.Blob)
	default:
		value.Stage = paperLoading
		value.Sentence = p.whyLoading(m, value.Load.State, shown.Blob)
		if !p.openEarly(shown.Blob) && p.wanted != shown.Blob {
			p.wanted = shown.Blob
			p.papers.Want(shown.Blob)
		}
	}
}

// whyLoading says why a paper is not here. One that was here before says so until it is back: to be asked for is
// all that the device needs to call it no longer removed.
func (p *paperModel) whyLoading(m *moment, state loadState, blob string) string {
	if state == loadRemoved {
		p.removed[blob] = true
	}
	switch {
	case p.removed[blob] && m.cut():
		return m.words.Say("chamber.paper.load.removed.cut")
	case p.removed[blob] && (state == loadRemoved || state == loadWaiting):
		return m.words.Say("chamber.paper.load.removed")
	}
	return m.words.Say("chamber.paper.load." + loadNames[state])
}

var loadNames = map[loadState]string{loadNone: "none", loadWaiting: "waiting", loadRunning: "running", loadFault: "fault"}

func (p *paperModel) open(blob string) {
	if p.opening == blob {
		return
	}
	p.opening = blob
	var paper Paper
	p.errands.run(func(ctx context.Context) (err error) {
		paper, err = p.pages.Open(ctx, blob)
		return err
	}, func(err error) {
		if p.opening == blob {
			p.opening = ""
		}
		var fault *PageFault
		switch {
		case err == nil:
			p.opened[blob] = paper
		case errors.As(err, &fault) && p.asksPassword(fault):
			p.locks.lock(blob)
		case errors.As(err, &fault):
			p.faults[blob] = p.setting.Words.Say("paper.fault." + fault.Code)
		default:
			p.faults[blob] = p.setting.sentence(err)
		}
		p.changed()
	})
}

// again tries a paper anew that could not be opened, or asks for its bytes anew.
func (p *paperModel) again() {
	delete(p.faults, p.blob)
	delete(p.late, p.blob)
	p.wanted = ""
	p.changed()
}

func (p *paperModel) placeOf(document string) Place { return p.places[document] }

// read keeps how far the open paper is read.
func (p *paperModel) read(page int, part float32) {
	at := p.placeOf(p.document)
	at.Page, at.Part = page, part
	p.places[p.document] = at
	p.touched()
}

// begin has a paper begin at the top of a page when it is opened next.
func (p *paperModel) begin(document string, page int) {
	at := p.placeOf(document)
	at.Page, at.Part = page, 0
	p.places[document] = at
}

// zoom makes the open paper larger or smaller by steps from a percentage.
func (p *paperModel) zoom(steps, percent int) {
	at := p.placeOf(p.document)
	at.Zoom = zoomBy(percent, steps)
	p.places[p.document] = at
	p.touched()
	p.changed()
}

// fit has the pages fit again, in one way or another.
func (p *paperModel) fit(fit PageFit) {
	at := p.placeOf(p.document)
	at.Zoom = 0
	p.places[p.document] = at
	p.look(Viewing{Flow: p.view.Flow, Fit: fit, Night: p.view.Night, Bare: p.view.Bare})
	p.touched()
	p.changed()
}

// wish changes how the person likes to look at papers.
func (p *paperModel) wish(change func(*Viewing)) {
	view := p.view
	change(&view)
	p.look(view)
	p.touched()
	p.changed()
}

// look takes how the person likes to look at papers.
func (p *paperModel) look(view Viewing) {
	view = view.sane()
	if view.Night != p.view.Night {
		p.pictures.stop()
		p.thumbs.stop()
		p.lens.set(view.Night)
	}
	p.view = view
}

// picture gives the best picture of a page that is at hand.
func (p *paperModel) picture(page, width int) (*image.RGBA, bool) {
	picture, _, ok := p.lens.Picture(p.blob, page, width)
	return picture, ok
}

// fault is the sentence why a page cannot be shown, "" if it can.
func (p *paperModel) fault(page int) string {
	if code := p.pictures.faults[page]; code != "" {
		return p.setting.Words.Say("paper.fault." + code)
	}
	return ""
}

// retryPage has a page that failed drawn anew.
func (p *paperModel) retryPage(page int) { p.pictures.retry(page) }

// rest gives up what is being drawn, until the next moment.
func (p *paperModel) rest() {
	p.pictures.open("")
	p.thumbs.open("")
	p.giveUp()
}

// reword drops the sentences of another language.
func (p *paperModel) reword() { p.faults = map[string]string{} }
