package council

import "slices"

// Choice is one answer of a poll. Written on disk and on the wire: only ever add.
type Choice string

// The choices.
const (
	Yes     Choice = "yes"     // tán thành
	No      Choice = "no"      // không tán thành
	Abstain Choice = "abstain" // không biểu quyết
)

// PollForm is a kind of vote: which choices it has. A new kind of vote is one row of Forms.
type PollForm struct {
	ID      string
	Choices []Choice
}

// Approval is the form of resolutions: for, against, abstaining.
const Approval = "approval"

// Forms is the table of all kinds of votes.
var Forms = []PollForm{
	{ID: Approval, Choices: []Choice{Yes, No, Abstain}},
}

// FormByID finds a row of Forms.
func FormByID(id string) (PollForm, bool) {
	for _, form := range Forms {
		if form.ID == id {
			return form, true
		}
	}
	return PollForm{}, false
}

// Allows reports whether choice is one of the form's.
func (f PollForm) Allows(choice Choice) bool { return slices.Contains(f.Choices, choice) }
