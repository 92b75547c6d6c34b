package room

import (
	"context"
	"io"
	"net/http"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/trust"
)

// papers serves the bytes of papers to devices.
func (r *Room) papers() http.Handler {
	return hub.Blobs(hub.BlobsConfig{
		Refusals: r.refusals, Shelf: shelf{r}, Readers: shelf{r}, Wrong: storage.ErrWrongHash, Gap: storage.ErrGap,
		Gate: r.gate,
		Device: func(q *http.Request) (string, bool) {
			device := trust.DeviceOf(q.Context())
			return device, device != ""
		},
	})
}

// quietAfter is how long after a ballot or a change of the agenda papers that nobody looks at go on.
const quietAfter = 2 * time.Second

// noteFlow notes when ballots or the agenda moved last. Nothing else counts: signing in and the roll go on for
// a quarter of an hour while tablets are fetching what the session is about, ink for the whole of it, and
// papers that are handed in or read by the room would hold themselves up. From the writer's goroutine.
func (r *Room) noteFlow(entries []change.Entry) {
	for _, e := range entries {
		if _, ofSession := people.SessionOf(e.Stream); ofSession && council.IsProceeding(e.Kind) {
			r.lastFlow.Store(r.config.Now().UnixMilli())
			return
		}
	}
}

// busy reports whether ballots flow or the agenda moves: papers wait.
func (r *Room) busy() bool {
	return r.config.Now().UnixMilli()-r.lastFlow.Load() < quietAfter.Milliseconds() || r.bench.pollRuns()
}

// shelf gives the bytes of papers to whoever may read them; it implements hub.Shelf and
// hub.Readers.
type shelf struct{ *Room }

func (s shelf) MayRead(ctx context.Context, device, hash string) (bool, error) {
	grant := s.bench.Grant(device)
	if grant.Code != "" || !people.May(people.Mode(grant.Mode), people.OpenPapers) {
		return false, nil
	}
	if people.May(people.Mode(grant.Mode), people.HoldCopy) {
		return s.log.IsReadable(ctx, hash)
	}
	return s.log.MayRead(ctx, hash, grant.Audiences)
}

func (s shelf) MayWrite(device string) bool {
	grant := s.bench.Grant(device)
	return grant.Code == "" && people.May(people.Mode(grant.Mode), people.UploadPapers)
}

// Open is part of hub.Shelf. A paper whose bytes the disk changed is given to nobody, and whoever looks after
// the room is told of it.
func (s shelf) Open(ctx context.Context, hash string) (io.ReadSeekCloser, error) {
	paper, err := s.blobs.OpenSound(ctx, hash)
	if err != nil {
		return nil, s.damage.note(hash, err)
	}
	return &watched{paper, s.damage, hash}, nil
}

// watched notes a paper that is found to be changed while it is read.
type watched struct {
	*storage.Paper
	damage *damage
	hash   string
}

func (w *watched) Read(into []byte) (int, error) {
	n, err := w.Paper.Read(into)
	if err != nil {
		err = w.damage.note(w.hash, err)
	}
	return n, err
}

func (s shelf) Size(hash string) (int64, bool) { return s.blobs.Size(hash) }

func (s shelf) PartSize(hash string) int64 { return s.blobs.PartSize(hash) }

func (s shelf) Manifest(ctx context.Context, hash string) ([]byte, error) {
	m, err := s.blobs.SoundManifest(ctx, hash)
	if err != nil {
		return nil, s.damage.note(hash, err)
	}
	return m.Encode(), nil
}

func (s shelf) Receive(ctx context.Context, hash string, offset int64, from io.Reader) error {
	if err := s.blobs.Receive(ctx, hash, offset, from, nil); err != nil {
		return err
	}
	if err := s.damage.mended(hash); err != nil {
		s.config.Logger.Warn("Damaged bytes of a paper not removed", "hash", hash, "error", err)
	}
	// Made now, nobody waits for it later. Where it cannot be made it is tried again when it is asked for.
	if _, err := s.blobs.Manifest(ctx, hash); err != nil {
		s.config.Logger.Warn("Manifest of a paper not made", "hash", hash, "error", err)
	}
	return nil
}

// pollRuns reports whether some session takes ballots. From any goroutine.
func (b *bench) pollRuns() bool {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, state := range b.sessions {
		if _, runs := state.RunningPoll(); runs {
			return true
		}
	}
	return false
}
