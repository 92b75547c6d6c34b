package chamber

import (
	"context"
	"errors"
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

// ask has the person look for another folder.
func (e *exportModel) ask() { e.look("") }

// look lists the folders within one.
func (e *exportModel) look(path string) {
	if e.stage == exportRunning {
		return
	}
	e.turn++
	turn := e.turn
	var found Folders
	e.errands.run(func(ctx context.Context) (err error) {
		found, err = e.exports.Browse(ctx, path)
		return err
	}, func(err error) {
		if turn != e.turn {
			return
		}
		e.fault = ""
		var fault *ExportFault
		switch {
		case errors.As(err, &fault):
			e.fault = e.setting.Words.Say("export.browse." + fault.Code)
		case err != nil:
			e.fault = e.setting.sentence(err)
		default:
			e.browse = found
		}
		e.stage = exportBrowsing
		e.changed()
	})
}

// upward lists the folder above, and leaves where there is none.
func (e *exportModel) upward() {
	if e.browse.Path == "" {
		e.back()
		return
	}
	e.look(e.browse.Up)
}

// use takes the folder that is listed.
func (e *exportModel) use() {
	e.folder = e.browse.Path
	e.back()
}

// back leaves the folders.
func (e *exportModel) back() {
	e.turn++
	e.stage, e.fault = exportChoosing, ""
	e.changed()
}

// folders are those that are listed.
func (e *exportModel) folders(m *moment) folderValue {
	value := folderValue{Path: e.browse.Path}
	for _, one := range e.browse.Within {
		value.Rows = append(value.Rows, folderRow{folderIcons[one.Kind], m.words.Say("export.place."+one.Kind, "name", one.Name), one.Path})
	}
	if len(value.Rows) == 0 {
		value.Empty = m.words.Say(pick(value.Path == "", "export.browse.nowhere", "export.browse.empty"))
	}
	return value
}
