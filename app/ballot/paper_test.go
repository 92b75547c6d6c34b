package ballot

import (
	"encoding/json"
	"reflect"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"
)

func people(prefix string, n int) []string {
	var list []string
	for i := range n {
		list = append(list, prefix+strconv.Itoa(i))
	}
	return list
}

// handed is the papers of some ballots, all returned, as tellers enter them.
func handed(s Sheet, casts []Cast) Paper {
	count := s.Count(casts)
	return Paper{Record: count.Record(len(casts)), Voters: people("p", len(casts)), Lines: count.Lines}
}

func codes(faults []Fault) []string {
	var list []string
	for _, fault := range faults {
		if !slices.Contains(list, fault.Code) {
			list = append(list, fault.Code)
		}
	}
	return list
}

// What ballots add up to can be entered by hand or be scanned: both agree with themselves, and are the same count.
func TestPapersOfBallotsAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawSheet(t)
		casts := drawCasts(t, s, false)
		tablets := drawCasts(t, s, false)
		entered := handed(s, casts)
		scanned := entered
		scanned.Lines, scanned.Scanned = nil, casts
		if casts == nil {
			scanned.Scanned = []Cast{}
		}
		who, voted := Electorate{Entitled: 99, Present: len(casts) + len(tablets)}, people("t", len(tablets))
		for _, paper := range []Paper{entered, scanned} {
			if faults := paper.Faults(s, who, voted); faults != nil {
				t.Fatalf("%+v\n%+v: %+v", s, paper, faults)
			}
			if got := Merge(s, s.Count(tablets), paper); !reflect.DeepEqual(got, s.Count(slices.Concat(tablets, casts))) {
				t.Fatalf("merged %+v", got)
			}
		}
		text, err := json.Marshal(entered)
		var read Paper
		if err != nil || json.Unmarshal(text, &read) != nil || encoded(read) != string(text) {
			t.Fatalf("%s is read as %s", text, encoded(read))
		}
	})
}

// One number that is off is found, whatever the kind of vote.
func TestOneNumberOffIsFound(t *testing.T) {
	yes, other := Content{Answer: Yes}, said(t, `{"answers":{"a":["high"],"b":["low"],"c":["trust"]}}`)
	for name, row := range map[string]struct {
		sheet Sheet
		casts []Cast
		spoil func(p *Paper)
		code  string
	}{
		"valid":              {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Valid++ }, PaperSum},
		"invalid":            {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Invalid++ }, PaperSum},
		"returned":           {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Returned++; p.Invalid++ }, PaperReturned},
		"negative":           {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Invalid--; p.Returned-- }, PaperNegative},
		"issued":             {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Issued++ }, PaperIssued},
		"list":               {Sheet{Method: Approval}, []Cast{{Content: yes}, {Content: yes}}, func(p *Paper) { p.Voters = p.Voters[:1] }, PaperIssued},
		"no list":            {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Voters = nil }, PaperIssued},
		"twice":              {Sheet{Method: Approval}, []Cast{{Content: yes}, {Content: yes}}, func(p *Paper) { p.Voters[1] = p.Voters[0] }, PaperTwice},
		"voted":              {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Voters[0] = "t1" }, PaperVoted},
		"present":            {Sheet{Method: Approval}, slices.Repeat([]Cast{{Content: yes}}, 8), func(p *Paper) { p.Issued++; p.Voters = append(p.Voters, "q") }, PaperPresent},
		"yes":                {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Lines[""].Answers[Yes] += One }, PaperLineSum},
		"no yes":             {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Lines = nil }, PaperLineSum},
		"half a paper":       {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Lines[""].Answers[Yes] += One / 2 }, PaperNegative},
		"below none":         {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Lines[""].Answers[No] = -One; p.Lines[""].Answers[Yes] += One }, PaperNegative},
		"run over":           {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Lines[""].Answers[No] = 1<<62 + 1 }, PaperNegative},
		"an answer of none":  {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Lines[""].Answers[High] = One }, PaperAnswer},
		"an unknown line":    {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Lines["a"] = Line{} }, PaperLine},
		"an invalid whole":   {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Lines[""] = Line{Invalid: One} }, PaperAnswer},
		"high":               {Sheet{Method: Confidence, Options: three, EveryLine: true}, []Cast{{Content: other}}, func(p *Paper) { p.Lines["a"].Answers[High] += One }, PaperLineSum},
		"one level less":     {Sheet{Method: Confidence, Options: three, EveryLine: true}, []Cast{{Content: other}}, func(p *Paper) { delete(p.Lines, "b") }, PaperLineSum},
		"a level too much":   {Sheet{Method: Confidence, Options: three}, []Cast{{Content: other}}, func(p *Paper) { p.Lines["b"] = Line{Invalid: 2 * One} }, PaperLineSum},
		"lines too many":     {Sheet{Method: Confidence, Options: three, MaxOptions: 2}, []Cast{{Content: said(t, `{"answers":{"a":["high"],"b":["low"]}}`)}}, func(p *Paper) { p.Lines["c"] = Line{Answers: map[Answer]Votes{Low: One}} }, PaperAllLines},
		"yes too many":       {Sheet{Method: RatingApproval, Options: three, MaxYes: 1}, []Cast{{Content: said(t, `{"answers":{"a":["yes"]}}`)}}, func(p *Paper) { p.Lines["c"] = Line{Answers: map[Answer]Votes{Yes: One}} }, PaperAllLines},
		"chosen":             {Sheet{Method: Election, Options: three, MinOptions: 1, MaxOptions: 1}, []Cast{{Content: said(t, `{"options":["a"]}`)}}, func(p *Paper) { p.Lines["b"] = p.Lines["a"] }, PaperAllLines},
		"chosen twice":       {Sheet{Method: Election, Options: three, MinOptions: 1}, []Cast{{Content: said(t, `{"options":["a"]}`)}}, func(p *Paper) { p.Lines["a"].Answers[Yes] += One }, PaperLineSum},
		"nobody chosen":      {Sheet{Method: Election, Options: three}, []Cast{{Content: said(t, `{"options":["a"]}`)}}, func(p *Paper) { p.Lines = nil }, PaperAllLines},
		"unmarked":           {Sheet{Method: Election, Options: three, MinOptions: 1}, []Cast{{Content: said(t, `{"options":["a"]}`)}}, func(p *Paper) { p.Lines[""] = Line{Answers: map[Answer]Votes{Abstain: One}} }, PaperAnswer},
		"against a name":     {Sheet{Method: Election, Options: three}, []Cast{{Content: said(t, `{"options":["a"]}`)}}, func(p *Paper) { p.Lines["a"].Answers[No] = One }, PaperAnswer},
		"struck and left":    {Sheet{Method: Election, Options: three, Strike: true}, []Cast{{Content: said(t, `{"options":["a"]}`)}}, func(p *Paper) { p.Lines["a"].Answers[Yes] = One }, PaperLineSum},
		"neither":            {Sheet{Method: Election, Options: three, Strike: true}, []Cast{{Content: said(t, `{"options":["a"]}`)}}, func(p *Paper) { delete(p.Lines, "a") }, PaperLineSum},
		"all left":           {Sheet{Method: Election, Options: three, Strike: true, MaxOptions: 2}, []Cast{{Content: said(t, `{"options":["a"]}`)}}, func(p *Paper) { p.Lines["a"] = p.Lines["b"] }, PaperAllLines},
		"all struck":         {Sheet{Method: Election, Options: three, Strike: true, MinOptions: 1}, []Cast{{Content: said(t, `{"options":["a","b"]}`)}}, func(p *Paper) { p.Lines["c"] = p.Lines["b"] }, PaperAllLines},
		"more than papers":   {Sheet{Method: Selection, Options: three, AtOnce: []Answer{None}}, []Cast{{Content: Content{Answer: None}}}, func(p *Paper) { p.Lines[""].Answers[None] += One }, PaperAllLines},
		"points of one":      {Sheet{Method: RatingScore, Options: three, MaxPerOption: 5}, []Cast{{Content: said(t, `{"points":{"a":5}}`)}}, func(p *Paper) { p.Lines["a"].Answers[Points] += One }, PaperLineSum},
		"points in all":      {Sheet{Method: RatingScore, Options: three, MaxSum: 5}, []Cast{{Content: said(t, `{"points":{"a":5}}`)}}, func(p *Paper) { p.Lines["a"].Answers[Points] += One }, PaperAllLines},
		"points too few":     {Sheet{Method: RatingScore, Options: three, MinSum: 5}, []Cast{{Content: said(t, `{"points":{"a":5}}`)}}, func(p *Paper) { p.Lines["a"].Answers[Points] -= One }, PaperAllLines},
		"points of too many": {Sheet{Method: RatingScore, Options: three, MaxOptions: 1, MaxPerOption: 5}, []Cast{{Content: said(t, `{"points":{"a":5}}`)}}, func(p *Paper) { p.Lines["b"] = Line{Answers: map[Answer]Votes{Points: One}} }, PaperAllLines},
		"scans":              {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Lines, p.Scanned = nil, []Cast{} }, PaperScanned},
		"scans and lines":    {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Scanned = []Cast{{Content: yes}} }, PaperLine},
		"scans void":         {Sheet{Method: Approval}, []Cast{{Content: yes}}, func(p *Paper) { p.Lines, p.Scanned = nil, []Cast{{Content: yes, Void: true}} }, PaperCounted},
	} {
		paper := handed(row.sheet, row.casts)
		who, voted := Electorate{Entitled: 20, Present: 10}, people("t", 2)
		if faults := paper.Faults(row.sheet, who, voted); faults != nil {
			t.Errorf("%s: sound, but %+v", name, faults)
		}
		row.spoil(&paper)
		faults := paper.Faults(row.sheet, who, voted)
		if !slices.Contains(codes(faults), row.code) {
			t.Errorf("%s: %+v, want %s", name, faults, row.code)
		}
		for _, fault := range faults {
			if !slices.Contains(Codes, fault.Code) || fault.Have == fault.Want && fault.Code != PaperLine && fault.Code != PaperAnswer && fault.Code != PaperNegative {
				t.Errorf("%s: %+v", name, fault)
			}
		}
	}
}

// A fault says who or which line it is, and both numbers.
func TestFaultsSayTheirNumbers(t *testing.T) {
	s := Sheet{Method: Confidence, Options: three, EveryLine: true}
	paper := Paper{Record: Record{Issued: 10, Returned: 9, Valid: 8, Invalid: 1}, Lines: map[string]Line{
		"a": {Answers: map[Answer]Votes{High: Whole(5), Low: Whole(2)}, Invalid: One}, "b": {Answers: map[Answer]Votes{Trust: Whole(8)}}, "c": {Answers: map[Answer]Votes{Trust: Whole(7)}}}}
	who := Electorate{Entitled: 12, Present: 10}
	if got := paper.Faults(s, who, nil); !reflect.DeepEqual(got, []Fault{{Code: PaperLineSum, Line: "c", Have: 7, Want: 8}}) {
		t.Errorf("%+v", got)
	}
	paper.Lines["c"] = Line{Answers: map[Answer]Votes{Trust: Whole(7)}, Invalid: One}
	if got := paper.Faults(s, who, nil); got != nil {
		t.Errorf("by hand, without a list, nobody on tablets: %+v", got)
	}
	if got := paper.Faults(s, who, []string{"lan"}); !reflect.DeepEqual(got, []Fault{{Code: PaperPresent, Have: 11, Want: 10}, {Code: PaperIssued, Have: 0, Want: 10}}) {
		t.Errorf("%+v", got)
	}
	paper.Voters = append(people("p", 9), "lan")
	if got := paper.Faults(s, Electorate{Present: 11}, []string{"lan"}); !reflect.DeepEqual(got, []Fault{{Code: PaperVoted, Person: "lan", Have: 2, Want: 1}}) {
		t.Errorf("%+v", got)
	}
}

func TestIssue(t *testing.T) {
	var paper Paper
	paper, code := paper.Issue("lan", []string{"minh"})
	if code != "" || paper.Issued != 1 || !slices.Equal(paper.Voters, []string{"lan"}) {
		t.Fatalf("%+v, %s", paper, code)
	}
	for person, want := range map[string]string{"minh": PaperVoted, "lan": PaperTwice} {
		if again, code := paper.Issue(person, []string{"minh"}); code != want || !reflect.DeepEqual(again, paper) {
			t.Errorf("%s: %+v, %s", person, again, code)
		}
	}
	one, _ := paper.Issue("hoa", nil)
	two, _ := paper.Issue("cúc", nil)
	if one.Voters[1] != "hoa" || two.Voters[1] != "cúc" || len(paper.Voters) != 1 {
		t.Errorf("lists share their room: %v %v", one.Voters, two.Voters)
	}
}

// The record of a vote on tablets and on paper: phát ra, thu về, hợp lệ, không hợp lệ.
func TestRecord(t *testing.T) {
	s := Sheet{Method: Approval}
	tablets := s.Count([]Cast{{Content: Content{Answer: Yes}}, {Content: Content{Answer: No}}, {Void: true}})
	got := tablets.Record(5).Plus(Record{Issued: 4, Returned: 3, Valid: 2, Invalid: 1})
	if want := (Record{Issued: 9, Returned: 6, Valid: 4, Invalid: 2}); got != want {
		t.Errorf("%+v", got)
	}
	paper := Paper{Record: Record{Issued: 4, Returned: 3, Valid: 2, Invalid: 1}, Lines: map[string]Line{"": {Answers: map[Answer]Votes{Yes: Whole(2)}}}}
	merged := Merge(s, tablets, paper, paper)
	if merged.Of("", Yes) != Whole(5) || merged.Of("", No) != One || merged.Received != 9 || merged.Invalid != 3 || paper.Lines[""].Answers[Yes] != Whole(2) {
		t.Errorf("%+v", merged)
	}
}
