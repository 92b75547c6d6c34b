package leaves

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/draw"
	"slices"
	"sync"
	"testing"
	"time"

	"congso.vn/congso/app/bundle"
)

// patience is how long tests wait for anything.
const patience = 20 * time.Second

// fakeRoom has papers of three pages, in some widths on the device and in all of them while it is there.
type fakeRoom struct {
	mu     sync.Mutex
	away   bool
	gone   bool
	back   chan struct{} // closed when the room is there again
	disk   map[bundle.Name][]byte
	asked  []bundle.Name
	spoilt []byte        // sent in place of everything
	waits  chan struct{} // told of each that waits for the room
}

func newFakeRoom() *fakeRoom {
	return &fakeRoom{disk: map[bundle.Name][]byte{}, back: make(chan struct{}), waits: make(chan struct{}, 100)}
}

var pageSize = bundle.Size{Width: 600, Height: 900}

func sheet(width int) []byte {
	made := image.NewRGBA(image.Rect(0, 0, width, bundle.HeightOf(pageSize, width)))
	draw.Draw(made, made.Rect, image.NewUniform(color.RGBA{255, 255, 255, 255}), image.Point{}, draw.Src)
	draw.Draw(made, image.Rect(0, 0, width/2, width/2), image.NewUniform(color.RGBA{200, 20, 40, 255}), image.Point{}, draw.Src)
	data, err := bundle.EncodePicture(made)
	if err != nil {
		panic(err)
	}
	return data
}

func (f *fakeRoom) Part(_ context.Context, _ string, name bundle.Name, _ bundle.Urgency) ([]byte, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, name)
	data, here := f.disk[name]
	switch {
	case f.gone:
		return nil, bundle.ErrGone
	case here:
		return data, nil
	case f.away:
		return nil, bundle.ErrLate
	case f.spoilt != nil:
		return f.spoilt, nil
	}
	switch name.Kind {
	case bundle.BookKind:
		data, _ = bundle.EncodeBook(bundle.Book{Sizes: []bundle.Size{pageSize, pageSize, pageSize}})
	case bundle.LeafKind:
		data, _ = bundle.EncodeLeaf(bundle.Leaf{Links: []bundle.Link{{Page: 2}}})
	default:
		data = sheet(name.Width)
	}
	f.disk[name] = data
	return data, nil
}

func (f *fakeRoom) Widths(_ string, page int) (here []int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, width := range bundle.Widths {
		if f.disk[bundle.PictureName(page, width)] != nil {
			here = append(here, width)
		}
	}
	return here
}

func (f *fakeRoom) Holds(string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return !f.gone
}

func (f *fakeRoom) Back(ctx context.Context) error {
	f.waits <- struct{}{}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-f.back:
		return nil
	}
}

func (f *fakeRoom) set(change func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change()
}

func (f *fakeRoom) returns() { f.set(func() { f.away = false; close(f.back) }) }

func request(t *testing.T, r *Reader, page, width int, urgency bundle.Urgency) error {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	done := make(chan error, 1)
	r.Request(ctx, "paper", page, width, urgency, func(err error) { done <- err })
	return <-done
}

// A picture is as wide as it was wanted, made of the least that is wide enough, and of what is here before what is not.
func TestPicturesAreAsWideAsWanted(t *testing.T) {
	room := newFakeRoom()
	r := New(room, 64<<20)
	for _, width := range []int{100, 320, 799, 1000} {
		if err := request(t, r, 0, width, bundle.Now); err != nil {
			t.Fatal(err)
		}
		got, exact, ok := r.Picture("paper", 0, width)
		if !ok || !exact || got.Rect.Dx() != width || got.Rect.Dy() != bundle.HeightOf(pageSize, width) {
			t.Fatalf("%d: %v %v", width, exact, got.Rect)
		}
		if c := got.RGBAAt(width/5, width/5); c.R < 180 || c.G > 60 {
			t.Errorf("%d: the red is %v", width, c)
		}
	}
	if want := []bundle.Name{bundle.PictureName(0, 320), bundle.PictureName(0, 320), bundle.PictureName(0, 800), bundle.PictureName(0, 1600)}; !slices.Equal(room.asked, want) {
		t.Errorf("asked for %v", room.asked)
	}
	room.set(func() {
		room.asked = nil
		delete(room.disk, bundle.PictureName(0, 320))
		delete(room.disk, bundle.PictureName(0, 800))
	})
	if err := request(t, New(room, 64<<20), 0, 200, bundle.Now); err != nil || !slices.Equal(room.asked, []bundle.Name{bundle.PictureName(0, 1600)}) {
		t.Errorf("%v, asked for %v", err, room.asked)
	}
}

// While the room is away who looks at an empty place is told, and who can wait waits until it is back.
func TestPagesThatAreLate(t *testing.T) {
	room := newFakeRoom()
	r := New(room, 64<<20)
	if _, err := r.Open(t.Context(), "paper", false); err != nil {
		t.Fatal(err)
	}
	if err := request(t, r, 1, 800, bundle.Now); err != nil {
		t.Fatal(err)
	}
	room.set(func() { room.away = true })
	if err := request(t, r, 0, 800, bundle.Now); !errors.Is(err, bundle.ErrLate) {
		t.Errorf("an empty place: %v", err)
	}
	done := make(chan error, 2)
	r.Request(t.Context(), "paper", 0, 800, bundle.Whenever, func(err error) { done <- err })
	r.Request(t.Context(), "paper", 1, 1600, bundle.Now, func(err error) { done <- err }) // a coarser one is shown
	<-room.waits
	<-room.waits
	select {
	case err := <-done:
		t.Fatalf("before the room was back: %v", err)
	default:
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancelled := make(chan error, 1)
	r.Request(ctx, "paper", 2, 800, bundle.Whenever, func(err error) { cancelled <- err })
	<-room.waits
	cancel()
	if err := <-cancelled; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	room.returns()
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if _, exact, _ := r.Picture("paper", 0, 800); !exact {
		t.Error("it was told and is not there")
	}
}

// A patient opening waits for the room, an impatient one says that it is away.
func TestOpeningWhileTheRoomIsAway(t *testing.T) {
	room := newFakeRoom()
	room.away = true
	r := New(room, 1<<20)
	if _, err := r.Open(t.Context(), "paper", false); !errors.Is(err, bundle.ErrLate) {
		t.Error(err)
	}
	opened := make(chan error, 1)
	go func() {
		_, err := r.Open(t.Context(), "paper", true)
		opened <- err
	}()
	<-room.waits
	room.returns()
	if err := <-opened; err != nil {
		t.Error(err)
	}
	if book, known := r.Known("paper"); !known || len(book.Sizes) != 3 {
		t.Error("it is not known")
	}
}

// A paper that went is shown no more, and nothing of it stays in memory.
func TestPapersThatWent(t *testing.T) {
	room := newFakeRoom()
	r := New(room, 64<<20)
	if _, err := r.Open(t.Context(), "paper", false); err != nil {
		t.Fatal(err)
	}
	if err := request(t, r, 0, 800, bundle.Now); err != nil {
		t.Fatal(err)
	}
	room.set(func() { room.gone = true })
	if _, _, ok := r.Picture("paper", 0, 800); ok {
		t.Error("its picture is shown")
	}
	if _, known := r.Known("paper"); known || r.pictures.bytes != 0 || len(r.books) != 0 {
		t.Error("it is kept in memory")
	}
	if err := request(t, r, 0, 800, bundle.Now); !errors.Is(err, bundle.ErrGone) {
		t.Error(err)
	}
}

// What came and is no part of a bundle is a fault of that page.
func TestWhatIsNoPageIsAFault(t *testing.T) {
	room := newFakeRoom()
	room.spoilt = []byte("no page")
	r := New(room, 1<<20)
	var fault *bundle.Fault
	if _, err := r.Open(t.Context(), "paper", false); !errors.As(err, &fault) || fault.Code != Unreadable {
		t.Error(err)
	}
	if err := request(t, r, 0, 800, bundle.Now); !errors.As(err, &fault) {
		t.Error(err)
	}
	if _, err := r.Leaf(t.Context(), "paper", 0); !errors.As(err, &fault) {
		t.Error(err)
	}
}

// Pictures are kept within their bound, those that were shown last.
func TestPicturesAreBounded(t *testing.T) {
	p := newPictures(10_000)
	one := func(side int) *image.RGBA { return image.NewRGBA(image.Rect(0, 0, side, side)) }
	p.put(pictureOf{"a", 0, 30}, one(30)) // 3,600 bytes each
	p.put(pictureOf{"a", 1, 30}, one(30))
	if _, exact, _ := p.best(pictureOf{"a", 0, 30}); !exact {
		t.Fatal("the first is gone")
	}
	p.put(pictureOf{"a", 2, 30}, one(30))
	for page, want := range []bool{true, false, true} {
		if _, exact, _ := p.best(pictureOf{"a", page, 30}); exact != want {
			t.Errorf("page %d: %v", page, exact)
		}
	}
	p.put(pictureOf{"a", 0, 20}, one(20))
	if got, exact, ok := p.best(pictureOf{"a", 0, 10}); !ok || exact || got.Rect.Dx() != 20 {
		t.Errorf("the least that is wider: %v", got.Rect)
	}
	if got, _, _ := p.best(pictureOf{"a", 0, 99}); got.Rect.Dx() != 30 {
		t.Errorf("the widest: %v", got.Rect)
	}
	if p.put(pictureOf{"b", 0, 100}, one(100)); p.order.Len() != 1 || p.bytes != 40_000 {
		t.Errorf("%d pictures, %d bytes", p.order.Len(), p.bytes)
	}
}

// Who looks at something comes before all who do not, and finds a place while those are at work.
func TestTurns(t *testing.T) {
	turns := newTurns(3, 2)
	ctx := t.Context()
	for range 2 {
		if err := turns.take(ctx, bundle.Whenever); err != nil {
			t.Fatal(err)
		}
	}
	var mu sync.Mutex
	var order bytes.Buffer
	var running sync.WaitGroup
	queue := func(name byte, urgency bundle.Urgency, waiting int) {
		running.Go(func() {
			if err := turns.take(ctx, urgency); err != nil {
				t.Error(err)
				return
			}
			mu.Lock()
			order.WriteByte(name)
			mu.Unlock()
			turns.give(urgency)
		})
		for {
			turns.mu.Lock()
			enough := len(turns.waiting) >= waiting
			turns.mu.Unlock()
			if enough {
				return
			}
		}
	}
	queue('w', bundle.Whenever, 1)
	queue('s', bundle.Soon, 2)
	if err := turns.take(ctx, bundle.Now); err != nil { // the third place is for who looks
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if err := turns.take(gone, bundle.Now); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	turns.give(bundle.Whenever)
	running.Wait()
	if order.String() != "sw" {
		t.Errorf("came as %s", order.String())
	}
	turns.give(bundle.Whenever)
	turns.give(bundle.Now)
	if turns.free != 3 || turns.lazy != 2 || len(turns.waiting) != 0 {
		t.Errorf("%+v", turns)
	}
}
