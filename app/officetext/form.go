package officetext

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Span is from the least to the most that is allowed.
type Span struct {
	Least float64 `json:"least"`
	Most  float64 `json:"most"` // 0: no such bound
}

// Holds reports whether a value lies in the span, or outside of it by no more than slack.
func (s Span) Holds(value, slack float64) bool {
	return value >= s.Least-slack && (s.Most == 0 || value <= s.Most+slack)
}

// By how much what is measured on a page may be off before it is called a fault: a page is set in whole units of its
// program, and measured to a tenth. One millimetre and one point too much are always seen.
const (
	SlackMillimetres = 0.4
	SlackPoints      = 0.3
)

// Side is one edge of a page.
type Side string

// The sides.
const (
	TopSide    Side = "top"
	BottomSide Side = "bottom"
	LeftSide   Side = "left"
	RightSide  Side = "right"
)

// Margin (lề trang) is how far the text is from one edge.
type Margin struct {
	Side        Side `json:"side"`
	Millimetres Span `json:"millimetres"`
	Source
}

// Paragraphs is how the text of a body is set.
type Paragraphs struct {
	Indents []float64 `json:"indents"` // of the first line, millimetres: one of these
	Gap     Span      `json:"gap"`     // between paragraphs, points
	Lines   Span      `json:"lines"`   // from line to line, in lines of the font
	Source
}

// Case is how letters are written. Written on disk.
type Case string

// The cases.
const (
	AnyCase  Case = ""
	Capitals Case = "capitals" // in hoa
	Ordinary Case = "ordinary" // in thường: not capitals throughout
)

// Align is where a line stands in its place. Written on disk.
type Align string

// The alignments.
const (
	AnyAlign  Align = ""
	Centred   Align = "centre"
	Justified Align = "justify"
	AtLeft    Align = "left"
)

// Line is a rule drawn under a component (đường kẻ ngang, nét liền), as long as a part of the text above.
type Line struct {
	Part Span `json:"part"` // 1: as long as the text
}

// Measure is how one component of a paper is written: the row of a table.
type Measure struct {
	Component Component `json:"component"`
	Points    Span      `json:"points"` // size of the letters
	Bold      bool      `json:"bold"`
	Italic    bool      `json:"italic"`
	Case      Case      `json:"case,omitempty"`
	Align     Align     `json:"align,omitempty"`
	Line      *Line     `json:"line,omitempty"`
	Source
}

// Form (thể thức) is the whole table.
type Form struct {
	Width      float64      `json:"width"` // of the page, millimetres
	Height     float64      `json:"height"`
	Fonts      []string     `json:"fonts"` // families that count as the prescribed one: it, and those of the same widths
	Margins    []Margin     `json:"margins"`
	Paragraphs Paragraphs   `json:"paragraphs"`
	Measures   []Measure    `json:"measures"`
	Types      []Type       `json:"types"`
	Capitals   []CapitalRow `json:"capitals"`
}

// Measure returns the row of a component.
func (f Form) Measure(component Component) (Measure, bool) {
	i := slices.IndexFunc(f.Measures, func(row Measure) bool { return row.Component == component })
	if i < 0 {
		return Measure{}, false
	}
	return f.Measures[i], true
}

// maxForm is more than any table needs.
const maxForm = 1 << 20

// Load reads an office's own table, whole: what it leaves out is not taken from the default one, so that a row can be
// taken away. A table that cannot be used is refused and the default one stays.
func Load(body []byte) (Form, error) {
	var form Form
	decoder := json.NewDecoder(bytes.NewReader(body))
	if len(body) > maxForm || decoder.Decode(&form) != nil || decoder.More() || !form.valid() {
		return Form{}, refuse(TableUnreadable)
	}
	return form, nil
}

func (f Form) valid() bool {
	if !between(f.Width, 50, 1000) || !between(f.Height, 50, 1000) || len(f.Fonts) == 0 || !f.Paragraphs.valid() {
		return false
	}
	sides, components, types := map[Side]bool{}, map[Component]bool{}, map[string]bool{}
	for _, margin := range f.Margins {
		if sides[margin.Side] || !slices.Contains([]Side{TopSide, BottomSide, LeftSide, RightSide}, margin.Side) || !margin.Millimetres.valid(200) {
			return false
		}
		sides[margin.Side] = true
	}
	for _, row := range f.Measures {
		if row.Component == "" || components[row.Component] || !row.Points.valid(72) || row.Line != nil && !row.Line.Part.valid(2) ||
			!slices.Contains([]Case{AnyCase, Capitals, Ordinary}, row.Case) || !slices.Contains([]Align{AnyAlign, Centred, Justified, AtLeft}, row.Align) {
			return false
		}
		components[row.Component] = true
	}
	for _, row := range f.Types {
		if row.ID == "" || row.Name == "" || types[row.ID] || row.Abbreviation != "" && !isGroup(row.Abbreviation) {
			return false
		}
		types[row.ID] = true
	}
	return !slices.ContainsFunc(f.Capitals, func(row CapitalRow) bool { return !row.valid() })
}

func (p Paragraphs) valid() bool {
	return p.Gap.valid(100) && p.Lines.valid(10) && !slices.ContainsFunc(p.Indents, func(indent float64) bool { return !between(indent, 0, 100) })
}

func (s Span) valid(most float64) bool {
	return between(s.Least, 0, most) && (s.Most == 0 || between(s.Most, s.Least, most))
}

func between(value, least, most float64) bool { return least <= value && value <= most }
