package room

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/reading"
	"congso.vn/congso/storage"
)

// PaperReader reads what papers say; reading.Reader is one.
type PaperReader interface {
	Read(ctx context.Context, id string, read func(context.Context) ([]byte, error), progress func(done, total int)) (papertext.Text, error)
}

// readAgain is how long the server waits before it tries a paper once more that could not be read for a
// reason that passes, such as a full disk.
const readAgain = time.Minute

// noteReadings wakes who reads papers, after one was handed in or a session opened; from the writer's
// goroutine.
func (r *Room) noteReadings(entries []change.Entry) {
	r.leaveReading(entries)
	for _, e := range entries {
		if e.Kind == council.DocumentKind || e.Kind == council.SessionKind || e.Kind == council.ReadingKind && e.TakenBack() {
			select {
			case r.unread <- struct{}{}:
			default: // awake
			}
			return
		}
	}
}

// serveReadings reads every paper that was not read yet, those of the item under way first, until ctx ends.
// While ballots flow it waits. Nothing that goes wrong with a paper ends the server.
func (r *Room) serveReadings(ctx context.Context) error {
	if r.config.Reader == nil && r.config.Checker == nil {
		return nil
	}
	later := map[string]time.Time{} // what to leave alone until then, by work and hash
	over := map[string]bool{}       // sessions that are not in memory and take no papers any more
	for {
		next, do, err := r.nextWork(ctx, later, over)
		if err != nil && ctx.Err() == nil {
			r.config.Logger.Error("Papers to read not found", "error", err)
		}
		if next.ID != "" && !r.busy() {
			if err := do(ctx, next); err != nil && ctx.Err() == nil {
				r.config.Logger.Error("Paper not read", "paper", next.Blob, "error", err)
				later[next.work+next.Blob] = r.config.Now().Add(readAgain)
			}
			if ctx.Err() == nil {
				continue
			}
		}
		var again <-chan time.Time
		switch {
		case next.ID != "":
			again = time.After(quietAfter)
		case len(later) > 0:
			again = time.After(readAgain)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-r.unread:
		case <-again:
		}
	}
}

// unreadPaper is a paper of a session that was not read yet.
type unreadPaper struct {
	council.Document
	session string
	work    string // "check" or "read"
}

// nextWork returns the paper that something is to be done with next, and what: it is looked at before it is read, for
// that takes a moment and the clerk who handed it in is still there.
func (r *Room) nextWork(ctx context.Context, later map[string]time.Time, over map[string]bool) (next unreadPaper, do func(context.Context, unreadPaper) error, err error) {
	if r.config.Checker != nil {
		if next, err = r.nextPaper(ctx, later, over, "check", (*council.State).Unchecked); err != nil || next.ID != "" {
			return next, r.checkDocument, err
		}
	}
	if r.config.Reader != nil {
		next, err = r.nextPaper(ctx, later, over, "read", (*council.State).Unread)
	}
	return next, r.readDocument, err
}

// nextPaper returns the paper that is needed first of those that which lists; none where it lists none. Papers of
// sessions that are over, and of rehearsals, are left as they are; over remembers which, for the writer waits meanwhile.
func (r *Room) nextPaper(ctx context.Context, later map[string]time.Time, over map[string]bool, work string, which func(*council.State) []council.Document) (next unreadPaper, err error) {
	b := r.bench
	b.mu.Lock()
	defer b.mu.Unlock()
	var sessions []*council.State
	for id := range b.rosters {
		state := b.sessions[id]
		if people.Rehearsed(id) || state == nil && over[id] {
			continue
		}
		if state == nil {
			head, err := b.outline(ctx, id, council.SessionKind)
			if err != nil {
				return next, err
			}
			if over[id] = head.Session.State == council.SessionClosed; over[id] {
				continue
			}
			if state, err = b.session(ctx, id); err != nil {
				return next, err
			}
		}
		if state.Exists() && state.Session.State != council.SessionClosed {
			sessions = append(sessions, state)
		}
	}
	slices.SortFunc(sessions, func(a, b *council.State) int {
		if open := isOpen(b) - isOpen(a); open != 0 {
			return open
		}
		return strings.Compare(a.ID, b.ID)
	})
	for _, state := range sessions {
		for _, document := range which(state) {
			if !r.config.Now().Before(later[work+document.Blob]) {
				return unreadPaper{document, state.ID, work}, nil
			}
		}
	}
	return next, nil
}

func isOpen(state *council.State) int {
	if state.Session.State == council.SessionOpen {
		return 1
	}
	return 0
}

// readDocument reads one paper and writes down what it says. An error is nothing of the paper's.
func (r *Room) readDocument(ctx context.Context, document unreadPaper) error {
	read := council.Reading{Document: document.ID, Blob: document.Blob}
	if err := r.readSignatures(ctx, &read); err != nil {
		return err
	}
	within, progress, end := r.beginReading(ctx, document)
	defer end()
	text, err := r.config.Reader.Read(within, document.Blob, func(ctx context.Context) ([]byte, error) { return r.blobs.ReadPaper(ctx, document.Blob) }, progress)
	if within.Err() != nil && ctx.Err() == nil {
		return nil // a clerk called it off, and that is written down
	}
	if err != nil {
		code, lasting := reading.Fault(err)
		if !lasting {
			return err
		}
		read.Fault = code
	} else {
		data, err := papertext.Encode(text)
		if err != nil {
			return err
		}
		if read.Text, read.Size, err = storage.Sum(bytes.NewReader(data)); err != nil {
			return err
		}
		read.Pages = len(text.Pages)
		for _, page := range text.Pages {
			switch {
			case page.Scanned:
				read.Scanned++
			case page.Bare():
				read.Bare++
			}
		}
		if err := r.blobs.Receive(ctx, read.Text, 0, bytes.NewReader(data), nil); err != nil {
			return err
		}
	}
	body, err := json.Marshal(read)
	if err != nil {
		return fmt.Errorf("room: reading: %w", err)
	}
	answer, err := r.Submit(ctx, change.Command{ID: uuid.NewString(), Kind: council.ReadDocument, Stream: people.CouncilStream(document.session), Body: body})
	if err != nil {
		return err
	}
	if answer.Outcome == change.Accepted {
		return nil
	}
	if answer.Outcome == change.Failed {
		return fmt.Errorf("room: reading not written: %s", answer.Code)
	}
	// It was replaced or withdrawn meanwhile, and nobody may read these words, unless another paper has them too.
	if read.Text == "" {
		return nil
	}
	readable, err := r.log.IsReadable(ctx, read.Text)
	if err != nil || readable {
		return err
	}
	return r.blobs.Remove(read.Text)
}
