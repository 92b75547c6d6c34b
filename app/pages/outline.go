package pages

import (
	"fmt"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/responses"
	"golang.org/x/text/unicode/norm"
)

// outline reads the outline of a document, flat and in reading order.
func (e *engine) outline(number uint32) ([]Heading, error) {
	d := e.papers[number]
	if d == nil {
		return nil, fault(CodeUnknown, NoPage, nil)
	}
	// The renderer follows an outline that bites its own tail for ever; so it is walked first,
	// with a limit.
	left := MaxHeadings
	finite, err := e.finite(d.ref, nil, &left, 0)
	if err != nil {
		return nil, fmt.Errorf("walk outline: %w", err)
	}
	if !finite {
		return nil, fault(CodeDamaged, NoPage, fmt.Errorf("outline has no end"))
	}
	response, err := e.pdfium.GetBookmarks(&requests.GetBookmarks{Document: d.ref})
	if err != nil {
		return nil, fmt.Errorf("read outline: %w", err)
	}
	return flat(nil, response.Bookmarks, 0, len(d.sizes)), nil
}

// finite is true if the outline below a bookmark ends within the limits.
func (e *engine) finite(document references.FPDF_DOCUMENT, parent *references.FPDF_BOOKMARK, left *int, depth int) (bool, error) {
	if depth > maxDepth {
		return false, nil
	}
	child, err := e.pdfium.FPDFBookmark_GetFirstChild(&requests.FPDFBookmark_GetFirstChild{Document: document, Bookmark: parent})
	if err != nil {
		return false, err
	}
	for bookmark := child.Bookmark; bookmark != nil; {
		if *left--; *left < 0 {
			return false, nil
		}
		finite, err := e.finite(document, bookmark, left, depth+1)
		if err != nil || !finite {
			return finite, err
		}
		next, err := e.pdfium.FPDFBookmark_GetNextSibling(&requests.FPDFBookmark_GetNextSibling{Document: document, Bookmark: *bookmark})
		if err != nil {
			return false, err
		}
		bookmark = next.Bookmark
	}
	return true, nil
}

// flat appends bookmarks and what is below them.
func flat(headings []Heading, bookmarks []responses.GetBookmarksBookmark, level, pages int) []Heading {
	for _, bookmark := range bookmarks {
		heading := Heading{Title: norm.NFC.String(bookmark.Title), Level: level, Page: NoPage}
		if dest := bookmark.DestInfo; dest != nil && dest.PageIndex >= 0 && dest.PageIndex < pages {
			heading.Page = dest.PageIndex
		}
		headings = append(headings, heading)
		headings = flat(headings, bookmark.Children, level+1, pages)
	}
	return headings
}
