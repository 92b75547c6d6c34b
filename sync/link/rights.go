package link

import (
	"bytes"
	"maps"
	"slices"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// Kept is what a device remembers of its room beside the facts.
type Kept struct {
	Epoch  change.Epoch // the highest met
	Person string       // who holds the device
	Keys   change.Keys  // under which the facts are kept, by place; they are gone when this one has none
	Safe   []byte       // X25519: what is sealed for it only the room opens; empty where it is not known
}

// Inputs and outputs about what a device remembers.
type (
	// Offered: what Keep asked for is durable. Commands wait again, or in another form from now on.
	Offered struct{ Commands []change.Command }
	// Unkept: the device's disk refused what Keep asked for.
	Unkept struct{}
	// Expire: the room was not heard for so long that the keys must go.
	Expire struct{}
	// Keep remembers what is new of the room, before anything that comes of it is stored; the answer is
	// Offered or Unkept.
	Keep struct{ Kept }
)

// signOut is the kind of command by which a person gives the device back; people.SignOutKind.
const signOut = "people.sign-out"

// signIn is the kind by which one takes it; people.SignInKind.
const signIn = "people.sign-in"

func (s *State) keep() Keep { return Keep{Kept{s.Epoch, s.Person, s.Keys, s.Safe}} }

// givenBack reports whether a person gave the device back and the room has not answered that yet. Where
// the room cannot take what is sealed, the person holds the device until it has.
func (s *State) givenBack(person string) bool {
	return person != "" && len(s.Safe) > 0 && slices.ContainsFunc(s.pending, func(c change.Command) bool {
		return c.Kind == signOut && c.Person == person
	})
}

// rights takes the room's word on who holds the device and what it may see. What its person gave back is
// nobody's, whatever a room says that has not heard of it.
func (s *State) rights(r wire.Rights) (out []any, anew bool) {
	s.said = r.Person
	if s.givenBack(r.Person) {
		r = wire.Rights{}
	}
	return s.entitle(r)
}

// entitle wipes what may no longer be seen, and what is kept under a key that is another one now; anew says
// that some of that may be seen and has to be fetched from its beginning.
func (s *State) entitle(r wire.Rights) (out []any, anew bool) {
	before := s.Keys
	remember := r.Person != s.Person || !r.Keys.Equal(s.Keys) || s.unkept
	s.Person, s.Audiences, s.Keys = r.Person, r.Audiences, r.Keys
	if remember {
		s.unkept = false
		out = append(out, s.keep())
	}
	for _, audience := range slices.Sorted(maps.Keys(s.Cursors)) {
		seen, place := slices.Contains(r.Audiences, audience), audience.Place()
		if seen && bytes.Equal(before[place], r.Keys[place]) {
			continue
		}
		anew = anew || seen
		delete(s.Cursors, audience)
		out = append(out, Wipe{audience})
	}
	return append(out, Told{}), anew
}

// offered goes on where Keep was asked for.
func (s *State) offered(in Offered) []any {
	for _, command := range in.Commands {
		if i := slices.IndexFunc(s.pending, func(c change.Command) bool { return c.ID == command.ID }); i >= 0 {
			s.pending[i] = command
		} else {
			s.pending = append(s.pending, command)
		}
	}
	if greeting := s.greeting; greeting != nil {
		s.greeting = nil
		return s.admitted(*greeting)
	}
	if len(in.Commands) == 0 {
		return nil
	}
	return append(s.flush(), Told{})
}

// admitted acts on the rights of a welcome.
func (s *State) admitted(r wire.Rights) []any {
	out, anew := s.rights(r)
	if anew {
		return append(out, HangUp{}) // the room goes on from the cursors that it was told of
	}
	return append(out, s.flush()...)
}

// refused remembers that the disk holds something else than is known here, and comes back.
func (s *State) refused() []any {
	s.unkept, s.greeting = true, nil
	return []any{HangUp{}}
}

// expire drops the keys, and everything that is kept under them; the room gives both back.
func (s *State) expire() []any {
	if s.Phase == Online || len(s.Keys) == 0 {
		return nil
	}
	plain := slices.DeleteFunc(slices.Clone(s.Audiences), func(a change.Audience) bool { return s.Keys[a.Place()] != nil })
	out, _ := s.entitle(wire.Rights{Person: s.Person, Audiences: plain})
	return out
}

// taken drops what would give the device back that a person has taken again just now.
func (s *State) taken() []any {
	var out []any
	s.pending = slices.DeleteFunc(s.pending, func(c change.Command) bool {
		late := c.Kind == signOut && c.Person == s.said
		if late {
			out = append(out, Settle{change.Answer{ID: c.ID, Outcome: change.Refused, Code: "person.changed"}, c})
		}
		return late
	})
	return out
}

// resume comes back where the room's word on who holds the device was not taken and now is.
func (s *State) resume(out []any) []any {
	if s.said != s.Person && !s.givenBack(s.said) {
		return append(out, HangUp{})
	}
	return out
}
