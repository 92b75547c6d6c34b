package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"congso.vn/congso/app/annotate"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/export"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/station"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/notebook"
)

// noteExports puts the holder's notes into files.
type noteExports struct {
	station *station.Station
	pages   pageSource
	words   func() *assets.Words
}

var (
	_ notebook.Exports = noteExports{}
	_ export.Source    = noteExports{}
)

// What words of notes and of stamps are drawn with.
var (
	letters       = lettering("BeVietnamPro-Regular.ttf")
	strongLetters = lettering("BeVietnamPro-Bold.ttf")
)

func lettering(font string) func() (*annotate.Lettering, error) {
	return sync.OnceValues(func() (*annotate.Lettering, error) { return annotate.NewLettering(assets.Font(font)) })
}

// session returns one that the device knows; nil where it does not.
func (n noteExports) session(id string) *council.State {
	for _, state := range n.station.Seat().Sessions() {
		if state.ID == id {
			return state
		}
	}
	return nil
}

// collect returns what the holder noted in a session.
func (n noteExports) collect(id string) []export.Paper {
	state, seat := n.session(id), n.station.Seat()
	person := seat.Standing().Person
	if state == nil || person == "" {
		return nil
	}
	return export.Collect(state, person, seat.NotedPages(id), func(page notes.Page) []notes.Entry { return seat.NotesOn(id, page) })
}

// Noted is part of notebook.Exports.
func (n noteExports) Noted(session string) []notebook.NotedPaper {
	var noted []notebook.NotedPaper
	for _, paper := range n.collect(session) {
		noted = append(noted, notebook.NotedPaper{Document: paper.Document, Blob: paper.Blob, Title: paper.Title, Notes: paper.Count()})
	}
	return noted
}

// OwnFolder is part of notebook.Exports.
func (n noteExports) OwnFolder() string { return n.station.Folder().Exports() }

// Here is part of notebook.Exports. What cannot be read is taken for nothing: it goes with the tablet all the same.
func (n noteExports) Here() bool {
	inside, err := os.ReadDir(n.OwnFolder())
	return err == nil && len(inside) > 0
}

// Browse is part of notebook.Exports.
func (n noteExports) Browse(_ context.Context, path string) (notebook.Folders, error) {
	places := export.Places()
	browsed := notebook.Folders{Path: path}
	if path == "" {
		browsed.Within = foldersOf(places)
		return browsed, nil
	}
	within, err := export.Folders(path)
	if err != nil {
		return notebook.Folders{}, exportFault(err)
	}
	browsed.Within = foldersOf(within)
	if !slices.ContainsFunc(places, func(p export.Place) bool { return p.Path == path }) {
		browsed.Up = filepath.Dir(path)
	}
	return browsed, nil
}

func foldersOf(places []export.Place) []notebook.Folder {
	var folders []notebook.Folder
	for _, place := range places {
		folders = append(folders, notebook.Folder(place))
	}
	return folders
}

// Export is part of notebook.Exports.
func (n noteExports) Export(ctx context.Context, wanted notebook.Export, progress func(notebook.ExportProgress)) (notebook.Exported, error) {
	seat := n.station.Seat()
	person, state := seat.Standing().Person, n.session(wanted.Session)
	letter, err := letters()
	strong, strongErr := strongLetters()
	if err := errors.Join(err, strongErr); err != nil {
		return notebook.Exported{}, err
	}
	if state == nil || person == "" {
		return notebook.Exported{}, context.Canceled // given back meanwhile
	}
	chosen := map[string]bool{}
	for _, paper := range wanted.Papers {
		chosen[paper.Blob] = true
	}
	errand := export.Errand{
		Owner: state.Deputies[person].Name, Office: state.Session.Office, Session: state.Session.Title, List: wanted.List,
		Folder: wanted.Folder, Words: n.words(), At: seat.Now().Local(), Letter: letter, Strong: strong,
	}
	for _, paper := range n.collect(wanted.Session) {
		if chosen[paper.Blob] {
			errand.Papers = append(errand.Papers, paper)
		}
	}
	if errand.Folder == "" {
		errand.Folder = n.OwnFolder()
		if err := os.MkdirAll(errand.Folder, 0o700); err != nil {
			return notebook.Exported{}, exportFault(export.Failed(errand.Folder, err))
		}
	}
	made, err := errand.Run(ctx, n, func(p export.Progress) { progress(notebook.ExportProgress(p)) })
	if err != nil {
		return notebook.Exported{}, exportFault(err)
	}
	if wanted.Folder == "" && seat.Standing().Person != person { // given back while the last file was written
		return notebook.Exported{}, errors.Join(context.Canceled, os.RemoveAll(made.Folder))
	}
	exported := notebook.Exported{Folder: made.Folder, Files: made.Files}
	for _, remark := range made.Remarks {
		exported.Remarks = append(exported.Remarks, notebook.ExportRemark(remark))
	}
	return exported, nil
}

// exportFault gives a failure of an export its code for people.
func exportFault(err error) error {
	if failure, is := errors.AsType[*export.Failure](err); is {
		return &notebook.ExportFault{Code: failure.Code, Err: err}
	}
	return err
}

// OpenFolder is part of notebook.Exports.
func (n noteExports) OpenFolder(path string) error { return openWithSystem(path) }

// ReadPaper is part of export.Source.
func (n noteExports) ReadPaper(ctx context.Context, blob string) ([]byte, error) {
	return n.station.BringPaper(ctx, blob)
}

// ShownPages is part of export.Source.
func (n noteExports) ShownPages(blob string) int {
	paper, opened := n.pages.Known(blob)
	if !opened || paper.Partial {
		return 0
	}
	return paper.Pages
}
