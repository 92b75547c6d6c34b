package chamber

import (
	"image"

	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// noteScreens are the screens around what a person wrote: the sheet that opens it, the right drawer with its tray,
// and what is said of new issues.
type noteScreens struct {
	opening  *openNotesModel
	side     *sideModel
	tray     *trayModel
	issues   *issuesModel
	compare  *compareModel
	pictures *notePictures
	bounds   markBounds
	sheet    *openNotesView
}

func newNoteScreens(config DelegateConfig, setting *Setting, errands *errands, changed func(), drawn func(pane, page int)) *noteScreens {
	bounds := markBounds{}
	n := &noteScreens{
		bounds:   bounds,
		opening:  &openNotesModel{setting: setting, book: config.Notebook, errands: errands, changed: changed},
		tray:     &trayModel{setting: setting, book: config.Notebook, searches: config.Searches, papers: config.Papers, errands: errands, changed: changed, bounds: bounds},
		issues:   &issuesModel{book: config.Notebook, changed: changed},
		pictures: newNotePictures(newShots(config.Pages, config.Papers, setting.Post, errands, changed), errands, changed),
	}
	n.compare = newCompareModel(setting, config.Papers, config.Pages, config.Searches, errands, changed, drawn)
	n.side = &sideModel{book: config.Notebook, votes: config.Votes, tray: n.tray, changed: changed, bounds: bounds}
	n.tray.forget()
	n.issues.forget()
	return n
}

// forget drops what concerns the person who held the tablet.
func (n *noteScreens) forget() {
	n.opening.forget()
	n.side.forget()
	n.tray.forget()
	n.issues.forget()
	n.compare.forget()
	clear(n.bounds)
	n.pictures.forget()
}

// rest gives up what is under way.
func (n *noteScreens) rest() {
	n.opening.busy, n.tray.busy = false, false
	n.compare.rest()
	n.pictures.forget()
}

// build makes the views in the language in force.
func (n *noteScreens) build(words *assets.Words, after kit.After) {
	n.close()
	n.sheet = newOpenNotesView(words, after)
	n.sheet.OnClose, n.sheet.OnChoose, n.sheet.OnCard, n.sheet.OnSheet = n.opening.close, n.opening.choose, n.opening.card, n.opening.sheet
}

// close takes away what lies over the screen.
func (n *noteScreens) close() {
	if n.sheet != nil {
		n.sheet.close()
	}
}

// connect hands what the drawer reports to its model.
func (n *noteScreens) connect(d *Delegate) {
	desk := d.view.desk
	side := desk.side
	d.connectCompare()
	side.OnPanel, side.OnClose = n.side.choose, n.side.close
	list := side.notes
	list.Picture = n.pictures.picture
	list.OnFilter, list.OnUnlock = n.side.filter, n.opening.open
	list.OnSeen = func(rows []noteRow, width int) {
		var wanted []shot
		for _, row := range rows {
			wanted = append(wanted, shot{row.Noted.Blob, row.Noted.Page, width})
		}
		n.pictures.shots.want(wanted)
	}
	list.OnRow = func(row noteRow) {
		d.openAt(row.Noted.Document.Item, noteGoal{row.Noted.Document.ID, row.Noted.Page, row.Noted.Bounds})
	}
	tray := side.tray
	tray.Picture = n.pictures.picture
	tray.OnKeep, tray.OnRemove = n.tray.keep, n.tray.remove
	tray.OnPlace = func(one noted) {
		d.clearPaper()
		d.write.choose(handTool) // a tap puts the note there, and draws nothing
		n.tray.place(one)
	}
	tray.OnSuggest = func(row trayRow) {
		d.openAt(row.Noted.Document.Item, noteGoal{row.Noted.Document.ID, row.At.Page, candidateBounds(row)})
	}
	tray.OnSeen = func(rows []trayRow, width int) {
		var wanted []shot
		for _, row := range rows {
			wanted = append(wanted, shot{row.Noted.Blob, row.Noted.Page, width})
		}
		n.pictures.shots.want(wanted)
	}
	desk.over.OnAct = func(act noteAct) { n.act(d, act) }
	desk.over.OnClose = n.issues.hide
	desk.paper.tap.OnTap = func(page int, size, at image.Point) { n.tray.put(d.paper.blob, page, size, at) }
}

// candidateBounds is where a mark that found no place may belong.
func candidateBounds(row trayRow) image.Rectangle {
	var bounds image.Rectangle
	for _, quad := range row.At.Quads {
		bounds = bounds.Union(quad)
	}
	return bounds
}

// act does what the strip over the pages offers.
func (n *noteScreens) act(d *Delegate, act noteAct) {
	switch act {
	case stopPlacing:
		n.tray.cancel()
	case takeBack:
		n.tray.takeBack()
	case openTray:
		n.side.open = panelTray
		n.issues.hide()
	case seeBefore:
		n.compare.open(n.issues.last.document)
	}
}

// clearPaper takes away what lies over an upright paper.
func (d *Delegate) clearPaper() {
	if d.view.upright() {
		d.notes.side.open = ""
	}
}

// openAt opens a paper of an item at a place.
func (d *Delegate) openAt(item string, goal noteGoal) {
	d.agenda.chooseItem(d.moment, item)
	d.agenda.choosePaper(goal.document)
	d.notes.side.goal = &goal
	d.clearPaper()
	d.heart.beat()
}

// band is what is said over the pages of an open paper.
func (n *noteScreens) band(m *moment, document string) noteBand {
	about := n.issues.band(m, document, n.tray.left(m))
	if doing := n.tray.band(m); doing.Text != "" {
		return doing
	}
	return about
}

// draw draws what lies over the desk, and brings a note on the screen that is to be seen.
func (n *noteScreens) draw(m *moment, d *Delegate) {
	window, desk := d.view.window(), d.view.desk
	voting := d.view.vote.sheet.IsOpen()
	if voting { // nothing stands before a vote
		n.opening.up = false
	}
	desk.side.fit(window, d.view.upright(), !voting && d.view.stage == fyne.CanvasObject(desk.content))
	n.sheet.draw(n.opening.value(m), window)
	show(desk.paper.tap, n.tray.placing != nil)
	goal := n.side.goal
	if goal == nil || !desk.paper.shows(goal.document) {
		return
	}
	n.side.goal = nil
	if sizes := desk.paper.value.Paper.Sizes; goal.page < len(sizes) {
		desk.paper.reveal(goal.page, boxIn(sizes[goal.page], goal.at))
	}
}

// boxIn is a rectangle of a page, 1/100 pt, in parts of its width and height.
func boxIn(size PageSize, at image.Rectangle) markBox {
	wide, high := float32(size.Width*100), float32(size.Height*100)
	return markBox{float32(at.Min.X) / wide, float32(at.Min.Y) / high, float32(at.Max.X) / wide, float32(at.Max.Y) / high}
}
