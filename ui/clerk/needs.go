package clerk

import (
	"context"
	"encoding/json"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
)

// Room is what the desktop knows of its room. It answers at once, from what is already here.
type Room interface {
	// Standing says how this device stands with its room, and what it has not sent.
	Standing() people.Standing
	// Rules is the table of majorities.
	Rules() []council.MajorityRule
	// Watch has told called after anything changed, from any goroutine, until stop is called. The
	// desktop never calls back into the room from told.
	Watch(told func()) (stop func())
	// Retry tries to reach the room at once.
	Retry()
}

// Sessions lists the sessions this device knows and shows another one.
type Sessions interface {
	Session() *council.State
	Sessions() []*council.State
	Choose(session string)
}

// People is who and what the office has: persons, devices, who holds which, which are connected.
type People interface {
	Persons() []people.Person
	Devices() []people.Device
	Holder(device string) string
	Connected(device string) bool
	// Owing says of how many audiences a device may still hold something that it may not see any more.
	Owing(device string) int
	// Papers says by device how many papers are there, as far as devices told.
	Papers() map[string]people.PaperCount
}

// Acts has the server change something. All three may wait for the server and are called from
// goroutines of their own. They return nil when the thing is done, *people.Refusal when it will not
// be, people.ErrQueued when it waits on this device, and people.ErrOffline when it makes sense only
// while connected.
type Acts interface {
	Do(ctx context.Context, kind string, base uint64, body any) error
	DoIn(ctx context.Context, stream change.Stream, kind string, base uint64, body any) error
	Ask(ctx context.Context, kind string, body any) (json.RawMessage, error)
}

// Packs takes a whole session over from a folder or a zip file. Import may take minutes and is called
// from a goroutine of its own; progress may be called from any goroutine and counts bytes, total 0
// meaning that it is not known yet. Remarks are sentences about what was taken. An error that has
// Sentences() []string lists every fault; then nothing was taken.
type Packs interface {
	Import(ctx context.Context, path string, progress func(done, total int64)) (remarks []string, err error)
}

// UploadStage is how far a paper has come on its way to the server.
type UploadStage string

// The stages of an upload.
const (
	UploadSending UploadStage = "sending" // its bytes go there
	UploadWaiting UploadStage = "waiting" // an office paper waits for its turn to be made a PDF
	UploadTurning UploadStage = "turning" // it is being made a PDF
)

// UploadProgress is how far an upload is. Done and Total are bytes, while it is sent.
type UploadProgress struct {
	Stage       UploadStage
	Done, Total int64
}

// Uploaded is a paper that is there: the hash of its bytes, how many they are, and the office paper that it was made
// from, where it was one.
type Uploaded struct {
	Blob     string
	Size     int64
	Pages    int
	Original *council.Original
}

// Readings tells which paper the server reads at this moment; nothing where it reads none.
type Readings interface {
	ReadingNow() council.ReadingProgress
}

// Originals saves the office paper that a document was made from on this machine, and returns where it lies. It is
// called from a goroutine of its own.
type Originals interface {
	SaveOriginal(ctx context.Context, original council.Original) (path string, err error)
}

// Uploads brings a paper's bytes to the server and says what it is. An office paper is made a PDF there. It is called
// from a goroutine of its own; progress may be called from any goroutine. An error that has Sentences() []string says what
// is wrong with the file; the others are people.ErrOffline, *people.Refusal and faults of the system.
type Uploads interface {
	Upload(ctx context.Context, path string, progress func(UploadProgress)) (Uploaded, error)
}

// Sheets makes what leaves on paper, as PDF files on this machine, and returns where the file lies.
// They are called from goroutines of their own. An error that has Sentences() []string is shown as it
// speaks. Cards' codes are said once: where Cards fails the desktop keeps them and offers to try again.
type Sheets interface {
	Cards([]people.Card) (path string, err error)
	Result(poll string) (path string, err error)
	Attendance() (path string, err error)
	// Certificate makes the certificate of a rehearsal that went well (giấy chứng nhận sẵn sàng).
	Certificate(RehearsalReport) (path string, err error)
	// Open shows a file to a person with the system's own program, to read or print.
	Open(path string) error
}

// Rehearsals plays a fleet of tablets against the room, from this machine. Rehearse may take minutes and is
// called from a goroutine of its own; told may be called from any goroutine with the step that begins. When
// ctx ends what was made for it in the room is still taken back.
type Rehearsals interface {
	// Steps are the names of all steps in their order, as in the words under "clerk.step.".
	Steps() []string
	Rehearse(ctx context.Context, plan RehearsalPlan, told func(step string)) (RehearsalReport, error)
}

// Look is how a person likes the desktop.
type Look struct {
	Language assets.Language
	Dark     bool
}

// Looks keeps the look on this device. SetLook sets the theme of the program; where the language
// changed it calls SetWords of the screens.
type Looks interface {
	Look() Look
	SetLook(Look)
}

// Picker asks a person for files or a folder. Picked is called on the goroutine of the interface, with
// no path when nothing was chosen. Extensions are like ".pdf"; none means a folder.
type Picker interface {
	Pick(extensions []string, picked func(path string))
}

// Clipboard takes a text for the person to paste elsewhere.
type Clipboard interface {
	SetContent(text string)
}

// After calls do once after a while, from any goroutine, unless stopped: time.AfterFunc.
type After func(wait time.Duration, do func()) (stop func() bool)
