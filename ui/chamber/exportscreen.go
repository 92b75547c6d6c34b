package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/notebook"
)

// exportScreen is the model and the view of exporting notes.
type exportScreen struct {
	model *notebook.ExportModel
	view  *notebook.ExportView
}

func newExportScreen(config DelegateConfig, setting *frame.Setting, errands *frame.Errands, changed func()) *exportScreen {
	return &exportScreen{model: &notebook.ExportModel{
		Setting: setting, Exports: config.Exports, Book: config.Notebook, Errands: errands, Changed: changed, Stage: notebook.ExportChoosing,
	}}
}

// build makes the view in the language in force.
func (e *exportScreen) build(words *assets.Words) {
	e.close()
	e.view = notebook.NewExportView(words)
	e.view.OnClose, e.view.OnStart, e.view.OnStop, e.view.OnShow = e.model.Close, e.model.Start, e.model.Cancel, e.model.Show
	e.view.OnAsk, e.view.OnOwn, e.view.OnAll, e.view.OnList = e.model.Ask, e.model.Own, e.model.Choose, e.model.WithList
	e.view.OnFolder, e.view.OnUp, e.view.OnUse, e.view.OnBack = e.model.Look, e.model.Upward, e.model.Use, e.model.Back
}

// connect gives the list of notes its way here.
func (e *exportScreen) connect(d *Delegate) {
	d.view.desk.side.notes.OnExport = func() {
		_, document := d.agenda.At(d.moment)
		e.model.Open(d.moment.State.ID, document)
	}
}

// draw draws the sheet over the desk; a vote takes the screen, and the sheet is back after it.
func (e *exportScreen) draw(m *frame.Moment, d *Delegate) {
	var window fyne.Canvas
	if !d.view.vote.sheet.IsOpen() {
		window = d.view.window()
	}
	e.view.Draw(e.model.Value(m), window)
}

// close takes away what lies over the screen.
func (e *exportScreen) close() {
	if e.view != nil {
		e.view.Close()
	}
}
