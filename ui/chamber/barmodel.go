package chamber

import (
	"slices"
	"time"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// barValue is the bar at the top of the tablet.
type barValue struct {
	Title, Subtitle string
	Link            linkValue
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

// barOf says what the bar shows.
func barOf(m *moment) barValue {
	session := m.state.Session
	value := barValue{
		Link: m.link, Title: m.words.Say("chamber.bar.no-session"), Subtitle: joined(m.standing.Room, m.standing.Device),
		Clock: hourMinute(m.server, m.now), Initials: kit.Initials(m.person.Name),
	}
	if m.standing.Expired && !m.state.Exists() {
		value.Title = m.words.Say("chamber.bar.expired")
	}
	if m.state.Exists() {
		value.Find = m.words.Say("search.button")
		value.Title = joined(session.Title, session.Office)
		day := m.server
		if session.StartsAt != 0 {
			day = time.UnixMilli(session.StartsAt)
		}
		value.Subtitle = joined(session.Term, dayWords(m.words, day, m.now))
		value.Presence = m.words.Say("chamber.bar.present", "present", m.state.Present(), "total", m.state.Total())
	}
	if m.old() && (m.state.Exists() || !m.standing.Expired) { // of what expired nothing is shown that could be old
		value.Age = m.words.Say("chamber.bar.age", "time", hourMinute(m.standing.LastContact, m.now), "age", roughAge(m.words, m.age()))
		value.Stale = m.age() >= staleAfter
	}
	value.waits(m)
	if m.standing.Full {
		value.Full = m.words.Say("chamber.bar.full")
	}
	return value
}

// waits counts what is not sent: what the person did, and apart from that what is sealed.
func (b *barValue) waits(m *moment) {
	own, shut := waitingActs(m.standing)
	// A stroke is sent at once: to say so of each would have the bar blink while somebody writes.
	own = slices.DeleteFunc(own, func(act people.Unsent) bool { return act.Kind == notes.Add && !m.loud(act.Since) })
	if len(own)+len(shut) == 0 {
		return
	}
	b.UnsentLoud = m.loud(sooner(oldest(own), oldest(shut)))
	if len(own) > 0 {
		b.Unsent = m.words.Say(pick(b.UnsentLoud, "chamber.bar.unsent", "chamber.bar.sending"), "count", len(own))
	}
	b.UnsentShort = b.Unsent
	if len(shut) > 0 {
		sealed := m.words.Say("chamber.bar.sealed", "count", len(shut))
		b.UnsentShort = pick(len(own) > 0, b.Unsent, sealed)
		b.Unsent = joined(b.Unsent, sealed)
	}
}

// waitingActs are the unanswered acts without giving the tablet back: those that can be told here, and those
// that are sealed, of which nobody here can tell what they are. All that was written on papers is one act.
func waitingActs(standing people.Standing) (own, shut []people.Unsent) {
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

// unsentNotes counts what was written on papers and waits.
func unsentNotes(standing people.Standing) (count int) {
	for _, act := range standing.Unsent {
		if !act.Sealed && act.Kind == notes.Add {
			count++
		}
	}
	return count
}

// oldest is when the first of some acts was done; zero for none.
func oldest(acts []people.Unsent) (since time.Time) {
	for _, act := range acts {
		since = sooner(since, act.Since)
	}
	return since
}

// joined sets a middle dot between what is there.
func joined(parts ...string) string {
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
