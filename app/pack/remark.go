package pack

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Remark (nhận xét) is one thing that a reader of a pack should know, and where it is.
type Remark struct {
	Code   string            // its sentence stands under this key
	Path   string            // the file in the pack; empty: the pack as a whole
	Line   int               // in a text file, 1 …; 0: not about a line
	Column int               // letters, 1 …; 0: not about a letter
	Place  []Step            // where in session.json; empty: not about one value
	Detail map[string]string // what the sentence's places are filled with
}

// Step is one step of the way to a value in session.json: "items", the third.
type Step struct {
	Field  string
	Number int // in a list, 1 …; 0: no list
}

func remark(code, path string, details ...string) Remark {
	r := Remark{Code: code, Path: path}
	for i := 0; i+1 < len(details); i += 2 {
		if r.Detail == nil {
			r.Detail = map[string]string{}
		}
		r.Detail[details[i]] = details[i+1]
	}
	return r
}

// at returns the remark about a line.
func (r Remark) at(line int) Remark {
	r.Line = line
	return r
}

// String is for logs: the code, the place and the details, in no language.
func (r Remark) String() string {
	text := r.Code
	if r.Path != "" {
		text += fmt.Sprintf(" %q", r.Path)
	}
	if r.Line > 0 {
		text += fmt.Sprintf(" line %d", r.Line)
	}
	if r.Column > 0 {
		text += fmt.Sprintf(" column %d", r.Column)
	}
	for _, step := range r.Place {
		text += " /" + step.Field
		if step.Number > 0 {
			text += fmt.Sprintf(" %d", step.Number)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(r.Detail)) {
		text += fmt.Sprintf(" %s=%q", name, r.Detail[name])
	}
	return text
}

// Error says that a pack cannot be taken, with every fault that was found and not only the first.
type Error struct {
	Code    string   // of the first fault
	Faults  []Remark // why it is refused
	Remarks []Remark // what else was seen, had it been taken
	causes  []error
}

func refuse(faults []Remark, remarks []Remark, causes ...error) *Error {
	causes = slices.DeleteFunc(causes, func(cause error) bool { return cause == nil })
	return &Error{Code: faults[0].Code, Faults: faults, Remarks: remarks, causes: causes}
}

// Error is for logs; people are shown the faults' sentences.
func (e *Error) Error() string {
	lines := make([]string, len(e.Faults))
	for i, fault := range e.Faults {
		lines[i] = fault.String()
	}
	return "pack: refused: " + strings.Join(lines, "; ")
}

// Unwrap returns what the system said, where it said something.
func (e *Error) Unwrap() []error { return e.causes }

// notes collects what is found while a pack is read.
type notes struct {
	faults  []Remark
	remarks []Remark
	causes  []error
}

func (n *notes) fault(r Remark)  { n.faults = append(n.faults, r) }
func (n *notes) remark(r Remark) { n.remarks = append(n.remarks, r) }

// blame adds the fault that an error stands for.
func (n *notes) blame(err error, path string) {
	trouble := troubleOf(err)
	fault := trouble.remark
	if fault.Code != TooManyFiles && fault.Code != PackTooLarge { // those are about the pack as a whole
		fault.Path = cmp.Or(fault.Path, path)
	}
	n.fault(fault)
	n.causes = append(n.causes, trouble.cause)
}

// err returns the refusal, nil where there is no fault.
func (n *notes) err() error {
	if len(n.faults) == 0 {
		return nil
	}
	return refuse(n.faults, n.remarks, n.causes...)
}
