package chamber

import (
	"testing"

	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/pageview"
)

// A page that is not here while the room is away is said to be so, and comes by itself: it is asked for once more, with
// patience, and not again and again.
func TestLatePagesComeByThemselves(t *testing.T) {
	pages := newFakePages()
	pages.hold, pages.plain = true, true
	pages.fault[0] = pageview.Late
	loop := kittest.NewLoop()
	drawn := 0
	p := pageview.NewPictures(pages, loop.Post, func(int) { drawn++ })
	p.Open("a")
	ask := pageview.PictureAsk{Page: 0, Width: pageview.PreviewWidth}
	want := func() { p.Want(1, 0, 0, pageview.PreviewWidth) }
	settle := func() { pages.finish(); loop.Drain() }
	want()
	settle()
	if p.Faults[0] != pageview.Late || drawn != 1 {
		t.Fatalf("%q, drawn %d times", p.Faults[0], drawn)
	}
	for range 3 {
		want()
		if waiting := pages.waiting(); len(pages.pending) != 1 || waiting[ask] != pageview.Idle {
			t.Fatalf("%d are asked for: %v", len(pages.pending), waiting)
		}
	}
	p.Retry(0)
	want()
	if waiting := pages.waiting(); waiting[ask] != pageview.Now {
		t.Errorf("after a tap: %v", waiting)
	}
	settle()
	delete(pages.fault, 0)
	settle()
	if _, exact, _ := pages.Picture("a", 0, pageview.PreviewWidth); !exact || p.Faults[0] != "" || drawn != 3 || len(pages.waiting()) != 0 {
		t.Errorf("%q, drawn %d times, %d asked for", p.Faults[0], drawn, len(pages.waiting()))
	}
}
