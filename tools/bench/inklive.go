package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// How many states of strokes under way are shown, and how often, as the screen does.
const (
	liveStates = 600
	liveEvery  = 33 * time.Millisecond
	liveLost   = time.Second // a state that did not come by then is lost
)

// inkLive is the time from a point on one person's tablet until another person's tablet has it to be drawn, over TLS
// on the loopback, while the pen is still down.
func inkLive(ctx context.Context, b *bench) error {
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
	imported := council.Import{Session: council.Session{ID: played, Title: "Kỳ họp thứ Ba", Body: council.PeoplesCouncil}, Items: []council.Item{{ID: "i0", Order: 1, Title: title(0, 0)}}}
	for i := range 2 {
		imported.Deputies = append(imported.Deputies, council.Deputy{Person: fmt.Sprint("p", i), Name: fmt.Sprint("Đại biểu ", i), Voting: true})
	}
	if _, err := clerk.ask(ctx, playedStream, council.ImportSession, imported); err != nil {
		return err
	}
	var tablets [2]*tablet
	for i := range tablets {
		once, err := clerk.ask(ctx, people.Stream, people.IssueCardKind, people.Pointing{ID: fmt.Sprint("p", i)})
		if err != nil {
			return err
		}
		var card people.Card
		if err := json.Unmarshal(once, &card); err != nil {
			return err
		}
		if tablets[i], err = b.tabletOf(ctx, s, fmt.Sprint("tablet", i), card.Card); err != nil {
			return err
		}
		defer tablets[i].stop()
	}
	writer, reader := tablets[0].Seat(), tablets[1].Seat()
	drawn := make(chan struct{}, 1)
	defer reader.WatchUnfinished(func() {
		select {
		case drawn <- struct{}{}:
		default:
		}
	})()
	var stroke ink.Stroke
	var id string
	var seen []float64
	lost := 0
	for state := range liveStates {
		if state%50 == 0 {
			id, stroke = newNote(), ink.Stroke{Tool: ink.Pen, Colour: 0x1f4b73, Width: 180}
		}
		told := len(stroke.Points)
		for range 4 {
			n := len(stroke.Points)
			stroke.Points = append(stroke.Points, ink.Point{X: int32(5_000 + 60*n), Y: int32(5_000 + 37*n%900), Millis: uint32(8 * n)})
		}
		part, err := notes.PartOf(id, stroke, told)
		if err != nil {
			return err
		}
		part.Blob = "abcd"
		began := time.Now()
		writer.ShowUnfinished(played, notes.All, part)
		if arrived(ctx, drawn, func() bool {
			return slices.ContainsFunc(reader.Unfinished(played, "abcd"), func(d notes.Drawing) bool {
				return d.ID == id && len(d.Stroke.Points) == len(stroke.Points)
			})
		}) {
			seen = append(seen, milliseconds(time.Since(began)))
		} else {
			lost++
		}
		select {
		case <-time.After(time.Until(began.Add(liveEvery))):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if lost > liveStates/100 {
		return fmt.Errorf("%d of %d states were lost on a line that is free", lost, liveStates)
	}
	slices.Sort(seen)
	figure("ink.live_point_to_other_p99", "ms", []float64{quantile(seen, 0.99)})
	figure("ink.live_point_to_other_p50", "ms", seen)
	return nil
}

// arrived waits for something that a change of what others draw brings about; false where it does not come.
func arrived(ctx context.Context, changed <-chan struct{}, holds func() bool) bool {
	late := time.NewTimer(liveLost)
	defer late.Stop()
	for !holds() {
		select {
		case <-changed:
		case <-late.C:
			return false
		case <-ctx.Done():
			return false
		}
	}
	return true
}
