package pages

import (
	"context"
	"encoding/json"
	"fmt"
	"image"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"golang.org/x/text/unicode/norm"
)

// What is read of links at most.
const (
	// MaxLinks is the largest number of links of one page that are looked at.
	MaxLinks = 500
	// mostAddress bounds the address of one link, in bytes.
	mostAddress = 2000
)

// Link (liên kết) is a place on a page that leads elsewhere.
type Link struct {
	// Box is where it stands, in 1/100 point from the upper left corner of the page as it is shown.
	Box image.Rectangle `json:"box"`
	// Page is the page of the same document that it leads to; NoPage where it leads outside.
	Page int `json:"page"`
	// Address is what stands behind a link that leads outside, one line, to be read and never opened. Empty
	// where Page is one.
	Address string `json:"address,omitempty"`
}

// Links gives the links of a page that lead somewhere; most pages have none, without being an error. What is
// given must not be changed: others may have been given the same.
func (r *Renderer) Links(ctx context.Context, id string, page int) ([]Link, error) {
	came := r.wait(ctx, errand{kind: kindLinks, id: id, page: page}, Soon)
	return came.links, came.err
}

// links reads the links of a page.
func (e *engine) links(number uint32, page int) ([]Link, error) {
	d, name, err := e.load(number, page)
	if err != nil {
		return nil, err
	}
	view, err := e.viewOf(name, d.sizes[page])
	if err != nil {
		return nil, err
	}
	found := []Link{}
	for at, seen := 0, 0; seen < MaxLinks; seen++ {
		next, err := e.pdfium.FPDFLink_Enumerate(&requests.FPDFLink_Enumerate{Page: name, StartPos: at})
		if err != nil {
			return nil, fmt.Errorf("list links: %w", err)
		}
		if next.Link == nil || next.NextStartPos == nil || *next.NextStartPos <= at {
			break
		}
		at = *next.NextStartPos
		link, leads, err := e.link(d, *next.Link, view)
		if err != nil {
			return nil, err
		}
		if leads {
			found = append(found, link)
		}
	}
	return found, nil
}

// link reads one link; false where it leads nowhere that is known, or stands nowhere.
func (e *engine) link(d *document, ref references.FPDF_LINK, view affine) (link Link, leads bool, err error) {
	link.Page = NoPage
	placed, err := e.pdfium.FPDFLink_GetAnnotRect(&requests.FPDFLink_GetAnnotRect{Link: ref})
	if err != nil || placed.Rect == nil {
		return link, false, nil // without a place nobody can tap it
	}
	link.Box = image.Rectangle{
		Min: view.point(float64(placed.Rect.Left), float64(placed.Rect.Top)),
		Max: view.point(float64(placed.Rect.Right), float64(placed.Rect.Bottom)),
	}.Canon()
	if link.Box.Empty() {
		return link, false, nil
	}
	dest, err := e.pdfium.FPDFLink_GetDest(&requests.FPDFLink_GetDest{Document: d.ref, Link: ref})
	if err != nil {
		return link, false, fmt.Errorf("follow link: %w", err)
	}
	if dest.Dest != nil {
		return e.within(d, link, *dest.Dest)
	}
	action, err := e.pdfium.FPDFLink_GetAction(&requests.FPDFLink_GetAction{Link: ref})
	if err != nil {
		return link, false, fmt.Errorf("follow link: %w", err)
	}
	if action.Action == nil {
		return link, false, nil
	}
	return e.act(d, link, *action.Action)
}

// within completes a link to a page of the same document.
func (e *engine) within(d *document, link Link, dest references.FPDF_DEST) (Link, bool, error) {
	index, err := e.pdfium.FPDFDest_GetDestPageIndex(&requests.FPDFDest_GetDestPageIndex{Document: d.ref, Dest: dest})
	if err != nil || index.Index < 0 || index.Index >= len(d.sizes) {
		return link, false, nil // to a page that does not exist
	}
	link.Page = index.Index
	return link, true, nil
}

// act completes a link with an action. Scripts and programs to start are none that lead anywhere.
func (e *engine) act(d *document, link Link, action references.FPDF_ACTION) (Link, bool, error) {
	kind, err := e.pdfium.FPDFAction_GetType(&requests.FPDFAction_GetType{Action: action})
	if err != nil {
		return link, false, fmt.Errorf("read link: %w", err)
	}
	switch kind.Type {
	case enums.FPDF_ACTION_ACTION_GOTO:
		dest, err := e.pdfium.FPDFAction_GetDest(&requests.FPDFAction_GetDest{Document: d.ref, Action: action})
		if err != nil || dest.Dest == nil {
			return link, false, nil
		}
		return e.within(d, link, *dest.Dest)
	case enums.FPDF_ACTION_ACTION_URI:
		uri, err := e.pdfium.FPDFAction_GetURIPath(&requests.FPDFAction_GetURIPath{Document: d.ref, Action: action})
		if err != nil || uri.URIPath == nil {
			return link, false, nil
		}
		link.Address = shownLine(*uri.URIPath, mostAddress)
	case enums.FPDF_ACTION_ACTION_REMOTEGOTO, enums.FPDF_ACTION_ACTION_LAUNCH:
		path, err := e.pdfium.FPDFAction_GetFilePath(&requests.FPDFAction_GetFilePath{Action: action})
		if err != nil || path.FilePath == nil {
			return link, false, nil
		}
		link.Address = shownLine(*path.FilePath, mostAddress)
	}
	return link, link.Address != "", nil
}

// shownLine makes text from a document fit to be shown: letters composed, nothing that steers a screen or turns
// the direction of writing, no more bytes than most.
func shownLine(text string, most int) string {
	text = strings.Map(func(letter rune) rune {
		switch {
		case unicode.IsSpace(letter):
			return ' '
		case letter == utf8.RuneError || unicode.IsControl(letter) || unicode.Is(unicode.Cf, letter):
			return -1
		}
		return letter
	}, norm.NFC.String(text))
	text = strings.TrimSpace(text)
	for len(text) > most {
		_, size := utf8.DecodeLastRuneInString(text)
		text = text[:len(text)-size]
	}
	return text
}

// decodeLinks reads the body of a links reply. Pages are within bounds afterwards, and boxes are boxes.
func decodeLinks(body []byte, pages int) ([]Link, error) {
	var links []Link
	if err := json.Unmarshal(body, &links); err != nil {
		return nil, fmt.Errorf("links: %w", err)
	}
	if len(links) > MaxLinks {
		return nil, fmt.Errorf("%d links: %w", len(links), errFrame)
	}
	for i, link := range links {
		outside := link.Page < 0 || link.Page >= pages
		if len(link.Address) > mostAddress || outside == (link.Address == "") {
			return nil, fmt.Errorf("link to page %d and %d bytes of address: %w", link.Page, len(link.Address), errFrame)
		}
		if outside {
			links[i].Page = NoPage
		}
		links[i].Box = link.Box.Canon()
		links[i].Address = shownLine(link.Address, mostAddress)
	}
	return links, nil
}
