package chamber

import (
	"context"
	"testing"

	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/pageview"
)

// earlyPages opens papers that are still coming once a test lets it.
type earlyPages struct {
	*fakePages
	come  chan error        // how an early opening ends
	left  chan struct{}     // told when one was given up
	known pageview.PageSize // of page 2, once it was drawn
}

func (e *earlyPages) OpenEarly(ctx context.Context, blob string) (pageview.Paper, error) {
	select {
	case err := <-e.come:
		paper, _ := e.fakePages.Open(ctx, blob)
		paper.Partial = true
		return paper, err
	case <-ctx.Done():
		e.left <- struct{}{}
		return pageview.Paper{}, ctx.Err()
	}
}

func (e *earlyPages) Known(blob string) (pageview.Paper, bool) {
	paper, _ := e.fakePages.Open(context.Background(), blob)
	if e.known != (pageview.PageSize{}) {
		paper.Sizes[1] = e.known
	}
	paper.Partial = true
	return paper, true
}

// coming is a screen whose first paper is still coming.
func coming(t *testing.T) (*bench, *Delegate, *earlyPages) {
	t.Helper()
	b := newBench(t, sitting(t).state, at(9, 26, 0))
	b.load["blobd1"] = council.PaperState{Received: 1_000_000}
	pages := &earlyPages{fakePages: b.pages, come: make(chan error, 1), left: make(chan struct{}, 8)}
	b.early = pages
	kittest.Start(t, kit.LightPalette(), 1)
	screen := b.open()
	kittest.Window(t, screen.Content(), tablet)
	screen.Start()
	t.Cleanup(screen.Stop)
	b.settle()
	kittest.Settle(screen.Content(), tablet)
	return b, screen, pages
}

// A paper that is still coming says so until its first page can be shown, and takes the sizes that pages turn
// out to have, and all of them when it is here.
func TestPaperIsShownWhileItComes(t *testing.T) {
	b, screen, pages := coming(t)
	if !kittest.Shows(screen.Content(), "Đang tải 25 %") {
		t.Errorf("shown: %q", kittest.Texts(screen.Content()))
	}
	if len(b.wanted) != 0 {
		t.Errorf("the whole of %q is wanted before its first page", b.wanted)
	}
	lying := pageview.PageSize{Width: 297, Height: 210}
	pages.known = lying
	pages.come <- nil
	b.loop.Until(t, "the paper", func() bool { return kittest.Shows(screen.Content(), "Trang 1/6") })
	b.loop.Until(t, "the size that a page turned out to have", func() bool {
		return screen.view.desk.paper.Column.Sizes[1] == lying
	})
	if !screen.paper.Opened["blobd1"].Partial {
		t.Error("it passes for whole while it comes")
	}
	b.turn(func() { b.load["blobd1"] = council.PaperState{Have: true} })
	b.loop.Until(t, "all sizes", func() bool { return !screen.paper.Opened["blobd1"].Partial })
	if !kittest.Shows(screen.Content(), "Trang 1/6") {
		t.Error("the paper is gone")
	}
}

// A paper that cannot be opened early is opened when all of it is here.
func TestPaperThatCannotBeOpenedEarly(t *testing.T) {
	b, screen, pages := coming(t)
	pages.come <- &pageview.PageFault{Code: "unreadable"}
	b.loop.Until(t, "the whole is wanted", func() bool { return len(b.wanted) == 1 && b.wanted[0] == "blobd1" })
	if !kittest.Shows(screen.Content(), "Đang tải 25 %") {
		t.Errorf("shown: %q", kittest.Texts(screen.Content()))
	}
	b.turn(func() { b.load["blobd1"] = council.PaperState{Have: true} })
	b.loop.Until(t, "the paper", func() bool { return kittest.Shows(screen.Content(), "Trang 1/6") })
}

// Who turns to another paper no longer waits for the first.
func TestPaperThatIsLeftWhileItComes(t *testing.T) {
	b, screen, pages := coming(t)
	kittest.Tap(t, screen.Content(), "Báo cáo thẩm tra")
	b.loop.Until(t, "the other paper", func() bool { return screen.paper.Document == "d3" && kittest.Shows(screen.Content(), "Trang 1/6") })
	<-pages.left
}
