package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/jung-kurt/gofpdf"

	"congso.vn/congso/assets"
)

func TestCheckPapers(t *testing.T) {
	folder := t.TempDir()
	write := func(name string, draw func(*gofpdf.Fpdf)) {
		pdf := gofpdf.New("P", "mm", "A4", "")
		pdf.AddUTF8FontFromBytes("Serif", "", assets.Font("LiberationSerif-Regular.ttf"))
		pdf.SetFont("Serif", "", 12)
		pdf.SetAlpha(1, "Normal") // which makes it a PDF 1.4
		draw(pdf)
		if err := os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := pdf.OutputFileAndClose(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	written := func(pdf *gofpdf.Fpdf) {
		pdf.AddPage()
		pdf.Text(20, 20, "Words")
	}
	write("a/good.PDF", written)
	write("b.pdf", func(pdf *gofpdf.Fpdf) {
		for range 2 {
			pdf.AddPageFormat("P", gofpdf.SizeType{Wd: 140, Ht: 216})
			pdf.Text(20, 20, "Words")
		}
		written(pdf)
		pdf.AddPage()
	})
	for name, data := range map[string]string{"c.pdf": "no paper", "d.txt": "no paper"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	o := &anOffice{t: t}
	o.expect(0, assets.Vietnamese, "", []string{"check-papers", folder},
		"ĐẠT", "1 trang: "+filepath.Join("a", "good.PDF"), "NHẬN XÉT", "4 trang: b.pdf", "[trang 1–2] Khổ giấy không phải A4", "[trang 4] Không có chữ", "Không thấy con dấu đỏ",
		"TỪ CHỐI", "c.pdf Tệp này không phải là tài liệu PDF", "3 tệp: 1 đạt, 1 có nhận xét, 1 bị từ chối.")
	o.expect(1, assets.English, "", []string{"check-papers", filepath.Join(folder, "a", "none")}, "")
	o.expect(2, assets.English, "", []string{"check-papers"}, "check-papers FOLDER")
}

func TestRanges(t *testing.T) {
	if got := ranges([]int{0, 1, 2, 6, 8, 9}); got != "1–3, 7, 9–10" {
		t.Error(got)
	}
}
