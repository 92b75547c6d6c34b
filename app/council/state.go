package council

import (
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/kind"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/speaking"
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
	Issues      map[string]Issue                     // what documents were before, by document and revision
	Lists       map[string]speaking.Setup            // of speakers, by item
	Speeches    map[string]map[string]speaking.Entry // item, request
	Deputies    map[string]Deputy
	Attendances map[string]Attendance
	Polls       map[string]Poll
	Ballots     map[string]map[string]Ballot // poll, voter
	Casts       map[string]map[string]Cast   // poll, voter
	Tallies     map[string]Tally
	Results     map[string]Result
	Rolls       map[string]Roll

	notes   *kind.Set            // digests of what was written on papers
	seen    map[name]standing    // the latest change of each fact
	dirty   map[string]bool      // polls whose count changed since it was last told
	tallied map[string]time.Time // when the count of a running poll was last told
}

// NewState returns the state of a session of which nothing is known yet.
func NewState(id string) *State {
	s := &State{ID: id, notes: kind.NewSet(noteRule(id)), seen: map[name]standing{}, dirty: map[string]bool{}, tallied: map[string]time.Time{}}
	for _, f := range facts {
		f.empty(s)
	}
	return s
}

// Clone returns a copy that Apply on either side does not touch on the other.
func (s *State) Clone() *State {
	c := *s
	for _, f := range facts {
		f.copy(&c, s)
	}
	c.notes, c.seen, c.dirty, c.tallied = s.notes.Clone(), maps.Clone(s.seen), maps.Clone(s.dirty), maps.Clone(s.tallied)
	return &c
}

// Apply folds one change in. A kind it does not know is left alone, so that an older program can
// follow a newer server's log. The error says which body could not be read.
func (s *State) Apply(c change.Change) error {
	if c.Kind == notes.Fact { // of which there are hundreds of thousands, and none is ever written again
		return s.notes.Apply(c)
	}
	f, known := facts[c.Kind]
	which := name{c.Kind, c.Key}
	if !known || c.Seq <= s.seen[which].seq {
		return nil
	}
	if err := f.apply(s, c); err != nil {
		return fmt.Errorf("council: %s %d (%s %s): %w", c.Stream, c.Seq, c.Kind, c.Key, err)
	}
	latest := standing{c.Seq, c.Audience}
	if c.TakenBack() {
		latest.audience = ""
	}
	s.seen[which] = latest
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
