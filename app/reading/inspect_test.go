package reading

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jung-kurt/gofpdf"

	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/papercheck"
	"congso.vn/congso/assets"
)

// slow is a renderer whose pages take until they are called off, from one on, and whose paper fails so.
type slow struct {
	from  int
	fault error
	open  bool // waits when it is opened
}

func (s slow) Open(ctx context.Context, source pages.Source) (pages.Paper, error) {
	if s.open {
		<-ctx.Done()
		return pages.Paper{}, ctx.Err()
	}
	a4 := pages.Size{Width: 595, Height: 842}
	return pages.Paper{ID: source.ID, Pages: 5, Sizes: []pages.Size{a4, {Width: 842, Height: 595}, {Width: 612, Height: 792}, a4, a4}}, nil
}

func (s slow) Words(context.Context, string, int, pages.Priority) ([]pages.Word, error) {
	return []pages.Word{{Text: "x"}}, nil
}

func (s slow) Render(ctx context.Context, _ string, page, _ int, _ pages.Priority) (*image.RGBA, error) {
	if page >= s.from {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	if page == 1 && s.fault != nil {
		return nil, s.fault
	}
	return image.NewRGBA(image.Rect(0, 0, 1, 1)), nil
}

func (slow) Forget(string) {}

func TestInspect(t *testing.T) {
	inspect := func(s slow) (Report, error) {
		r := &Reader{Renderer: s, Logger: quiet()}
		report, err := r.Inspect(t.Context(), "p", of(nil), 50*time.Millisecond)
		if report.Took <= 0 {
			t.Error("it took no time")
		}
		report.Took = 0
		return report, err
	}
	size := Remark{Code: papercheck.NotA4, Pages: []int{2}}
	lying := Remark{Code: papercheck.Landscape, Hint: true, Pages: []int{1}}
	hints := []Remark{{Code: papercheck.NoSeal, Hint: true}}
	for name, row := range map[string]struct {
		slow slow
		want Report
	}{
		"sound but for a size": {slow{from: 9}, Report{Pages: 5, Remarks: []Remark{lying, size}}},
		"a page that cannot be shown": {slow{from: 9, fault: pages.ErrCrashed}, Report{Pages: 5, Remarks: []Remark{
			{Code: "crashed", Fault: true, Pages: []int{1}}, size}}},
		"too slow":      {slow{from: 3}, Report{Pages: 5, Remarks: []Remark{{Code: RemarkTime, Pages: []int{3, 4}}, lying, size}}},
		"does not open": {slow{open: true}, Report{Fault: "too-slow"}},
	} {
		if row.want.Fault == "" {
			row.want.Remarks = append(row.want.Remarks, hints...)
		}
		if got, err := inspect(row.slow); err != nil || !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s: %+v %v, want %+v", name, got, err, row.want)
		}
	}
	if _, err := inspect(slow{from: 9, fault: pages.ErrUnavailable}); !errors.Is(err, pages.ErrUnavailable) {
		t.Errorf("no worker: %v", err)
	}
}

// signed is a renderer whose paper has signatures, or none that can be read.
type signed struct {
	slow
	found []pages.Signature
	err   error
}

func (s signed) Signatures(context.Context, string) ([]pages.Signature, error) { return s.found, s.err }

func TestInspectSignatures(t *testing.T) {
	one := []pages.Signature{{SubFilter: "adbe.pkcs7.detached"}}
	lying, size, seal := Remark{Code: papercheck.Landscape, Hint: true, Pages: []int{1}}, Remark{Code: papercheck.NotA4, Pages: []int{2}}, Remark{Code: papercheck.NoSeal, Hint: true}
	for name, row := range map[string]struct {
		renderer signed
		want     Report
	}{
		"none":           {signed{slow: slow{from: 9}}, Report{Pages: 5, Remarks: []Remark{lying, size, seal}}},
		"one":            {signed{slow: slow{from: 9}, found: one}, Report{Pages: 5, Signatures: one, Remarks: []Remark{lying, size}}},
		"cannot be read": {signed{slow: slow{from: 9}, err: pages.ErrTooLarge}, Report{Pages: 5, Remarks: []Remark{{Code: RemarkSignatures}, lying, size, seal}}},
	} {
		got, err := (&Reader{Renderer: row.renderer, Logger: quiet()}).Inspect(t.Context(), "p", of(nil), 0)
		got.Took = 0
		if err != nil || !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s: %+v %v, want %+v", name, got, err, row.want)
		}
	}
	lost := signed{slow: slow{from: 9}, err: pages.ErrUnavailable}
	if _, err := (&Reader{Renderer: lost, Logger: quiet()}).Inspect(t.Context(), "p", of(nil), 0); !errors.Is(err, pages.ErrUnavailable) {
		t.Errorf("no worker: %v", err)
	}
}

// Made papers with one fault each are remarked for that fault and no other.
func TestInspectMadePapers(t *testing.T) {
	r := &Reader{Renderer: renderer(t), Logger: quiet()}
	draw := func(page func(*gofpdf.Fpdf), size gofpdf.SizeType, alpha bool) []byte {
		pdf := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "mm", Size: size})
		pdf.AddUTF8FontFromBytes("Serif", "", assets.Font("LiberationSerif-Regular.ttf"))
		pdf.SetFont("Serif", "", 14)
		pdf.SetMargins(30, 20, 15)
		pdf.SetAutoPageBreak(false, 20)
		if alpha {
			pdf.SetAlpha(1, "Normal") // which makes it a PDF 1.4
		}
		pdf.AddPage()
		page(pdf)
		var out bytes.Buffer
		if err := pdf.Output(&out); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	body := func(pdf *gofpdf.Fpdf) {
		pdf.MultiCell(0, 7, strings.Repeat("Ủy ban nhân dân phường báo cáo kết quả thực hiện ngân sách năm. ", 20), "", "J", false)
	}
	seal := func(pdf *gofpdf.Fpdf) {
		body(pdf)
		pdf.SetDrawColor(200, 30, 40)
		pdf.SetLineWidth(1)
		pdf.Circle(140, 240, 18, "D")
		pdf.Circle(140, 240, 12, "D")
	}
	a4 := gofpdf.SizeType{Wd: 210, Ht: 297}
	scanned := func(picture int) func(*gofpdf.Fpdf) {
		return func(pdf *gofpdf.Fpdf) {
			var encoded bytes.Buffer
			if err := png.Encode(&encoded, image.NewGray(image.Rect(0, 0, picture, picture*297/210))); err != nil {
				t.Fatal(err)
			}
			pdf.RegisterImageOptionsReader("scan", gofpdf.ImageOptions{ImageType: "PNG"}, &encoded)
			pdf.ImageOptions("scan", 0, 0, 210, 297, false, gofpdf.ImageOptions{ImageType: "PNG"}, 0, "")
			seal(pdf)
		}
	}
	for name, row := range map[string]struct {
		data []byte
		want []string
	}{
		"sound":    {draw(seal, a4, true), []string{"seal"}},
		"no seal":  {draw(body, a4, true), []string{"no-seal"}},
		"old":      {draw(seal, a4, false), []string{"old-version", "seal"}},
		"letter":   {draw(seal, gofpdf.SizeType{Wd: 216, Ht: 279}, true), []string{"not-a4", "seal"}},
		"lying":    {draw(body, gofpdf.SizeType{Wd: 297, Ht: 210}, true), []string{"landscape", "no-seal"}},
		"no words": {draw(func(*gofpdf.Fpdf) {}, a4, true), []string{"no-text", "no-seal"}},
		"margins": {draw(func(pdf *gofpdf.Fpdf) {
			pdf.SetLeftMargin(15)
			pdf.SetX(15)
			seal(pdf)
		}, a4, true), []string{"margins", "seal"}},
		"coarse": {draw(scanned(800), a4, true), []string{"low-resolution", "seal"}},
		"fine":   {draw(scanned(1700), a4, true), []string{"seal"}},
		"fonts": {draw(func(pdf *gofpdf.Fpdf) {
			seal(pdf)
			pdf.SetFont("Helvetica", "", 14)
			pdf.Text(40, 150, "Not in the file")
		}, a4, true), []string{"not-embedded", "seal"}},
	} {
		report, err := r.Inspect(t.Context(), name, of(row.data), time.Minute)
		var got []string
		for _, remark := range report.Remarks {
			got = append(got, remark.Code)
		}
		if err != nil || !reflect.DeepEqual(got, row.want) {
			t.Errorf("%s: %+v %v, want %v", name, report.Remarks, err, row.want)
		}
	}
}

// Real papers are remarked for what is known of them, and each report ends.
func TestInspectRealPapers(t *testing.T) {
	folder := os.Getenv("CONGSO_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	r := &Reader{Renderer: renderer(t), Logger: quiet()}
	for name, want := range map[string][]string{
		"gov-water-plan-19-pages.pdf":           {"not-a4", "not-embedded"},
		"gov-19-pages.pdf":                      {"old-version", "not-a4", "not-embedded"},
		"horror-text_only_fontsNotEmbedded.pdf": {"not-a4", "not-embedded"},
		"horror-balloon_a1b_jp2k.pdf":           {"not-a4", "no-text", "low-resolution"},
		"horror-corruptionOneByteMissing.pdf":   {"not-a4"},
		"horror-encryption_openpassword.pdf":    {"encrypted"},
		"horror-veraPDFHiResWrongObjectID.pdf":  {"not-a4", "no-text"},
	} {
		data, err := os.ReadFile(filepath.Join(folder, "documents", name))
		if err != nil {
			t.Skip("shared data absent: ", err)
		}
		report, err := r.Inspect(t.Context(), name, of(data), time.Minute)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		codes := []string{report.Fault}
		for _, remark := range report.Remarks {
			codes = append(codes, remark.Code)
		}
		for _, code := range want {
			if !slices.Contains(codes, code) {
				t.Errorf("%s: %v, want %v", name, codes, want)
			}
		}
	}
}
