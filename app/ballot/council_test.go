package ballot_test

import (
	"testing"

	"congso.vn/congso/app/ballot"
	"congso.vn/congso/app/council"
	"pgregory.net/rapid"
)

var bases = map[council.Base]ballot.Base{council.OfTotal: ballot.BaseEntitled, council.OfPresent: ballot.BasePresent, council.OfVoting: ballot.BaseCast, council.OfValid: ballot.BaseYN}

// Of what a council can decide today, the majorities of one line say exactly what the council's table says.
func TestMajoritiesAreTheCouncils(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := council.MajorityRule{ID: "x", Denominator: rapid.IntRange(1, 7).Draw(t, "denominator"),
			Base:   rapid.SampledFrom([]council.Base{council.OfTotal, council.OfPresent, council.OfVoting, council.OfValid}).Draw(t, "base"),
			Strict: rapid.Bool().Draw(t, "strict"), Tie: rapid.SampledFrom([]council.Tie{council.TieFails, council.TieChair}).Draw(t, "tie")}
		rule.Numerator = rapid.IntRange(1, rule.Denominator).Draw(t, "numerator")
		majority := ballot.Majority{Base: bases[rule.Base], Numerator: rule.Numerator, Denominator: rule.Denominator, Strict: rule.Strict, ChairTie: rule.Tie == council.TieChair}
		if majority.Valid() != rule.Valid() {
			t.Fatalf("%+v: valid %v", rule, majority.Valid())
		}
		if !rule.Valid() {
			return
		}
		var casts []ballot.Cast
		theirs := council.Count{Total: rapid.IntRange(0, 40).Draw(t, "total"), Present: rapid.IntRange(0, 40).Draw(t, "present")}
		for _, n := range []struct {
			answer ballot.Answer
			into   *int
		}{{ballot.Yes, &theirs.Yes}, {ballot.No, &theirs.No}, {ballot.Abstain, &theirs.Abstain}} {
			*n.into = rapid.IntRange(0, 15).Draw(t, string(n.answer))
			for range *n.into {
				casts = append(casts, ballot.Cast{Content: ballot.Content{Answer: n.answer}})
			}
		}
		theirs.Received = len(casts)
		chairYes := rapid.Bool().Draw(t, "chair")
		want := rule.Decide(theirs, chairYes)
		got := majority.Decide(ballot.Sheet{Method: ballot.Approval}.Count(casts), "", ballot.Electorate{Entitled: theirs.Total, Present: theirs.Present}, chairYes)
		if base, _ := got.Base.Int(); base != want.Base || got.Needed != want.Needed || got.Missing != want.Missing || got.Passed != want.Passed || got.ByChair != want.ByChair {
			t.Fatalf("%+v %+v chair %v: %+v, the council says %+v", rule, theirs, chairYes, got, want)
		}
	})
}

// The council's choices are answers of one meaning.
func TestChoicesAreAnswers(t *testing.T) {
	for _, form := range council.Forms {
		method, known := ballot.MethodByID(form.ID)
		if !known || len(method.Answers) != len(form.Choices) {
			t.Fatalf("%s: %v", form.ID, method)
		}
		for n, choice := range form.Choices {
			if string(method.Answers[n]) != string(choice) {
				t.Errorf("%s: %s", form.ID, choice)
			}
		}
	}
}
