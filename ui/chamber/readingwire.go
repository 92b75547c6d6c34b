package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// readers is what reads, finds and copies in the open paper.
type readers struct {
	find  *findModel
	flow  *flowModel
	aloud *aloudModel
	pick  *pickModel
}

func newReaders(setting *Setting, speaker Speaker, paper *paperModel, errands *errands, changed func()) *readers {
	return &readers{
		find:  &findModel{setting: setting, paper: paper, errands: errands, changed: changed},
		flow:  &flowModel{paper: paper, changed: changed},
		aloud: &aloudModel{setting: setting, speaker: speaker, paper: paper, errands: errands, changed: changed},
		pick:  &pickModel{paper: paper, changed: changed},
	}
}

// forget drops what a person was doing.
func (r *readers) forget() {
	r.find.forget()
	r.aloud.stop()
	r.flow.on, r.pick.on = false, false
	r.pick.drop()
}

// readersValue is what they show.
type readersValue struct {
	Find  findValue
	Flow  flowValue
	Aloud aloudValue
	Pick  pickValue
}

func (d *Delegate) readersValue(m *moment, paper paperValue) readersValue {
	r := d.readers
	return readersValue{
		Find: r.find.value(m), Flow: r.flow.value(m, d.view.desk.paper.bars.flow.drawn, paper),
		Aloud: r.aloud.value(m, paper), Pick: r.pick.value(m, paper),
	}
}

// readingBars are what stands over, under and before the pages.
type readingBars struct {
	find    *findBar
	flow    *flowView
	aloud   *aloudBar
	pick    *pickBar
	surface *pickSurface
}

// drawReaders shows them.
func (p *paperView) drawReaders(value readersValue) {
	b := p.bars
	moved := b.find.draw(value.Find)
	moved = b.aloud.draw(value.Aloud) || moved
	moved = b.pick.draw(value.Pick) || moved
	b.flow.draw(value.Flow)
	show(b.surface, value.Pick.Shown && !value.Flow.Shown)
	turner := p.value.Stage == paperOpen && p.value.View.Flow == Single && !value.Flow.Shown
	if turner != p.turner.content.Visible() {
		show(p.turner.content, turner)
		moved = true
	}
	if moved {
		p.above.Refresh()
		p.below.Refresh()
		p.body.Refresh()
	}
}

// marked is what is marked on a page of the open paper: what somebody chooses, finds in it, or found in all papers.
func (d *Delegate) marked(page int) (places []markPlace, chosen int) {
	if d.readers.pick.on {
		return d.readers.pick.marked(page), -1
	}
	if d.readers.find.up {
		return d.readers.find.marked(page)
	}
	return d.search.marked(page)
}

// connectReaders hands what their views report to them.
func (d *Delegate) connectReaders() {
	pages, r := d.view.desk.paper, d.readers
	bars := pages.bars
	pages.thumbs.strip.OnPage = func(page int) {
		if r.flow.on {
			r.flow.open(page)
		}
		pages.goTo(page)
	}
	r.find.from = func() int { return pages.current }
	bars.find.OnTyped, bars.find.OnWalk, bars.find.OnClose = r.find.typing, r.find.walk, r.find.close
	bars.flow.OnClose, bars.flow.OnTurn = r.flow.close, r.flow.turn
	r.aloud.went = pages.goTo
	bars.aloud.OnPause, bars.aloud.OnStop = r.aloud.pause, r.aloud.close
	bars.pick.OnClose = func() { r.pick.close(); pages.column.Refresh() }
	bars.pick.OnCopy = func() {
		if text, count := r.pick.chosen(); count > 0 {
			fyne.CurrentApp().Clipboard().SetContent(text)
			r.pick.copied = true
			d.heart.beat()
		}
	}
	at := func(act func(page int, x, y float32)) func(fyne.Position) {
		return func(point fyne.Position) {
			if page, x, y, ok := pages.column.at(point.Subtract(pages.scroll.Position()).Add(pages.scroll.Offset())); ok {
				act(page, x, y)
				pages.column.Refresh()
			}
		}
	}
	pages.column.OnHold = func(page int, x, y float32) { // choose the word, and more from there
		r.find.forget()
		r.pick.open()
		r.pick.touch(page, x, y)
		pages.column.Refresh()
	}
	bars.surface.touch, bars.surface.drag = at(r.pick.touch), at(r.pick.drag)
}

// afterPaper does what can be done once the open paper is drawn.
func (d *Delegate) afterPaper(m *moment) {
	pages, find := d.view.desk.paper, d.readers.find
	find.bring(pages)
	if find.up && find.blob == d.paper.blob || d.readers.pick.on {
		pages.column.Refresh()
	}
	if !find.field || !pages.bars.find.content.Visible() {
		return
	}
	if find.field = !pages.bars.find.focus(); find.field {
		m.by(m.now.Add(focusAgain))
	}
}

// readingActs are the further things to do with an open paper.
func (d *Delegate) readingActs() []wayAct {
	words, pages, r := d.config.Words, d.view.desk.paper, d.readers
	_, state := d.paper.text.of(d.paper.blob)
	wordless := state == textMissing
	why := pick(wordless, words.Say("chamber.ways.wordless"), "")
	acts := []wayAct{
		{icon: "search", text: words.Say("chamber.ways.find"), off: wordless, why: why, do: func() { r.pick.on = false; r.find.open() }},
		{icon: "letters", text: words.Say("chamber.ways.reflow"), off: wordless, why: why, do: func() { r.flow.open(pages.current) }},
	}
	speak := wayAct{icon: "sound", text: words.Say("chamber.ways.aloud"), off: wordless, why: why, do: func() { r.aloud.open(pages.current) }}
	if !r.aloud.ready() {
		speak.off, speak.why = true, words.Say("chamber.ways.aloud.missing")
	}
	acts = append(acts, speak, wayAct{icon: "copy", text: words.Say("chamber.ways.pick"), off: wordless, why: why, do: func() { r.find.forget(); r.pick.open() }})
	beside := wayAct{icon: "board", text: words.Say("chamber.ways.beside"), do: d.openBeside}
	switch {
	case d.second.on:
		beside.text, beside.do = words.Say("chamber.ways.beside.close"), d.closeBeside
	case !d.view.desk.takesBeside():
		beside.off, beside.why = true, words.Say("chamber.ways.beside.narrow")
	}
	return append(acts, beside)
}

// besidePaper is a second paper beside the open one.
type besidePaper struct {
	on       bool
	document string
	paper    *paperModel
}

// value is the second paper at a moment: one of the same item, another one where there is any.
func (b *besidePaper) value(m *moment, item, open string) paperValue {
	papers := m.state.Papers(item)
	there := false
	for _, paper := range papers {
		there = there || paper.ID == b.document
	}
	if !there {
		b.document = open
		for i, paper := range papers {
			if paper.ID == open {
				b.document = papers[(i+1)%len(papers)].ID
			}
		}
	}
	return b.paper.value(m, item, b.document)
}

// forget ends it.
func (b *besidePaper) forget() {
	b.on, b.document = false, ""
	b.paper.forget()
}

func (d *Delegate) openBeside() {
	d.second.on = true
	d.heart.beat()
}

func (d *Delegate) closeBeside() {
	d.second.on = false
	d.second.paper.rest()
	d.heart.beat()
}

// connectBeside hands what the second paper's view reports to its model.
func (d *Delegate) connectBeside() {
	pages, b := d.view.desk.beside, d.second
	pages.ways.SetText(d.config.Words.Say("chamber.beside.close"))
	pages.ways.SetIcon("cross")
	pages.OnPaper = func(document string) { b.document = document; d.heart.beat() }
	pages.OnZoom, pages.OnFit, pages.OnRead = b.paper.zoom, b.paper.fit, b.paper.read
	pages.OnGo = func(int) { d.view.open(pageDialog(d.config.Words, pages.value, d.view.upright(), pages.goTo)) }
	pages.OnWays = d.closeBeside
	pages.OnSeen, pages.OnAgain, pages.OnUnlock = b.paper.pictures.want, b.paper.again, b.paper.unlock
	pages.connect(b.paper.picture, b.paper.fault, b.paper.retryPage)
	pages.column.OnTap = func(page int, x, y float32) {
		b.paper.contents.follow(b.paper.blob, page, x, y, func(link PageLink) { d.leadIn(pages, link) })
	}
}

// besideLeast is the width of a screen from which two papers stand beside each other.
const besideLeast = 1024

// takesBeside tells whether the screen is wide enough for two papers.
func (d *deskView) takesBeside() bool {
	size := d.content.Size()
	return size.Width > size.Height && size.Width >= kit.LookOf(d.content).Dp(besideLeast)-0.5
}

// twoPapers tells whether two papers are shown.
func (d *deskView) twoPapers() bool { return d.two && d.takesBeside() && !d.nothing }

// putPapers gives the open paper its part of the screen, and the second one half of it.
func (d *deskView) putPapers(left, top, wide, high float32) {
	two := d.twoPapers()
	show(d.beside.content, two)
	show(d.between, two)
	if two {
		half := wide / 2
		put(d.between, left+half, top, 1, high)
		put(d.beside.content, left+half+1, top, wide-half-1, high)
		wide = half
	}
	put(d.paper.content, left, top, wide, high)
}
