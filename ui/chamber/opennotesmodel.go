package chamber

import (
	"context"
	"errors"
	"strings"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// noteOpening is what notes are opened with.
type noteOpening string

// The ways.
const (
	byCard  noteOpening = "card"
	bySheet noteOpening = "sheet"
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

// openNotesModel opens what a person wrote, with their card or their recovery sheet.
type openNotesModel struct {
	setting *Setting
	book    Notebook
	errands *errands
	changed func()

	up    bool
	by    noteOpening
	busy  bool
	fault string
	said  string // what the last try brought, good news
	wrong int
	turn  int // grows with each person
}

// open brings the sheet up.
func (o *openNotesModel) open() {
	o.up, o.by, o.fault, o.said = true, byCard, "", ""
	o.changed()
}

// close takes it away. A try under way goes on.
func (o *openNotesModel) close() {
	o.up, o.fault, o.said = false, "", ""
	o.changed()
}

// choose takes the card or the sheet to open with.
func (o *openNotesModel) choose(by noteOpening) {
	o.by, o.fault = by, ""
	o.changed()
}

// forget drops what concerns the person who held the tablet.
func (o *openNotesModel) forget() {
	o.turn++
	o.up, o.by, o.busy, o.fault, o.said = false, byCard, false, "", ""
}

// card tries a card's text, however it was scanned or typed.
func (o *openNotesModel) card(text string) {
	if text = strings.TrimSpace(text); text == "" || o.busy {
		return
	}
	if _, is := notes.CardSecret(text); !is {
		o.refuse(o.setting.Words.Say("notebook.open.not-card"))
		return
	}
	o.try(func(context.Context) (string, error) { return "notebook.open.done", o.book.OpenNotes(text) })
}

// sheet tries a recovery sheet. With a card besides, that card opens the same notes from now on; where the room is
// away they are opened here all the same.
func (o *openNotesModel) sheet(typed, card string) {
	if o.busy {
		return
	}
	card = strings.TrimSpace(card)
	if strings.TrimSpace(typed) == "" {
		o.refuse(o.setting.Words.Say("notebook.open.sheet.empty"))
		return
	}
	if _, is := notes.CardSecret(card); card != "" && !is {
		o.refuse(o.setting.Words.Say("notebook.open.not-card"))
		return
	}
	o.try(func(ctx context.Context) (string, error) {
		if card == "" {
			return "notebook.open.done.sheet", o.book.OpenNotesBySheet(typed)
		}
		err := o.book.RecoverNotes(ctx, typed, card)
		if errors.Is(err, people.ErrOffline) {
			return "notebook.open.done.away", o.book.OpenNotesBySheet(typed)
		}
		return "notebook.open.done.card", err
	})
}

func (o *openNotesModel) refuse(why string) {
	o.wrong++
	o.fault, o.said = why, ""
	o.changed()
}

// try does it on a goroutine of its own; what it returns is the key of the sentence that is said then.
func (o *openNotesModel) try(do func(context.Context) (said string, err error)) {
	o.busy, o.fault, o.said = true, "", ""
	turn, said := o.turn, ""
	o.errands.run(func(ctx context.Context) (err error) {
		ctx, cancel := context.WithTimeout(ctx, signPatience)
		defer cancel()
		said, err = do(ctx)
		return err
	}, func(err error) {
		if turn != o.turn {
			return // somebody else holds the tablet
		}
		o.busy = false
		if err != nil {
			o.refuse(o.why(err))
			return
		}
		o.said = o.setting.Words.Say(said)
		o.changed()
	})
	o.changed()
}

// why says what was wrong with a card or a sheet.
func (o *openNotesModel) why(err error) string {
	words := o.setting.Words
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
	return o.setting.sentence(err)
}

// value is the sheet at a moment.
func (o *openNotesModel) value(m *moment) openNotesValue {
	if !o.up || !m.held {
		return openNotesValue{}
	}
	value := openNotesValue{Up: true, By: o.by, Fault: o.fault, Busy: o.busy, Wrong: o.wrong}
	if value.By == "" {
		value.By = byCard
	}
	access := o.book.NoteAccess(m.state.ID)
	value.Sentence, value.Good, value.Askable = accessWords(m, access)
	if o.said != "" && o.fault == "" {
		value.Sentence = o.said
		if value.Good = access.Locked == 0; !value.Good {
			value.Sentence += " " + m.words.Say("notebook.open.locked", "count", access.Locked)
		}
	}
	return value
}

// accessWords says how a person's notes stand, whether that is as it should be, and whether a card or a sheet may
// open something.
func accessWords(m *moment, access notes.Access) (sentence string, good, askable bool) {
	words := m.words
	switch {
	case !access.Known && m.cut():
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
