package pageview

import (
	"context"
	"image"

	"congso.vn/congso/app/council"
)

// Papers says how much of a paper's bytes this device has. Both methods answer at once and are called
// on the goroutine of the interface.
type Papers interface {
	State(blob string) council.PaperState
	// Want brings a paper's bytes here before all others, because somebody looks at it.
	Want(blob string)
}

// Paper is an opened document.
type Paper struct {
	Pages int
	Sizes []PageSize // one a page
	// Partial says that it was opened before all of it was here: sizes of pages that were not drawn yet
	// are supposed. It is opened anew when all is.
	Partial bool
}

// PageSize is the extent of a page as it is shown, in points.
type PageSize struct{ Width, Height float64 }

// Priority says who waits for a page picture; higher ones come first.
type Priority int

// Nobody waits, somebody will soon, somebody looks at an empty page now.
const (
	Idle Priority = 10
	Soon Priority = 20
	Now  Priority = 30
)

// Pages makes pictures of pages. Pictures are shared: nobody draws on them.
type Pages interface {
	// Open finds out how many pages a paper has. It may wait and is called from a goroutine of its
	// own. A paper that cannot be shown is a *PageFault.
	Open(ctx context.Context, blob string) (Paper, error)
	// Picture gives the best picture at hand without any waiting: exact if it is of that width in
	// pixels, else one to be scaled.
	Picture(blob string, page, width int) (picture *image.RGBA, exact, ok bool)
	// Request has a picture made. It returns at once; done is called once, from any goroutine, with
	// nil, a *PageFault, or ctx's error as soon as ctx ends. Afterwards Picture has it.
	Request(ctx context.Context, blob string, page, width int, priority Priority, done func(error))
}

// PageFault is why a paper or one of its pages cannot be shown. The sentence stands under
// "paper.fault."+Code.
type PageFault struct {
	Code string
	Err  error // for the log; may be nil
}

// Late is the code of a page that is not on this device while the room is away. Asked for once more with less than
// Now it waits until the page is here.
const Late = "later"

// Error is for logs.
func (f *PageFault) Error() string {
	if f.Err != nil {
		return "page fault: " + f.Code + ": " + f.Err.Error()
	}
	return "page fault: " + f.Code
}

// Unwrap gives the cause.
func (f *PageFault) Unwrap() error { return f.Err }
