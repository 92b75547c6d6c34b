package annotate_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/annotate"
	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/pages"
)

// Every page of every real paper has the extent that the renderer gives it: ink lies where it was drawn.
func TestRealPapersHaveTheRenderersPages(t *testing.T) {
	files := shared(t, "*.pdf")
	r := renderer(t)
	for _, path := range files {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			paper := content(t, path)
			opened, err := r.Open(t.Context(), pages.Source{ID: name, Read: func(context.Context) ([]byte, error) { return paper, nil }})
			sizes, own := annotate.Sizes(paper)
			if err != nil {
				if own == nil {
					t.Fatalf("the renderer: %v", err)
				}
				return
			}
			if own != nil || len(sizes) != opened.Pages {
				t.Fatalf("%d pages of %d: %v", len(sizes), opened.Pages, own)
			}
			for i, size := range sizes {
				if math.Abs(size[0]-opened.Sizes[i].Width) > 0.01 || math.Abs(size[1]-opened.Sizes[i].Height) > 0.01 {
					t.Errorf("page %d is %v, the renderer has %v", i, size, opened.Sizes[i])
				}
			}
		})
	}
}

// Real papers keep every byte, and every renderer shows what was written where it was.
func TestRealPapersAreAnnotated(t *testing.T) {
	for _, path := range shared(t, "gov-*.pdf") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			paper := content(t, path)
			sizes, err := annotate.Sizes(paper)
			if err != nil {
				t.Fatal(err)
			}
			var marks []notes.Mark
			places := []image.Rectangle{image.Rect(56, 50, 204, 104), image.Rect(98, 208, 262, 226)}
			numbers := []int{0, len(sizes) / 2, len(sizes) - 1}
			for n, page := range numbers {
				highlight := made(10+n, notes.Highlight, page, pt(100, 210, 260, 224))
				highlight.Anchor.Quote, highlight.Colour = "lời trích", 0xff2020
				marks = append(marks, stroke(n, page, ink.Pen, 0x1d4ed8, 300, image.Pt(60, 60), image.Pt(100, 90), image.Pt(200, 70)), highlight)
			}
			copied, result := annotated(t, paper, marks)
			if !bytes.HasPrefix(copied, paper) || result.Written != len(marks) {
				t.Fatalf("%d written", result.Written)
			}
			for program, draw := range renderers {
				t.Run(program, func(t *testing.T) {
					for _, page := range numbers {
						before, after := draw(t, paper, page), draw(t, copied, page)
						keep(t, after)
						compare(t, before, after, places)
					}
				})
			}
			t.Run("pdf.js", func(t *testing.T) {
				before, after := byPDFJS(t, paper, 1, numbers[1]+1, numbers[2]+1), byPDFJS(t, copied, 1, numbers[1]+1, numbers[2]+1)
				for i := range numbers {
					if got, want := len(after.Pages[i].Annotations), len(before.Pages[i].Annotations)+3; got != want || after.Count != before.Count {
						t.Errorf("page %d has %d annotations, want %d", numbers[i], got, want)
					}
				}
			})
		})
	}
}

// Papers made to bring readers down are annotated or refused, in time.
func TestHardPapers(t *testing.T) {
	codes := map[string]annotate.Code{"horror-encryption_openpassword.pdf": annotate.CodeEncrypted}
	for _, path := range shared(t, "horror-*.pdf") {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			paper := content(t, path)
			marks := []notes.Mark{stroke(1, 0, ink.Pen, 0xd0021b, 300, image.Pt(60, 60), image.Pt(200, 90))}
			result, err := annotate.Increment(paper, marks, options())
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("it took %v", took)
			}
			if code := codes[name]; code != "" {
				if !errors.Is(err, &annotate.Fault{Code: code}) {
					t.Fatalf("%v, want %s", err, code)
				}
				return
			}
			if err != nil || result.Written != 1 {
				t.Fatalf("%d written: %v", result.Written, err)
			}
			for program, draw := range renderers {
				if program == "poppler" && name == "horror-balloon_a1b_jp2k.pdf" {
					continue // it takes half a minute for the picture
				}
				if len(differences(draw(t, paper, 0), draw(t, append(paper[:len(paper):len(paper)], result.Tail...), 0))) < 100 {
					t.Errorf("%s shows no stroke", program)
				}
			}
		})
	}
}

// What is no paper, or cannot be annotated, is refused by a code.
func TestRefusals(t *testing.T) {
	marks := []notes.Mark{stroke(1, 0, ink.Pen, 0, 100, image.Pt(60, 60), image.Pt(200, 90))}
	for name, row := range map[string]struct {
		paper string
		code  annotate.Code
	}{
		"nothing":       {"", annotate.CodeNotPDF},
		"something":     {"PK\x03\x04 a document of another kind", annotate.CodeNotPDF},
		"only a sign":   {"%PDF-1.7", annotate.CodeDamaged},
		"no pages":      {string(madePaper(inTable, "")), annotate.CodeDamaged},
		"no tree":       {string(madeOf(inTable, "<</Type/Catalog>>")), annotate.CodeDamaged},
		"tree of trees": {string(madeOf(inTable, "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]>>")), annotate.CodeDamaged},
		"encrypted":     {strings.Replace(string(madePaper(inTable, "", "")), "trailer\n<<", "trailer\n<</Encrypt 9 0 R", 1), annotate.CodeEncrypted},
		"encrypted, and broken": {strings.Replace(string(madePaper(inRuins, "", "")), "trailer\n<<", "trailer\n<</Encrypt<<>>", 1),
			annotate.CodeEncrypted},
		"deep":      {string(madeOf(inNothing, "<</Type/Catalog/Pages 2 0 R/X"+strings.Repeat("[", 100_000)+">>")), annotate.CodeDamaged},
		"tables":    {"%PDF-1.4\nxref\n0 0\ntrailer\n<</Size 1/Root 1 0 R/Prev 9>>\nstartxref\n9\n%%EOF", annotate.CodeDamaged},
		"long lies": {"%PDF-1.4\nxref\n0 4000000000\ntrailer\n<</Size 1/Root 1 0 R>>\nstartxref\n9\n%%EOF", annotate.CodeDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := annotate.Increment([]byte(row.paper), marks, options())
			if !errors.Is(err, &annotate.Fault{Code: row.code}) || result.Tail != nil {
				t.Errorf("%d bytes, %v, want %s", len(result.Tail), err, row.code)
			}
		})
	}
	paper := madePaper(inTable, "/MediaBox[0 0 500 500]", "", "/MediaBox[0 0 100 100]/CropBox[200 200 300 300]")
	wrong := options()
	wrong.Pages = 3
	if _, err := annotate.Increment(paper, marks, wrong); !errors.Is(err, &annotate.Fault{Code: annotate.CodeDamaged}) {
		t.Errorf("with another number of pages: %v", err)
	}
	for page, left := range []int{0, 1, 1} {
		marks[0].Anchor.Page = page
		result, err := annotate.Increment(paper, marks, options())
		if err != nil || len(result.Left) != left || (result.Tail == nil) != (left == 1) {
			t.Errorf("page %d: %d left, %d bytes: %v", page, len(result.Left), len(result.Tail), err)
		}
	}
}

// A stream of objects that grows beyond all measure is given up, and so is a paper of many.
func TestBombs(t *testing.T) {
	bomb := streamed("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", packed(append([]byte("3 0 <</Type/Page/Parent 2 0 R>>"), make([]byte, 300<<20)...)))
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/MediaBox[0 0 9 9]>>"}
	objects = append(objects, "null", bomb, bomb, bomb)
	began := time.Now()
	_, err := annotate.Increment(madeOf(inNothing, objects...), []notes.Mark{stroke(1, 0, ink.Pen, 0, 100, image.Pt(1, 1))}, options())
	if !errors.Is(err, &annotate.Fault{Code: annotate.CodeDamaged}) || time.Since(began) > 20*time.Second {
		t.Errorf("%v after %v", err, time.Since(began))
	}
	for name, paper := range map[string]string{
		"strings that nothing ends": strings.Repeat("1 0 obj(", 1<<18), "streams that nothing ends": strings.Repeat("1 0 obj<</Length 1 0 R>>stream ", 1<<18),
		"lengths of lengths": func() string {
			var all strings.Builder
			for n := 1; n < 1<<17; n++ {
				fmt.Fprintf(&all, "%d 0 obj<</Length %d 0 R>>stream\nendstream endobj ", n, n+1)
			}
			return all.String()
		}(),
	} {
		began := time.Now()
		if _, err := annotate.Increment([]byte("%PDF-1.4\n"+paper), nil, options()); err == nil || time.Since(began) > 10*time.Second {
			t.Errorf("%s: %v after %v", name, err, time.Since(began))
		}
	}
}

// What stands before the sign of a PDF does not count: readers count from there.
func TestBytesBeforeTheSign(t *testing.T) {
	marks, places := everyKind(0)
	plain := append([]byte("mail header\r\n\r\n"), madePaper(inTable, "/MediaBox[0 0 520 640]", "")...)
	copied, result := annotated(t, plain, marks)
	if result.Mended {
		t.Error("it counts as broken")
	}
	for program, draw := range renderers {
		t.Run(program, func(t *testing.T) { compare(t, draw(t, plain, 0), draw(t, copied, 0), places) })
	}
}

// Annotations that are there stay, wherever their list stands; and a page that the tree names twice is one page.
func TestOldAnnotationsStay(t *testing.T) {
	const old = "<</Type/Annot/Subtype/Square/Rect[10 10 60 60]/C[1 0 0]/Contents(old)>>"
	plain := madeOf(inPacks, "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 3/Kids[3 0 R 4 0 R 3 0 R]/MediaBox[0 0 520 640]>>",
		"<</Type/Page/Parent 2 0 R/Annots 5 0 R>>", "<</Type/Page/Parent 2 0 R/Annots["+old+"]>>", "[6 0 R]", old)
	var marks []notes.Mark
	for page := range 3 {
		marks = append(marks, stroke(page, page, ink.Pen, 0, 100, image.Pt(60, 60), image.Pt(200, 90)))
	}
	once, _ := annotated(t, plain, marks)
	twice, result := annotated(t, once, marks[:1])
	if result.Mended {
		t.Error("what was written is called broken")
	}
	found := byPDFJS(t, twice, 1, 2, 3)
	for page, want := range []int{1 + 2*2 + 2, 1 + 2, 1 + 2*2 + 2} {
		if got := found.Pages[page].Annotations; len(got) != want || got[0].Contents != "old" {
			t.Errorf("page %d: %d annotations, want %d: %+v", page, len(got), want, got)
		}
	}
}

// A page in units of its own is as large as the renderer has it, and so are its marks.
func TestUserUnit(t *testing.T) {
	plain := madePaper(inTable, "/MediaBox[0 0 520 640]", "/UserUnit 2")
	_, opened := open(t, plain)
	sizes, err := annotate.Sizes(plain)
	if err != nil || sizes[0] != [2]float64{opened.Sizes[0].Width, opened.Sizes[0].Height} {
		t.Fatalf("%v, the renderer has %v: %v", sizes, opened.Sizes, err)
	}
	marks, places := everyKind(0)
	copied, _ := annotated(t, plain, marks)
	compare(t, renderers["own"](t, plain, 0), renderers["own"](t, copied, 0), places)
}

// The same marks and the same time give the same bytes.
func TestSameBytes(t *testing.T) {
	marks, _ := everyKind(0)
	plain := madePaper(inPacks, "/MediaBox[0 0 520 640]", "")
	one, _ := annotated(t, plain, marks)
	for range 5 {
		if other, _ := annotated(t, plain, marks); !bytes.Equal(one, other) {
			t.Fatal("other bytes")
		}
	}
}

// A note that is longer than the page is cut in the picture and whole in its contents.
func TestLongNotes(t *testing.T) {
	sticky := made(1, notes.Sticky, 0, pt(480, 600, 500, 620))
	sticky.Text = strings.Repeat("Đề nghị làm rõ. ", 200) + "HẾT"
	copied, _ := annotated(t, madePaper(inTable, "/MediaBox[0 0 520 640]", ""), []notes.Mark{sticky})
	found := byPDFJS(t, copied, 1).Pages[0].Annotations
	if len(found) != 2 || found[1].Contents != sticky.Text {
		t.Fatalf("%+v", found)
	}
	if r := found[1].Rect; r[0] < 0 || r[1] < 0 || r[2] > 520 || r[3] > 640 || r[3]-r[1] > 0.5*640 {
		t.Errorf("it lies at %v", r)
	}
	keep(t, renderers["poppler"](t, copied, 0))
	for _, words := range []string{"", " ", "\n\n\n", "😀 ́́ \x00 ﷽", strings.Repeat("khôngcóchỗngắt", 250)} {
		sticky.Text = words
		if copied, result := annotated(t, madePaper(inTable, "/MediaBox[0 0 520 640]", ""), []notes.Mark{sticky}); result.Written != 1 || len(copied) == 0 {
			t.Errorf("%q is not written", words)
		}
	}
}

func ExampleFault() {
	_, err := annotate.Increment([]byte("no paper"), nil, annotate.Options{})
	fmt.Println(err)
	// Output: annotate: not-pdf: no sign of a PDF
}
