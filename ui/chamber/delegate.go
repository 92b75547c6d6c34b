package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// DelegateConfig is what a delegate's screen is made of.
type DelegateConfig struct {
	Setting
	Holder   Holder
	Votes    Votes
	Sessions Sessions
	Lapses   Lapses
	// Retry tries to reach the room at once.
	Retry  func()
	Papers Papers
	Pages  Pages
	Looks  Looks
	// Searches finds words in agendas and papers.
	Searches Searches
	// Notebook is what the holder wrote on papers.
	Notebook Notebook
	// Exports puts it into files.
	Exports Exports
	// Shelf keeps where the person was reading; nil: nothing is kept.
	Shelf ReadingShelf
	// Marks and NoteWriter are what stands on the papers, and how something comes there. Nil: nothing is written on this tablet.
	Marks      Marks
	NoteWriter NoteWriter
	// NewID makes ids of marks: UUIDv7.
	NewID func() string
	// Speaker reads aloud; nil: this device cannot.
	Speaker Speaker
}

// Delegate is the screen of a delegate's tablet (máy đại biểu): taking the tablet, agenda and papers,
// attendance and voting. All methods are for the goroutine of the interface.
type Delegate struct {
	config  DelegateConfig
	heart   *heart
	errands *errands

	sign      *signModel
	attend    *attendModel
	lapse     *lapseModel
	leave     *leaveModel
	agenda    agendaModel
	paper     *paperModel
	shelf     *shelfModel
	readers   *readers
	second    *besidePaper
	vote      *voteModel
	search    *searchModel
	notes     *noteScreens
	write     *writeModel
	export    *exportScreen
	listening fyne.Canvas // that has Ctrl+F and Ctrl+G; nil: none yet
	person    string      // who held the tablet at the last drawing
	digits    int
	moment    *moment

	view    *delegateView
	content *fyne.Container
}

// NewDelegate makes the screen. Nothing is read before Start.
func NewDelegate(config DelegateConfig) *Delegate {
	d := &Delegate{config: config}
	setting := &d.config.Setting
	changed := func() { d.heart.beat() }
	d.heart = newHeart(setting, d.draw)
	d.errands = newErrands(setting)
	d.sign = &signModel{setting: setting, holder: config.Holder, errands: d.errands, changed: changed}
	d.attend = &attendModel{setting: setting, holder: config.Holder, errands: d.errands, changed: changed}
	d.lapse = &lapseModel{setting: setting, holder: config.Holder, lapses: config.Lapses, errands: d.errands, changed: changed}
	d.leave = &leaveModel{setting: setting, holder: config.Holder, errands: d.errands, changed: changed}
	d.paper = newPaperModel(setting, config.Papers, config.Pages, config.Searches, d.errands, changed,
		func(page int) { d.view.desk.paper.drawn(page) }, func(page int) { d.view.desk.paper.thumbs.drawn(page) })
	d.shelf = &shelfModel{setting: setting, shelf: config.Shelf, errands: d.errands, paper: d.paper, changed: changed}
	d.paper.touched = d.shelf.touch
	d.readers = newReaders(setting, config.Speaker, d.paper, d.errands, changed)
	d.second = &besidePaper{paper: newPaperModel(setting, config.Papers, config.Pages, config.Searches, d.errands, changed,
		func(page int) { d.view.desk.beside.drawn(page) }, func(int) {})}
	d.vote = &voteModel{setting: setting, votes: config.Votes, attend: d.attend, errands: d.errands, changed: changed}
	d.search = newSearchModel(setting, config.Searches, config.Sessions, config.Papers, config.Pages, d.errands, changed)
	d.notes = newNoteScreens(config, setting, d.errands, changed, func(pane, page int) { d.view.compare.panes[pane].column.redraw(page) })
	sources := writeSources{Marks: config.Marks, Locks: config.Notebook, Writer: config.NoteWriter, Texts: config.Searches, NewID: config.NewID}
	d.write = newWriteModel(setting, sources, d.errands, changed)
	d.write.ask = d.askWriting
	d.write.pages = newInkPages(config.Marks, d.beside, func(page int) { d.view.desk.write.inked(page) })
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
	d.view = newDelegateView(d.config.Words, d.config.Setting.later())
	d.notes.build(d.config.Words, d.config.Setting.later())
	d.export.build(d.config.Words)
	d.connect()
	d.content.Objects = []fyne.CanvasObject{d.view.content}
	d.content.Refresh()
}

// Content is what the window shows.
func (d *Delegate) Content() fyne.CanvasObject { return d.content }

// Start begins to follow the room. Call it when Content stands in its window.
func (d *Delegate) Start() {
	d.errands.start()
	d.heart.start()
}

// Stop ends it. A choice whose undo time still runs is dropped: nothing is sent.
func (d *Delegate) Stop() {
	d.deafen()
	d.heart.stop()
	d.shelf.close()
	d.errands.stop()
	d.search.rest()
	d.notes.rest()
	d.export.model.rest()
	d.vote.drop()
	d.sign.busy, d.attend.busy, d.leave.busy, d.lapse.busy = false, false, false, ""
	d.readers.find.rest()
	d.readers.aloud.stop()
	d.paper.rest()
	d.second.paper.rest()
	d.notes.close()
	d.write.rest()
	d.export.close()
	d.view.close()
}

// SetWords changes the language.
func (d *Delegate) SetWords(words *assets.Words) {
	d.config.Words = words
	d.paper.reword()
	d.build()
	d.heart.beat()
}
