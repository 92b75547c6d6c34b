package beacon

import "errors"

// Codes of what goes wrong in finding a server. They name sentences: only ever add.
const (
	AddressEmpty      = "address.empty"
	AddressHost       = "address.host"       // no host or IP address can look like this
	AddressPort       = "address.port"       // not a number from 1 to 65535
	AddressInvitation = "address.invitation" // the text is an invitation, not an address
	FoundNone         = "find.none"          // there is no address to try
	Unreachable       = "find.unreachable"   // none of the addresses answered as the room
)

// Error has a code for people; Err says more for the log, and may be nil. That of Unreachable
// wraps the error of every address that was tried.
type Error struct {
	Code string
	Err  error
}

// Error returns the code and the reason.
func (e *Error) Error() string {
	if e.Err == nil {
		return "beacon: " + e.Code
	}
	return "beacon: " + e.Code + ": " + e.Err.Error()
}

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the code of an error of this package, empty when err is none.
func CodeOf(err error) string {
	if coded, ok := errors.AsType[*Error](err); ok {
		return coded.Code
	}
	return ""
}
