package notebook

import (
	"context"
	"errors"

	"congso.vn/congso/ui/frame"
)

// folderValue is a folder that files may go to, with those within it.
type folderValue struct {
	Path  string // empty where to begin
	Rows  []folderRow
	Empty string // that there is none within
}

// folderRow is one of them.
type folderRow struct{ Icon, Text, Path string }

var folderIcons = map[string]string{"stick": "save", "documents": "papers", "desktop": "desktop", "home": "home", "folder": "folder"}

// Ask has the person look for another folder.
func (e *ExportModel) Ask() { e.Look("") }

// Look lists the folders within one.
func (e *ExportModel) Look(path string) {
	if e.Stage == ExportRunning {
		return
	}
	e.turn++
	turn := e.turn
	var found Folders
	e.Errands.Run(func(ctx context.Context) (err error) {
		found, err = e.Exports.Browse(ctx, path)
		return err
	}, func(err error) {
		if turn != e.turn {
			return
		}
		e.Fault = ""
		var fault *ExportFault
		switch {
		case errors.As(err, &fault):
			e.Fault = e.Setting.Words.Say("export.browse." + fault.Code)
		case err != nil:
			e.Fault = e.Setting.Sentence(err)
		default:
			e.Browse = found
		}
		e.Stage = ExportBrowsing
		e.Changed()
	})
}

// Upward lists the folder above, and leaves where there is none.
func (e *ExportModel) Upward() {
	if e.Browse.Path == "" {
		e.Back()
		return
	}
	e.Look(e.Browse.Up)
}

// Use takes the folder that is listed.
func (e *ExportModel) Use() {
	e.Folder = e.Browse.Path
	e.Back()
}

// Back leaves the folders.
func (e *ExportModel) Back() {
	e.turn++
	e.Stage, e.Fault = ExportChoosing, ""
	e.Changed()
}

// folders are those that are listed.
func (e *ExportModel) folders(m *frame.Moment) folderValue {
	value := folderValue{Path: e.Browse.Path}
	for _, one := range e.Browse.Within {
		value.Rows = append(value.Rows, folderRow{folderIcons[one.Kind], m.Words.Say("export.place."+one.Kind, "name", one.Name), one.Path})
	}
	if len(value.Rows) == 0 {
		value.Empty = m.Words.Say(frame.Pick(value.Path == "", "export.browse.nowhere", "export.browse.empty"))
	}
	return value
}
