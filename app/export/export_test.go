package export

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/annotate"
	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
)

var exportedAt = time.Date(2026, 12, 8, 9, 41, 5, 0, time.FixedZone("", 7*3600))

// shelf has papers by their hash.
type shelf struct {
	papers map[string][]byte
	shown  map[string]int
	read   func(blob string) // before each reading; may be nil
}

func (s shelf) ReadPaper(_ context.Context, blob string) ([]byte, error) {
	if s.read != nil {
		s.read(blob)
	}
	if data, is := s.papers[blob]; is {
		return data, nil
	}
	return nil, fs.ErrNotExist
}

func (s shelf) ShownPages(blob string) int { return s.shown[blob] }

// paper is one of a single page.
func paper(more string) []byte {
	return []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n" +
		"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R" + more + ">>\n")
}

var ids int

func note(kind notes.Kind, blob string, page int, change func(*notes.Mark)) notes.Entry {
	ids++
	m := notes.Mark{ID: fmt.Sprintf("01930000-0000-7000-8000-%012x", ids), Kind: kind, Author: "an", At: notes.Moment{Millis: exportedAt.UnixMilli() - 60_000},
		Anchor: notes.Anchor{Blob: blob, Page: page, Quads: []image.Rectangle{image.Rect(6000, 6000, 12000, 7000)}}}
	if kind == notes.Ink {
		m.Anchor.Quads = nil
		m.Stroke, _ = ink.Encode(ink.Stroke{Tool: ink.Pen, Width: 200, Points: []ink.Point{{X: 6000, Y: 6000}, {X: 9000, Y: 9000, Millis: 20}}})
	}
	if change != nil {
		change(&m)
	}
	return notes.Entry{Mark: m, Places: []string{notes.Own}}
}

func sticky(blob string, page int, text string) notes.Entry {
	return note(notes.Sticky, blob, page, func(m *notes.Mark) { m.Text = text })
}

func errand(t *testing.T, papers ...Paper) Errand {
	t.Helper()
	letter, err := annotate.NewLettering(assets.Font("BeVietnamPro-Regular.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	return Errand{Papers: papers, Owner: "Lê Bá Thành", Office: "HĐND phường Trường Vinh", Session: "Kỳ họp thứ Ba", List: true,
		Folder: t.TempDir(), Words: assets.LoadWords(assets.Vietnamese), At: exportedAt, Letter: letter}
}

func names(t *testing.T, folder string) []string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, entry := range entries {
		all = append(all, entry.Name())
	}
	return all
}

func TestEverythingIsWritten(t *testing.T) {
	from := shelf{papers: map[string][]byte{"a": paper(""), "b": paper(" "), "locked": paper("/Encrypt<<>>"), "odd": paper("  ")}, shown: map[string]int{"a": 1, "odd": 2}}
	e := errand(t,
		Paper{Document: "d1", Title: "Tờ trình 214/TTr-UBND: đầu tư công?", Blob: "a", Revision: 2, Notes: []notes.Entry{
			note(notes.Ink, "a", 0, nil), note(notes.Ink, "a", 0, nil), sticky("a", 0, "Làm rõ nguồn vốn"), sticky("a", 7, "trang không còn"),
		}},
		Paper{Document: "d2", Title: "tờ trình 214-ttr-ubnd- đầu tư công-", Blob: "b", Revision: 2, Notes: []notes.Entry{sticky("b", 0, "Hai")}},
		Paper{Document: "d3", Title: "Khóa", Blob: "locked", Revision: 1, Notes: []notes.Entry{sticky("locked", 0, "Ba"), sticky("locked", 1, "Bốn")}},
		Paper{Document: "d4", Title: "Số trang khác", Blob: "odd", Revision: 1, Notes: []notes.Entry{sticky("odd", 0, "Sáu")}},
		Paper{Blob: "gone", Notes: []notes.Entry{sticky("gone", 0, "Năm")}},
	)
	var heard []Progress
	result, err := e.Run(t.Context(), from, func(p Progress) { heard = append(heard, p) })
	if err != nil {
		t.Fatal(err)
	}
	if got, want := names(t, e.Folder), []string{"Ghi chú – Lê Bá Thành – 2026-12-08 09.41.05"}; !slices.Equal(got, want) {
		t.Fatalf("%q", got)
	}
	want := []string{
		"Danh sách ghi chú.pdf", "Danh sách ghi chú.txt",
		"Tờ trình 214-TTr-UBND- đầu tư công- – Bản 2 – ghi chú.pdf", "tờ trình 214-ttr-ubnd- đầu tư công- – Bản 2 – ghi chú (2).pdf",
	}
	got := names(t, result.Folder)
	slices.Sort(want)
	if !slices.Equal(got, want) || result.Files != len(want) {
		t.Fatalf("%d files: %q", result.Files, got)
	}
	for _, name := range got {
		info, err := os.Stat(filepath.Join(result.Folder, name))
		if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v %v", name, info, err)
		}
	}
	data, err := os.ReadFile(filepath.Join(result.Folder, want[2]))
	if err != nil || !bytes.HasPrefix(data, paper("")) && !bytes.HasPrefix(data, paper(" ")) || bytes.Count(data, []byte("/Subtype /FreeText")) == 0 {
		t.Errorf("%v: the copy of %d bytes", err, len(data))
	}
	var codes []string
	for _, remark := range result.Remarks {
		codes = append(codes, fmt.Sprint(remark.Code, remark.Count))
	}
	if want := []string{"no-page1", "mended3", "mended1", "encrypted2", "damaged1", "not-here1"}; !slices.Equal(codes, want) {
		t.Errorf("%v", codes)
	}
	text, err := os.ReadFile(filepath.Join(result.Folder, "Danh sách ghi chú.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		"Trang 1, Viết tay (09:40 08/12/2026): 2 nét", "Ghi chú dán (09:40 08/12/2026): Làm rõ nguồn vốn", "trang không còn", "Ba\n", "Bốn\n", "Năm\n", "Sáu\n", "Tài liệu không còn trong kỳ họp\n",
	} {
		if !strings.Contains(string(text), line) {
			t.Errorf("the list does not say %q:\n%s", line, text)
		}
	}
	if len(heard) != 7 || heard[0] != (Progress{0, 6, e.Papers[0].Title}) || heard[6] != (Progress{6, 6, ""}) {
		t.Errorf("%+v", heard)
	}
	again, err := e.Run(t.Context(), from, nil)
	if err != nil || again.Folder != result.Folder+" (2)" {
		t.Errorf("once more: %q %v", again.Folder, err)
	}
}

// Without the list asked for there is none, unless notes would stand nowhere.
func TestTheListIsWrittenWhereItIsNeeded(t *testing.T) {
	whole := Paper{Title: "A", Blob: "a", Notes: []notes.Entry{sticky("a", 0, "Một")}}
	lost := Paper{Title: "B", Blob: "b", Notes: []notes.Entry{sticky("b", 0, "Hai")}}
	from := shelf{papers: map[string][]byte{"a": paper("")}}
	for files, papers := range map[int][]Paper{1: {whole}, 2: {lost}, 3: {whole, lost}} {
		e := errand(t, papers...)
		e.List = false
		result, err := e.Run(t.Context(), from, nil)
		if err != nil || result.Files != files {
			t.Errorf("%d files, want %d: %v", result.Files, files, err)
		}
	}
}

// Ended at any time, and on a disk that does not take it, an export leaves nothing.
func TestNothingIsLeftHalfDone(t *testing.T) {
	papers := []Paper{
		{Title: "A", Blob: "a", Notes: []notes.Entry{sticky("a", 0, "Một")}},
		{Title: "B", Blob: "b", Notes: []notes.Entry{sticky("b", 0, "Hai")}},
	}
	for _, at := range []string{"a", "b"} {
		ctx, cancel := context.WithCancel(t.Context())
		e := errand(t, papers...)
		from := shelf{papers: map[string][]byte{"a": paper(""), "b": paper(" ")}, read: func(blob string) {
			if blob == at {
				cancel()
			}
		}}
		if _, err := e.Run(ctx, from, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("ended at %s: %v", at, err)
		}
		if left := names(t, e.Folder); len(left) != 0 {
			t.Errorf("ended at %s: %q", at, left)
		}
	}
	e := errand(t, papers...)
	from := shelf{papers: map[string][]byte{"a": paper(""), "b": paper(" ")}}
	from.read = func(blob string) { // the stick is pulled out
		if blob == "b" {
			if err := os.RemoveAll(e.Folder); err != nil {
				t.Error(err)
			}
		}
	}
	var failed *Failure
	if _, err := e.Run(t.Context(), from, nil); !errors.As(err, &failed) || failed.Code != Gone {
		t.Errorf("pulled out: %v", err)
	}
	e.Folder = filepath.Join(t.TempDir(), "none")
	if _, err := e.Run(t.Context(), from, nil); !errors.As(err, &failed) || failed.Code != Gone {
		t.Errorf("no folder: %v", err)
	}
	if runtime.GOOS == "linux" {
		e.Folder = "/proc"
		if _, err := e.Run(t.Context(), from, nil); !errors.As(err, &failed) || failed.Code == Full {
			t.Errorf("where nobody writes: %v", err)
		}
	}
}

// What others show is not the person's, and papers come in the order of the agenda.
func TestCollectTakesOnesOwn(t *testing.T) {
	state := council.NewState("s")
	seq := uint64(0)
	put := func(kind, key string, body any) {
		seq++
		data, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		if err := state.Apply(change.Change{Stream: people.CouncilStream("s"), Seq: seq, Epoch: 1, Kind: kind, Key: key, Body: data}); err != nil {
			t.Fatal(err)
		}
	}
	put(council.SessionKind, "s", council.Session{ID: "s", Current: "i2"})
	for i, item := range []string{"i1", "i2"} {
		put(council.ItemKind, item, council.Item{ID: item, Order: i + 1})
	}
	for i, d := range []council.Document{
		{Item: "i1", Title: "Một", Blob: "a", Revision: 3}, {Item: "i2", Short: "Hai", Blob: "b", Revision: 1},
		{Item: "i1", Title: "Rút", Blob: "w", Revision: 1, Withdrawn: true}, {Item: "i2", Title: "Không ai ghi", Blob: "c"},
	} {
		d.ID = fmt.Sprint("d", i)
		put(council.DocumentKind, d.ID, d)
	}
	book := map[notes.Page][]notes.Entry{}
	add := func(e notes.Entry) {
		at := notes.Page{Blob: e.Anchor.Blob, Number: e.Anchor.Page}
		book[at] = append(book[at], e)
	}
	for _, blob := range []string{"old", "w", "b", "a", "a"} {
		add(sticky(blob, 0, blob))
	}
	add(note(notes.Sticky, "a", 1, func(m *notes.Mark) { m.Text, m.Author = "của người khác", "binh" }))
	add(note(notes.Sticky, "c", 0, func(m *notes.Mark) { m.Text, m.Author = "của người khác", "binh" }))
	pages := []notes.Page{{Blob: "a"}, {Blob: "a", Number: 1}, {Blob: "b"}, {Blob: "c"}, {Blob: "old"}, {Blob: "w"}}
	got := ""
	for _, p := range Collect(state, "an", pages, func(page notes.Page) []notes.Entry { return book[page] }) {
		got += fmt.Sprintf("%s|%s|%d|%d ", p.Document, p.Title, p.Revision, len(p.Notes))
	}
	if want := "d0|Một|3|2 d1|Hai|1|1 |Rút|1|1 ||0|1 "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestLines(t *testing.T) {
	words := assets.LoadWords(assets.Vietnamese)
	marker := note(notes.Ink, "a", 0, func(m *notes.Mark) {
		m.Stroke, _ = ink.Encode(ink.Stroke{Tool: ink.Marker, Width: 200, Points: []ink.Point{{X: 1, Y: 1}}})
	})
	quote := note(notes.Highlight, "a", 0, func(m *notes.Mark) { m.Anchor.Quote = "đầu tư công" })
	stamp := note(notes.Stamped, "a", 0, func(m *notes.Mark) { m.Stamp = notes.Review })
	later := note(notes.Ink, "a", 0, func(m *notes.Mark) { m.At.Millis += 1000 })
	other := sticky("a", 0, "cũ")
	other.OtherOf = "x"
	got := ""
	for _, l := range lines(words, []notes.Entry{sticky("a", 4, "sau"), note(notes.Ink, "a", 0, nil), later, marker, quote, stamp, other, note(notes.Underline, "a", 2, nil)}) {
		got += fmt.Sprintf("%d %s: %s\n", l.Page, l.Kind, l.Words)
	}
	want := "1 Bút đánh dấu: 1 nét\n1 Tô sáng: “đầu tư công”\n1 Dấu ghi nhớ: Xem lại\n1 Ghi chú dán (bản khác): cũ\n1 Viết tay: 2 nét\n3 Gạch chân: “”\n5 Ghi chú dán: sau\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// Whatever a title is, a file can be called by it on every system, and two are never called the same.
func TestNames(t *testing.T) {
	for title, want := range map[string]string{
		"a/b\\c:d*e?f\"g<h>i|j": "a-b-c-d-e-f-g-h-i-j", " . ": "x", "": "x", "con": "_con", "Aux.pdf": "_Aux.pdf", "tên\x00\u200b\tdài": "tên dài", "…": "…", "..": "x",
	} {
		if got := fileName(title, "x"); got != want {
			t.Errorf("%q: %q, want %q", title, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		name := fileName(rapid.String().Draw(t, "title"), "x")
		if name == "" || len(name) > nameBytes+1 || strings.ContainsAny(name, "<>:\"/\\|?*\x00\n") || strings.Trim(name, " .") != name || name != fileName(name, "x") {
			t.Errorf("%q", name)
		}
		taken := map[string]bool{}
		for range 3 {
			one := free(name, ".pdf", func(name string) bool { return taken[folded(name)] })
			if taken[folded(one)] {
				t.Errorf("%q twice", one)
			}
			taken[folded(one)] = true
		}
	})
}

// Every code has its sentence, in both languages.
func TestEveryCodeHasItsSentence(t *testing.T) {
	for _, language := range []assets.Language{assets.Vietnamese, assets.English} {
		words := assets.LoadWords(language)
		for _, code := range RemarkCodes() {
			if !words.Has("export.remark." + code) {
				t.Errorf("%s: no sentence for %s", language, code)
			}
		}
		for _, code := range FailureCodes() {
			if !words.Has("export.failed." + code) {
				t.Errorf("%s: no sentence for %s", language, code)
			}
		}
		for _, kind := range PlaceKinds() {
			if !words.Has("export.place." + kind) {
				t.Errorf("%s: no word for %s", language, kind)
			}
		}
		for _, code := range FailureCodes() {
			if !words.Has("export.browse." + code) {
				t.Errorf("%s: no sentence for a folder, %s", language, code)
			}
		}
		for _, kind := range []string{"ink.pen", "ink.marker", "highlight", "underline", "sticky", "stamp"} {
			if !words.Has("export.kind." + kind) {
				t.Errorf("%s: no word for %s", language, kind)
			}
		}
	}
}

// Folders are listed without files and hidden ones, in Vietnamese order.
func TestFolders(t *testing.T) {
	root := t.TempDir()
	for _, name := range []string{"Đường", "Ảnh Zalo", "Dừa", ".ẩn", "$RECYCLE.BIN"} {
		if err := os.Mkdir(filepath.Join(root, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "tệp"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	folders, err := Folders(root)
	got := ""
	for _, one := range folders {
		got += one.Kind + " " + one.Name + ", "
		if !isFolder(one.Path) {
			t.Errorf("%s is no folder", one.Path)
		}
	}
	if err != nil || got != "folder Ảnh Zalo, folder Dừa, folder Đường, " {
		t.Errorf("%q %v", got, err)
	}
	var failed *Failure
	if _, err := Folders(filepath.Join(root, "none")); !errors.As(err, &failed) || failed.Code != Gone {
		t.Errorf("none: %v", err)
	}
	for _, place := range Places() {
		if !isFolder(place.Path) {
			t.Errorf("%+v is no folder", place)
		}
	}
}
