package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/reader"
)

func (d *Delegate) readersValue(m *frame.Moment, paper reader.Value) reader.ReadersValue {
	r := d.readers
	return reader.ReadersValue{
		Find: r.Find.Value(m), Flow: r.Flow.Value(m, d.view.desk.paper.Bars.Flow.Drawn, paper),
		Aloud: r.Aloud.Value(m, paper), Pick: r.Pick.Value(m, paper),
	}
}

// marked is what is marked on a page of the open paper: what somebody chooses, finds in it, or found in all papers.
func (d *Delegate) marked(page int) (places []pageview.MarkPlace, chosen int) {
	if d.readers.Pick.On {
		return d.readers.Pick.Marked(page), -1
	}
	if d.readers.Find.Up {
		return d.readers.Find.Marked(page)
	}
	return d.search.Marked(page)
}

// connectReaders hands what their views report to them.
func (d *Delegate) connectReaders() {
	pages, r := d.view.desk.paper, d.readers
	bars := pages.Bars
	pages.Thumbs.Strip.OnPage = func(page int) {
		if r.Flow.On {
			r.Flow.Open(page)
		}
		pages.GoTo(page)
	}
	r.Find.From = func() int { return pages.Current }
	bars.Find.OnTyped, bars.Find.OnWalk, bars.Find.OnClose = r.Find.Typing, r.Find.Walk, r.Find.Close
	bars.Flow.OnClose, bars.Flow.OnTurn = r.Flow.Close, r.Flow.Turn
	r.Aloud.Went = pages.GoTo
	bars.Aloud.OnPause, bars.Aloud.OnStop = r.Aloud.Pause, r.Aloud.Close
	bars.Pick.OnClose = func() { r.Pick.Close(); pages.Column.Refresh() }
	bars.Pick.OnCopy = func() {
		if text, count := r.Pick.Chosen(); count > 0 {
			fyne.CurrentApp().Clipboard().SetContent(text)
			r.Pick.Copied = true
			d.heart.Beat()
		}
	}
	at := func(act func(page int, x, y float32)) func(fyne.Position) {
		return func(point fyne.Position) {
			if page, x, y, ok := pages.Column.At(point.Subtract(pages.Scroll.Position()).Add(pages.Scroll.Offset())); ok {
				act(page, x, y)
				pages.Column.Refresh()
			}
		}
	}
	pages.Column.OnHold = func(page int, x, y float32) { // choose the word, and more from there
		r.Find.Forget()
		r.Pick.Open()
		r.Pick.Touch(page, x, y)
		pages.Column.Refresh()
	}
	bars.Surface.Touch, bars.Surface.Drag = at(r.Pick.Touch), at(r.Pick.Drag)
}

// afterPaper does what can be done once the open paper is drawn.
func (d *Delegate) afterPaper(m *frame.Moment) {
	pages, find := d.view.desk.paper, d.readers.Find
	find.Bring(pages)
	if find.Up && find.Blob == d.paper.Blob || d.readers.Pick.On {
		pages.Column.Refresh()
	}
	if !find.Field || !pages.Bars.Find.Content.Visible() {
		return
	}
	if find.Field = !pages.Bars.Find.Focus(); find.Field {
		m.By(m.Now.Add(frame.FocusAgain))
	}
}

// readingActs are the further things to do with an open paper.
func (d *Delegate) readingActs() []reader.WayAct {
	words, pages, r := d.config.Words, d.view.desk.paper, d.readers
	_, state := d.paper.Text.Of(d.paper.Blob)
	wordless := state == pageview.TextMissing
	why := frame.Pick(wordless, words.Say("chamber.ways.wordless"), "")
	acts := []reader.WayAct{
		{Icon: "search", Text: words.Say("chamber.ways.find"), Off: wordless, Why: why, Do: func() { r.Pick.On = false; r.Find.Open() }},
		{Icon: "letters", Text: words.Say("chamber.ways.reflow"), Off: wordless, Why: why, Do: func() { r.Flow.Open(pages.Current) }},
	}
	speak := reader.WayAct{Icon: "sound", Text: words.Say("chamber.ways.aloud"), Off: wordless, Why: why, Do: func() { r.Aloud.Open(pages.Current) }}
	if !r.Aloud.Ready() {
		speak.Off, speak.Why = true, words.Say("chamber.ways.aloud.missing")
	}
	acts = append(acts, speak, reader.WayAct{Icon: "copy", Text: words.Say("chamber.ways.pick"), Off: wordless, Why: why, Do: func() { r.Find.Forget(); r.Pick.Open() }})
	beside := reader.WayAct{Icon: "board", Text: words.Say("chamber.ways.beside"), Do: d.openBeside}
	switch {
	case d.second.On:
		beside.Text, beside.Do = words.Say("chamber.ways.beside.close"), d.closeBeside
	case !d.view.desk.takesBeside():
		beside.Off, beside.Why = true, words.Say("chamber.ways.beside.narrow")
	}
	return append(acts, beside)
}

func (d *Delegate) openBeside() {
	d.second.On = true
	d.heart.Beat()
}

func (d *Delegate) closeBeside() {
	d.second.On = false
	d.second.Paper.Rest()
	d.heart.Beat()
}

// connectBeside hands what the second paper's view reports to its model.
func (d *Delegate) connectBeside() {
	pages, b := d.view.desk.beside, d.second
	pages.Ways.SetText(d.config.Words.Say("chamber.beside.close"))
	pages.Ways.SetIcon("cross")
	pages.OnPaper = func(document string) { b.Document = document; d.heart.Beat() }
	pages.OnZoom, pages.OnFit, pages.OnRead = b.Paper.Zoom, b.Paper.Fit, b.Paper.Read
	pages.OnGo = func(int) { d.view.open(reader.PageDialog(d.config.Words, pages.Value, d.view.upright(), pages.GoTo)) }
	pages.OnWays = d.closeBeside
	pages.OnSeen, pages.OnAgain, pages.OnUnlock = b.Paper.Pictures.Want, b.Paper.Again, b.Paper.Unlock
	pages.Connect(b.Paper.Picture, b.Paper.Fault, b.Paper.RetryPage)
	pages.Column.OnTap = func(page int, x, y float32) {
		b.Paper.Contents.Follow(b.Paper.Blob, page, x, y, func(link reader.PageLink) { d.leadIn(pages, link) })
	}
}

// takesBeside tells whether the screen is wide enough for two papers.
func (d *deskView) takesBeside() bool {
	size := d.content.Size()
	return size.Width > size.Height && size.Width >= kit.LookOf(d.content).Dp(reader.BesideLeast)-0.5
}

// twoPapers tells whether two papers are shown.
func (d *deskView) twoPapers() bool { return d.two && d.takesBeside() && !d.nothing }

// putPapers gives the open paper its part of the screen, and the second one half of it.
func (d *deskView) putPapers(left, top, wide, high float32) {
	two := d.twoPapers()
	frame.Show(d.beside.Content, two)
	frame.Show(d.between, two)
	if two {
		half := wide / 2
		frame.Put(d.between, left+half, top, 1, high)
		frame.Put(d.beside.Content, left+half+1, top, wide-half-1, high)
		wide = half
	}
	frame.Put(d.paper.Content, left, top, wide, high)
}
