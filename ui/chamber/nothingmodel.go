package chamber

import "congso.vn/congso/ui/frame"

// nothingValue is why there is no session on the screen of who holds the tablet.
type nothingValue struct {
	Icon  string
	Text  string // "" where there is a session
	Note  string // what was kept, and what comes next
	Retry bool
}

// nothingOf says why. What expired is no empty agenda: it was here, and comes back with the room.
func nothingOf(m *frame.Moment) nothingValue {
	switch {
	case m.Standing.Expired:
		value := nothingValue{Icon: "lock", Text: m.Words.Say("expired"), Note: m.Words.Say("chamber.expired.note"), Retry: m.Cut()}
		if m.Link.State == frame.Connected {
			value.Note = m.Words.Say("chamber.expired.coming")
		}
		if _, shut := frame.WaitingActs(m.Standing); len(shut) > 0 {
			value.Note += " " + m.Words.Say("chamber.expired.kept", "sealed", m.Words.Say("unsent.sealed", "count", len(shut)))
		}
		return value
	case m.Link.State != frame.Connected:
		return nothingValue{Icon: "cal", Text: m.Words.Say("chamber.session.none.offline")}
	}
	return nothingValue{Icon: "cal", Text: m.Words.Say("chamber.session.none")}
}
