package annotate_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	"congso.vn/congso/app/annotate"
	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/assets"
)

func TestMain(m *testing.M) {
	pages.BecomeWorker(os.Args, nil)
	os.Exit(m.Run())
}

var letter = sync.OnceValue(func() *annotate.Lettering {
	l, err := annotate.NewLettering(assets.Font("BeVietnamPro-Regular.ttf"))
	if err != nil {
		panic(err)
	}
	return l
})

var strong = sync.OnceValue(func() *annotate.Lettering {
	l, err := annotate.NewLettering(assets.Font("BeVietnamPro-Bold.ttf"))
	if err != nil {
		panic(err)
	}
	return l
})

var madeAt = time.Date(2026, 12, 8, 9, 41, 5, 0, time.FixedZone("", 7*3600))

func options() annotate.Options {
	return annotate.Options{
		Author: "Nguyễn Thị Bích Ngọc", Title: "Tờ trình – bản ghi chú cá nhân, không có giá trị pháp lý",
		Notice: "Bản ghi chú cá nhân, không có giá trị pháp lý", At: madeAt, Letter: letter(), Strong: strong(),
		Stamps: map[notes.Stamp]string{notes.Agree: "Đồng ý", notes.Review: "Xem lại"},
	}
}

// made is a mark of a kind on a page; n makes its id.
func made(n int, kind notes.Kind, page int, at ...image.Rectangle) notes.Mark {
	return notes.Mark{
		ID: fmt.Sprintf("01930000-0000-7000-8000-%012x", n), Kind: kind, Author: "an",
		Anchor: notes.Anchor{Blob: "b", Page: page, Quads: at}, At: notes.Moment{Millis: madeAt.UnixMilli() - 60_000},
	}
}

// pt is a rectangle in points.
func pt(left, top, right, bottom int) image.Rectangle {
	return image.Rect(left*100, top*100, right*100, bottom*100)
}

func stroke(n, page int, tool ink.Tool, colour ink.Colour, width int32, places ...image.Point) notes.Mark {
	s := ink.Stroke{Tool: tool, Colour: colour, Width: width}
	for i, p := range places {
		s.Points = append(s.Points, ink.Point{X: int32(p.X * 100), Y: int32(p.Y * 100), Millis: uint32(i * 40)})
	}
	encoded, err := ink.Encode(s)
	if err != nil {
		panic(err)
	}
	m := made(n, notes.Ink, page)
	m.Stroke = encoded
	return m
}

const noteText = "Đề nghị làm rõ nguồn vốn; đối chiếu Nghị quyết số 12, mục 3 – ưu tiên thoát nước tổ dân phố 5."

// everyKind is one mark of every kind on a page, and where each may be seen.
func everyKind(page int) ([]notes.Mark, []image.Rectangle) {
	highlight := made(3, notes.Highlight, page, pt(100, 200, 260, 214), pt(60, 218, 180, 232))
	highlight.Anchor.Quote, highlight.Colour = "thông qua dự thảo", 0xffd84d
	underline := made(4, notes.Underline, page, pt(60, 250, 200, 264))
	underline.Anchor.Quote, underline.Colour = "mục 3", 0x1d4ed8
	sticky := made(5, notes.Sticky, page, pt(230, 260, 250, 280))
	sticky.Text = noteText
	stamp := made(6, notes.Stamped, page, pt(60, 300, 150, 330))
	stamp.Stamp = notes.Agree
	second := made(7, notes.Stamped, page, pt(60, 340, 150, 370))
	second.Stamp = notes.Review
	return []notes.Mark{
			stroke(1, page, ink.Pen, 0xd0021b, 200, image.Pt(60, 60), image.Pt(100, 90), image.Pt(140, 60), image.Pt(180, 100)),
			stroke(2, page, ink.Marker, 0x7ed321, 1400, image.Pt(60, 150), image.Pt(200, 150)),
			highlight, underline, sticky, stamp, second,
		}, []image.Rectangle{
			image.Rect(56, 52, 184, 106), image.Rect(50, 140, 210, 160), image.Rect(58, 198, 262, 234), image.Rect(58, 248, 202, 266),
			image.Rect(228, 258, 402, 360), image.Rect(56, 296, 170, 334), image.Rect(56, 336, 170, 374),
		}
}

// annotated is a paper with its tail.
func annotated(t testing.TB, paper []byte, marks []notes.Mark) ([]byte, annotate.Result) {
	t.Helper()
	return annotatedBy(t, paper, marks, options())
}

func annotatedBy(t testing.TB, paper []byte, marks []notes.Mark, o annotate.Options) ([]byte, annotate.Result) {
	t.Helper()
	result, err := annotate.Increment(paper, marks, o)
	if err != nil {
		t.Fatal(err)
	}
	return append(append([]byte{}, paper...), result.Tail...), result
}

// shared are files of the shared data.
func shared(t testing.TB, pattern string) []string {
	t.Helper()
	folder := os.Getenv("CONGSO_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	files, err := filepath.Glob(filepath.Join(folder, "documents", pattern))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skipf("shared data absent: %s", filepath.Join(folder, "documents", pattern))
	}
	return files
}

func content(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// written puts a file on the disk.
func written(t testing.TB, name string, data []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// run runs another program, if it is installed, and returns what it says.
func run(t testing.TB, program string, arguments ...string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("%s is not installed", program)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	output, err := exec.CommandContext(ctx, path, arguments...).Output()
	if err != nil {
		said := ""
		if failed, is := errors.AsType[*exec.ExitError](err); is {
			said = string(failed.Stderr)
		}
		t.Fatalf("%s: %v: %s%s", program, err, output, said)
	}
	return string(output)
}

// renderers draw a page at one pixel a point.
var renderers = map[string]func(t *testing.T, paper []byte, page int) image.Image{
	"poppler": func(t *testing.T, paper []byte, page int) image.Image {
		out := filepath.Join(t.TempDir(), "page")
		number := strconv.Itoa(page + 1)
		run(t, "pdftoppm", "-cropbox", "-r", "72", "-png", "-singlefile", "-f", number, "-l", number, written(t, "paper.pdf", paper), out)
		return picture(t, out+".png")
	},
	"mupdf": func(t *testing.T, paper []byte, page int) image.Image {
		out := filepath.Join(t.TempDir(), "page.png")
		program, err := exec.LookPath("mutool")
		if err != nil {
			t.Skip("mutool is not installed (mupdf-tools)")
		}
		// It draws what it can of a damaged paper, and says that it was damaged.
		_ = exec.CommandContext(t.Context(), program, "draw", "-q", "-r", "72", "-o", out, written(t, "paper.pdf", paper), strconv.Itoa(page+1)).Run()
		return picture(t, out)
	},
	"own": func(t *testing.T, paper []byte, page int) image.Image {
		id, opened := open(t, paper)
		drawn, err := renderer(t).Render(t.Context(), id, page, int(opened.Sizes[page].Width+0.5), pages.Now)
		if err != nil {
			t.Fatal(err)
		}
		return drawn
	},
}

func picture(t *testing.T, path string) image.Image {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	drawn, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	return drawn
}

// own is the program's own renderer, with workers that are this program; it lives as long as the tests.
var own = sync.OnceValues(func() (*pages.Renderer, error) {
	command, err := pages.Worker()
	if err != nil {
		return nil, err
	}
	base, err := os.UserCacheDir()
	if err != nil {
		base = os.TempDir()
	}
	cache := filepath.Join(base, "congso-pages-test")
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return nil, err
	}
	r, err := pages.New(pages.Config{Command: command, CacheDir: cache, Logger: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err == nil {
		go r.Serve(context.Background())
	}
	return r, err
})

func renderer(t *testing.T) *pages.Renderer {
	t.Helper()
	r, err := own()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// open has the renderer open a paper under a name of its own.
func open(t *testing.T, paper []byte) (string, pages.Paper) {
	t.Helper()
	id := fmt.Sprintf("%x", sha256.Sum256(paper))
	opened, err := renderer(t).Open(t.Context(), pages.Source{ID: id, Read: func(context.Context) ([]byte, error) { return paper, nil }})
	if err != nil {
		t.Fatal(err)
	}
	return id, opened
}
