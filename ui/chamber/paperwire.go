package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/reader"
	"congso.vn/congso/ui/writing"
)

// connectPaper hands what the open paper's view reports to its model.
func (d *Delegate) connectPaper() {
	pages := d.view.desk.paper
	pages.OnZoom = d.paper.Zoom
	pages.OnFit = d.paper.Fit
	pages.OnGo = func(int) { d.askPage() }
	pages.OnWays = d.openWays
	pages.OnRead = d.paper.Read
	pages.OnSeen = func(count, first, last, width int) {
		d.paper.Pictures.Want(count, first, last, width)
		if d.write.Can() {
			d.write.Pages.Leave(first-writing.InkBeside, last+writing.InkBeside)
		}
	}
	pages.OnAgain = d.paper.Again
	pages.Signed.OnTapped = func() { d.view.open(pages.Signed.Dialog()) }
	pages.OnUnlock = d.paper.Unlock
	pages.Connect(d.paper.Picture, d.paper.Fault, d.paper.RetryPage)
	pages.Thumbs.OnSeen = d.paper.Thumbs.Want
	pages.Thumbs.OnMark = d.paper.ToggleMark
	pages.Thumbs.OnOutline = d.openOutline
	pages.Thumbs.OnHide = func() { d.paper.Wish(func(v *reader.Viewing) { v.Bare = true }) }
	pages.Column.OnTap = func(page int, x, y float32) {
		d.paper.Contents.Follow(d.paper.Blob, page, x, y, d.lead)
	}
}

// lead goes where a link leads. What is outside is told, and never opened.
func (d *Delegate) lead(link reader.PageLink) { d.leadIn(d.view.desk.paper, link) }

// leadIn is lead in one of two papers.
func (d *Delegate) leadIn(pages *reader.View, link reader.PageLink) {
	words := d.config.Words
	if link.Page >= 0 {
		pages.GoTo(link.Page)
		return
	}
	address := kit.NewParagraph(link.Address, kit.Body.Strong())
	d.view.open(kit.NewDialog(words.Say("chamber.link.title"),
		kit.Column(12, kit.NewParagraph(words.Say("chamber.link.outside"), kit.Body.In(kit.Ink2)), kit.Padded(kit.All(4), address)),
		kit.DialogButton{Text: words.Say("chamber.close"), Kind: kit.Outline, Cancel: true, Default: true}))
}

// askPage asks for a page to go to.
func (d *Delegate) askPage() {
	pages := d.view.desk.paper
	if pages.Value.Stage != pageview.PaperOpen {
		return
	}
	d.view.open(reader.PageDialog(d.config.Words, pages.Value, d.view.upright(), pages.GoTo))
}

// openOutline brings the paper's outline and the bookmarks up.
func (d *Delegate) openOutline() {
	pages, window := d.view.desk.paper, d.view.window()
	if window == nil || pages.Value.Stage != pageview.PaperOpen {
		return
	}
	d.view.openSheet(reader.NewOutlineSheet(d.config.Words, pages.Value, d.paper.Marks[d.paper.Document], pages.GoTo))
}

// openWays brings the ways of looking at the paper up.
func (d *Delegate) openWays() {
	pages, words := d.view.desk.paper, d.config.Words
	value := pages.Value
	value.View = d.paper.View
	marked := value.Marked[pages.Current]
	w := reader.Ways{
		Scale: func() int { return pages.Scale },
		Flow:  func(flow reader.PageFlow) { d.paper.Wish(func(v *reader.Viewing) { v.Flow = flow }) },
		Fit:   d.paper.Fit,
		Zoom:  func(steps int) { d.paper.Zoom(steps, pages.Scale) },
		Night: func(on bool) { d.paper.Wish(func(v *reader.Viewing) { v.Night = on }) },
		Strip: func(on bool) { d.paper.Wish(func(v *reader.Viewing) { v.Bare = !on }) },
	}
	w.Acts = []reader.WayAct{
		{Icon: "bookmark", Text: words.Say(frame.Pick(marked, "chamber.ways.unmark", "chamber.ways.mark")), Do: func() { d.paper.ToggleMark(pages.Current) }},
		{Icon: "list", Text: words.Say("chamber.ways.outline"), Do: d.openOutline},
		{Icon: "papers", Text: words.Say("chamber.ways.go"), Do: d.askPage},
	}
	w.Acts = append(w.Acts, d.readingActs()...)
	d.view.open(reader.WaysDialog(words, value, d.view.upright(), w))
}

// openSheet brings a paper's outline up in place of what lay over the screen.
func (v *delegateView) openSheet(sheet *reader.OutlineSheet) {
	v.closeDialogs()
	if window := v.window(); window != nil {
		v.outline = sheet
		sheet.Open(window)
	}
}

var _ fyne.Tappable = (*pageview.PageColumn)(nil)
