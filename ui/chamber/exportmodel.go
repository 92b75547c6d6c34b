package chamber

import (
	"context"
	"errors"
	"slices"
)

// exportStage is how far an export is.
type exportStage string

// The stages.
const (
	exportChoosing exportStage = "choosing"
	exportBrowsing exportStage = "browsing" // for a folder
	exportRunning  exportStage = "running"
	exportDone     exportStage = "done"
	exportFailed   exportStage = "failed"
)

// exportValue is the sheet "Xuất ghi chú của đại biểu".
type exportValue struct {
	Up      bool
	Stage   exportStage
	Some    bool // a paper is open, so that its notes alone may be chosen
	All     bool
	List    bool
	Count   string // what will be exported, or why nothing can be
	Can     bool
	Locked  string // that some notes are not open; empty: all are
	Browse  folderValue
	Own     bool // the folder is the one that goes with the tablet
	Folder  string
	Share   float32
	At      string   // which file is under way
	Done    string   // how many files were written
	Remarks []string // one a line
	Fault   string
}

// exportModel takes what the holder noted out of the tablet.
type exportModel struct {
	setting *Setting
	exports Exports
	book    Notebook
	errands *errands
	changed func()

	up       bool
	stage    exportStage
	session  string
	document string // that was open when the sheet came up
	all      bool
	list     bool
	folder   string // chosen; empty: the own one
	browse   Folders
	progress ExportProgress
	result   Exported
	fault    string
	stop     context.CancelFunc // ends what is running
	turn     int                // grows with each export and each person
}

// open brings the sheet up over a paper; empty where none is open.
func (e *exportModel) open(session, document string) {
	if e.stage == exportRunning {
		e.up = true
		e.changed()
		return
	}
	e.up, e.stage, e.session, e.document, e.list, e.fault = true, exportChoosing, session, document, true, ""
	e.all = !slices.ContainsFunc(e.exports.Noted(session), func(p NotedPaper) bool { return document != "" && p.Document == document })
	e.changed()
}

// close takes it away; what is running is stopped first.
func (e *exportModel) close() {
	if e.stage == exportRunning {
		return
	}
	e.up, e.result = false, Exported{}
	e.turn++ // what is still looked up is of no use
	e.changed()
}

// choose takes the notes on all papers, or on the open one alone.
func (e *exportModel) choose(all bool) { e.all = all; e.changed() }

// withList adds a list of the notes.
func (e *exportModel) withList(on bool) { e.list = on; e.changed() }

// own goes back to the folder that goes with the tablet.
func (e *exportModel) own() { e.folder, e.stage = "", exportChoosing; e.changed() }

// wanted are the papers that are to be exported.
func (e *exportModel) wanted() []NotedPaper {
	papers := e.exports.Noted(e.session)
	if e.all {
		return papers
	}
	return slices.DeleteFunc(slices.Clone(papers), func(p NotedPaper) bool { return p.Document != e.document })
}

// start writes the files.
func (e *exportModel) start() {
	papers := e.wanted()
	if e.stage == exportRunning || len(papers) == 0 {
		return
	}
	e.turn++
	turn := e.turn
	ended, stop := context.WithCancel(context.Background())
	e.stage, e.stop, e.fault, e.progress, e.result = exportRunning, stop, "", ExportProgress{}, Exported{}
	wanted := Export{Session: e.session, Papers: papers, List: e.list, Folder: e.folder}
	var result Exported
	e.errands.run(func(ctx context.Context) (err error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(ended, cancel)()
		result, err = e.exports.Export(ctx, wanted, func(p ExportProgress) {
			e.setting.Post(func() {
				if turn == e.turn && e.stage == exportRunning {
					e.progress = p
					e.changed()
				}
			})
		})
		return err
	}, func(err error) {
		stop()
		if turn != e.turn {
			return
		}
		e.end(result, err)
	})
	e.changed()
}

// end takes what came of it.
func (e *exportModel) end(result Exported, err error) {
	var fault *ExportFault
	switch {
	case err == nil:
		e.stage, e.result = exportDone, result
	case errors.Is(err, context.Canceled):
		e.stage = exportChoosing
	case errors.As(err, &fault):
		e.setting.Report(err)
		e.stage, e.fault = exportFailed, e.setting.Words.Say("export.failed."+fault.Code)
	default:
		e.stage, e.fault = exportFailed, e.setting.sentence(err)
	}
	e.changed()
}

// cancel ends what is running; nothing is left of it.
func (e *exportModel) cancel() {
	if e.stage == exportRunning {
		e.stop()
	}
}

// show opens the folder with the files.
func (e *exportModel) show() {
	if err := e.exports.OpenFolder(e.result.Folder); err != nil {
		e.fault = e.setting.Words.Say("export.no-program")
		e.changed()
	}
}

// forget drops what concerns the person who held the tablet, and ends what is running.
func (e *exportModel) forget() {
	e.rest()
	e.up, e.folder, e.browse, e.result, e.fault = false, "", Folders{}, Exported{}, ""
}

// rest ends what is running.
func (e *exportModel) rest() {
	e.cancel()
	e.turn++
	e.stage, e.up = exportChoosing, false
}

// value is the sheet at a moment.
func (e *exportModel) value(m *moment) exportValue {
	if !e.up || !m.held {
		return exportValue{}
	}
	value := exportValue{Up: true, Stage: e.stage, Some: e.document != "", All: e.all, List: e.list, Fault: e.fault, Own: e.folder == "", Folder: e.folder}
	if value.Own {
		value.Folder = e.exports.OwnFolder()
	}
	switch e.stage {
	case exportChoosing:
		notes, papers := 0, e.wanted()
		for _, paper := range papers {
			notes += paper.Notes
		}
		value.Can = len(papers) > 0
		switch {
		case value.Can:
			value.Count = m.words.Say("export.count", "notes", notes, "papers", len(papers))
		case e.all:
			value.Count = m.words.Say("export.count.none")
		default:
			value.Count = m.words.Say("export.count.none.this")
		}
		if locked := e.book.NoteAccess(e.session).Locked; locked > 0 {
			value.Locked = m.words.Say("export.locked", "count", locked)
		}
	case exportBrowsing:
		value.Browse = e.folders(m)
	case exportRunning:
		if total := e.progress.Total; total > 0 {
			value.Share = float32(e.progress.Done) / float32(total)
			value.At = m.words.Say("export.running.at", "number", min(e.progress.Done+1, total), "total", total, "title", e.progress.Title)
		}
	case exportDone:
		value.Folder, value.Done = e.result.Folder, m.words.Say("export.done.files", "count", e.result.Files)
		for _, remark := range e.result.Remarks {
			value.Remarks = append(value.Remarks, m.words.Say("export.remark", "title", remark.Title,
				"sentence", m.words.Say("export.remark."+remark.Code, "count", remark.Count)))
		}
	}
	return value
}
