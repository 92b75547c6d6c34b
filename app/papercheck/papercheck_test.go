package papercheck

import (
	"image"
	"image/color"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// sound is a page that keeps every rule: A4, 200 words between margins of 30, 20, 20 and 20 millimetres, a page number
// above, an embedded font.
func sound(change func(*Page)) Page {
	p := Page{Width: 595.28, Height: 841.89, Fonts: []Font{{Name: "Times", Embedded: true}}}
	p.Words = text(200, 30, 20, 20, 20)
	p.Words = append(p.Words, Box{290, 30, 300, 42, true})
	change(&p)
	return p
}

// text is words that fill an A4 page between margins in millimetres.
func text(count int, left, top, right, bottom float64) []Box {
	const perLine = 10
	l, t, r, b := left*millimetre, top*millimetre, 595.28-right*millimetre, 841.89-bottom*millimetre
	lines := (count + perLine - 1) / perLine
	var words []Box
	for i := range count {
		line, at := i/perLine, i%perLine
		y := t + (b-t)/float64(lines)*float64(line)
		x := l + (r-l)/perLine*float64(at)
		words = append(words, Box{x, y, x + (r-l)/perLine, y + (b-t)/float64(lines), false})
	}
	return words
}

func TestCheck(t *testing.T) {
	same := func(*Page) {}
	scan := func(dots int) func(*Page) {
		return func(p *Page) { p.Words, p.Fonts, p.Pictures = text(200, 2, 2, 2, 2), nil, []Picture{{dots, 0.99}} }
	}
	for name, row := range map[string]struct {
		paper Paper
		want  []Remark
	}{
		"sound":              {Paper{Version: 14, Signed: true, Pages: []Page{sound(same)}}, nil},
		"of unknown version": {Paper{Signed: true, Pages: []Page{sound(same)}}, nil},
		"old":                {Paper{Version: 13, Signed: true, Pages: []Page{sound(same)}}, []Remark{{Code: OldVersion}}},
		"of two sizes": {Paper{Signed: true, Pages: []Page{sound(func(p *Page) { p.Width = 612 }), sound(same), sound(func(p *Page) { p.Height = 1190 })}},
			[]Remark{{Code: NotA4, Pages: []int{0, 2}}}},
		"lying":     {Paper{Signed: true, Pages: []Page{sound(same), sound(func(p *Page) { p.Width, p.Height = p.Height, p.Width })}}, []Remark{{Code: Landscape, Hint: true, Pages: []int{1}}}},
		"no text":   {Paper{Signed: true, Pages: []Page{sound(func(p *Page) { p.Words = nil })}}, []Remark{{Code: NoText, Pages: []int{0}}}},
		"fine scan": {Paper{Signed: true, Pages: []Page{sound(scan(200))}}, nil},
		"coarse scan": {Paper{Signed: true, Pages: []Page{sound(scan(150)), sound(scan(300)), sound(scan(72))}},
			[]Remark{{Code: LowResolution, Pages: []int{0, 2}}}},
		"a coarse picture on a page": {Paper{Signed: true, Pages: []Page{sound(func(p *Page) { p.Pictures = []Picture{{72, 0.3}} })}}, nil},
		"fonts": {Paper{Signed: true, Pages: []Page{sound(func(p *Page) {
			p.Fonts = []Font{{"Arial", false, false}, {".VnTime", true, true}, {"Arial", false, false}}
		}), sound(func(p *Page) { p.Fonts = []Font{{"Tahoma", false, false}} })}},
			[]Remark{{Code: NotEmbedded, Pages: []int{0, 1}, Names: []string{"Arial", "Tahoma"}}, {Code: LegacyFont, Pages: []int{0}, Names: []string{".VnTime"}}}},
		"fonts that everybody has": {Paper{Signed: true, Pages: []Page{sound(func(p *Page) { p.Fonts = []Font{{"TimesNewRoman,Bold", false, false}} })}},
			[]Remark{{Code: NotEmbedded, Hint: true, Pages: []int{0}, Names: []string{"TimesNewRoman,Bold"}}}},
		"sealed":     {Paper{Pages: []Page{sound(same), sound(func(p *Page) { p.Seal = true })}}, []Remark{{Code: SealSeen, Hint: true, Pages: []int{1}}}},
		"not sealed": {Paper{Pages: []Page{sound(same)}}, []Remark{{Code: NoSeal, Hint: true}}},
		"not seen":   {Paper{Pages: []Page{{Unseen: true}}}, nil},
	} {
		if got := Check(row.paper); !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s: %+v, want %+v", name, got, row.want)
		}
	}
}

func TestMargins(t *testing.T) {
	for name, row := range map[string]struct {
		words                    int
		left, top, right, bottom float64
		fits                     bool
	}{
		"least":                       {200, 30, 20, 15, 20, true},
		"most":                        {200, 35, 25, 20, 25, true},
		"a printer off":               {200, 28.5, 18.5, 13.5, 18.5, true},
		"left too small":              {200, 27, 20, 15, 20, false},
		"left too large":              {200, 38, 20, 15, 20, false},
		"right too small":             {200, 30, 20, 12, 20, false},
		"right too large":             {200, 30, 20, 23, 20, false},
		"top too small":               {200, 30, 17, 15, 20, false},
		"bottom too small":            {200, 30, 20, 15, 17, false},
		"half a page":                 {200, 30, 20, 15, 150, true},
		"short lines":                 {100, 30, 20, 60, 150, true},
		"short lines, left too small": {100, 20, 20, 60, 150, false},
		"a title alone":               {20, 10, 10, 10, 10, true},
	} {
		page := Page{Width: 595.28, Height: 841.89, Words: text(row.words, row.left, row.top, row.right, row.bottom)}
		if fits(page) != row.fits {
			t.Errorf("%s: fits is %v", name, !row.fits)
		}
		// The number of the page stands in the margin, and a number in a table does not.
		page.Words = append(page.Words, Box{290, 20, 300, 32, true}, Box{290, 820, 300, 832, true})
		if fits(page) != row.fits {
			t.Errorf("%s with a number: fits is %v", name, !row.fits)
		}
	}
	page := sound(func(p *Page) { p.Words = append(p.Words, Box{2, 400, 10, 412, true}) })
	if fits(page) {
		t.Error("a number far out at the side is the number of the page")
	}
}

// Whatever was seen, each thing is remarked once, of pages that there are, in their order.
func TestRemarksAreOrdered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.Float64Range(-10, 2000)
		paper := Paper{Version: rapid.IntRange(0, 20).Draw(t, "version")}
		for range rapid.IntRange(0, 12).Draw(t, "pages") {
			page := Page{Width: length.Draw(t, "width"), Height: length.Draw(t, "height"), Seal: rapid.Bool().Draw(t, "seal"), Unseen: rapid.Bool().Draw(t, "unseen")}
			for range rapid.IntRange(0, 90).Draw(t, "words") {
				page.Words = append(page.Words, Box{length.Draw(t, "l"), length.Draw(t, "t"), length.Draw(t, "r"), length.Draw(t, "b"), false})
			}
			page.Fonts = []Font{{rapid.String().Draw(t, "font"), rapid.Bool().Draw(t, "embedded"), rapid.Bool().Draw(t, "legacy")}}
			paper.Pages = append(paper.Pages, page)
		}
		codes := map[string]bool{}
		for _, remark := range Check(paper) {
			if codes[remark.Code] || len(remark.Names) > mostNames {
				t.Fatalf("%+v", remark)
			}
			codes[remark.Code] = true
			last := -1
			for _, page := range remark.Pages {
				if page <= last || page >= len(paper.Pages) || paper.Pages[page].Unseen {
					t.Fatalf("%+v", remark)
				}
				last = page
			}
		}
	})
}

// drawn is an A4 page of 800 pixels on which what is red is told by millimetres.
func drawn(red func(x, y float64) bool, tint color.RGBA) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, 800, 1131))
	for y := range 1131 {
		for x := range 800 {
			picture.SetRGBA(x, y, color.RGBA{255, 255, 255, 255})
			if red(float64(x)*210/800, float64(y)*210/800) {
				picture.SetRGBA(x, y, tint)
			}
		}
	}
	return picture
}

func TestHasSeal(t *testing.T) {
	ring := func(across float64) func(x, y float64) bool {
		return func(x, y float64) bool {
			far := math.Hypot(x-140, y-230)
			return far <= across/2 && far >= across/2-1.2 || far < 5
		}
	}
	box := func(width, height float64) func(x, y float64) bool {
		return func(x, y float64) bool {
			return x >= 100 && x <= 100+width && y >= 100 && y <= 100+height && !(x > 101 && x < 99+width && y > 101 && y < 99+height)
		}
	}
	ink := color.RGBA{200, 40, 50, 255}
	for name, row := range map[string]struct {
		red  func(x, y float64) bool
		tint color.RGBA
		want bool
	}{
		"a seal of an office": {ring(36), ink, true},
		"a large seal":        {ring(48), ink, true},
		"a pale one":          {ring(36), color.RGBA{228, 150, 155, 255}, true},
		"a signature across a seal": {func(x, y float64) bool {
			return ring(36)(x, y) || math.Abs((y-226)-(x-140)/4) < 0.6 && x > 120 && x < 162
		}, ink, true},
		"blue":        {ring(36), color.RGBA{40, 40, 200, 255}, false},
		"black":       {ring(36), color.RGBA{20, 20, 20, 255}, false},
		"orange":      {ring(36), color.RGBA{240, 150, 20, 255}, false},
		"too small":   {ring(15), ink, false},
		"too large":   {ring(80), ink, false},
		"a square":    {box(36, 36), ink, false},
		"a flag":      {box(45, 30), ink, false},
		"a line":      {box(120, 1), ink, false},
		"half a ring": {func(x, y float64) bool { return ring(36)(x, y) && y < 230 }, ink, false},
		"nothing":     {func(x, y float64) bool { return false }, ink, false},
	} {
		if got := HasSeal(drawn(row.red, row.tint), 210); got != row.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if HasSeal(nil, 210) || HasSeal(image.NewRGBA(image.Rectangle{}), 210) || HasSeal(drawn(ring(36), ink), 0) {
		t.Error("where there is nothing there is a seal")
	}
}
