package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"path/filepath"
	"slices"
	"time"

	"github.com/google/uuid"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/rehearse"
	"congso.vn/congso/app/station"
)

const (
	strokesWritten = 200
	strokePoints   = 80
)

// inkToOther is the time from the end of a stroke on one tablet of a person until it is there to be drawn on the
// other, over TLS on the loopback: sealed and durable on the first, durable on the server, stored and opened on the
// second. The part of it until the first tablet has it durable is a figure of its own.
func inkToOther(ctx context.Context, b *bench) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	s, err := b.startServer(ctx, filepath.Join(b.work, "room"))
	if err != nil {
		return err
	}
	defer s.stop()
	clerk, err := b.clerk(ctx, s)
	if err != nil {
		return err
	}
	if _, err := clerk.ask(ctx, playedStream, council.ImportSession, council.Import{
		Session:  council.Session{ID: played, Title: "Kỳ họp thứ Ba", Body: council.PeoplesCouncil},
		Deputies: []council.Deputy{{Person: "p0", Name: "Nguyễn Thị Phương Thảo", Voting: true}},
		Items:    []council.Item{{ID: "i0", Order: 1, Title: title(0, 0)}},
	}); err != nil {
		return err
	}
	once, err := clerk.ask(ctx, people.Stream, people.IssueCardKind, people.Pointing{ID: "p0"})
	if err != nil {
		return err
	}
	var card people.Card
	if err := json.Unmarshal(once, &card); err != nil {
		return err
	}
	first, err := b.tabletOf(ctx, s, "first", card.Card)
	if err != nil {
		return err
	}
	defer first.stop()
	second, err := b.tabletOf(ctx, s, "second", card.Card)
	if err != nil {
		return err
	}
	defer second.stop()
	page := notes.Page{Blob: "abcd"}
	var saved, seen []float64
	for round := range strokesWritten {
		stroke, err := ink.Encode(wave(round))
		if err != nil {
			return err
		}
		at := first.Seat().NoteMoment()
		mark := notes.Mark{ID: newNote(), Kind: notes.Ink, Anchor: notes.Anchor{Blob: page.Blob}, Colour: 0x1f4b73, At: at, Stroke: stroke}
		began := time.Now()
		if err := first.Seat().WriteNotes(ctx, played, notes.Placed{Place: notes.Own, Edit: notes.Edit{ID: newNote(), At: at, Adds: []notes.Mark{mark}}}); err != nil {
			return err
		}
		saved = append(saved, milliseconds(time.Since(began)))
		if err := second.until(ctx, func() bool { return len(second.Seat().NotesOn(played, page)) > round }); err != nil {
			return fmt.Errorf("stroke %d: %w", round, err)
		}
		seen = append(seen, milliseconds(time.Since(began)))
	}
	figure("ink.stroke_save", "ms", saved)
	slices.Sort(seen)
	figure("ink.to_other_tablet_p99", "ms", []float64{quantile(seen, 0.99)})
	figure("ink.to_other_tablet_p50", "ms", seen)
	return nil
}

func newNote() string { return uuid.Must(uuid.NewV7()).String() }

// wave is a stroke as of a hand that writes a line.
func wave(row int) ink.Stroke {
	s := ink.Stroke{Tool: ink.Pen, Colour: 0x1f4b73, Width: 160}
	for i := range strokePoints {
		s.Points = append(s.Points, ink.Point{
			X: int32(5_000 + 200*i), Y: int32(5_000 + 300*(row%200) + int(400*math.Sin(float64(i)/3))), Millis: uint32(8 * i),
		})
	}
	return ink.Thin(s, 10)
}

// tablet is a delegate's tablet as in a hall, with its encrypted store on the disk, without its screen.
type tablet struct {
	*station.Station
	changed chan struct{}
	stop    func()
}

// tabletOf pairs a tablet and signs somebody in with their card.
func (b *bench) tabletOf(ctx context.Context, s *server, name, card string) (*tablet, error) {
	invitation, err := b.invite(ctx, s, people.DelegateMode, 1)
	if err != nil {
		return nil, err
	}
	identity, err := rehearse.Join(ctx, rehearse.Joining{Address: s.address, Invitation: invitation, Mode: people.DelegateMode, Name: name})
	if err != nil {
		return nil, err
	}
	folder, err := station.OpenFolder(ctx, filepath.Join(b.work, name))
	if err != nil {
		return nil, err
	}
	if err := folder.Adopt(ctx, identity, []string{s.address}); err != nil {
		return nil, err
	}
	opened, err := station.Open(ctx, station.Config{Folder: folder, Identity: identity, Server: s.address, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	t := &tablet{Station: opened, changed: make(chan struct{}, 1)}
	unwatch := opened.Watch(func() {
		select {
		case t.changed <- struct{}{}:
		default:
		}
	})
	within, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- opened.Serve(within) }()
	t.stop = func() {
		unwatch()
		cancel()
		<-done
		folder.Close()
	}
	if err := t.until(ctx, func() bool { return t.Seat().Standing().Link == people.Online }); err != nil {
		return nil, err
	}
	if err := t.Seat().SignIn(ctx, card); err != nil {
		return nil, err
	}
	return t, t.until(ctx, func() bool { return t.Seat().Session().Exists() && !t.Seat().WantsNoteKeys() })
}

// until waits for something that a change of the tablet brings about.
func (t *tablet) until(ctx context.Context, holds func() bool) error {
	for !holds() {
		select {
		case <-t.changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}
