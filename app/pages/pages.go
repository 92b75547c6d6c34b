// Package pages shows documents: page pictures, the text of a page and the outline.
//
// A document from outside may loop for ever, eat all memory or bring its reader down, and a reader
// that hangs inside this process would stop the whole program at its next garbage collection. So
// nothing of a document is read here. [Renderer] is the client: it owns one or two child processes
// that run [Work], hands them documents over a pipe, watches the clock, kills a child that does not
// answer and starts another. One bad page is an error for that page and nothing else.
//
// What a viewer does for the page on screen:
//
//	if picture, exact, ok := renderer.Picture(id, page, width); ok {
//		draw(picture) // at once, perhaps coarser than wanted
//		if exact {
//			return
//		}
//	} else {
//		renderer.Request(ctx, id, page, pages.PreviewWidth, pages.Now, drawn)
//	}
//	renderer.Request(ctx, id, page, width, pages.Now, drawn)
//
// and it cancels ctx when the page is scrolled away: what is still waiting then is never rendered.
package pages

// Priority says who waits for a picture. Higher ones are rendered first.
type Priority int

// Nobody waits, somebody will soon (the next page), somebody looks at an empty page now.
const (
	Idle Priority = 10
	Soon Priority = 20
	Now  Priority = 30
)

// PreviewWidth is the width in pixels of the coarse picture to ask for first: it is there in a
// fraction of the time of a sharp one, and what was decoded for it is kept for the sharp one.
const PreviewWidth = 800

// What is refused outright, whatever the document says of itself.
const (
	// MaxDocument is the largest document in bytes.
	MaxDocument = 256 << 20
	// MaxPages is the largest number of pages of one document.
	MaxPages = 20_000
	// MaxWidth and MaxPixels bound one page picture.
	MaxWidth  = 16_384
	MaxPixels = 40_000_000
	// MaxHeadings and maxDepth bound an outline.
	MaxHeadings = 5_000
	maxDepth    = 32
	// maxText bounds the text of one page in bytes, as it travels.
	maxText = 32 << 20
)
