package pages

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// shelf is a document that is read at offsets, in a test.
type shelf struct {
	content []byte
	size    int64 // what it says; 0: the truth

	mu      sync.Mutex
	asked   int64            // bytes
	missing func(int64) bool // offsets that are not here: a read of them waits
	fails   func(end int64) error
	waits   chan int64    // told of reads that wait
	here    chan struct{} // closed and made anew when something came
}

func newShelf(content []byte) *shelf {
	return &shelf{content: content, waits: make(chan int64, 1000), here: make(chan struct{})}
}

func (s *shelf) Size(context.Context) (int64, error) {
	if s.size != 0 {
		return s.size, nil
	}
	return int64(len(s.content)), nil
}

func (s *shelf) ReadAt(ctx context.Context, into []byte, offset int64) error {
	for {
		s.mu.Lock()
		here := s.here
		absent := s.missing != nil && s.missing(offset)
		var err error
		if s.fails != nil {
			err = s.fails(offset + int64(len(into)))
		}
		if !absent && err == nil {
			s.asked += int64(len(into))
		}
		s.mu.Unlock()
		if err != nil {
			return err
		}
		if !absent {
			if n := copy(into, s.content[min(offset, int64(len(s.content))):]); n < len(into) {
				return fmt.Errorf("%d bytes at %d of %d", len(into), offset, len(s.content))
			}
			return nil
		}
		s.waits <- offset
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-here:
		}
	}
}

// set changes what is here.
func (s *shelf) set(missing func(int64) bool, fails func(int64) error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.missing, s.fails = missing, fails
	close(s.here)
	s.here = make(chan struct{})
}

func (s *shelf) read() int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.asked
}

// waiting waits until a read waits.
func (s *shelf) waiting(t testing.TB) {
	t.Helper()
	select {
	case <-s.waits:
	case <-time.After(patience):
		t.Fatal("nobody waits for bytes")
	}
}

func always(int64) bool { return true }

func distantly(id string, from *shelf, partial bool) Source {
	return Source{ID: id, At: from, Partial: partial}
}

// bulky is a document of pages whose content is large and lies between them, as in scans. The first
// pages are upright, the others lie.
func bulky(pages, upright int) []byte {
	const catalog, tree, first = 1, 2, 3
	objects := []string{fmt.Sprintf("<</Type/Catalog/Pages %d 0 R>>", tree), ""}
	var kids []string
	random := rand.New(rand.NewPCG(3, 4))
	for page := range pages {
		at := first + 2*page
		kids = append(kids, fmt.Sprintf("%d 0 R", at))
		box := "0 0 595 842"
		if page >= upright {
			box = "0 0 842 595"
		}
		noise := make([]byte, 300<<10)
		for i := range noise {
			noise[i] = "0123456789abcdef"[random.IntN(16)]
		}
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[%s]/Contents %d 0 R>>", tree, box, at+1),
			streamOf("", bandPage(page)+"\n%"+string(noise)))
	}
	objects[tree-catalog] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", strings.Join(kids, " "), pages)
	return pdfOf(objects...)
}

// Real papers look the same whichever way their bytes come, and so do their words and outlines.
func TestReadAtOffsetsShowsTheSame(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	for _, path := range shared(t, "gov-*.pdf") {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			data := content(t, path)
			whole := opened(t, r, name, data)
			for _, partial := range []bool{false, true} {
				id := fmt.Sprintf("%s at offsets, partial %t", name, partial)
				paper, err := r.Open(within(t), distantly(id, newShelf(data), partial))
				if err != nil || paper.Pages != whole.Pages || paper.Partial != partial {
					t.Fatalf("%d pages, partial %t, %v, want %d", paper.Pages, paper.Partial, err, whole.Pages)
				}
				if !partial && fmt.Sprint(paper.Sizes) != fmt.Sprint(whole.Sizes) {
					t.Error("sizes differ")
				}
				for _, page := range []int{0, whole.Pages / 2, whole.Pages - 1} {
					want, err := r.Render(within(t), name, page, 1000, Now)
					if err != nil {
						t.Fatal(err)
					}
					got, err := r.Render(within(t), id, page, 1000, Now)
					if err != nil {
						t.Fatalf("page %d: %v", page, err)
					}
					if got.Rect != want.Rect || !bytes.Equal(got.Pix, want.Pix) {
						t.Errorf("page %d looks otherwise", page)
					}
					words, err := r.Text(within(t), name, page, Now)
					if read, again := r.Text(within(t), id, page, Now); read != words || err != nil || again != nil {
						t.Errorf("page %d reads otherwise: %v, %v", page, err, again)
					}
				}
				r.Forget(id)
			}
		})
	}
}

// What is refused is refused with the same code, whichever way its bytes come.
func TestReadAtOffsetsRefusesTheSame(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	papers := map[string][]byte{
		"empty": nil, "text": []byte("Kính gửi: Ủy ban nhân dân thành phố"), "only a mark": []byte("%PDF-1.7"),
		"no pages": pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"),
		"cut":      plainPDF(3)[:200], "no table": plainPDF(3)[:len(plainPDF(3))-60],
		"million": pdfOf("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1000000>>"),
	}
	for _, path := range shared(t, "horror-*.pdf") {
		papers[filepath.Base(path)] = content(t, path)
	}
	for name, data := range papers {
		show := func(id string, source Source) (code Code, picture *image.RGBA) {
			_, err := r.Open(within(t), source)
			if err == nil {
				picture, err = r.Render(within(t), id, 0, 500, Now)
			}
			if err != nil {
				code = codeOf(err)
			}
			return code, picture
		}
		want, drawn := show(name, source(name, data))
		for _, partial := range []bool{false, true} {
			id := fmt.Sprint(name, partial)
			got, picture := show(id, distantly(id, newShelf(data), partial))
			if got != want {
				t.Errorf("%s, partial %t: code %q, as a whole %q", name, partial, got, want)
			}
			if drawn != nil && picture != nil && !bytes.Equal(drawn.Pix, picture.Pix) {
				t.Errorf("%s, partial %t: looks otherwise", name, partial)
			}
		}
	}
}

// A page of a large document brings its own bytes here and few others; when all are at hand it is
// measured.
func TestOnlyWhatThePageNeeds(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	data := bulky(60, 40)
	from := newShelf(data)
	paper, err := r.Open(within(t), distantly("bulk", from, true))
	if err != nil || paper.Pages != 60 || !paper.Partial {
		t.Fatalf("%d pages, %v", paper.Pages, err)
	}
	if _, err := r.Render(within(t), "bulk", 0, 300, Now); err != nil {
		t.Fatal(err)
	}
	if read := from.read(); read > 1<<20 {
		t.Errorf("%d of %d bytes for the first page", read, len(data))
	}
	lying := Size{Width: 842, Height: 595}
	if paper.Sizes[50] == lying {
		t.Error("a page is measured that nobody looked at")
	}
	picture, err := r.Render(within(t), "bulk", 50, 300, Now)
	if err != nil || picture.Rect.Size() != image.Pt(300, lying.pixelHeight(300)) {
		t.Fatalf("a page that lies is %v, %v", picture.Rect, err)
	}
	if known, ok := r.Paper("bulk"); !ok || known.Sizes[50] != lying || known.Sizes[51] == lying || paper.Sizes[50] == lying {
		t.Error("what a page turned out to be is not known")
	}
	if known, err := r.Open(within(t), distantly("bulk", from, true)); err != nil || known.Sizes[50] != lying {
		t.Errorf("opened again it is not known: %v", err)
	}
	whole, err := r.Open(within(t), distantly("bulk", from, false))
	if err != nil || whole.Partial || whole.Sizes[59] != lying || whole.Sizes[39] == lying {
		t.Errorf("with all at hand: partial %t, %v", whole.Partial, err)
	}
	if known, _ := r.Paper("bulk"); known.Partial {
		t.Error("it is still supposed")
	}
}

// A source that fails is an error for the page, the worker and what it knows live on, and when the bytes
// can be had the page is there.
func TestSourceThatFailsInTheMiddle(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	from := newShelf(bulky(20, 20))
	if _, err := r.Open(within(t), distantly("bulk", from, true)); err != nil {
		t.Fatal(err)
	}
	opened(t, r, "other", plainPDF(1))
	pid := childOf(t, r).command.Process.Pid
	cause := errors.New("line cut")
	// Without the page itself, and without some of what is drawn on it; it is never held against the page.
	const itself, within15 = 3 << 20, 15*(300<<10) + 2*blockBytes
	for _, from15 := range []int64{itself, within15, itself, within15} {
		from.set(nil, func(offset int64) error {
			if offset > from15 {
				return cause
			}
			return nil
		})
		_, err := r.Render(within(t), "bulk", 15, 300, Now)
		var own *Error
		if !errors.As(err, &own) || own.Code != CodeUnreadable || own.Page != 15 || !errors.Is(err, cause) {
			t.Fatalf("got %v", err)
		}
	}
	if _, err := r.Render(within(t), "other", 0, 300, Now); err != nil {
		t.Errorf("another paper: %v", err)
	}
	from.set(nil, nil)
	got, err := r.Render(within(t), "bulk", 15, 300, Now)
	if err != nil {
		t.Fatal(err)
	}
	opened(t, r, "whole", from.content)
	want, err := r.Render(within(t), "whole", 15, 300, Now)
	if err != nil || !bytes.Equal(got.Pix, want.Pix) {
		t.Errorf("the page is not what it is: %v", err)
	}
	if now := childOf(t, r).command.Process.Pid; now != pid {
		t.Error("the worker was replaced")
	}
}

// Waiting for bytes is no fault of the document: it may take as long as it does.
func TestWaitingDoesNotCount(t *testing.T) {
	config, _ := testConfig(t)
	clock := newTestClock()
	config.Clock = clock
	r := serving(t, config)
	from := newShelf(bulky(5, 5))
	if _, err := r.Open(within(t), distantly("bulk", from, true)); err != nil {
		t.Fatal(err)
	}
	from.set(always, nil)
	page := requested(within(t), r, "bulk", 4, 300, Now)
	from.waiting(t)
	clock.advance(time.Hour)
	select {
	case got := <-page:
		t.Fatalf("it is given up: %v", got.err)
	default:
	}
	from.set(nil, nil)
	if got := receive(t, page); got.err != nil {
		t.Errorf("got %v", got.err)
	}
}

// Who leaves while bytes are waited for leaves at once, and the worker is free; so it is for what is
// wanted more, and then the page that gave way is drawn after all.
func TestWaitingGivesWay(t *testing.T) {
	config, _ := testConfig(t)
	clock := newTestClock()
	config.Clock = clock
	r := serving(t, config)
	from := newShelf(bulky(5, 5))
	if _, err := r.Open(within(t), distantly("bulk", from, true)); err != nil {
		t.Fatal(err)
	}
	opened(t, r, "other", plainPDF(3))
	pid := childOf(t, r).command.Process.Pid
	from.set(always, nil)

	scrolled, cancel := context.WithCancel(within(t))
	page := requested(scrolled, r, "bulk", 4, 300, Now)
	from.waiting(t)
	cancel()
	if got := receive(t, page); !errors.Is(got.err, context.Canceled) {
		t.Errorf("left: %v", got.err)
	}
	if _, err := r.Render(within(t), "other", 0, 300, Idle); err != nil {
		t.Errorf("after it was left: %v", err)
	}

	soon := requested(within(t), r, "bulk", 3, 300, Soon)
	from.waiting(t)
	if _, err := r.Render(within(t), "other", 1, 300, Now); err != nil {
		t.Errorf("what is wanted more: %v", err)
	}
	from.waiting(t) // it has begun again
	sharp := requested(within(t), r, "bulk", 3, 600, Soon)
	clock.advance(waitsAlone)
	select {
	case offset := <-from.waits:
		t.Errorf("it gave way to another picture of the same page, which waits at %d", offset)
	default:
	}
	same := requested(within(t), r, "other", 2, 300, Soon)
	select {
	case got := <-same:
		t.Errorf("what is wanted as much does not wait at all: %v", got.err)
	default:
	}
	clock.advance(waitsAlone)
	from.waiting(t) // the other picture of the page was before it
	clock.advance(waitsAlone)
	if got := receive(t, same); got.err != nil {
		t.Errorf("what is wanted as much: %v", got.err)
	}
	from.set(nil, nil)
	if got := receive(t, soon); got.err != nil {
		t.Errorf("what gave way: %v", got.err)
	}
	if got := receive(t, sharp); got.err != nil {
		t.Errorf("the same page, sharp: %v", got.err)
	}
	if now := childOf(t, r).command.Process.Pid; now != pid {
		t.Error("the worker was replaced")
	}
}

// A document that is larger than it says, and one whose size cannot be had.
func TestSizesThatAreNone(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	lying := newShelf(plainPDF(1))
	lying.size = 1 << 20
	if _, err := r.Open(within(t), distantly("lies", lying, false)); !errors.Is(err, ErrUnreadable) {
		t.Errorf("a shelf that has less than it says: %v", err)
	}
	large := newShelf(nil)
	large.size = MaxDocument + 1
	if _, err := r.Open(within(t), distantly("large", large, true)); !errors.Is(err, ErrTooLarge) {
		t.Errorf("too large: %v", err)
	}
}
