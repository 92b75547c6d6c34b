// Package papertext holds what a paper says: the words of each page with their places, and a sign of what
// stands on the page. The room server reads it out of a paper once; every device searches, marks and reflows
// by it, and knows by the signs which pages of a new revision are those of the one before.
//
// Its form is JSON in gzip, so that a browser can read it too. It comes over the network and from the disk:
// Decode bounds what it takes.
package papertext

// Most of each that a text may have.
const (
	MostPages = 20_000
	MostWords = 2_000_000 // of the whole paper
	mostBytes = 128 << 20 // of the JSON
)

// Text (văn bản của tài liệu) is what a paper says, page by page.
type Text struct{ Pages []Page }

// Page is one page.
type Page struct {
	Width, Height int    // of the page as it is shown, in 1/100 point
	Content       string // sign of all that stands on it: equal ones look equal. Empty: not known
	Scanned       bool   // the words were found in a picture, and may be wrong
	Words         []Word // in the order in which they are read
}

// Word is what stands between two spaces.
type Word struct {
	Text string // NFC
	Box  Box    // where it stands on the page as it is shown
	Ends bool   // a line ends behind it
}

// Box is a rectangle in 1/100 point from the upper left corner of the page as it is shown.
type Box struct{ Left, Top, Right, Bottom int32 }

// Plain returns the words of a page as they are read: spaces between them, a new line where a line ends.
func (p Page) Plain() string {
	size := 0
	for _, w := range p.Words {
		size += len(w.Text) + 1
	}
	text := make([]byte, 0, size)
	for i, w := range p.Words {
		text = append(text, w.Text...)
		switch {
		case i == len(p.Words)-1:
		case w.Ends:
			text = append(text, '\n')
		default:
			text = append(text, ' ')
		}
	}
	return string(text)
}

// Bare reports whether nothing is known to stand on the page.
func (p Page) Bare() bool { return len(p.Words) == 0 }
