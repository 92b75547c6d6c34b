package ballot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What a sheet holds at most.
const (
	MaxOptions = 200    // a list of the longest confidence sheet is a fifth of it
	MaxPoints  = 10_000 // what one ballot may give one option, where the sheet has no limit of its own
	maxID      = 64     // bytes
)

// Sheet (mẫu phiếu) says what ballots of one poll may say. It is copied into the poll when the poll is made, so that a
// table changed later never changes an old ballot. A limit of 0 is none. Written on disk: only ever add.
type Sheet struct {
	Method  string   `json:"method"`
	Options []string `json:"options,omitempty"` // ids, in their order on paper
	Answers []Answer `json:"answers,omitempty"` // of the method's; none named: all of them
	AtOnce  []Answer `json:"at_once,omitempty"` // what may be said to all options at once
	Strike  bool     `json:"strike,omitempty"`  // marks strike out (phiếu gạch tên): what is left is chosen

	// EveryLine: on a valid ballot, a line without a mark is invalid for that line alone.
	EveryLine bool `json:"every_line,omitempty"`

	MinOptions   int `json:"min_options,omitempty"` // options a ballot speaks of; struck ones do not count
	MaxOptions   int `json:"max_options,omitempty"`
	MaxYes       int `json:"max_yes,omitempty"`        // options that may be answered with yes
	MaxPerOption int `json:"max_per_option,omitempty"` // points
	MinSum       int `json:"min_sum,omitempty"`        // points of all options together
	MaxSum       int `json:"max_sum,omitempty"`
}

// method returns the sheet's row; the zero row where there is none.
func (s Sheet) method() Method {
	method, _ := MethodByID(s.Method)
	return method
}

// Allowed returns the answers a line may be given, in their order on paper.
func (s Sheet) Allowed() []Answer {
	if len(s.Answers) > 0 {
		return s.Answers
	}
	return s.method().Answers
}

// Lines returns the ids of the lines that are counted: the options, or the whole where there are none.
func (s Sheet) Lines() []string {
	if s.method().HasOptions() {
		return s.Options
	}
	return []string{""}
}

// Fault returns the code of what is wrong with the sheet, or nothing. No ballot is taken for a sheet with a fault.
func (s Sheet) Fault() string {
	method, known := MethodByID(s.Method)
	switch {
	case !known:
		return SheetMethod
	case method.HasOptions() != (len(s.Options) > 0) || len(s.Options) > MaxOptions:
		return SheetOptions
	case slices.ContainsFunc(s.Options, func(id string) bool { return !isID(id) }):
		return SheetOption
	case repeats(s.Options):
		return SheetTwice
	case repeats(s.Answers) || !within(s.Answers, method.Answers) || repeats(s.AtOnce) || !within(s.AtOnce, method.AtOnce):
		return SheetAnswers
	case s.Strike && !method.Strike || s.EveryLine && method.part != lines || !s.limitsFit(method.part):
		return SheetLimits
	}
	return ""
}

// limitsFit reports whether the limits are those of the method, and some ballot keeps them all.
func (s Sheet) limitsFit(p part) bool {
	options := len(s.Options)
	most := options // as many as a ballot can speak of
	if s.MaxOptions > 0 {
		most = min(most, s.MaxOptions)
	}
	perOption := MaxPoints
	if s.MaxPerOption > 0 {
		perOption = min(perOption, s.MaxPerOption)
	}
	switch {
	case min(s.MinOptions, s.MaxOptions, s.MaxYes, s.MaxPerOption, s.MinSum, s.MaxSum) < 0,
		max(s.MinOptions, s.MaxOptions, s.MaxYes) > options,
		max(s.MaxPerOption, s.MinSum, s.MaxSum) > MaxPoints*MaxOptions,
		p != lines && s.MaxYes > 0, s.MaxYes > 0 && !slices.Contains(s.Allowed(), Yes),
		p != given && max(s.MaxPerOption, s.MinSum, s.MaxSum) > 0:
		return false
	}
	return s.MinOptions <= most && (s.MaxSum == 0 || s.MinSum <= s.MaxSum) && s.MinSum <= perOption*most
}

func isID(id string) bool {
	return id != "" && len(id) <= maxID && utf8.ValidString(id) && !strings.ContainsFunc(id, unicode.IsControl)
}

func repeats[T comparable](list []T) bool {
	seen := make(map[T]bool, len(list))
	for _, one := range list {
		if seen[one] {
			return true
		}
		seen[one] = true
	}
	return false
}

func within[T comparable](list, all []T) bool {
	return !slices.ContainsFunc(list, func(one T) bool { return !slices.Contains(all, one) })
}
