// Package bundle is what the room server makes of a paper's pages for devices that cannot draw them: a book, which says
// what the paper is made of, leaves, which say what leads elsewhere on a page, and pictures of pages in few widths. The
// words of a paper are no part of it: they follow the paper as they do to every device (app/papertext).
//
// Its forms are JSON in gzip, PNG and JPEG, so that a browser can read them too. They come over the network and from
// the disk: what reads them bounds what it takes.
package bundle

import (
	"errors"
	"fmt"
	"math"
)

// Most of each that is taken.
const (
	MostPages    = 20_000
	mostHeadings = 5_000
	mostDepth    = 32
	mostLinks    = 2_000
	mostAttached = 1_000
	mostText     = 512      // bytes of a title, a label, a name or an address
	mostForm     = 32 << 20 // bytes of the JSON
	// MostBytes is the largest part of a bundle as it travels.
	MostBytes = 16 << 20
	// MostPixels bounds the picture of a page.
	MostPixels = 16_000_000
)

// ErrForm says that bytes are no part of a bundle.
var ErrForm = errors.New("bundle: not a part of a page bundle")

// NoPage is where a heading or a link leads that leads to no page of the paper.
const NoPage = -1

// Book (sách trang) is what a paper is made of.
type Book struct {
	Sizes    []Size     `json:"sizes"` // one a page
	Headings []Heading  `json:"headings,omitempty"`
	Labels   []string   `json:"labels,omitempty"` // what is printed on the pages as their numbers; nil where pages have none
	Attached []Attached `json:"attached,omitempty"`
}

// Size is the extent of a page as it is shown, in points of 1/72 inch.
type Size struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

// Heading is one line of the paper's own outline.
type Heading struct {
	Title string `json:"title"`
	Level int    `json:"level"` // 0 …
	Page  int    `json:"page"`  // 0 …; NoPage where it leads nowhere
}

// Attached is a file inside the paper, by name alone.
type Attached struct {
	Name string `json:"name"`
	Size int64  `json:"size"` // bytes
}

// Leaf (tờ) is what leads elsewhere on one page.
type Leaf struct {
	Links []Link `json:"links,omitempty"`
}

// Link is a place of a page that leads elsewhere, in 1/100 point from the upper left corner of the page as it is shown.
type Link struct {
	Left    int    `json:"left"`
	Top     int    `json:"top"`
	Right   int    `json:"right"`
	Bottom  int    `json:"bottom"`
	Page    int    `json:"page"`              // of the same paper; NoPage where it leads outside
	Address string `json:"address,omitempty"` // where it leads outside
}

// Fault is why the room cannot make a part of a bundle. Code is one of the codes of app/pages.
type Fault struct {
	Code string `json:"code"`
}

// Error is for logs.
func (f *Fault) Error() string { return "bundle: " + f.Code }

// sound reports whether a book says nothing that no paper can be.
func (b Book) sound() error {
	if len(b.Sizes) == 0 || len(b.Sizes) > MostPages || len(b.Headings) > mostHeadings || len(b.Attached) > mostAttached || len(b.Labels) > len(b.Sizes) {
		return fmt.Errorf("%w: a book of %d pages, %d headings, %d labels, %d files", ErrForm, len(b.Sizes), len(b.Headings), len(b.Labels), len(b.Attached))
	}
	for _, size := range b.Sizes {
		if !extent(size.Width) || !extent(size.Height) {
			return fmt.Errorf("%w: a page of %g by %g points", ErrForm, size.Width, size.Height)
		}
	}
	for _, h := range b.Headings {
		if len(h.Title) > mostText || h.Level < 0 || h.Level > mostDepth || h.Page < NoPage || h.Page >= len(b.Sizes) {
			return fmt.Errorf("%w: a heading", ErrForm)
		}
	}
	for _, label := range b.Labels {
		if len(label) > mostText {
			return fmt.Errorf("%w: a label", ErrForm)
		}
	}
	for _, file := range b.Attached {
		if len(file.Name) > mostText || file.Size < 0 {
			return fmt.Errorf("%w: an attached file", ErrForm)
		}
	}
	return nil
}

// extent reports whether a page can be that wide or high in points.
func extent(points float64) bool { return points > 0 && points <= 1e6 && !math.IsNaN(points) }

// sound reports whether a leaf says nothing that no page can have.
func (l Leaf) sound() error {
	if len(l.Links) > mostLinks {
		return fmt.Errorf("%w: %d links", ErrForm, len(l.Links))
	}
	for _, link := range l.Links {
		if len(link.Address) > mostText || link.Page < NoPage || link.Page >= MostPages {
			return fmt.Errorf("%w: a link", ErrForm)
		}
	}
	return nil
}
