package writing

import (
	"context"
	"errors"
	"time"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// saving is one act on its way to the disk.
type saving struct {
	session string
	do      func(ctx context.Context) error
	adds    []*notes.Drawn // shown already
	removes []*notes.Drawn // hidden already
}

// Keep shows an act at once and saves it.
func (w *Model) Keep(adds, removes []*notes.Drawn, at notes.Moment) {
	if len(adds) == 0 && len(removes) == 0 {
		return
	}
	act := placed(notes.Edit{ID: w.newID(), At: at}, adds, removes, w.newID)
	for _, m := range adds {
		w.Pages.Add(m)
	}
	for _, m := range removes {
		w.Pages.hide(m)
	}
	session := w.session
	w.Queue = append(w.Queue, &saving{session: session, adds: adds, removes: removes, do: func(ctx context.Context) error {
		return w.writer.WriteNotes(ctx, session, act...)
	}})
	w.next()
}

// Undo takes the last act back, also one that could not be saved.
func (w *Model) Undo() {
	w.Up()
	w.Chosen = selection{}
	if n := len(w.Queue); n > 0 && (n > 1 || !w.Saving) {
		last := w.Queue[n-1]
		w.Queue = w.Queue[:n-1]
		w.takeBack(last)
		if len(w.Queue) == 0 {
			w.Trouble = ""
		}
		w.changed()
		return
	}
	w.invert(w.writer.UndoNotes)
}

// Redo takes the last undo back.
func (w *Model) Redo() {
	w.Up()
	w.Chosen = selection{}
	w.invert(w.writer.RedoNotes)
}

func (w *Model) invert(how func(context.Context, string) (bool, error)) {
	session := w.session
	w.Queue = append(w.Queue, &saving{session: session, do: func(ctx context.Context) error {
		_, err := how(ctx, session)
		return err
	}})
	w.next()
}

// next saves what waits longest. Acts are saved one after the other, in the order in which they were done.
func (w *Model) next() {
	if w.Saving || len(w.Queue) == 0 {
		return
	}
	w.Saving = true
	one := w.Queue[0]
	// A stroke that was drawn is saved though the window closes, and its end is heard: it is not given twice.
	go func() {
		err := one.do(context.Background())
		w.setting.Post(func() {
			if len(w.Queue) > 0 && w.Queue[0] == one { // else forgotten
				w.Saving = false
				w.saved(one, err)
			}
		})
	}()
}

// saved goes on after an act was saved, or was not.
func (w *Model) saved(one *saving, err error) {
	defer w.changed()
	refused := w.refusal(err)
	if err != nil && refused == "" {
		w.Trouble = w.setting.Words.Say("write.unsaved", "count", len(w.Queue), "reason", w.reason(err))
		w.later()
		return
	}
	w.Queue, w.Trouble = w.Queue[1:], ""
	if refused != "" {
		w.takeBack(one)
		w.Ask(Ask{Refused: refused})
	} else {
		w.Pages.Settle(one.session, one.adds...)
		w.Pages.Settle(one.session, one.removes...)
		w.Pages.Follow()
	}
	w.next()
}

// TakeBack shows pages as they were before an act that was not taken.
func (w *Model) takeBack(one *saving) {
	w.Pages.take(one.adds...)
	w.Pages.take(one.removes...)
}

// refusal is why an act will not be taken however often it is tried; empty where it may be.
func (w *Model) refusal(err error) string {
	var fault *notes.Fault
	var refused *people.Refusal
	switch {
	case errors.As(err, &fault):
		return w.setting.Words.Say("refusal." + fault.Code)
	case errors.As(err, &refused) && refused.Code != "notes.no-key": // a key may come
		return w.setting.Words.Say("refusal." + refused.Code)
	}
	return ""
}

// reason is why something was not saved this time.
func (w *Model) reason(err error) string {
	var refused *people.Refusal
	switch {
	case errors.Is(err, ErrDiskFull):
		return w.setting.Words.Say("write.unsaved.full")
	case errors.As(err, &refused):
		return w.setting.Words.Say("write.unsaved.key")
	}
	return w.setting.Words.Say("write.unsaved.other", "log", w.setting.Report(err))
}

// later tries again after a while.
func (w *Model) later() {
	if w.waiting != nil {
		return
	}
	w.waiting = w.setting.After(writtenAgain*time.Second, func() {
		w.setting.Post(func() {
			w.waiting = nil
			w.next()
		})
	})
}

// Unsaved is how many acts are not on the disk because they could not be saved.
func (w *Model) Unsaved() int {
	if w.Trouble == "" {
		return 0
	}
	return len(w.Queue)
}
