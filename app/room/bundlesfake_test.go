package room_test

import (
	"context"
	"errors"
	"image"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"congso.vn/congso/app/bundle"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/link"
)

// drawn is a page that a fakeDrawer was to draw.
type drawn struct {
	id          string
	page, width int
	priority    pages.Priority
}

// fakeDrawer knows papers of forty pages; it waits with each page, where hold is set, until that says go on.
type fakeDrawer struct {
	hold  chan struct{}
	began chan drawn // told of each page, where set
	left  chan drawn // told of each page that nobody waits for any more, where set

	mu    sync.Mutex
	drawn []drawn
}

func (f *fakeDrawer) Open(_ context.Context, source pages.Source) (pages.Paper, error) {
	paper := pages.Paper{ID: source.ID, Pages: 40}
	for range paper.Pages {
		paper.Sizes = append(paper.Sizes, pages.Size{Width: 595, Height: 842})
	}
	return paper, nil
}

func (f *fakeDrawer) Render(ctx context.Context, id string, page, width int, priority pages.Priority) (*image.RGBA, error) {
	this := drawn{id, page, width, priority}
	if f.began != nil {
		f.began <- this
	}
	if f.hold != nil {
		select {
		case <-f.hold:
		case <-ctx.Done():
			if f.left != nil {
				f.left <- this
			}
			return nil, ctx.Err()
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.drawn = append(f.drawn, this)
	return image.NewRGBA(image.Rect(0, 0, width/10, width/7)), nil
}

func (f *fakeDrawer) all() []drawn {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.drawn)
}

func (f *fakeDrawer) Outline(context.Context, string) ([]pages.Heading, error)   { return nil, nil }
func (f *fakeDrawer) Labels(context.Context, string) ([]string, error)           { return nil, nil }
func (f *fakeDrawer) Attached(context.Context, string) ([]pages.Attached, error) { return nil, nil }
func (f *fakeDrawer) Links(context.Context, string, int) ([]pages.Link, error)   { return nil, nil }
func (f *fakeDrawer) Forget(string)                                              {}

// plainTablet is a tablet in a room with a fake drawer, which itself asks for nothing.
func plainTablet(t *testing.T, f *fakeDrawer) (*bed, *device, council.Document) {
	b := bundleBedWith(t, f)
	b.bundle = false // the device asks for nothing by itself
	b.session(1)
	document := b.revise(0, council.Document{ID: "d2", Item: "i1", Order: 2, Title: "Phụ lục", Audience: people.Members("s1"), Revision: 1}, []byte("whatever"))
	tablet := b.seated("p1")
	tablet.until("the paper is known", func() bool { return tablet.Holds(document.Blob) })
	return b, tablet, document
}

func ask(ctx context.Context, d *device, hash string, page int, urgency link.Urgency) error {
	_, err := link.Bundle(ctx, d.Do, hash, bundle.PictureName(page, bundle.Reading).String(), urgency, bundle.MostBytes)
	return err
}

// The pages beside one that somebody looks at are made while nobody waits, each once; what a device brings by itself has
// none made.
func TestPagesAreMadeAhead(t *testing.T) {
	f := &fakeDrawer{}
	b, tablet, document := plainTablet(t, f)
	if err := ask(t.Context(), tablet, document.Blob, 30, link.Whenever); err != nil {
		t.Fatal(err)
	}
	if err := ask(t.Context(), tablet, document.Blob, 10, link.Now); err != nil {
		t.Fatal(err)
	}
	tablet.until("six more are made and kept", func() bool {
		return len(f.all()) == 8 && len(files(t, filepath.Join(b.folder, "pages"), "page-")) == 8
	})
	var made []int
	for i, one := range f.all() {
		if want := []pages.Priority{pages.Idle, pages.Now, pages.Idle}[min(i, 2)]; one.priority != want {
			t.Errorf("page %d with priority %d, not %d", one.page, one.priority, want)
		}
		made = append(made, one.page)
	}
	if !slices.Equal(made, []int{30, 10, 11, 9, 12, 8, 13, 7}) {
		t.Errorf("made %d", made)
	}
	for page := 7; page <= 13; page++ {
		if err := ask(t.Context(), tablet, document.Blob, page, link.Whenever); err != nil {
			t.Error(err)
		}
	}
	if len(f.all()) != 8 {
		t.Errorf("made anew: %v", f.all()[8:])
	}
}

// Who hangs up is drawn nothing for, and nobody has more made at once than is fair.
func TestAskingIsBoundedAndCalledOff(t *testing.T) {
	f := &fakeDrawer{hold: make(chan struct{}), began: make(chan drawn, 100), left: make(chan drawn, 100)}
	_, tablet, document := plainTablet(t, f)
	const atOnce = 8
	ctx, hangUp := context.WithCancel(t.Context())
	ended := make(chan error, atOnce)
	for page := range atOnce {
		go func() { ended <- ask(ctx, tablet, document.Blob, page, link.Now) }()
	}
	for range atOnce {
		<-f.began
	}
	if err := ask(t.Context(), tablet, document.Blob, 20, link.Now); !errors.Is(err, link.ErrBusy) {
		t.Errorf("the ninth: %v", err)
	}
	hangUp()
	for range atOnce {
		<-f.left
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	}
	close(f.hold)
	tablet.until("there is room again", func() bool { return ask(t.Context(), tablet, document.Blob, 20, link.Now) == nil })
}

// While ballots flow only what somebody looks at is made.
func TestPagesWaitForBallots(t *testing.T) {
	f := &fakeDrawer{}
	b, tablet, document := plainTablet(t, f)
	stream := people.CouncilStream("s1")
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	ctx, cancel := context.WithCancel(t.Context())
	waits := make(chan error, 1)
	go func() { waits <- ask(ctx, tablet, document.Blob, 3, link.Whenever) }()
	if err := ask(t.Context(), tablet, document.Blob, 5, link.Now); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-waits:
		t.Fatalf("it did not wait: %v", err)
	default:
	}
	if all := f.all(); len(all) != 1 || all[0].page != 5 {
		t.Errorf("made while a poll runs: %+v", all)
	}
	cancel()
	<-waits
}

// A room that draws nothing says so.
func TestRoomWithoutDrawer(t *testing.T) {
	b := newBed(t)
	_, _ = b.session(1)
	document := b.revise(0, council.Document{ID: "d2", Item: "i1", Order: 2, Title: "Phụ lục", Audience: people.Members("s1"), Revision: 1}, []byte("whatever"))
	tablet := b.seated("p1")
	tablet.until("the paper is known", func() bool { return tablet.Holds(document.Blob) })
	var fault *link.BundleFault
	if err := ask(t.Context(), tablet, document.Blob, 0, link.Now); !errors.As(err, &fault) || fault.Code != string(pages.CodeUnavailable) {
		t.Error(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPut, "/bundle/"+document.Blob+"/book", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	response, err := tablet.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusMethodNotAllowed {
		t.Error(response.Status)
	}
}
