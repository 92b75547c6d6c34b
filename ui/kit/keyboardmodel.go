package kit

import (
	"time"
	"unicode"
)

// shiftState is how the next letters are written.
type shiftState uint8

const (
	shiftOff  shiftState = iota
	shiftOnce            // one capital
	shiftHeld            // capitals until it is tapped again
)

// holdTime is after how long a press is a long one, repeatTime is between two repeats.
const (
	holdTime   = 450 * time.Millisecond
	repeatTime = 90 * time.Millisecond
)

// keyAct is what a key asks for.
type keyAct struct {
	role   keyRole
	letter rune
	chosen bool // from a letter's forms: it stays as it is
	tone   ToneMark
}

// keyboardModel is the state of the screen's keyboard: its page, the finger on it and the forms that are open.
// It acts through act, and calls draw after every change.
type keyboardModel struct {
	act   func(keyAct)
	draw  func()
	after After

	page    keyPage
	shift   shiftState
	enter   bool
	pressed *keySpec
	forms   [][]rune // that are open
	origin  keySpec  // the key whose forms they are
	slid    rune     // the form under the finger; 0: none
	stop    func()
}

// begin turns to the page to begin with.
func (m *keyboardModel) begin(page keyPage, enter bool) {
	m.rest()
	m.page, m.shift, m.enter = page, shiftOff, enter
	m.draw()
}

// down is a finger that comes down on a key.
func (m *keyboardModel) down(key keySpec) {
	m.rest()
	m.pressed = &key
	m.forms, m.slid = nil, 0
	switch {
	case key.role == backKey:
		m.act(keyAct{role: backKey})
		m.repeat(holdTime)
	case key.role == letterKey && letterForms[key.letter] != nil:
		m.stop = m.after(holdTime, m.open)
	}
	m.draw()
}

// open shows the forms of the letter under the finger.
func (m *keyboardModel) open() {
	if m.pressed == nil {
		return
	}
	m.origin = *m.pressed
	m.forms = formsOf(m.origin.letter, m.shift != shiftOff)
	m.draw()
}

func (m *keyboardModel) repeat(wait time.Duration) {
	m.stop = m.after(wait, func() {
		if m.pressed == nil {
			return
		}
		m.act(keyAct{role: backKey})
		m.repeat(repeatTime)
	})
}

// slide is the finger that moves: to a form, or to none.
func (m *keyboardModel) slide(form rune) {
	if m.slid != form && m.forms != nil {
		m.slid = form
		m.draw()
	}
}

// up is the finger that is lifted; away tells that it left its key.
func (m *keyboardModel) up(away bool) {
	if m.pressed == nil {
		return
	}
	key := *m.pressed
	m.rest()
	switch {
	case m.forms != nil && m.slid != 0:
		m.choose(m.slid)
	case m.forms != nil || away: // the forms wait for a tap
	default:
		m.tap(key)
	}
	m.draw()
}

// rest ends what a finger on a key has begun.
func (m *keyboardModel) rest() {
	m.pressed = nil
	if m.stop != nil {
		m.stop()
		m.stop = nil
	}
}

// choose takes one of the open forms.
func (m *keyboardModel) choose(form rune) {
	m.forms, m.slid = nil, 0
	m.write(form, true)
	m.draw()
}

// tap does what a key is for.
func (m *keyboardModel) tap(key keySpec) {
	m.forms, m.slid = nil, 0
	switch key.role {
	case letterKey:
		letter := key.letter
		if m.shift != shiftOff {
			letter = unicode.ToUpper(letter)
		}
		m.write(letter, false)
	case blankKey:
		m.write(' ', false)
	case shiftKey:
		m.shift = (m.shift + 1) % (shiftHeld + 1)
	case pageKey:
		m.page = key.page
	case backKey: // it acts when the finger comes down
	default:
		m.act(keyAct{role: key.role, tone: key.tone})
	}
}

func (m *keyboardModel) write(letter rune, chosen bool) {
	if m.shift == shiftOnce && unicode.IsLetter(letter) {
		m.shift = shiftOff
	}
	m.act(keyAct{role: letterKey, letter: letter, chosen: chosen})
}
