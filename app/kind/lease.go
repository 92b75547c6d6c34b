package kind

import (
	"encoding/json"
	"maps"
	"slices"
	"time"

	"congso.vn/congso/app/change"
)

// LeaseRule is what a feature says of its leases.
type LeaseRule struct {
	Kind     string        // the commands are this with ".renew" and ".release" behind it
	Duration time.Duration // how long a lease lasts after it was last renewed
	Of       func(actor change.Actor) string
}

// Lease (quyền giữ tạm) is who holds something for a while: the pen on a page, a place in the room.
type Lease struct {
	Subject string    `json:"subject"`
	Holder  string    `json:"holder"` // as the rule's Of names them: a device or a person
	Until   time.Time `json:"-"`      // the server's clock
}

// Held is the body of a command about a lease, and of a refusal because another has it.
type Held struct {
	Subject string `json:"subject"`
	Holder  string `json:"holder,omitempty"`
}

// Leases says who holds what now, by the server's clock. It is never logged and never on a disk: a server
// that starts knows of no lease, and gives none until every one that was given before it started has run
// out, so that two holders of one subject never are. Judge itself is what changes it; it writes nothing.
type Leases struct {
	rule  LeaseRule
	quiet time.Time // until then nobody is given one
	held  map[string]Lease
}

// NewLeases returns the leases of a server that starts now.
func NewLeases(rule LeaseRule, now time.Time) *Leases {
	return &Leases{rule: rule, quiet: now.Add(rule.Duration), held: map[string]Lease{}}
}

// Clone returns a copy.
func (l *Leases) Clone() *Leases {
	return &Leases{rule: l.rule, quiet: l.quiet, held: maps.Clone(l.held)}
}

// Judge gives, lengthens or ends a lease. There is nothing to write, and a refusal changes nothing.
func (l *Leases) Judge(actor change.Actor, command change.Command, now time.Time) ([]change.Draft, change.Answer) {
	return verdict(command, nil, l.judge(actor, command, now))
}

func (l *Leases) judge(actor change.Actor, command change.Command, now time.Time) change.Answer {
	if command.Kind != l.rule.Kind+".renew" && command.Kind != l.rule.Kind+".release" {
		return change.Refuse("command.unknown")
	}
	holder := l.rule.Of(actor)
	if holder == "" {
		return change.Refuse("not-allowed")
	}
	var asked Held
	if err := json.Unmarshal(command.Body, &asked); err != nil || !isName(asked.Subject) {
		return change.Refuse("command.unreadable")
	}
	has, held := l.Holder(asked.Subject, now)
	if command.Kind == l.rule.Kind+".release" {
		if !held || has != holder {
			return again()
		}
		delete(l.held, asked.Subject)
		return change.Accept()
	}
	switch {
	case held && has != holder:
		answer := change.Refuse("lease.held")
		answer.Body = encode(Held{Subject: asked.Subject, Holder: has})
		return answer
	case now.Before(l.quiet):
		return change.Refuse("lease.wait")
	}
	l.held[asked.Subject] = Lease{Subject: asked.Subject, Holder: holder, Until: now.Add(l.rule.Duration)}
	return change.Accept()
}

// Apply has nothing to fold in: no lease is in a log.
func (l *Leases) Apply(change.Change) error { return nil }

// Holder returns who holds a subject now; false for nobody.
func (l *Leases) Holder(subject string, now time.Time) (holder string, held bool) {
	lease, known := l.held[subject]
	return lease.Holder, known && now.Before(lease.Until)
}

// Expired drops the leases that have run out and returns them, for those who watch; in order of subjects.
func (l *Leases) Expired(now time.Time) []Lease {
	var gone []Lease
	for _, subject := range slices.Sorted(maps.Keys(l.held)) {
		if lease := l.held[subject]; !now.Before(lease.Until) {
			gone = append(gone, lease)
			delete(l.held, subject)
		}
	}
	return gone
}

// Tenure is a device's side of a lease: it counts from when it asked, by its own clock, and so never
// believes to hold what the server may have given to another.
type Tenure struct {
	asked, until time.Time
	command      string
}

// Asked notes that the lease is asked for, or to be renewed, by a command that is sent now. Sent again it
// changes nothing: the server may have heard it the first time.
func (t *Tenure) Asked(command string, now time.Time) {
	if t.command != command {
		t.command, t.asked = command, now
	}
}

// Answered notes the answer to the command that was asked last; to another it changes nothing. Refused, the
// lease is another's.
func (t *Tenure) Answered(answer change.Answer, rule LeaseRule) {
	switch {
	case answer.ID != t.command:
	case answer.Outcome == change.Accepted:
		t.until = t.asked.Add(rule.Duration)
	case answer.Outcome == change.Refused:
		t.until = time.Time{}
	}
}

// Released notes that the lease is given back; from then on it is not held, whether the server knows or not.
func (t *Tenure) Released() { *t = Tenure{} }

// Holds reports whether the device may act as holder now.
func (t *Tenure) Holds(now time.Time) bool { return now.Before(t.until) }
