package ballot

import (
	"maps"
	"slices"
)

// Record is what tellers (Ban kiểm phiếu) write down of ballots before anything else.
type Record struct {
	Issued   int `json:"issued"`   // phiếu phát ra
	Returned int `json:"returned"` // phiếu thu về
	Valid    int `json:"valid"`    // phiếu hợp lệ
	Invalid  int `json:"invalid"`  // phiếu không hợp lệ
}

// Record returns the record of ballots that were cast on tablets; issued is to how many persons the poll was open there.
func (c Count) Record(issued int) Record {
	return Record{Issued: issued, Returned: c.Received, Valid: c.Valid, Invalid: c.Invalid}
}

// Plus returns both records together.
func (r Record) Plus(other Record) Record {
	return Record{Issued: r.Issued + other.Issued, Returned: r.Returned + other.Returned, Valid: r.Valid + other.Valid, Invalid: r.Invalid + other.Invalid}
}

// Paper is the part of a poll that was held on paper, or by hands: as the tellers counted it (Lines), or as sheets that
// were scanned (Scanned). Written on disk: only ever add.
type Paper struct {
	Record
	Voters  []string        `json:"voters,omitempty"`  // who was issued a paper; empty where no list was kept
	Lines   map[string]Line `json:"lines,omitempty"`   // entered by hand, as Count has them
	Scanned []Cast          `json:"scanned,omitempty"` // every sheet returned, those void too
}

// Issue hands a paper to a person. Who has voted on a tablet (voted), or has a paper, is issued none: the code says why,
// and the paper is returned as it was. Who has a paper is taken no ballot from on a tablet either, which is the caller's
// to see to.
func (p Paper) Issue(person string, voted []string) (Paper, string) {
	switch {
	case slices.Contains(voted, person):
		return p, PaperVoted
	case slices.Contains(p.Voters, person):
		return p, PaperTwice
	}
	p.Voters = append(slices.Clone(p.Voters), person)
	p.Issued++
	return p, ""
}

// Count returns what the papers add up to. It is to be relied on only where Faults finds nothing.
func (p Paper) Count(s Sheet) Count {
	if p.Scanned != nil {
		return s.Count(p.Scanned)
	}
	entered := Count{Received: p.Returned, Valid: p.Valid, Invalid: p.Invalid,
		Cast: Whole(p.Returned), ValidVotes: Whole(p.Valid), Lines: p.Lines}
	return Count{}.Plus(entered) // a copy
}

// Merge returns tablets' ballots and papers in one count.
func Merge(s Sheet, tablets Count, papers ...Paper) Count {
	merged := Count{}.Plus(tablets)
	for _, paper := range papers {
		merged = merged.Plus(paper.Count(s))
	}
	return merged
}

// Fault is one thing that does not agree in a paper part, with the numbers that say so.
type Fault struct {
	Code   string `json:"code"`
	Line   string `json:"line,omitempty"`
	Answer Answer `json:"answer,omitempty"`
	Person string `json:"person,omitempty"`
	Have   int    `json:"have"`
	Want   int    `json:"want"` // what it should be, or the nearest it may be
}

// Faults holds the papers against themselves, the sheet, those present and those who voted on tablets, and returns
// everything that does not agree. Papers with a fault are not to be counted.
func (p Paper) Faults(s Sheet, who Electorate, voted []string) []Fault {
	faults := p.recordFaults(who, len(voted))
	seen := map[string]bool{}
	for _, person := range p.Voters {
		if seen[person] {
			faults = append(faults, Fault{Code: PaperTwice, Person: person, Have: 2, Want: 1})
		}
		seen[person] = true
	}
	for _, person := range voted {
		if seen[person] {
			faults = append(faults, Fault{Code: PaperVoted, Person: person, Have: 2, Want: 1})
		}
	}
	if p.Scanned != nil {
		return append(faults, p.scanFaults(s)...)
	}
	return append(faults, entered{s, p}.faults()...)
}

func (p Paper) recordFaults(who Electorate, onTablets int) []Fault {
	var faults []Fault
	hold := func(code string, sound bool, have, want int) {
		if !sound {
			faults = append(faults, Fault{Code: code, Have: have, Want: want})
		}
	}
	least := min(p.Issued, p.Returned, p.Valid, p.Invalid)
	hold(PaperNegative, least >= 0, least, 0)
	hold(PaperReturned, p.Returned <= p.Issued, p.Returned, p.Issued)
	hold(PaperSum, p.Valid+p.Invalid == p.Returned, p.Valid+p.Invalid, p.Returned)
	hold(PaperPresent, p.Issued+onTablets <= who.Present, p.Issued+onTablets, who.Present)
	if len(p.Voters) > 0 || onTablets > 0 { // beside tablets a list must tell who voted on paper
		hold(PaperIssued, len(p.Voters) == p.Issued, len(p.Voters), p.Issued)
	}
	return faults
}

func (p Paper) scanFaults(s Sheet) []Fault {
	var faults []Fault
	for _, id := range slices.Sorted(maps.Keys(p.Lines)) { // either scanned or entered
		faults = append(faults, Fault{Code: PaperLine, Line: id})
	}
	if len(p.Scanned) != p.Returned {
		return append(faults, Fault{Code: PaperScanned, Have: len(p.Scanned), Want: p.Returned})
	}
	if count := s.Count(p.Scanned); count.Valid != p.Valid {
		faults = append(faults, Fault{Code: PaperCounted, Have: count.Valid, Want: p.Valid})
	}
	return faults
}
