package notes

import (
	"slices"
	"strings"

	"congso.vn/congso/app/ink"
)

// Underway (nét của người khác đang viết) is what others are drawing at this moment, put together from the parts
// that came. Nothing of it is kept: what is neither continued nor finished goes by itself.
type Underway struct {
	strokes map[name]*underway
	ended   map[name]int64 // finished or given up, with the time: what comes late of them is not shown
}

// Drawing is a stroke that somebody draws at this moment, as far as it is known here. Its points are never changed.
type Drawing struct {
	Author string
	ID     string // of the mark that it becomes
	Page   Page
	First  int // how many points came before this tablet heard of it
	Stroke ink.Stroke
}

// underway is one of them.
type underway struct {
	Drawing
	since  uint32 // milliseconds from the stroke's first point to the first here
	latest int64
}

// Limits of what is shown under way.
const (
	// UnderwayMillis is how long a stroke stays that is neither continued nor finished.
	UnderwayMillis = 3_000
	underwayEach   = 4  // strokes of one author
	underwayAll    = 64 // strokes
	endedMillis    = 10_000
)

// NewUnderway returns nothing under way.
func NewUnderway() *Underway {
	return &Underway{strokes: map[name]*underway{}, ended: map[name]int64{}}
}

// Take puts a part in that came of an author at a time of this tablet's, in milliseconds; false where it changes
// nothing. Points that would leave a hole behind those that are here are not taken.
func (u *Underway) Take(author string, said Unfinished, part ink.Stroke, millis int64) bool {
	n := name{author, said.ID}
	if _, ended := u.ended[n]; ended {
		return false
	}
	if len(part.Points) == 0 {
		return u.End(author, said.ID, millis)
	}
	page := Page{said.Blob, said.Page}
	s := u.strokes[n]
	if s == nil {
		u.makeRoom(author)
		s = &underway{Drawing: Drawing{Author: author, ID: said.ID, Page: page, First: said.From}, since: said.Since}
		s.Stroke = ink.Stroke{Tool: part.Tool, Colour: part.Colour, Width: part.Width}
		u.strokes[n] = s
	}
	if s.Page != page || s.Stroke.Tool != part.Tool || s.Stroke.Colour != part.Colour || s.Stroke.Width != part.Width {
		return false
	}
	s.latest = millis
	have := s.First + len(s.Stroke.Points)
	if said.From > have || said.From+len(part.Points) <= have {
		return false
	}
	for _, p := range part.Points[have-said.From:] {
		at := int64(said.Since) + int64(p.Millis) - int64(s.since)
		if count := len(s.Stroke.Points); count > 0 {
			at = max(at, int64(s.Stroke.Points[count-1].Millis))
		}
		p.Millis = uint32(min(max(at, 0), ink.MaxMillis))
		s.Stroke.Points = append(s.Stroke.Points, p) // behind what was handed out
	}
	return true
}

// makeRoom lets the strokes go that were continued longest ago, where an author or all have too many.
func (u *Underway) makeRoom(author string) {
	for _, limit := range []struct {
		of   func(name) bool
		most int
	}{{func(n name) bool { return n.owner == author }, underwayEach}, {func(name) bool { return true }, underwayAll}} {
		var oldest name
		count := 0
		for n, s := range u.strokes {
			if !limit.of(n) {
				continue
			}
			if count++; count == 1 || s.latest < u.strokes[oldest].latest || s.latest == u.strokes[oldest].latest && n.id < oldest.id {
				oldest = n
			}
		}
		if count >= limit.most {
			delete(u.strokes, oldest)
		}
	}
}

// End notes that a stroke is finished or was given up; false where it was not under way here.
func (u *Underway) End(author, id string, millis int64) bool {
	n := name{author, id}
	_, was := u.strokes[n]
	delete(u.strokes, n)
	u.ended[n] = millis
	return was
}

// Expire lets go what was not continued for too long, and what ended long ago; false where nothing shown changes.
func (u *Underway) Expire(millis int64) bool {
	changed := false
	for n, s := range u.strokes {
		if aside(millis, s.latest) > UnderwayMillis {
			delete(u.strokes, n)
			changed = true
		}
	}
	for n, at := range u.ended {
		if aside(millis, at) > endedMillis {
			delete(u.ended, n)
		}
	}
	return changed
}

// aside is how far a time is from another: a clock that was set back ends what it would otherwise keep.
func aside(a, b int64) int64 { return max(a-b, b-a) }

// On returns what is being drawn on the pages of a paper, in the order of the strokes' beginning.
func (u *Underway) On(blob string) []Drawing {
	var drawings []Drawing
	for _, s := range u.strokes {
		if s.Page.Blob == blob {
			drawings = append(drawings, s.Drawing)
		}
	}
	slices.SortFunc(drawings, func(a, b Drawing) int {
		if order := strings.Compare(a.ID, b.ID); order != 0 {
			return order
		}
		return strings.Compare(a.Author, b.Author)
	})
	return drawings
}
