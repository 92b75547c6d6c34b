package annotate_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"congso.vn/congso/app/notes"
)

// seen is a paper as pdf.js finds it.
type seen struct {
	Count int
	Title string
	Pages []struct {
		Annotations []struct {
			Subtype, Author, Contents string
			Rect                      [4]float64
			Drawn                     bool
			Quads, Strokes            int
		}
		Begun int
	}
}

// byPDFJS lists what pdf.js finds on pages, counted from 1. It is where Debian puts it.
func byPDFJS(t *testing.T, paper []byte, numbers ...int) seen {
	t.Helper()
	const modules = "/usr/share/nodejs"
	if _, err := os.Stat(filepath.Join(modules, "pdfjs-dist", "build", "pdf.js")); err != nil {
		t.Skip("pdf.js is not installed (libjs-pdf)")
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Skip("node is not installed (nodejs)")
	}
	t.Setenv("NODE_PATH", modules)
	arguments := []string{"testdata/list.js", written(t, "paper.pdf", paper)}
	for _, number := range numbers {
		arguments = append(arguments, strconv.Itoa(number))
	}
	var found seen
	if err := json.Unmarshal([]byte(run(t, "node", arguments...)), &found); err != nil {
		t.Fatal(err)
	}
	return found
}

// In whatever form a paper says where its objects are, and where it does not say it, pdf.js finds every mark with
// its words and author, and draws it.
func TestPDFJSFindsEveryMark(t *testing.T) {
	for _, form := range allForms {
		t.Run(form, func(t *testing.T) {
			plain := madePaper(form, "/MediaBox[0 0 520 640]/Rotate 90", "", "")
			marks, _ := everyKind(1)
			copied, result := annotated(t, plain, marks)
			if broken := form == inRuins || form == inNothing; result.Mended != broken {
				t.Errorf("mended is %v", result.Mended)
			}
			found := byPDFJS(t, copied, 1, 2)
			if found.Count != 2 || len(found.Pages[0].Annotations) != 0 {
				t.Fatalf("%+v", found)
			}
			if want := options().Title; found.Title != want {
				t.Errorf("the copy is called %q, want %q", found.Title, want)
			}
			var kinds []string
			for _, a := range found.Pages[1].Annotations {
				kinds = append(kinds, a.Subtype)
				if a.Author != options().Author || !a.Drawn {
					t.Errorf("%+v", a)
				}
			}
			want := []string{"FreeText", "Ink", "Highlight", "Ink", "Underline", "FreeText", "Stamp", "Stamp"}
			if !slices.Equal(kinds, want) || found.Pages[1].Begun != len(want) {
				t.Fatalf("%d drawn of %v, want %v", found.Pages[1].Begun, kinds, want)
			}
			all := found.Pages[1].Annotations
			if all[0].Contents != options().Notice || all[2].Contents != "thông qua dự thảo" || all[2].Quads != 2 || all[1].Strokes != 1 ||
				all[5].Contents != noteText || all[6].Contents != "Đồng ý" || all[7].Contents != "Xem lại" {
				t.Errorf("%+v", all)
			}
		})
	}
}

// Poppler and MuPDF read the copy without a complaint, and see as many pages.
func TestOtherReadersDoNotComplain(t *testing.T) {
	for _, form := range allForms {
		t.Run(form, func(t *testing.T) {
			plain := madePaper(form, "/MediaBox[0 0 520 640]", "/Annots[]", "")
			marks, places := everyKind(1)
			copied, _ := annotated(t, plain, marks)
			path := written(t, "paper.pdf", copied)
			for _, program := range []struct {
				name      string
				arguments []string
			}{{"pdfinfo", []string{path}}, {"mutool", []string{"info", path}}} {
				found, err := exec.LookPath(program.name)
				if err != nil {
					t.Logf("%s is not installed", program.name)
					continue
				}
				said, err := exec.Command(found, program.arguments...).CombinedOutput()
				if text := strings.ToLower(string(said)); err != nil || strings.Contains(text, "error") || strings.Contains(text, "repair") || strings.Contains(text, "warning") {
					t.Errorf("%s: %v\n%s", program.name, err, said)
				}
				if !strings.Contains(strings.Join(strings.Fields(string(said)), " "), "Pages: 2") {
					t.Errorf("%s does not count two pages:\n%s", program.name, said)
				}
			}
			for program, draw := range renderers {
				t.Run(program, func(t *testing.T) {
					before := draw(t, madePaper(inTable, "/MediaBox[0 0 520 640]", "", ""), 1)
					compare(t, before, draw(t, copied, 1), places)
				})
			}
		})
	}
}

// MuPDF reads the words of a note as they were written, letter by letter.
func TestWordsAreUnicode(t *testing.T) {
	marks, _ := everyKind(0)
	copied, _ := annotated(t, madePaper(inStream, "/MediaBox[0 0 520 640]", ""), marks)
	said := run(t, "mutool", "show", "-g", written(t, "paper.pdf", copied), "grep")
	var hex strings.Builder
	for _, letter := range noteText {
		fmt.Fprintf(&hex, "%04X", letter)
	}
	if !strings.Contains(strings.ToUpper(said), "FEFF"+hex.String()) {
		t.Errorf("the note's words are not among\n%s", said)
	}
	for _, m := range marks {
		if !strings.Contains(said, m.ID) {
			t.Errorf("%s has no name", m.Kind)
		}
	}
	if m := marks[0]; m.Kind != notes.Ink || !strings.Contains(said, "D:20261208094005+07'00'") {
		t.Errorf("no time of writing in\n%s", said)
	}
}
