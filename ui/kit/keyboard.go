package kit

import (
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"congso.vn/congso/assets"
)

// Keyboard is the keyboard on the screen: five rows at the foot of the window, the five tones above the
// letters, the forms of a letter at a long press. It holds no focus and lets the field keep it.
type Keyboard struct {
	widget.BaseWidget
	resting

	words    *assets.Words
	model    keyboardModel
	method   Method
	composes bool   // the field's letters are composed
	undone   string // what undo would give back
	ground   *Panel
	between  *scrim // keeps fingers between the keys from what lies below
	rows     [][]keySpec
	caps     []*keyCap
	popUp    *keyForms
	window   fyne.Size // of the window that it was made for
}

var _ fyne.Focusable = (*Keyboard)(nil)

// newKeyboard makes a keyboard that acts through act.
func newKeyboard(words *assets.Words, after After, act func(keyAct)) *Keyboard {
	k := &Keyboard{words: words, ground: NewPanel(Desk, nil), between: newScrim(nil)}
	k.between.share = 0
	k.popUp = newKeyForms(k)
	k.model = keyboardModel{act: act, after: after, draw: k.show}
	k.ExtendBaseWidget(k)
	k.show()
	return k
}

func (k *Keyboard) setWords(words *assets.Words) {
	k.words = words
	k.show()
}

// set tells what the field is like and what can be undone.
func (k *Keyboard) set(method Method, composes bool, undone string) {
	if k.method == method && k.composes == composes && k.undone == undone {
		return
	}
	k.method, k.composes, k.undone = method, composes, undone
	k.show()
}

// show brings the keys to the model's state; keys that stay as they are cost nothing.
func (k *Keyboard) show() {
	rows := keyRows(k.model.page, k.model.enter)
	count := 0
	for _, row := range rows {
		count += len(row)
	}
	moved := len(k.rows) == 0 || len(k.caps) != count
	for len(k.caps) < count {
		k.caps = append(k.caps, newKeyCap(k))
	}
	k.caps = k.caps[:count]
	at := 0
	for i, row := range rows {
		for j, key := range row {
			moved = moved || i >= len(k.rows) || j >= len(k.rows[i]) || k.rows[i][j].share != key.share
			k.caps[at].set(key, k.face(key))
			at++
		}
	}
	k.rows = rows
	if moved {
		k.Refresh()
	}
	k.popUp.set(k.model.forms, k.model.slid)
	k.placeForms()
}

// high is how high a row is.
func (k *Keyboard) high() float32 { return keyHigh(k.window.Height, LookOf(k).Scale) }

// fit has the keyboard be one for a window of a size, and tells how high it is there.
func (k *Keyboard) fit(window fyne.Size) float32 {
	if k.window != window {
		k.window = window
		k.Refresh()
		for _, one := range k.caps {
			one.Refresh()
		}
	}
	return 5*k.high() + keyboardGap
}

// reach is how far the forms of a letter stand out above the keyboard.
func (k *Keyboard) reach() float32 { return 2*k.high() + 2*formPad }

// wide is how wide all keys are together.
func (k *Keyboard) wide() float32 { return min(k.window.Width-keyboardGap, widest) }

// look is the look of the keys: for elders they grow as far as the window lets them.
func (k *Keyboard) look() Look {
	look := LookOf(k)
	look.Scale = max(1, min(look.Scale, (k.high()-keyboardGap)/48, (k.wide()/rowShare-keyboardGap)/56))
	return look
}

// widest is how wide the keys become on wide windows.
const widest = 1280

// CreateRenderer is part of fyne.Widget.
func (k *Keyboard) CreateRenderer() fyne.WidgetRenderer {
	line := canvas.NewRectangle(Tone{})
	d := &drawing{owner: k}
	d.paint = func() {
		line.FillColor = LookOf(k).Color(LineRound)
		d.objects = append(d.objects[:0], k.ground, k.between, line)
		for _, one := range k.caps {
			d.objects = append(d.objects, one)
		}
		d.objects = append(d.objects, k.popUp)
	}
	d.layout = func(size fyne.Size) {
		put(k.ground, 0, 0, size.Width, size.Height)
		put(k.between, 0, 0, size.Width, size.Height)
		put(line, 0, 0, size.Width, 1)
		left := (size.Width - k.wide()) / 2
		at := 0
		for _, row := range keyBoxes(k.rows, k.wide(), k.high()) {
			for _, place := range row {
				put(k.caps[at], left+place.x, keyboardGap/2+place.y, place.width, place.height)
				at++
			}
		}
		k.placeForms()
	}
	d.min = func() fyne.Size { return fyne.NewSize(rowShare*(48+keyboardGap), 5*k.high()+keyboardGap) }
	return newDrawing(d)
}

// placeForms puts the open forms over the key that they belong to.
func (k *Keyboard) placeForms() {
	if k.model.forms == nil {
		return
	}
	for _, one := range k.caps {
		if one.spec.role == letterKey && one.spec.letter == k.model.origin.letter {
			size := k.popUp.MinSize()
			x := one.Position().X + one.Size().Width/2 - size.Width/2
			x = max(keyboardGap, min(x, k.Size().Width-size.Width-keyboardGap))
			put(k.popUp, x, one.Position().Y-size.Height, size.Width, size.Height)
			return
		}
	}
}

// resting makes a widget one that a tap leaves the focus alone on: Fyne takes the focus from a field when
// the tap is on nothing focusable. It never gets the focus itself, because it counts as out of use.
type resting struct{}

func (resting) FocusGained()            {}
func (resting) FocusLost()              {}
func (resting) TypedRune(rune)          {}
func (resting) TypedKey(*fyne.KeyEvent) {}
func (resting) Enable()                 {}
func (resting) Disable()                {}
func (resting) Disabled() bool          { return true }

// face is how a key looks now.
func (k *Keyboard) face(key keySpec) keyFace {
	say := func(name string) string { return k.words.Say("typing." + name) }
	pressed := k.model.pressed != nil && *k.model.pressed == key
	face := keyFace{ground: Well, ink: Ink, pressed: pressed}
	switch key.role {
	case letterKey:
		face.ground = White
		letter := key.letter
		if k.model.shift != shiftOff {
			letter = unicode.ToUpper(letter)
		}
		face.text, face.label = string(letter), string(letter)
		face.hint = letterHints[key.letter]
		if k.model.shift != shiftOff && face.hint != "" {
			face.hint = upper(face.hint)
		}
	case toneKey:
		name := toneNames[key.tone]
		face.text, face.caption, face.label = say("tone."+name), say("tone."+name+".short"), say("tone."+name+".name")
		face.off = !k.composes
	case shiftKey:
		face.icon, face.label = "key_shift", say("shift")
		if k.model.shift != shiftOff {
			face.ground, face.ink = Ink, OnInk
		}
		face.bar = k.model.shift == shiftHeld
		if face.bar {
			face.label = say("shift.held")
		}
	case backKey:
		face.icon, face.label = "key_bs", say("back")
	case undoKey:
		face.icon, face.word, face.label = "undo", say("undo"), say("undo")
		face.off = k.undone == ""
		if !face.off {
			face.word, face.label = k.undone, say("undo")+": "+k.undone
		}
	case methodKey:
		face.text, face.caption = say("method."+string(k.method)), say("method")
		face.label = face.caption + ": " + face.text
		face.small, face.off = true, !k.composes
	case pageKey:
		face.word = say([]string{"page.letters", "page.numbers", "page.symbols"}[key.page])
		face.label = face.word
	case blankKey:
		face.ground, face.word, face.label = White, say("blank"), say("blank")
		face.quiet = true
	case enterKey:
		face.icon, face.label = "key_enter", say("enter")
	case doneKey:
		face.ground, face.ink = Ink, OnInk
		face.word, face.label = say("done"), say("done")
	case hideKey:
		face.icon, face.label = "chev_down", say("hide")
	}
	return face
}

var toneNames = map[ToneMark]string{Acute: "acute", Grave: "grave", HookTop: "hook", Tilde: "tilde", DotLow: "dot"}
