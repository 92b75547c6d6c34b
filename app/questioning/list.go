package questioning

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// List is the questions of one item, by number. It is never written to: With returns another.
type List struct {
	Item      string
	Questions []Question
}

// NewList puts a list together from its facts, in whatever order they come.
func NewList(item string, questions ...Question) List {
	questions = slices.Clone(questions)
	slices.SortFunc(questions, func(a, b Question) int { return cmp.Or(cmp.Compare(a.Number, b.Number), cmp.Compare(a.ID, b.ID)) })
	return List{item, questions}
}

// With returns the list after questions were written.
func (l List) With(written []Question) List {
	questions := slices.Clone(l.Questions)
	for _, q := range written {
		if at := l.at(q.ID); at >= 0 {
			questions[at] = q
		} else {
			questions = append(questions, q)
		}
	}
	return NewList(l.Item, questions...)
}

func (l List) at(id string) int {
	return slices.IndexFunc(l.Questions, func(q Question) bool { return q.ID == id })
}

// Question finds one by its id.
func (l List) Question(id string) (Question, bool) {
	if at := l.at(id); at >= 0 {
		return l.Questions[at], true
	}
	return Question{}, false
}

// In returns the questions in a state, by number.
func (l List) In(state State) []Question {
	var found []Question
	for _, q := range l.Questions {
		if q.State == state {
			found = append(found, q)
		}
	}
	return found
}

// Actor is who acts, and what the session lets them do.
type Actor struct {
	Person   string
	Asks     bool // may question: a deputy
	Approves bool // may approve and return
	Leads    bool // may conduct the questioning, and register for others
	Chair    bool // may extend a round
}

// Bench is what an act needs to know besides the list.
type Bench struct {
	Now      time.Time
	Limits   []Limit                  // the office's table
	Official func(person string) bool // whether somebody may be questioned here
	Asks     func(person string) bool // whether somebody may question and debate here
}

func (b Bench) seconds(kind RoundKind) int {
	for _, limit := range b.Limits {
		if limit.Kind == kind {
			return limit.Seconds
		}
	}
	return 0
}

// Act is one thing that can be done. Its fields are the body of the command that asks for it.
type Act interface {
	About() string // the item
	do(l List, by Actor, bench Bench) ([]Question, error)
}

// Of is the part that every act has: the item and the question.
type Of struct {
	Item string `json:"item"`
	ID   string `json:"id"`
}

// About returns the item.
func (o Of) About() string { return o.Item }

// Do does an act, or returns a Refusal and nothing. It is pure.
func Do(list List, act Act, by Actor, bench Bench) ([]Question, error) {
	if act.About() != list.Item || list.Item == "" {
		return nil, Refusal{Unreadable}
	}
	return act.do(list, by, bench)
}

// acts says how the body of each kind of command is read. The kinds are on the wire: only ever add.
var acts = map[string]func([]byte) (Act, error){
	"questioning.register": read[Register], "questioning.amend": read[Amend], "questioning.withdraw": read[Withdraw],
	"questioning.approve": read[Approve], "questioning.return": read[Return], "questioning.put": read[Put],
	"questioning.begin": read[Begin], "questioning.pause": read[Pause], "questioning.resume": read[Resume], "questioning.end": read[End],
	"questioning.extend": read[Extend], "questioning.promise": read[Undertake], "questioning.keep": read[Keep], "questioning.close": read[Close],
}

// Commands lists the kinds of commands that ReadAct knows, sorted.
func Commands() []string { return slices.Sorted(maps.Keys(acts)) }

// ReadAct reads the body of a command of one of the kinds above.
func ReadAct(kind string, body []byte) (Act, error) {
	if reader, known := acts[kind]; known {
		return reader(body)
	}
	return nil, Refusal{Unreadable}
}

func read[A Act](body []byte) (Act, error) {
	var act A
	if err := json.Unmarshal(body, &act); err != nil {
		return nil, Refusal{Unreadable}
	}
	return act, nil
}

const (
	maxText      = 4000 // letters of a question or a promise
	maxReason    = 600
	maxQuestions = 2000
	maxRounds    = 200 // of one question
	maxPromises  = 50
)

func isID(id string) bool {
	return id != "" && len(id) <= 64 && !strings.ContainsAny(id, "/\x00") && utf8.ValidString(id)
}

func within(text string, letters int) bool {
	return utf8.ValidString(text) && utf8.RuneCountInString(text) <= letters
}
