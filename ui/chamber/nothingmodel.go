package chamber

// nothingValue is why there is no session on the screen of who holds the tablet.
type nothingValue struct {
	Icon  string
	Text  string // "" where there is a session
	Note  string // what was kept, and what comes next
	Retry bool
}

// nothingOf says why. What expired is no empty agenda: it was here, and comes back with the room.
func nothingOf(m *moment) nothingValue {
	switch {
	case m.standing.Expired:
		value := nothingValue{Icon: "lock", Text: m.words.Say("expired"), Note: m.words.Say("chamber.expired.note"), Retry: m.cut()}
		if m.link.State == connected {
			value.Note = m.words.Say("chamber.expired.coming")
		}
		if _, shut := waitingActs(m.standing); len(shut) > 0 {
			value.Note += " " + m.words.Say("chamber.expired.kept", "sealed", m.words.Say("unsent.sealed", "count", len(shut)))
		}
		return value
	case m.link.State != connected:
		return nothingValue{Icon: "cal", Text: m.words.Say("chamber.session.none.offline")}
	}
	return nothingValue{Icon: "cal", Text: m.words.Say("chamber.session.none")}
}
