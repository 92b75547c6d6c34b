// Package notes is what a person wrote on papers: handwriting, highlights, sticky notes and stamps. They are a
// union of immutable marks that comes to the same on every tablet of the person, in whichever order it arrives;
// they are sealed so that nobody but the person reads them, the room's administrator included; and they are
// found again when a paper is issued anew. Why it is so stands in docs/decisions/14-notes.md.
//
// All of it is pure: time, ids and randomness arrive as parameters. No value is safe for concurrent use, but
// for what says so.
package notes

import (
	"fmt"
	"image"

	"congso.vn/congso/app/ink"
)

// Kind is what a mark is. On wire and disk: only ever add.
type Kind string

// The kinds.
const (
	Ink       Kind = "ink"       // nét bút
	Highlight Kind = "highlight" // tô sáng
	Underline Kind = "underline" // gạch chân
	Sticky    Kind = "sticky"    // ghi chú dán
	Stamped   Kind = "stamp"     // dấu ghi nhớ
)

// Stamp is what a stamp says. On wire and disk: only ever add.
type Stamp string

// The stamps.
const (
	Agree  Stamp = "agree"  // "Đồng ý"
	Review Stamp = "review" // "Xem lại"
)

// Limits of one mark.
const (
	MaxText  = 4_000 // bytes of a sticky note
	MaxQuote = 8_000 // bytes of the words that a mark is on
	MaxQuads = 400
	Context  = 32 // letters before and after a quote
)

// Anchor (điểm neo) is where on which paper a mark lies.
type Anchor struct {
	Blob    string            `json:"blob"`            // hash of the paper
	Page    int               `json:"page"`            // from 0
	Content string            `json:"content"`         // hash of what the page shows: the same on another paper is the same page
	Quads   []image.Rectangle `json:"quads,omitempty"` // of highlights and underlines; where a note or stamp lies. 1/100 pt
	Quote   string            `json:"quote,omitempty"` // the words under the quads, one space between them
	Before  string            `json:"before,omitempty"`
	After   string            `json:"after,omitempty"`
}

// Mark (ghi chú, nét bút) is one thing that a person put on a page. It never changes: one that is moved or
// written anew is removed, and another takes its place.
type Mark struct {
	ID     string     `json:"id"` // UUIDv7
	Kind   Kind       `json:"kind"`
	Anchor Anchor     `json:"anchor"`
	Colour ink.Colour `json:"colour,omitempty"`
	Author string     `json:"author"`
	At     Moment     `json:"at"`
	Stroke []byte     `json:"stroke,omitempty"` // of ink, as ink.Encode has it
	Text   string     `json:"text,omitempty"`   // of a sticky note
	Stamp  Stamp      `json:"stamp,omitempty"`

	// Replaces is the mark whose place this one takes, because it was moved, coloured or written anew. Restores
	// is the first of those that this one is the same as, because a removal was undone. Lineage is the first mark
	// of all that came of it one way or the other; empty for that one itself.
	Replaces string `json:"replaces,omitempty"`
	Restores string `json:"restores,omitempty"`
	Lineage  string `json:"lineage,omitempty"`
}

// Root returns the id of the first mark of the lineage.
func (m Mark) Root() string {
	if m.Lineage != "" {
		return m.Lineage
	}
	return m.ID
}

// Instead returns the mark that takes the place of m; what is the same stays to be altered by the caller, who
// also puts m among the removals of the same edit.
func (m Mark) Instead(id string, at Moment) Mark {
	other := m
	other.ID, other.At, other.Replaces, other.Restores, other.Lineage = id, at, m.ID, "", m.Root()
	return other
}

// restored returns m again, under another id.
func (m Mark) restored(id string, at Moment) Mark {
	other := m
	other.ID, other.At, other.Lineage = id, at, m.Root()
	if m.Restores == "" {
		other.Restores = m.ID
	}
	return other
}

// original is the first mark that m is the same as.
func (m Mark) original() string {
	if m.Restores != "" {
		return m.Restores
	}
	return m.ID
}

// Fault (lỗi) is why something that a person wrote is not taken. Its code has a sentence in the words.
type Fault struct{ Code, Detail string }

func (f *Fault) Error() string { return "notes: " + f.Code + ": " + f.Detail }

// The codes.
const (
	CodeMark     = "notes.mark"      // a mark is not what its kind asks for
	CodeTooLarge = "notes.too-large" // one mark alone is larger than an edit may be
	CodeMistyped = "notes.mistyped"  // a recovery sheet was not typed as it is printed
	CodeSealed   = "notes.sealed"    // a box does not open: another key, another place, or damaged
)

func fault(code, format string, values ...any) *Fault {
	return &Fault{code, fmt.Sprintf(format, values...)}
}

// Check returns a fault where the mark is not what its kind asks for, or beyond the limits.
func (m Mark) Check() error {
	text := m.Kind == Highlight || m.Kind == Underline
	switch {
	case !isID(m.ID) || m.Anchor.Blob == "" || m.Anchor.Page < 0 || m.Colour > 0xffffff || !m.At.Valid():
		return fault(CodeMark, "%s has no id, place, colour or time", m.ID)
	case len(m.Text) > MaxText || len(m.Anchor.Quote) > MaxQuote || len(m.Anchor.Quads) > MaxQuads || len(m.Anchor.Before)+len(m.Anchor.After) > 8*Context*4:
		return fault(CodeMark, "%s is too long", m.ID)
	case (m.Kind == Ink) != (len(m.Stroke) > 0), (m.Kind == Stamped) != (m.Stamp != ""), m.Kind != Sticky && m.Text != "",
		m.Kind != Ink && len(m.Anchor.Quads) == 0, text != (m.Anchor.Quote != ""):
		return fault(CodeMark, "%s is not a whole %s", m.ID, m.Kind)
	}
	switch m.Kind {
	case Highlight, Underline, Sticky:
	case Stamped:
		if m.Stamp != Agree && m.Stamp != Review {
			return fault(CodeMark, "no stamp %s", m.Stamp)
		}
	case Ink:
		if _, err := ink.Decode(m.Stroke); err != nil {
			return fault(CodeMark, "%s: %v", m.ID, err)
		}
	default:
		return fault(CodeMark, "no kind %s", m.Kind)
	}
	return nil
}

// isID reports whether text is a UUIDv7 in small letters.
func isID(text string) bool {
	if len(text) != 36 || text[14] != '7' {
		return false
	}
	for i := range len(text) {
		c := text[i]
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash != (c == '-') || !dash && (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
