package ballot

import (
	"encoding/json"
	"strings"
	"testing"
)

var three = []string{"a", "b", "c"}

// said reads a ballot as it is written.
func said(t *testing.T, text string) Content {
	t.Helper()
	c, err := Decode([]byte(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return c
}

func TestCheck(t *testing.T) {
	for name, row := range map[string]struct {
		sheet Sheet
		codes map[string]string // by ballot
	}{
		"approval": {Sheet{Method: Approval}, map[string]string{
			`{"answer":"yes"}`: "", `{"answer":"no"}`: "", `{"answer":"abstain"}`: "", `{}`: Empty, `{"answer":"other"}`: UnknownAnswer,
			`{"options":["a"]}`: WrongKind, `{"answer":"yes","options":["a"]}`: WrongKind, `{"answer":"yes","text":"x"}`: WrongKind,
			`{"answer":"yes","points":{"a":1}}`: WrongKind, `{"answer":"yes","answers":{"a":["yes"]}}`: WrongKind,
		}},
		"approval without abstaining": {Sheet{Method: Approval, Answers: []Answer{Yes, No}}, map[string]string{
			`{"answer":"yes"}`: "", `{"answer":"abstain"}`: UnknownAnswer,
		}},
		"selection of two or three": {Sheet{Method: Selection, Options: three, MinOptions: 2, AtOnce: []Answer{None}}, map[string]string{
			`{}`: Empty, `{"options":["a"]}`: TooFew, `{"options":["a","b"]}`: "", `{"options":["a","b","c"]}`: "", `{"options":["a","x"]}`: UnknownOption,
			`{"answer":"none"}`: "", `{"answer":"abstain"}`: UnknownAnswer, `{"answer":"none","options":["a","b"]}`: WrongKind,
			`{"points":{"a":1}}`: WrongKind, `{"text":"x"}`: WrongKind,
		}},
		"election of two by choosing": {Sheet{Method: Election, Options: three, MinOptions: 1, MaxOptions: 2}, map[string]string{
			`{}`: Empty, `{"options":["a"]}`: "", `{"options":["a","c"]}`: "", `{"options":["a","b","c"]}`: TooMany, `{"options":["d"]}`: UnknownOption,
		}},
		// Luật 85/2015, điều 74: more left than posts, and all struck out, are invalid; fewer left is valid.
		"election of two by striking": {Sheet{Method: Election, Options: three, Strike: true, MinOptions: 1, MaxOptions: 2}, map[string]string{
			`{}`: TooMany, `{"options":["a"]}`: "", `{"options":["a","c"]}`: "", `{"options":["a","b","c"]}`: TooFew, `{"options":["d"]}`: UnknownOption,
		}},
		"as many names as posts": {Sheet{Method: Election, Options: three, Strike: true, MinOptions: 1, MaxOptions: 3}, map[string]string{
			`{}`: "", `{"options":["a","b"]}`: "", `{"options":["a","b","c"]}`: TooFew,
		}},
		"confidence": {Sheet{Method: Confidence, Options: three, EveryLine: true, MinOptions: 1}, map[string]string{
			`{}`: Empty, `{"answers":{"a":["high"],"b":["trust"],"c":["low"]}}`: "", `{"answers":{"a":["high","low"]}}`: "", `{"answers":{"b":["low"]}}`: "",
			`{"answers":{"a":["yes"]}}`: UnknownAnswer, `{"answers":{"d":["low"]}}`: UnknownOption, `{"answer":"high"}`: UnknownAnswer,
		}},
		"each for itself, two at most": {Sheet{Method: RatingApproval, Options: three, Answers: []Answer{Yes, No}, MaxYes: 2}, map[string]string{
			`{}`: "", `{"answers":{"a":["yes"],"b":["yes"],"c":["no"]}}`: "", `{"answers":{"a":["yes"],"b":["yes"],"c":["yes"]}}`: TooManyYes,
			`{"answers":{"a":["yes"],"b":["yes"],"c":["yes","no"]}}`: "", `{"answers":{"a":["abstain"]}}`: UnknownAnswer, `{"options":["a"]}`: WrongKind,
		}},
		"points": {Sheet{Method: RatingScore, Options: three, MinOptions: 2, MaxOptions: 2, MaxPerOption: 5, MinSum: 4, MaxSum: 8}, map[string]string{
			`{}`: Empty, `{"points":{"a":4}}`: TooFew, `{"points":{"a":1,"b":2,"c":3}}`: TooMany, `{"points":{"a":6,"b":0}}`: TooManyPerLine,
			`{"points":{"a":1,"b":2}}`: TooFewPoints, `{"points":{"a":4,"b":0}}`: "", `{"points":{"a":5,"b":3}}`: "", `{"points":{"a":5,"b":4}}`: TooManyPoints,
			`{"points":{"a":-1,"b":5}}`: WrongPoints, `{"points":{"b":5,"x":1}}`: UnknownOption,
		}},
		"points without limits": {Sheet{Method: RatingScore, Options: three, AtOnce: []Answer{Abstain}}, map[string]string{
			`{}`: "", `{"points":{"a":10000}}`: "", `{"points":{"a":10001}}`: WrongPoints, `{"answer":"abstain"}`: "", `{"answer":"yes"}`: UnknownAnswer,
		}},
		"least points alone": {Sheet{Method: RatingScore, Options: three, MinSum: 1}, map[string]string{
			`{}`: Empty, `{"points":{"a":0}}`: TooFewPoints, `{"points":{"a":1}}`: "",
		}},
		"opinion": {Sheet{Method: Opinion}, map[string]string{
			`{"answer":"yes"}`: "", `{"answer":"no","text":"Chưa rõ nguồn vốn"}`: "", `{"answer":"other","text":"Đề nghị lùi\nsang quý sau"}`: "", `{}`: Empty,
			`{"answer":"other"}`: NoText, `{"text":"x"}`: UnknownAnswer, `{"answer":"abstain"}`: UnknownAnswer, `{"answer":"yes","text":" x"}`: WrongText,
			`{"answer":"yes","text":"` + strings.Repeat("x", MaxText+1) + `"}`: TooLong, `{"answer":"yes","text":"` + strings.Repeat("ỷ", MaxText) + `"}`: "",
		}},
		"no such kind": {Sheet{Method: "lot"}, map[string]string{`{"answer":"yes"}`: SheetMethod, `{}`: SheetMethod}},
	} {
		if code := row.sheet.Fault(); code != "" && row.sheet.Method != "lot" {
			t.Errorf("%s: %s", name, code)
		}
		for text, want := range row.codes {
			if got := row.sheet.Check(said(t, text)); got != want {
				t.Errorf("%s: %s: %q, want %q", name, text, got, want)
			}
		}
	}
	twice := Content{Options: []string{"a", "a"}}
	if code := (Sheet{Method: Selection, Options: three}).Check(twice); code != TwiceMarked {
		t.Errorf("twice: %q", code)
	}
	twice = Content{Answers: map[string][]Answer{"a": {High, High}}}
	if code := (Sheet{Method: Confidence, Options: three}).Check(twice); code != TwiceMarked {
		t.Errorf("twice: %q", code)
	}
	for _, besides := range []Content{{Answer: Yes, Answers: map[string][]Answer{"a": {No}, "b": {}}}, {Answer: Yes, Options: []string{"a"}},
		{Answer: Yes, Points: map[string]int{"a": 0}}, {Answer: Yes, Text: "x"}} {
		if code := (Sheet{Method: RatingApproval, Options: three, AtOnce: []Answer{Yes}}).Check(besides); code != WrongKind {
			t.Errorf("%+v: %q", besides, code)
		}
	}
	few := Content{Answers: map[string][]Answer{"a": {High}, "b": {}}}
	if code := (Sheet{Method: Confidence, Options: three, MinOptions: 2}).Check(few); code != TooFew {
		t.Errorf("one line: %q", code)
	}
	nothing := Content{Answers: map[string][]Answer{"a": {}}}
	if code := (Sheet{Method: Confidence, Options: three, MinOptions: 1}).Check(nothing); code != Empty {
		t.Errorf("nothing on a line: %q", code)
	}
}

func TestSheetFaults(t *testing.T) {
	many := make([]string, MaxOptions+1)
	for n := range many {
		many[n] = strings.Repeat("x", n/26+1) + string(rune('a'+n%26))
	}
	for want, sheets := range map[string][]Sheet{
		"": {{Method: Approval}, {Method: Approval, Answers: []Answer{No, Yes}}, {Method: Selection, Options: many[:MaxOptions]}, {Method: Selection, Options: three, Strike: true},
			{Method: RatingScore, Options: three, MinSum: 6, MaxPerOption: 2}, {Method: RatingScore, Options: three, MinSum: 6, MaxSum: 6},
			{Method: Selection, Options: three, MinOptions: 3, MaxOptions: 3}, {Method: RatingApproval, Options: three, MaxYes: 3},
			{Method: RatingScore, Options: three, MaxSum: MaxPoints * MaxOptions}},
		SheetMethod:  {{}, {Method: "Approval"}},
		SheetOptions: {{Method: Selection}, {Method: Approval, Options: three}, {Method: Opinion, Options: three}, {Method: Election, Options: many}},
		SheetOption:  {{Method: Selection, Options: []string{"a", ""}}, {Method: Selection, Options: []string{strings.Repeat("x", maxID+1)}}, {Method: Selection, Options: []string{"a\nb"}}, {Method: Selection, Options: []string{"\xff"}}},
		SheetTwice:   {{Method: Selection, Options: []string{"a", "b", "a"}}},
		SheetAnswers: {{Method: Approval, Answers: []Answer{Yes, High}}, {Method: Approval, Answers: []Answer{Yes, Yes}}, {Method: Approval, AtOnce: []Answer{Yes}},
			{Method: Election, Options: three, AtOnce: []Answer{None}}, {Method: Confidence, Options: three, AtOnce: []Answer{Low}}, {Method: RatingScore, Options: three, AtOnce: []Answer{None}},
			{Method: Selection, Options: three, Answers: []Answer{Yes}}, {Method: Selection, Options: three, AtOnce: []Answer{No, No}}},
		SheetLimits: {{Method: Approval, Strike: true}, {Method: Confidence, Options: three, Strike: true}, {Method: Selection, Options: three, EveryLine: true}, {Method: Approval, EveryLine: true},
			{Method: Approval, MinOptions: 1}, {Method: Approval, MaxOptions: 1}, {Method: Selection, Options: three, MinOptions: 4}, {Method: Selection, Options: three, MaxOptions: 4},
			{Method: Selection, Options: three, MinOptions: 2, MaxOptions: 1}, {Method: Selection, Options: three, MinOptions: -1}, {Method: Selection, Options: three, MaxYes: 1},
			{Method: Confidence, Options: three, MaxYes: 1}, {Method: RatingApproval, Options: three, MaxYes: 4}, {Method: Selection, Options: three, MinSum: 1},
			{Method: Selection, Options: three, MaxPerOption: 1}, {Method: RatingApproval, Options: three, MaxSum: 1}, {Method: RatingScore, Options: three, MinSum: 5, MaxSum: 4},
			{Method: RatingScore, Options: three, MinSum: 7, MaxPerOption: 2}, {Method: RatingScore, Options: three, MinSum: 5, MaxPerOption: 2, MaxOptions: 2}, {Method: RatingScore, Options: three, MaxSum: -1},
			{Method: RatingScore, Options: three, MaxPerOption: 1 << 40}},
	} {
		for _, s := range sheets {
			if got := s.Fault(); got != want {
				t.Errorf("%+v: %q, want %q", s, got, want)
			}
		}
	}
}

// A sheet is kept in a poll, for as long as there are polls.
func TestSheetOnDisk(t *testing.T) {
	s := Sheet{Method: RatingScore, Options: three, Answers: []Answer{Yes}, AtOnce: []Answer{No}, Strike: true, EveryLine: true,
		MinOptions: 1, MaxOptions: 2, MaxYes: 3, MaxPerOption: 4, MinSum: 5, MaxSum: 6}
	want := `{"method":"rating_score","options":["a","b","c"],"answers":["yes"],"at_once":["no"],"strike":true,"every_line":true,` +
		`"min_options":1,"max_options":2,"max_yes":3,"max_per_option":4,"min_sum":5,"max_sum":6}`
	if text, err := json.Marshal(s); err != nil || string(text) != want {
		t.Errorf("%s, %v", text, err)
	}
}

func TestMethods(t *testing.T) {
	for _, method := range Methods {
		if found, known := MethodByID(method.ID); !known || found.ID != method.ID || method.part == "" {
			t.Errorf("%+v", method)
		}
		if (method.part == whole || method.part == lines) != (len(method.Answers) > 0) || repeats(method.Answers) || !within(method.Answers, answers) {
			t.Errorf("%s: answers %v", method.ID, method.Answers)
		}
		s := Sheet{Method: method.ID}
		if method.HasOptions() {
			s.Options = three
		}
		if want := len(s.Options); len(s.Lines()) != max(want, 1) || s.Fault() != "" {
			t.Errorf("%s: lines %v, %s", method.ID, s.Lines(), s.Fault())
		}
	}
	if _, known := MethodByID(""); known || repeats(Codes) {
		t.Error("a method without a name, or a code twice")
	}
}
