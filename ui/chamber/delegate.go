package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/notebook"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/reader"
	"congso.vn/congso/ui/searching"
	"congso.vn/congso/ui/writing"
)

// DelegateConfig is what a delegate's screen is made of.
type DelegateConfig struct {
	frame.Setting
	Holder   Holder
	Votes    Votes
	Sessions frame.Sessions
	Lapses   Lapses
	// Retry tries to reach the room at once.
	Retry  func()
	Papers pageview.Papers
	Pages  pageview.Pages
	Looks  frame.Looks
	// Searches finds words in agendas and papers.
	Searches pageview.Searches
	// Notebook is what the holder wrote on papers.
	Notebook notebook.Notebook
	// Exports puts it into files.
	Exports notebook.Exports
	// Shelf keeps where the person was reading; nil: nothing is kept.
	Shelf reader.ReadingShelf
	// Marks and NoteWriter are what stands on the papers, and how something comes there. Nil: nothing is written on this tablet.
	Marks      writing.Marks
	NoteWriter writing.NoteWriter
	// Drawings are strokes that are not finished, the holder's and others'. Nil: none are shown.
	Drawings writing.Drawings
	// NewID makes ids of marks: UUIDv7.
	NewID func() string
	// Speaker reads aloud; nil: this device cannot.
	Speaker reader.Speaker
}

// Delegate is the screen of a delegate's tablet (máy đại biểu): taking the tablet, agenda and papers,
// attendance and voting. All methods are for the goroutine of the interface.
type Delegate struct {
	config  DelegateConfig
	heart   *frame.Heart
	errands *frame.Errands

	sign       *signModel
	attend     *attendModel
	lapse      *lapseModel
	leave      *leaveModel
	agenda     agendaModel
	paper      *reader.Model
	shelf      *reader.ShelfModel
	readers    *reader.Readers
	second     *reader.BesidePaper
	vote       *voteModel
	search     *searching.Model
	notes      *noteScreens
	write      *writing.Model
	export     *exportScreen
	compareInk compareInk
	listening  fyne.Canvas // that has Ctrl+F and Ctrl+G; nil: none yet
	person     string      // who held the tablet at the last drawing
	digits     int
	moment     *frame.Moment

	view    *delegateView
	content *fyne.Container
}

// NewDelegate makes the screen. Nothing is read before Start.
func NewDelegate(config DelegateConfig) *Delegate {
	d := &Delegate{config: config}
	setting := &d.config.Setting
	changed := func() { d.heart.Beat() }
	d.heart = frame.NewHeart(setting, d.draw)
	d.errands = frame.NewErrands(setting)
	d.sign = &signModel{setting: setting, holder: config.Holder, errands: d.errands, changed: changed}
	d.attend = &attendModel{setting: setting, holder: config.Holder, errands: d.errands, changed: changed}
	d.lapse = &lapseModel{setting: setting, holder: config.Holder, lapses: config.Lapses, errands: d.errands, changed: changed}
	d.leave = &leaveModel{setting: setting, holder: config.Holder, errands: d.errands, changed: changed}
	d.paper = reader.NewModel(setting, config.Papers, config.Pages, config.Searches, d.errands, changed,
		func(page int) { d.view.desk.paper.Drawn(page) }, func(page int) { d.view.desk.paper.Thumbs.Drawn(page) })
	d.shelf = &reader.ShelfModel{Setting: setting, Shelf: config.Shelf, Errands: d.errands, Paper: d.paper, Changed: changed}
	d.paper.Touched = d.shelf.Touch
	d.readers = reader.NewReaders(setting, config.Speaker, d.paper, d.errands, changed)
	d.second = &reader.BesidePaper{Paper: reader.NewModel(setting, config.Papers, config.Pages, config.Searches, d.errands, changed,
		func(page int) { d.view.desk.beside.Drawn(page) }, func(int) {})}
	d.vote = &voteModel{setting: setting, votes: config.Votes, attend: d.attend, errands: d.errands, changed: changed}
	d.search = searching.NewModel(setting, config.Searches, config.Sessions, config.Papers, config.Pages, d.errands, changed)
	d.notes = newNoteScreens(config, setting, d.errands, changed, func(pane, page int) { d.view.compare.Panes[pane].Column.Redraw(page) })
	sources := writing.Sources{Marks: config.Marks, Locks: config.Notebook, Writer: config.NoteWriter, Texts: config.Searches, Drawings: config.Drawings, NewID: config.NewID}
	d.write = writing.NewModel(setting, sources, d.errands, changed)
	d.write.Ask = d.askWriting
	d.write.Pages = writing.NewInkPages(config.Marks, d.beside, func(page int) { d.view.desk.write.Inked(page) })
	d.compareInk = d.newCompareInk()
	d.export = newExportScreen(config, setting, d.errands, changed)
	d.content = kit.Layers()
	d.build()
	return d
}

// build makes the views in the language in force.
func (d *Delegate) build() {
	if d.view != nil {
		d.view.close()
	}
	d.view = newDelegateView(d.config.Words, d.config.Setting.Later())
	d.notes.build(d.config.Words, d.config.Setting.Later())
	d.export.build(d.config.Words)
	d.connect()
	d.content.Objects = []fyne.CanvasObject{d.view.content}
	d.content.Refresh()
}

// Content is what the window shows.
func (d *Delegate) Content() fyne.CanvasObject { return d.content }

// Start begins to follow the room. Call it when Content stands in its window.
func (d *Delegate) Start() {
	d.errands.Start()
	d.heart.Start()
	d.write.Others.Start()
}

// Stop ends it. A choice whose undo time still runs is dropped: nothing is sent.
func (d *Delegate) Stop() {
	d.deafen()
	d.heart.Stop()
	d.shelf.Close()
	d.errands.Stop()
	d.search.Rest()
	d.notes.rest()
	d.export.model.Rest()
	d.vote.drop()
	d.sign.busy, d.attend.busy, d.leave.busy, d.lapse.busy = false, false, false, ""
	d.readers.Find.Rest()
	d.readers.Aloud.Stop()
	d.paper.Rest()
	d.second.Paper.Rest()
	d.notes.close()
	d.write.Rest()
	d.write.Others.Stop()
	d.compareInk.rest()
	d.export.close()
	d.view.close()
}

// SetWords changes the language.
func (d *Delegate) SetWords(words *assets.Words) {
	d.config.Words = words
	d.paper.Reword()
	d.build()
	d.heart.Beat()
}
