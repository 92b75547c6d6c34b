package bundle

import (
	"bytes"
	"compress/gzip"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

var sample = Book{
	Sizes: []Size{{595.28, 841.89}, {841.89, 595.28}}, Labels: []string{"i", "1"},
	Headings: []Heading{{"Chương I", 0, 0}, {"Điều 1", 1, 1}, {"ngoài", 0, NoPage}}, Attached: []Attached{{"phụ lục.xlsx", 1234}},
}

func TestBookComesBackAsItWasWritten(t *testing.T) {
	data, err := EncodeBook(sample)
	if err != nil {
		t.Fatal(err)
	}
	if book, err := DecodeBook(data); err != nil || !reflect.DeepEqual(book, sample) {
		t.Errorf("%+v: %v", book, err)
	}
	if err := Check(BookName(), data); err != nil {
		t.Error(err)
	}
	leaf := Leaf{Links: []Link{{1, 2, 3, 4, 1, ""}, {1, 2, 3, 4, NoPage, "https://example.org"}}}
	if data, err = EncodeLeaf(leaf); err != nil {
		t.Fatal(err)
	}
	if read, err := DecodeLeaf(data); err != nil || !reflect.DeepEqual(read, leaf) {
		t.Errorf("%+v: %v", read, err)
	}
	if err := Check(LeafName(3), data); err != nil {
		t.Error(err)
	}
}

// What a paper says too much of is cut, and its pages are shown all the same.
func TestBookIsCutToWhatIsTaken(t *testing.T) {
	book := Book{Sizes: sample.Sizes, Labels: []string{"1", "2", "3"}, Attached: []Attached{{"x", -1}}}
	for range mostHeadings + 10 {
		book.Headings = append(book.Headings, Heading{strings.Repeat("ư", mostText), 99, 7})
	}
	data, err := EncodeBook(book)
	if err != nil {
		t.Fatal(err)
	}
	read, err := DecodeBook(data)
	if err != nil || len(read.Headings) != mostHeadings || len(read.Labels) != 2 || read.Attached[0].Size != 0 {
		t.Fatalf("%d headings, %d labels: %v", len(read.Headings), len(read.Labels), err)
	}
	if h := read.Headings[0]; h.Page != NoPage || h.Level != mostDepth || strings.ContainsRune(h.Title, '\uFFFD') || len(h.Title) > mostText {
		t.Errorf("%d bytes, page %d, level %d", len(h.Title), h.Page, h.Level)
	}
	long := Book{Sizes: make([]Size, MostPages), Labels: make([]string, MostPages)}
	for i := range long.Sizes {
		long.Sizes[i], long.Labels[i] = sample.Sizes[0], strings.Repeat("\x01", mostText) // six letters each in JSON
	}
	if data, err = EncodeBook(long); err != nil {
		t.Fatal(err)
	}
	if read, err = DecodeBook(data); err != nil || len(read.Sizes) != MostPages || len(read.Labels) != 0 {
		t.Errorf("%d pages, %d labels: %v", len(read.Sizes), len(read.Labels), err)
	}
	if _, err := EncodeBook(Book{}); !errors.Is(err, ErrForm) {
		t.Errorf("a book without pages: %v", err)
	}
}

func zipped(text string) []byte {
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	zip.Write([]byte(text))
	zip.Close()
	return out.Bytes()
}

func TestWhatIsNoBookIsRefused(t *testing.T) {
	for _, text := range []string{
		"", "{}", `{"version":2,"part":{"sizes":[{"width":1,"height":1}]}}`, `{"version":1,"part":{"sizes":[]}}`,
		`{"version":1,"part":{"sizes":[{"width":0,"height":1}]}}`, `{"version":1,"part":{"sizes":[{"width":1,"height":1e300}]}}`,
		`{"version":1,"part":{"sizes":[{"width":1,"height":1}],"headings":[{"page":1}]}}`,
		`{"version":1,"part":{"sizes":[{"width":1,"height":1}],"headings":[{"page":0,"level":-1}]}}`,
		`{"version":1,"part":{"sizes":[{"width":1,"height":1}],"labels":["1","2"]}}`,
		`{"version":1,"part":{"sizes":[{"width":1,"height":1}],"attached":[{"size":-1}]}}`,
		`{"version":1,"part":{"sizes":[{"width":1,"height":1}]}}` + strings.Repeat(" ", mostForm),
	} {
		if _, err := DecodeBook(zipped(text)); !errors.Is(err, ErrForm) {
			t.Errorf("%.60s: %v", text, err)
		}
	}
	data, _ := EncodeBook(sample)
	for cut := range len(data) {
		if _, err := DecodeBook(data[:cut]); !errors.Is(err, ErrForm) {
			t.Fatalf("the first %d of %d bytes: %v", cut, len(data), err)
		}
	}
	if _, err := DecodeLeaf(zipped(`{"version":1,"part":{"links":[{"page":-2}]}}`)); !errors.Is(err, ErrForm) {
		t.Errorf("a link to page -2: %v", err)
	}
}

func TestNamesAreWrittenInOneWay(t *testing.T) {
	for _, n := range []Name{BookName(), LeafName(0), LeafName(428), PictureName(12, Reading), PictureName(0, 320)} {
		if read, ok := ParseName(n.String()); !ok || read != n {
			t.Errorf("%s: %+v %v", n, read, ok)
		}
	}
	for _, text := range []string{"", "book-1", "books", "leaf", "leaf-", "leaf-01", "leaf--1", "leaf-+1", "leaf-20000", "leaf-1-2", "page-1", "page-1-", "page-1-1601", "page-1-01600", "page-1-1600-2", "page-9999999999999999999-800", "../book", "page-1/../-800"} {
		if n, ok := ParseName(text); ok {
			t.Errorf("%q is %+v", text, n)
		}
	}
}

func TestWidths(t *testing.T) {
	for _, row := range [][2]int{{1, 320}, {320, 320}, {321, 800}, {800, 800}, {801, Reading}, {1600, 1600}, {1601, 2600}, {2600, 2600}, {9999, 2600}} {
		if got := WidthFor(row[0]); got != row[1] {
			t.Errorf("for %d: %d, want %d", row[0], got, row[1])
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		size := Size{rapid.Float64Range(1, 20000).Draw(t, "width"), rapid.Float64Range(1, 20000).Draw(t, "height")}
		width := rapid.SampledFrom(Widths).Draw(t, "asked")
		made := Bounded(size, width)
		if made > width || made < 1 {
			t.Fatalf("%d of %d", made, width)
		}
		if made > 1 && made*HeightOf(size, made) > MostPixels {
			t.Fatalf("%d by %d pixels", made, HeightOf(size, made))
		}
		if width*HeightOf(size, width) < MostPixels/2 && made != width {
			t.Fatalf("%d in place of %d, which is small enough", made, width)
		}
	})
}

// sheet is white paper with lines of letter-like strokes.
func sheet(wide, high int) *image.RGBA {
	made := image.NewRGBA(image.Rect(0, 0, wide, high))
	draw.Draw(made, made.Rect, image.White, image.Point{}, draw.Src)
	random := rand.New(rand.NewPCG(1, 2))
	for y := 20; y < high-20; y += 14 {
		for x := 20; x < wide-20; x += 5 + random.IntN(9) {
			for h := range 8 {
				made.SetRGBA(x, y+h, color.RGBA{20, 20, 20, 255})
				made.SetRGBA(x+1, y+h, color.RGBA{140, 140, 140, 255})
			}
		}
	}
	return made
}

var seal = color.RGBA{214, 32, 48, 255}

// stamped is a sheet with a red ring on it.
func stamped(wide, high int) *image.RGBA {
	made := sheet(wide, high)
	for y := range high {
		for x := range wide {
			dx, dy := x-wide/2, y-high/2
			if far := dx*dx + dy*dy; far > 60*60 && far < 66*66 {
				made.SetRGBA(x, y, seal)
			}
		}
	}
	return made
}

// scanned is a sheet as a scanner sees it.
func scanned(wide, high int) *image.RGBA {
	made := stamped(wide, high)
	random := rand.New(rand.NewPCG(3, 4))
	for i := 0; i < len(made.Pix); i += 4 {
		grain := uint8(random.IntN(7))
		for c := range 3 {
			made.Pix[i+c] = max(made.Pix[i+c], 10) - grain
		}
	}
	return made
}

func TestFlatPagesArePNGAndScansJPEG(t *testing.T) {
	for _, wide := range Widths[:3] {
		for name, row := range map[string]struct {
			picture *image.RGBA
			png     bool
		}{"text": {sheet(wide, wide*3/2), true}, "seal": {stamped(wide, wide*3/2), true}, "scan": {scanned(wide, wide*3/2), false}} {
			data, err := EncodePicture(row.picture)
			if err != nil {
				t.Fatal(err)
			}
			if isPNG := bytes.HasPrefix(data, []byte("\x89PNG")); isPNG != row.png {
				t.Errorf("%s of %d pixels: PNG is %v", name, wide, isPNG)
			}
			if err := Check(PictureName(0, wide), data); err != nil {
				t.Error(err)
			}
			read, err := DecodePicture(data)
			if err != nil || read.Rect != row.picture.Rect {
				t.Fatalf("%v: %v", read.Rect, err)
			}
			most := 9 // sixteen grays are 17 apart
			if !row.png {
				most = 60
			}
			for i, was := range row.picture.Pix {
				if far := int(was) - int(read.Pix[i]); row.png && (far > most || far < -most) {
					t.Fatalf("%s: byte %d was %d, is %d", name, i, was, read.Pix[i])
				}
			}
		}
	}
}

// A seal is red on a flat page and on a scan.
func TestSealsStayRed(t *testing.T) {
	for name, picture := range map[string]*image.RGBA{"flat": stamped(800, 1131), "scan": scanned(800, 1131)} {
		data, err := EncodePicture(picture)
		if err != nil {
			t.Fatal(err)
		}
		read, err := DecodePicture(data)
		if err != nil {
			t.Fatal(err)
		}
		red := 0
		for y := range 1131 {
			for x := range 800 {
				if c := read.RGBAAt(x, y); int(c.R)-int(c.G) > 90 && int(c.R)-int(c.B) > 80 {
					red++
				}
			}
		}
		if red < 1800 { // the ring has 2,375 pixels
			t.Errorf("%s: %d red pixels", name, red)
		}
	}
}

// A picture that says it is huge is refused before it is unpacked.
func TestHugePicturesAreRefused(t *testing.T) {
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewPaletted(image.Rect(0, 0, 4100, 4100), color.Palette{color.White})); err != nil {
		t.Fatal(err)
	}
	if _, err := DecodePicture(out.Bytes()); !errors.Is(err, ErrForm) {
		t.Errorf("16,810,000 pixels: %v", err)
	}
	if err := Check(PictureName(0, 800), out.Bytes()); !errors.Is(err, ErrForm) {
		t.Errorf("16,810,000 pixels: %v", err)
	}
	if err := Check(BookName(), make([]byte, MostBytes+1)); !errors.Is(err, ErrForm) {
		t.Error("more bytes than are taken")
	}
}

func TestAheadMakesTheItemUnderWayFirst(t *testing.T) {
	var a Ahead
	a.Seen("old", 10, 40, 1600)
	a.Seen("now", 0, 3, 1600)
	a.Seen("new", 39, 40, 800)
	now := func(paper string) bool { return paper == "now" }
	var got []Wish
	for wish, ok := a.Next(now); ok; wish, ok = a.Next(now) {
		got = append(got, Wish{Paper: wish.Paper, Page: wish.Page, Width: wish.Width})
	}
	want := []Wish{
		{Paper: "now", Page: 1, Width: 1600}, {Paper: "now", Page: 2, Width: 1600},
		{Paper: "new", Page: 38, Width: 800}, {Paper: "old", Page: 11, Width: 1600}, {Paper: "old", Page: 9, Width: 1600},
		{Paper: "new", Page: 37, Width: 800}, {Paper: "old", Page: 12, Width: 1600}, {Paper: "old", Page: 8, Width: 1600},
		{Paper: "new", Page: 36, Width: 800}, {Paper: "old", Page: 13, Width: 1600}, {Paper: "old", Page: 7, Width: 1600},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%+v", got)
	}
}

func TestAheadIsBoundedAndForgets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var a Ahead
		for range rapid.IntRange(0, 400).Draw(t, "times") {
			page := rapid.IntRange(0, 4000).Draw(t, "page")
			a.Seen(rapid.SampledFrom([]string{"a", "b"}).Draw(t, "paper"), page, 4001, 1600)
		}
		if a.Len() > mostAhead {
			t.Fatalf("%d wait", a.Len())
		}
		a.Forget(func(paper string) bool { return paper == "a" })
		seen := map[Wish]bool{}
		for wish, ok := a.Next(func(string) bool { return false }); ok; wish, ok = a.Next(func(string) bool { return false }) {
			key := Wish{Paper: wish.Paper, Page: wish.Page}
			if wish.Paper == "a" || seen[key] || wish.Page < 0 || wish.Page > 4000 {
				t.Fatalf("%+v", wish)
			}
			seen[key] = true
		}
	})
}

// Whatever comes, a reader of bundles takes it or says that it is none; what it takes is within its bounds.
func FuzzParts(f *testing.F) {
	book, _ := EncodeBook(sample)
	leaf, _ := EncodeLeaf(Leaf{Links: []Link{{1, 2, 3, 4, 0, ""}}})
	flat, _ := EncodePicture(stamped(320, 453))
	scan, _ := EncodePicture(scanned(320, 453))
	for _, data := range [][]byte{book, leaf, flat, scan, nil, []byte("\x89PNG\r\n\x1a\n"), {0xff, 0xd8, 0xff}} {
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if book, err := DecodeBook(data); err == nil && book.sound() != nil {
			t.Errorf("unsound: %+v", book)
		}
		if leaf, err := DecodeLeaf(data); err == nil && leaf.sound() != nil {
			t.Errorf("unsound: %+v", leaf)
		}
		if picture, err := DecodePicture(data); err == nil && picture.Rect.Dx()*picture.Rect.Dy() > MostPixels {
			t.Errorf("%v", picture.Rect)
		}
		if name, ok := ParseName(string(data)); ok && name.String() != string(data) {
			t.Errorf("%q is %+v", data, name)
		}
	})
}
