package office

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"strings"
	"testing"
)

// samples are papers of every kind with what they are found to be, or why they are refused.
func samples(t testing.TB) map[string]struct {
	data   []byte
	format string
	code   Code
} {
	word := docx(t, "Tờ trình", "Times New Roman")
	return map[string]struct {
		data   []byte
		format string
		code   Code
	}{
		"Word":                       {word, "docx", ""},
		"Excel":                      {xlsx(t, "Ngân sách"), "xlsx", ""},
		"PowerPoint":                 {openXML(t, "ppt/presentation.xml", "presentationml.presentation.main+xml", "<p/>"), "pptx", ""},
		"OpenDocument text":          {odt(t, "Tờ trình"), "odt", ""},
		"OpenDocument sheet":         {ods(t, "Ngân sách"), "ods", ""},
		"OpenDocument slides":        {odp(t, "Ngân sách"), "odp", ""},
		"RTF":                        {rtf("Tờ trình"), "rtf", ""},
		"Word before 2007":           {compoundOf(0, "Root Entry", "WordDocument", "1Table"), "doc", ""},
		"Excel before 2007":          {compoundOf(0, "Root Entry", "Workbook"), "xls", ""},
		"PowerPoint before 2007":     {compoundOf(0, "Root Entry", "A", "B", "C", "PowerPoint Document"), "ppt", ""},
		"text":                       {[]byte("Tờ trình"), "", CodeUnknown},
		"nothing":                    {nil, "", CodeUnknown},
		"PDF":                        {[]byte("%PDF-1.7\n"), "", CodeUnknown},
		"zip of something else":      {packed(t, part{"a.txt", "a"}), "", CodeUnknown},
		"compound of something else": {compoundOf(0, "Root Entry", "Thumbs"), "", CodeUnknown},
		"cut off":                    {word[:len(word)/2], "", CodeDamaged},
		"compound cut off":           {compoundOf(0, "Root Entry", "WordDocument")[:700], "", CodeDamaged},
		"compound of a head":         {compoundOf(0, "Root Entry")[:20], "", CodeDamaged},
		"spoilt inside":              {spoilt(t, word), "", CodeDamaged},
		"entities": {docx(t, "a", "A", part{"word/styles.xml", strings.Repeat(" ", 40_000) + `<!DOCTYPE a [<!ENTITY a "aaaa">]>`}),
			"", CodeDamaged},
		"with a password":             {compoundOf(0, "Root Entry", "EncryptionInfo", "EncryptedPackage"), "", CodeEncrypted},
		"Word before with a password": {compoundOf(wordEncrypted, "Root Entry", "WordDocument"), "", CodeEncrypted},
		"OpenDocument with a password": {packed(t, part{"mimetype", "application/vnd.oasis.opendocument.text"},
			part{"META-INF/manifest.xml", "<manifest:encryption-data/>"}), "", CodeEncrypted},
		"macros":                      {docx(t, "a", "A", part{"word/vbaProject.bin", "x"}), "", CodeMacros},
		"macros by type":              {openXML(t, "xl/workbook.xml", "x.sheet.macroEnabled.main+xml", "<x/>"), "", CodeMacros},
		"macros before 2007":          {compoundOf(0, "Root Entry", "WordDocument", "Macros"), "", CodeMacros},
		"Excel macros before 2007":    {compoundOf(0, "Root Entry", "Workbook", "_VBA_PROJECT_CUR"), "", CodeMacros},
		"OpenDocument macros":         {openDocument(t, "text", "", part{"Basic/Standard/Module1.xml", "<m/>"}), "", CodeMacros},
		"OpenDocument empty libaries": {openDocument(t, "text", "", part{"Basic/script-lc.xml", "<m/>"}), "odt", ""},
		"OpenDocument scripts":        {openDocument(t, "text", "", part{"Scripts/python/a.py", "a"}), "", CodeMacros},
		"too many parts":              {packed(t, make([]part, maxParts+1)...), "", CodeTooLarge},
	}
}

// spoilt changes a byte within the longest part.
func spoilt(t testing.TB, data []byte) []byte {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	at, err := archive.File[2].DataOffset()
	if err != nil {
		t.Fatal(err)
	}
	data = bytes.Clone(data)
	data[at+int64(archive.File[2].CompressedSize64)/2] ^= 0xFF
	return data
}

func TestInspect(t *testing.T) {
	for name, row := range samples(t) {
		format, err := Inspect(bytes.NewReader(row.data), int64(len(row.data)))
		code, _ := CodeOf(err)
		if format != row.format || code != row.code || (err != nil) != (row.code != "") {
			t.Errorf("%s: %q %v, want %q %q", name, format, err, row.format, row.code)
		}
	}
}

// A few kilobytes that unpack to more than is taken are refused before LibreOffice sees them.
func TestBombsAreRefused(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	for range 4 {
		file, err := w.Create("word/document.xml")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.CopyN(file, endless{}, maxUnpacked/3); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := Inspect(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if code, _ := CodeOf(err); code != CodeTooLarge {
		t.Errorf("%d bytes: %v", b.Len(), err)
	}
	if _, err := Inspect(bytes.NewReader(nil), MaxSize+1); !errors.As(err, new(*Error)) {
		t.Errorf("by its size: %v", err)
	}
	long := packed(t, part{"[Content_Types].xml", strings.Repeat("a", maxMeta+1)})
	if _, err := Inspect(bytes.NewReader(long), int64(len(long))); err == nil {
		t.Error("a list of parts without end is taken")
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// An entity is found wherever the pieces that are read end.
func TestEntitiesAcrossPieces(t *testing.T) {
	text := "aaaa<!ENTITY b"
	for at := range len(text) {
		l := &looker{written: true}
		for _, piece := range []string{text[:at], text[at:min(at+1, len(text))], text[min(at+1, len(text)):]} {
			if _, err := l.Write([]byte(piece)); err != nil {
				t.Fatal(err)
			}
		}
		if !l.found {
			t.Errorf("parted at %d it is not found", at)
		}
	}
}

func TestNamed(t *testing.T) {
	for name, want := range map[string]bool{"a.docx": true, "A.DOC": true, `c:\x\b.Rtf`: true, "a.pdf": false, "docx": false, "a.docx/b": false, "a.docm": false} {
		if Named(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

func FuzzInspect(f *testing.F) {
	for name, row := range samples(f) {
		if name != "too many parts" {
			f.Add(row.data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		format, err := Inspect(bytes.NewReader(data), int64(len(data)))
		if _, known := CodeOf(err); (format == "") != (err != nil) || err != nil && !known {
			t.Errorf("%q %v", format, err)
		}
	})
}
