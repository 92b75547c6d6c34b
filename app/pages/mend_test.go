package pages

import (
	"bytes"
	"fmt"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// seenPage is a page as the renderer shows it.
type seenPage struct {
	size  Size
	words []Word
	drawn []byte
}

// lookAt opens a document and looks at its pages, so many apart.
func lookAt(t *testing.T, e *engine, content []byte, apart int) (all []seenPage, pages int) {
	t.Helper()
	const number, width = 1, 200
	d, err := e.open(number, content, "")
	if err != nil {
		t.Fatal(err)
	}
	for page := 0; page < len(d.sizes); page += apart {
		words, err := e.words(number, page)
		if err != nil {
			t.Fatal(err)
		}
		picture, err := e.render(number, page, width)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, seenPage{d.sizes[page], words, bytes.Clone(picture.pixels)})
		if err := picture.release(); err != nil {
			t.Fatal(err)
		}
	}
	return all, len(d.sizes)
}

// changedOften is a document with so many empty changes behind it.
func changedOften(content []byte, times int) []byte {
	content = slices.Clip(content)
	before := bytes.LastIndex(content, []byte("\nxref")) + 1
	for range times {
		at := len(content)
		content = fmt.Appendf(content, "xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 12/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n", before, at)
		before = at
	}
	return content
}

func testEngine(t *testing.T) *engine {
	t.Helper()
	e, err := startEngine(t.Context(), testCache(t), 8<<30, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.close(t.Context()) })
	return e
}

// entriesOf are the offsets of a table that was put behind a document, by number.
var entriesOf = regexp.MustCompile(`(?m)^(\d{10}) (\d{5}) n $`)

func TestMendedTellsWhatIsThere(t *testing.T) {
	sound := plainPDF(4)
	moved := func(by int) []byte { // as where line ends were changed on the way
		return bytes.Replace(sound, []byte("%PDF-1.7\n"), []byte("%PDF-1.7"+strings.Repeat("\n", 1+by)), 1)
	}
	number := func(text string) []byte {
		return regexp.MustCompile(`startxref\n\d+`).ReplaceAll(sound, []byte("startxref\n"+text))
	}
	for name, row := range map[string]struct {
		content []byte
		mends   bool
	}{
		"sound":           {sound, false},
		"often changed":   {changedOften(sound, 2*mendedTables), false},
		"moved":           {moved(7), true},
		"no number":       {number("x"), true},
		"beyond the end":  {number("99999999"), true},
		"in the middle":   {number("30"), true},
		"no table at all": {bytes.Replace(sound, []byte("\nxref\n"), []byte("\nxxxx\n"), 1), true},
		"no start":        {bytes.Replace(sound, []byte("startxref"), []byte("startyref"), 1), true},
		"two of a number": {append(slices.Clip(moved(3)), "\n6 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>>\nendobj\n"...), true},
		"older generation": {append(slices.Clip(bytes.ReplaceAll(bytes.ReplaceAll(moved(3), []byte("6 0 obj"), []byte("6 2 obj")),
			[]byte("6 0 R"), []byte("6 2 R"))), "\n6 1 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 300]>>\nendobj\n"...), true},
		"a stream that holds an object": {bytes.Replace(moved(3), []byte("BT"), []byte("% 6 0 obj <</Type/Page>> endobj\nBT"), 1), true},
		"a length that lies":            {regexp.MustCompile(`/Length \d+`).ReplaceAll(moved(3), []byte("/Length 7")), true},
		"a text that says stream":       {bytes.Replace(moved(3), []byte("<</Type/Catalog"), []byte("<</A(stream\n)/Type/Catalog"), 1), true},
	} {
		t.Run(name, func(t *testing.T) {
			e := testEngine(t)
			mend := mended(row.content)
			if changed := len(mend) != len(row.content); changed != row.mends || !bytes.HasPrefix(mend, row.content) {
				t.Fatalf("%d of %d bytes added", len(mend)-len(row.content), len(row.content))
			}
			if row.mends && !tablesLie(mend) {
				t.Error("the table that was added does not lie where it says")
			}
			want, _ := lookAt(t, e, row.content, 1)
			if got, _ := lookAt(t, e, mend, 1); !reflect.DeepEqual(got, want) || len(got) != 4 {
				t.Errorf("%d pages other than the renderer's own %d", len(got), len(want))
			}
		})
	}
}

// What is not simple is left to the renderer.
func TestMendedLeavesAlone(t *testing.T) {
	moved := bytes.Replace(plainPDF(2), []byte("%PDF-1.7\n"), []byte("%PDF-1.7\n\n\n"), 1)
	if len(mended(moved)) == len(moved) {
		t.Fatal("nothing is mended at all")
	}
	replaced := func(old, new string) []byte { return bytes.Replace(moved, []byte(old), []byte(new), 1) }
	for name, content := range map[string][]byte{
		"nothing":                  nil,
		"no PDF":                   []byte("xref"),
		"something before it":      append([]byte("\n"), moved...),
		"a password":               replaced("/Root", "/Encrypt 9 0 R/Root"),
		"objects in streams":       replaced("/Type/Font", "/Type/ObjStm"),
		"a table in a stream":      replaced("/Type/Font", "/Type/XRef"),
		"another document":         append(bytes.Clone(moved), moved...),
		"no root":                  replaced("/Root", "/Toor"),
		"no trailer":               replaced("trailer", "tractor"),
		"a trailer without an end": replaced("/Size", "/A(/Size"),
		"a number without bounds":  replaced("4 0 obj", "99999999 0 obj"),
		"a stream without an end":  bytes.ReplaceAll(moved, []byte("endstream"), []byte("endscream")),
	} {
		if got := mended(content); !bytes.Equal(got, content) {
			t.Errorf("%s: %d bytes added", name, len(got)-len(content))
		}
	}
}

// The real papers whose tables are wrong are read as the renderer reads them by itself.
func TestMendedRealPapers(t *testing.T) {
	e := testEngine(t)
	for _, path := range shared(t, "*.pdf") {
		whole := content(t, path)
		mend := mended(whole)
		if len(mend) == len(whole) {
			continue
		}
		_, pages := lookAt(t, e, whole, MaxPages)
		apart := max(1, pages/20)
		// Where letters of fonts that are not in the document stand is told otherwise once they were drawn.
		lookAt(t, e, whole, apart)
		want, _ := lookAt(t, e, whole, apart)
		if got, count := lookAt(t, e, mend, apart); count != pages || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %d pages, %d without, and not the same ones", filepath.Base(path), count, pages)
		}
	}
}

// Whatever comes, it is there afterwards, and what is added tells where objects begin.
func FuzzMended(f *testing.F) {
	moved := bytes.Replace(plainPDF(2), []byte("%PDF-1.7\n"), []byte("%PDF-1.7\n\n\n"), 1)
	for _, seed := range [][]byte{moved, plainPDF(1), []byte("%PDF-1 0 obj endobj trailer<</Root 1 0 R>>"), []byte("%PDF-1 0 obj<<>>stream\n")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		given := slices.Clip(bytes.Clone(content))
		mend := mended(given)
		if !bytes.HasPrefix(mend, content) || !bytes.Equal(given, content) {
			t.Fatal("the document was changed")
		}
		for _, entry := range entriesOf.FindAllSubmatch(mend[len(content):], -1) {
			at, err := strconv.Atoi(string(entry[1]))
			if s := (scanner{text: content, at: at}); err != nil || at >= len(content) || !isDigit(content[at]) || !s.header() {
				t.Fatalf("no object at %d", at)
			}
		}
		if len(mend) > len(content) && !tablesLie(mend) {
			t.Fatal("the table that was added does not lie where it says")
		}
	})
}
