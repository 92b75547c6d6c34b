package frame

import (
	"slices"
	"time"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// BarValue is the bar at the top of the tablet.
type BarValue struct {
	Title, Subtitle string
	Link            LinkValue
	Unsent          string // "2 CHƯA GỬI · 1 NIÊM PHONG"; "" where nothing waits
	UnsentShort     string // the first of it, where there is no room for more
	UnsentLoud      bool   // it has waited for long, or there is no way to send it
	Presence        string // "Có mặt 28/30"
	Age             string // in its place when the news is old: "Dữ liệu lúc 09:42, 3 phút trước"
	Stale           bool   // it may well have been overtaken
	Clock           string
	Initials        string
	Full            string // the disk takes no more
	Find            string // the word on the button of the search; "" where there is nothing to search
}

// BarOf says what the bar shows.
func BarOf(m *Moment) BarValue {
	session := m.State.Session
	value := BarValue{
		Link: m.Link, Title: m.Words.Say("chamber.bar.no-session"), Subtitle: Joined(m.Standing.Room, m.Standing.Device),
		Clock: HourMinute(m.Server, m.Now), Initials: kit.Initials(m.Person.Name),
	}
	if m.Standing.Expired && !m.State.Exists() {
		value.Title = m.Words.Say("chamber.bar.expired")
	}
	if m.State.Exists() {
		value.Find = m.Words.Say("search.button")
		value.Title = Joined(session.Title, session.Office)
		day := m.Server
		if session.StartsAt != 0 {
			day = time.UnixMilli(session.StartsAt)
		}
		value.Subtitle = Joined(session.Term, DayWords(m.Words, day, m.Now))
		value.Presence = m.Words.Say("chamber.bar.present", "present", m.State.Present(), "total", m.State.Total())
	}
	if m.Old() && (m.State.Exists() || !m.Standing.Expired) { // of what expired nothing is shown that could be old
		value.Age = m.Words.Say("chamber.bar.age", "time", HourMinute(m.Standing.LastContact, m.Now), "age", RoughAge(m.Words, m.Age()))
		value.Stale = m.Age() >= StaleAfter
	}
	value.waits(m)
	if m.Standing.Full {
		value.Full = m.Words.Say("chamber.bar.full")
	}
	return value
}

// waits counts what is not sent: what the person did, and apart from that what is sealed.
func (b *BarValue) waits(m *Moment) {
	own, shut := WaitingActs(m.Standing)
	// A stroke is sent at once: to say so of each would have the bar blink while somebody writes.
	own = slices.DeleteFunc(own, func(act people.Unsent) bool { return act.Kind == notes.Add && !m.Loud(act.Since) })
	if len(own)+len(shut) == 0 {
		return
	}
	b.UnsentLoud = m.Loud(sooner(Oldest(own), Oldest(shut)))
	if len(own) > 0 {
		b.Unsent = m.Words.Say(Pick(b.UnsentLoud, "chamber.bar.unsent", "chamber.bar.sending"), "count", len(own))
	}
	b.UnsentShort = b.Unsent
	if len(shut) > 0 {
		sealed := m.Words.Say("chamber.bar.sealed", "count", len(shut))
		b.UnsentShort = Pick(len(own) > 0, b.Unsent, sealed)
		b.Unsent = Joined(b.Unsent, sealed)
	}
}

// WaitingActs are the unanswered acts without giving the tablet back: those that can be told here, and those
// that are sealed, of which nobody here can tell what they are. All that was written on papers is one act.
func WaitingActs(standing people.Standing) (own, shut []people.Unsent) {
	wrote := false
	for _, act := range standing.Unsent {
		switch {
		case !act.Sealed && act.Kind == notes.Add && wrote:
		case act.Sealed:
			shut = append(shut, act)
		case act.Kind != people.SignOutKind:
			wrote = wrote || act.Kind == notes.Add
			own = append(own, act)
		}
	}
	return own, shut
}

// UnsentNotes counts what was written on papers and waits.
func UnsentNotes(standing people.Standing) (count int) {
	for _, act := range standing.Unsent {
		if !act.Sealed && act.Kind == notes.Add {
			count++
		}
	}
	return count
}

// Oldest is when the first of some acts was done; zero for none.
func Oldest(acts []people.Unsent) (since time.Time) {
	for _, act := range acts {
		since = sooner(since, act.Since)
	}
	return since
}

// Joined sets a middle dot between what is there.
func Joined(parts ...string) string {
	text := ""
	for _, part := range parts {
		if part == "" {
			continue
		}
		if text != "" {
			text += " · "
		}
		text += part
	}
	return text
}
