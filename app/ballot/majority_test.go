package ballot

import (
	"math/big"
	"testing"

	"pgregory.net/rapid"
)

func drawMajority(t *rapid.T) Majority {
	m := Majority{Answer: rapid.SampledFrom([]Answer{"", Yes, No, Low, Points}).Draw(t, "answer"), Base: rapid.SampledFrom(Bases[:8]).Draw(t, "base"), Denominator: rapid.IntRange(1, 7).Draw(t, "denominator")}
	m.Numerator = rapid.IntRange(1, m.Denominator).Draw(t, "numerator")
	m.Strict = rapid.Bool().Draw(t, "strict") && m.Numerator < m.Denominator
	m.ChairTie = rapid.Bool().Draw(t, "tie") && m.answer() == Yes
	if !m.Valid() {
		t.Fatalf("%+v", m)
	}
	return m
}

func drawVotes(t *rapid.T, name string) Votes {
	return Votes(rapid.OneOf(rapid.Map(rapid.Int64Range(0, 90), func(n int64) int64 { return n * int64(One) }), rapid.Int64Range(0, 90*int64(One))).Draw(t, name))
}

// drawTally draws a count of two lines, which need not come from ballots.
func drawTally(t *rapid.T) (Count, Electorate) {
	c := Count{Cast: drawVotes(t, "cast"), ValidVotes: drawVotes(t, "valid"), Lines: map[string]Line{}}
	for _, line := range []string{"a", "b"} {
		said := map[Answer]Votes{}
		for _, answer := range []Answer{Yes, No, Abstain, Low, Points} {
			said[answer] = drawVotes(t, string(answer))
		}
		if rapid.Bool().Draw(t, "equal") {
			said[Yes] = said[No]
		}
		c.Lines[line] = Line{Answers: said}
	}
	return c, Electorate{Entitled: rapid.IntRange(0, 120).Draw(t, "entitled"), Present: rapid.IntRange(0, 120).Draw(t, "present")}
}

// carried says by the law's words whether a majority is reached: an answer is given, and is more than, or at least, the
// fraction of the base; or as many are for as against, and the chair is for.
func carried(m Majority, votes, no, base Votes, chairYes bool) bool {
	share := new(big.Rat).SetInt64(int64(votes))
	part := new(big.Rat).Mul(new(big.Rat).SetInt64(int64(base)), big.NewRat(int64(m.Numerator), int64(m.Denominator)))
	compared := share.Cmp(part)
	return votes > 0 && (compared > 0 || compared == 0 && !m.Strict || m.ChairTie && chairYes && votes == no)
}

func TestVerdictIsTheLaws(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, chairYes := drawMajority(t), rapid.Bool().Draw(t, "chair")
		count, who := drawTally(t)
		v := m.Decide(count, "a", who, chairYes)
		votes, no, base := count.Of("a", m.answer()), count.Of("a", No), count.Base(m.Base, "a", who)
		if v.Passed != carried(m, votes, no, base, chairYes) || v.Votes != votes || v.Base != base {
			t.Fatalf("%+v %+v: %+v", m, count, v)
		}
		if v.ByChair && (!v.Passed || carried(m, votes, no, base, false)) || v.Passed != (v.Missing == 0) || v.Missing < 0 {
			t.Fatalf("%+v %+v: %+v", m, count, v)
		}
		if v.Needed < 1 || !carried(m, Whole(v.Needed), -1, base, false) || v.Needed > 1 && carried(m, Whole(v.Needed-1), -1, base, false) {
			t.Fatalf("%+v of %s: needed %d", m, base, v.Needed)
		}
		for more := range v.Missing + 1 {
			if got := carried(m, votes+Whole(more), no, base, chairYes); got != (more == v.Missing) {
				t.Fatalf("%+v %+v: %d missing, with %d more carried: %v", m, count, v.Missing, more, got)
			}
		}
	})
}

func TestMajoritiesThatMakeNoSense(t *testing.T) {
	good := Majority{Base: BaseEntitled, Numerator: 1, Denominator: 2, Strict: true}
	count := Count{Lines: map[string]Line{"": {Answers: map[Answer]Votes{Yes: Whole(100)}}}}
	for name, spoil := range map[string]func(*Majority){
		"no base": func(m *Majority) { m.Base = "" }, "a base that is none": func(m *Majority) { m.Base = BaseDisabled }, "unknown base": func(m *Majority) { m.Base = "seats" },
		"unknown answer": func(m *Majority) { m.Answer = "maybe" }, "none": func(m *Majority) { m.Numerator = 0 }, "of none": func(m *Majority) { m.Denominator = 0 },
		"more than all": func(m *Majority) { m.Numerator = 3 }, "strictly more than all": func(m *Majority) { m.Numerator = 2 }, "too fine": func(m *Majority) { m.Denominator = maxDenominator + 1 },
		"the chair's side of low": func(m *Majority) { m.Answer, m.ChairTie = Low, true },
	} {
		m := good
		spoil(&m)
		if v := m.Decide(count, "", Electorate{Entitled: 10}, true); m.Valid() || v.Passed || m.Needed(Whole(10)) != 0 {
			t.Errorf("%s: %+v", name, v)
		}
	}
	if fine := (Majority{Base: BaseEntitled, Numerator: maxDenominator, Denominator: maxDenominator}); !fine.Valid() {
		t.Error("all of all, finely said")
	}
	if !good.Valid() || !good.Decide(count, "", Electorate{Entitled: 10}, true).Passed {
		t.Error("a good one")
	}
}

func TestBases(t *testing.T) {
	count := Count{Received: 12, Valid: 10, Invalid: 2, Cast: Whole(12), ValidVotes: Whole(10), Lines: map[string]Line{
		"":  {Answers: map[Answer]Votes{Yes: Whole(1), No: Whole(2), Abstain: Whole(3)}},
		"a": {Answers: map[Answer]Votes{Yes: Whole(4), No: Whole(2), Abstain: Whole(1)}},
		"b": {Answers: map[Answer]Votes{Yes: Whole(1), No: Whole(5)}},
	}}
	who := Electorate{Entitled: 30, Present: 20}
	for base, want := range map[Base]int{BaseY: 5, BaseN: 7, BaseYN: 6, BaseYNA: 7, BaseValid: 10, BaseCast: 12, BaseEntitled: 30, BasePresent: 20, BaseDisabled: 0, "seats": 0} {
		if got := count.Base(base, "a", who); got != Whole(want) {
			t.Errorf("%s: %s, want %d", base, got, want)
		}
	}
	alone := Count{Lines: map[string]Line{"": count.Lines[""]}}
	for base, want := range map[Base]int{BaseY: 1, BaseN: 2, BaseYN: 3, BaseYNA: 6} {
		if got := alone.Base(base, "", who); got != Whole(want) {
			t.Errorf("%s alone: %s, want %d", base, got, want)
		}
	}
	points := Count{Lines: map[string]Line{"": count.Lines[""], "a": {Answers: map[Answer]Votes{Points: Whole(7)}}, "b": {Answers: map[Answer]Votes{Points: Whole(2)}}}}
	if got := points.Base(BaseY, "a", who); got != Whole(9) {
		t.Errorf("points: %s", got)
	}
	if got := count.Base(BaseEntitled, "a", Electorate{Entitled: -1}); got != 0 {
		t.Errorf("less than nobody: %s", got)
	}
}

// Nobody votes, everybody abstains, and a base of nothing: nothing is carried, and nothing breaks.
func TestNothingPassesOnNothing(t *testing.T) {
	s := Sheet{Method: Approval}
	abstained := s.Count([]Cast{{Content: Content{Answer: Abstain}}, {Content: Content{Answer: Abstain}}})
	for _, base := range Bases {
		m := Majority{Base: base, Numerator: 1, Denominator: 2, Strict: true, ChairTie: true}
		for _, count := range []Count{{}, abstained} {
			for _, who := range []Electorate{{}, {Entitled: 2, Present: 2}} {
				v := m.Decide(count, "", who, true)
				if v.Passed || base != BaseDisabled && v.Missing < 1 {
					t.Errorf("%s of %+v, %+v: %+v", base, count, who, v)
				}
			}
		}
	}
}
