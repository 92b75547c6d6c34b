package notebook

import (
	"context"
	"errors"
	"slices"

	"congso.vn/congso/ui/frame"
)

// exportStage is how far an export is.
type exportStage string

// The stages.
const (
	ExportChoosing exportStage = "choosing"
	ExportBrowsing exportStage = "browsing" // for a folder
	ExportRunning  exportStage = "running"
	ExportDone     exportStage = "done"
	ExportFailed   exportStage = "failed"
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

// ExportModel takes what the holder noted out of the tablet.
type ExportModel struct {
	Setting *frame.Setting
	Exports Exports
	Book    Notebook
	Errands *frame.Errands
	Changed func()

	Up       bool
	Stage    exportStage
	session  string
	document string // that was open when the sheet came up
	all      bool
	list     bool
	Folder   string // chosen; empty: the own one
	Browse   Folders
	Progress ExportProgress
	result   Exported
	Fault    string
	kept     []string           // folders of the person's own choice that files were written to, in order
	stop     context.CancelFunc // ends what is running
	turn     int                // grows with each export and each person
}

// Open brings the sheet up over a paper; empty where none is open.
func (e *ExportModel) Open(session, document string) {
	if e.Stage == ExportRunning {
		e.Up = true
		e.Changed()
		return
	}
	e.Up, e.Stage, e.session, e.document, e.list, e.Fault = true, ExportChoosing, session, document, true, ""
	e.all = !slices.ContainsFunc(e.Exports.Noted(session), func(p NotedPaper) bool { return document != "" && p.Document == document })
	e.Changed()
}

// Close takes it away; what is running is stopped first.
func (e *ExportModel) Close() {
	if e.Stage == ExportRunning {
		return
	}
	e.Up, e.result = false, Exported{}
	e.turn++ // what is still looked up is of no use
	e.Changed()
}

// Choose takes the notes on all papers, or on the open one alone.
func (e *ExportModel) Choose(all bool) { e.all = all; e.Changed() }

// WithList adds a list of the notes.
func (e *ExportModel) WithList(on bool) { e.list = on; e.Changed() }

// Own goes back to the folder that goes with the tablet.
func (e *ExportModel) Own() { e.Folder, e.Stage = "", ExportChoosing; e.Changed() }

// wanted are the papers that are to be exported.
func (e *ExportModel) wanted() []NotedPaper {
	papers := e.Exports.Noted(e.session)
	if e.all {
		return papers
	}
	return slices.DeleteFunc(slices.Clone(papers), func(p NotedPaper) bool { return p.Document != e.document })
}

// Start writes the files.
func (e *ExportModel) Start() {
	papers := e.wanted()
	if e.Stage == ExportRunning || len(papers) == 0 {
		return
	}
	e.turn++
	turn := e.turn
	ended, stop := context.WithCancel(context.Background())
	e.Stage, e.stop, e.Fault, e.Progress, e.result = ExportRunning, stop, "", ExportProgress{}, Exported{}
	wanted := Export{Session: e.session, Papers: papers, List: e.list, Folder: e.Folder}
	var result Exported
	e.Errands.Run(func(ctx context.Context) (err error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		defer context.AfterFunc(ended, cancel)()
		result, err = e.Exports.Export(ctx, wanted, func(p ExportProgress) {
			e.Setting.Post(func() {
				if turn == e.turn && e.Stage == ExportRunning {
					e.Progress = p
					e.Changed()
				}
			})
		})
		return err
	}, func(err error) {
		stop()
		if turn != e.turn {
			return
		}
		if err == nil && wanted.Folder != "" && !slices.Contains(e.kept, result.Folder) {
			e.kept = append(e.kept, result.Folder)
		}
		e.end(result, err)
	})
	e.Changed()
}

// end takes what came of it.
func (e *ExportModel) end(result Exported, err error) {
	var fault *ExportFault
	switch {
	case err == nil:
		e.Stage, e.result = ExportDone, result
	case errors.Is(err, context.Canceled):
		e.Stage = ExportChoosing
	case errors.As(err, &fault):
		e.Setting.Report(err)
		e.Stage, e.Fault = ExportFailed, e.Setting.Words.Say("export.failed."+fault.Code)
	default:
		e.Stage, e.Fault = ExportFailed, e.Setting.Sentence(err)
	}
	e.Changed()
}

// Cancel ends what is running; nothing is left of it.
func (e *ExportModel) Cancel() {
	if e.Stage == ExportRunning {
		e.stop()
	}
}

// Show opens the folder with the files.
func (e *ExportModel) Show() {
	if err := e.Exports.OpenFolder(e.result.Folder); err != nil {
		e.Fault = e.Setting.Words.Say("export.no-program")
		e.Changed()
	}
}

// ExportsLeft is what a person's exports come to when they give the tablet back.
type ExportsLeft struct {
	// Here tells that files lie in the tablet's own folder, which are deleted then.
	Here bool
	// Kept are the folders of the person's own choice that files were written to since they took the tablet: these
	// stay.
	Kept []string
}

// Left is what the holder's exports come to.
func (e *ExportModel) Left() ExportsLeft {
	if e.Exports == nil {
		return ExportsLeft{}
	}
	return ExportsLeft{Here: e.Exports.Here(), Kept: slices.Clone(e.kept)}
}

// Forget drops what concerns the person who held the tablet, and ends what is running.
func (e *ExportModel) Forget() {
	e.Rest()
	e.Up, e.Folder, e.Browse, e.result, e.Fault, e.kept = false, "", Folders{}, Exported{}, "", nil
}

// Rest ends what is running.
func (e *ExportModel) Rest() {
	e.Cancel()
	e.turn++
	e.Stage, e.Up = ExportChoosing, false
}

// Value is the sheet at a moment.
func (e *ExportModel) Value(m *frame.Moment) exportValue {
	if !e.Up || !m.Held {
		return exportValue{}
	}
	value := exportValue{Up: true, Stage: e.Stage, Some: e.document != "", All: e.all, List: e.list, Fault: e.Fault, Own: e.Folder == "", Folder: e.Folder}
	if value.Own {
		value.Folder = e.Exports.OwnFolder()
	}
	switch e.Stage {
	case ExportChoosing:
		notes, papers := 0, e.wanted()
		for _, paper := range papers {
			notes += paper.Notes
		}
		value.Can = len(papers) > 0
		switch {
		case value.Can:
			value.Count = m.Words.Say("export.count", "notes", notes, "papers", len(papers))
		case e.all:
			value.Count = m.Words.Say("export.count.none")
		default:
			value.Count = m.Words.Say("export.count.none.this")
		}
		if locked := e.Book.NoteAccess(e.session).Locked; locked > 0 {
			value.Locked = m.Words.Say("export.locked", "count", locked)
		}
	case ExportBrowsing:
		value.Browse = e.folders(m)
	case ExportRunning:
		if total := e.Progress.Total; total > 0 {
			value.Share = float32(e.Progress.Done) / float32(total)
			value.At = m.Words.Say("export.running.at", "number", min(e.Progress.Done+1, total), "total", total, "title", e.Progress.Title)
		}
	case ExportDone:
		value.Folder, value.Done = e.result.Folder, m.Words.Say("export.done.files", "count", e.result.Files)
		for _, remark := range e.result.Remarks {
			value.Remarks = append(value.Remarks, m.Words.Say("export.remark", "title", remark.Title,
				"sentence", m.Words.Say("export.remark."+remark.Code, "count", remark.Count)))
		}
	}
	return value
}
