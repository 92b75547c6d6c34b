package kit

import (
	"time"

	"fyne.io/fyne/v2"
)

// topLayer is the layer of a window that fingers reach, nil for one that has no room for a keyboard.
func topLayer(window fyne.Canvas) layer {
	object := window.Content()
	if over := window.Overlays().Top(); over != nil {
		object = over
	}
	top, _ := object.(layer)
	return top
}

// begin is called when a field takes the focus or is touched.
func (t *Typing) begin(e *fieldEntry) {
	if t.writing != e {
		t.composer.Reset()
		t.writing = e
	}
	if t.touch && !e.held && !e.Disabled() {
		t.raise(e)
	}
}

// end is called when a field loses the focus.
func (t *Typing) end(e *fieldEntry) {
	if t.writing == e {
		t.writing = nil
		t.composer.Reset()
		t.lower()
	}
}

// raise brings the keyboard up for a field.
func (t *Typing) raise(e *fieldEntry) {
	top := topLayer(windowOf(e))
	if top == nil {
		return
	}
	if t.keyboard == nil {
		t.keyboard = newKeyboard(t.words, t.after, t.act)
	}
	foot := top.footing()
	if t.under != foot {
		t.lower()
		page := letterPage
		if e.field.numbers {
			page = numberPage
		}
		t.keyboard.model.begin(page, e.MultiLine || e.field.OnSubmitted != nil)
		t.under = foot
		foot.stand(t.keyboard)
	}
	t.draw()
	t.show(e, top)
	t.watch(e)
}

// show gives the field its place above the keyboard.
func (t *Typing) show(e *fieldEntry, top layer) {
	room, screen := top.(*typingRoom)
	if !screen {
		top.Refresh()
		reveal(e.field)
		return
	}
	room.arrange()
	reveal(e.field)
	least, airy := t.hidden(e, room)
	// No further than its foot on the keyboard, unless the field would not be seen.
	shift := max(0, room.foot.shift+least, min(room.foot.shift+airy, room.foot.keyboard.Size().Height))
	if shift != room.foot.shift {
		room.foot.shift = shift
		room.arrange()
	}
}

// hidden is how far a field has to go up to be seen, and how far so that open forms of letters do not cover
// it where there is room for that; less than 0: it may come down.
func (t *Typing) hidden(e *fieldEntry, room *typingRoom) (least, airy float32) {
	const air = 16
	driver, keyboard := fyne.CurrentApp().Driver(), room.foot.keyboard
	above := room.Size().Height - keyboard.Size().Height
	top, height := driver.AbsolutePositionForObject(e.field).Y, e.field.Size().Height
	if height > above-2*air {
		// Of a field that is too high the line with the cursor is shown.
		line := min(driver.AbsolutePositionForObject(e).Y-top+e.CursorPosition().Y, height)
		least = min(top+line+3*air, top+height+air) - above
		return least, least
	}
	free := max(air, min(keyboard.reach(), above-height-air))
	return top + height + air - above, top + height + free - above
}

// lower takes the keyboard away.
func (t *Typing) lower() {
	if t.stop != nil {
		t.stop()
		t.stop = nil
	}
	if t.under == nil {
		return
	}
	foot := t.under
	t.under = nil
	t.keyboard.model.rest()
	window := windowOf(t.keyboard)
	foot.stand(nil)
	if window == nil {
		return
	}
	if room, ok := window.Content().(*typingRoom); ok && &room.foot == foot {
		room.arrange()
		return
	}
	if top := topLayer(window); top != nil && top.footing() == foot {
		top.Refresh()
	}
}

// lookEvery is how often it is looked whether the field is still there and in sight: screens change under the
// keyboard.
const lookEvery = 500 * time.Millisecond

func (t *Typing) watch(e *fieldEntry) {
	if t.stop != nil {
		t.stop()
	}
	t.stop = t.after(lookEvery, func() {
		if t.under == nil || t.writing != e {
			return
		}
		driver, window := fyne.CurrentApp().Driver(), windowOf(e)
		if window == nil || driver.AbsolutePositionForObject(e).IsZero() {
			t.lower()
			return
		}
		top := topLayer(window)
		if top == nil || top.footing() != t.under {
			t.lower()
			return
		}
		if room, screen := top.(*typingRoom); screen && !scrolls(window, e) {
			if least, _ := t.hidden(e, room); least > 0 {
				t.show(e, top) // what stands over the field has grown
			}
		}
		t.watch(e)
	})
}

// draw brings the keyboard to what can be done with the word before the cursor.
func (t *Typing) draw() {
	if t.under == nil || t.writing == nil {
		return
	}
	t.keyboard.set(t.composer.Method(), t.writing.composes(), t.undone(t.writing))
}

// act does what a key of the screen's keyboard asks for.
func (t *Typing) act(act keyAct) {
	e := t.writing
	if e == nil {
		t.lower()
		return
	}
	switch act.role {
	case letterKey:
		t.press(e, act.letter, act.chosen)
	case toneKey:
		t.tone(e, act.tone)
	case backKey:
		t.back(e)
	case undoKey:
		t.undo(e)
	case methodKey:
		t.choose(t.next())
	case enterKey:
		e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	case hideKey:
		t.lower()
	case doneKey:
		t.lower()
		if window := windowOf(e); window != nil {
			window.Unfocus()
		}
	}
}
