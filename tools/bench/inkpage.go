package main

import (
	"context"
	"fmt"
	"image"
	"time"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
)

const (
	strokesOfPage = 1500
	pageOpened    = 20   // times
	inkedWidth    = 1600 // pixels, of a page of A4
)

// openInkedPage is the time from a notebook in memory to a page's ink as pixels, where as much is written on the page as
// ever will be: the marks are found, decoded, smoothed and drawn.
func openInkedPage(ctx context.Context, _ *bench) error {
	book, page := notes.NewBook(), notes.Page{Blob: "abcd"}
	for row := range strokesOfPage {
		stroke := wave(row)
		for i := range stroke.Points {
			stroke.Points[i].X += int32(row%7) * 4000
			stroke.Points[i].Y += int32(row/200) * 40
		}
		data, err := ink.Encode(stroke)
		if err != nil {
			return err
		}
		at := notes.Moment{Millis: int64(row)}
		mark := notes.Mark{ID: newNote(), Kind: notes.Ink, Anchor: notes.Anchor{Blob: page.Blob}, Colour: stroke.Colour, At: at, Stroke: data}
		book.Apply(notes.Layer{Owner: "p0", Place: notes.Own}, notes.Edit{ID: newNote(), At: at, Adds: []notes.Mark{mark}})
	}
	var opened []float64
	for range pageOpened {
		if err := ctx.Err(); err != nil {
			return err
		}
		picture := image.NewRGBA(image.Rect(0, 0, inkedWidth, inkedWidth*297/210))
		began := time.Now()
		var drawn []*notes.Drawn
		for _, entry := range book.On(page) {
			drawn = append(drawn, notes.Draw(entry))
		}
		notes.Bake(picture, drawn, inkedWidth/595.28, picture.Rect)
		opened = append(opened, milliseconds(time.Since(began)))
		if len(drawn) != strokesOfPage {
			return fmt.Errorf("%d of %d strokes", len(drawn), strokesOfPage)
		}
	}
	figure("ink.page_1500_strokes_open", "ms", opened)
	return nil
}
