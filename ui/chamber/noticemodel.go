package chamber

import (
	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// noticeValue is a sentence over the papers that concerns the whole screen.
type noticeValue struct {
	Text string
	Icon string
	Kind kit.StripKind
}

// noticeOf says what the person should know of session and tablet; the gravest thing only.
func noticeOf(m *frame.Moment) noticeValue {
	session := m.State.Session
	switch {
	case m.Link.State == frame.Rejected:
		return noticeValue{m.Link.Text, "warn", kit.AlertStrip}
	case m.Standing.Full:
		return noticeValue{m.Words.Say("chamber.bar.full"), "warn", kit.AlertStrip}
	case session.State == council.SessionClosed && session.ClosedAt != 0:
		return noticeValue{m.Words.Say("chamber.session.closed", "time", m.Clock(session.ClosedAt)), "info", kit.NoticeStrip}
	case session.State == council.SessionClosed:
		return noticeValue{m.Words.Say("chamber.session.closed.bare"), "info", kit.NoticeStrip}
	case session.State == council.SessionPrepared:
		return noticeValue{m.Words.Say("chamber.session.prepared"), "info", kit.NoticeStrip}
	}
	return noticeValue{}
}
