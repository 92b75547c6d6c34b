package clerk

import (
	"context"
	"encoding/json"
	"errors"

	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// fieldKind says how a field of a form is filled in.
type fieldKind uint8

const (
	textField    fieldKind = iota
	choiceField            // a few options side by side
	listField              // options below each other, each with a line about it
	switchField            // "yes" or ""
	suggestField           // a text with known values to tap
)

// field is one line of a form.
type field struct {
	ID, Label, Help, Value string
	Kind                   fieldKind
	Options                []kit.Option
	About                  map[string]string // of a list's options, by id
	Half                   bool              // shares its line with the next half field
}

// formSight is the form that is open.
type formSight struct {
	Serial      int // 0: none
	Title, Save string
	Icon        string   // of the button that saves; "" for the usual one
	Lead        []string // what is to be known first, a line each
	Note        string
	Fields      []field
	Fault       string            // what the server said
	Faults      map[string]string // by field
	Busy        bool
}

// openForm is a form with what it does. Its functions run on the goroutine of the interface, but for
// send, which runs on one of its own and only with the answers it is given.
type openForm struct {
	sight formSight
	// check looks at what was filled in before anything is sent; nil: all is well.
	check func(answers map[string]string) (faults map[string]string)
	send  func(ctx context.Context, answers map[string]string) error
	// ready is called before each send, for a form that writes several facts; it may be nil.
	ready func()
	done  func()
	// faultAt names the field that a refusal's code is about.
	faultAt map[string]string
	// stale reads what another clerk wrote meanwhile and has the next send based on it.
	stale func(current json.RawMessage) (theirs map[string]string, err error)

	answers map[string]string // as they were sent last
}

// clash is a refused edit, kept until a person chose.
type clash struct {
	sight clashSight
	form  *openForm
}

func (f *openForm) get() {
	if f.ready != nil {
		f.ready()
	}
}

func (d *desk) openForm(form *openForm) {
	d.serial++
	form.sight.Serial = d.serial
	d.form = form
	d.refresh()
}

func (d *desk) dismissForm() {
	d.form = nil
	d.refresh()
}

// saveForm sends what the open form holds. The form stays until the server has it, so that nothing
// written is lost by a refusal.
func (d *desk) saveForm(answers map[string]string) {
	form := d.form
	if form == nil || form.sight.Busy {
		return
	}
	form.answers = answers
	form.sight.Fault, form.sight.Faults = "", nil
	if form.check != nil {
		if faults := form.check(answers); len(faults) > 0 {
			form.sight.Faults = faults
			d.refresh()
			return
		}
	}
	form.sight.Busy = true
	form.get()
	d.act("form", func(ctx context.Context) error { return form.send(ctx, answers) }, func(err error) {
		form.sight.Busy = false
		d.formSettled(form, err)
	})
}

func (d *desk) formSettled(form *openForm, err error) {
	var refusal *people.Refusal
	switch {
	case err == nil, errors.Is(err, people.ErrQueued):
		if d.form == form {
			d.form = nil
		}
		d.settle(err, form.done)
	case errors.As(err, &refusal) && refusal.Code == "stale" && form.stale != nil:
		theirs, unreadable := form.stale(refusal.Body)
		if unreadable != nil {
			form.sight.Fault = d.sentence(unreadable)
			return
		}
		d.form = nil
		d.clashed(form, theirs)
	default:
		form.sight.Fault = d.sentence(err)
		if errors.As(err, &refusal) {
			if at := form.faultAt[refusal.Code]; at != "" {
				form.sight.Fault, form.sight.Faults = "", map[string]string{at: d.sentence(err)}
			}
		}
		if d.form != form { // it was closed while the act was under way
			d.complain(err)
		}
	}
}

// clashed puts both values beside each other, field by field.
func (d *desk) clashed(form *openForm, theirs map[string]string) {
	d.serial++
	sight := clashSight{Serial: d.serial, Title: form.sight.Title}
	for _, field := range form.sight.Fields {
		mine, other := form.answers[field.ID], theirs[field.ID]
		sight.Rows = append(sight.Rows, clashRow{
			Label: field.Label, Mine: d.shown(field, mine), Theirs: d.shown(field, other), Differs: mine != other,
		})
	}
	d.clash = &clash{sight: sight, form: form}
}

// shown is a field's value as a person reads it.
func (d *desk) shown(f field, value string) string {
	for _, option := range f.Options {
		if option.ID == value && f.Kind != suggestField {
			return option.Text
		}
	}
	switch {
	case f.Kind == switchField && value != "":
		return d.say("clerk.yes")
	case f.Kind == switchField:
		return d.say("clerk.no")
	case value == "":
		return d.say("clerk.empty")
	}
	return value
}

// keepMine sends the refused edit again, based on what stands now.
func (d *desk) keepMine() {
	clash := d.clash
	if clash == nil || clash.sight.Busy {
		return
	}
	clash.sight.Busy = true
	form := clash.form
	form.get()
	d.act("form", func(ctx context.Context) error { return form.send(ctx, form.answers) }, func(err error) {
		if d.clash == clash {
			d.clash = nil
		}
		if err != nil && !errors.Is(err, people.ErrQueued) {
			d.form = form // what was written comes back with the reason
		}
		d.formSettled(form, err)
	})
}

// takeTheirs leaves what the other clerk wrote.
func (d *desk) takeTheirs() {
	d.clash = nil
	d.notify(kit.DoneStrip, "check", d.say("clerk.clash.taken"))
}
