package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"congso.vn/congso/app/office"
	"congso.vn/congso/assets"
)

// wordPaper is a Word paper of one paragraph in a font.
func wordPaper(t *testing.T, font, text string, more ...string) []byte {
	t.Helper()
	parts := [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:rPr><w:rFonts w:ascii="` + font + `" w:hAnsi="` + font + `"/></w:rPr><w:t>` + text + `</w:t></w:r></w:p></w:body></w:document>`},
	}
	for _, name := range more {
		parts = append(parts, [2]string{name, "x"})
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, part := range parts {
		file, err := w.Create(part[0])
		if err == nil {
			_, err = file.Write([]byte(part[1]))
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

// A session pack of Word papers is taken over with LibreOffice; with one that has macros it is refused whole.
func TestImportTurnsOfficePapers(t *testing.T) {
	if office.Find() == "" {
		t.Skip("LibreOffice is not installed: tools/setup.sh test installs it")
	}
	pack := t.TempDir()
	write := func(name string, data []byte) {
		if err := os.WriteFile(filepath.Join(pack, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("1 Tờ trình.docx", wordPaper(t, "Times New Roman", "Tờ trình về ngân sách"))
	o := newOffice(t)
	o.expect(0, assets.Vietnamese, "", []string{"import", "--data", o.data, pack}, "1 tài liệu")
	write("2 Báo cáo.docx", wordPaper(t, "Times New Roman", "Báo cáo", "word/vbaProject.bin"))
	o.expect(1, assets.Vietnamese, "", []string{"import", "--data", o.data, pack}, "2 Báo cáo.docx", "Tệp có macro")
}
