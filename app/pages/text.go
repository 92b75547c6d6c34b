package pages

import (
	"fmt"
	"image"
	"math"
	"strings"
	"unicode"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"golang.org/x/text/unicode/norm"
)

const (
	// maxLetters bounds the letters of one page that are looked at.
	maxLetters = 200_000
	// lineHyphen is what the renderer gives for a hyphen that only a line's end made necessary.
	lineHyphen = '\x02'
)

// words reads the text of a page, in the order in which it is written there, letters composed (NFC).
// A page that is a scan has none.
func (e *engine) words(number uint32, page int) ([]Word, error) {
	d, name, err := e.load(number, page)
	if err != nil {
		return nil, err
	}
	opened, err := e.pdfium.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: name})
	if isRefusal(err) {
		return nil, fault(CodeDamaged, page, err)
	}
	if err != nil {
		return nil, fmt.Errorf("load text: %w", err)
	}
	text := opened.TextPage
	words, err := e.collect(text, name, d.sizes[page])
	if err != nil {
		return nil, err
	}
	if _, err := e.pdfium.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text}); err != nil {
		return nil, fmt.Errorf("close text: %w", err)
	}
	return words, nil
}

// collect cuts the letters of a page into words at spaces and ends of lines.
func (e *engine) collect(text references.FPDF_TEXTPAGE, name requests.Page, size Size) ([]Word, error) {
	counted, err := e.pdfium.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text})
	if err != nil {
		return nil, fmt.Errorf("count letters: %w", err)
	}
	view, err := e.viewOf(name, size)
	if err != nil {
		return nil, err
	}
	words := []Word{}
	var letters strings.Builder
	first := 0
	flush := func(end int) error {
		if letters.Len() == 0 {
			return nil
		}
		box, err := e.boxOf(text, first, end-first, view)
		if err != nil {
			return err
		}
		said := letters.String()
		if mayBeLegacy(said) {
			said = legacy(e.fontOf(text, first, end), said)
		}
		words = append(words, Word{Text: norm.NFC.String(said), Box: box})
		letters.Reset()
		return nil
	}
	count := min(counted.Count, maxLetters)
	for i := range count {
		response, err := e.pdfium.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i})
		if err != nil {
			return nil, fmt.Errorf("read letter: %w", err)
		}
		letter := rune(response.Unicode)
		if letter == lineHyphen && letters.Len() > 0 {
			letters.WriteByte('-')
			if err := flush(i); err != nil {
				return nil, err
			}
			words[len(words)-1].Ends = true
			continue
		}
		if letter == 0 || unicode.IsSpace(letter) || unicode.IsControl(letter) {
			if err := flush(i); err != nil {
				return nil, err
			}
			if (letter == '\n' || letter == '\r') && len(words) > 0 {
				words[len(words)-1].Ends = true
			}
			continue
		}
		if letters.Len() == 0 {
			first = i
		}
		letters.WriteRune(letter)
	}
	return words, flush(count)
}

// fontOf is the name of the font of some letters: of the first one that the renderer knows it of. Empty where
// it knows none.
func (e *engine) fontOf(text references.FPDF_TEXTPAGE, first, end int) string {
	for i := first; i < end; i++ {
		if font, err := e.pdfium.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: text, Index: i}); err == nil {
			return strings.TrimRight(font.FontName, "\x00")
		}
	}
	return ""
}

// boxOf is the place of some letters on the page as it is shown.
func (e *engine) boxOf(text references.FPDF_TEXTPAGE, first, count int, view affine) (image.Rectangle, error) {
	var box image.Rectangle
	rects, err := e.pdfium.FPDFText_CountRects(&requests.FPDFText_CountRects{TextPage: text, StartIndex: first, Count: count})
	if err != nil {
		return box, fmt.Errorf("place word: %w", err)
	}
	for i := range rects.Count {
		rect, err := e.pdfium.FPDFText_GetRect(&requests.FPDFText_GetRect{TextPage: text, Index: i})
		if err != nil {
			continue // letters without extent
		}
		part := image.Rectangle{
			Min: view.point(rect.Left, rect.Top),
			Max: view.point(rect.Right, rect.Bottom),
		}.Canon()
		if box.Empty() {
			box = part
		} else {
			box = box.Union(part)
		}
	}
	return box, nil
}

// affine leads from the document's own coordinates to 1/100 point of the page as it is shown.
type affine struct {
	originX, originY         float64
	rightX, rightY, upX, upY float64
}

// point maps one point.
func (a affine) point(x, y float64) image.Point {
	return image.Pt(
		int(math.Round(a.originX+a.rightX*x+a.upX*y)),
		int(math.Round(a.originY+a.rightY*x+a.upY*y)),
	)
}

// viewOf asks the renderer, which knows crop and turn, where three points come to lie.
func (e *engine) viewOf(name requests.Page, size Size) (affine, error) {
	const hundredths, span = 100, 1000
	where := func(x, y float64) (float64, float64, error) {
		response, err := e.pdfium.FPDF_PageToDevice(&requests.FPDF_PageToDevice{
			Page:  name,
			SizeX: int(math.Round(size.Width * hundredths)), SizeY: int(math.Round(size.Height * hundredths)),
			PageX: x, PageY: y,
		})
		if err != nil {
			return 0, 0, fmt.Errorf("place page: %w", err)
		}
		return float64(response.DeviceX), float64(response.DeviceY), nil
	}
	var a affine
	var err error
	if a.originX, a.originY, err = where(0, 0); err != nil {
		return a, err
	}
	x, y, err := where(span, 0)
	if err != nil {
		return a, err
	}
	a.rightX, a.rightY = (x-a.originX)/span, (y-a.originY)/span
	if x, y, err = where(0, span); err != nil {
		return a, err
	}
	a.upX, a.upY = (x-a.originX)/span, (y-a.originY)/span
	return a, nil
}

// plain joins words as they are read: spaces between them, a new line where a line ends.
func plain(words []Word) string {
	var text strings.Builder
	for i, word := range words {
		text.WriteString(word.Text)
		switch {
		case i == len(words)-1:
		case word.Ends:
			text.WriteByte('\n')
		default:
			text.WriteByte(' ')
		}
	}
	return text.String()
}
