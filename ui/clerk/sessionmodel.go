package clerk

import (
	"context"
	"encoding/json"
	"slices"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

func (d *desk) sessionsSight() sessionsSight {
	known := d.config.Sessions.Sessions()
	s := sessionsSight{Empty: len(known) == 0, Import: d.packs.sight(d)}
	shown := d.state().ID
	for _, state := range known {
		session := state.Session
		row := sessionRow{
			ID: state.ID, Title: session.Title, Office: joined(" · ", session.Office, session.Term),
			When:   joined(" · ", joined(" ", d.hour(session.StartsAt), d.date(session.StartsAt)), session.Place),
			Counts: d.say("clerk.session.counts", "items", len(state.Items), "papers", papers(state), "deputies", len(state.Deputies)),
			State:  d.sessionState(session.State), Shown: state.ID == shown, Closed: session.State == council.SessionClosed,
		}
		switch session.State {
		case council.SessionOpen:
			row.StateKind = kit.DoneChip
		case council.SessionClosed:
			row.StateKind = kit.SlateChip
		}
		s.Sessions = append(s.Sessions, row)
	}
	return s
}

func papers(state *council.State) int {
	count := 0
	for _, document := range state.Documents {
		if !document.Withdrawn {
			count++
		}
	}
	return count
}

func (d *desk) sessionState(state council.SessionState) string {
	if state == "" {
		return ""
	}
	return d.say("clerk.session.state." + string(state))
}

// chooseSession shows a session: where it runs, its running; else its preparation.
func (d *desk) chooseSession(id string) {
	d.config.Sessions.Choose(id)
	d.page = preparePage
	if d.state().Session.State != council.SessionPrepared {
		d.page = runPage
	}
	d.refresh()
}

func (d *desk) newSession() {
	id := d.config.NewID()
	d.openForm(d.sessionForm(d.say("clerk.session.new"), id, council.Session{Body: council.PeoplesCouncil}, council.CreateSession, func() {
		d.config.Sessions.Choose(id)
		d.page = preparePage
		d.notify(kit.DoneStrip, "check", d.say("clerk.session.made"))
	}))
}

func (d *desk) changeSession(id string) {
	known := d.config.Sessions.Sessions()
	at := slices.IndexFunc(known, func(s *council.State) bool { return s.ID == id })
	if at < 0 {
		return
	}
	before := known[at].Session
	d.openForm(d.sessionForm(d.say("clerk.session.change"), id, before, council.EditSession, func() {
		d.notify(kit.DoneStrip, "check", d.say("clerk.saved"))
	}))
}

// sessionForm asks for what a session is. The table of majorities is shown and not changed: it is the
// office's, and a poll takes a copy of its row.
func (d *desk) sessionForm(title, id string, before council.Session, kind string, done func()) *openForm {
	base := before.Seq
	form := &openForm{done: done, faultAt: map[string]string{
		"session.no-title": "title", "session.no-body": "body", "session.total": "total",
	}}
	form.sight = formSight{Title: title, Save: d.say("clerk.save"), Note: d.rulesNote(), Fields: []field{
		{ID: "title", Label: d.say("clerk.session.title"), Help: d.say("clerk.session.title.help"), Value: before.Title},
		{ID: "body", Label: d.say("clerk.session.body"), Kind: choiceField, Value: string(before.Body), Options: []kit.Option{
			{ID: string(council.PeoplesCouncil), Text: d.say("clerk.body.hdnd")},
			{ID: string(council.PeoplesCommittee), Text: d.say("clerk.body.ubnd")},
		}},
		{ID: "office", Label: d.say("clerk.session.office"), Value: before.Office},
		{ID: "superior", Label: d.say("clerk.session.superior"), Value: before.Superior, Half: true},
		{ID: "term", Label: d.say("clerk.session.term"), Value: before.Term, Half: true},
		{ID: "date", Label: d.say("clerk.session.date"), Help: d.say("clerk.session.date.help"), Value: d.date(before.StartsAt), Half: true},
		{ID: "hour", Label: d.say("clerk.session.hour"), Help: d.say("clerk.session.hour.help"), Value: d.hour(before.StartsAt), Half: true},
		{ID: "place", Label: d.say("clerk.session.place"), Value: before.Place},
		{ID: "locality", Label: d.say("clerk.session.locality"), Help: d.say("clerk.session.locality.help"), Value: before.Locality, Half: true},
		{ID: "total", Label: d.say("clerk.session.total"), Help: d.say("clerk.session.total.help"), Value: written(before.Total), Half: true},
		{ID: "numerals", Label: d.say("clerk.session.numerals"), Kind: choiceField, Value: numeralsID(before.Numerals), Options: []kit.Option{
			{ID: arabicID, Text: d.say("clerk.session.numerals.arabic")},
			{ID: string(council.Roman), Text: d.say("clerk.session.numerals.roman")},
		}},
	}}
	form.check = func(a map[string]string) map[string]string {
		faults := map[string]string{}
		if _, ok := d.readTime(a["date"], a["hour"]); !ok {
			faults["date"] = d.say("clerk.session.date.fault")
		}
		if _, ok := number(a["total"]); !ok {
			faults["total"] = d.say("refusal.session.total")
		}
		return faults
	}
	form.send = func(ctx context.Context, a map[string]string) error {
		session := before
		session.Title, session.Office, session.Superior, session.Term = a["title"], a["office"], a["superior"], a["term"]
		session.Body, session.Place, session.Locality = council.Body(a["body"]), a["place"], a["locality"]
		session.StartsAt, _ = d.readTime(a["date"], a["hour"]) // checked before
		session.Total, _ = number(a["total"])
		if session.Numerals = council.Numerals(a["numerals"]); a["numerals"] == arabicID {
			session.Numerals = council.Arabic
		}
		return d.config.Acts.DoIn(ctx, people.CouncilStream(id), kind, base, session)
	}
	form.stale = func(body json.RawMessage) (map[string]string, error) {
		now, seq, err := current[council.Session](body)
		before, base = now, seq // what the form does not hold, such as the chair, is kept as it stands
		return map[string]string{
			"title": now.Title, "body": string(now.Body), "office": now.Office, "superior": now.Superior, "term": now.Term,
			"date": d.date(now.StartsAt), "hour": d.hour(now.StartsAt), "place": now.Place, "locality": now.Locality,
			"total": written(now.Total), "numerals": numeralsID(now.Numerals),
		}, err
	}
	return form
}

// arabicID is the id of the usual numerals in a choice, whose ids are never empty.
const arabicID = "arabic"

func numeralsID(n council.Numerals) string {
	if n == council.Arabic {
		return arabicID
	}
	return string(n)
}

// current reads what a stale edit was told: the value that stands, and its number.
func current[T any](body json.RawMessage) (value T, seq uint64, err error) {
	var told struct {
		Current T      `json:"current"`
		Seq     uint64 `json:"seq"`
	}
	err = json.Unmarshal(body, &told)
	return told.Current, told.Seq, err
}

// rulesNote lists the office's majorities.
func (d *desk) rulesNote() string {
	note := d.say("clerk.rules")
	for _, rule := range d.config.Room.Rules() {
		note += "\n" + "• " + joined(": ", d.say("clerk.body.short."+string(rule.Body)), joined(" · ", d.ruleWords(rule), rule.Clause))
	}
	return note
}

func (d *desk) openSession() {
	state := d.state()
	sentence := d.say("clerk.session.open.ask", "title", state.Session.Title)
	if needed, met := state.Quorum(d.config.Room.Rules()); !met {
		sentence = joined(" ", sentence, d.say("clerk.session.open.quorum", "present", state.Present(), "needed", needed))
	}
	d.ask(d.say("clerk.session.open"), sentence, d.say("clerk.session.open"), "gavel", func() {
		d.do("session.open", council.OpenSession, 0, council.Pointing{}, func() {
			d.page = runPage
			d.notify(kit.DoneStrip, "check", d.say("clerk.session.opened"))
		})
	})
}

func (d *desk) closeSession() {
	sentence := d.say("clerk.session.close.ask", "title", d.state().Session.Title)
	if rest := restOf(d.state()); rest > 0 {
		sentence = joined(" ", sentence, d.say("clerk.session.close.rest", "count", rest))
	}
	d.ask(d.say("clerk.session.close"), sentence, d.say("clerk.session.close"), "lock", func() {
		d.do("session.close", council.CloseSession, 0, council.Pointing{}, func() {
			d.notify(kit.DoneStrip, "check", d.say("clerk.session.closed"))
		})
	})
}

// restOf counts the items that have not been taken up.
func restOf(state *council.State) int {
	count := 0
	for _, item := range state.Items {
		if item.State == council.ItemComing {
			count++
		}
	}
	return count
}
