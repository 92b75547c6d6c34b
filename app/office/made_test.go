package office

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"io"
	"log/slog"
	"os"
	"testing"
	"unicode/utf16"
)

func TestMain(m *testing.M) {
	BecomeWorker(os.Args)
	os.Exit(m.Run())
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

// part is one file of a packed paper.
type part struct{ name, text string }

// packed makes a zip file of parts.
func packed(t testing.TB, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, p := range parts {
		file, err := w.Create(p.name)
		if err == nil {
			_, err = io.WriteString(file, p.text)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

const declaration = `<?xml version="1.0" encoding="UTF-8"?>`

// openXML makes an Office Open XML paper of one part, of that type.
func openXML(t testing.TB, main, kind, text string, more ...part) []byte {
	types := declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/` + main + `" ContentType="application/vnd.openxmlformats-officedocument.` + kind + `"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`
	root := declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="` + main + `"/></Relationships>`
	return packed(t, append([]part{{"[Content_Types].xml", types}, {"_rels/.rels", root}, {main, text}}, more...)...)
}

// docx is a Word paper with one paragraph, in a font.
func docx(t testing.TB, text, font string, more ...part) []byte {
	body := declaration + `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>` +
		`<w:rPr><w:rFonts w:ascii="` + font + `" w:hAnsi="` + font + `" w:cs="` + font + `"/><w:sz w:val="28"/></w:rPr><w:t>` + text + `</w:t></w:r></w:p></w:body></w:document>`
	return openXML(t, "word/document.xml", "wordprocessingml.document.main+xml", body, more...)
}

func xlsx(t testing.TB, text string) []byte {
	book := declaration + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">` +
		`<sheets><sheet name="Biểu" sheetId="1" r:id="rId1"/></sheets></workbook>`
	links := declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
	sheet := declaration + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>` + text + `</t></is></c></row></sheetData></worksheet>`
	return openXML(t, "xl/workbook.xml", "spreadsheetml.sheet.main+xml", book, part{"xl/_rels/workbook.xml.rels", links}, part{"xl/worksheets/sheet1.xml", sheet})
}

const openNames = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" ` +
	`xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" ` +
	`xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2"`

// openDocument is an OpenDocument paper of a kind: text, spreadsheet, presentation.
func openDocument(t testing.TB, kind, body string, more ...part) []byte {
	mime := "application/vnd.oasis.opendocument." + kind
	manifest := declaration + `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">` +
		`<manifest:file-entry manifest:full-path="/" manifest:media-type="` + mime + `"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`
	content := declaration + `<office:document-content ` + openNames + `><office:body><office:` + kind + `>` + body + `</office:` + kind + `></office:body></office:document-content>`
	return packed(t, append([]part{{"mimetype", mime}, {"META-INF/manifest.xml", manifest}, {"content.xml", content}}, more...)...)
}

func odt(t testing.TB, text string) []byte {
	return openDocument(t, "text", "<text:p>"+text+"</text:p>")
}

func ods(t testing.TB, text string) []byte {
	return openDocument(t, "spreadsheet", `<table:table table:name="B"><table:table-row><table:table-cell office:value-type="string"><text:p>`+text+`</text:p></table:table-cell></table:table-row></table:table>`)
}

func odp(t testing.TB, text string) []byte {
	return openDocument(t, "presentation", `<draw:page draw:name="1"><draw:frame svg:width="20cm" svg:height="4cm" svg:x="1cm" svg:y="1cm"><draw:text-box><text:p>`+text+`</text:p></draw:text-box></draw:frame></draw:page>`)
}

// rtf writes letters beyond ASCII by their numbers.
func rtf(text string) []byte {
	b := []byte(`{\rtf1\ansi\deff0{\fonttbl{\f0 Times New Roman;}}\f0 `)
	for _, unit := range utf16.Encode([]rune(text)) {
		if unit < 0x80 {
			b = append(b, byte(unit))
		} else {
			b = append(b, []byte(`\u`)...)
			b = append(b, []byte(itoa(int(int16(unit))))...)
			b = append(b, '?')
		}
	}
	return append(b, '}')
}

func itoa(n int) string {
	if n < 0 {
		return "-" + itoa(-n)
	}
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// compoundOf is a compound file of empty streams with these names; flags are those of a Word document in it.
func compoundOf(flags uint16, names ...string) []byte {
	const sector = 512
	order := binary.LittleEndian
	head := make([]byte, sector)
	copy(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	order.PutUint16(head[30:], 9)
	order.PutUint32(head[48:], 1) // the directory's first sector
	order.PutUint32(head[68:], 0xFFFFFFFE)
	for i := range listedInHead {
		order.PutUint32(head[76+4*i:], 0xFFFFFFFF)
	}
	order.PutUint32(head[76:], 0) // the table is sector 0
	table := bytes.Repeat([]byte{0xFF}, sector)
	order.PutUint32(table, 0xFFFFFFFD)
	sectors := (len(names) + 3) / 4
	directory := make([]byte, sectors*sector)
	for i := range sectors {
		next := uint32(2 + i)
		if i == sectors-1 {
			next = 0xFFFFFFFE
		}
		order.PutUint32(table[4*(1+i):], next)
	}
	for i, name := range names {
		entry := directory[i*entryBytes:]
		units := utf16.Encode([]rune(name))
		for j, unit := range units {
			order.PutUint16(entry[2*j:], unit)
		}
		order.PutUint16(entry[64:], uint16(2*len(units)+2))
		entry[66] = 2
		order.PutUint32(entry[116:], uint32(1+sectors))
		order.PutUint32(entry[120:], sector)
	}
	word := make([]byte, sector)
	order.PutUint16(word[10:], flags)
	return bytes.Join([][]byte{head, table, directory, word}, nil)
}
