package ballot

import (
	"maps"
	"slices"
)

// entered holds the lines that tellers entered against what their valid papers can say on the sheet. What a count of
// valid ballots comes to always agrees.
type entered struct {
	s Sheet
	p Paper
}

func (e entered) faults() []Fault {
	faults := e.lineFaults()
	if len(faults) > 0 {
		return faults // sums of what should not be there say nothing
	}
	if e.s.method().part == whole {
		return e.between(nil, PaperLineSum, "", e.sum(""), e.p.Valid, e.p.Valid)
	}
	rest := e.p.Valid - e.sum("") // papers that speak of options one by one
	if rest < 0 {
		return []Fault{{Code: PaperAllLines, Have: e.sum(""), Want: e.p.Valid}}
	}
	for _, option := range e.s.Options {
		least, most := e.ofLine(rest)
		faults = e.between(faults, PaperLineSum, option, e.sum(option), least, most)
	}
	return e.together(faults, rest)
}

// lineFaults finds lines and answers that the sheet does not have, and numbers that are none of papers.
func (e entered) lineFaults() []Fault {
	var faults []Fault
	for _, id := range slices.Sorted(maps.Keys(e.p.Lines)) {
		line := e.p.Lines[id]
		if id != "" && !slices.Contains(e.s.Lines(), id) {
			faults = append(faults, Fault{Code: PaperLine, Line: id})
			continue
		}
		allowed := e.allowed(id)
		for _, answer := range slices.Sorted(maps.Keys(line.Answers)) {
			if !slices.Contains(allowed, answer) {
				faults = append(faults, Fault{Code: PaperAnswer, Line: id, Answer: answer})
			}
			faults = number(faults, id, answer, line.Answers[answer])
		}
		faults = number(faults, id, "", line.Invalid)
		if line.Invalid != 0 && (id == "" || e.s.method().part != lines) {
			faults = append(faults, Fault{Code: PaperAnswer, Line: id})
		}
	}
	return faults
}

// number finds what is not a number of papers, or of points of all papers there may be.
func number(faults []Fault, line string, answer Answer, votes Votes) []Fault {
	if n, isWhole := votes.Int(); votes < 0 || !isWhole || votes > MaxPoints*MaxBallots*One {
		return append(faults, Fault{Code: PaperNegative, Line: line, Answer: answer, Have: n})
	}
	return faults
}

// allowed returns what a line may be answered with.
func (e entered) allowed(id string) []Answer {
	part := e.s.method().part
	switch {
	case id == "" && part == whole, id != "" && part == lines:
		return e.s.Allowed()
	case id == "" && part != lines && !e.s.Strike && e.s.MinOptions == 0 && e.s.MinSum == 0:
		return append(slices.Clone(e.s.AtOnce), Abstain) // unmarked papers abstain
	case id == "":
		return e.s.AtOnce
	case part == given:
		return []Answer{Points}
	case e.s.Strike:
		return []Answer{Yes, No}
	}
	return []Answer{Yes}
}

// sum is all that was said on a line, what is invalid there too.
func (e entered) sum(id string) int {
	line := e.p.Lines[id]
	all := line.Invalid
	for _, votes := range line.Answers {
		all += votes
	}
	n, _ := all.Int()
	return n
}

// said is one answer on all options.
func (e entered) said(answer Answer) int {
	var all Votes
	for _, option := range e.s.Options {
		all += e.p.Lines[option].Answers[answer]
	}
	n, _ := all.Int()
	return n
}

// ofLine returns how much may be said on one line by so many papers.
func (e entered) ofLine(papers int) (least, most int) {
	switch part := e.s.method().part; {
	case part == given:
		return 0, papers * e.perOption()
	case part == lines && e.s.EveryLine, part == marks && e.s.Strike:
		return papers, papers
	}
	return 0, papers
}

func (e entered) perOption() int {
	if e.s.MaxPerOption > 0 {
		return min(e.s.MaxPerOption, MaxPoints)
	}
	return MaxPoints
}

// together holds the sum of all options against the limits of so many papers.
func (e entered) together(faults []Fault, papers int) []Fault {
	options := len(e.s.Options)
	if e.s.MaxOptions > 0 {
		options = min(options, e.s.MaxOptions)
	}
	switch e.s.method().part {
	case marks:
		least := e.s.MinOptions
		if !e.s.Strike {
			least = max(least, 1) // one that is unmarked abstains, and is not among these papers
		}
		return e.between(faults, PaperAllLines, "", e.said(Yes), papers*least, papers*options)
	case lines:
		marked := 0
		for _, answer := range e.s.Allowed() {
			marked += e.said(answer)
		}
		faults = e.between(faults, PaperAllLines, "", marked, 0, papers*options)
		if e.s.MaxYes > 0 {
			faults = e.between(faults, PaperAllLines, "", e.said(Yes), 0, papers*e.s.MaxYes)
		}
		return faults
	}
	most := papers * options * e.perOption()
	if e.s.MaxSum > 0 {
		most = min(most, papers*e.s.MaxSum)
	}
	return e.between(faults, PaperAllLines, "", e.said(Points), papers*e.s.MinSum, most)
}

func (e entered) between(faults []Fault, code, line string, have, least, most int) []Fault {
	if have < least {
		return append(faults, Fault{Code: code, Line: line, Have: have, Want: least})
	}
	if have > most {
		return append(faults, Fault{Code: code, Line: line, Have: have, Want: most})
	}
	return faults
}
