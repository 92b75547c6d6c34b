// Package kindtest is the suite that every kind of data must pass which devices ask for and a room server
// writes down: random histories of several devices whose connections are cut, whose messages come twice,
// which are switched off and on, lose and gain rights, and whose server breaks down at any moment.
package kindtest

import (
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
)

// Kind is what a feature says of its kind of data. How to write one stands in docs/sync-kinds.md.
type Kind struct {
	Name string
	// Server returns the rules' state of a server that starts at a moment and has read nothing yet.
	Server func(now time.Time) Server
	// Device returns what a device makes of its facts, before it has any.
	Device func(id string) Device
	// Mode says what each of the devices d1, d2 and d3 is for; nil where it does not matter. Persons are who may
	// hold one; none for devices that nobody signs in on.
	Mode    func(device string) string
	Persons []string
	// Sees says what a device may see.
	Sees func(actor change.Actor) []change.Audience
	// Begin is what the server does before any device comes; all of it must be accepted.
	Begin []change.Command
	// Check looks at everything once all devices have said and heard everything.
	Check func(t *rapid.T, h *History)
	// Always looks at the devices after every step of a history, each in the true time.
	Always func(t *rapid.T, devices []Device, now time.Time)
	// Unlogged is for what is nowhere written: judging changes the state, and a server that starts forgets.
	Unlogged bool
}

// Server is the state by which a server judges.
type Server interface {
	Judge(actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer)
	Apply(change.Change) error
	// Show returns everything that the state knows, in one form.
	Show() string
}

// Timed is a Server for which time itself brings something about.
type Timed interface {
	Due(now time.Time) []change.Draft
}

// Device is what a device makes of its facts, and who asks for something on it.
type Device interface {
	// Give draws what is asked for next, nil for nothing. The suite gives it its id and person.
	Give(t *rapid.T, me Me) *change.Command
	Apply(change.Change) error
	// Show returns everything that comes of the facts, in one form: it shall be the same on every device
	// that may see the same.
	Show() string
}

// Me is the device for which something is asked.
type Me struct {
	Device  string
	Person  string    // who holds it, as far as it knows
	Now     time.Time // its clock
	ID      string    // of the command
	NewUUID func() string
	Unsent  []change.Command // of the same person
}

// Keeper is a Device that keeps something on its disk besides facts and outbox. It is saved after Give,
// before the command is in the outbox; Resume returns a command that shall be in the outbox if it never was.
type Keeper interface {
	Save() []byte
	Load(kept []byte) error
	Resume() *change.Command
}

// Hearer is a Device that is told of sending and of answers.
type Hearer interface {
	Sent(command change.Command, now time.Time)
	Answered(command change.Command, answer change.Answer, now time.Time)
	Passed(now time.Time) // time did
}

// Given is one command and what became of it.
type Given struct {
	Device, Person string
	Command        change.Command
	Answer         *change.Answer // the last one that the device heard; nil for none
	Local          bool           // the device itself let it go, for it never left it in time
	Judged         int            // how often a server wrote something for it
}

// History is all that happened.
type History struct {
	Log     []change.Change
	Given   []*Given // in the order in which it was given
	Server  Server
	Devices map[string]Device
	Now     time.Time
}

// Accepted returns what was given and accepted, of a kind of commands.
func (h *History) Accepted(kind string) []*Given {
	var all []*Given
	for _, g := range h.Given {
		if g.Command.Kind == kind && g.Answer != nil && g.Answer.Outcome == change.Accepted {
			all = append(all, g)
		}
	}
	return all
}
