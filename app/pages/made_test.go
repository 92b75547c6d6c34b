package pages

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"strings"
	"testing"
)

// Small documents that lie, bite their tail or are none.
func TestMadePapers(t *testing.T) {
	garbage := make([]byte, 50_000)
	random := rand.New(rand.NewPCG(1, 2))
	for i := range garbage {
		garbage[i] = byte(random.Uint32())
	}
	plain := plainPDF(3)
	kids := func(tree string) []byte {
		return pdfOf("<</Type/Catalog/Pages 2 0 R>>", tree,
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>", streamOf("", "0 0 100 100 re f"))
	}
	config, _ := testConfig(t)
	r := serving(t, config) // one worker takes them all
	for name, test := range map[string]struct {
		content []byte
		code    Code // empty: it opens
		pages   int
	}{
		"plain":               {plain, "", 3},
		"empty":               {nil, CodeDamaged, 0},
		"text":                {[]byte("Kính gửi: Ủy ban nhân dân thành phố"), CodeNotPDF, 0},
		"garbage":             {garbage, CodeNotPDF, 0},
		"garbage with a mark": {append([]byte("%PDF-1.7\n"), garbage...), CodeDamaged, 0},
		"only a mark":         {[]byte("%PDF-1.7"), CodeDamaged, 0},
		"zip":                 {append([]byte("PK\x03\x04"), garbage...), CodeNotPDF, 0},
		"junk before":         {append([]byte("GIF89a junk junk junk\n"), plain...), "", 3},
		"junk behind":         {append(bytes.Clone(plain), garbage...), "", 3},
		"cut in the middle":   {plain[:len(plain)/8], CodeDamaged, 0},
		"cut near the end":    {plain[:len(plain)-20], "", 3},
		"no pages":            {pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"), CodeNoPages, 0},
		"claims pages":        {pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 50>>"), CodeNoPages, 0},
		"claims more pages":   {kids("<</Type/Pages/Kids[3 0 R]/Count 50>>"), "", 1},
		"claims a million":    {kids("<</Type/Pages/Kids[3 0 R]/Count 1000000>>"), CodeTooLarge, 0},
		"claims fewer than 0": {kids("<</Type/Pages/Kids[3 0 R]/Count -7>>"), "", 1},
		"tree bites itself":   {kids("<</Type/Pages/Kids[2 0 R 2 0 R 3 0 R]/Count 3>>"), "", 1},
		"tree without count":  {kids("<</Type/Pages/Kids[2 0 R 2 0 R]>>"), CodeNoPages, 0},
		"catalog is the tree": {pdfOf("<</Type/Catalog/Pages 1 0 R/Kids[1 0 R 1 0 R]/Count 100>>"), CodeNoPages, 0},
	} {
		t.Run(name, func(t *testing.T) {
			paper, err := r.Open(within(t), source(name, test.content))
			if test.code != "" {
				if !errors.Is(err, &Error{Code: test.code}) {
					t.Fatalf("got %d pages, %v, want code %q", paper.Pages, err, test.code)
				}
				return
			}
			if err != nil || paper.Pages != test.pages {
				t.Fatalf("got %d pages, %v, want %d", paper.Pages, err, test.pages)
			}
			for page := range paper.Pages {
				picture, err := r.Render(within(t), name, page, 400, Now)
				if err != nil && !errors.Is(err, ErrDamaged) {
					t.Fatalf("page %d: %v", page, err)
				}
				if err == nil && page == 0 {
					if drawn, _ := dark(picture); drawn == 0 && !strings.Contains(name, "tree") {
						t.Errorf("page %d is blank", page)
					}
				}
			}
		})
	}
}

func TestPicturesBeyondTheLimit(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	// A page like a tape: 10 points wide, 10,000 high.
	opened(t, r, "tape", onePage("0 0 5 5000 re f", "/MediaBox[0 0 10 10000]"))
	if picture, err := r.Render(within(t), "tape", 0, 100, Now); err != nil || picture.Rect.Dy() != 100_000 {
		t.Errorf("tape of 100 pixels: %v", err)
	}
	for _, width := range []int{1000, MaxWidth + 1, 0, -5} {
		if _, err := r.Render(within(t), "tape", 0, width, Now); !errors.Is(err, ErrTooLarge) {
			t.Errorf("tape of %d pixels: %v", width, err)
		}
	}
	for _, page := range []int{-1, 1, 1 << 30} {
		_, err := r.Render(within(t), "tape", page, 100, Now)
		var own *Error
		if !errors.As(err, &own) || own.Code != CodeNoSuchPage || own.Page != max(page, NoPage) {
			t.Errorf("page %d: %v", page, err)
		}
	}
	if _, err := r.Render(within(t), "never opened", 0, 100, Now); !errors.Is(err, ErrUnknown) {
		t.Errorf("unknown document: %v", err)
	}
	big := source("big", make([]byte, MaxDocument+1))
	if _, err := r.Open(within(t), big); !errors.Is(err, ErrTooLarge) {
		t.Errorf("document over the limit: %v", err)
	}
}

// at is the colour of the picture at a point of the page, from its top left corner.
func at(picture *image.RGBA, paper Paper, x, y float64) (red, green, blue uint8) {
	scale := float64(picture.Rect.Dx()) / paper.Sizes[0].Width
	pixel := picture.RGBAAt(int(x*scale), int(y*scale))
	return pixel.R, pixel.G, pixel.B
}

// The red seal of a digitally signed paper is a form field with an appearance of its own, a rubber
// stamp an annotation; both must be there.
func TestSealsAreShown(t *testing.T) {
	red := streamOf("/Type/XObject/Subtype/Form/BBox[0 0 100 100]", "0.85 0 0 rg 0 0 100 100 re f")
	paper := pdfOf(
		"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[5 0 R]/SigFlags 3>>>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 500 500]/Contents 4 0 R/Annots[5 0 R 6 0 R]>>",
		streamOf("", "0 0 0 rg 0 0 10 10 re f"),
		"<</Type/Annot/Subtype/Widget/FT/Sig/T(seal)/F 4/Rect[100 100 200 200]/P 3 0 R/AP<</N 7 0 R>>>>",
		"<</Type/Annot/Subtype/Stamp/F 4/Rect[300 300 400 400]/P 3 0 R/AP<</N 7 0 R>>>>",
		red,
	)
	config, _ := testConfig(t)
	r := serving(t, config)
	opened := opened(t, r, "seal", paper)
	picture, err := r.Render(within(t), "seal", 0, 500, Now)
	if err != nil {
		t.Fatal(err)
	}
	for name, point := range map[string]image.Point{"seal": {150, 350}, "stamp": {350, 150}} {
		if red, green, blue := at(picture, opened, float64(point.X), float64(point.Y)); red < 150 || green > 60 || blue > 60 {
			t.Errorf("%s is %d,%d,%d", name, red, green, blue)
		}
	}
	if red, green, blue := at(picture, opened, 250, 250); red != 255 || green != 255 || blue != 255 {
		t.Errorf("paper is %d,%d,%d", red, green, blue)
	}
	if _, clear := dark(picture); clear > 0 {
		t.Errorf("%d transparent pixels", clear)
	}
}

// Transparency is blended with white paper, never left in the picture.
func TestTransparencyIsBlended(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	paper := opened(t, r, "glass", onePage("/G gs 1 0 0 rg 0 0 50 100 re f",
		"/MediaBox[0 0 100 100]/Group<</S/Transparency/CS/DeviceRGB>>/Resources<</ExtGState<</G<</ca 0.5>>>>>>"))
	picture, err := r.Render(within(t), "glass", 0, 100, Now)
	if err != nil {
		t.Fatal(err)
	}
	if red, green, blue := at(picture, paper, 25, 50); red != 255 || green < 120 || green > 135 || blue != green {
		t.Errorf("half red is %d,%d,%d", red, green, blue)
	}
	if _, clear := dark(picture); clear > 0 {
		t.Errorf("%d transparent pixels", clear)
	}
}

func TestWordsAndTheirPlaces(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	// Ten by ten points around x = 100, 200 points above the lower edge.
	text := "BT /F1 20 Tf 100 200 Td (Hello big) Tj 0 -40 Td (world) Tj ET"
	fonts := "/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Courier>>>>>>"
	for name, test := range map[string]struct {
		entries string
		origin  image.Point // of the letters' baseline, in 1/100 point from the top left
		down    image.Point // direction of the next line
	}{
		"upright": {"/MediaBox[0 0 500 400]", image.Pt(10_000, 20_000), image.Pt(0, 1)},
		"cropped": {"/MediaBox[0 0 500 400]/CropBox[50 100 450 300]", image.Pt(5_000, 10_000), image.Pt(0, 1)},
		"shifted": {"/MediaBox[-100 -100 400 300]", image.Pt(20_000, 10_000), image.Pt(0, 1)},
		"turned":  {"/MediaBox[0 0 500 400]/Rotate 90", image.Pt(20_000, 10_000), image.Pt(-1, 0)},
	} {
		t.Run(name, func(t *testing.T) {
			opened(t, r, name, onePage(text, test.entries+fonts))
			words, err := r.Words(within(t), name, 0, Now)
			if err != nil {
				t.Fatal(err)
			}
			found := map[string]Word{}
			for _, word := range words {
				found[word.Text] = word
			}
			if len(words) != 3 || len(found) != 3 {
				t.Fatalf("words %+v", words)
			}
			const near = 500 // five points
			for letters, origin := range map[string]image.Point{
				"Hello": test.origin,
				"world": test.origin.Add(test.down.Mul(4000)),
			} {
				box := found[letters].Box
				if !origin.In(box.Inset(-near)) || box.Empty() || box.Dx() > 8000 || box.Dy() > 8000 {
					t.Errorf("%q is at %v, should begin near %v", letters, box, origin)
				}
			}
			if name == "turned" {
				return // the renderer reads by lines as shown, here from bottom to top
			}
			text, err := r.Text(within(t), name, 0, Now)
			if err != nil || text != "Hello big\nworld" {
				t.Errorf("text %q, %v", text, err)
			}
		})
	}
}

func TestOutlines(t *testing.T) {
	// outlined adds an outline of these objects, the root being object 5.
	outlined := func(objects ...string) []byte {
		return pdfOf(append([]string{
			"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>",
			"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
			"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
		}, objects...)...)
	}
	config, _ := testConfig(t)
	r := serving(t, config)

	opened(t, r, "good", outlined(
		"<</First 6 0 R/Last 8 0 R/Count 3>>",
		"<</Title<FEFF0110006F1EA1006E>/Parent 5 0 R/Next 8 0 R/First 7 0 R/Last 7 0 R/Count 1/Dest[3 0 R/Fit]>>",
		"<</Title(deeper)/Parent 6 0 R/A<</S/GoTo/D[4 0 R/Fit]>>>>",
		"<</Title(nowhere)/Parent 5 0 R/Prev 6 0 R>>",
	))
	headings, err := r.Outline(within(t), "good")
	want := []Heading{{"Đoạn", 0, 0}, {"deeper", 1, 1}, {"nowhere", 0, NoPage}}
	if err != nil || fmt.Sprint(headings) != fmt.Sprint(want) {
		t.Errorf("got %v, %v, want %v", headings, err, want)
	}

	opened(t, r, "none", plainPDF(1))
	if headings, err := r.Outline(within(t), "none"); err != nil || len(headings) != 0 {
		t.Errorf("without an outline: %v, %v", headings, err)
	}

	for name, objects := range map[string][]string{
		"siblings in a ring": {"<</First 6 0 R/Last 7 0 R/Count 2>>",
			"<</Title(a)/Parent 5 0 R/Next 7 0 R>>", "<</Title(b)/Parent 5 0 R/Next 6 0 R>>"},
		"child of itself": {"<</First 6 0 R/Last 6 0 R/Count 1>>",
			"<</Title(a)/Parent 5 0 R/First 6 0 R/Last 6 0 R/Count 1>>"},
	} {
		opened(t, r, name, outlined(objects...))
		headings, err := r.Outline(within(t), name)
		if err == nil && len(headings) > MaxHeadings {
			t.Errorf("%s: %d headings", name, len(headings))
		}
		if err != nil && !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := r.Render(within(t), name, 1, 200, Now); err != nil {
			t.Errorf("%s: the pages went with the outline: %v", name, err)
		}
	}
}
