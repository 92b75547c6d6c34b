package chamber

import (
	"context"
	"errors"

	"congso.vn/congso/ui/kit"
)

// previewWidth is the width in pixels of the coarse picture that is asked for first.
const previewWidth = 800

// ahead is how many pages before and behind the seen ones are made ready.
const ahead = 3

// pictureAsk names one picture of the open paper.
type pictureAsk struct{ page, width int }

type asked struct {
	cancel   context.CancelFunc
	priority Priority
}

// pictures has the pages of one paper drawn: those on the screen first, their neighbours after them.
// What was scrolled past is given up.
type pictures struct {
	pages shotSource
	post  kit.Post
	drawn func(page int) // called when a page has a better picture, or a fault

	blob   string
	asks   map[pictureAsk]asked
	faults map[int]string // by page, the code
}

func newPictures(pages shotSource, post kit.Post, drawn func(int)) *pictures {
	return &pictures{pages: pages, post: post, drawn: drawn, asks: map[pictureAsk]asked{}, faults: map[int]string{}}
}

// open turns to another paper; everything asked for the last one is given up.
func (p *pictures) open(blob string) {
	if p.blob == blob {
		return
	}
	p.stop()
	p.blob = blob
	p.faults = map[int]string{}
}

// stop gives everything up.
func (p *pictures) stop() {
	for ask, one := range p.asks {
		one.cancel()
		delete(p.asks, ask)
	}
}

// retry asks for a faulty page anew at the next want.
func (p *pictures) retry(page int) { delete(p.faults, page) }

// want says which of count pages are on the screen, first to last, and how wide in pixels.
func (p *pictures) want(count, first, last, width int) {
	wanted := map[pictureAsk]Priority{}
	made := map[int]bool{} // their pictures are at hand; who asked is told in a moment
	for page := max(0, first-ahead); page <= min(count-1, last+ahead); page++ {
		if p.faults[page] != "" {
			continue
		}
		_, exact, any := p.pages.Picture(p.blob, page, width)
		if exact {
			made[page] = true
			continue
		}
		priority := Idle
		switch {
		case page >= first && page <= last:
			priority = Now
		case page >= first-1 && page <= last+1:
			priority = Soon
		}
		if !any && width > previewWidth {
			wanted[pictureAsk{page, previewWidth}] = priority
		}
		wanted[pictureAsk{page, width}] = priority
	}
	for ask, one := range p.asks {
		if made[ask.page] && (ask.width == width || ask.width == previewWidth) {
			continue
		}
		if priority, still := wanted[ask]; still && priority <= one.priority {
			delete(wanted, ask)
		} else {
			one.cancel()
			delete(p.asks, ask)
		}
	}
	for _, preview := range []bool{true, false} { // of one priority, coarse pictures come first
		for ask, priority := range wanted {
			if (ask.width != width) == preview {
				p.ask(ask, priority)
			}
		}
	}
}

func (p *pictures) ask(ask pictureAsk, priority Priority) {
	ctx, cancel := context.WithCancel(context.Background())
	p.asks[ask] = asked{cancel, priority}
	p.pages.Request(ctx, p.blob, ask.page, ask.width, priority, func(err error) {
		p.post(func() {
			if ctx.Err() != nil {
				return // given up meanwhile
			}
			cancel()
			delete(p.asks, ask)
			var fault *PageFault
			switch {
			case errors.As(err, &fault):
				p.faults[ask.page] = fault.Code
			case err != nil:
				return
			}
			p.drawn(ask.page)
		})
	})
}
