package trust

import (
	"context"
	"time"
)

// Applicant is a device that asks to be let into the room.
type Applicant struct {
	Device  string // its id; it has proved to hold the key
	Name    string // what it calls itself, for display only
	Mode    string // the mode it wants; may be empty with an invitation
	Address string // where it asks from, for display only
	Digits  string // the six digits to compare; empty with an invitation
	Expires time.Time
}

// Registrar keeps the room's list of devices for Pairing, which calls it from the goroutines of
// requests. An *Error is passed on to the device with its code, any other error as Failed.
type Registrar interface {
	// Redeem spends one use of an invitation's token (see Tokens.Redeem) and puts the device on
	// the list. Asked again for the same device it gives the same answer.
	Redeem(ctx context.Context, token string, applicant Applicant) (Grant, error)
	// Propose shows the clerk a device with its digits. The clerk's word comes back through
	// Pairing.Decide.
	Propose(ctx context.Context, applicant Applicant) error
	// Withdraw takes a proposed device, by its id and digits, off the clerk's list again: its time
	// is up, or it has started over.
	Withdraw(applicant Applicant)
}
