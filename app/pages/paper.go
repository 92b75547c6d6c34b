package pages

import (
	"context"
	"image"
	"math"
)

// Source is where the bytes of one document (tài liệu) come from.
type Source struct {
	// ID is the content id, the hash of the bytes: the same id is always the same document.
	ID string
	// Read gives all the bytes. It is called from any goroutine, again after each restart of a
	// worker, and must return soon after ctx ends. The bytes are not kept.
	Read func(ctx context.Context) ([]byte, error)
	// At, if given, is asked instead of Read, for what the pages at hand need and no more.
	At Reader
	// Partial says that not all bytes are at hand, so that At may have to wait for some. Only the first
	// page is looked at when the paper is opened; see [Paper].
	Partial bool
	// Key is the password of a document that has one, empty for all others. A document that needs one, or
	// another one, is [ErrEncrypted]; it is opened anew with the right one. It is kept in memory only, as
	// long as the document is known.
	Key Key
}

// Reader gives the bytes of a document at offsets. Its methods are called from any goroutine, wait as
// long as it takes, and must return soon after ctx ends. How long they wait does not count as time that
// the document takes.
type Reader interface {
	// Size is the number of bytes of the whole document.
	Size(ctx context.Context) (int64, error)
	// ReadAt fills all of into with the bytes from offset on.
	ReadAt(ctx context.Context, into []byte, offset int64) error
}

// Size is the extent of a page as it is shown (cropped and turned), in points of 1/72 inch.
type Size struct {
	Width, Height float64
}

// Height is the pixel height of a page picture of that pixel width.
func (s Size) pixelHeight(width int) int {
	return max(1, int(math.Round(float64(width)*s.Height/s.Width)))
}

// Paper is an opened document. It is a value and shares nothing that changes.
type Paper struct {
	ID    string
	Pages int
	// Sizes has one entry a page.
	Sizes []Size
	// Partial says that Pages is what the document claims, and Sizes of pages that were not rendered yet
	// are supposed to be that of the first. [Renderer.Paper] tells what was learned since; opened again
	// when all bytes are at hand the paper is measured.
	Partial bool
}

// Height is the height in pixels of the picture of a page at that width in pixels; 0 for a page
// that the paper does not have.
func (p Paper) Height(page, width int) int {
	if page < 0 || page >= len(p.Sizes) || width <= 0 {
		return 0
	}
	return p.Sizes[page].pixelHeight(width)
}

// Heading is one line of an outline (mục lục), in reading order.
type Heading struct {
	Title string `json:"title"`
	// Level is 0 for a top line and one more for each indentation.
	Level int `json:"level"`
	// Page counts from 0; NoPage if the line leads nowhere inside the document.
	Page int `json:"page"`
}

// Word is one word of a page and the place where it stands.
type Word struct {
	Text string `json:"text"`
	// Box is in 1/100 point, from the top left corner of the page as it is shown: the
	// coordinates of ink.
	Box image.Rectangle `json:"box"`
	// Ends says that a line ends after the word.
	Ends bool `json:"ends,omitempty"`
}

// permits is the limit on one page picture, the same on both sides of the pipe.
func permits(size Size, page, width int) error {
	if width < 1 || width > MaxWidth || int64(width)*int64(size.pixelHeight(width)) > MaxPixels {
		return fault(CodeTooLarge, page, nil)
	}
	return nil
}
