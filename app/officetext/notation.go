package officetext

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Notation (số và ký hiệu) is how a paper is called (Phụ lục I, phần I, mục II, khoản 3) [M].
type Notation struct {
	Number int    `json:"number"`           // from 1 in each year
	Year   int    `json:"year,omitempty"`   // only in papers that are law (văn bản quy phạm pháp luật): 05/2026/NQ-HĐND
	Type   string `json:"type,omitempty"`   // abbreviation: NQ; empty in letters
	Issuer string `json:"issuer"`           // abbreviation of the office: HĐND
	Unit   string `json:"unit,omitempty"`   // of who drafted it, in letters: VP in 12/UBND-VP
	Copies string `json:"copies,omitempty"` // further groups, as they stand
}

// maxNumber is more papers than any office issues in a year.
const maxNumber = 999_999

// NotationOf calls a paper of a type. A letter needs no type and may name who drafted it.
func (f Form) NotationOf(number int, paper, issuer, unit string) (Notation, error) {
	row, known := f.Type(paper)
	switch {
	case !known:
		return Notation{}, refuse(UnknownType)
	case number < 1 || number > maxNumber || !isGroup(issuer) || unit != "" && (row.Abbreviation != "" || !isGroup(unit)):
		return Notation{}, refuse(WrongNotation)
	}
	return Notation{Number: number, Type: row.Abbreviation, Issuer: issuer, Unit: unit}, nil
}

// String writes the notation: numbers below ten with a zero in front, a stroke behind the number, a hyphen without
// spaces between the groups.
func (n Notation) String() string {
	var groups []string
	for _, group := range []string{n.Type, n.Issuer, n.Unit, n.Copies} {
		if group != "" {
			groups = append(groups, group)
		}
	}
	year := ""
	if n.Year != 0 {
		year = "/" + strconv.Itoa(n.Year)
	}
	return fmt.Sprintf("%02d%s/%s", n.Number, year, strings.Join(groups, "-"))
}

// Line writes the notation as it stands at the head of a paper.
func (n Notation) Line() string { return NumberWord + " " + n.String() }

// NumberWord stands before the number.
const NumberWord = "Số:"

// ParseNotation reads a notation, with or without the word before it, exactly as it should be written; of one that is
// written otherwise CheckNotation says so. A first group that the table does not know as a type is an issuer's.
func (f Form) ParseNotation(text string) (Notation, error) {
	bare := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), NumberWord))
	parts := strings.Split(bare, "/")
	if len(parts) != 2 && len(parts) != 3 {
		return Notation{}, refuse(WrongNotation)
	}
	number, digits := whole(parts[0])
	if !digits || number < 1 {
		return Notation{}, refuse(WrongNotation)
	}
	n := Notation{Number: number}
	if len(parts) == 3 {
		if n.Year, digits = whole(parts[1]); !digits || n.Year < 1945 || n.Year > 2999 {
			return Notation{}, refuse(WrongNotation)
		}
	}
	groups := strings.Split(parts[len(parts)-1], "-")
	for _, group := range groups {
		if !isGroup(group) {
			return Notation{}, refuse(WrongNotation)
		}
	}
	if _, known := f.TypeOf(groups[0]); known && len(groups) > 1 {
		n.Type, groups = groups[0], groups[1:]
	}
	n.Issuer = groups[0]
	if len(groups) > 1 {
		n.Unit = groups[1]
	}
	if len(groups) > 2 {
		n.Copies = strings.Join(groups[2:], "-")
	}
	if n.String() != bare {
		return Notation{}, refuse(WrongNotation)
	}
	return n, nil
}

// CheckNotation returns whether the line of number and notation is written otherwise than it should be, and how it should
// be where that can be told: a missing zero, spaces, long dashes. Where the number is left open, as in a draft, what is
// wrong is that it is missing.
func (f Form) CheckNotation(text string) (Fault, bool) {
	if _, err := f.ParseNotation(text); err == nil {
		return Fault{}, false
	}
	fault := Fault{What: WrongWriting, Component: NumberLine, Words: text, Source: Source{components + "3", Remembered}}
	tidy := strings.NewReplacer("–", "-", "—", "-").Replace(text)
	tidy = strings.TrimPrefix(strings.Join(strings.Fields(tidy), ""), strings.TrimSuffix(NumberWord, ":"))
	tidy = strings.TrimPrefix(tidy, ":")
	if number, rest, cut := strings.Cut(tidy, "/"); cut {
		if strings.Trim(number, leftOpen) == "" {
			if _, err := f.ParseNotation("01/" + strings.TrimLeft(rest, leftOpen+"/")); err == nil {
				fault.What = MissingPart
			}
			return fault, true
		}
		if n, digits := whole(number); digits {
			tidy = fmt.Sprintf("%02d/%s", n, rest)
		}
	}
	if n, err := f.ParseNotation(tidy); err == nil {
		fault.Instead = n.Line()
	}
	return fault, true
}

// leftOpen is what stands where something is to be written by hand.
const leftOpen = " \t.…_\u00a0"

// isGroup reports whether a text can be one group of a notation: letters and digits, a capital first, as in TTr, QyĐ,
// HĐND, KTNN or VP2.
func isGroup(text string) bool {
	if text == "" || utf8.RuneCountInString(text) > 20 {
		return false
	}
	for i, r := range text {
		if !unicode.IsLetter(r) && (i == 0 || r < '0' || r > '9') || i == 0 && !unicode.IsUpper(r) {
			return false
		}
	}
	return true
}

// whole reads a number of a few digits.
func whole(text string) (int, bool) {
	if text == "" || len(text) > 6 || strings.ContainsFunc(text, func(r rune) bool { return r < '0' || r > '9' }) {
		return 0, false
	}
	n, err := strconv.Atoi(text)
	return n, err == nil
}
