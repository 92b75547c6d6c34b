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
	Paper    Paper
	Key      string // of document and bytes: another key is another paper
	Place    place  // where to begin
	Page     int    // 1 …, the page in the middle of the screen
	Zoom     int    // percent of the width
	Retry    bool
}

// place is how far somebody has read.
type place struct {
	Page int     // 0 …
	Part float32 // how much of the page is above the screen
	Zoom int
}

// zooms are the steps of the zoom in percent of the width of the screen.
var zooms = []int{50, 75, 100, 125, 150, 200, 250, 300, 400}

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
	places   map[string]place   // by document
	wanted   string
	pictures *pictures
}

func newPaperModel(setting *Setting, papers Papers, pages Pages, errands *errands, changed func(), drawn func(int)) *paperModel {
	p := &paperModel{
		setting: setting, papers: papers, pages: pages, errands: errands, changed: changed,
		opened: map[string]Paper{}, faults: map[string]string{}, places: map[string]place{}, late: map[string]bool{},
		removed: map[string]bool{},
	}
	p.pictures = newPictures(pages, setting.Post, func(page int) {
		p.learn()
		drawn(page)
	})
	return p
}

// forget drops where the person who held the tablet was reading.
func (p *paperModel) forget() {
	p.pictures.open("")
	p.places = map[string]place{}
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
		value.Sentence = m.words.Say("chamber.paper.none")
		return value
	}
	p.document, p.blob = document, shown.Blob
	value.Title, value.Key = shown.Title, document+" "+shown.Blob
	value.Place = p.placeOf(document)
	value.Zoom = value.Place.Zoom
	value.Load = loadOf(m, shown, p.papers)
	p.stage(m, &value, shown)
	if value.Stage == paperOpen {
		p.pictures.open(shown.Blob)
		value.Place.Page = min(value.Place.Page, max(0, value.Paper.Pages-1))
		value.Page = value.Place.Page + 1
	} else {
		p.pictures.open("")
	}
	return value
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

func (p *paperModel) placeOf(document string) place {
	at := p.places[document]
	if at.Zoom == 0 {
		at.Zoom = 100
	}
	return at
}

// read keeps how far the open paper is read.
func (p *paperModel) read(page int, part float32) {
	at := p.placeOf(p.document)
	at.Page, at.Part = page, part
	p.places[p.document] = at
}

// zoom makes the open paper larger or smaller by steps; 0 fits it to the width again.
func (p *paperModel) zoom(steps int) {
	at := p.placeOf(p.document)
	index := 0
	for i, percent := range zooms {
		if percent <= at.Zoom {
			index = i
		}
	}
	if at.Zoom = zooms[min(max(index+steps, 0), len(zooms)-1)]; steps == 0 {
		at.Zoom = 100
	}
	p.places[p.document] = at
	p.changed()
}

// picture gives the best picture of a page that is at hand.
func (p *paperModel) picture(page, width int) (*image.RGBA, bool) {
	picture, _, ok := p.pages.Picture(p.blob, page, width)
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
	p.giveUp()
}

// reword drops the sentences of another language.
func (p *paperModel) reword() { p.faults = map[string]string{} }
