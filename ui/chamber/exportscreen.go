package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
)

// exportScreen is the model and the view of exporting notes.
type exportScreen struct {
	model *exportModel
	view  *exportView
}

func newExportScreen(config DelegateConfig, setting *Setting, errands *errands, changed func()) *exportScreen {
	return &exportScreen{model: &exportModel{
		setting: setting, exports: config.Exports, book: config.Notebook, errands: errands, changed: changed, stage: exportChoosing,
	}}
}

// build makes the view in the language in force.
func (e *exportScreen) build(words *assets.Words) {
	e.close()
	e.view = newExportView(words)
	e.view.OnClose, e.view.OnStart, e.view.OnStop, e.view.OnShow = e.model.close, e.model.start, e.model.cancel, e.model.show
	e.view.OnAsk, e.view.OnOwn, e.view.OnAll, e.view.OnList = e.model.ask, e.model.own, e.model.choose, e.model.withList
	e.view.OnFolder, e.view.OnUp, e.view.OnUse, e.view.OnBack = e.model.look, e.model.upward, e.model.use, e.model.back
}

// connect gives the list of notes its way here.
func (e *exportScreen) connect(d *Delegate) {
	d.view.desk.side.notes.OnExport = func() {
		_, document := d.agenda.at(d.moment)
		e.model.open(d.moment.state.ID, document)
	}
}

// draw draws the sheet over the desk; a vote takes the screen, and the sheet is back after it.
func (e *exportScreen) draw(m *moment, d *Delegate) {
	var window fyne.Canvas
	if !d.view.vote.sheet.IsOpen() {
		window = d.view.window()
	}
	e.view.draw(e.model.value(m), window)
}

// close takes away what lies over the screen.
func (e *exportScreen) close() {
	if e.view != nil {
		e.view.close()
	}
}
