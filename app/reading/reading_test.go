package reading

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/assets"
)

func TestMain(m *testing.M) {
	pages.BecomeWorker(os.Args, nil)
	os.Exit(m.Run())
}

// renderer is a real one, with a worker that is this program.
func renderer(t *testing.T) *pages.Renderer {
	t.Helper()
	command, err := pages.Worker()
	if err != nil {
		t.Fatal(err)
	}
	cache := t.TempDir()
	if user, err := os.UserCacheDir(); err == nil {
		cache = filepath.Join(user, "congso-pages-test")
	}
	if err := os.MkdirAll(cache, 0o700); err != nil {
		t.Fatal(err)
	}
	r, err := pages.New(pages.Config{Command: command, CacheDir: cache, Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- r.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	return r
}

func quiet() *slog.Logger { return slog.New(slog.NewTextHandler(io.Discard, nil)) }

var lines = []string{"HỘI ĐỒNG NHÂN DÂN PHƯỜNG", "Nghị quyết về ngân sách năm 2026", "Đường Nguyễn Thị Minh Khai, hoà giải ở cơ sở"}

// picture draws lines of letters, black on white, with so many pixels between them.
func picture(t *testing.T, width int, lines []string) *image.Gray {
	t.Helper()
	parsed, err := opentype.Parse(assets.Font("LiberationSerif-Regular.ttf"))
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 14, DPI: 300})
	if err != nil {
		t.Fatal(err)
	}
	page := image.NewGray(image.Rect(0, 0, width, width*297/210))
	draw.Draw(page, page.Rect, image.White, image.Point{}, draw.Src)
	for i, line := range lines {
		drawer := font.Drawer{Dst: page, Src: image.NewUniform(color.Black), Face: face, Dot: fixed.P(200, 300+i*140)}
		drawer.DrawString(line)
	}
	return page
}

// scan is a paper of two pages: one of letters, one that is a picture.
func scan(t *testing.T, lines []string) []byte {
	t.Helper()
	var encoded bytes.Buffer
	if err := png.Encode(&encoded, picture(t, 2480, lines)); err != nil {
		t.Fatal(err)
	}
	pdf := gofpdf.New("P", "mm", "A4", "")
	pdf.AddPage()
	pdf.SetFont("Helvetica", "", 14)
	pdf.Text(20, 30, "Written letters on the first page")
	pdf.AddPage()
	pdf.RegisterImageOptionsReader("scan", gofpdf.ImageOptions{ImageType: "PNG"}, &encoded)
	pdf.ImageOptions("scan", 0, 0, 210, 297, false, gofpdf.ImageOptions{ImageType: "PNG"}, 0, "")
	pdf.AddPage()
	var out bytes.Buffer
	if err := pdf.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func of(data []byte) func(context.Context) ([]byte, error) {
	return func(context.Context) ([]byte, error) { return data, nil }
}

// shown finds words in every picture, and counts how often it was asked.
type shown struct{ asked int }

func (s *shown) Find(_ context.Context, picture *image.Gray, dotsPerInch int) ([]papertext.Word, error) {
	s.asked++
	if dotsPerInch != 300 || picture.Rect.Dx() < 2400 {
		return nil, errors.New("too coarse to read")
	}
	return []papertext.Word{{Text: "quét", Box: papertext.Box{Left: 0, Top: 0, Right: int32(picture.Rect.Dx()), Bottom: 10}, Ends: true}}, nil
}

func TestReadPagesOfAllKinds(t *testing.T) {
	letters := &shown{}
	r := &Reader{Renderer: renderer(t), Letters: letters, Logger: quiet()}
	var told []int
	text, err := r.Read(t.Context(), "scan", of(scan(t, lines)), func(done, total int) { told = append(told, done, total) })
	if err != nil {
		t.Fatal(err)
	}
	if len(text.Pages) != 3 || len(told) != 6 || told[4] != 3 || told[5] != 3 {
		t.Fatalf("%d pages, told %v", len(text.Pages), told)
	}
	first, second, third := text.Pages[0], text.Pages[1], text.Pages[2]
	if first.Plain() != "Written letters on the first page" || first.Scanned || first.Width != 59528 || first.Height != 84189 {
		t.Errorf("%q %+v", first.Plain(), first)
	}
	if box := first.Words[0].Box; box.Left < 5600 || box.Left > 5760 || box.Top < 7000 || box.Bottom > 9000 {
		t.Errorf("the first word stands at %+v", box)
	}
	if !second.Scanned || second.Plain() != "quét" || second.Words[0].Box.Right < 59500 || second.Words[0].Box.Right > 59550 {
		t.Errorf("the picture: %+v", second)
	}
	if third.Scanned || !third.Bare() || letters.asked != 1 {
		t.Errorf("the empty page: %+v, letters looked for %d times", third, letters.asked)
	}
	for _, page := range text.Pages {
		if page.Content == "" {
			t.Error("a page without its sign")
		}
	}
	if first.Content == second.Content || second.Content == third.Content {
		t.Error("different pages have one sign")
	}

	// The same page in another paper has the same sign, one whose picture differs in a digit has another.
	again, err := r.Read(t.Context(), "again", of(scan(t, []string{lines[0], strings.Replace(lines[1], "2026", "2025", 1), lines[2]})), nil)
	if err != nil {
		t.Fatal(err)
	}
	if again.Pages[0].Content != first.Content || again.Pages[2].Content != third.Content || again.Pages[1].Content == second.Content {
		t.Error("signs do not tell which page has changed")
	}
}

func TestPapersThatCannotBeRead(t *testing.T) {
	r := &Reader{Renderer: renderer(t), Logger: quiet()}
	_, err := r.Read(t.Context(), "text", of([]byte("no paper")), nil)
	if code, lasting := Fault(err); code != "not-pdf" || !lasting {
		t.Errorf("%v: %q %v", err, code, lasting)
	}
	_, err = r.Read(t.Context(), "gone", func(context.Context) ([]byte, error) { return nil, errors.New("gone") }, nil)
	if code, lasting := Fault(err); err == nil || code != "" || lasting {
		t.Errorf("%v: %q %v", err, code, lasting)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err = r.Read(ctx, "left", of(scan(t, lines)), func(int, int) { cancel() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v", err)
	}
}

// broken finds nothing but an error.
type broken struct{}

func (broken) Find(context.Context, *image.Gray, int) ([]papertext.Word, error) {
	return nil, errors.New("broken")
}

func TestPageWithoutLettersKeepsItsSign(t *testing.T) {
	r := &Reader{Renderer: renderer(t), Letters: broken{}, Logger: quiet()}
	text, err := r.Read(t.Context(), "scan", of(scan(t, lines)), nil)
	if err != nil || text.Pages[1].Content == "" || !text.Pages[1].Bare() || text.Pages[0].Bare() {
		t.Errorf("%v %+v", err, text)
	}
}

// A paper that is read again by the same worker, and so an unchanged page of a later revision, has the signs it had:
// else the ink on it would go to the tray. Its fonts are not embedded, and the places of its words do change.
func TestSignsStayWhenReadAgain(t *testing.T) {
	folder := os.Getenv("CONGSO_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	r := &Reader{Renderer: renderer(t), Logger: quiet()}
	for _, name := range []string{"gov-19-pages.pdf", "gov-water-plan-19-pages.pdf"} {
		data, err := os.ReadFile(filepath.Join(folder, "documents", name))
		if err != nil {
			t.Skip("shared data absent: ", err)
		}
		var before papertext.Text
		for again := range 3 {
			text, err := r.Read(t.Context(), fmt.Sprint(name, again), of(data), nil)
			if err != nil {
				t.Fatal(err)
			}
			for i, page := range text.Pages {
				if again > 0 && page.Content != before.Pages[i].Content {
					t.Errorf("%s: page %d has another sign when it is read again", name, i+1)
				}
			}
			before = text
		}
	}
}

func TestRealPaper(t *testing.T) {
	folder := os.Getenv("CONGSO_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	data, err := os.ReadFile(filepath.Join(folder, "documents", "gov-water-plan-19-pages.pdf"))
	if err != nil {
		t.Skip("shared data absent: ", err)
	}
	r := &Reader{Renderer: renderer(t), Logger: quiet()}
	began := time.Now()
	text, err := r.Read(t.Context(), "plan", of(data), nil)
	if err != nil {
		t.Fatal(err)
	}
	encoded, err := papertext.Encode(text)
	if err != nil {
		t.Fatal(err)
	}
	words := 0
	for _, page := range text.Pages {
		words += len(page.Words)
	}
	if len(text.Pages) != 19 || words < 3000 || !strings.Contains(strings.ToLower(text.Pages[0].Plain()), "water") {
		t.Errorf("%d pages, %d words, begins %.80q", len(text.Pages), words, text.Pages[0].Plain())
	}
	if len(encoded) > len(data) {
		t.Errorf("%d bytes of words for %d of paper", len(encoded), len(data))
	}
	t.Logf("%d words in %d bytes, %v", words, len(encoded), time.Since(began))
}
