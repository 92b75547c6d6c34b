package chamber

import (
	"context"

	"congso.vn/congso/ui/kit"
)

// thumbShots has small pictures of pages drawn while nothing else is to be drawn. What was scrolled past is
// given up.
type thumbShots struct {
	from  shotSource
	post  kit.Post
	drawn func(page int)

	blob string
	asks map[pictureAsk]context.CancelFunc
	lost map[int]bool // pages without a picture
}

func newThumbShots(from shotSource, post kit.Post, drawn func(int)) *thumbShots {
	return &thumbShots{from: from, post: post, drawn: drawn, asks: map[pictureAsk]context.CancelFunc{}, lost: map[int]bool{}}
}

// open turns to another paper, "" for none.
func (t *thumbShots) open(blob string) {
	if t.blob == blob {
		return
	}
	t.stop()
	t.blob, t.lost = blob, map[int]bool{}
}

// stop gives everything up.
func (t *thumbShots) stop() {
	for ask, cancel := range t.asks {
		cancel()
		delete(t.asks, ask)
	}
}

// want says which pages are on the strip, and how wide in pixels.
func (t *thumbShots) want(first, last, width int) {
	for ask, cancel := range t.asks {
		if ask.page < first || ask.page > last || ask.width != width {
			cancel()
			delete(t.asks, ask)
		}
	}
	if t.blob == "" {
		return
	}
	for page := first; page <= last; page++ {
		ask := pictureAsk{page, width}
		if _, exact, _ := t.from.Picture(t.blob, page, width); exact || t.asks[ask] != nil || t.lost[page] {
			continue
		}
		t.ask(ask)
	}
}

func (t *thumbShots) ask(ask pictureAsk) {
	ctx, cancel := context.WithCancel(context.Background())
	t.asks[ask] = cancel
	t.from.Request(ctx, t.blob, ask.page, ask.width, Idle, func(err error) {
		t.post(func() {
			if ctx.Err() != nil {
				return // given up meanwhile
			}
			cancel()
			delete(t.asks, ask)
			if err != nil {
				t.lost[ask.page] = true
				return
			}
			t.drawn(ask.page)
		})
	})
}
