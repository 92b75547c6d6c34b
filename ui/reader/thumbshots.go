package reader

import (
	"context"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// thumbShots has small pictures of pages drawn while nothing else is to be drawn. What was scrolled past is
// given up.
type thumbShots struct {
	from  pageview.ShotSource
	post  kit.Post
	drawn func(page int)

	blob string
	asks map[pageview.PictureAsk]context.CancelFunc
	lost map[int]bool // pages without a picture
}

func newThumbShots(from pageview.ShotSource, post kit.Post, drawn func(int)) *thumbShots {
	return &thumbShots{from: from, post: post, drawn: drawn, asks: map[pageview.PictureAsk]context.CancelFunc{}, lost: map[int]bool{}}
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

// Want says which pages are on the strip, and how wide in pixels.
func (t *thumbShots) Want(first, last, width int) {
	for ask, cancel := range t.asks {
		if ask.Page < first || ask.Page > last || ask.Width != width {
			cancel()
			delete(t.asks, ask)
		}
	}
	if t.blob == "" {
		return
	}
	for page := first; page <= last; page++ {
		ask := pageview.PictureAsk{Page: page, Width: width}
		if _, exact, _ := t.from.Picture(t.blob, page, width); exact || t.asks[ask] != nil || t.lost[page] {
			continue
		}
		t.ask(ask)
	}
}

func (t *thumbShots) ask(ask pageview.PictureAsk) {
	ctx, cancel := context.WithCancel(context.Background())
	t.asks[ask] = cancel
	t.from.Request(ctx, t.blob, ask.Page, ask.Width, pageview.Idle, func(err error) {
		t.post(func() {
			if ctx.Err() != nil {
				return // given up meanwhile
			}
			cancel()
			delete(t.asks, ask)
			if err != nil {
				t.lost[ask.Page] = true
				return
			}
			t.drawn(ask.Page)
		})
	})
}
