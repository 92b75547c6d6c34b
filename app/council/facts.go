package council

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/speaking"
)

// fact is how one kind of facts stands in a state. Of two changes of one fact the later wins; that is seen to
// before apply is called.
type fact struct {
	empty func(*State)                      // makes an empty place for it
	copy  func(into, from *State)           // gives into a place of its own
	apply func(*State, change.Change) error // folds one change in; after an error nothing has changed
}

// facts is the table of all kinds of facts that a state knows. A new noun of the session is one row here. Notes
// are apart: there are hundreds of thousands of them, and none is ever written again.
var facts = map[string]fact{
	SessionKind: {
		empty: func(s *State) { s.Session = Session{} },
		copy:  func(into, from *State) { into.Session = from.Session },
		apply: func(s *State, c change.Change) error {
			session, err := decode[Session](c)
			if err == nil {
				session.Seq = c.Seq
				s.Session = session
			}
			return err
		},
	},
	ItemKind:       keyed(func(s *State) *map[string]Item { return &s.Items }, func(v *Item, c change.Change) { v.Seq = c.Seq }),
	DocumentKind:   keyed(func(s *State) *map[string]Document { return &s.Documents }, func(v *Document, c change.Change) { v.Seq = c.Seq }),
	ReadingKind:    keyed(func(s *State) *map[string]Reading { return &s.Readings }, asWritten),
	OriginalKind:   keyed(func(s *State) *map[string]Original { return &s.Originals }, asWritten),
	CheckKind:      keyed(func(s *State) *map[string]Check { return &s.Checks }, asWritten),
	IssueKind:      keyed(func(s *State) *map[string]Issue { return &s.Issues }, asWritten),
	ListKind:       keyed(func(s *State) *map[string]speaking.Setup { return &s.Lists }, asWritten),
	SpeechKind:     nested(func(s *State) *map[string]map[string]speaking.Entry { return &s.Speeches }, func(*State, *speaking.Entry, change.Change) {}),
	DeputyKind:     keyed(func(s *State) *map[string]Deputy { return &s.Deputies }, func(v *Deputy, c change.Change) { v.Seq = c.Seq }),
	AttendanceKind: keyed(func(s *State) *map[string]Attendance { return &s.Attendances }, func(v *Attendance, c change.Change) { v.Seq = c.Seq }),
	PollKind:       pollFact(),
	BallotKind: nested(func(s *State) *map[string]map[string]Ballot { return &s.Ballots }, func(s *State, v *Ballot, c change.Change) {
		v.Seq, v.Epoch, v.At = c.Seq, c.Epoch, c.At
		s.dirty[v.Poll] = true
	}),
	CastKind:   nested(func(s *State) *map[string]map[string]Cast { return &s.Casts }, func(*State, *Cast, change.Change) {}),
	TallyKind:  keyed(func(s *State) *map[string]Tally { return &s.Tallies }, asWritten),
	ResultKind: keyed(func(s *State) *map[string]Result { return &s.Results }, func(v *Result, c change.Change) { v.Seq = c.Seq }),
	RollKind:   keyed(func(s *State) *map[string]Roll { return &s.Rolls }, asWritten),
}

// asWritten is for facts that need nothing of the change that wrote them.
func asWritten[T any](*T, change.Change) {}

// keyed is a kind with one value a key. finish adds to the value what stands beside its body.
func keyed[T any](place func(*State) *map[string]T, finish func(*T, change.Change)) fact {
	return fact{
		empty: func(s *State) { *place(s) = map[string]T{} },
		copy:  func(into, from *State) { *place(into) = maps.Clone(*place(from)) },
		apply: func(s *State, c change.Change) error {
			if c.TakenBack() {
				delete(*place(s), c.Key)
				return nil
			}
			value, err := decode[T](c)
			if err == nil {
				finish(&value, c)
				(*place(s))[c.Key] = value
			}
			return err
		},
	}
}

// nested is a kind whose key is two names, whole "/" part: the ballots of a poll by voter.
func nested[T any](place func(*State) *map[string]map[string]T, finish func(*State, *T, change.Change)) fact {
	return fact{
		empty: func(s *State) { *place(s) = map[string]map[string]T{} },
		copy: func(into, from *State) {
			*place(into) = map[string]map[string]T{}
			for whole, parts := range *place(from) {
				(*place(into))[whole] = maps.Clone(parts)
			}
		},
		apply: func(s *State, c change.Change) error {
			whole, part, _ := strings.Cut(c.Key, "/")
			if c.TakenBack() {
				delete((*place(s))[whole], part)
				return nil
			}
			value, err := decode[T](c)
			if err != nil {
				return err
			}
			finish(s, &value, c)
			if (*place(s))[whole] == nil {
				(*place(s))[whole] = map[string]T{}
			}
			(*place(s))[whole][part] = value
			return nil
		},
	}
}

// pollFact is keyed; a poll that is taken back takes its ballots along.
func pollFact() fact {
	polls := keyed(func(s *State) *map[string]Poll { return &s.Polls }, func(v *Poll, c change.Change) { v.Seq = c.Seq })
	apply := polls.apply
	polls.apply = func(s *State, c change.Change) error {
		if c.TakenBack() {
			delete(s.Ballots, c.Key)
			delete(s.Casts, c.Key)
		}
		return apply(s, c)
	}
	return polls
}

// name is which fact a change is about.
type name struct{ kind, key string }

// standing is the latest change of a fact: its number, and who may see it; nobody where it was taken back.
type standing struct {
	seq      uint64
	audience change.Audience
}

// facts returns every fact that stands, the latest first.
func (s *State) facts() []name {
	var all []name
	for n, latest := range s.seen {
		if latest.audience != "" {
			all = append(all, n)
		}
	}
	slices.SortFunc(all, func(a, b name) int { return cmp.Compare(s.seen[b].seq, s.seen[a].seq) })
	return all
}
