package rehearse

import (
	"context"
	"io"
	"log/slog"
	"time"
)

// Plan is what a rehearsal is to be.
type Plan struct {
	Run     string // a name of its own, without "/"; the rehearsal's id is people.RehearsalID of it
	Devices int
	Items   int // on the agenda
	Papers  int
	Size    int64 // of each paper, in bytes
	Edits   int   // titles that the clerk alters
	Votes   int

	Address string // of the room's device port
	Line    Line
	Cuts    int // connections that break
	// Restart, where set, ends the server without a word in the midst of the first vote and starts it again.
	Restart func(ctx context.Context) error

	Patience time.Duration // with one step, before it goes on without the devices that are not there yet
	Names    Names
	Progress func(Step) // told as each step begins; may be nil
	Random   func() float64
	NewID    func() string
	Now      func() time.Time
	Logger   *slog.Logger
}

// Names is how what a rehearsal makes is called, so that whoever comes upon it knows what it is.
type Names struct {
	Title    string // "Diễn tập …"
	Question string
	Device   func(number int) string
	Person   func(number int) string
	Item     func(number int) string
	Paper    func(number int) string
}

// Archive takes the papers of a rehearsal into the room and out again.
type Archive interface {
	Keep(ctx context.Context, hash string, size int64, from io.Reader) error
	Drop(ctx context.Context, hash string) error
}

// Step is one of the things that each device does and that are measured. In reports: only ever add.
type Step string

// The steps, in their order.
const (
	Pairing   Step = "pair"    // from asking with the invitation to the certificate
	Joined    Step = "join"    // from dialling to the room's welcome
	SignedIn  Step = "sign-in" // from showing the card to the answer
	First     Step = "first"   // from showing the card to the whole agenda and roster
	Attending Step = "attend"  // from the tap to the receipt
	Paper     Step = "paper"   // from the first request to all papers whole
	Edit      Step = "edit"    // from the clerk's edit to the device holding it
	Voting    Step = "ballot"  // from the tap to the receipt
	Published Step = "result"  // from the clerk's publishing to the device holding the result
	Again     Step = "again"   // a device that lost everything: from dialling to holding all again
	Ended     Step = "end"     // everything taken back; not measured on devices
)

// Steps are all steps in their order.
var Steps = []Step{Pairing, Joined, SignedIn, First, Attending, Paper, Edit, Voting, Published, Again, Ended}

// NewRun names a run by when it began; id is any text of its own.
func NewRun(began time.Time, id string) string { return began.Format("20060102-150405") + "-" + id }

// NamesBy names what a rehearsal makes; say looks the words up, as assets.Words does.
func NamesBy(say func(key string, pairs ...any) string, began time.Time) Names {
	numbered := func(kind string) func(int) string {
		return func(number int) string { return say("server.rehearse.made."+kind, "number", number) }
	}
	return Names{
		Title: say("server.rehearse.made.title", "time", began.Format("02/01/2006 15:04")), Question: say("server.rehearse.made.question"),
		Device: numbered("device"), Person: numbered("person"), Item: numbered("item"), Paper: numbered("paper"),
	}
}

// bounds is how long each step may take at the slowest hundredth of the devices, on a sound line.
var bounds = map[Step]time.Duration{
	Pairing: 0, // an invitation lets so many in a second as it does: no bound
	Joined:  5 * time.Second, SignedIn: 5 * time.Second, First: 10 * time.Second, Attending: 3 * time.Second, Paper: 0,
	Edit: 2 * time.Second, Voting: 2 * time.Second, Published: 2 * time.Second, Again: 10 * time.Second,
}

// bound is how long a step may take under the faults of the plan; 0 for as long as there is patience.
func (p Plan) bound(step Step) time.Duration {
	sound := bounds[step]
	if sound == 0 || p.Line.Sound() && p.Cuts == 0 && p.Restart == nil {
		return sound
	}
	// Lost segments, a dial that is tried again, a server that starts: within the half minute that a
	// person in the hall would still wait, and the round trips of the line beside.
	return sound + 25*time.Second + 20*p.Line.Delay
}
