package ballot

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// stood is a count in which the options had so many votes, of so many valid ballots.
func stood(valid int, votes map[string]int) Count {
	count := Count{Received: valid, Valid: valid, Cast: Whole(valid), ValidVotes: Whole(valid)}
	for option, n := range votes {
		count.say(option, Yes, Whole(n))
	}
	return count
}

func TestElect(t *testing.T) {
	half, _ := electionRule("elected.half-of-all")
	valid, _ := electionRule("elected.half-of-valid")
	most, _ := electionRule("elected.most")
	who := Electorate{Entitled: 30, Present: 28}
	for name, row := range map[string]struct {
		rule          ElectionRule
		votes         map[string]int
		posts         int
		elected, tied []string
		open          int
	}{
		"the most of those above half":       {half, map[string]int{"a": 16, "b": 25, "c": 20}, 2, []string{"b", "c"}, nil, 0},
		"half is not more than half":         {half, map[string]int{"a": 15, "b": 16}, 2, []string{"b"}, nil, 1},
		"half of the valid is less":          {valid, map[string]int{"a": 15, "b": 14, "c": 13}, 2, []string{"a"}, nil, 1},
		"nobody":                             {half, map[string]int{"a": 15, "b": 3}, 1, nil, nil, 1},
		"no votes at all":                    {most, nil, 2, nil, nil, 2},
		"a tie at the last place":            {half, map[string]int{"a": 20, "b": 25, "c": 20}, 2, []string{"b"}, []string{"a", "c"}, 1},
		"a tie for the only post":            {half, map[string]int{"a": 20, "b": 20}, 1, nil, []string{"a", "b"}, 1},
		"a tie of three for two":             {most, map[string]int{"a": 4, "b": 4, "c": 4}, 2, nil, []string{"a", "b", "c"}, 2},
		"a tie that finds posts is none":     {half, map[string]int{"a": 20, "b": 20, "c": 19}, 2, []string{"a", "b"}, nil, 0},
		"a tie of those who are not elected": {half, map[string]int{"a": 20, "b": 5, "c": 5}, 2, []string{"a"}, nil, 1},
		"the most alone":                     {most, map[string]int{"a": 2, "b": 1, "c": 1}, 1, []string{"a"}, nil, 0},
		"no posts":                           {half, map[string]int{"a": 30}, 0, nil, nil, 0},
		"posts below none":                   {half, map[string]int{"a": 30}, -1, nil, nil, 0},
		"more posts than names":              {half, map[string]int{"a": 30, "b": 30, "c": 30}, 5, []string{"a", "b", "c"}, nil, 2},
	} {
		s := Sheet{Method: Election, Options: three}
		got := row.rule.Elect(s, stood(28, row.votes), who, row.posts)
		if !slices.Equal(got.Options, row.elected) || !slices.Equal(got.Tied, row.tied) || got.Open != row.open || (len(row.tied) > 0) != (got.TiedPosts > 0) || got.TiedPosts > got.Open {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

// A rule that asks for nothing but the most votes: one vote is missing of who has none.
func TestMostVotesAlone(t *testing.T) {
	most, _ := electionRule("elected.most")
	got := most.Elect(Sheet{Method: Election, Options: three}, stood(5, map[string]int{"b": 5}), Electorate{}, 1)
	for _, place := range got.Places {
		want := Verdict{Base: Whole(5), Needed: 1, Missing: 1}
		rank := 2
		if place.Option == "b" {
			want, rank = Verdict{Votes: Whole(5), Base: Whole(5), Needed: 1, Passed: true}, 1
		}
		if place.Verdict != want || place.Rank != rank {
			t.Errorf("%+v", place)
		}
	}
}

func TestElectByPointsAndByLine(t *testing.T) {
	most, _ := electionRule("elected.most")
	s := Sheet{Method: RatingScore, Options: three}
	count := s.Count([]Cast{{Content: said(t, `{"points":{"a":3,"c":5}}`)}, {Content: said(t, `{"points":{"a":3}}`)}})
	if got := most.Elect(s, count, Electorate{}, 1); !slices.Equal(got.Options, []string{"a"}) || got.Places[1].Option != "c" {
		t.Errorf("by points: %+v", got)
	}
	agree, _ := FormByID(DefaultForms, "election.agree")
	s = agree.Make(three, 2)
	count = s.Count([]Cast{{Content: said(t, `{"answers":{"a":["yes"],"b":["no"],"c":["yes"]}}`)}, {Content: said(t, `{"answers":{"a":["yes"],"b":["no"],"c":["yes","no"]}}`)}})
	half, _ := electionRule("elected.half-of-all")
	got := half.Elect(s, count, Electorate{Entitled: 3}, 2)
	if !slices.Equal(got.Options, []string{"a"}) || got.Open != 1 || got.Places[1].Verdict.Missing != 1 || count.Lines["c"].Invalid != One {
		t.Errorf("by line: %+v, %+v", got, count)
	}
}

// Whatever the count: nobody with fewer votes is elected before somebody with more, equal votes are treated equally, no
// post is given twice or left to chance, and names may stand in any order.
func TestElectionIsJust(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Sheet{Method: Election, Options: optionIDs}
		votes := map[string]int{}
		for _, option := range s.Options {
			votes[option] = rapid.IntRange(0, 6).Draw(t, "votes")
		}
		rule := rapid.SampledFrom(DefaultElectionRules).Draw(t, "rule")
		posts := rapid.IntRange(0, 6).Draw(t, "posts")
		count, who := stood(6, votes), Electorate{Entitled: rapid.IntRange(0, 12).Draw(t, "entitled")}
		got := rule.Elect(s, count, who, posts)
		passed := map[string]bool{}
		for _, place := range got.Places {
			passed[place.Option] = place.Verdict.Passed
		}
		if len(got.Places) != len(s.Options) || len(got.Options)+got.Open != posts || repeats(got.Options) || got.TiedPosts > got.Open {
			t.Fatalf("%+v", got)
		}
		for _, a := range s.Options {
			in, tied := slices.Contains(got.Options, a), slices.Contains(got.Tied, a)
			if in && tied || (in || tied) && !passed[a] {
				t.Fatalf("%s: %+v", a, got)
			}
			if !in && !tied && passed[a] && got.Open > 0 && len(got.Tied) == 0 {
				t.Fatalf("%s passed, and a post is open: %+v", a, got)
			}
			for _, b := range s.Options {
				if slices.Contains(got.Options, b) && !in && votes[a] >= votes[b] || slices.Contains(got.Tied, b) && !in && !tied && votes[a] >= votes[b] || slices.Contains(got.Tied, b) && tied && votes[a] != votes[b] {
					t.Fatalf("%s has %d, %s has %d: %+v", a, votes[a], b, votes[b], got)
				}
			}
		}
		if len(got.Tied) > 0 && len(got.Tied) <= got.TiedPosts {
			t.Fatalf("a tie that finds posts: %+v", got)
		}
		other := s
		other.Options = rapid.Permutation(s.Options).Draw(t, "names again")
		again := rule.Elect(other, count, who, posts)
		slices.Sort(again.Options)
		slices.Sort(again.Tied)
		slices.Sort(got.Options)
		slices.Sort(got.Tied)
		if !slices.Equal(again.Options, got.Options) || !slices.Equal(again.Tied, got.Tied) {
			t.Fatalf("the order of names matters: %+v, %+v", got, again)
		}
	})
}

func TestElectedOnDisk(t *testing.T) {
	half, _ := electionRule("elected.half-of-all")
	got := half.Elect(Sheet{Method: Election, Options: []string{"a", "b"}}, stood(2, map[string]int{"a": 2, "b": 2}), Electorate{Entitled: 3}, 1)
	want := `{"posts":1,"options":[],"tied":["a","b"],"tied_posts":1,"open":1,"places":[{"option":"a","rank":1,"verdict":{"votes":2,"base":3,"needed":2,"missing":0,"passed":true}},{"option":"b","rank":1,"verdict":{"votes":2,"base":3,"needed":2,"missing":0,"passed":true}}]}`
	if text, err := json.Marshal(got); err != nil || string(text) != want {
		t.Errorf("%s, %v", text, err)
	}
}

func electionRule(id string) (ElectionRule, bool) {
	at := slices.IndexFunc(DefaultElectionRules, func(r ElectionRule) bool { return r.ID == id })
	if at < 0 {
		return ElectionRule{}, false
	}
	return DefaultElectionRules[at], true
}
