package kit

import (
	"unicode"

	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
)

// Typing is how people write in one window: by which method letters are composed, and whether the window
// has a keyboard of its own on the screen. Every TextField of the window goes by it.
type Typing struct {
	// OnMethod is called when a person chooses another method, on the screen's keyboard.
	OnMethod func(Method)

	words    *assets.Words
	after    After
	composer Composer
	touch    bool
	foreign  bool // the system's own input method composes: what it sends is left alone
	writing  *fieldEntry
	keyboard *Keyboard
	under    *footing // the foot of the layer that the keyboard stands at; nil: it is down
	stop     func()
}

// NewTyping makes the typing of a window without a method and without a keyboard on the screen.
func NewTyping(words *assets.Words, after After) *Typing {
	t := &Typing{words: words, after: after}
	t.composer.SetMethod(TypeOff)
	return t
}

// Method tells how letters are composed.
func (t *Typing) Method() Method { return t.composer.Method() }

// SetMethod changes that without a report.
func (t *Typing) SetMethod(method Method) {
	t.composer.SetMethod(method)
	t.foreign = false
	t.draw()
}

// SetTouch says whether the window is worked by fingers and shows a keyboard where something is written.
func (t *Typing) SetTouch(touch bool) {
	t.touch = touch
	if !touch {
		t.lower()
	}
}

// SetWords changes the language of the keyboard.
func (t *Typing) SetWords(words *assets.Words) {
	t.words = words
	if t.keyboard != nil {
		t.keyboard.setWords(words)
	}
}

// choose is another method by a person's own hand.
func (t *Typing) choose(method Method) {
	t.SetMethod(method)
	if t.OnMethod != nil {
		t.OnMethod(method)
	}
}

// next is the method that a tap on the present one leads to.
func (t *Typing) next() Method {
	return map[Method]Method{TypeOff: TypeTelex, TypeTelex: TypeVNI, TypeVNI: TypeOff}[t.Method()]
}

// typingOf is the typing of the window that an object stands in, nil for a window without one.
func typingOf(object fyne.CanvasObject) *Typing {
	window := windowOf(object)
	if window == nil {
		return nil
	}
	if room, ok := window.Content().(*typingRoom); ok {
		return room.typing
	}
	return nil
}

// typed takes a letter from the machine's own keys. A letter that comes with its mark was composed by the
// system; from then on its letters are left alone, or both would compose.
func (t *Typing) typed(e *fieldEntry, letter rune) {
	if isVietnamese(unicode.ToLower(letter)) {
		t.foreign = true
	}
	if t.foreign || !e.composes() {
		t.composer.Reset()
		e.Entry.TypedRune(letter)
	} else {
		t.edit(e, func() Edit { return t.composer.Feed(letter) })
	}
	t.draw()
}

// press takes a letter from the keyboard on the screen; a chosen one stays as it is.
func (t *Typing) press(e *fieldEntry, letter rune, chosen bool) {
	switch {
	case !e.composes():
		e.Entry.TypedRune(letter)
	case chosen:
		t.edit(e, func() Edit { return t.composer.Put(letter) })
	default:
		t.edit(e, func() Edit { return t.composer.Feed(letter) })
	}
	t.draw()
}

// tone puts a tone on the word before the cursor.
func (t *Typing) tone(e *fieldEntry, tone ToneMark) {
	if e.composes() {
		t.edit(e, func() Edit { return t.composer.Tone(tone) })
		t.draw()
	}
}

// back takes the letter before the cursor, or what is selected.
func (t *Typing) back(e *fieldEntry) {
	if e.composes() && e.SelectedText() == "" {
		t.edit(e, t.composer.Backspace)
	} else {
		t.composer.Reset()
		e.Entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
	t.draw()
}

// undone is what undo would give back of the word before the cursor.
func (t *Typing) undone(e *fieldEntry) string {
	if !e.composes() || e.SelectedText() != "" {
		return ""
	}
	t.composer.Stand(e.beforeCursor())
	return t.composer.Undone()
}

// undo gives the word before the cursor back as its keys were typed, and tells whether there was one.
func (t *Typing) undo(e *fieldEntry) bool {
	if t.undone(e) == "" {
		return false
	}
	t.edit(e, t.composer.Undo)
	t.draw()
	return true
}

// edit has the composer change the text where it knows what stands before the cursor.
func (t *Typing) edit(e *fieldEntry, change func() Edit) {
	if e.Disabled() {
		return
	}
	if e.SelectedText() != "" {
		t.composer.Reset()
	} else {
		t.composer.Stand(e.beforeCursor())
	}
	e.apply(change())
}

// leave forgets the word under way: the cursor goes elsewhere.
func (t *Typing) leave() {
	t.composer.Reset()
	t.draw()
}
