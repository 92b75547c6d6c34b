package chamber

import (
	"strings"
	"time"
	"unicode"

	"congso.vn/congso/ui/frame"
)

// plateValue is the dark panel of the start screen: which room, which session, which tablet.
type plateValue struct {
	Office, Title, Term string
	When, Place         string
	Label, Number       string // "Máy số", "17"
	Link                frame.LinkValue
}

func plateOf(m *frame.Moment) plateValue {
	session := m.State.Session
	value := plateValue{Link: m.Link, Office: m.Standing.Room, Title: m.Words.Say("chamber.plate.title")}
	if m.State.Exists() {
		value.Title, value.Term, value.Place = session.Title, session.Term, session.Place
		if session.Office != "" {
			value.Office = session.Office
		}
		if session.StartsAt != 0 {
			at := time.UnixMilli(session.StartsAt)
			value.When = m.Words.Say("chamber.plate.when", "time", frame.HourMinute(at, m.Now), "day", frame.DayWords(m.Words, at, m.Now))
		}
	}
	value.Label, value.Number = tabletName(m.Standing.Device)
	return value
}

// tabletName parts a tablet's name from the number at its end, which is drawn large.
func tabletName(name string) (label, number string) {
	label = strings.TrimRightFunc(name, unicode.IsDigit)
	return strings.TrimSpace(label), name[len(label):]
}
