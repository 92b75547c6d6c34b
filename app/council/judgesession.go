package council

import (
	"maps"
	"slices"
	"strings"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

var sessionJudgements = map[string]judgement{
	EditSession:   {people.RunSession, on(editSession)},
	OpenSession:   {people.ConductSession, on(openSession)},
	CloseSession:  {people.ConductSession, on(closeSession)},
	RemoveSession: {people.RunSession, on(removeSession)},
}

// Limits keep one command from filling the log.
const (
	maxTitle    = 600 // letters of a title, question or name
	maxItems    = 2000
	maxDeputies = 1000
	maxPapers   = 5000
	maxPolls    = 1000
)

func tooLong(texts ...string) bool {
	for _, text := range texts {
		if len([]rune(text)) > maxTitle {
			return true
		}
	}
	return false
}

// isID reports whether an id can be part of a key or of an audience: a slash would let one be taken
// for two.
func isID(id string) bool { return id != "" && !strings.Contains(id, "/") }

// checkSession cleans what a person typed and says what is wrong with it.
func checkSession(v *Session) string {
	v.Title, v.Office, v.Place = people.Clean(v.Title), people.Clean(v.Office), people.Clean(v.Place)
	v.Superior, v.Term, v.Locality = people.Clean(v.Superior), people.Clean(v.Term), people.Clean(v.Locality)
	switch {
	case v.Title == "":
		return "session.no-title"
	case v.Body != PeoplesCouncil && v.Body != PeoplesCommittee:
		return "session.no-body"
	case v.Numerals != Arabic && v.Numerals != Roman:
		return "session.numerals"
	case v.Total < 0 || v.Total > maxDeputies:
		return "session.total"
	case tooLong(v.Title, v.Office, v.Superior, v.Term, v.Place, v.Locality):
		return "too-long"
	}
	return ""
}

func createSession(d *deed, _ change.Actor, _ change.Command, v Session, _ Bench) change.Answer {
	if code := checkSession(&v); code != "" {
		return change.Refuse(code)
	}
	v.ID, v.State, v.Current, v.OpenedAt, v.ClosedAt = d.state.ID, SessionPrepared, "", 0, 0
	d.write(SessionKind, d.hall(), "", v)
	return change.Accept()
}

func editSession(d *deed, _ change.Actor, command change.Command, v Session, _ Bench) change.Answer {
	now := d.state.Session
	if answer, old := stale(SessionKind, command.Base, now.Seq, now); old {
		return answer
	}
	if code := checkSession(&v); code != "" {
		return change.Refuse(code)
	}
	v.ID, v.State, v.Current, v.OpenedAt, v.ClosedAt = now.ID, now.State, now.Current, now.OpenedAt, now.ClosedAt
	d.write(SessionKind, d.hall(), "", v)
	return change.Accept()
}

func openSession(d *deed, _ change.Actor, _ change.Command, _ Pointing, bench Bench) change.Answer {
	v := d.state.Session
	if v.State != SessionPrepared {
		return change.Refuse("session.open-already")
	}
	v.State, v.OpenedAt = SessionOpen, bench.Now.UnixMilli()
	d.write(SessionKind, d.hall(), "", v)
	return change.Accept()
}

func closeSession(d *deed, _ change.Actor, _ change.Command, _ Pointing, bench Bench) change.Answer {
	v := d.state.Session
	if v.State != SessionOpen {
		return change.Refuse("session.not-open")
	}
	if _, running := d.state.RunningPoll(); running {
		return change.Refuse("poll.running")
	}
	if item, ok := d.state.Items[v.Current]; ok {
		d.writeItem(item.paused(bench.Now))
	}
	for _, id := range slices.Sorted(maps.Keys(d.state.Speeches)) {
		d.silence(d.state.Items[id], bench)
	}
	v.State, v.ClosedAt, v.Current = SessionClosed, bench.Now.UnixMilli(), ""
	d.write(SessionKind, d.hall(), "", v)
	return change.Accept()
}

// importSession takes a whole session at once. It runs the rules of each part one after the other
// on a copy, so nothing can enter by import that could not be typed.
func importSession(d *deed, actor change.Actor, command change.Command, v Import, bench Bench) change.Answer {
	if len(v.Items) > maxItems || len(v.Deputies) > maxDeputies || len(v.Documents) > maxPapers || len(v.Polls) > maxPolls {
		return change.Refuse("too-many")
	}
	work := d.state.Clone()
	head := change.Head{}
	step := func(rule func(d *deed) change.Answer) change.Answer {
		part := &deed{state: work}
		if answer := rule(part); answer.Outcome != change.Accepted {
			return answer
		}
		for _, draft := range part.drafts {
			var c change.Change
			c, head = head.Append(draft, 0, 0)
			if err := work.Apply(c); err != nil {
				return change.Refuse("command.unreadable")
			}
		}
		d.drafts = append(d.drafts, part.drafts...)
		return change.Accept()
	}
	answer := step(func(d *deed) change.Answer { return createSession(d, actor, command, v.Session, bench) })
	for i := 0; i < len(v.Items) && answer.Outcome == change.Accepted; i++ {
		answer = step(func(d *deed) change.Answer { return putItem(d, actor, change.Command{}, v.Items[i], bench) })
	}
	for i := 0; i < len(v.Deputies) && answer.Outcome == change.Accepted; i++ {
		answer = step(func(d *deed) change.Answer { return putDeputy(d, actor, change.Command{}, v.Deputies[i], bench) })
	}
	for i := 0; i < len(v.Documents) && answer.Outcome == change.Accepted; i++ {
		answer = step(func(d *deed) change.Answer {
			return putDocument(d, actor, change.Command{}, v.Documents[i], bench)
		})
	}
	for i := 0; i < len(v.Polls) && answer.Outcome == change.Accepted; i++ {
		answer = step(func(d *deed) change.Answer { return createPoll(d, actor, change.Command{}, v.Polls[i], bench) })
	}
	return answer
}
