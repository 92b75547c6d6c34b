package pages

import (
	"fmt"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/requests"
)

// bitmap is a rendered page as rows of opaque RGBA without gaps. The pixels are a view into the
// sandbox, valid until anything else is asked of the engine; release must be called.
type bitmap struct {
	width, height int
	page          Size
	pixels        []byte
	release       func() error
}

// render draws a page on white, with its annotations and form fields.
func (e *engine) render(number uint32, page, width int) (*bitmap, error) {
	d, name, err := e.load(number, page)
	if err != nil {
		return nil, err
	}
	size := d.sizes[page]
	if err := permits(size, page, width); err != nil {
		return nil, err
	}
	height := size.pixelHeight(width)
	created, err := e.pdfium.FPDFBitmap_CreateEx(&requests.FPDFBitmap_CreateEx{
		Width: width, Height: height,
		// With an alpha channel that starts opaque every pixel ends opaque; without one the
		// fourth byte would be left to chance.
		Format:  enums.FPDF_BITMAP_FORMAT_BGRA,
		Pointer: uint64(0), // the renderer finds the memory itself
	})
	if err != nil {
		return nil, fmt.Errorf("make bitmap: %w", err)
	}
	ref := created.Bitmap
	const white = 0xFFFFFFFF
	const flags = enums.FPDF_RENDER_FLAG_ANNOT | enums.FPDF_RENDER_FLAG_REVERSE_BYTE_ORDER
	if _, err := e.pdfium.FPDFBitmap_FillRect(&requests.FPDFBitmap_FillRect{
		Bitmap: ref, Width: width, Height: height, Color: white,
	}); err != nil {
		return nil, fmt.Errorf("whiten bitmap: %w", err)
	}
	if _, err := e.pdfium.FPDF_RenderPageBitmap(&requests.FPDF_RenderPageBitmap{
		Bitmap: ref, Page: name, SizeX: width, SizeY: height, Flags: flags,
	}); err != nil {
		return nil, fmt.Errorf("render page: %w", err)
	}
	if _, err := e.pdfium.FPDF_FFLDraw(&requests.FPDF_FFLDraw{
		FormHandle: d.form, Bitmap: ref, Page: name, SizeX: width, SizeY: height, Flags: flags,
	}); err != nil {
		return nil, fmt.Errorf("render form fields: %w", err)
	}
	buffer, err := e.pdfium.FPDFBitmap_GetBuffer(&requests.FPDFBitmap_GetBuffer{Bitmap: ref})
	if err != nil {
		return nil, fmt.Errorf("read bitmap: %w", err)
	}
	if len(buffer.Buffer) != 4*width*height {
		return nil, fmt.Errorf("bitmap of %d × %d has %d bytes", width, height, len(buffer.Buffer))
	}
	return &bitmap{width: width, height: height, page: size, pixels: buffer.Buffer, release: func() error {
		_, err := e.pdfium.FPDFBitmap_Destroy(&requests.FPDFBitmap_Destroy{Bitmap: ref})
		return err
	}}, nil
}
