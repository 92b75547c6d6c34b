package clerk

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// paperKinds are the files that can be papers.
var paperKinds = []string{".pdf", ".docx", ".doc", ".xlsx", ".xls", ".pptx", ".ppt", ".odt", ".ods", ".odp", ".rtf"}

// upload is one paper on its way to the server. It stays in the list until it is there or is taken
// away, so that a fault does not lose the file's name.
type upload struct {
	id, session, item string
	path              string
	document          string // the paper it replaces; "" for a new one
	progress          UploadProgress
	started, ended    bool
	faults            []string
	cancel            context.CancelFunc
}

func (u *upload) sight(d *desk) uploadRow {
	row := uploadRow{ID: u.id, Name: filepath.Base(u.path), Faults: u.faults, Running: !u.ended}
	switch {
	case u.ended:
	case u.started && u.progress.Stage == UploadTurning:
		row.Unknown, row.Progress = true, d.say("clerk.upload.turning")
	case u.started && u.progress.Stage == UploadWaiting:
		row.Unknown, row.Progress = true, d.say("clerk.upload.queued")
	case u.started && u.progress.Total > 0:
		row.Share = float32(u.progress.Done) / float32(u.progress.Total)
		row.Progress = d.say("clerk.import.progress", "done", d.megabytes(u.progress.Done), "total", d.megabytes(u.progress.Total), "share", int(100*row.Share))
	case u.started:
		row.Progress = d.say("clerk.upload.reading")
	default:
		row.Progress = d.say("clerk.upload.waiting")
	}
	return row
}

func (d *desk) addPaper() {
	d.config.Picker.Pick(paperKinds, func(path string) {
		if path != "" && d.mayPrepare() {
			d.uploadPaper(path, "")
		}
	})
}

func (d *desk) replacePaper(id string) {
	d.config.Picker.Pick(paperKinds, func(path string) {
		if _, known := d.state().Documents[id]; path != "" && known {
			d.uploadPaper(path, id)
		}
	})
}

// uploadPaper queues a file; one goes at a time, so that the first ones can be read soon.
func (d *desk) uploadPaper(path, document string) {
	if d.stopped {
		return
	}
	d.serial++
	u := &upload{id: "upload." + written(d.serial), session: d.state().ID, item: d.item, path: path, document: document}
	if document != "" {
		u.item = d.state().Documents[document].Item
	}
	d.uploads = append(d.uploads, u)
	d.nextUpload()
}

func (d *desk) nextUpload() {
	defer d.refresh()
	for _, u := range d.uploads {
		if u.started && !u.ended {
			return
		}
	}
	for _, u := range d.uploads {
		if !u.started {
			d.startUpload(u)
			return
		}
	}
}

func (d *desk) startUpload(u *upload) {
	ctx, cancel := context.WithCancel(d.background)
	u.started, u.cancel = true, cancel
	progress := kit.NewLatest(d.config.Post, func(now UploadProgress) {
		if !u.ended {
			u.progress = now
			d.refresh()
		}
	})
	paper, base := d.paperOf(u)
	go func() {
		came, err := d.config.Uploads.Upload(ctx, u.path, progress.Put)
		if err == nil {
			paper.Blob, paper.Size, paper.Pages, paper.Original = came.Blob, came.Size, came.Pages, came.Original
			err = d.config.Acts.DoIn(ctx, people.CouncilStream(u.session), council.PutDocument, base, paper)
		}
		d.config.Post(func() { d.uploaded(u, err) })
	}()
}

// paperOf is what the server is told of an upload: a new paper, or what is replaced with other bytes.
func (d *desk) paperOf(u *upload) (council.Document, uint64) {
	if before, known := d.state().Documents[u.document]; known {
		return before, before.Seq
	}
	return council.Document{ID: d.config.NewID(), Item: u.item, Title: titleOf(u.path), Audience: people.Members(u.session)}, 0
}

// titleOf makes a title of a file's name.
func titleOf(path string) string {
	name := filepath.Base(path)
	name = strings.TrimSuffix(name, filepath.Ext(name))
	return people.Clean(strings.ReplaceAll(name, "_", " "))
}

func (d *desk) uploaded(u *upload, err error) {
	u.cancel()
	u.ended = true
	if d.stopped {
		return
	}
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, people.ErrQueued) {
		d.dropUpload(u.id)
		if err == nil {
			d.notify(kit.DoneStrip, "check", d.say("clerk.upload.done", "name", filepath.Base(u.path)))
		} else {
			d.settle(err, nil)
		}
	} else {
		u.faults = d.sentences(err)
	}
	d.nextUpload()
}

func (d *desk) dropUpload(id string) {
	d.uploads = slices.DeleteFunc(d.uploads, func(u *upload) bool { return u.id == id })
}

// cancelUpload stops an upload, or takes one that failed off the list.
func (d *desk) cancelUpload(id string) {
	for _, u := range d.uploads {
		if u.id != id {
			continue
		}
		if u.started && !u.ended {
			u.cancel()
			return
		}
		d.dropUpload(id)
		d.refresh()
		return
	}
}

func (d *desk) retryUpload(id string) {
	for _, u := range d.uploads {
		if u.id == id && u.ended {
			u.started, u.ended, u.faults, u.progress = false, false, nil, UploadProgress{}
			d.nextUpload()
			return
		}
	}
}
