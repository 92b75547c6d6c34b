package notes

import (
	"encoding/json"

	"congso.vn/congso/app/ink"
)

// Unfinished (nét đang viết) is a part of a stroke while the pen is down, as it is shown to those who will see the
// stroke. It may be lost and is kept nowhere: parts overlap, and the mark replaces them all.
type Unfinished struct {
	ID    string `json:"id"` // of the mark that it becomes
	Blob  string `json:"blob"`
	Page  int    `json:"page"`            // from 0
	From  int    `json:"from,omitempty"`  // how many points of the stroke come before those here
	Since uint32 `json:"since,omitempty"` // milliseconds from the stroke's first point to the first here
	// Stroke is as ink.Encode has it, its times counted from its own first point; empty: the stroke was given up.
	Stroke []byte `json:"stroke,omitempty"`
}

// UnfinishedBytes is how long the JSON of a part may be.
const UnfinishedBytes = 4 << 10

// overlap is how many points before those that are new a part repeats: whoever missed half a second of parts has no
// hole in the stroke.
const overlap = 64

// PartOf returns the part of a stroke under way that is told now: all points from the told-th on, and some before
// them; fewer where they are too many for one part. The caller fills in where it lies. An error for a stroke
// without points or beyond the limits of ink.
func PartOf(id string, stroke ink.Stroke, told int) (Unfinished, error) {
	from := max(0, min(told, len(stroke.Points))-overlap)
	for {
		part := stroke
		part.Points = make([]ink.Point, len(stroke.Points)-from)
		for i, p := range stroke.Points[from:] {
			p.Millis -= stroke.Points[from].Millis
			part.Points[i] = p
		}
		data, err := ink.Encode(part)
		if err != nil {
			return Unfinished{}, err
		}
		// A third more as JSON, and what stands beside it.
		if len(data)*4/3+400 <= UnfinishedBytes || len(part.Points) < 2 {
			return Unfinished{ID: id, From: from, Since: stroke.Points[from].Millis, Stroke: data}, nil
		}
		from += (len(part.Points) + 1) / 2
	}
}

// ReadUnfinished reads what Body wrote. A fault with CodeMark where it is nothing of the kind, whatever the bytes.
func ReadUnfinished(body []byte) (u Unfinished, part ink.Stroke, err error) {
	if len(body) > UnfinishedBytes || json.Unmarshal(body, &u) != nil || !isID(u.ID) || u.Blob == "" || u.Page < 0 ||
		u.From < 0 || u.From >= ink.MaxPoints || u.Since > ink.MaxMillis {
		return Unfinished{}, ink.Stroke{}, fault(CodeMark, "unfinished %q", u.ID)
	}
	if len(u.Stroke) == 0 {
		return u, ink.Stroke{}, nil
	}
	if part, err = ink.Decode(u.Stroke); err != nil || u.From+len(part.Points) > ink.MaxPoints {
		return Unfinished{}, ink.Stroke{}, fault(CodeMark, "unfinished %s", u.ID)
	}
	return u, part, nil
}

// Body returns the part as it travels. A fault with CodeTooLarge where a name in it is too long.
func (u Unfinished) Body() (json.RawMessage, error) {
	body, err := json.Marshal(u)
	if err == nil && len(body) > UnfinishedBytes {
		return nil, fault(CodeTooLarge, "unfinished %s has %d bytes", u.ID, len(body))
	}
	return body, err
}
