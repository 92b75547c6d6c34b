package bundle

import "errors"

// Urgency says who waits for a part of a bundle; higher ones come first.
type Urgency int

// Nobody waits, somebody will soon, somebody looks at an empty place now.
const (
	Whenever Urgency = iota
	Soon
	Now
)

// ErrLate says that a part is not on the device and the room cannot be asked: it comes when the room is there again.
var ErrLate = errors.New("bundle: not here yet, and the room is away")

// ErrGone says that the paper is none that this device may show.
var ErrGone = errors.New("bundle: no paper of this device")
