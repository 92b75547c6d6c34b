package room

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/trust"
	"congso.vn/congso/sync/wire"
)

// snapshots has the facts of each audience ready as a file, so that five hundred tablets that come at
// once cost five hundred file sends and not as many readings of the log. Safe from any goroutine.
type snapshots struct {
	log   *storage.Room
	files *storage.Blobs // derived from the log: emptied at every start

	mu        sync.Mutex
	audiences map[change.Audience]*standing
	owners    map[string]change.Audience // of every file that may still be fetched
}

// standing is the latest snapshot of one audience.
type standing struct {
	mu     sync.Mutex // held while one is made: who comes meanwhile waits for the same
	facts  []change.Change
	said   wire.Snapshot
	before string // the file before, which some device may be fetching
}

// openSnapshots empties the folder.
func openSnapshots(log *storage.Room, folder string) (*snapshots, error) {
	files, err := storage.OpenBlobs(folder)
	if err != nil {
		return nil, err
	}
	if _, err := files.Keep(func(string) bool { return false }); err != nil {
		return nil, err
	}
	return &snapshots{log: log, files: files, audiences: map[change.Audience]*standing{}, owners: map[string]change.Audience{}}, nil
}

// Snapshot is part of hub.Snapshots. One that is older than a batch of changes, and than a quarter of
// its facts, is made anew.
func (s *snapshots) Snapshot(ctx context.Context, audience change.Audience, after, head uint64) (wire.Snapshot, error) {
	s.mu.Lock()
	at := s.audiences[audience]
	if at == nil {
		at = &standing{}
		s.audiences[audience] = at
	}
	s.mu.Unlock()
	at.mu.Lock()
	defer at.mu.Unlock()
	if at.said.Blob != "" && at.said.To.Place > after && head <= at.said.To.Place+uint64(max(hub.Batch, len(at.facts)/4)) {
		return at.said, nil
	}
	facts, to, err := s.log.Fold(ctx, audience, at.facts, at.said.To)
	if err != nil {
		return wire.Snapshot{}, err
	}
	data, blob, err := wire.EncodeSnapshot(audience, to, facts)
	if err != nil {
		return wire.Snapshot{}, err
	}
	if err := s.files.Receive(ctx, blob, 0, bytes.NewReader(data), nil); err != nil {
		return wire.Snapshot{}, err
	}
	gone := at.before
	at.before, at.facts = at.said.Blob, facts
	at.said = wire.Snapshot{Audience: audience, To: to, Blob: blob, Size: int64(len(data))}
	s.mu.Lock()
	s.owners[blob] = audience
	delete(s.owners, gone)
	s.mu.Unlock()
	if gone != "" && gone != blob {
		return at.said, s.files.Remove(gone)
	}
	return at.said, nil
}

// audience returns whose facts a file holds.
func (s *snapshots) audience(blob string) (change.Audience, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	audience, known := s.owners[blob]
	return audience, known
}

// serveSnapshot answers GET /snapshot/<blob>: by whose facts it holds, never by knowing the hash. What a
// device may not see and what is not there get the same answer.
func (r *Room) serveSnapshot(w http.ResponseWriter, q *http.Request) {
	blob := strings.TrimPrefix(q.URL.Path, "/snapshot/")
	audience, known := r.snapshots.audience(blob)
	grant := r.bench.Grant(trust.DeviceOf(q.Context()))
	if !known || grant.Code != "" || !slices.Contains(grant.Audiences, audience) {
		http.NotFound(w, q)
		return
	}
	file, err := r.snapshots.files.Open(blob)
	if err != nil {
		http.NotFound(w, q)
		return
	}
	defer file.Close()
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Cache-Control", "no-store")
	http.ServeContent(w, q, "", time.Time{}, file)
}
