package room

import (
	"context"
	"sync"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/wire"
)

// underRead is the paper that is being read, so that it can be left when a clerk says so.
type underRead struct {
	mu       sync.Mutex
	stream   change.Stream
	document string
	leave    context.CancelFunc
}

// tellReadingEvery is how often it is told at most how far the reading of a paper is.
const tellReadingEvery = 500 * time.Millisecond

// beginReading has it told that a paper is being read, and gives a context that ends when a clerk calls it off, who to
// tell of pages, and what ends it.
func (r *Room) beginReading(ctx context.Context, document unreadPaper) (within context.Context, progress func(done, total int), end func()) {
	within, leave := context.WithCancel(ctx)
	stream := people.CouncilStream(document.session)
	r.reading.mu.Lock()
	r.reading.stream, r.reading.document, r.reading.leave = stream, document.ID, leave
	r.reading.mu.Unlock()
	told := wire.PaperReading{Stream: string(stream), Document: document.ID}
	first := told
	r.hub.SetReading(&first)
	var last time.Time
	progress = func(done, total int) {
		if now := r.config.Now(); done == total || now.Sub(last) >= tellReadingEvery || now.Before(last) {
			last = now
			step := told
			step.Page, step.Pages = done, total
			r.hub.SetReading(&step)
		}
	}
	end = func() {
		leave()
		r.reading.mu.Lock()
		r.reading.document, r.reading.leave = "", nil
		r.reading.mu.Unlock()
		r.hub.SetReading(nil)
	}
	return within, progress, end
}

// leaveReading leaves the paper that is being read, where what is written of it says that it is not to be read; from
// the writer's goroutine.
func (r *Room) leaveReading(entries []change.Entry) {
	r.reading.mu.Lock()
	defer r.reading.mu.Unlock()
	for _, e := range entries {
		if e.Kind == council.ReadingKind && e.Key == r.reading.document && e.Stream == r.reading.stream && r.reading.leave != nil {
			r.reading.leave()
		}
	}
}
