package chamber

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/frame"
)

// codeLength is how many digits a personal code has.
const codeLength = 8

// signValue is the screen of a tablet that nobody holds.
type signValue struct {
	Plate    plateValue
	Sentence string // under the boxes
	Fault    bool   // the sentence says what went wrong
	Wrong    int    // grows with every refused try: the boxes are emptied and outlined
	Busy     bool
	Locked   bool // the keypad is out of use
	Count    string
	Greeting greeting
	Look     frame.Look
}

// greeting is who took the tablet just now, to be confirmed.
type greeting struct{ Name, Note string }

// signModel lets a person take the tablet (nhận máy) with the eight digits of a code or the text of a
// card. The tablet belongs to whoever takes it.
type signModel struct {
	setting *frame.Setting
	holder  Holder
	errands *frame.Errands
	changed func()

	busy   bool
	fault  string
	wrong  int
	until  int64 // no code before this time of the server's clock
	expect bool  // the person who comes next took the tablet here, just now
}

// enter tries a code or the text of a card, however it was typed.
func (s *signModel) enter(codeOrCard string) {
	codeOrCard = strings.TrimSpace(codeOrCard)
	if s.busy || codeOrCard == "" {
		return
	}
	s.busy, s.fault = true, ""
	s.errands.Run(func(ctx context.Context) error {
		ctx, cancel := context.WithTimeout(ctx, frame.SignPatience)
		defer cancel()
		return s.holder.SignIn(ctx, codeOrCard)
	}, s.entered)
	s.changed()
}

func (s *signModel) entered(err error) {
	s.busy = false
	s.expect = err == nil
	var refusal *people.Refusal
	switch {
	case err == nil:
		s.fault, s.until = "", 0
	case errors.As(err, &refusal):
		s.wrong++
		s.fault = s.setting.Sentence(err)
		var wait struct {
			Until int64 `json:"until"`
		}
		if json.Unmarshal(refusal.Body, &wait) == nil {
			s.until = wait.Until
		}
	case errors.Is(err, context.DeadlineExceeded):
		s.fault = s.setting.Words.Say("chamber.sign.slow")
	default:
		s.fault = s.setting.Sentence(err)
	}
	s.changed()
}

// typed takes a fault away, because the next try has begun.
func (s *signModel) typed() {
	if s.fault != "" {
		s.fault = ""
		s.changed()
	}
}

// value is the screen at a moment; digits is how many stand in the boxes.
func (s *signModel) value(m *frame.Moment, digits int, look frame.Look) signValue {
	value := signValue{Plate: plateOf(m), Fault: s.fault != "", Wrong: s.wrong, Busy: s.busy, Look: look}
	if until := m.Here(s.until); s.until > 0 && m.Now.Before(until) {
		value.Locked, value.Count = true, frame.Countdown(until.Sub(m.Now))
	}
	switch m.Link.State {
	case frame.Connected:
	case frame.Rejected, frame.Connecting:
		value.Locked = value.Locked || m.Standing.Link != people.Connecting && m.Standing.Link != people.Offline
	}
	switch {
	case s.fault != "":
		value.Sentence = s.fault
	case s.busy:
		value.Sentence = m.Words.Say("chamber.sign.busy")
	case m.Standing.Link == people.Unpaired || m.Standing.Link == people.Waiting || m.Standing.Link == people.Rejected:
		value.Sentence, value.Fault = m.Words.Say("chamber.sign.no-room."+string(m.Standing.Link)), true
	case m.Link.State == frame.Offline:
		value.Sentence, value.Fault = m.Words.Say("chamber.sign.offline"), true
	case digits > 0:
		value.Sentence = m.Words.Say("chamber.sign.left", "count", codeLength-digits)
	default:
		value.Sentence = m.Words.Say("chamber.sign.hint")
		if _, shut := frame.WaitingActs(m.Standing); len(shut) > 0 && m.Loud(frame.Oldest(shut)) {
			value.Sentence = m.Words.Say("chamber.sign.sealed", "sealed", m.Words.Say("unsent.sealed", "count", len(shut)))
		}
	}
	if m.Held {
		value.Greeting = greeting{Name: m.Person.Name, Note: frame.Joined(m.Person.Position, m.Person.Group)}
		if value.Greeting.Name == "" {
			value.Greeting.Name = m.Words.Say("chamber.person.unnamed")
		}
	}
	return value
}
