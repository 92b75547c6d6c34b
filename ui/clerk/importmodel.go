package clerk

import (
	"context"
	"errors"
	"path/filepath"
	"strings"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// importing is one session pack on its way, or how the last one ended.
type importing struct {
	name        string
	running     bool
	done, total int64
	cancel      context.CancelFunc
	faults      []string
	remarks     []string
	ended       bool // well
	cancelled   bool
}

func (i importing) sight(d *desk) importSight {
	s := importSight{Shown: i.name != "", Name: i.name, Running: i.running, Done: i.ended, Faults: i.faults, Remarks: i.remarks}
	s.NotesAre, s.FaultsAre = d.say("clerk.import.remarks", "count", len(i.remarks)), d.say("clerk.import.faults", "count", len(i.faults))
	switch {
	case i.running && i.total > 0:
		s.Title, s.Share = d.say("clerk.import.running", "name", i.name), float32(i.done)/float32(i.total)
		s.Progress = d.say("clerk.import.progress", "done", d.megabytes(i.done), "total", d.megabytes(i.total), "share", int(100*s.Share))
	case i.running:
		s.Title, s.Unknown, s.Progress = d.say("clerk.import.running", "name", i.name), true, d.say("clerk.import.reading")
	case i.cancelled:
		s.Title, s.Kind = d.say("clerk.import.cancelled", "name", i.name), kit.NoticeStrip
	case len(i.faults) > 0:
		s.Title, s.Kind = d.say("clerk.import.failed", "name", i.name), kit.AlertStrip
	case i.ended:
		s.Title, s.Kind = d.say("clerk.import.done", "name", i.name), kit.DoneStrip
	}
	return s
}

func (d *desk) pickPack() { d.config.Picker.Pick([]string{".zip"}, d.importPicked) }

func (d *desk) pickFolder() { d.config.Picker.Pick(nil, d.importPicked) }

func (d *desk) importPicked(path string) {
	if path != "" && !d.stopped {
		d.importPack(path)
	}
}

// importPack takes a session over. One at a time: a second one waits for the person's patience.
func (d *desk) importPack(path string) {
	d.page = sessionsPage
	if d.packs.running {
		d.notify(kit.NoticeStrip, "info", d.say("clerk.import.busy"))
		return
	}
	ctx, cancel := context.WithCancel(d.background)
	d.packs = importing{name: filepath.Base(path), running: true, cancel: cancel}
	d.refresh()
	type share struct{ done, total int64 }
	progress := kit.NewLatest(d.config.Post, func(now share) {
		if d.packs.running {
			d.packs.done, d.packs.total = now.done, now.total
			d.refresh()
		}
	})
	go func() {
		remarks, err := d.config.Packs.Import(ctx, path, func(done, total int64) { progress.Put(share{done, total}) })
		d.config.Post(func() { d.imported(remarks, err) })
	}()
}

func (d *desk) imported(remarks []string, err error) {
	d.packs.cancel()
	if d.stopped {
		return
	}
	d.packs.running, d.packs.remarks = false, remarks
	switch {
	case err == nil:
		d.packs.ended = true
	case errors.Is(err, context.Canceled):
		d.packs.cancelled = true
	case errors.Is(err, people.ErrQueued):
		d.packs = importing{}
		d.settle(err, nil)
	default:
		d.packs.faults = d.sentences(err)
	}
	d.refresh()
}

func (d *desk) cancelImport() {
	if d.packs.running {
		d.packs.cancel()
	}
}

func (d *desk) closeImport() {
	if !d.packs.running {
		d.packs = importing{}
		d.refresh()
	}
}

// dropped takes files that were let fall onto the window.
func (d *desk) dropped(paths []string) {
	if d.page == preparePage && d.mayPrepare() && !isPack(paths) {
		for _, path := range paths {
			d.uploadPaper(path, "")
		}
		return
	}
	if d.page == preparePage && d.state().Exists() && !isPack(paths) {
		code := "item.unknown"
		if d.state().Session.State == council.SessionClosed {
			code = "session.closed"
		}
		d.complain(&people.Refusal{Code: code})
		return
	}
	if len(paths) > 0 {
		d.importPack(paths[0])
	}
}

// isPack tells whether what was dropped is a session pack rather than papers: a zip file or a folder.
func isPack(paths []string) bool {
	if len(paths) != 1 {
		return false
	}
	extension := strings.ToLower(filepath.Ext(paths[0]))
	return extension == ".zip" || extension == ""
}
