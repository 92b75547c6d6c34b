package link

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"slices"

	"github.com/coder/websocket"

	"congso.vn/congso/sync/wire"
)

// snapshot has the file of an audience fetched, where the audience may be seen.
func (s *State) snapshot(w wire.Snapshot) []any {
	if !slices.Contains(s.Audiences, w.Audience) {
		return nil
	}
	return []any{FetchSnapshot{w}}
}

// snapped stores what came in place of what is held. Where nothing could be had the device comes back
// and asks for changes instead.
func (s *State) snapped(in Snapped) []any {
	if s.Phase != Online || !slices.Contains(s.Audiences, in.Snapshot.Audience) {
		return nil // the right to it was lost meanwhile, or the connection
	}
	if s.plain = !in.OK; s.plain {
		return []any{HangUp{}}
	}
	s.Cursors[in.Snapshot.Audience] = in.Snapshot.To
	return []any{
		Take{Batch{Audience: in.Snapshot.Audience, Whole: true, Changes: in.Facts, To: in.Snapshot.To}},
		Send{wire.Message{Ack: &wire.Ack{Audience: in.Snapshot.Audience, Place: in.Snapshot.To.Place}}},
	}
}

// cleared tells the room that nothing of an audience is left here, so that the clerk can see it.
func (s *State) cleared(in Cleared) []any {
	if _, again := s.Cursors[in.Audience]; again || slices.Contains(s.Audiences, in.Audience) || s.Phase != Online || s.protocol < 2 {
		return nil
	}
	return []any{Send{wire.Message{Wiped: &wire.Wiped{Audience: in.Audience}}}}
}

// SnapshotsBy returns what fetches the files of snapshots as Config.Snapshot does; do is as in FetcherConfig.
func SnapshotsBy(do func(*http.Request) (*http.Response, error)) func(ctx context.Context, blob string) ([]byte, error) {
	return func(ctx context.Context, blob string) ([]byte, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "/snapshot/"+blob, nil)
		if err != nil {
			return nil, fmt.Errorf("link: snapshot: %w", err)
		}
		response, err := do(request)
		if err != nil {
			return nil, err
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("link: snapshot: %s", response.Status)
		}
		return io.ReadAll(io.LimitReader(response.Body, wire.MaxSnapshot))
	}
}

// fetchSnapshot fetches and checks a snapshot that was announced over ws.
func (l *Link) fetchSnapshot(ctx context.Context, ws *websocket.Conn, announced wire.Snapshot) {
	snapped := Snapped{Snapshot: announced}
	if l.config.Snapshot != nil {
		data, err := l.config.Snapshot(ctx, announced.Blob)
		if err == nil {
			snapped.Facts, err = wire.DecodeSnapshot(data, announced)
		}
		if snapped.OK = err == nil; err != nil {
			l.config.Logger.Warn("Snapshot not taken", "audience", announced.Audience, "error", err)
		}
	}
	l.input(from{ws, snapped})
}
