package pack

import (
	"archive/zip"
	"bytes"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// refusalCase is a pack that must be refused, with all its faults.
type refusalCase struct {
	name   string
	files  files                     // as folder and as zip …
	zip    []byte                    // … or as this zip …
	build  func(t *testing.T) string // … or as what this makes
	limits Limits
	want   []string
}

func papers(names ...string) map[string]any {
	var list []any
	for _, name := range names {
		list = append(list, map[string]any{"file": name})
	}
	return map[string]any{"papers": list}
}

func refusalCases() []refusalCase {
	return []refusalCase{
		{name: "a file that is no zip", build: func(t *testing.T) string { return written(t, []byte(pdf("x"))) },
			want: []string{`pack.not-a-pack "Kỳ họp.zip"`}},
		{name: "an empty file", build: func(t *testing.T) string { return written(t, nil) },
			want: []string{`pack.not-a-pack "Kỳ họp.zip"`}},
		{name: "nothing at the path", build: func(t *testing.T) string { return filepath.Join(t.TempDir(), "USB") },
			want: []string{`pack.unreadable "USB"`}},
		{name: "nothing in it", files: files{"notes.txt": "x"}, want: []string{`pack.nothing`}},
		{name: "an empty zip", zip: files{}.zipped(), want: []string{`pack.nothing`}},
		{name: "only files that merely are called PDF", files: files{"1.pdf": "PK\x03\x04", "2.pdf": ""}, want: []string{`pack.nothing`}},
		{name: "a truncated zip", zip: plain(nil).zipped()[:400], want: []string{`pack.zip-damaged`}},
		{name: "a zip with damaged content", zip: damaged(), want: []string{`pack.zip-damaged "papers/a.pdf"`}},
		{name: "a zip that tells too small a size", zip: lying(-1), want: []string{`pack.zip-damaged "papers/a.pdf"`}},
		{name: "a zip that tells too large a size", zip: lying(1), want: []string{`pack.zip-damaged "papers/a.pdf"`}},
		{name: "a zip with a password", zip: marked(func(h *zip.FileHeader) { h.Flags |= flagEncrypted }),
			want: []string{`pack.zip-encrypted "delegates.csv"`}},
		{name: "an unknown way of packing", zip: packedBy(9), want: []string{`pack.zip-method "papers/a.pdf"`}},
		{name: "a zip bomb", zip: plain(files{"papers/a.pdf": pdf("a") + strings.Repeat("\x00", 20*mebibyte)}).zipped(),
			want: []string{`pack.zip-bomb "papers/a.pdf"`}},
		{name: "a zip bomb in session.json", zip: plain(files{"session.json": strings.Repeat(" ", 20*mebibyte)}).zipped(),
			want: []string{`pack.file-too-large "session.json"`}},
		{name: "too many files", files: plain(files{"x/1": "", "x/2": "", "x/3": ""}), limits: Limits{Files: 5},
			want: []string{`pack.too-many-files`}},
		{name: "a zip that tells fewer files than it has", zip: crowded(6000), limits: Limits{Files: 10},
			want: []string{`pack.too-many-files`}},
		{name: "a file too large", files: plain(files{"papers/a.pdf": pdf(strings.Repeat("a", 5000))}), limits: Limits{File: 4000},
			want: []string{`pack.file-too-large "papers/a.pdf"`}},
		{name: "files too large together", limits: Limits{Total: 2000},
			files: plain(files{"session.json": sessionWith(nil, papers("papers/a.pdf", "b.pdf", "c.pdf")), "b.pdf": pdf(strings.Repeat("b", 1500)), "c.pdf": pdf(strings.Repeat("c", 1500))}),
			want:  []string{`pack.too-large`}},
		{name: "paths out of the pack", files: plain(files{"session.json": sessionWith(nil, papers(
			"../a.pdf", "papers/../../a.pdf", "/etc/a.pdf", `papers\a.pdf`, `C:\a.pdf`, "c:a.pdf", "papers/a.pdf", "a\x00.pdf"))}),
			want: []string{
				`pack.path-unsafe "../a.pdf" /items 1 /papers 1`,
				`pack.path-unsafe "papers/../../a.pdf" /items 1 /papers 2`,
				`pack.path-unsafe "/etc/a.pdf" /items 1 /papers 3`,
				`pack.path-unsafe "papers\\a.pdf" /items 1 /papers 4`,
				`pack.path-unsafe "C:\\a.pdf" /items 1 /papers 5`,
				`pack.path-unsafe "c:a.pdf" /items 1 /papers 6`,
				`pack.path-unsafe "a\x00.pdf" /items 1 /papers 8`,
			}},
		{name: "paths out of the zip", zip: plain(files{"../x.pdf": "", "/y.pdf": "", `a\z.pdf`: "", "C:/w.pdf": ""}).zipped(),
			want: []string{
				`pack.path-unsafe "../x.pdf"`, `pack.path-unsafe "/y.pdf"`,
				`pack.path-unsafe "C:/w.pdf"`, `pack.path-unsafe "a\\z.pdf"`,
			}},
		{name: "two files of one name", zip: plain(files{"papers/A.PDF": pdf("A")}).zipped(),
			want: []string{`pack.same-name "papers/a.pdf"`}},
		{name: "two files of one name once composed", zip: plain(files{"Đề án.pdf": pdf("1"), "Đê\u0300 a\u0301n.pdf": pdf("2")}).zipped(),
			want: []string{`pack.same-name "Đề án.pdf"`}},
		{name: "the very same name twice", zip: twice(), want: []string{`pack.same-name "session.json"`}},
		{name: "session.json in a folder", files: files{"a/session.json": sessionWith(nil, nil), "papers/a.pdf": pdf("a")},
			want: []string{`pack.session-misplaced "a/session.json"`}},
		{name: "session.json that is a link", zip: marked(func(h *zip.FileHeader) {
			if h.Name == "session.json" {
				h.SetMode(fs.ModeSymlink | 0o777)
			}
		}), want: []string{`pack.file-link "session.json"`}},
		{name: "a paper that is a link in a zip", zip: marked(func(h *zip.FileHeader) {
			if h.Name == "papers/a.pdf" {
				h.SetMode(fs.ModeSymlink | 0o777)
			}
		}), want: []string{`pack.file-link "papers/a.pdf"`}},
		{name: "a paper that is a device in a zip", zip: marked(func(h *zip.FileHeader) {
			if h.Name == "papers/a.pdf" {
				h.SetMode(fs.ModeDevice | 0o777)
			}
		}), want: []string{`pack.file-special "papers/a.pdf"`}},
		{name: "a paper that is a link out of the folder", build: linked, want: []string{`pack.file-link "papers/a.pdf"`}},
		{name: "a missing paper and two more", files: plain(files{
			"session.json": sessionWith(nil, papers("papers/a.pdf", "papers/b.pdf", "papers", "papers/c.docx")), "papers/c.docx": "PK\x03\x04 word"}),
			want: []string{
				`pack.file-missing "papers/b.pdf" /items 1 /papers 2`,
				`pack.file-missing "papers" /items 1 /papers 3`,
				`pack.paper-not-pdf "papers/c.docx" /items 1 /papers 4`,
			}},
		{name: "the mark of a PDF too far in", files: plain(files{"papers/a.pdf": strings.Repeat(" ", 1020) + "%PDF-1.4"}),
			want: []string{`pack.paper-not-pdf "papers/a.pdf" /items 1 /papers 1`}},
		{name: "broken JSON", files: plain(files{"session.json": "{\n  \"format\": \"congso-session-pack\",\n  \"đại\": x\n}"}),
			want: []string{`pack.json-broken "session.json" line 3 column 10`}},
		{name: "JSON cut off", files: plain(files{"session.json": "{\n  \"format\": "}),
			want: []string{`pack.json-broken "session.json" line 2 column 12`}},
		{name: "two JSON values", files: plain(files{"session.json": sessionWith(nil, nil) + "\n{}"}),
			want: []string{`pack.json-broken "session.json" line 2 column 1`}},
		{name: "an empty session.json", files: plain(files{"session.json": ""}), want: []string{`pack.json-broken "session.json" line 1 column 1`}},
		{name: "a session.json that is no text", files: plain(files{"session.json": "{\n\"a\xff"}),
			want: []string{`pack.text-unreadable "session.json" line 2 column 3`}},
		{name: "names twice", files: plain(files{"session.json": "{\"format\":\"congso-session-pack\",\"version\":1,\n\"items\":[],\n \"items\":[]}"}),
			want: []string{`pack.json-twice "session.json" line 3 column 2`}},
		{name: "numbers beyond measure", files: plain(files{"session.json": "{\"version\":1e999999999,\n\"total\":1111111111111111111111}"}),
			want: []string{`pack.field-type "session.json" line 1 column 12`, `pack.field-type "session.json" line 2 column 9`}},
		{name: "too many values", files: plain(files{"session.json": "[" + strings.Repeat("0,", maxValues) + "0]"}),
			want: []string{`pack.too-many-values "session.json" line 1 column 400000`}},
		{name: "another format", files: plain(files{"session.json": `{"format":"zip"}`}), want: []string{`pack.format-unknown "session.json"`}},
		{name: "no format", files: plain(files{"session.json": `[]`}), want: []string{`pack.format-unknown "session.json"`}},
		{name: "another version", files: plain(files{"session.json": document(map[string]any{"version": 2})}),
			want: []string{`pack.version-unknown "session.json"`}},
		{name: "everything against the schema", files: plain(files{"session.json": schemaBreaker}), want: []string{
			`pack.field-choice "session.json" line 3 column 14 /version`,
			`pack.field-empty "session.json" line 5 column 14 /session /title`,
			`pack.field-choice "session.json" line 6 column 13 /session /body`,
			`pack.field-time "session.json" line 7 column 18 /session /starts_at`,
			`pack.field-range "session.json" line 8 column 14 /session /total`,
			`pack.field-unknown "session.json" line 9 column 14 /session`,
			`pack.field-range "session.json" line 12 column 32 /items 1 /minutes`,
			`pack.field-missing "session.json" line 12 column 48 /items 1 /papers 1`,
			`pack.field-choice "session.json" line 12 column 110 /items 1 /papers 2 /audience`,
			`pack.field-missing "session.json" line 13 column 5 /items 2`,
			`pack.field-unknown "session.json" line 13 column 16 /items 2`,
			`pack.field-choice "session.json" line 14 column 59 /items 2 /polls 1 /form`,
			`pack.field-choice "session.json" line 14 column 81 /items 2 /polls 1 /openness`,
			`pack.field-type "session.json" line 14 column 102 /items 2 /polls 1 /seconds`,
			`pack.field-type "session.json" line 14 column 118 /items 2 /polls 1 /running`,
			`pack.field-type "session.json" line 15 column 5 /items 3`,
			`pack.field-unknown "session.json" line 18 column 12`,
		}},
		{name: "a title too long", files: plain(files{"session.json": sessionWith(nil, map[string]any{"title": strings.Repeat("ấ", 601)})}),
			want: []string{`pack.field-too-long "session.json" line 1 column 86 /items 1 /title`}},
		{name: "too many items", files: plain(files{"session.json": document(map[string]any{
			"session": map[string]any{"title": "K", "body": "hdnd", "starts_at": "2026-12-08T07:30:00+07:00"},
			"items":   repeated(501, map[string]any{"title": "x"})})}),
			want: []string{`pack.field-too-many "session.json" line 1 column 41 /items`}},
		{name: "too many papers and polls", files: plain(files{"session.json": document(map[string]any{
			"session": map[string]any{"title": "K", "body": "hdnd", "starts_at": "2026-12-08T07:30:00+07:00"},
			"items": repeated(3, map[string]any{"title": "x", "papers": repeated(1700, map[string]any{"file": "papers/a.pdf"}),
				"polls": repeated(400, map[string]any{"question": "?", "rule": "hdnd.majority"})})})}),
			want: []string{`pack.too-many-papers`, `pack.too-many-polls`}},
		{name: "too many items by name", zip: manyPapers(501), want: []string{`pack.too-many-items`}},
		{name: "too many delegates", files: plain(files{"delegates.csv": "name\n" + manyNames(1001)}),
			want: []string{`pack.too-many-delegates`}},
		{name: "a list without end", files: plain(files{"delegates.csv": "name,group\n" + strings.Repeat(",x\n", maxLines+1)}),
			want: []string{fmt.Sprintf(`pack.too-many-delegates "delegates.csv" line %d`, maxLines+2)}},
		{name: "a list without names", files: plain(files{"delegates.csv": "\nSTT;Ghế\n1;2\n"}),
			want: []string{`pack.delegates-nameless "delegates.csv" line 2`}},
		{name: "faults of every part at once", files: plain(files{"session.json": sessionWith(nil, papers("papers/b.pdf", "papers/a.pdf")),
			"delegates.csv": "x", "papers/a.pdf": "no"}),
			want: []string{`pack.delegates-nameless "delegates.csv" line 1`, `pack.file-missing "papers/b.pdf" /items 1 /papers 1`,
				`pack.paper-not-pdf "papers/a.pdf" /items 1 /papers 2`}},
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range refusalCases() {
		paths := map[string]func(*testing.T) string{}
		switch {
		case c.files != nil:
			paths["folder"], paths["zip"] = c.files.folder, c.files.zipFile
		case c.zip != nil:
			paths["zip"] = func(t *testing.T) string { return written(t, c.zip) }
		default:
			paths["path"] = c.build
		}
		for kind, path := range paths {
			t.Run(c.name+"/"+kind, func(t *testing.T) {
				result, err := readPath(t, path(t), Options{Limits: c.limits})
				refused := faultsOf(t, err)
				sameLines(t, "faults", shorts(refused.Faults), c.want)
				sayable(t, refused.Faults)
				if result.Papers != nil || result.Import.Items != nil || result.Persons != nil {
					t.Error("something of a refused pack was given out")
				}
			})
		}
	}
}

func repeated(count int, value any) []any {
	values := make([]any, count)
	for i := range values {
		values[i] = value
	}
	return values
}

func manyNames(count int) string {
	var names strings.Builder
	for i := range count {
		fmt.Fprintf(&names, "Đại biểu %d\n", i)
	}
	return names.String()
}

func manyPapers(count int) []byte {
	many := files{}
	for i := range count {
		many[fmt.Sprintf("%d.pdf", i)] = pdf(fmt.Sprint(i))
	}
	return many.zipped()
}

// marked is the plain pack with the headers of its files changed.
func marked(change func(*zip.FileHeader)) []byte {
	whole := plain(nil)
	var headers []*zip.FileHeader
	for _, name := range []string{"delegates.csv", "papers/a.pdf", "session.json"} {
		header := &zip.FileHeader{Name: name, Method: zip.Deflate}
		change(header)
		headers = append(headers, header)
	}
	return zipOf(headers, func(h *zip.FileHeader) string { return whole[h.Name] })
}

func twice() []byte {
	headers := []*zip.FileHeader{{Name: "session.json"}, {Name: "papers/a.pdf"}, {Name: "delegates.csv"}, {Name: "session.json"}}
	whole := plain(nil)
	return zipOf(headers, func(h *zip.FileHeader) string { return whole[h.Name] })
}

// damaged is the plain pack, stored, with one letter of a paper changed.
func damaged() []byte {
	packed := marked(func(h *zip.FileHeader) { h.Method = zip.Store })
	at := bytes.Index(packed, []byte("%PDF-1.7\n% a"))
	packed[at+11] = 'b'
	return packed
}

// raw is the plain pack with a paper whose directory entry is made by hand.
func raw(header zip.FileHeader, content string) []byte {
	var packed bytes.Buffer
	writer := zip.NewWriter(&packed)
	for name, text := range plain(nil) {
		if name == header.Name {
			continue
		}
		file, err := writer.Create(name)
		if err == nil {
			_, err = file.Write([]byte(text))
		}
		if err != nil {
			panic(err)
		}
	}
	file, err := writer.CreateRaw(&header)
	if err == nil {
		_, err = file.Write([]byte(content))
	}
	if err == nil {
		err = writer.Close()
	}
	if err != nil {
		panic(err)
	}
	return packed.Bytes()
}

// lying is a zip whose paper is told to be longer or shorter than it is.
func lying(by int) []byte {
	content := pdf("a")
	return raw(zip.FileHeader{Name: "papers/a.pdf", Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(content)),
		CompressedSize64: uint64(len(content)), UncompressedSize64: uint64(len(content) + by)}, content)
}

func packedBy(method uint16) []byte {
	return raw(zip.FileHeader{Name: "papers/a.pdf", Method: method, CompressedSize64: 3, UncompressedSize64: 100}, "xyz")
}

// crowded is a zip of many empty files that tells of ten: the count in its last record is changed.
func crowded(count int) []byte {
	var headers []*zip.FileHeader
	for i := range count {
		headers = append(headers, &zip.FileHeader{Name: fmt.Sprintf("papers/%040d", i)})
	}
	packed := zipOf(headers, func(*zip.FileHeader) string { return "" })
	last := len(packed) - 22
	copy(packed[last+8:], []byte{10, 0, 10, 0})
	return packed
}

// linked is a folder whose paper is a link to a file outside.
func linked(t *testing.T) string {
	whole := plain(nil)
	delete(whole, "papers/a.pdf")
	top := whole.folder(t)
	outside := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(outside, []byte(pdf("secret")), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(top, "papers"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(top, "papers", "a.pdf")); err != nil {
		t.Skip("this system makes no links: ", err)
	}
	return top
}

// schemaBreaker breaks every kind of rule that the schema has.
const schemaBreaker = `{
  "format": "congso-session-pack",
  "version": "one",
  "session": {
    "title": " \u00a0 ",
    "body": "xxx",
    "starts_at": "08/12/2026",
    "total": 1001,
    "chiar": "d1"
  },
  "items": [
    { "title": "x", "minutes": -1, "papers": [ { "title": "no file" }, { "file": "papers/a.pdf", "audience": "everyone" } ] },
    { "titel": "x", "polls": [
      { "question": "?", "rule": "hdnd.majority", "form": "secret", "openness": "secret", "seconds": 1.5, "running": "yes" } ] },
    "x"
  ],
  "x-office": { "anything": [1, 2] },
  "extra": 1
}`
