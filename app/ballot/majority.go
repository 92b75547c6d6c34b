package ballot

import (
	"math/bits"
	"slices"
)

// Majority (tỷ lệ thông qua) is how much of a base an answer must reach on a line. Its meaning is that of a row of
// app/council's table of majorities, for one line of any kind of vote. Written on disk: only ever add.
type Majority struct {
	Answer      Answer `json:"answer,omitempty"` // what is held against the base; empty: yes
	Base        Base   `json:"base"`
	Numerator   int    `json:"numerator"`
	Denominator int    `json:"denominator"`
	Strict      bool   `json:"strict,omitempty"`    // more than the fraction; false: at least
	ChairTie    bool   `json:"chair_tie,omitempty"` // as many for as against: the chair's side decides
}

// maxDenominator is more than any law's fraction has.
const maxDenominator = 1000

// Valid reports whether the majority makes sense: a fraction between 0 and 1 of a base that is a number.
func (m Majority) Valid() bool {
	return slices.Contains(Bases, m.Base) && m.Base != BaseDisabled && slices.Contains(answers, m.answer()) &&
		m.Numerator >= 1 && m.Denominator >= 1 && m.Denominator <= maxDenominator && m.Numerator <= m.Denominator &&
		!(m.Strict && m.Numerator == m.Denominator) && // more than all is never reached
		!(m.ChairTie && m.answer() != Yes)
}

func (m Majority) answer() Answer {
	if m.Answer == "" {
		return Yes
	}
	return m.Answer
}

// Needed is how many whole votes are needed of base: with Strict the first number above the fraction, else the first
// number at or above it. 82 gives 42 for more than half and 55 for at least two thirds. Of an empty base one is needed,
// so nothing passes on no votes; of a majority that is not valid, 0.
func (m Majority) Needed(base Votes) int {
	if !m.Valid() {
		return 0
	}
	high, low := bits.Mul64(uint64(max(base, 0)), uint64(m.Numerator))
	needed, rest := bits.Div64(high, low, uint64(m.Denominator)*uint64(One))
	if m.Strict || rest != 0 {
		needed++
	}
	return max(int(needed), 1)
}

// Verdict is what a majority says of one line.
type Verdict struct {
	Votes   Votes `json:"votes"` // of the answer asked for
	Base    Votes `json:"base"`
	Needed  int   `json:"needed"`  // whole votes
	Missing int   `json:"missing"` // whole votes still missing, the base being as it is; 0 when passed
	Passed  bool  `json:"passed"`
	ByChair bool  `json:"by_chair,omitempty"` // a tie that the chair's side decided
}

// Decide applies the majority to a line. chairYes says that the chair voted for; it matters in a tie only. A majority
// that is not valid is never reached.
func (m Majority) Decide(count Count, line string, who Electorate, chairYes bool) Verdict {
	if !m.Valid() {
		return Verdict{}
	}
	v := Verdict{Votes: count.Of(line, m.answer()), Base: count.Base(m.Base, line, who)}
	v.Needed = m.Needed(v.Base)
	v.Passed = m.carries(v.Votes, v.Base)
	no, tie := count.Of(line, No), m.ChairTie && chairYes
	if !v.Passed && tie && v.Votes == no && no > 0 {
		v.Passed, v.ByChair = true, true
	}
	if !v.Passed {
		v.Missing = ceil(Whole(v.Needed) - v.Votes)
		if m.carries(v.Votes+Whole(v.Missing-1), v.Base) {
			v.Missing-- // parts of votes make up for it
		}
		if short := no - v.Votes; tie && short > 0 && short%One == 0 {
			v.Missing = min(v.Missing, ceil(short)) // a tie would do
		}
	}
	return v
}

// carries compares without rounding.
func (m Majority) carries(votes, base Votes) bool {
	if votes <= 0 {
		return false
	}
	compared := compareProducts(votes, m.Denominator, max(base, 0), m.Numerator)
	return compared > 0 || compared == 0 && !m.Strict
}

func ceil(v Votes) int { return int((v + One - 1) / One) }
