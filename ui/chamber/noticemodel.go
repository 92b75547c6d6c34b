package chamber

import (
	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/kit"
)

// noticeValue is a sentence over the papers that concerns the whole screen.
type noticeValue struct {
	Text string
	Icon string
	Kind kit.StripKind
}

// noticeOf says what the person should know of session and tablet; the gravest thing only.
func noticeOf(m *moment) noticeValue {
	session := m.state.Session
	switch {
	case m.link.State == rejected:
		return noticeValue{m.link.Text, "warn", kit.AlertStrip}
	case m.standing.Full:
		return noticeValue{m.words.Say("chamber.bar.full"), "warn", kit.AlertStrip}
	case session.State == council.SessionClosed && session.ClosedAt != 0:
		return noticeValue{m.words.Say("chamber.session.closed", "time", m.clock(session.ClosedAt)), "info", kit.NoticeStrip}
	case session.State == council.SessionClosed:
		return noticeValue{m.words.Say("chamber.session.closed.bare"), "info", kit.NoticeStrip}
	case session.State == council.SessionPrepared:
		return noticeValue{m.words.Say("chamber.session.prepared"), "info", kit.NoticeStrip}
	}
	return noticeValue{}
}
