package print

import (
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/jung-kurt/gofpdf"

	"congso.vn/congso/assets"
)

// The page of Nghị định 30/2020, Phụ lục I, in millimetres and points.
const (
	pageWidth, pageHeight = 210.0, 297.0
	marginTop             = 20.0 // 20–25
	marginBottom          = 20.0 // 20–25
	marginLeft            = 30.0 // 30–35
	marginRight           = 17.0 // 15–20
	numberAt              = 12.5 // baseline of the page number, in the top margin

	bodySize    = 14.0
	bodyLeading = 1.28 // times the size; the font's own line is 1.15
	firstIndent = 10.0 // 1–1.27 cm
	paragraph   = 6.0  // points between paragraphs
)

// sheet is a document being laid out. Its cursor runs down the page; whatever does not fit goes to
// the next. Not safe for concurrent use.
type sheet struct {
	pdf     *gofpdf.Fpdf
	words   *assets.Words
	zone    *time.Location
	loaded  map[face]bool
	current style

	left, right   float64 // edges of the text
	top, bottom   float64
	width, height float64 // of the page
	wide          bool    // landscape
	y             float64 // where the next thing goes
	number        int     // of the page; 0: no page yet
	plainPages    bool    // no page numbers
	skipGap       bool    // the next paragraph starts a page or follows a title: no space above
}

// newSheet returns a document without pages.
func (p Press) newSheet(title string) *sheet {
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	pdf.SetCellMargin(0)
	pdf.SetCompression(true)
	pdf.SetCatalogSort(true) // or the order of fonts in the file changes from run to run
	pdf.SetCreationDate(p.At)
	pdf.SetModificationDate(p.At)
	pdf.SetTitle(clean(title), true)
	pdf.SetProducer(p.Words.Say("print.producer"), true)
	pdf.SetCreator(p.Words.Say("print.producer"), true)
	s := &sheet{pdf: pdf, words: p.Words, zone: p.At.Location(), loaded: map[face]bool{}}
	s.orient(false)
	return s
}

// orient sets the shape of the pages that follow.
func (s *sheet) orient(wide bool) {
	s.wide = wide
	s.width, s.height = pageWidth, pageHeight
	if wide {
		s.width, s.height = pageHeight, pageWidth
	}
	s.left, s.right = marginLeft, s.width-marginRight
	s.top, s.bottom = marginTop, s.height-marginBottom
	if wide { // turned paper: the binding edge is above
		s.left, s.right = marginTop, s.width-marginBottom
		s.top, s.bottom = marginLeft-6, s.height-marginRight
	}
}

// newPage starts a page, with its number from the second on.
func (s *sheet) newPage() {
	orientation := "P"
	if s.wide {
		orientation = "L"
	}
	s.pdf.AddPageFormat(orientation, gofpdf.SizeType{Wd: pageWidth, Ht: pageHeight})
	s.current = style{} // a page begins without a font
	s.number++
	if s.number == 1 {
		// A picture state raises the file to PDF 1.4, which incremental annotation needs; the
		// writer has no other way to say so.
		s.pdf.SetAlpha(1, "Normal")
		s.pdf.SetLineWidth(0.2)
	} else if !s.plainPages {
		s.centred(numberAt, s.width/2, plain(strconv.Itoa(s.number), style{upright, 13}))
	}
	s.y = s.top
	s.skipGap = true
}

// room is how much height is left on the page.
func (s *sheet) room() float64 { return s.bottom - s.y }

// need starts a new page where less than height is left. A thing taller than a page starts one
// too, and its maker breaks it.
func (s *sheet) need(height float64) {
	if s.number == 0 || (height > s.room()+0.01 && s.y > s.top) {
		s.newPage()
	}
}

// use makes a style the current one.
func (s *sheet) use(st style) {
	if s.current == st {
		return
	}
	if !s.loaded[st.face] {
		s.pdf.AddUTF8FontFromBytes(st.face.family(), "", assets.Font(faceFiles[st.face]))
		s.loaded[st.face] = true
	}
	s.pdf.SetFont(st.face.family(), "", st.size)
	s.current = st
}

// finish writes the file.
func (s *sheet) finish(w io.Writer) error {
	if err := s.pdf.Output(w); err != nil {
		return fmt.Errorf("print: write PDF: %w", err)
	}
	return nil
}
