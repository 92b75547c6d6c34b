package council

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/kind"
	"congso.vn/congso/app/notes"
)

// State is what the log of one session adds up to, or the part of it that one device may see.
// Apply may be called in any order across audiences: of two changes of one fact the later seq wins.
// Not safe for concurrent use; Clone gives a reader its own.
type State struct {
	ID          string
	Session     Session
	Items       map[string]Item
	Documents   map[string]Document
	Readings    map[string]Reading // by document
	Originals   map[string]Original
	Checks      map[string]Check
	Issues      map[string]Issue // what documents were before, by document and revision
	Deputies    map[string]Deputy
	Attendances map[string]Attendance
	Polls       map[string]Poll
	Ballots     map[string]map[string]Ballot // poll, voter
	Casts       map[string]map[string]bool   // poll, voter
	Tallies     map[string]Tally
	Results     map[string]Result
	Rolls       map[string]Roll

	notes   *kind.Set            // digests of what was written on papers
	seen    map[string]uint64    // seq of the latest change of each fact
	dirty   map[string]bool      // polls whose count changed since it was last told
	tallied map[string]time.Time // when the count of a running poll was last told
}

// NewState returns the state of a session of which nothing is known yet.
func NewState(id string) *State {
	return &State{
		ID: id, Items: map[string]Item{}, Documents: map[string]Document{}, Readings: map[string]Reading{}, Issues: map[string]Issue{}, Originals: map[string]Original{}, Checks: map[string]Check{}, Deputies: map[string]Deputy{},
		Attendances: map[string]Attendance{}, Polls: map[string]Poll{}, Ballots: map[string]map[string]Ballot{},
		Casts: map[string]map[string]bool{}, Tallies: map[string]Tally{}, Results: map[string]Result{},
		Rolls: map[string]Roll{}, notes: kind.NewSet(noteRule(id)), seen: map[string]uint64{}, dirty: map[string]bool{}, tallied: map[string]time.Time{},
	}
}

// Clone returns a copy that Apply on either side does not touch on the other.
func (s *State) Clone() *State {
	c := *s
	c.Items, c.Documents, c.Deputies = maps.Clone(s.Items), maps.Clone(s.Documents), maps.Clone(s.Deputies)
	c.Originals, c.Checks = maps.Clone(s.Originals), maps.Clone(s.Checks)
	c.Readings, c.Issues, c.notes = maps.Clone(s.Readings), maps.Clone(s.Issues), s.notes.Clone()
	c.Attendances, c.Polls = maps.Clone(s.Attendances), maps.Clone(s.Polls)
	c.Tallies, c.Results, c.Rolls = maps.Clone(s.Tallies), maps.Clone(s.Results), maps.Clone(s.Rolls)
	c.Ballots, c.Casts = map[string]map[string]Ballot{}, map[string]map[string]bool{}
	for poll, ballots := range s.Ballots {
		c.Ballots[poll] = maps.Clone(ballots)
	}
	for poll, casts := range s.Casts {
		c.Casts[poll] = maps.Clone(casts)
	}
	c.seen, c.dirty, c.tallied = maps.Clone(s.seen), maps.Clone(s.dirty), maps.Clone(s.tallied)
	return &c
}

// Apply folds one change in. A kind it does not know is left alone, so that an older program can
// follow a newer server's log. The error says which body could not be read.
func (s *State) Apply(c change.Change) error {
	if c.Kind == notes.Fact { // of which there are hundreds of thousands, and none is ever written again
		return s.notes.Apply(c)
	}
	fact := c.Kind + "\x00" + c.Key
	if c.Seq <= s.seen[fact] {
		return nil
	}
	var err error
	switch c.Kind {
	case SessionKind:
		var session Session
		if session, err = decode[Session](c); err == nil {
			session.Seq = c.Seq
			s.Session = session
		}
	case ItemKind:
		err = put(s.Items, c, func(v *Item) { v.Seq = c.Seq })
	case DocumentKind:
		err = put(s.Documents, c, func(v *Document) { v.Seq = c.Seq })
	case ReadingKind:
		err = put(s.Readings, c, func(*Reading) {})
	case OriginalKind:
		err = put(s.Originals, c, func(*Original) {})
	case CheckKind:
		err = put(s.Checks, c, func(*Check) {})
	case IssueKind:
		err = put(s.Issues, c, func(*Issue) {})
	case DeputyKind:
		err = put(s.Deputies, c, func(v *Deputy) { v.Seq = c.Seq })
	case AttendanceKind:
		err = put(s.Attendances, c, func(v *Attendance) { v.Seq = c.Seq })
	case PollKind:
		err = put(s.Polls, c, func(v *Poll) { v.Seq = c.Seq })
		if c.TakenBack() {
			delete(s.Ballots, c.Key)
			delete(s.Casts, c.Key)
		}
	case BallotKind:
		err = s.applyBallot(c)
	case CastKind:
		if c.TakenBack() {
			poll, voter, _ := strings.Cut(c.Key, "/")
			delete(s.Casts[poll], voter)
			break
		}
		var cast Cast
		if cast, err = decode[Cast](c); err == nil {
			if s.Casts[cast.Poll] == nil {
				s.Casts[cast.Poll] = map[string]bool{}
			}
			s.Casts[cast.Poll][cast.Voter] = true
		}
	case TallyKind:
		err = put(s.Tallies, c, func(*Tally) {})
	case ResultKind:
		err = put(s.Results, c, func(v *Result) { v.Seq = c.Seq })
	case RollKind:
		err = put(s.Rolls, c, func(*Roll) {})
	}
	if err != nil {
		return fmt.Errorf("council: %s %d (%s %s): %w", c.Stream, c.Seq, c.Kind, c.Key, err)
	}
	s.seen[fact] = c.Seq
	return nil
}

func (s *State) applyBallot(c change.Change) error {
	if c.TakenBack() {
		poll, voter, _ := strings.Cut(c.Key, "/")
		delete(s.Ballots[poll], voter)
		return nil
	}
	ballot, err := decode[Ballot](c)
	if err != nil {
		return err
	}
	ballot.Seq, ballot.Epoch, ballot.At = c.Seq, c.Epoch, c.At
	if s.Ballots[ballot.Poll] == nil {
		s.Ballots[ballot.Poll] = map[string]Ballot{}
	}
	s.Ballots[ballot.Poll][ballot.Voter] = ballot
	s.dirty[ballot.Poll] = true
	return nil
}

func decode[T any](c change.Change) (T, error) {
	var value T
	if c.TakenBack() {
		return value, nil
	}
	err := json.Unmarshal(c.Body, &value)
	return value, err
}

func put[T any](facts map[string]T, c change.Change, finish func(*T)) error {
	if c.TakenBack() {
		delete(facts, c.Key)
		return nil
	}
	value, err := decode[T](c)
	if err != nil {
		return err
	}
	finish(&value)
	facts[c.Key] = value
	return nil
}
