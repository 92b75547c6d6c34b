package seating

// mostSteps is how many steps can be taken back.
const mostSteps = 200

// Draft is a plan being worked on, with what it was before. It is a value: each act returns another one.
type Draft struct {
	Plan         Plan
	past, future []Plan
}

// NewDraft begins to work on a plan.
func NewDraft(plan Plan) Draft { return Draft{Plan: plan.canonical()} }

// Do carries out an edit. What had been taken back before cannot be done again then.
func (d Draft) Do(edit Edit) (Draft, error) {
	next, err := Apply(d.Plan, edit)
	if err != nil {
		return d, err
	}
	past := append(d.past[:len(d.past):len(d.past)], d.Plan)
	if len(past) > mostSteps {
		past = past[len(past)-mostSteps:]
	}
	return Draft{Plan: next, past: past}, nil
}

// Undo takes the last edit back. The plan is again what it was, to the byte.
func (d Draft) Undo() (Draft, error) {
	if len(d.past) == 0 {
		return d, refuse(NothingToUndo)
	}
	last := len(d.past) - 1
	return Draft{Plan: d.past[last], past: d.past[:last], future: append(d.future[:len(d.future):len(d.future)], d.Plan)}, nil
}

// Redo does again what was taken back last.
func (d Draft) Redo() (Draft, error) {
	if len(d.future) == 0 {
		return d, refuse(NothingToRedo)
	}
	last := len(d.future) - 1
	return Draft{Plan: d.future[last], past: append(d.past[:len(d.past):len(d.past)], d.Plan), future: d.future[:last]}, nil
}

// CanUndo reports whether there is something to take back.
func (d Draft) CanUndo() bool { return len(d.past) > 0 }

// CanRedo reports whether something was taken back.
func (d Draft) CanRedo() bool { return len(d.future) > 0 }
