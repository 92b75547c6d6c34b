package notes

import (
	"image"

	"congso.vn/congso/app/ink"
)

// Carried (ghi chú đã chuyển) is what became of the marks on issues of papers that others took the place of. It is a
// view: nothing of it is written down.
type Carried struct {
	Pages   map[Page][]Entry // marks at their places on papers as they stand, by page
	Left    []Left           // those that found none
	Pending map[string]bool  // earlier issues (their bytes) whose marks wait for the words of either issue
}

// Left (ghi chú trong khay) is a mark that found no place.
type Left struct {
	Entry
	Document   string   // the paper of which its own is an earlier issue; empty where that is not to be seen any more
	Candidates []Anchor // where it may belong, the likeliest first
}

// Marks returns a placed mark as it is shown on the new issue, one for each page that it lies on; none for an
// orphan. All have the id of the one mark.
func (p Placement) Marks() []Mark {
	marks := make([]Mark, 0, len(p.Anchors))
	for _, anchor := range p.Anchors {
		if m, ok := p.Mark.to(anchor, p.By); ok {
			marks = append(marks, m)
		}
	}
	return marks
}

// to is a mark at another place; what it has of ink is moved along. False where that is beyond a page.
func (m Mark) to(anchor Anchor, by image.Point) (Mark, bool) {
	m.Anchor = anchor
	if m.Kind != Ink || by == (image.Point{}) {
		return m, true
	}
	stroke, err := ink.Decode(m.Stroke)
	if err != nil {
		return m, false
	}
	moved, ok := stroke.Moved(int32(by.X), int32(by.Y))
	if !ok {
		return m, false
	}
	m.Stroke, err = ink.Encode(moved)
	return m, err == nil
}

// Carry takes marks of an old issue to the new one. Document names the paper.
func (c *Carried) Carry(document string, entries []Entry, old, issued Paper) {
	marks := make([]Mark, len(entries))
	for i, e := range entries {
		marks[i] = e.Mark
	}
	for i, placement := range Reanchor(marks, old, issued) {
		placed := placement.Marks()
		for _, m := range placed {
			e := entries[i]
			e.Mark = m
			page := Page{m.Anchor.Blob, m.Anchor.Page}
			c.Pages[page] = append(c.Pages[page], e)
		}
		if len(placed) == 0 {
			c.Left = append(c.Left, Left{Entry: entries[i], Document: document, Candidates: placement.Candidates})
		}
	}
}

// Replaced returns the edits that put marks at another place, one for each layer that they stand in, parts of one
// act: on names paper, page and what the page shows. newID makes ids. False where a mark would lie beyond the page.
func Replaced(marks []Entry, on Anchor, by image.Point, newID func() string, at Moment) ([]Placed, bool) {
	act := newActs(newID, at)
	for _, m := range marks {
		anchor := m.Anchor
		anchor.Blob, anchor.Page, anchor.Content = on.Blob, on.Page, on.Content
		quads := make([]image.Rectangle, len(m.Anchor.Quads))
		for i, quad := range m.Anchor.Quads {
			quads[i] = quad.Add(by)
		}
		anchor.Quads = quads
		other, ok := m.Instead(newID(), at).to(anchor, by)
		if !ok {
			return nil, false
		}
		for _, place := range m.Places {
			e := act.edit(place)
			e.Adds, e.Removes = append(e.Adds, other), append(e.Removes, m.ID)
		}
	}
	return act.placed, true
}

// Removed returns the edits that take marks away, one for each layer, parts of one act.
func Removed(marks []Entry, newID func() string, at Moment) []Placed {
	act := newActs(newID, at)
	for _, m := range marks {
		for _, place := range m.Places {
			e := act.edit(place)
			e.Removes = append(e.Removes, m.ID)
		}
	}
	return act.placed
}

// acts collects the edits of one act, layer by layer.
type acts struct {
	newID  func() string
	at     Moment
	placed []Placed
}

func newActs(newID func() string, at Moment) *acts { return &acts{newID: newID, at: at} }

// edit is the part of the act that lies in a layer.
func (a *acts) edit(place string) *Edit {
	for i := range a.placed {
		if a.placed[i].Place == place {
			return &a.placed[i].Edit
		}
	}
	e := Edit{ID: a.newID(), At: a.at}
	if len(a.placed) > 0 {
		e.Act = a.placed[0].Edit.ID
	}
	a.placed = append(a.placed, Placed{place, e})
	return &a.placed[len(a.placed)-1].Edit
}
