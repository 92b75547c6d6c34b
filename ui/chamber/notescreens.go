package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// noteScreens are the screens around what a person wrote: the sheet that opens it, and the right drawer.
type noteScreens struct {
	opening  *openNotesModel
	side     *sideModel
	pictures *notePictures
	sheet    *openNotesView
}

func newNoteScreens(config DelegateConfig, setting *Setting, errands *errands, changed func()) *noteScreens {
	return &noteScreens{
		opening:  &openNotesModel{setting: setting, book: config.Notebook, errands: errands, changed: changed},
		side:     &sideModel{book: config.Notebook, votes: config.Votes, changed: changed},
		pictures: newNotePictures(newShots(config.Pages, config.Papers, setting.Post, errands, changed), errands, changed),
	}
}

// forget drops what concerns the person who held the tablet.
func (n *noteScreens) forget() {
	n.opening.forget()
	n.side.forget()
	n.pictures.forget()
}

// rest gives up what is under way.
func (n *noteScreens) rest() {
	n.opening.busy = false
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
	side := d.view.desk.side
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
	list.OnRow = func(row noteRow) { d.openAt(row.Noted) }
}

// openAt opens a paper at a note.
func (d *Delegate) openAt(one noted) {
	d.agenda.chooseItem(d.moment, one.Document.Item)
	d.agenda.choosePaper(one.Document.ID)
	d.notes.side.goal = &noteGoal{document: one.Document.ID, page: one.Page, at: one}
	if d.view.upright() {
		d.notes.side.open = "" // the sheet lies over the paper
	}
	d.heart.beat()
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
	goal := n.side.goal
	if goal == nil || !desk.paper.shows(goal.document) {
		return
	}
	n.side.goal = nil
	sizes := desk.paper.value.Paper.Sizes
	if goal.page >= len(sizes) {
		return
	}
	wide, high := float32(sizes[goal.page].Width*100), float32(sizes[goal.page].Height*100)
	bounds := goal.at.Bounds
	desk.paper.reveal(goal.page, markBox{float32(bounds.Min.X) / wide, float32(bounds.Min.Y) / high, float32(bounds.Max.X) / wide, float32(bounds.Max.Y) / high})
}
