package reader

import (
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/pageview"
)

// Readers is what reads, finds and copies in the open paper.
type Readers struct {
	Find  *findModel
	Flow  *flowModel
	Aloud *aloudModel
	Pick  *pickModel
}

// NewReaders makes what reads, finds and copies in a paper.
func NewReaders(setting *frame.Setting, speaker Speaker, paper *Model, errands *frame.Errands, changed func()) *Readers {
	return &Readers{
		Find:  &findModel{setting: setting, paper: paper, errands: errands, changed: changed},
		Flow:  &flowModel{paper: paper, changed: changed},
		Aloud: &aloudModel{setting: setting, Speaker: speaker, paper: paper, errands: errands, changed: changed},
		Pick:  &pickModel{paper: paper, changed: changed},
	}
}

// Forget drops what a person was doing.
func (r *Readers) Forget() {
	r.Find.Forget()
	r.Aloud.Stop()
	r.Flow.On, r.Pick.On = false, false
	r.Pick.drop()
}

// ReadersValue is what they show.
type ReadersValue struct {
	Find  findValue
	Flow  flowValue
	Aloud aloudValue
	Pick  pickValue
}

// readingBars are what stands over, under and before the pages.
type readingBars struct {
	Find    *findBar
	Flow    *flowView
	Aloud   *aloudBar
	Pick    *pickBar
	Surface *pickSurface
}

// DrawReaders shows them.
func (p *View) DrawReaders(value ReadersValue) {
	b := p.Bars
	moved := b.Find.draw(value.Find)
	moved = b.Aloud.draw(value.Aloud) || moved
	moved = b.Pick.draw(value.Pick) || moved
	b.Flow.draw(value.Flow)
	frame.Show(b.Surface, value.Pick.Shown && !value.Flow.Shown)
	turner := p.Value.Stage == pageview.PaperOpen && p.Value.View.Flow == Single && !value.Flow.Shown
	if turner != p.turner.content.Visible() {
		frame.Show(p.turner.content, turner)
		moved = true
	}
	if moved {
		p.Above.Refresh()
		p.below.Refresh()
		p.Body.Refresh()
	}
}

// BesidePaper is a second paper beside the open one.
type BesidePaper struct {
	On       bool
	Document string
	Paper    *Model
}

// Value is the second paper at a moment: one of the same item, another one where there is any.
func (b *BesidePaper) Value(m *frame.Moment, item, open string) Value {
	papers := m.State.Papers(item)
	there := false
	for _, paper := range papers {
		there = there || paper.ID == b.Document
	}
	if !there {
		b.Document = open
		for i, paper := range papers {
			if paper.ID == open {
				b.Document = papers[(i+1)%len(papers)].ID
			}
		}
	}
	return b.Paper.Value(m, item, b.Document)
}

// Forget ends it.
func (b *BesidePaper) Forget() {
	b.On, b.Document = false, ""
	b.Paper.Forget()
}

// BesideLeast is the width of a screen from which two papers stand beside each other.
const BesideLeast = 1024
