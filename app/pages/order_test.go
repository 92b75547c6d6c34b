package pages

import (
	"context"
	"image"
	"slices"
	"sync"
	"testing"
	"time"
)

// order notes in which order answers come.
type order struct {
	mu    sync.Mutex
	names []string
	all   sync.WaitGroup
}

// ask requests a page under a name.
func (o *order) ask(t *testing.T, ctx context.Context, r *Renderer, name string, page, width int, priority Priority) {
	o.all.Add(1)
	r.request(ctx, errand{kind: kindRender, id: "paper", page: page, width: width}, priority, func(came result) {
		defer o.all.Done()
		if came.err != nil {
			t.Errorf("%s: %v", name, came.err)
			return
		}
		o.mu.Lock()
		defer o.mu.Unlock()
		o.names = append(o.names, name)
	})
}

// busyRenderer has one worker, which is busy with another document until release is called.
func busyRenderer(t *testing.T) (r *Renderer, release func()) {
	t.Helper()
	config, reached := testConfig(t)
	clock := newTestClock()
	config.Clock = clock
	config.Soft, config.Hard = 3*time.Hour, 2*time.Hour // no other worker helps out
	r = serving(t, config)
	opened(t, r, "busy", plainPDF(1, markHang+"0"))
	opened(t, r, "paper", plainPDF(10))
	hanging := requested(within(t), r, "busy", 0, 300, Now)
	reachedBy(t, reached)
	return r, func() {
		clock.advance(config.Hard)
		receive(t, hanging)
	}
}

// Who looks at an empty page comes first; a page that was only wanted soon moves up when somebody
// turns to it.
func TestPicturesComeByPriority(t *testing.T) {
	r, release := busyRenderer(t)
	var came order
	came.ask(t, within(t), r, "idle", 0, 300, Idle)
	came.ask(t, within(t), r, "soon", 1, 300, Soon)
	came.ask(t, within(t), r, "turned to", 2, 300, Idle)
	came.ask(t, within(t), r, "sharp", 3, 1600, Soon)
	came.ask(t, within(t), r, "preview", 3, PreviewWidth, Now)
	came.ask(t, within(t), r, "soon too", 4, 300, Soon)
	came.ask(t, within(t), r, "turned to again", 2, 300, Now)
	release()
	came.all.Wait()
	// The job of page 2 is older than the preview, and both who wait for it are told at once.
	first, rest := came.names[:2], came.names[2:]
	slices.Sort(first)
	if want := []string{"turned to", "turned to again"}; !slices.Equal(first, want) {
		t.Errorf("first came %q", first)
	}
	if want := []string{"preview", "soon", "sharp", "soon too", "idle"}; !slices.Equal(rest, want) {
		t.Errorf("then came %q, want %q", rest, want)
	}
}

// The pages around are rendered after the page itself, the nearest first, and what lies outside the
// paper is not asked for.
func TestPrefetchGoesAroundAPage(t *testing.T) {
	r, release := busyRenderer(t)
	r.Prefetch(within(t), "paper", 1, 300, 3)
	wanted := requested(within(t), r, "paper", 1, 300, Now)
	r.mu.Lock()
	waiting := slices.Clone(r.queue)
	r.mu.Unlock()
	slices.SortFunc(waiting, func(a, b *job) int {
		return map[bool]int{true: -1, false: 1}[queue{a, b}.Less(0, 1)]
	})
	var pages []int
	for _, j := range waiting {
		pages = append(pages, j.page)
	}
	if want := []int{1, 2, 0, 3, 4}; !slices.Equal(pages, want) {
		t.Errorf("waiting are pages %v, want %v", pages, want)
	}
	release()
	if got := receive(t, wanted); got.err != nil {
		t.Fatal(got.err)
	}
	for _, page := range []int{0, 2, 3, 4} {
		eventually(t, "the pages around are at hand", func() bool {
			_, exact, _ := r.Picture("paper", page, 300)
			return exact
		})
	}
	r.Prefetch(within(t), "never opened", 1, 300, 3) // and nothing happens
}

// A sharp picture is asked for with its preview; meanwhile the preview is what there is, and scaled
// pictures of a page are never taken for another page's.
func TestPreviewServesUntilTheSharpOneIsThere(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	paper := opened(t, r, "paper", plainPDF(2))
	if _, _, ok := r.Picture("paper", 0, 1600); ok {
		t.Error("a picture before any was made")
	}
	var seen []int
	for _, width := range []int{PreviewWidth, 1600} {
		got := receive(t, requested(within(t), r, "paper", 0, width, Now))
		if got.err != nil {
			t.Fatal(got.err)
		}
		picture, exact, ok := r.Picture("paper", 0, 1600)
		if !ok || exact != (width == 1600) || picture.Rect.Size() != image.Pt(width, paper.Height(0, width)) {
			t.Errorf("after %d: %v %v %v", width, picture.Rect, exact, ok)
		}
		seen = append(seen, picture.Rect.Dx())
	}
	if !slices.Equal(seen, []int{PreviewWidth, 1600}) {
		t.Errorf("seen %v", seen)
	}
	if _, _, ok := r.Picture("paper", 1, 1600); ok {
		t.Error("a picture of a page that was never rendered")
	}
	// What is there already is given without a worker.
	same, err := r.Render(within(t), "paper", 0, 1600, Now)
	first, _, _ := r.Picture("paper", 0, 1600)
	if err != nil || same != first {
		t.Errorf("another picture of the same: %v", err)
	}
}
