package chamber

import (
	"strings"
	"time"
	"unicode"
)

// plateValue is the dark panel of the start screen: which room, which session, which tablet.
type plateValue struct {
	Office, Title, Term string
	When, Place         string
	Label, Number       string // "Máy số", "17"
	Link                linkValue
}

func plateOf(m *moment) plateValue {
	session := m.state.Session
	value := plateValue{Link: m.link, Office: m.standing.Room, Title: m.words.Say("chamber.plate.title")}
	if m.state.Exists() {
		value.Title, value.Term, value.Place = session.Title, session.Term, session.Place
		if session.Office != "" {
			value.Office = session.Office
		}
		if session.StartsAt != 0 {
			at := time.UnixMilli(session.StartsAt)
			value.When = m.words.Say("chamber.plate.when", "time", hourMinute(at, m.now), "day", dayWords(m.words, at, m.now))
		}
	}
	value.Label, value.Number = tabletName(m.standing.Device)
	return value
}

// tabletName parts a tablet's name from the number at its end, which is drawn large.
func tabletName(name string) (label, number string) {
	label = strings.TrimRightFunc(name, unicode.IsDigit)
	return strings.TrimSpace(label), name[len(label):]
}
