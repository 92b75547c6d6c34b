package chamber

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

// keep shows an act at once and saves it.
func (w *writeModel) keep(adds, removes []*notes.Drawn, at notes.Moment) {
	if len(adds) == 0 && len(removes) == 0 {
		return
	}
	act := placed(notes.Edit{ID: w.newID(), At: at}, adds, removes, w.newID)
	for _, m := range adds {
		w.pages.add(m)
	}
	for _, m := range removes {
		w.pages.hide(m)
	}
	session := w.session
	w.queue = append(w.queue, &saving{session: session, adds: adds, removes: removes, do: func(ctx context.Context) error {
		return w.writer.WriteNotes(ctx, session, act...)
	}})
	w.next()
}

// undo takes the last act back, also one that could not be saved.
func (w *writeModel) undo() {
	w.up()
	w.chosen = selection{}
	if n := len(w.queue); n > 0 && (n > 1 || !w.saving) {
		last := w.queue[n-1]
		w.queue = w.queue[:n-1]
		w.takeBack(last)
		if len(w.queue) == 0 {
			w.trouble = ""
		}
		w.changed()
		return
	}
	w.invert(w.writer.UndoNotes)
}

// redo takes the last undo back.
func (w *writeModel) redo() {
	w.up()
	w.chosen = selection{}
	w.invert(w.writer.RedoNotes)
}

func (w *writeModel) invert(how func(context.Context, string) (bool, error)) {
	session := w.session
	w.queue = append(w.queue, &saving{session: session, do: func(ctx context.Context) error {
		_, err := how(ctx, session)
		return err
	}})
	w.next()
}

// next saves what waits longest. Acts are saved one after the other, in the order in which they were done.
func (w *writeModel) next() {
	if w.saving || len(w.queue) == 0 {
		return
	}
	w.saving = true
	one := w.queue[0]
	// A stroke that was drawn is saved though the window closes, and its end is heard: it is not given twice.
	go func() {
		err := one.do(context.Background())
		w.setting.Post(func() {
			if len(w.queue) > 0 && w.queue[0] == one { // else forgotten
				w.saving = false
				w.saved(one, err)
			}
		})
	}()
}

// saved goes on after an act was saved, or was not.
func (w *writeModel) saved(one *saving, err error) {
	defer w.changed()
	refused := w.refusal(err)
	if err != nil && refused == "" {
		w.trouble = w.setting.Words.Say("write.unsaved", "count", len(w.queue), "reason", w.reason(err))
		w.later()
		return
	}
	w.queue, w.trouble = w.queue[1:], ""
	if refused != "" {
		w.takeBack(one)
		w.ask(writeAsk{Refused: refused})
	} else {
		w.pages.settle(one.session, one.adds...)
		w.pages.settle(one.session, one.removes...)
		w.pages.follow()
	}
	w.next()
}

// takeBack shows pages as they were before an act that was not taken.
func (w *writeModel) takeBack(one *saving) {
	w.pages.take(one.adds...)
	w.pages.take(one.removes...)
}

// refusal is why an act will not be taken however often it is tried; empty where it may be.
func (w *writeModel) refusal(err error) string {
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
func (w *writeModel) reason(err error) string {
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
func (w *writeModel) later() {
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

// unsaved is how many acts are not on the disk because they could not be saved.
func (w *writeModel) unsaved() int {
	if w.trouble == "" {
		return 0
	}
	return len(w.queue)
}
