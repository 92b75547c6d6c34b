package people

import (
	"encoding/json"
	"errors"

	"congso.vn/congso/app/change"
)

// Kinds of commands of the people stream. On the wire: only ever add.
const (
	SignInKind        = "people.sign-in"  // body SignIn; only while connected
	SignOutKind       = "people.sign-out" // no body; waits in the outbox behind what its person did
	PutPersonKind     = "person.put"      // body Person
	IssueCardKind     = "person.card"     // body Pointing; the answer's Once is a Card
	ApproveDeviceKind = "device.approve"  // body Pointing
	RevokeDeviceKind  = "device.revoke"   // body Pointing
	NameDeviceKind    = "device.name"     // body Naming
	RegisterKind      = "device.register" // body Device; only the server itself
	WithdrawKind      = "device.withdraw" // body Device; only the server itself
	InviteKind        = "device.invite"   // body Inviting; the answer's Once is an Invited
	GoAloneKind       = "server.alone"    // đi tiếp một mình: no body; goes past what waits for the standby
	HeadKind          = "log.head"        // body Heading; the answer's Once is a change.Head
)

// Kinds of facts of the people stream. On disk: only ever add.
const (
	PersonFact     = "person"
	CredentialFact = "credential"
	DeviceFact     = "device"
	HoldingFact    = "holding"
)

// SignIn (nhận máy) asks to hold this device as the person of a code or card. The server replaces
// what was typed by its keyed hash before anything is judged or written.
type SignIn struct {
	Code string `json:"code,omitempty"` // eight digits
	Card string `json:"card,omitempty"` // what the card shows: hex of notes.Secret.SignIn, or the text of its QR
}

// Pointing is the body of a command about one person or device.
type Pointing struct {
	ID string `json:"id"`
}

// Naming is the body of NameDeviceKind.
type Naming struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Number int    `json:"number"`
}

// Card is a person's new code and card secret, said once.
type Card struct {
	Person string `json:"person"`
	Code   string `json:"code"`  // eight digits
	Card   string `json:"card"`  // text of the QR
	Sheet  string `json:"sheet"` // text of the recovery sheet (phiếu khôi phục ghi chú)
}

// Inviting is the body of InviteKind.
type Inviting struct {
	Mode  Mode `json:"mode"`
	Count int  `json:"count"` // how many devices it may pair, 1 to 500
	Wait  bool `json:"wait"`  // the devices wait for approval

	Rehearsal string `json:"rehearsal,omitempty"` // the devices are for this rehearsal alone
}

// Invited is an invitation to pair, said once; valid for five minutes.
type Invited struct {
	Text    string `json:"text"`    // congso://pair?…, also as QR
	Expires int64  `json:"expires"` // milliseconds since 1970
}

// Heading asks where a stream stands on the server's disk, to print it on paper. For whoever manages
// the room: the head of a log says how much has happened in it.
type Heading struct {
	Stream change.Stream `json:"stream"`
}

// Refusal is the server's no, or this device's in its place. The sentence stands under
// "refusal."+Code.
type Refusal struct {
	Code string
	Body json.RawMessage // what the asker needs to know, such as a council.Stale
}

// Error tells the code, for logs.
func (r *Refusal) Error() string { return "refused: " + r.Code }

// ErrQueued says that an act is durable on this device and goes to the server when it is reached.
var ErrQueued = errors.New("people: queued on this device, not sent yet")

// ErrOffline says that an act which makes sense only while connected could not be done.
var ErrOffline = errors.New("people: the room server is not reached")
