package ballot

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// osConfig is how OpenSlides configures its methods. A limit that is not there is none.
type osConfig struct {
	Max          *int  `json:"max_options_amount"`
	Min          *int  `json:"min_options_amount"`
	Nota         bool  `json:"allow_nota"`
	AllowAbstain *bool `json:"allow_abstain"`
	PerOption    *int  `json:"max_votes_per_option"`
	MaxSum       *int  `json:"max_vote_sum"`
	MinSum       *int  `json:"min_vote_sum"`
	StrikeOut    bool  `json:"strike_out"`
}

func limit(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

func ids(options []int) []string {
	var list []string
	for _, option := range options {
		list = append(list, strconv.Itoa(option))
	}
	return list
}

// sheet is OpenSlides' configuration as a sheet of ours.
func (c osConfig) sheet(method string, options []int) Sheet {
	s := Sheet{Method: method, Options: ids(options), MinOptions: limit(c.Min), MaxOptions: limit(c.Max),
		MaxPerOption: limit(c.PerOption), MaxSum: limit(c.MaxSum), MinSum: limit(c.MinSum)}
	if c.Nota {
		s.AtOnce = []Answer{None}
	}
	if c.AllowAbstain != nil && !*c.AllowAbstain && (method == Approval || method == RatingApproval) {
		s.Answers = []Answer{Yes, No}
	}
	return s
}

// osContent reads OpenSlides' ballot, whose letters may be of either case. What it cannot read is void.
func osContent(method string, raw string) (Content, bool) {
	lower := []byte(strings.ToLower(raw))
	var answer Answer
	if json.Unmarshal(lower, &answer) == nil && answer != "" {
		if answer == "nota" {
			answer = None
		}
		return Content{Answer: answer}, true
	}
	switch method {
	case Selection:
		var options []int
		err := json.Unmarshal(lower, &options)
		return Content{Options: ids(options)}, err == nil
	case RatingScore:
		var points map[string]int
		err := json.Unmarshal(lower, &points)
		return Content{Points: points}, err == nil
	case RatingApproval:
		var answers map[string]Answer
		err := json.Unmarshal(lower, &answers)
		c := Content{Answers: map[string][]Answer{}}
		for option, answer := range answers {
			c.Answers[option] = []Answer{answer}
		}
		return c, err == nil
	}
	return Content{}, false
}

// osResult writes a count as OpenSlides does: amounts as decimals in strings, nothing where nothing was said.
func osResult(s Sheet, count Count) map[string]any {
	result := map[string]any{}
	for id, line := range count.Lines {
		said := map[string]any{}
		for answer, votes := range line.Answers {
			said[string(answer)] = votes.String()
		}
		switch {
		case id == "":
			for answer, votes := range said {
				if answer == "none" {
					answer = "nota"
				}
				result[answer] = votes
			}
		case s.Method == RatingApproval:
			result[id] = said
		default:
			for _, votes := range said {
				result[id] = votes
			}
		}
	}
	if count.Invalid > 0 {
		result["invalid"] = float64(count.Invalid)
	}
	return result
}

type osBallot struct {
	Raw    string `json:"value_raw"`
	Weight string `json:"weight"`
}

type osMethodCase struct {
	Method, Name string
	Config       osConfig
	Options      []int
	Raw          string `json:"ballot_raw"`
	Valid        *bool
	Ballots      []osBallot
	Expect       map[string]any `json:"expect_result"`
}

func (c osMethodCase) run(t *testing.T) {
	s := c.Config.sheet(c.Method, c.Options)
	if fault := s.Fault(); fault != "" {
		t.Fatalf("%+v: %s", s, fault)
	}
	if c.Valid != nil {
		content, read := osContent(c.Method, c.Raw)
		if got := read && s.Check(content) == ""; got != *c.Valid {
			t.Errorf("%s: valid %v, code %q", c.Raw, got, s.Check(content))
		}
	}
	if c.Expect == nil {
		return
	}
	var casts []Cast
	for _, one := range c.Ballots {
		content, read := osContent(c.Method, one.Raw)
		cast := Cast{Content: content, Void: !read}
		if one.Weight != "" {
			weight, err := ParseVotes(one.Weight)
			if err != nil {
				t.Fatal(err)
			}
			cast.Weight = weight
		}
		casts = append(casts, cast)
	}
	got, want := osResult(s, s.Count(casts)), c.Expect
	if a, b := encoded(got), encoded(want); a != b {
		t.Errorf("result %s, want %s", a, b)
	}
}

func encoded(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// osLegacyPoll is how OpenSlides configured its polls before it had methods. Where no most is given, a ballot of Y or N
// gives one vote, and one of YN or YNA may speak of every option; an option is given one vote at most.
type osLegacyPoll struct {
	Pollmethod                           string
	GlobalYes, GlobalNo, GlobalAbstain   bool
	OptionIDs                            []int
	MinVotesAmount, MaxVotesAmount       int
	MaxVotesPerOption, MaxYesVotesAmount int
}

func (p osLegacyPoll) sheet() Sheet {
	s := Sheet{Options: ids(p.OptionIDs)}
	for answer, allowed := range map[Answer]bool{Yes: p.GlobalYes, No: p.GlobalNo, Abstain: p.GlobalAbstain} {
		if allowed {
			s.AtOnce = append(s.AtOnce, answer)
		}
	}
	slices.Sort(s.AtOnce)
	switch p.Pollmethod {
	case "Y", "N":
		s.Method, s.MinSum, s.MaxSum, s.MaxPerOption = RatingScore, p.MinVotesAmount, max(p.MaxVotesAmount, 1), max(p.MaxVotesPerOption, 1)
	case "YN", "YNA":
		s.Method, s.MinOptions, s.MaxOptions, s.MaxYes = RatingApproval, p.MinVotesAmount, p.MaxVotesAmount, p.MaxYesVotesAmount
		if p.Pollmethod == "YN" {
			s.Answers = []Answer{Yes, No}
		}
	default:
		s.Method = p.Pollmethod
	}
	return s
}

type osLegacyCase struct {
	Name   string
	Poll   osLegacyPoll
	Ballot json.RawMessage
	Valid  bool
}

var legacyAnswers = map[string]Answer{"Y": Yes, "N": No, "A": Abstain}

func legacyContent(raw json.RawMessage) (Content, bool) {
	var text string
	if json.Unmarshal(raw, &text) == nil {
		answer, known := legacyAnswers[text]
		return Content{Answer: answer}, known
	}
	var points map[string]int
	if json.Unmarshal(raw, &points) == nil {
		return Content{Points: points}, true
	}
	var answers map[string]string
	if json.Unmarshal(raw, &answers) != nil {
		return Content{}, false
	}
	c := Content{Answers: map[string][]Answer{}}
	for option, text := range answers {
		c.Answers[option] = []Answer{legacyAnswers[text]}
	}
	return c, true
}

func (c osLegacyCase) run(t *testing.T) {
	content, read := legacyContent(c.Ballot)
	s := c.Poll.sheet()
	if got := read && s.Check(content) == ""; got != c.Valid {
		t.Errorf("%+v %s: valid %v, code %q", s, c.Ballot, got, s.Check(content))
	}
}

// OpenSlides' own tables hold.
func TestOpenSlidesCases(t *testing.T) {
	data := os.Getenv("CONGSO_DATA")
	if data == "" {
		data = filepath.Join("..", "..", "..", "shared", "data")
	}
	text, err := os.ReadFile(filepath.Join(data, "council", "openslides-ballot-cases.json"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("shared data absent: ", data)
	} else if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Legacy  []osLegacyCase `json:"legacy_validate"`
		Methods []osMethodCase `json:"methods"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Legacy) < 10 || len(file.Methods) < 10 {
		t.Fatalf("only %d and %d cases", len(file.Legacy), len(file.Methods))
	}
	for _, c := range file.Legacy {
		t.Run("legacy/"+c.Name, c.run)
	}
	for _, c := range file.Methods {
		t.Run(c.Method+"/"+c.Name, c.run)
	}
}

// The same tables, for what any of their cases may be: written from what OpenSlides documents.
func TestOpenSlidesMethods(t *testing.T) {
	for _, row := range []struct{ method, config, options, valid, invalid string }{
		{Approval, `{}`, ``, `"yes" "no" "abstain" "YES" "Abstain"`, `"Maybe" "nota" "" 1 {} [] null true [1] {"1":"yes"} "other" "none" "points"`},
		{Approval, `{"allow_abstain":true}`, ``, `"abstain"`, `"high"`},
		{Approval, `{"allow_abstain":false}`, ``, `"yes" "no"`, `"abstain" "Abstain"`},
		{Selection, `{}`, `1 2 3`, `[] [1] [2,1] [1,2,3]`, `[0] [4] [1,1] [1,4] "nota" "yes" "1" ["1"] [1.5] {"1":1} [-1] [1`},
		{Selection, `{"max_options_amount":1}`, `1 2`, `[] [1] [2]`, `[1,2] [3]`},
		{Selection, `{"max_options_amount":2}`, `1 2 3`, `[] [1] [2,3]`, `[1,2,3]`},
		{Selection, `{"min_options_amount":1}`, `1 2`, `[1] [1,2]`, `[] "nota"`},
		{Selection, `{"min_options_amount":2}`, `1 2 3`, `[1,2] [3,2,1]`, `[] [1]`},
		{Selection, `{"min_options_amount":2,"max_options_amount":2}`, `1 2 3`, `[1,2] [1,3]`, `[1] [1,2,3]`},
		{Selection, `{"allow_nota":true}`, `1 2`, `"nota" "NOTA" "Nota" [] [1]`, `"none of" ["nota"]`},
		{Selection, `{"allow_nota":true,"max_options_amount":1}`, `1 2`, `"nota" [2]`, `[1,2]`},
		{RatingScore, `{}`, `1 2`, `{} {"1":0} {"1":3} {"1":3,"2":9}`, `{"1":-1} {"0":3} {"3":3} {"1":"3"} {"1":"yes"} {"1":1.5} [1] "yes" "nota" {"1":3`},
		{RatingScore, `{"max_options_amount":1}`, `1 2`, `{} {"1":3} {"2":0}`, `{"1":3,"2":1} {"1":1,"2":0}`},
		{RatingScore, `{"min_options_amount":2}`, `1 2 3`, `{"1":3,"2":1} {"1":0,"3":0}`, `{} {"1":3}`},
		{RatingScore, `{"max_votes_per_option":2}`, `1 2`, `{"1":2,"2":2} {"1":1}`, `{"1":3} {"1":2,"2":3}`},
		{RatingScore, `{"max_vote_sum":5}`, `1 2`, `{} {"1":5} {"1":3,"2":2}`, `{"1":6} {"1":3,"2":3}`},
		{RatingScore, `{"min_vote_sum":10}`, `1 2`, `{"1":10} {"1":5,"2":5} {"1":20}`, `{} {"1":5} {"1":5,"2":4}`},
		{RatingScore, `{"min_vote_sum":2,"max_vote_sum":4,"max_votes_per_option":3}`, `1 2`, `{"1":2} {"1":3,"2":1}`, `{"1":1} {"1":3,"2":2} {"1":4}`},
		{RatingApproval, `{}`, `1 2`, `{} {"1":"yes"} {"1":"Yes","2":"ABSTAIN"} {"2":"no"}`, `{"0":"yes"} {"1":"maybe"} {"1":"yes","2":"invalid"} {"1":1} "yes" [1] {"1":"nota"} {"1":"none"} {"3":"no"} {"1":["yes"]} {"1":""}`},
		{RatingApproval, `{"allow_abstain":false}`, `1 2`, `{"1":"yes","2":"no"}`, `{"1":"abstain"} {"1":"yes","2":"abstain"}`},
		{RatingApproval, `{"max_options_amount":1}`, `1 2`, `{"1":"yes"} {}`, `{"1":"yes","2":"no"} {"1":"abstain","2":"abstain"}`},
		{RatingApproval, `{"min_options_amount":2}`, `1 2 3`, `{"1":"yes","3":"no"}`, `{} {"1":"yes"}`},
	} {
		var config osConfig
		if err := json.Unmarshal([]byte(row.config), &config); err != nil {
			t.Fatal(err)
		}
		var options []int
		for _, field := range strings.Fields(row.options) {
			n, err := strconv.Atoi(field)
			if err != nil {
				t.Fatal(err)
			}
			options = append(options, n)
		}
		for valid, raws := range map[bool]string{true: row.valid, false: row.invalid} {
			for _, raw := range strings.Fields(raws) {
				c := osMethodCase{Method: row.method, Config: config, Options: options, Raw: raw, Valid: &valid}
				t.Run(row.method+row.config+raw, c.run)
			}
		}
	}
}

func TestOpenSlidesResults(t *testing.T) {
	for _, row := range []struct{ method, config, options, ballots, expect string }{
		{Approval, `{}`, `[]`, `"Yes" "yes" "No" "Abstain"`, `{"yes":"2","no":"1","abstain":"1"}`},
		{Approval, `{}`, `[]`, ``, `{}`},
		{Approval, `{}`, `[]`, `"yes"@0.3 "no"@0.7 "yes"@1.000000`, `{"yes":"1.3","no":"0.7"}`},
		{Approval, `{}`, `[]`, `"yes"@0 "no"`, `{"yes":"1","no":"1"}`},
		{Approval, `{"allow_abstain":false}`, `[]`, `"yes"@5 "abstain"@3 "nonsense"@2`, `{"yes":"5","invalid":2}`},
		{Selection, `{}`, `[1,2,3]`, `[1] [1,2]@3 [9] [2,2]`, `{"1":"4","2":"3","invalid":2}`},
		{Selection, `{"allow_nota":true}`, `[1,2]`, `"nota" "Nota"@2 [1] []@4`, `{"1":"1","nota":"3","abstain":"4"}`},
		{RatingScore, `{}`, `[1,2,3]`, `{"1":3,"2":1}@2 {"1":1} {"3":-1}`, `{"1":"7","2":"2","invalid":1}`},
		{RatingScore, `{"max_vote_sum":5}`, `[1,2]`, `{"1":5}@1.5 {"1":6}`, `{"1":"7.5","invalid":1}`},
		{RatingApproval, `{}`, `[1,2]`, `{"1":"yes","2":"abstain"}@6 {"1":"no"} {"1":"yes","2":"bad"} {}`, `{"1":{"yes":"6","no":"1"},"2":{"abstain":"6"},"invalid":1}`},
		{RatingApproval, `{"allow_abstain":false}`, `[1,2]`, `{"1":"yes"} {"1":"abstain"}`, `{"1":{"yes":"1"},"invalid":1}`},
	} {
		c := osMethodCase{Method: row.method}
		for text, into := range map[string]any{row.config: &c.Config, row.options: &c.Options, row.expect: &c.Expect} {
			if err := json.Unmarshal([]byte(text), into); err != nil {
				t.Fatal(text, err)
			}
		}
		for _, field := range strings.Fields(row.ballots) {
			raw, weight, _ := strings.Cut(field, "@")
			c.Ballots = append(c.Ballots, osBallot{Raw: raw, Weight: weight})
		}
		t.Run(row.method+row.config, c.run)
	}
}

func TestOpenSlidesLegacy(t *testing.T) {
	type poll = osLegacyPoll
	two, three := []int{1, 2}, []int{1, 2, 3}
	for _, row := range []struct {
		poll           poll
		valid, invalid string
	}{
		{poll{Pollmethod: "Y", GlobalYes: true}, `"Y"`, `"N" "A" "X" "" "y"`},
		{poll{Pollmethod: "Y", GlobalNo: true, GlobalAbstain: true}, `"N" "A"`, `"Y"`},
		{poll{Pollmethod: "N", GlobalNo: true}, `"N"`, `"Y" "A"`},
		{poll{Pollmethod: "N", OptionIDs: two}, `{"1":1} {"2":1}`, `{"1":1,"2":1} {"1":2} {"3":1} "N" {"1":"N"}`},
		{poll{Pollmethod: "Y", OptionIDs: two}, `{"1":1} {"1":0} {"1":0,"2":1}`, `{"1":1,"2":1} {"1":2} {"1":-1} {"5":1} {"1":"Y"} {"1":1.5} [1]`},
		{poll{Pollmethod: "Y", OptionIDs: two, MaxVotesAmount: 2}, `{"1":1,"2":1} {"1":1}`, `{"1":2}`},
		{poll{Pollmethod: "Y", OptionIDs: two, MaxVotesAmount: 5, MaxVotesPerOption: 7}, `{"1":3,"2":2}`, `{"1":6}`},
		{poll{Pollmethod: "Y", OptionIDs: two, MinVotesAmount: 1}, `{"2":1}`, `{"1":0} {}`},
		{poll{Pollmethod: "Y", OptionIDs: two, MinVotesAmount: 10, MaxVotesAmount: 10, MaxVotesPerOption: 10}, `{"1":10} {"1":5,"2":5}`, `{"1":5} {"1":9}`},
		{poll{Pollmethod: "YN", GlobalYes: true, GlobalAbstain: true}, `"Y" "A"`, `"N"`},
		{poll{Pollmethod: "YN", OptionIDs: two}, `{"1":"Y"} {"1":"N","2":"Y"} {}`, `{"1":"A"} {"3":"Y"} {"1":"X"} {"1":"Y","2":"A"} {"1":1} "Y"`},
		{poll{Pollmethod: "YNA", GlobalNo: true}, `"N"`, `"Y" "A"`},
		{poll{Pollmethod: "YNA", OptionIDs: three}, `{"1":"Y","2":"N","3":"A"} {"2":"A"}`, `{"4":"Y"} {"1":"y"} {"1":""}`},
		{poll{Pollmethod: "YNA", OptionIDs: three, MinVotesAmount: 2, MaxVotesAmount: 2}, `{"1":"Y","2":"A"}`, `{"1":"Y"} {"1":"Y","2":"N","3":"A"}`},
		{poll{Pollmethod: "YNA", OptionIDs: three, MaxYesVotesAmount: 1}, `{"1":"Y","2":"N","3":"A"} {"1":"N"}`, `{"1":"Y","2":"Y"}`},
		{poll{Pollmethod: "XXX", GlobalYes: true, OptionIDs: two}, ``, `"Y" {"1":1} {"1":"Y"} {}`},
	} {
		for valid, raws := range map[bool]string{true: row.valid, false: row.invalid} {
			for _, raw := range strings.Fields(raws) {
				c := osLegacyCase{Poll: row.poll, Ballot: json.RawMessage(raw), Valid: valid}
				t.Run(row.poll.Pollmethod+raw, c.run)
			}
		}
	}
}
