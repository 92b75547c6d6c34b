package officetext

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// What is wrong with a component. The sentence of each belongs under "officetext.fault."+What. On the wire: only ever add.
const (
	WrongSize      = "size"       // points
	WrongBold      = "bold"       // should be, or should not
	WrongItalic    = "italic"     //
	WrongCase      = "case"       // capitals, or not
	WrongAlign     = "align"      //
	WrongFont      = "font"       //
	WrongLine      = "line"       // the rule below: missing, or of another length
	WrongMargin    = "margin"     // millimetres
	WrongPage      = "page"       // not A4
	WrongIndent    = "indent"     // millimetres
	WrongGap       = "gap"        // points between paragraphs
	WrongSpacing   = "spacing"    // lines
	MissingPart    = "missing"    // a component that every paper has
	WrongWords     = "words"      // Quốc hiệu or Tiêu ngữ in other words
	WrongWriting   = "writing"    // number, date or name written in another way
	WrongCapitals  = "capitals"   // a word that is written with a capital, or without
	TitleBefore    = "title"      // a title before the signer's name
	NumberOnFirst  = "first-page" // a page number on page 1
	NoNumberOnPage = "no-number"  // none on a later page
)

// Fault is one thing on a paper that is not as the decree has it, with what was found, what is allowed, and the clause.
type Fault struct {
	What      string    `json:"what"`
	Component Component `json:"component,omitempty"`
	Side      Side      `json:"side,omitempty"`
	Got       float64   `json:"got,omitempty"`     // measured: millimetres, points, lines or part of a length
	Allowed   Span      `json:"allowed,omitzero"`  //
	Words     string    `json:"words,omitempty"`   // as written
	Instead   string    `json:"instead,omitempty"` // as it should be written
	At        int       `json:"at,omitempty"`      // byte in the text where the words stand
	Source
}

// Seen is what was measured of one component on a page.
type Seen struct {
	Text   string
	Points float64 // size of its letters
	Bold   bool
	Italic bool
	Align  Align   // AnyAlign: could not be told
	Font   string  // family; empty: could not be told
	Line   float64 // length of the rule below, as part of the text's length; 0: none
}

// Check returns what is wrong with a component as it was seen.
func (f Form) Check(component Component, seen Seen) []Fault {
	row, known := f.Measure(component)
	if !known {
		return nil
	}
	var faults []Fault
	found := func(fault Fault) {
		fault.Component, fault.Source = component, row.Source
		faults = append(faults, fault)
	}
	if !row.Points.Holds(seen.Points, SlackPoints) {
		found(Fault{What: WrongSize, Got: seen.Points, Allowed: row.Points})
	}
	if row.Bold != seen.Bold {
		found(Fault{What: WrongBold})
	}
	if row.Italic != seen.Italic {
		found(Fault{What: WrongItalic})
	}
	if capitals := allCapitals(seen.Text); row.Case == Capitals && !capitals || row.Case == Ordinary && capitals && len(strings.Fields(seen.Text)) > 1 {
		found(Fault{What: WrongCase, Words: seen.Text})
	}
	if row.Align != AnyAlign && seen.Align != AnyAlign && row.Align != seen.Align {
		found(Fault{What: WrongAlign, Words: string(seen.Align), Instead: string(row.Align)})
	}
	if !f.prescribed(seen.Font) {
		found(Fault{What: WrongFont, Words: seen.Font, Instead: f.Fonts[0]})
	}
	if row.Line != nil && !row.Line.Part.Holds(seen.Line, lineSlack) {
		found(Fault{What: WrongLine, Got: seen.Line, Allowed: row.Line.Part})
	}
	switch wanted := map[Component]string{NationalNameLine: NationalName, MottoLine: Motto}[component]; {
	case wanted != "" && strings.Join(strings.Fields(seen.Text), " ") != wanted:
		found(Fault{What: WrongWords, Words: seen.Text, Instead: wanted})
	}
	return faults
}

// lineSlack is by how much of the text's length a rule may be off.
const lineSlack = 0.03

// CheckMargin returns what is wrong with a margin of so many millimetres; false where nothing is. Text may end far above
// the bottom and, on a page that is not full of text, far from the right: then say atLeast, and only too little counts.
func (f Form) CheckMargin(side Side, millimetres float64, atLeast bool) (Fault, bool) {
	for _, margin := range f.Margins {
		if margin.Side != side {
			continue
		}
		allowed := margin.Millimetres
		if atLeast {
			allowed.Most = 0
		}
		if !allowed.Holds(millimetres, SlackMillimetres) {
			return Fault{What: WrongMargin, Side: side, Got: millimetres, Allowed: margin.Millimetres, Source: margin.Source}, true
		}
	}
	return Fault{}, false
}

// CheckPage returns whether a page is of another size. Tables may lie across (Phụ lục I, phần I, mục I, khoản 2) [M].
func (f Form) CheckPage(width, height float64) (Fault, bool) {
	as := func(w, h float64) bool {
		return math.Abs(width-w) <= SlackMillimetres && math.Abs(height-h) <= SlackMillimetres
	}
	if as(f.Width, f.Height) || as(f.Height, f.Width) {
		return Fault{}, false
	}
	return Fault{What: WrongPage, Got: width, Allowed: Span{f.Width, f.Width}, Source: Source{general + "1", Found}}, true
}

// CheckParagraph returns what is wrong with how a paragraph of the body is set: the indent of its first line in
// millimetres, the gap above it in points, and its lines in lines of the font. What could not be told is below 0.
func (f Form) CheckParagraph(indent, gap, lines float64) []Fault {
	var faults []Fault
	p := f.Paragraphs
	near := func(one float64) bool { return math.Abs(one-indent) <= SlackMillimetres }
	if indent >= 0 && len(p.Indents) > 0 && !slices.ContainsFunc(p.Indents, near) {
		faults = append(faults, Fault{What: WrongIndent, Component: Body, Got: indent, Allowed: Span{p.Indents[0], p.Indents[len(p.Indents)-1]}, Source: p.Source})
	}
	if gap >= 0 && !p.Gap.Holds(gap, SlackPoints) {
		faults = append(faults, Fault{What: WrongGap, Component: Body, Got: gap, Allowed: p.Gap, Source: p.Source})
	}
	if lines >= 0 && !p.Lines.Holds(lines, 0.02) {
		faults = append(faults, Fault{What: WrongSpacing, Component: Body, Got: lines, Allowed: p.Lines, Source: p.Source})
	}
	return faults
}

// prescribed reports whether a font's family is one of the form's. Programs write families without spaces, with what
// cut they are, and with six letters in front where only some letters are embedded: "ABCDEF+TimesNewRomanPS-BoldMT".
func (f Form) prescribed(font string) bool {
	if font == "" || len(f.Fonts) == 0 {
		return true
	}
	if len(font) > 7 && font[6] == '+' {
		font = font[7:]
	}
	bare := func(name string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return unicode.ToLower(r)
			}
			return -1
		}, name)
	}
	for _, family := range f.Fonts {
		if strings.HasPrefix(bare(font), bare(family)) {
			return true
		}
	}
	return false
}

// allCapitals reports whether a text has letters, and no small one.
func allCapitals(text string) bool {
	letters := false
	for _, r := range text {
		if unicode.IsLower(r) {
			return false
		}
		letters = letters || unicode.IsUpper(r)
	}
	return letters
}
