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
	NewID   func() string
	Now     func() time.Time
}

// Seat is safe for use from any goroutine. What it hands out is never changed afterwards.
type Seat struct {
	config Config

	mu       sync.Mutex
	people   *people.State
	sessions map[string]*council.State
	facts    map[change.Audience]map[string]change.Change // what each audience holds, to fold anew after a wipe
	chosen   string
	standing people.Standing
	present  []string
	waiting  []waiting                // durable, not answered
	settled  map[string]change.Answer // by command id
	ballots  map[string]cast          // by poll: the last ballot cast here
	askers   map[string]chan change.Answer
	watchers map[int]func()
	nextID   int
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
		ballots: map[string]cast{}, askers: map[string]chan change.Answer{}, watchers: map[int]func(){},
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
		return s.people.Apply(c)
	}
	id, isCouncil := people.SessionOf(c.Stream)
	if !isCouncil {
		return nil // of a later version
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
		if done[c.Stream] {
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
	s.people, s.sessions = people.NewState(), map[string]*council.State{}
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
	return nil
}

// Stood notes the link's standing. Unsent and the room's facts are the seat's own.
func (s *Seat) Stood(standing people.Standing) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if standing.Person != s.standing.Person {
		s.chosen = ""
	}
	s.standing = standing
	s.tell()
}

// Here notes which devices are connected.
func (s *Seat) Here(devices []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.present = devices
	s.tell()
}

// Settled notes the server's answer to a command of the outbox.
func (s *Seat) Settled(answer change.Answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = slices.DeleteFunc(s.waiting, func(w waiting) bool { return w.command.ID == answer.ID })
	s.settled[answer.ID] = answer
	if asker := s.askers[answer.ID]; asker != nil {
		asker <- answer
		delete(s.askers, answer.ID)
	}
	s.tell()
}

// enqueue makes a command durable and sends it. A failure means that nothing was done.
func (s *Seat) enqueue(ctx context.Context, stream change.Stream, kind string, base uint64, body any) (string, error) {
	data, err := json.Marshal(body)
	if err != nil {
		return "", fmt.Errorf("seat: %s: %w", kind, err)
	}
	s.mu.Lock()
	person := s.standing.Person
	s.mu.Unlock()
	command := change.Command{ID: s.config.NewID(), Kind: kind, Stream: stream, Base: base, Body: data, Person: person}
	at := s.config.Now()
	if err := s.config.Outbox.Enqueue(ctx, command, person, at); err != nil {
		return "", err
	}
	s.mu.Lock()
	s.waiting = append(s.waiting, waiting{command, person, at})
	s.noteBallot(command)
	s.tell()
	s.mu.Unlock()
	s.config.Courier.Send(command)
	return command.ID, nil
}
