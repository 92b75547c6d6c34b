package ballot

import (
	"slices"
	"testing"
)

// Every row makes sheets that can be used, and says where it is from.
func TestDefaultForms(t *testing.T) {
	seen := map[string]bool{}
	for _, form := range DefaultForms {
		if seen[form.ID] || form.ID == "" || form.Standing == "" || form.Standing != Remembered && form.Clause == "" {
			t.Errorf("%+v", form)
		}
		seen[form.ID] = true
		var options []string
		if form.Sheet.method().HasOptions() {
			options = three
		}
		for posts := range 5 {
			s := form.Make(options, posts)
			if code := s.Fault(); code != "" {
				t.Errorf("%s for %d posts: %s", form.ID, posts, code)
			}
		}
		if code := form.Make(nil, 0).Fault(); (code == "") != (options == nil) {
			t.Errorf("%s without options: %q", form.ID, code)
		}
		for _, consequence := range form.Consequences {
			if !consequence.Majority.Valid() || consequence.ID == "" || form.Clause == "" || !slices.Contains(form.Sheet.Allowed(), consequence.Majority.answer()) {
				t.Errorf("%s: %+v", form.ID, consequence)
			}
		}
		if found, known := FormByID(DefaultForms, form.ID); !known || found.ID != form.ID {
			t.Errorf("%s is not found", form.ID)
		}
	}
	for _, method := range Methods {
		if !slices.ContainsFunc(DefaultForms, func(f Form) bool { return f.Sheet.Method == method.ID }) {
			t.Errorf("no form of %s", method.ID)
		}
	}
	if _, known := FormByID(DefaultForms, "lot"); known {
		t.Error("an unknown form is found")
	}
	for _, rule := range DefaultElectionRules {
		if rule.ID == "" || rule.Standing == "" || rule.Majority.Denominator != 0 && (!rule.Majority.Valid() || rule.Clause == "") {
			t.Errorf("%+v", rule)
		}
	}
}

// What each form of the table is for, ballot by ballot.
func TestFormsAsHeld(t *testing.T) {
	for _, row := range []struct {
		form   string
		posts  int
		ballot string
		want   string
	}{
		{"approval.yes-no", 0, `{"answer":"abstain"}`, UnknownAnswer},
		{"selection.one", 0, `{"options":["a"]}`, ""}, {"selection.one", 0, `{"options":["a","b"]}`, TooMany}, {"selection.one", 0, `{}`, Empty}, {"selection.one", 0, `{"answer":"none"}`, ""},
		{"selection.several", 0, `{"options":["a","b","c"]}`, ""}, {"selection.several", 0, `{}`, Empty},
		{"election.strike", 2, `{}`, TooMany}, {"election.strike", 2, `{"options":["c"]}`, ""}, {"election.strike", 2, `{"options":["a","b","c"]}`, TooFew}, {"election.strike", 3, `{}`, ""}, {"election.strike", 9, `{}`, ""},
		{"election.choose", 2, `{}`, Empty}, {"election.choose", 2, `{"options":["a","b"]}`, ""}, {"election.choose", 2, `{"options":["a","b","c"]}`, TooMany}, {"election.choose", 0, `{"options":["a","b","c"]}`, ""},
		{"election.agree", 1, `{"answers":{"a":["yes"],"b":["no"]}}`, ""}, {"election.agree", 1, `{"answers":{"a":["yes"],"b":["yes"]}}`, TooManyYes}, {"election.agree", 1, `{}`, Empty}, {"election.agree", 1, `{"answers":{"a":["abstain"]}}`, UnknownAnswer},
		{"confidence", 0, `{"answers":{"a":["high"]}}`, ""}, {"confidence", 0, `{}`, Empty},
		{"confidence.vote", 0, `{"answers":{"a":["no"]}}`, ""}, {"opinion", 0, `{"answer":"other","text":"x"}`, ""},
	} {
		form, known := FormByID(DefaultForms, row.form)
		var options []string
		if form.Sheet.method().HasOptions() {
			options = three
		}
		if got := form.Make(options, row.posts).Check(said(t, row.ballot)); !known || got != row.want {
			t.Errorf("%s for %d posts, %s: %q, want %q", row.form, row.posts, row.ballot, got, row.want)
		}
	}
	form, _ := FormByID(DefaultForms, "selection.one")
	first := form.Make(three, 0)
	first.AtOnce[0] = Yes
	if form.Sheet.AtOnce[0] != None {
		t.Error("a sheet reaches into the table")
	}
}

// Of 47 deputies: 24 is more than half, 32 is two thirds. As papers wrote of 25 of 47.
func TestConsequences(t *testing.T) {
	form, _ := FormByID(DefaultForms, "confidence")
	who := Electorate{Entitled: 47, Present: 47}
	for low, want := range map[int][]string{0: nil, 23: nil, 24: {"confidence.may-resign"}, 25: {"confidence.may-resign"}, 31: {"confidence.may-resign"}, 32: {"confidence.may-resign", "confidence.put-to-vote"}, 47: {"confidence.may-resign", "confidence.put-to-vote"}} {
		var count Count
		count.say("a", Low, Whole(low))
		count.say("b", High, Whole(47))
		if got := form.Follows(count, "a", who); !slices.Equal(got, want) {
			t.Errorf("%d: %v", low, got)
		}
		if got := form.Follows(count, "b", who); got != nil {
			t.Errorf("high: %v", got)
		}
	}
}
