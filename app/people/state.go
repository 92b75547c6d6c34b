package people

import (
	"encoding/json"
	"fmt"
	"maps"

	"congso.vn/congso/app/change"
)

// State is what the people stream adds up to. Not safe for concurrent use.
type State struct {
	Persons     map[string]Person
	Credentials map[string]Credential // by person; empty on every device
	Devices     map[string]Device
	Holdings    map[string]Holding // by device
	Erasures    map[string]Erasure // by person
}

// NewState returns a room that knows nobody.
func NewState() *State {
	return &State{Persons: map[string]Person{}, Credentials: map[string]Credential{}, Devices: map[string]Device{}, Holdings: map[string]Holding{}, Erasures: map[string]Erasure{}}
}

// Clone returns a copy.
func (s *State) Clone() *State {
	return &State{Persons: maps.Clone(s.Persons), Credentials: maps.Clone(s.Credentials), Devices: maps.Clone(s.Devices), Holdings: maps.Clone(s.Holdings), Erasures: maps.Clone(s.Erasures)}
}

// Apply folds one change in. A kind it does not know is left alone.
func (s *State) Apply(c change.Change) error {
	var err error
	switch c.Kind {
	case PersonFact:
		err = fold(s.Persons, c, func(p *Person) { p.Revision, p.Personal = c.Seq, personalOf(c) })
	case CredentialFact:
		err = fold(s.Credentials, c, func(*Credential) {})
	case DeviceFact:
		err = fold(s.Devices, c, func(d *Device) { d.Revision = c.Seq })
	case HoldingFact:
		err = fold(s.Holdings, c, func(*Holding) {})
	case ErasureFact:
		err = fold(s.Erasures, c, func(*Erasure) {})
	}
	if err != nil {
		return fmt.Errorf("people: %d (%s %s): %w", c.Seq, c.Kind, c.Key, err)
	}
	return nil
}

func fold[T any](facts map[string]T, c change.Change, finish func(*T)) error {
	if c.TakenBack() {
		delete(facts, c.Key)
		return nil
	}
	var value T
	if err := json.Unmarshal(c.Body, &value); err != nil {
		return err
	}
	finish(&value)
	facts[c.Key] = value
	return nil
}

// Holder returns who holds a device, "" for nobody.
func (s *State) Holder(device string) string { return s.Holdings[device].Person }

// ByCode finds the person of a code's keyed hash.
func (s *State) ByCode(hash string) (Person, bool) {
	return s.by(func(c Credential) bool { return c.Code == hash })
}

// ByCard finds the person of a card's keyed hash.
func (s *State) ByCard(hash string) (Person, bool) {
	return s.by(func(c Credential) bool { return c.Card == hash })
}

func (s *State) by(is func(Credential) bool) (Person, bool) {
	for _, credential := range s.Credentials {
		if is(credential) {
			person, ok := s.Persons[credential.Person]
			return person, ok
		}
	}
	return Person{}, false
}

// NextNumber is the lowest number that no device has.
func (s *State) NextNumber() int {
	taken := map[int]bool{}
	for _, device := range s.Devices {
		taken[device.Number] = true
	}
	number := 1
	for taken[number] {
		number++
	}
	return number
}
