package council

import (
	"encoding/json"
	"fmt"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// Bench is what a judgement needs to know besides the state and the command.
type Bench struct {
	Now     time.Time              // the server's clock
	Rules   []MajorityRule         // the office's table
	HasBlob func(hash string) bool // whether the server holds these bytes
}

// deed collects what a judgement writes.
type deed struct {
	state  *State
	drafts []change.Draft
}

func (d *deed) write(kind string, audience change.Audience, key string, body any) {
	data, err := json.Marshal(body)
	if err != nil { // only a fault of the program: every body is a plain struct
		panic(fmt.Sprintf("council: write %s: %v", kind, err))
	}
	d.drafts = append(d.drafts, change.Draft{Stream: people.CouncilStream(d.state.ID), Kind: kind, Audience: audience, Key: key, Body: data})
}

func (d *deed) takeBack(kind string, audience change.Audience, key string) {
	d.drafts = append(d.drafts, change.Draft{Stream: people.CouncilStream(d.state.ID), Kind: kind, Audience: audience, Key: key})
}

func (d *deed) hall() change.Audience   { return people.Hall(d.state.ID) }
func (d *deed) clerks() change.Audience { return people.ClerkOf(d.state.ID) }
func (d *deed) chair() change.Audience  { return people.ChairOf(d.state.ID) }

// judgement is one kind of command's rule: it writes into the deed, or returns a refusal's code.
type judgement struct {
	act  people.Act
	rule func(d *deed, actor change.Actor, command change.Command, bench Bench) change.Answer
}

// judgements is the table of all commands about a session that exists, noun by noun.
var judgements = joined(sessionJudgements, agendaJudgements, documentJudgements, rollJudgements, pollJudgements, floorJudgements)

// joined puts the tables of all nouns together.
func joined(tables ...map[string]judgement) map[string]judgement {
	all := map[string]judgement{}
	for _, table := range tables {
		for kind, rule := range table {
			if _, twice := all[kind]; twice {
				panic("council: two rules for " + kind)
			}
			all[kind] = rule
		}
	}
	return all
}

// on reads the command's body as B before the rule runs; a body that cannot be read is refused.
func on[B any](rule func(d *deed, actor change.Actor, command change.Command, body B, bench Bench) change.Answer) func(*deed, change.Actor, change.Command, Bench) change.Answer {
	return func(d *deed, actor change.Actor, command change.Command, bench Bench) change.Answer {
		var body B
		if len(command.Body) > 0 {
			if err := json.Unmarshal(command.Body, &body); err != nil {
				return change.Refuse("command.unreadable")
			}
		}
		return rule(d, actor, command, body, bench)
	}
}

// Judge decides a command: what it changes and how it is answered. It is pure: the same state,
// command and bench give the same drafts. A refusal comes without drafts. The state is not
// touched; the caller numbers the drafts and applies them.
func (s *State) Judge(actor change.Actor, command change.Command, bench Bench) ([]change.Draft, change.Answer) {
	d := &deed{state: s}
	answer := s.judge(d, actor, command, bench)
	answer.ID = command.ID
	if answer.Outcome != change.Accepted {
		return nil, answer
	}
	return d.drafts, answer
}

func (s *State) judge(d *deed, actor change.Actor, command change.Command, bench Bench) change.Answer {
	if command.Kind == CreateSession || command.Kind == ImportSession {
		switch {
		case !people.May(people.Mode(actor.Mode), people.RunSession):
			return change.Refuse("not-allowed")
		case s.Exists():
			return change.Refuse("session.exists")
		case !isID(s.ID):
			return change.Refuse("command.unreadable")
		case command.Kind == CreateSession:
			return on(createSession)(d, actor, command, bench)
		default:
			return on(importSession)(d, actor, command, bench)
		}
	}
	if command.Kind == notes.Add && s.Exists() {
		return s.writeNote(d, actor, command, bench)
	}
	known, ok := judgements[command.Kind]
	switch {
	case !ok:
		return change.Refuse("command.unknown")
	case !s.May(actor, known.act):
		return change.Refuse("not-allowed")
	case !s.Exists():
		return change.Refuse("session.unknown")
	case s.Session.State == SessionClosed:
		return change.Refuse("session.closed")
	}
	return known.rule(d, actor, command, bench)
}

// Due returns what time itself brings about: a poll whose time is over is finished, a count that
// moved is written down. The server calls it at the end of every group of commands and on ticks.
func (s *State) Due(bench Bench) []change.Draft {
	d := &deed{state: s}
	for _, poll := range s.PollsOf("") {
		if poll.State != PollStarted {
			continue
		}
		if !poll.TakesBallots(bench.Now) {
			finishPoll(d, poll)
			delete(s.dirty, poll.ID)
			delete(s.tallied, poll.ID)
		} else if last, told := s.tallied[poll.ID]; s.dirty[poll.ID] && (!told || bench.Now.Sub(last) >= TallyEvery || bench.Now.Before(last)) {
			writeTally(d, poll)
			s.tallied[poll.ID] = bench.Now
			delete(s.dirty, poll.ID)
		}
	}
	return d.drafts
}

// TallyEvery is how often the count of a running poll is told at most. Every tablet hears of it: five hundred
// ballots in a second would be told in as many counts to five hundred tablets, and the receipts would wait
// behind them.
const TallyEvery = 250 * time.Millisecond

// NextDue returns when Due has something to do next, zero for never.
func (s *State) NextDue() time.Time {
	if poll, ok := s.RunningPoll(); ok && poll.ClosesAt > 0 {
		return time.UnixMilli(poll.ClosesAt)
	}
	return time.Time{}
}

// stale compares an edit with what stands: the later of two clerks is shown what changed.
func stale(kind string, base, seq uint64, current any) (change.Answer, bool) {
	if base == seq {
		return change.Answer{}, false
	}
	answer := change.Refuse("stale")
	answer.Body, _ = json.Marshal(Stale{Kind: kind, Current: current, Seq: seq}) // a plain struct
	return answer, true
}
