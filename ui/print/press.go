// Package print makes what leaves on paper: results, attendance lists, cards and office papers,
// in the layout of Nghị định 30/2020/NĐ-CP. It writes PDF and knows no printer, no screen and no
// store; every sheet is a plain value and a writer. The same value and the same time give the
// same bytes.
package print

import (
	"time"

	"congso.vn/congso/assets"
)

// Press is what every sheet is printed with. The zero Press is of no use: Words must be set.
// Its methods may be called from any goroutine.
type Press struct {
	Words *assets.Words // language of the printed sentences
	At    time.Time     // time of printing: stands in the file, and its zone is that of all times on paper
}

// Code names why a sheet cannot be printed; its sentence stands in words under "print.refused."+Code.
type Code string

// The reasons.
const (
	NotFinished  Code = "not-finished"   // the poll still takes ballots, or never opened
	Inconsistent Code = "inconsistent"   // the counts of a result do not add up, so it proves nothing
	NoNames      Code = "no-names"       // a named poll without its roll of names
	Empty        Code = "empty"          // nothing to print
	Unknown      Code = "unknown"        // no such poll in this session
	PerPage      Code = "cards-per-page" // cards come eight or ten to a page
)

// Refusal is the error for a value that must not become paper.
type Refusal struct{ Code Code }

func (r Refusal) Error() string { return "print: refused: " + string(r.Code) }
