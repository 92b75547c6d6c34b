package trust

import (
	"errors"
	"fmt"
)

// Codes of the refusals. They travel on the wire and name sentences: only ever add.
const (
	Forged    = "trust.forged"    // the peer's certificate is not of this room
	Revoked   = "trust.revoked"   // the device was taken off the room's list
	Anonymous = "trust.anonymous" // no certificate where one is needed
	Damaged   = "trust.damaged"   // the stored key or identity cannot be believed
	Missing   = "trust.missing"   // the room had an authority here and its key file is gone

	Expired    = "pair.expired"    // the invitation or the comparison took too long
	Used       = "pair.used"       // the invitation has paired as many devices as it may
	Unknown    = "pair.unknown"    // no such invitation
	Refused    = "pair.refused"    // a person said no
	Rate       = "pair.rate"       // too many attempts
	Busy       = "pair.busy"       // too many pairings or invitations open at once
	Malformed  = "pair.malformed"  // the request or the invitation makes no sense
	WrongMode  = "pair.mode"       // the invitation is for another kind of device
	Commitment = "pair.commitment" // what was revealed is not what was committed to
	Version    = "pair.version"    // the other side speaks another version
	Promoted   = "pair.promoted"   // the server took over, and the authority's key is not with it
	Failed     = "pair.failed"     // the server could not do it; it knows why
)

// Error is a refusal with a code for people; Err says more for the log, and may be nil.
type Error struct {
	Code string
	Err  error
}

// Error returns the code and the reason.
func (e *Error) Error() string {
	if e.Err == nil {
		return "trust: " + e.Code
	}
	return "trust: " + e.Code + ": " + e.Err.Error()
}

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the code of a refusal, empty when err is none.
func CodeOf(err error) string {
	if refusal, ok := errors.AsType[*Error](err); ok {
		return refusal.Code
	}
	return ""
}

func refuse(code, format string, arguments ...any) *Error {
	return &Error{Code: code, Err: fmt.Errorf(format, arguments...)}
}
