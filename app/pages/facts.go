package pages

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// What is looked at of one page at most: what a page holds beyond says nothing new of it.
const (
	maxObjects  = 3_000
	maxNesting  = 4
	maxPictures = 100
	maxFonts    = 60
	maxTexts    = 400 // of which the font is looked at
	maxFontName = 120
)

// Facts is what a page is made of, for who remarks on papers.
type Facts struct {
	Version  int       `json:"version"` // of PDF, of the whole document: 14 is 1.4; 0 where it does not say
	Pictures []Picture `json:"pictures,omitempty"`
	Fonts    []FontUse `json:"fonts,omitempty"`
}

// Picture is a picture on a page.
type Picture struct {
	// Dots an inch as it stands on the page, in the direction that has fewer; 0 where it cannot be said.
	Dots  int     `json:"dots,omitempty"`
	Share float64 `json:"share"` // of the page that it covers, from 0 to 1
}

// FontUse is a font that letters of a page have.
type FontUse struct {
	Name     string `json:"name"`
	Embedded bool   `json:"embedded,omitempty"`
	Legacy   bool   `json:"legacy,omitempty"` // TCVN3 or VNI, as far as its name tells
}

// Facts gives what a page is made of.
func (r *Renderer) Facts(ctx context.Context, id string, page int, priority Priority) (Facts, error) {
	came := r.wait(ctx, errand{kind: kindFacts, id: id, page: page}, priority)
	return came.facts, came.err
}

// facts looks at what a page is made of.
func (e *engine) facts(number uint32, page int) (Facts, error) {
	d, name, err := e.load(number, page)
	if err != nil {
		return Facts{}, err
	}
	look := &look{engine: e, page: name, area: d.sizes[page].Width * d.sizes[page].Height}
	if version, err := e.pdfium.FPDF_GetFileVersion(&requests.FPDF_GetFileVersion{Document: d.ref}); err == nil {
		look.facts.Version = version.FileVersion
	}
	counted, err := e.pdfium.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: name})
	if err != nil {
		return Facts{}, fmt.Errorf("count objects: %w", err)
	}
	for i := range counted.Count {
		if look.objects >= maxObjects {
			break
		}
		object, err := e.pdfium.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: name, Index: i})
		if err != nil {
			return Facts{}, fmt.Errorf("object: %w", err)
		}
		if err := look.object(object.PageObject, 0); err != nil {
			return Facts{}, err
		}
	}
	return look.facts, nil
}

// look is one look at a page.
type look struct {
	engine  *engine
	page    requests.Page
	area    float64 // of the page, square points
	facts   Facts
	objects int
	texts   int
}

// object notes one object, and what is inside of it.
func (l *look) object(object references.FPDF_PAGEOBJECT, depth int) error {
	if l.objects++; l.objects > maxObjects {
		return nil
	}
	kind, err := l.engine.pdfium.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: object})
	if err != nil {
		return fmt.Errorf("type of object: %w", err)
	}
	switch kind.Type {
	case enums.FPDF_PAGEOBJ_IMAGE:
		l.picture(object, depth)
	case enums.FPDF_PAGEOBJ_TEXT:
		l.text(object)
	case enums.FPDF_PAGEOBJ_FORM:
		return l.inside(object, depth+1)
	}
	return nil
}

// inside notes the objects of a form.
func (l *look) inside(form references.FPDF_PAGEOBJECT, depth int) error {
	if depth > maxNesting {
		return nil
	}
	counted, err := l.engine.pdfium.FPDFFormObj_CountObjects(&requests.FPDFFormObj_CountObjects{PageObject: form})
	if err != nil {
		return nil // an empty one is an error to the renderer
	}
	for i := range counted.Count {
		if l.objects >= maxObjects {
			return nil
		}
		object, err := l.engine.pdfium.FPDFFormObj_GetObject(&requests.FPDFFormObj_GetObject{PageObject: form, Index: uint64(i)})
		if err != nil {
			return fmt.Errorf("object of a form: %w", err)
		}
		if err := l.object(object.PageObject, depth); err != nil {
			return err
		}
	}
	return nil
}

// picture notes a picture. How fine it is cannot be said within a form, which may be drawn larger or smaller.
func (l *look) picture(object references.FPDF_PAGEOBJECT, depth int) {
	bounds, err := l.engine.pdfium.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: object})
	if err != nil || depth > 0 || len(l.facts.Pictures) >= maxPictures || !(l.area > 0) {
		return
	}
	share := math.Abs(float64(bounds.Right-bounds.Left)) * math.Abs(float64(bounds.Top-bounds.Bottom)) / l.area
	picture := Picture{Share: min(1, share)}
	if size, err := l.engine.pdfium.FPDFImageObj_GetImageMetadata(&requests.FPDFImageObj_GetImageMetadata{ImageObject: object, Page: l.page}); err == nil {
		if dots := min(size.ImageMetadata.HorizontalDPI, size.ImageMetadata.VerticalDPI); dots > 0 && dots < 100_000 {
			picture.Dots = int(math.Round(float64(dots)))
		}
	}
	if picture.Share >= 0 { // not where it is no number
		l.facts.Pictures = append(l.facts.Pictures, picture)
	}
}

// text notes the font of some letters.
func (l *look) text(object references.FPDF_PAGEOBJECT) {
	if l.texts++; l.texts > maxTexts || len(l.facts.Fonts) >= maxFonts {
		return
	}
	font, err := l.engine.pdfium.FPDFTextObj_GetFont(&requests.FPDFTextObj_GetFont{PageObject: object})
	if err != nil {
		return
	}
	use := FontUse{}
	if name, err := l.engine.pdfium.FPDFFont_GetBaseFontName(&requests.FPDFFont_GetBaseFontName{Font: font.Font}); err == nil {
		use.Name = fontName(name.BaseFontName)
	}
	if embedded, err := l.engine.pdfium.FPDFFont_GetIsEmbedded(&requests.FPDFFont_GetIsEmbedded{Font: font.Font}); err == nil {
		use.Embedded = embedded.IsEmbedded
	}
	use.Legacy = isLegacy(use.Name)
	for _, known := range l.facts.Fonts {
		if known == use {
			return
		}
	}
	l.facts.Fonts = append(l.facts.Fonts, use)
}

// fontName is the name of a font as people know it: one line, without the mark of a part of it.
func fontName(name string) string {
	_, name = subset(oneLine(&name))
	letters := []rune(name)
	return string(letters[:min(len(letters), maxFontName)])
}

// decodeFacts reads the body of a seen reply. All of it is within bounds afterwards.
func decodeFacts(body []byte) ([]Facts, error) {
	var facts Facts
	if err := json.Unmarshal(body, &facts); err != nil {
		return nil, fmt.Errorf("facts: %w", err)
	}
	if len(facts.Pictures) > maxPictures || len(facts.Fonts) > maxFonts {
		return nil, fmt.Errorf("%d pictures and %d fonts: %w", len(facts.Pictures), len(facts.Fonts), errFrame)
	}
	for i := range facts.Fonts {
		facts.Fonts[i].Name = fontName(facts.Fonts[i].Name)
	}
	return []Facts{facts}, nil
}
