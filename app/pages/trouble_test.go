package pages

import (
	"context"
	"errors"
	"image"
	"path/filepath"
	"testing"
	"time"
)

// answer is what Request gave.
type answer struct {
	picture *image.RGBA
	err     error
}

// requested asks without waiting.
func requested(ctx context.Context, r *Renderer, id string, page, width int, priority Priority) <-chan answer {
	answers := make(chan answer, 2) // room for a second one, which would be a fault
	r.Request(ctx, id, page, width, priority, func(picture *image.RGBA, err error) {
		answers <- answer{picture, err}
	})
	return answers
}

// receive waits for the answer.
func receive(t testing.TB, answers <-chan answer) answer {
	t.Helper()
	select {
	case got := <-answers:
		return got
	case <-time.After(patience):
		t.Fatal("no answer")
		return answer{}
	}
}

// A worker that is killed from outside in the middle of a page: that page is an error, the next
// request goes through, and then the page itself.
func TestWorkerKilledInMidRender(t *testing.T) {
	config, reached := testConfig(t)
	r := serving(t, config)
	opened(t, r, "paper", plainPDF(3, markHang+"1"))
	answers := requested(within(t), r, "paper", 1, 300, Now)
	pid := reachedBy(t, reached)
	killProcess(t, pid)
	got := receive(t, answers)
	var own *Error
	if !errors.As(got.err, &own) || own.Code != CodeCrashed || own.Page != 1 {
		t.Fatalf("the page gives %v", got.err)
	}
	for _, page := range []int{0, 2} {
		if _, err := r.Render(within(t), "paper", page, 300, Now); err != nil {
			t.Errorf("page %d afterwards: %v", page, err)
		}
	}
}

// A worker that dies while it has nothing to do is nobody's error.
func TestWorkerKilledWhileIdle(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	opened(t, r, "paper", plainPDF(2))
	if _, err := r.Render(within(t), "paper", 0, 300, Now); err != nil {
		t.Fatal(err)
	}
	victim := childOf(t, r)
	if err := victim.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-victim.gone
	if _, err := r.Render(within(t), "paper", 1, 300, Now); err != nil {
		t.Fatal(err)
	}
}

// childOf is the child of the only slot of a renderer, once that is idle.
func childOf(t testing.TB, r *Renderer) *child {
	t.Helper()
	var found *child
	eventually(t, "the slot is idle", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		if len(r.slots) != 1 || len(r.idle) != 1 {
			return false
		}
		found = r.idle[0].child
		return found != nil
	})
	return found
}

// A page that hangs: past the soft limit others no longer wait, at the hard limit it is given up,
// and after the second time it is answered at once.
func TestPageThatHangs(t *testing.T) {
	config, reached := testConfig(t)
	clock := newTestClock()
	config.Clock = clock
	r := serving(t, config)
	opened(t, r, "paper", plainPDF(3, markHang+"1"))

	hanging := requested(within(t), r, "paper", 1, 300, Now)
	first := reachedBy(t, reached)
	other := requested(within(t), r, "paper", 0, 300, Now)
	clock.advance(3 * time.Second)
	if got := receive(t, other); got.err != nil {
		t.Fatalf("another page past the soft limit: %v", got.err)
	}
	select {
	case got := <-hanging:
		t.Fatalf("the page is given up at the soft limit: %v", got.err)
	default:
	}
	clock.advance(12 * time.Second)
	var own *Error
	if got := receive(t, hanging); !errors.As(got.err, &own) || own.Code != CodeTooSlow || own.Page != 1 {
		t.Fatalf("the page gives %v", got.err)
	}
	eventually(t, "the worker is gone", func() bool { return ended(first) })

	// Once is no proof: it is tried again, and by another width too.
	hanging = requested(within(t), r, "paper", 1, 400, Now)
	reachedBy(t, reached)
	clock.advance(15 * time.Second)
	if got := receive(t, hanging); !errors.Is(got.err, ErrTooSlow) {
		t.Fatalf("the second time gives %v", got.err)
	}
	if _, err := r.Render(within(t), "paper", 1, 500, Now); !errors.Is(err, ErrTooSlow) {
		t.Fatalf("the third time gives %v", err)
	}
	if _, err := r.Render(within(t), "paper", 2, 300, Now); err != nil {
		t.Errorf("the page after it: %v", err)
	}
	// After Forget it is a document like any other.
	r.Forget("paper")
	opened(t, r, "paper", plainPDF(3))
	if _, err := r.Render(within(t), "paper", 1, 300, Now); err != nil {
		t.Errorf("after Forget: %v", err)
	}
	eventually(t, "the spare worker is let go", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return len(r.slots) == 1 && len(r.idle) == 1
	})
}

// A document that hangs when it is opened is bad on all its pages.
func TestDocumentThatHangs(t *testing.T) {
	config, reached := testConfig(t)
	clock := newTestClock()
	config.Clock = clock
	r := serving(t, config)
	for range enough {
		opening := make(chan error, 1)
		go func() {
			_, err := r.Open(within(t), source("bad", plainPDF(2, markHangOpen)))
			opening <- err
		}()
		reachedBy(t, reached)
		clock.advance(15 * time.Second)
		if err := <-opening; !errors.Is(err, ErrTooSlow) {
			t.Fatalf("open gives %v", err)
		}
	}
	if _, err := r.Render(within(t), "bad", 1, 300, Now); !errors.Is(err, ErrTooSlow) {
		t.Errorf("a page gives %v", err)
	}
	if _, err := r.Open(within(t), source("bad", plainPDF(2, markHangOpen))); !errors.Is(err, ErrTooSlow) {
		t.Errorf("open gives %v", err)
	}
	opened(t, r, "good", plainPDF(1))
}

// Workers that end or go mad on a page.
func TestPageThatCrashes(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	for id, mark := range map[string]string{"exits": markExit, "panics": markPanic} {
		opened(t, r, id, plainPDF(2, mark+"0"))
		for range enough + 1 {
			if _, err := r.Render(within(t), id, 0, 300, Now); !errors.Is(err, ErrCrashed) {
				t.Errorf("%s: %v", id, err)
			}
		}
		if _, err := r.Render(within(t), id, 1, 300, Now); err != nil {
			t.Errorf("%s, the other page: %v", id, err)
		}
	}
}

// What scrolled past is not rendered.
func TestCancelledRequestsAreDropped(t *testing.T) {
	config, reached := testConfig(t)
	clock := newTestClock()
	config.Clock = clock
	config.Soft, config.Hard = 3*time.Hour, 2*time.Hour // no other worker helps out
	r := serving(t, config)
	opened(t, r, "busy", plainPDF(1, markHang+"0"))
	opened(t, r, "paper", plainPDF(5))
	hanging := requested(within(t), r, "busy", 0, 300, Now)
	reachedBy(t, reached)

	scrolled, cancel := context.WithCancel(within(t))
	var dropped []<-chan answer
	for page := range 3 {
		dropped = append(dropped, requested(scrolled, r, "paper", page, 300, Soon))
	}
	// Page 2 is wanted by somebody else too.
	shared := requested(within(t), r, "paper", 2, 300, Idle)
	wanted := requested(within(t), r, "paper", 4, 300, Idle)
	cancel()
	for _, answers := range dropped {
		if got := receive(t, answers); !errors.Is(got.err, context.Canceled) {
			t.Errorf("dropped request gives %v", got.err)
		}
	}
	r.mu.Lock()
	waiting := len(r.queue)
	r.mu.Unlock()
	if waiting != 2 {
		t.Errorf("%d jobs wait, want 2", waiting)
	}
	already, stop := context.WithCancel(within(t))
	stop()
	if got := receive(t, requested(already, r, "paper", 3, 300, Now)); !errors.Is(got.err, context.Canceled) {
		t.Errorf("request of a cancelled context gives %v", got.err)
	}
	clock.advance(2 * time.Hour)
	if got := receive(t, hanging); !errors.Is(got.err, ErrTooSlow) {
		t.Errorf("hanging page gives %v", got.err)
	}
	for _, answers := range []<-chan answer{shared, wanted} {
		if got := receive(t, answers); got.err != nil {
			t.Errorf("wanted page gives %v", got.err)
		}
	}
	for page, want := range map[int]bool{0: false, 1: false, 2: true, 3: false, 4: true} {
		if _, _, ok := r.Picture("paper", page, 300); ok != want {
			t.Errorf("page %d was rendered: %v", page, ok)
		}
	}
	for _, answers := range dropped {
		if len(answers) != 0 {
			t.Error("a request was answered twice")
		}
	}
}

// A slow page that nobody waits for any more loses its worker as soon as somebody else needs it, and
// that is not held against the page.
func TestAbandonedPageFreesItsWorker(t *testing.T) {
	config, reached := testConfig(t)
	clock := newTestClock()
	config.Clock = clock
	r := serving(t, config)
	opened(t, r, "paper", plainPDF(2, markHang+"0"))
	scrolled, cancel := context.WithCancel(within(t))
	hanging := requested(scrolled, r, "paper", 0, 300, Now)
	reachedBy(t, reached)
	clock.advance(impatience)
	cancel()
	if got := receive(t, hanging); !errors.Is(got.err, context.Canceled) {
		t.Fatalf("abandoned page gives %v", got.err)
	}
	if got := receive(t, requested(within(t), r, "paper", 1, 300, Now)); got.err != nil {
		t.Fatalf("next page gives %v", got.err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.verdicts) != 0 {
		t.Errorf("verdicts %v", r.verdicts)
	}
}

// Somebody who comes back to an abandoned page does not share the end of its worker.
func TestAbandonedPageIsTriedAnew(t *testing.T) {
	config, reached := testConfig(t)
	clock := newTestClock()
	config.Clock = clock
	r := serving(t, config)
	opened(t, r, "paper", plainPDF(1, markHang+"0"))
	scrolled, cancel := context.WithCancel(within(t))
	requested(scrolled, r, "paper", 0, 300, Now)
	first := reachedBy(t, reached)
	cancel()
	eventually(t, "the waiter has left", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return len(r.jobs[errand{kindRender, "paper", 0, 300, 1}].waiters) == 0
	})
	clock.advance(config.Soft + 3*time.Second)
	hanging := requested(within(t), r, "paper", 0, 300, Now)
	if second := reachedBy(t, reached); second == first {
		t.Error("the stuck worker still lives")
	}
	select {
	case got := <-hanging:
		t.Errorf("got %v", got.err)
	default:
	}
}

func TestWorkerIsReplacedWhenItHasGrown(t *testing.T) {
	config, _ := testConfig(t)
	config.Memory = 1 // any worker is larger
	r := serving(t, config)
	opened(t, r, "paper", plainPDF(3))
	seen := map[int]bool{}
	for page := range 3 {
		if _, err := r.Render(within(t), "paper", page, 300, Now); err != nil {
			t.Fatalf("page %d: %v", page, err)
		}
		seen[childOf(t, r).command.Process.Pid] = true
	}
	if len(seen) != 3 {
		t.Errorf("%d workers for 3 pages", len(seen))
	}
}

func TestWorkerIsReplacedAfterSoManyPages(t *testing.T) {
	config, _ := testConfig(t)
	config.PagesPerChild = 2
	r := serving(t, config)
	opened(t, r, "paper", plainPDF(4))
	var pids []int
	for page := range 4 {
		pids = append(pids, childOf(t, r).command.Process.Pid)
		if _, err := r.Render(within(t), "paper", page, 300, Now); err != nil {
			t.Fatalf("page %d: %v", page, err)
		}
	}
	if pids[0] == pids[3] {
		t.Errorf("workers %v for 4 pages, 2 each", pids)
	}
}

// Documents stay open in the worker, but not all of them.
func TestFewDocumentsStayOpen(t *testing.T) {
	config, _ := testConfig(t)
	config.OpenPapers = 2
	r := serving(t, config)
	reads := map[string]int{}
	use := func(id string) {
		t.Helper()
		counted := Source{ID: id, Read: func(context.Context) ([]byte, error) {
			reads[id]++ // one worker, one reader at a time
			return plainPDF(3), nil
		}}
		if _, err := r.Open(within(t), counted); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Words(within(t), id, 0, Now); err != nil {
			t.Fatal(err)
		}
	}
	for _, id := range []string{"a", "b", "a", "b", "a", "c", "a", "b"} {
		use(id)
	}
	if reads["a"] != 1 || reads["b"] != 2 || reads["c"] != 1 {
		t.Errorf("read %v", reads)
	}
	held := childOf(t, r).papers.ids()
	if len(held) != 2 {
		t.Errorf("open are %v", held)
	}
	r.Forget("a")
	use("b")
	eventually(t, "a forgotten document is closed", func() bool {
		ids := childOf(t, r).papers.ids()
		return len(ids) == 1 && ids[0] == "b"
	})
}

func TestSourceThatFails(t *testing.T) {
	config, _ := testConfig(t)
	r := serving(t, config)
	cause := errors.New("no blob")
	_, err := r.Open(within(t), Source{ID: "x", Read: func(context.Context) ([]byte, error) { return nil, cause }})
	if !errors.Is(err, ErrUnreadable) || !errors.Is(err, cause) {
		t.Errorf("got %v", err)
	}
}

func TestWorkerThatCannotBeStarted(t *testing.T) {
	config, _ := testConfig(t)
	for name, command := range map[string][]string{
		"absent":           {filepath.Join(t.TempDir(), "absent")},
		"something else":   {"/bin/echo", "hello"},
		"ends without one": {"/bin/true"},
	} {
		config.Command = command
		r := serving(t, config)
		if _, err := r.Open(within(t), source("x", plainPDF(1))); !errors.Is(err, ErrUnavailable) {
			t.Errorf("%s: open gives %v", name, err)
		}
		if err := r.Warm(within(t)); !errors.Is(err, ErrUnavailable) {
			t.Errorf("%s: warm gives %v", name, err)
		}
	}
	if _, err := New(Config{}); err == nil {
		t.Error("a renderer without a command")
	}
}

func TestRendererThatStops(t *testing.T) {
	config, reached := testConfig(t)
	r, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- r.Serve(ctx) }()
	opened(t, r, "paper", plainPDF(2, markHang+"0"))
	working := requested(within(t), r, "paper", 0, 300, Now)
	pid := reachedBy(t, reached)
	waiting := requested(within(t), r, "paper", 1, 300, Now)
	if err := r.Serve(ctx); err == nil || errors.Is(err, context.Canceled) {
		t.Errorf("a second Serve gives %v", err)
	}
	cancel()
	for _, answers := range []<-chan answer{working, waiting} {
		if got := receive(t, answers); !errors.Is(got.err, ErrClosed) {
			t.Errorf("got %v", got.err)
		}
	}
	if err := <-served; !errors.Is(err, context.Canceled) {
		t.Errorf("Serve gives %v", err)
	}
	if !ended(pid) {
		t.Error("a worker outlives its renderer")
	}
	if _, err := r.Render(within(t), "paper", 1, 300, Now); !errors.Is(err, ErrClosed) {
		t.Errorf("afterwards: %v", err)
	}
	// And it can be started again.
	ctx, cancel = context.WithCancel(context.Background())
	defer cancel()
	go func() { served <- r.Serve(ctx) }()
	eventually(t, "it serves again", func() bool {
		_, err := r.Render(within(t), "paper", 1, 300, Now)
		return err == nil
	})
	cancel()
	<-served
}
