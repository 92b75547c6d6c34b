package notes

import (
	"encoding/json"
	"slices"
	"strings"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/kind"
)

// The places of a person's layers, as an element of a set has them. On wire and disk: only ever add.
const (
	Own = "own" // for the person alone, sealed
	All = "all" // for everybody in the session

	with = "with:" // and a person's id: for that one
)

// With is the place of a layer that is shown to one other person. What is there stands in the author's own layer
// as well: the author's other tablets do not see what only the other person may.
func With(person string) string { return with + person }

// Layers returns the places that a mark stands in which is shown so: what one other person sees stands in the
// author's own layer too.
func Layers(place string) []string {
	switch _, one := WithWhom(place); {
	case place == "":
		return []string{Own}
	case one:
		return []string{Own, place}
	}
	return []string{place}
}

// WithWhom returns for which other person a layer is.
func WithWhom(place string) (person string, is bool) { return strings.CutPrefix(place, with) }

// Fact is the kind of the facts of edits; an edit is added by the command "note.add". It is never taken back:
// to undo is another edit.
const Fact = "note"

// Add is the kind of the command that gives an edit to the room.
const Add = Fact + ".add"

// bodyBytes is the length of the largest sealed edit, as JSON: 49 KiB and a header in base64.
const bodyBytes = 72 << 10

// Rule returns the rule of the set of edits of a session: an edit is one element, its place is the layer. own
// names the audience of one person, all that of everybody. A layer of a place that is none of these goes to its
// owner alone. On the room server Digests is to be set: it reads no edit.
func Rule(stream change.Stream, own func(person string) change.Audience, all change.Audience) kind.SetRule {
	return kind.SetRule{Stream: stream, Kind: Fact, Bytes: bodyBytes, Audience: func(owner, place string) change.Audience {
		if place == All {
			return all
		}
		if person, is := WithWhom(place); is && person != "" {
			return own(person)
		}
		return own(owner)
	}}
}

// Body returns an edit as its element has it: sealed by the writer in the person's own layer, plain in one that
// others see. A fault with CodeTooLarge where it was to be split first.
func (p Placed) Body(stream change.Stream, w *Writer) (json.RawMessage, error) {
	if p.Place != Own {
		plain, err := json.Marshal(p.Edit)
		if err == nil && len(plain) > EditBytes {
			return nil, fault(CodeTooLarge, "edit %s has %d bytes", p.Edit.ID, len(plain))
		}
		return plain, err
	}
	box, err := w.Seal(stream, p.Edit)
	if err != nil {
		return nil, err
	}
	return json.Marshal(box)
}

// Command returns the command that gives the edit to the room, but for its id and person.
func (p Placed) Command(stream change.Stream, w *Writer) (change.Command, error) {
	body, err := p.Body(stream, w)
	if err != nil {
		return change.Command{}, err
	}
	piece, err := json.Marshal(kind.Piece{Place: p.Place, ID: p.Edit.ID, Body: body})
	return change.Command{Kind: Add, Stream: stream, Body: piece}, err
}

// Take returns the edit of an element of a layer; o opens the person's own. Marks and removals that are not what
// they should be are left out of an edit, whoever wrote it: they hide nothing else. An own edit that does not
// open is a fault with CodeSealed: it was written for a key that is not here yet.
func Take(stream change.Stream, e kind.Element, o *Opener) (Edit, error) {
	var edit Edit
	if e.Place == Own {
		var box []byte
		if json.Unmarshal(e.Body, &box) != nil {
			return Edit{}, fault(CodeSealed, "edit %s", e.ID)
		}
		var err error
		if edit, err = o.Open(stream, e.ID, box); err != nil {
			return Edit{}, err
		}
	} else if len(e.Body) > EditBytes || json.Unmarshal(e.Body, &edit) != nil || edit.ID != e.ID {
		return Edit{}, fault(CodeMark, "edit %s", e.ID)
	}
	edit.Adds = slices.DeleteFunc(edit.Adds, func(m Mark) bool { return m.Check() != nil })
	edit.Removes = slices.DeleteFunc(edit.Removes, func(id string) bool { return !isID(id) })
	if err := edit.Check(); err != nil {
		return Edit{}, err
	}
	return edit, nil
}
