// Package seat is one signed-in device: commands out, changes in, watchers told. It folds the
// facts that the device may see, lays what is not sent yet over them, and refuses at once what the
// server would refuse anyway, by the same rules.
package seat

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

// Outbox is where commands become durable before they are sent.
type Outbox interface {
	// Enqueue makes a command durable.
	Enqueue(ctx context.Context, command change.Command, person string, at time.Time) error
	// Forget wipes what a person did here and the server has answered.
	Forget(ctx context.Context, person string) error
}

// Courier brings commands to the server.
type Courier interface {
	// Send takes a command that is durable in the outbox.
	Send(change.Command)
	// Ask sends a command that makes sense only now, and waits for the answer.
	Ask(ctx context.Context, command change.Command) (change.Answer, error)
	// Retry tries to connect at once.
	Retry()
}

// Config is what a seat is made of.
type Config struct {
	Mode    people.Mode
	Rules   []council.MajorityRule
	Outbox  Outbox
	Courier Courier
	Notes   NoteKeeper    // nil: keys of notes are in memory alone
	Passer  Passer        // nil: what is not finished is shown to nobody
	NewID   func() string // UUIDv7
	Now     func() time.Time
}

// Seat is safe for use from any goroutine. What it hands out is never changed afterwards.
type Seat struct {
	config Config

	mu          sync.Mutex
	people      *people.State
	sessions    map[string]*council.State
	facts       map[change.Audience]map[string]change.Change // what each audience holds, to fold anew after a wipe
	subjects    change.Keys                                  // of personal fields, where this device may read them
	chosen      string
	standing    people.Standing
	held        map[string]people.PaperCount // by device; replaced, never changed
	present     []string
	owing       map[string]int
	reading     council.ReadingProgress
	waiting     []waiting                // durable, not answered
	lapsed      []waiting                // that came too late to count, until their person has been told
	settled     map[string]change.Answer // by command id
	ballots     map[string]cast          // by poll: the last ballot cast here
	noteKeys    noteKeys
	noteCard    *notes.Secret // of who signed in, until their locks are here
	noteOpener  *notes.Opener // of these keys; nil: made when it is needed
	noteClock   notes.Clock
	noteRefusal string // why the room did not take the holder's last act on papers
	noteAgain   bool   // somebody without a key wants to write
	noteTurn    uint64
	notebooks   map[string]*notebook       // by session
	underway    map[string]*notes.Underway // by session: what others are drawing
	drawers     map[int]func()             // who watch that
	askers      map[string]chan change.Answer
	watchers    map[int]func()
	nextID      int
}

// cast is a ballot given on this device.
type cast struct {
	command string
	choice  council.Choice
}

type waiting struct {
	command change.Command
	person  string
	at      time.Time
}

// New returns a seat that knows nothing yet; the stored facts and outbox are brought in by Load.
func New(config Config) *Seat {
	return &Seat{
		config: config, people: people.NewState(), sessions: map[string]*council.State{},
		facts: map[change.Audience]map[string]change.Change{}, settled: map[string]change.Answer{},
		ballots: map[string]cast{}, notebooks: map[string]*notebook{}, askers: map[string]chan change.Answer{}, watchers: map[int]func(){},
		underway: map[string]*notes.Underway{}, drawers: map[int]func(){},
		standing: people.Standing{Link: people.Connecting, Since: config.Now()},
	}
}

// Waiting is a stored command of the outbox.
type Waiting struct {
	Command change.Command
	Person  string
	At      time.Time
}

// Answered is a stored command with its answer.
type Answered struct {
	Command change.Command
	Answer  change.Answer
}

// Load brings in what the device has stored. Call it once, before the link runs.
func (s *Seat) Load(facts []change.Change, outbox []Waiting, answered []Answered) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range facts {
		if err := s.apply(c); err != nil {
			return err
		}
	}
	for _, a := range answered {
		s.settled[a.Command.ID] = a.Answer
		s.noteBallot(a.Command)
	}
	for _, w := range outbox {
		s.waiting = append(s.waiting, waiting{w.Command, w.Person, w.At})
		s.noteBallot(w.Command)
	}
	s.pendingNotes()
	return nil
}

// Watch has told called after anything changed, until stop is called. It is called from whatever
// goroutine brought the change, must not wait, and must not call back into the seat.
func (s *Seat) Watch(told func()) (stop func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := s.nextID
	s.nextID++
	s.watchers[id] = told
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.watchers, id)
	}
}

// tell calls the watchers; s.mu is held, so that a stopped watcher is never called again.
func (s *Seat) tell() {
	for _, told := range s.watchers {
		told()
	}
}

func factName(c change.Change) string { return c.Kind + "\x00" + c.Key }

func (s *Seat) apply(c change.Change) error {
	held := s.facts[c.Audience]
	if held == nil {
		held = map[string]change.Change{}
		s.facts[c.Audience] = held
	}
	if c.TakenBack() {
		delete(held, factName(c))
	} else {
		held[factName(c)] = c
	}
	return s.fold(c)
}

func (s *Seat) fold(c change.Change) error {
	if c.Stream == people.Stream {
		return s.people.Apply(s.opened(c))
	}
	id, isCouncil := people.SessionOf(c.Stream)
	if !isCouncil {
		return nil // of a later version
	}
	if c.Kind == notes.Fact {
		s.foldNote(id, c)
		return nil
	}
	state := s.sessions[id]
	if state == nil {
		state = council.NewState(id)
		s.sessions[id] = state
	}
	return state.Apply(c)
}

// Changed folds changes of an audience in, or, with none, forgets the audience.
func (s *Seat) Changed(audience change.Audience, changes []change.Change) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.tell()
	if changes == nil {
		delete(s.facts, audience)
		return s.refold()
	}
	s.unshare(changes)
	for _, c := range changes {
		if err := s.apply(c); err != nil {
			return err
		}
	}
	return nil
}

// unshare replaces the states that changes will touch by copies, since the old ones were handed out.
func (s *Seat) unshare(changes []change.Change) {
	done := map[change.Stream]bool{}
	for _, c := range changes {
		if done[c.Stream] || c.Kind == notes.Fact {
			continue
		}
		done[c.Stream] = true
		if c.Stream == people.Stream {
			s.people = s.people.Clone()
		} else if id, ok := people.SessionOf(c.Stream); ok && s.sessions[id] != nil {
			s.sessions[id] = s.sessions[id].Clone()
		}
	}
}

// refold builds everything anew from the facts that are left.
func (s *Seat) refold() error {
	s.dropUnfinished()
	s.people, s.sessions, s.notebooks = people.NewState(), map[string]*council.State{}, map[string]*notebook{}
	var all []change.Change
	for _, held := range s.facts {
		for _, c := range held {
			all = append(all, c)
		}
	}
	slices.SortFunc(all, func(a, b change.Change) int { return int(int64(a.Seq) - int64(b.Seq)) })
	for _, c := range all {
		if err := s.fold(c); err != nil {
			return err
		}
	}
	s.pendingNotes()
	return nil
}

// Stood notes the link's standing. Unsent and the room's facts are the seat's own.
func (s *Seat) Stood(standing people.Standing) {
	s.mu.Lock()
	defer s.mu.Unlock()
	handed := standing.Person != s.standing.Person
	s.standing = standing
	if handed {
		s.chosen, s.noteRefusal = "", ""
		s.handNotes(standing.Person)
	}
	s.tell()
}

// Here notes which devices are here, of how many audiences devices still hold something that they may not see any
// more, and which paper the room reads.
func (s *Seat) Here(devices []string, owing map[string]int, reading council.ReadingProgress) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.present, s.owing, s.reading = devices, owing, reading
	s.tell()
}

// Settled notes the server's answer to a command of the outbox.
func (s *Seat) Settled(answer change.Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lapse(answer)
	refused := s.refuseNote(answer)
	s.waiting = slices.DeleteFunc(s.waiting, func(w waiting) bool { return w.command.ID == answer.ID })
	s.settled[answer.ID] = answer
	if asker := s.askers[answer.ID]; asker != nil {
		asker <- answer
		delete(s.askers, answer.ID)
	}
	if refused {
		s.handNotes(s.standing.Person) // without what was not taken
	}
	s.tell()
}

// Unsettled notes commands that were answered and wait again: the room was restored, or another server took
// over, and is asked once more.
func (s *Seat) Unsettled(again []Waiting) {
	if len(again) == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range again {
		delete(s.settled, w.Command.ID)
		s.waiting = append(s.waiting, waiting{w.Command, w.Person, w.At})
	}
	s.tell()
}

// Sealed notes that the keys of what was done here are gone: commands that still wait are boxes now, which the
// room alone can open, and nothing is remembered of those that were answered.
func (s *Seat) Sealed(boxes []Waiting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.settled)
	clear(s.ballots)
	for _, b := range boxes {
		for i := range s.waiting {
			if s.waiting[i].command.ID == b.Command.ID {
				s.waiting[i].command = b.Command
			}
		}
	}
	s.tell()
}

// enqueue makes a command durable and sends it. A failure means that nothing was done.
func (s *Seat) enqueue(ctx context.Context, command change.Command, body any) (string, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return "", fmt.Errorf("seat: %s: %w", command.Kind, err)
	}
	s.mu.Lock()
	person := s.standing.Person
	s.mu.Unlock()
	command.ID, command.Body, command.Person = s.config.NewID(), data, person
	return command.ID, s.give(ctx, command, func() { s.noteBallot(command) })
}

// give makes a command durable, shows what it does here, with s.mu held, and sends it. A failure means that
// nothing was done.
func (s *Seat) give(ctx context.Context, command change.Command, show func()) error {
	at := s.config.Now()
	if err := s.config.Outbox.Enqueue(ctx, command, command.Person, at); err != nil {
		return err
	}
	s.mu.Lock()
	s.waiting = append(s.waiting, waiting{command, command.Person, at})
	show()
	s.tell()
	s.mu.Unlock()
	s.config.Courier.Send(command)
	return nil
}
