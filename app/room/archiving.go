package room

import (
	"context"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
)

// archiveAgain is how long the server waits before it tries an archive once more that failed, such as
// for a full disk.
const archiveAgain = 10 * time.Minute

// noteClosing wakes the archivist after a session changed; from the writer's goroutine.
func (r *Room) noteClosing(entries []change.Entry) {
	for _, e := range entries {
		if e.Kind == council.SessionKind {
			select {
			case r.closings <- struct{}{}:
			default: // it is awake
			}
			return
		}
	}
}

// serveArchives archives every session that is closed and not archived, now and whenever one closes,
// until ctx ends. Nothing that goes wrong with an archive ends the server.
func (r *Room) serveArchives(ctx context.Context) error {
	a := archivist{folder: r.config.Folder, name: r.name, log: r.log, blobs: r.blobs, authority: r.authority, now: r.config.Now}
	for {
		var again <-chan time.Time
		files, err := a.missing(ctx)
		for _, file := range files {
			r.config.Logger.Info("Session archived", "file", file)
		}
		if err != nil && ctx.Err() == nil {
			r.config.Logger.Error("Session not archived", "error", err)
			again = time.After(archiveAgain)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-r.closings:
		case <-again:
		}
	}
}
