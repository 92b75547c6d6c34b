package notebook

import (
	"cmp"
	"image"
	"slices"
	"strings"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/frame"
)

// Noted is something that a person wrote, as it stands in a list: one mark, or all strokes of a page together.
type Noted struct {
	Document council.Document // none where the paper is not to be seen any more
	Blob     string           // the bytes that it lies on
	Page     int
	Kind     notes.Kind
	Marks    []notes.Entry // one, or strokes
	At       time.Time     // of the latest
	Bounds   image.Rectangle
}

// Key tells one apart from the others.
func (n Noted) Key() string { return n.Blob + " " + string(n.Kind) + " " + n.Marks[0].ID }

// NotedOn are the things that a person wrote on a page: strokes together, all others one by one, from the top of the
// page to its foot.
func (b MarkBounds) NotedOn(document council.Document, page notes.Page, entries []notes.Entry, person string) []Noted {
	var all []Noted
	strokes := -1
	for _, e := range entries {
		if e.Author != person {
			continue
		}
		at := time.UnixMilli(e.At.Millis)
		bounds := b.of(e.Mark)
		if e.Kind == notes.Ink && strokes >= 0 {
			one := &all[strokes]
			one.Marks, one.Bounds = append(one.Marks, e), one.Bounds.Union(bounds)
			if at.After(one.At) {
				one.At = at
			}
			continue
		}
		if e.Kind == notes.Ink {
			strokes = len(all)
		}
		all = append(all, Noted{Document: document, Blob: page.Blob, Page: page.Number, Kind: e.Kind, Marks: []notes.Entry{e}, At: at, Bounds: bounds})
	}
	slices.SortStableFunc(all, func(a, b Noted) int { return cmp.Compare(a.Bounds.Min.Y, b.Bounds.Min.Y) })
	return all
}

// MarkBounds remembers where marks lie, for a mark never changes and a list is drawn every second.
type MarkBounds map[string]image.Rectangle

// mostBounds is how many are remembered.
const mostBounds = 50_000

// of is where on its page a mark lies, 1/100 pt.
func (b MarkBounds) of(m notes.Mark) image.Rectangle {
	if m.Kind != notes.Ink {
		return boundsOf(m)
	}
	key := m.ID + m.Anchor.Blob // carried to another issue it lies elsewhere
	bounds, known := b[key]
	if !known {
		if len(b) >= mostBounds {
			clear(b)
		}
		bounds = boundsOf(m)
		b[key] = bounds
	}
	return bounds
}

// boundsOf is where on its page a mark lies, 1/100 pt.
func boundsOf(m notes.Mark) image.Rectangle {
	if m.Kind == notes.Ink {
		stroke, err := ink.Decode(m.Stroke)
		if err != nil {
			return image.Rectangle{}
		}
		return stroke.Bounds()
	}
	var bounds image.Rectangle
	for _, quad := range m.Anchor.Quads {
		bounds = bounds.Union(quad)
	}
	return bounds
}

// Words is what a thing says: the note, the words that are marked, the stamp; empty for strokes.
func (n Noted) Words(m *frame.Moment) string {
	mark := n.Marks[0]
	switch {
	case mark.Text != "":
		return strings.Join(strings.Fields(mark.Text), " ")
	case mark.Anchor.Quote != "":
		return m.Words.Say("notebook.quote", "words", mark.Anchor.Quote)
	case mark.Stamp != "":
		return m.Words.Say("notebook.stamp." + string(mark.Stamp))
	}
	return ""
}

// KindWords is what kind of thing it is: "12 nét bút".
func (n Noted) KindWords(m *frame.Moment) string {
	return m.Words.Say("notebook.kind."+string(n.Kind), "count", len(n.Marks))
}

// NotedIcons are the icons of the kinds of marks.
var NotedIcons = map[notes.Kind]string{notes.Ink: "pen", notes.Highlight: "marker", notes.Underline: "minus", notes.Sticky: "note", notes.Stamped: "stamp"}

// WhenWords is when something was written: the hour, and the day where that is another one.
func WhenWords(at, now time.Time) string {
	at = at.In(now.Location())
	if y, d := at.Year(), at.YearDay(); y == now.Year() && d == now.YearDay() {
		return at.Format("15:04")
	}
	return at.Format("15:04 02/01")
}
