package notes

import (
	"encoding/json"
	"slices"
)

// Edit (lần sửa) is one act of a person, or a part of one: all that came of it is undone at once. It never
// changes.
type Edit struct {
	ID      string   `json:"id"`            // UUIDv7
	Act     string   `json:"act,omitempty"` // id of the act it is a part of; empty: it is all of it
	At      Moment   `json:"at"`
	Adds    []Mark   `json:"adds,omitempty"`
	Removes []string `json:"removes,omitempty"` // ids of marks
	Inverts string   `json:"inverts,omitempty"` // the act that this one undoes
}

// ActID is the id of the act that the edit is a part of.
func (e Edit) ActID() string {
	if e.Act != "" {
		return e.Act
	}
	return e.ID
}

// EditBytes is how long the plain JSON of an edit may be: what a writer seals and the room takes.
const EditBytes = 48 << 10

// MaxRemoves is how many marks one edit removes at most.
const MaxRemoves = 1000

// Check returns a fault where the edit is not one that may be given.
func (e Edit) Check() error {
	if !isID(e.ID) || e.Act != "" && !isID(e.Act) || e.Inverts != "" && !isID(e.Inverts) || !e.At.Valid() || len(e.Removes) > MaxRemoves {
		return fault(CodeMark, "edit %s", e.ID)
	}
	for _, id := range e.Removes {
		if !isID(id) {
			return fault(CodeMark, "edit %s removes %q", e.ID, id)
		}
	}
	for _, m := range e.Adds {
		if err := m.Check(); err != nil {
			return err
		}
	}
	return nil
}

// Split returns the edit as parts of one act, none of which is longer than EditBytes; one that is short enough is
// returned as it is. What is added comes before what is removed, so that of an act of which only the first parts
// have arrived everything is seen, some of it twice. A fault with CodeTooLarge where one mark alone is too
// long.
func (e Edit) Split(newID func() string) ([]Edit, error) {
	whole, err := json.Marshal(e)
	if err != nil {
		return nil, err
	}
	if len(whole) <= EditBytes && len(e.Removes) <= MaxRemoves {
		return []Edit{e}, nil
	}
	next := func() Edit {
		return Edit{ID: newID(), Act: e.ActID(), At: e.At, Inverts: e.Inverts}
	}
	const frame = 400 // bytes of an edit besides its marks
	parts, part, length := []Edit{}, next(), frame
	part.ID = e.ID
	room := func(bytes int) {
		if length+bytes > EditBytes || len(part.Removes) == MaxRemoves {
			parts, part, length = append(parts, part), next(), frame
		}
		length += bytes
	}
	for _, m := range e.Adds {
		data, err := json.Marshal(m)
		if err != nil {
			return nil, err
		}
		if len(data)+1+frame > EditBytes {
			return nil, fault(CodeTooLarge, "%s has %d bytes", m.ID, len(data))
		}
		room(len(data) + 1)
		part.Adds = append(part.Adds, m)
	}
	for _, id := range e.Removes {
		room(len(id) + 3)
		part.Removes = append(part.Removes, id)
	}
	return append(parts, part), nil
}

// Touched returns the ids of all marks that the edit adds or removes, in order and once each.
func (e Edit) Touched() []string {
	ids := slices.Clone(e.Removes)
	for _, m := range e.Adds {
		ids = append(ids, m.ID)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
