package pages

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"github.com/klippa-app/go-pdfium/enums"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/structs"
)

// document is one open document of an engine. The page last used stays loaded: a page's pictures
// are decoded with it, and a sharp rendering after a preview takes them as they are.
type document struct {
	ref   references.FPDF_DOCUMENT
	form  references.FPDF_FORMHANDLE
	sizes []Size
	// supposed says that sizes of pages that were not drawn yet are a guess; measured which are none.
	supposed bool
	measured map[int]bool
	distant  *distant // nil if all bytes were given

	loaded int // the page that is loaded, or NoPage
	page   references.FPDF_PAGE
}

// open reads a document and remembers it under the number. The bytes may be thrown away afterwards.
func (e *engine) open(number uint32, content []byte, key Key) (*document, error) {
	if err := e.forget(number); err != nil {
		return nil, err
	}
	if len(content) == 0 {
		return nil, fault(CodeDamaged, NoPage, errors.New("no bytes"))
	}
	opened, err := e.pdfium.OpenDocument(&requests.OpenDocument{File: &content, Password: key.given()})
	if err != nil {
		return nil, refusal(err, content)
	}
	return e.adopt(number, &document{ref: opened.Document, loaded: NoPage})
}

// openAt opens a document that is read at offsets. If sizes are supposed only its first page is looked at.
func (e *engine) openAt(from *distant, supposed bool, key Key) (*document, error) {
	if err := e.forget(from.number); err != nil {
		return nil, err
	}
	if from.size <= 0 {
		return nil, fault(CodeDamaged, NoPage, errors.New("no bytes"))
	}
	opened, err := e.pdfium.OpenDocument(&requests.OpenDocument{FileReader: from, FileReaderSize: from.size, Password: key.given()})
	if err != nil {
		content := make([]byte, min(from.size, markWithin))
		_, _ = from.Seek(0, io.SeekStart) // cannot fail
		n, _ := from.Read(content)        // what failed is kept by the reader
		e.blocks.forget(from.number)
		if lost := from.fault(NoPage); lost != nil && isRefusal(err) {
			return nil, lost
		}
		return nil, refusal(err, content[:n])
	}
	return e.adopt(from.number, &document{
		ref: opened.Document, loaded: NoPage, distant: from, supposed: supposed, measured: map[int]bool{},
	})
}

// adopt readies a document that the renderer has opened.
func (e *engine) adopt(number uint32, d *document) (*document, error) {
	e.papers[number] = d
	err := e.measure(d)
	if err == nil {
		d.form, err = e.prepareForm(d.ref)
	}
	if lost := d.lost(NoPage); lost != nil {
		err = lost
	}
	if err != nil {
		return nil, errors.Join(err, e.forget(number))
	}
	return d, nil
}

// lost is why bytes of the document could not be had, nil if all came. What was made of it is worth
// nothing then.
func (d *document) lost(page int) error {
	if d.distant == nil {
		return nil
	}
	return d.distant.fault(page)
}

// fault is failed as an error of the document.
func (d *distant) fault(page int) error {
	if d.failed == nil {
		return nil
	}
	return fault(CodeUnreadable, page, d.failed)
}

// markWithin is how far into a document a reader looks for the mark of a PDF.
const markWithin = 1024

// refusal says why the renderer would not open a document.
func refusal(err error, content []byte) error {
	switch {
	case !isRefusal(err):
		return fmt.Errorf("open document: %w", err)
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		return fault(CodeEncrypted, NoPage, err)
	case !bytes.Contains(content[:min(len(content), markWithin)], []byte("%PDF")):
		return fault(CodeNotPDF, NoPage, err)
	}
	return fault(CodeDamaged, NoPage, err)
}

// isRefusal tells an answer of the renderer from an accident inside it.
func isRefusal(err error) bool {
	for _, answer := range []error{
		pdfiumerrors.ErrSuccess, pdfiumerrors.ErrUnknown, pdfiumerrors.ErrFile, pdfiumerrors.ErrFormat,
		pdfiumerrors.ErrPassword, pdfiumerrors.ErrSecurity, pdfiumerrors.ErrPage,
	} {
		if errors.Is(err, answer) {
			return true
		}
	}
	return false
}

// measure finds the size of every page. Pages that a damaged or lying document only claims to have
// are left out at its end, and take the size of their neighbour in its middle. Of a document whose sizes
// are supposed all pages take the size of the first: to look at each would bring half of it here.
func (e *engine) measure(d *document) error {
	counted, err := e.pdfium.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: d.ref})
	if err != nil {
		return fmt.Errorf("count pages: %w", err)
	}
	switch count := counted.PageCount; {
	case count <= 0:
		return fault(CodeNoPages, NoPage, nil)
	case count > MaxPages:
		return fault(CodeTooLarge, NoPage, fmt.Errorf("%d pages", count))
	}
	sizes := make([]Size, counted.PageCount)
	real := 0
	last := Size{Width: 595, Height: 842}
	for i := range sizes {
		if d.lost(NoPage) != nil {
			break
		}
		if !d.supposed || real == 0 {
			if size, ok := e.sizeOf(d, i); ok {
				last, real = size, i+1
			}
		}
		sizes[i] = last
	}
	if real == 0 {
		return fault(CodeNoPages, NoPage, errors.New("none of the claimed pages exists"))
	}
	if d.supposed {
		for i := range real {
			d.measured[i] = true
		}
		real = len(sizes)
	}
	d.sizes = sizes[:real]
	return nil
}

// sizeOf measures one page; false if it has no size that a page can have.
func (e *engine) sizeOf(d *document, page int) (Size, bool) {
	response, err := e.pdfium.FPDF_GetPageSizeByIndexF(&requests.FPDF_GetPageSizeByIndexF{Document: d.ref, Index: page})
	if err != nil {
		return Size{}, false
	}
	size := Size{Width: float64(response.Size.Width), Height: float64(response.Size.Height)}
	return size, size.sane()
}

// measureAll measures the pages of a document whose sizes were supposed.
func (e *engine) measureAll(number uint32) (*document, error) {
	d := e.papers[number]
	if d == nil {
		return nil, fault(CodeUnknown, NoPage, nil)
	}
	d.supposed = false
	if err := e.measure(d); err != nil {
		return nil, err
	}
	return d, nil
}

// prepareForm readies form fields for drawing. The red seal of a digital signature is one.
func (e *engine) prepareForm(ref references.FPDF_DOCUMENT) (references.FPDF_FORMHANDLE, error) {
	nowhere := func(references.FPDF_PAGE, float64, float64, float64, float64) {}
	response, err := e.pdfium.FPDFDOC_InitFormFillEnvironment(&requests.FPDFDOC_InitFormFillEnvironment{
		Document: ref,
		// Nothing is ever filled in, so there is nothing to be told.
		FormFillInfo: structs.FPDF_FORMFILLINFO{
			FFI_Invalidate:         nowhere,
			FFI_SetCursor:          func(enums.FXCT) {},
			FFI_SetTimer:           func(int, func(int)) int { return 0 },
			FFI_KillTimer:          func(int) {},
			FFI_GetLocalTime:       func() structs.FPDF_SYSTEMTIME { return structs.FPDF_SYSTEMTIME{} },
			FFI_GetPage:            func(references.FPDF_DOCUMENT, int) *references.FPDF_PAGE { return nil },
			FFI_GetRotation:        func(references.FPDF_PAGE) enums.FPDF_PAGE_ROTATION { return 0 },
			FFI_ExecuteNamedAction: func(string) {},
		},
	})
	if err != nil {
		return "", fmt.Errorf("prepare form fields: %w", err)
	}
	return response.FormHandle, nil
}

// load makes a page of a document ready and gives the renderer's name for it.
func (e *engine) load(number uint32, page int) (*document, requests.Page, error) {
	d := e.papers[number]
	if d == nil {
		return nil, requests.Page{}, fault(CodeUnknown, page, nil)
	}
	if page < 0 || page >= len(d.sizes) {
		return nil, requests.Page{}, fault(CodeNoSuchPage, page, nil)
	}
	if d.loaded != page {
		if err := e.unload(d); err != nil {
			return nil, requests.Page{}, err
		}
		response, err := e.pdfium.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: d.ref, Index: page})
		if isRefusal(err) {
			return nil, requests.Page{}, fault(CodeDamaged, page, err)
		}
		if err != nil {
			return nil, requests.Page{}, fmt.Errorf("load page: %w", err)
		}
		d.loaded, d.page = page, response.Page
	}
	if d.supposed && !d.measured[page] {
		d.measured[page] = true
		if size, ok := e.sizeOf(d, page); ok {
			d.sizes[page] = size
		}
	}
	return d, requests.Page{ByReference: &d.page}, nil
}

// unload lets go of the loaded page.
func (e *engine) unload(d *document) error {
	if d.loaded == NoPage {
		return nil
	}
	d.loaded = NoPage
	page := requests.Page{ByReference: &d.page}
	_, err := e.pdfium.FORM_OnBeforeClosePage(&requests.FORM_OnBeforeClosePage{Page: page, FormHandle: d.form})
	if err != nil {
		return fmt.Errorf("leave page: %w", err)
	}
	if _, err := e.pdfium.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: d.page}); err != nil {
		return fmt.Errorf("close page: %w", err)
	}
	return nil
}

// forget closes a document; a number without one is none's fault.
func (e *engine) forget(number uint32) error {
	d := e.papers[number]
	if d == nil {
		return nil
	}
	delete(e.papers, number)
	defer e.blocks.forget(number)
	if err := e.unload(d); err != nil {
		return err
	}
	if d.form != "" {
		_, err := e.pdfium.FPDFDOC_ExitFormFillEnvironment(&requests.FPDFDOC_ExitFormFillEnvironment{FormHandle: d.form})
		if err != nil {
			return fmt.Errorf("leave form fields: %w", err)
		}
	}
	if _, err := e.pdfium.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: d.ref}); err != nil {
		return fmt.Errorf("close document: %w", err)
	}
	return nil
}
