package notebook

import (
	"context"
	"errors"
	"strings"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/frame"
)

// noteOpening is what notes are opened with.
type noteOpening string

// The ways.
const (
	byCard  noteOpening = "card"
	BySheet noteOpening = "sheet"
)

// openNotesValue is the sheet "Mở ghi chú của đại biểu".
type openNotesValue struct {
	Up       bool
	By       noteOpening
	Sentence string // how the notes stand now
	Good     bool   // and that is as it should be
	Askable  bool   // there is something that a card or a sheet may open
	Fault    string // why the last try opened nothing
	Busy     bool
	Wrong    int // grows with every card that opened nothing: its field is emptied
}

// OpenNotesModel opens what a person wrote, with their card or their recovery sheet.
type OpenNotesModel struct {
	Setting *frame.Setting
	Book    Notebook
	Errands *frame.Errands
	Changed func()

	Up    bool
	by    noteOpening
	Busy  bool
	Fault string
	Said  string // what the last try brought, good news
	wrong int
	turn  int // grows with each person
}

// Open brings the sheet up.
func (o *OpenNotesModel) Open() {
	o.Up, o.by, o.Fault, o.Said = true, byCard, "", ""
	o.Changed()
}

// Close takes it away. A try under way goes on.
func (o *OpenNotesModel) Close() {
	o.Up, o.Fault, o.Said = false, "", ""
	o.Changed()
}

// Choose takes the card or the sheet to open with.
func (o *OpenNotesModel) Choose(by noteOpening) {
	o.by, o.Fault = by, ""
	o.Changed()
}

// Forget drops what concerns the person who held the tablet.
func (o *OpenNotesModel) Forget() {
	o.turn++
	o.Up, o.by, o.Busy, o.Fault, o.Said = false, byCard, false, "", ""
}

// Card tries a card's text, however it was scanned or typed.
func (o *OpenNotesModel) Card(text string) {
	if text = strings.TrimSpace(text); text == "" || o.Busy {
		return
	}
	if _, is := notes.CardSecret(text); !is {
		o.refuse(o.Setting.Words.Say("notebook.open.not-card"))
		return
	}
	o.try(func(context.Context) (string, error) { return "notebook.open.done", o.Book.OpenNotes(text) })
}

// Sheet tries a recovery sheet. With a card besides, that card opens the same notes from now on; where the room is
// away they are opened here all the same.
func (o *OpenNotesModel) Sheet(typed, card string) {
	if o.Busy {
		return
	}
	card = strings.TrimSpace(card)
	if strings.TrimSpace(typed) == "" {
		o.refuse(o.Setting.Words.Say("notebook.open.sheet.empty"))
		return
	}
	if _, is := notes.CardSecret(card); card != "" && !is {
		o.refuse(o.Setting.Words.Say("notebook.open.not-card"))
		return
	}
	o.try(func(ctx context.Context) (string, error) {
		if card == "" {
			return "notebook.open.done.sheet", o.Book.OpenNotesBySheet(typed)
		}
		err := o.Book.RecoverNotes(ctx, typed, card)
		if errors.Is(err, people.ErrOffline) {
			return "notebook.open.done.away", o.Book.OpenNotesBySheet(typed)
		}
		return "notebook.open.done.card", err
	})
}

func (o *OpenNotesModel) refuse(why string) {
	o.wrong++
	o.Fault, o.Said = why, ""
	o.Changed()
}

// try does it on a goroutine of its own; what it returns is the key of the sentence that is said then.
func (o *OpenNotesModel) try(do func(context.Context) (said string, err error)) {
	o.Busy, o.Fault, o.Said = true, "", ""
	turn, said := o.turn, ""
	o.Errands.Run(func(ctx context.Context) (err error) {
		ctx, cancel := context.WithTimeout(ctx, frame.SignPatience)
		defer cancel()
		said, err = do(ctx)
		return err
	}, func(err error) {
		if turn != o.turn {
			return // somebody else holds the tablet
		}
		o.Busy = false
		if err != nil {
			o.refuse(o.why(err))
			return
		}
		o.Said = o.Setting.Words.Say(said)
		o.Changed()
	})
	o.Changed()
}

// why says what was wrong with a card or a sheet.
func (o *OpenNotesModel) why(err error) string {
	words := o.Setting.Words
	var mistyped *notes.Mistyped
	switch {
	case errors.As(err, &mistyped) && mistyped.Length > 0:
		return words.Say("notebook.open.sheet.length", "count", mistyped.Length)
	case errors.As(err, &mistyped) && mistyped.Group > 0:
		return words.Say("notebook.open.sheet.group", "group", mistyped.Group)
	case mistyped != nil:
		return words.Say("notebook.open.sheet.wrong")
	case errors.Is(err, context.DeadlineExceeded):
		return words.Say("notebook.open.slow")
	}
	return o.Setting.Sentence(err)
}

// Value is the sheet at a moment.
func (o *OpenNotesModel) Value(m *frame.Moment) openNotesValue {
	if !o.Up || !m.Held {
		return openNotesValue{}
	}
	value := openNotesValue{Up: true, By: o.by, Fault: o.Fault, Busy: o.Busy, Wrong: o.wrong}
	if value.By == "" {
		value.By = byCard
	}
	access := o.Book.NoteAccess(m.State.ID)
	value.Sentence, value.Good, value.Askable = AccessWords(m, access)
	if o.Said != "" && o.Fault == "" {
		value.Sentence = o.Said
		if value.Good = access.Locked == 0; !value.Good {
			value.Sentence += " " + m.Words.Say("notebook.open.locked", "count", access.Locked)
		}
	}
	return value
}

// AccessWords says how a person's notes stand, whether that is as it should be, and whether a card or a sheet may
// open something.
func AccessWords(m *frame.Moment, access notes.Access) (sentence string, good, askable bool) {
	words := m.Words
	switch {
	case !access.Known && m.Cut():
		return words.Say("notebook.open.unknown.cut"), false, false
	case !access.Known:
		return words.Say("notebook.open.unknown"), false, false
	case !access.Issued:
		return words.Say("notebook.open.none"), false, false
	case access.Open && access.Locked == 0:
		return words.Say("notebook.open.open"), true, false
	case access.Open:
		return words.Say("notebook.open.old", "count", access.Locked), false, true
	case access.Locked == 0:
		return words.Say("notebook.open.code"), false, true
	}
	return words.Say("notebook.open.code") + " " + words.Say("notebook.open.locked", "count", access.Locked), false, true
}
