package officetext

import (
	"slices"
	"strings"
)

// Series (hệ thống số) is what is numbered together: an office's papers of one type, or of all types that it registers
// together, in one year (NĐ 30/2020/NĐ-CP, điều 15; Phụ lục I, phần I, mục II, khoản 3a) [M].
type Series struct {
	Office string `json:"office"`         // id of the office
	Type   string `json:"type,omitempty"` // id of the type; empty: all that have no series of their own
	Year   int    `json:"year"`
}

// Counting is how an office registers its papers: these types each by themselves, all others together. Which, the office
// decides (điều 15).
type Counting struct {
	Apart []string `json:"apart,omitempty"` // ids of types
}

// SeriesOf returns in which series a paper of a type gets its number.
func (c Counting) SeriesOf(office, paper string, year int) Series {
	series := Series{Office: office, Year: year}
	if slices.Contains(c.Apart, paper) {
		series.Type = paper
	}
	return series
}

// NumberState is where a number stands. Written on disk: only ever add.
type NumberState string

// The states of a number.
const (
	Reserved NumberState = "reserved" // giữ số: given to a paper that is not yet issued
	Issued   NumberState = "issued"   // đã ban hành
	Voided   NumberState = "voided"   // bỏ số: it stays in the book with the reason, and is never given again
)

// Registered is one line of the book.
type Registered struct {
	Number int         `json:"number"`
	State  NumberState `json:"state"`
	Paper  string      `json:"paper"`            // id of the paper
	Date   Date        `json:"date,omitzero"`    // of issue
	Reason string      `json:"reason,omitempty"` // why it was voided
	By     string      `json:"by,omitempty"`     // person who did it last
	At     int64       `json:"at,omitempty"`     // when, milliseconds since 1970
}

// Register (sổ đăng ký văn bản) is the book of one series: every number from 1 to the last one given, without a gap. It
// is a value: each act returns another, and with a Refusal the same.
type Register struct {
	Series Series       `json:"series"`
	Lines  []Registered `json:"lines,omitempty"` // the n-th is number n+1
}

// Reserve gives the next number to a paper.
func (r Register) Reserve(paper, by string, at int64) (Register, int, error) {
	if len(r.Lines) >= maxNumber {
		return r, 0, refuse(BookFull)
	}
	if paper == "" || slices.ContainsFunc(r.Lines, func(line Registered) bool { return line.Paper == paper && line.State != Voided }) {
		return r, 0, refuse(PaperNumbered)
	}
	number := len(r.Lines) + 1
	r.Lines = append(slices.Clip(r.Lines), Registered{Number: number, State: Reserved, Paper: paper, By: by, At: at})
	return r, number, nil
}

// Issue makes a reserved number that of an issued paper. Numbers follow the days of issue: none is of an earlier day
// than a lower number, nor of a later day than a higher one; and the day is of the book's year.
func (r Register) Issue(number int, date Date, by string, at int64) (Register, error) {
	if number < 1 || number > len(r.Lines) {
		return r, refuse(UnknownNumber)
	}
	switch line := r.Lines[number-1]; {
	case line.State != Reserved:
		return r, refuse(NumberUsed)
	case !date.Valid():
		return r, refuse(WrongDate)
	case date.Year != r.Series.Year:
		return r, refuse(OtherYear)
	}
	for _, line := range r.Lines {
		if line.State == Issued && (line.Number < number && date.Before(line.Date) || line.Number > number && line.Date.Before(date)) {
			return r, refuse(OutOfOrder)
		}
	}
	return r.with(number, func(line *Registered) { line.State, line.Date, line.By, line.At = Issued, date, by, at }), nil
}

// Void takes a number out of use, with the reason. A paper whose number was voided before it was issued can be given
// another one. An issued number is not voided: the paper has gone out under it, and is recalled by another paper.
func (r Register) Void(number int, reason, by string, at int64) (Register, error) {
	switch {
	case number < 1 || number > len(r.Lines):
		return r, refuse(UnknownNumber)
	case r.Lines[number-1].State != Reserved:
		return r, refuse(NumberUsed)
	case strings.TrimSpace(reason) == "":
		return r, refuse(NoReason)
	}
	return r.with(number, func(line *Registered) { line.State, line.Reason, line.By, line.At = Voided, reason, by, at }), nil
}

// with returns the book with one line changed.
func (r Register) with(number int, change func(*Registered)) Register {
	r.Lines = slices.Clone(r.Lines)
	change(&r.Lines[number-1])
	return r
}

// Of returns the number that a paper has, reserved or issued.
func (r Register) Of(paper string) (Registered, bool) {
	for _, line := range slices.Backward(r.Lines) {
		if line.Paper == paper && line.State != Voided {
			return line, true
		}
	}
	return Registered{}, false
}

// Open returns the numbers that are reserved and neither issued nor voided. At the end of the year there should be none.
func (r Register) Open() []Registered {
	return slices.DeleteFunc(slices.Clone(r.Lines), func(line Registered) bool { return line.State != Reserved })
}

// Sound reports whether a book that was read from elsewhere is one: no gap, no number twice, no paper with two numbers,
// days in order, a reason for each voided number.
func (r Register) Sound() bool {
	papers, last := map[string]bool{}, Date{}
	for n, line := range r.Lines {
		if line.Number != n+1 || line.Paper == "" {
			return false
		}
		switch line.State {
		case Voided:
			if strings.TrimSpace(line.Reason) == "" {
				return false
			}
			continue
		case Issued:
			if !line.Date.Valid() || line.Date.Year != r.Series.Year || line.Date.Before(last) {
				return false
			}
			last = line.Date
		case Reserved:
		default:
			return false
		}
		if papers[line.Paper] {
			return false
		}
		papers[line.Paper] = true
	}
	return true
}
