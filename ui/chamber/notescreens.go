package chamber

import (
	"image"

	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/notebook"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/writing"
)

// noteScreens are the screens around what a person wrote: the sheet that opens it, the right drawer with its tray,
// and what is said of new issues.
type noteScreens struct {
	opening  *notebook.OpenNotesModel
	side     *sideModel
	tray     *notebook.TrayModel
	issues   *notebook.IssuesModel
	compare  *notebook.CompareModel
	pictures *notebook.NotePictures
	bounds   notebook.MarkBounds
	sheet    *notebook.OpenNotesView
}

func newNoteScreens(config DelegateConfig, setting *frame.Setting, errands *frame.Errands, changed func(), drawn func(pane, page int)) *noteScreens {
	bounds := notebook.MarkBounds{}
	n := &noteScreens{
		bounds:   bounds,
		opening:  &notebook.OpenNotesModel{Setting: setting, Book: config.Notebook, Errands: errands, Changed: changed},
		tray:     &notebook.TrayModel{Setting: setting, Book: config.Notebook, Searches: config.Searches, Papers: config.Papers, Errands: errands, Changed: changed, Bounds: bounds},
		issues:   &notebook.IssuesModel{Book: config.Notebook, Changed: changed},
		pictures: notebook.NewNotePictures(pageview.NewShots(config.Pages, config.Papers, setting.Post, errands, changed), errands, changed),
	}
	n.compare = notebook.NewCompareModel(setting, config.Papers, config.Pages, config.Searches, errands, changed, drawn)
	n.side = &sideModel{book: config.Notebook, votes: config.Votes, tray: n.tray, changed: changed, read: &notebook.PagesRead{Bounds: bounds}}
	n.tray.Forget()
	n.issues.Forget()
	return n
}

// forget drops what concerns the person who held the tablet.
func (n *noteScreens) forget() {
	n.opening.Forget()
	n.side.forget()
	n.tray.Forget()
	n.issues.Forget()
	n.compare.Forget()
	clear(n.bounds)
	n.pictures.Forget()
}

// rest gives up what is under way.
func (n *noteScreens) rest() {
	n.opening.Busy, n.tray.Busy = false, false
	n.compare.Rest()
	n.pictures.Forget()
}

// build makes the views in the language in force.
func (n *noteScreens) build(words *assets.Words, after kit.After) {
	n.close()
	n.sheet = notebook.NewOpenNotesView(words, after)
	n.sheet.OnClose, n.sheet.OnChoose, n.sheet.OnCard, n.sheet.OnSheet = n.opening.Close, n.opening.Choose, n.opening.Card, n.opening.Sheet
}

// close takes away what lies over the screen.
func (n *noteScreens) close() {
	if n.sheet != nil {
		n.sheet.Close()
	}
}

// connect hands what the drawer reports to its model.
func (n *noteScreens) connect(d *Delegate) {
	desk := d.view.desk
	side := desk.side
	d.connectCompare()
	side.OnPanel, side.OnClose = n.side.choose, n.side.close
	list := side.notes
	list.Picture = n.pictures.Picture
	list.OnFilter, list.OnUnlock = n.side.filter, n.opening.Open
	list.OnSeen = func(rows []notebook.NoteRow, width int) {
		var wanted []pageview.Shot
		for _, row := range rows {
			wanted = append(wanted, pageview.Shot{Blob: row.Noted.Blob, Page: row.Noted.Page, Width: width})
		}
		n.pictures.Shots.Want(wanted)
	}
	list.OnRow = func(row notebook.NoteRow) {
		d.openAt(row.Noted.Document.Item, noteGoal{row.Noted.Document.ID, row.Noted.Page, row.Noted.Bounds})
	}
	tray := side.tray
	tray.Picture = n.pictures.Picture
	tray.OnKeep, tray.OnRemove = n.tray.Keep, n.tray.Remove
	tray.OnPlace = func(one notebook.Noted) {
		d.clearPaper()
		d.write.Choose(writing.HandTool) // a tap puts the note there, and draws nothing
		n.tray.Place(one)
	}
	tray.OnSuggest = func(row notebook.TrayRow) {
		d.openAt(row.Noted.Document.Item, noteGoal{row.Noted.Document.ID, row.At.Page, candidateBounds(row)})
	}
	tray.OnSeen = func(rows []notebook.TrayRow, width int) {
		var wanted []pageview.Shot
		for _, row := range rows {
			wanted = append(wanted, pageview.Shot{Blob: row.Noted.Blob, Page: row.Noted.Page, Width: width})
		}
		n.pictures.Shots.Want(wanted)
	}
	desk.over.OnAct = func(act notebook.NoteAct) { n.act(d, act) }
	desk.over.OnClose = n.issues.Hide
	desk.paper.Tap.OnTap = func(page int, size, at image.Point) { n.tray.Put(d.paper.Blob, page, size, at) }
}

// candidateBounds is where a mark that found no place may belong.
func candidateBounds(row notebook.TrayRow) image.Rectangle {
	var bounds image.Rectangle
	for _, quad := range row.At.Quads {
		bounds = bounds.Union(quad)
	}
	return bounds
}

// act does what the strip over the pages offers.
func (n *noteScreens) act(d *Delegate, act notebook.NoteAct) {
	switch act {
	case notebook.StopPlacing:
		n.tray.Cancel()
	case notebook.TakeBack:
		n.tray.TakeBack()
	case notebook.OpenTray:
		n.side.open = panelTray
		n.issues.Hide()
	case notebook.SeeBefore:
		n.compare.Open(n.issues.Last.Document)
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
	d.agenda.ChooseItem(d.moment, item)
	d.agenda.ChoosePaper(goal.document)
	d.notes.side.goal = &goal
	d.clearPaper()
	d.heart.Beat()
}

// band is what is said over the pages of an open paper.
func (n *noteScreens) band(m *frame.Moment, document string) notebook.NoteBand {
	about := n.issues.Band(m, document, n.tray.Left(m))
	if doing := n.tray.Band(m); doing.Text != "" {
		return doing
	}
	return about
}

// draw draws what lies over the desk, and brings a note on the screen that is to be seen.
func (n *noteScreens) draw(m *frame.Moment, d *Delegate) {
	window, desk := d.view.window(), d.view.desk
	voting := d.view.vote.sheet.IsOpen()
	if voting { // nothing stands before a vote
		n.opening.Up = false
	}
	desk.side.fit(window, d.view.upright(), !voting && d.view.stage == fyne.CanvasObject(desk.content))
	n.sheet.Draw(n.opening.Value(m), window)
	frame.Show(desk.paper.Tap, n.tray.Placing != nil)
	goal := n.side.goal
	if goal == nil || !desk.paper.Shows(goal.document) {
		return
	}
	n.side.goal = nil
	if sizes := desk.paper.Value.Paper.Sizes; goal.page < len(sizes) {
		desk.paper.Reveal(goal.page, boxIn(sizes[goal.page], goal.at))
	}
}

// boxIn is a rectangle of a page, 1/100 pt, in parts of its width and height.
func boxIn(size pageview.PageSize, at image.Rectangle) pageview.MarkBox {
	wide, high := float32(size.Width*100), float32(size.Height*100)
	return pageview.MarkBox{Left: float32(at.Min.X) / wide, Top: float32(at.Min.Y) / high, Right: float32(at.Max.X) / wide, Bottom: float32(at.Max.Y) / high}
}
