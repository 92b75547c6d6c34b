package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// connectPaper hands what the open paper's view reports to its model.
func (d *Delegate) connectPaper() {
	pages := d.view.desk.paper
	pages.OnZoom = d.paper.zoom
	pages.OnFit = d.paper.fit
	pages.OnGo = func(int) { d.askPage() }
	pages.OnWays = d.openWays
	pages.OnRead = d.paper.read
	pages.OnSeen = func(count, first, last, width int) {
		d.paper.pictures.want(count, first, last, width)
		if d.write.can() {
			d.write.pages.leave(first-inkBeside, last+inkBeside)
		}
	}
	pages.OnAgain = d.paper.again
	pages.signed.OnTapped = func() { d.view.open(pages.signed.dialog()) }
	pages.OnUnlock = d.paper.unlock
	pages.connect(d.paper.picture, d.paper.fault, d.paper.retryPage)
	pages.thumbs.OnSeen = d.paper.thumbs.want
	pages.thumbs.OnMark = d.paper.toggleMark
	pages.thumbs.OnOutline = d.openOutline
	pages.thumbs.OnHide = func() { d.paper.wish(func(v *Viewing) { v.Bare = true }) }
	pages.column.OnTap = func(page int, x, y float32) {
		d.paper.contents.follow(d.paper.blob, page, x, y, d.lead)
	}
}

// lead goes where a link leads. What is outside is told, and never opened.
func (d *Delegate) lead(link PageLink) { d.leadIn(d.view.desk.paper, link) }

// leadIn is lead in one of two papers.
func (d *Delegate) leadIn(pages *paperView, link PageLink) {
	words := d.config.Words
	if link.Page >= 0 {
		pages.goTo(link.Page)
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
	if pages.value.Stage != paperOpen {
		return
	}
	d.view.open(pageDialog(d.config.Words, pages.value, d.view.upright(), pages.goTo))
}

// openOutline brings the paper's outline and the bookmarks up.
func (d *Delegate) openOutline() {
	pages, window := d.view.desk.paper, d.view.window()
	if window == nil || pages.value.Stage != paperOpen {
		return
	}
	d.view.openSheet(newOutlineSheet(d.config.Words, pages.value, d.paper.marks[d.paper.document], pages.goTo))
}

// openWays brings the ways of looking at the paper up.
func (d *Delegate) openWays() {
	pages, words := d.view.desk.paper, d.config.Words
	value := pages.value
	value.View = d.paper.view
	marked := value.Marked[pages.current]
	w := ways{
		scale: func() int { return pages.scale },
		flow:  func(flow PageFlow) { d.paper.wish(func(v *Viewing) { v.Flow = flow }) },
		fit:   d.paper.fit,
		zoom:  func(steps int) { d.paper.zoom(steps, pages.scale) },
		night: func(on bool) { d.paper.wish(func(v *Viewing) { v.Night = on }) },
		strip: func(on bool) { d.paper.wish(func(v *Viewing) { v.Bare = !on }) },
	}
	w.acts = []wayAct{
		{icon: "bookmark", text: words.Say(pick(marked, "chamber.ways.unmark", "chamber.ways.mark")), do: func() { d.paper.toggleMark(pages.current) }},
		{icon: "list", text: words.Say("chamber.ways.outline"), do: d.openOutline},
		{icon: "papers", text: words.Say("chamber.ways.go"), do: d.askPage},
	}
	w.acts = append(w.acts, d.readingActs()...)
	d.view.open(waysDialog(words, value, d.view.upright(), w))
}

// openSheet brings a paper's outline up in place of what lay over the screen.
func (v *delegateView) openSheet(sheet *outlineSheet) {
	v.closeDialogs()
	if window := v.window(); window != nil {
		v.outline = sheet
		sheet.open(window)
	}
}

var _ fyne.Tappable = (*pageColumn)(nil)
