package pageview

import (
	"context"
	"errors"

	"congso.vn/congso/ui/kit"
)

// PreviewWidth is the width in pixels of the coarse picture that is asked for first.
const PreviewWidth = 800

// ahead is how many pages before and behind the seen ones are made ready.
const ahead = 3

// PictureAsk names one picture of the open paper.
type PictureAsk struct{ Page, Width int }

type asked struct {
	cancel   context.CancelFunc
	priority Priority
}

// Pictures has the pages of one paper drawn: those on the screen first, their neighbours after them.
// What was scrolled past is given up.
type Pictures struct {
	pages ShotSource
	post  kit.Post
	drawn func(page int) // called when a page has a better picture, or a fault

	blob   string
	asks   map[PictureAsk]asked
	Faults map[int]string // by page, the code
}

// NewPictures makes the pictures of the open paper.
func NewPictures(pages ShotSource, post kit.Post, drawn func(int)) *Pictures {
	return &Pictures{pages: pages, post: post, drawn: drawn, asks: map[PictureAsk]asked{}, Faults: map[int]string{}}
}

// Open turns to another paper; everything asked for the last one is given up.
func (p *Pictures) Open(blob string) {
	if p.blob == blob {
		return
	}
	p.Stop()
	p.blob = blob
	p.Faults = map[int]string{}
}

// Stop gives everything up.
func (p *Pictures) Stop() {
	for ask, one := range p.asks {
		one.cancel()
		delete(p.asks, ask)
	}
}

// Retry asks for a faulty page anew at the next want.
func (p *Pictures) Retry(page int) { delete(p.Faults, page) }

// Want says which of count pages are on the screen, first to last, and how wide in pixels.
func (p *Pictures) Want(count, first, last, width int) {
	wanted := map[PictureAsk]Priority{}
	made := map[int]bool{} // their pictures are at hand; who asked is told in a moment
	for page := max(0, first-ahead); page <= min(count-1, last+ahead); page++ {
		late := p.Faults[page] == Late
		if p.Faults[page] != "" && !late {
			continue
		}
		_, exact, any := p.pages.Picture(p.blob, page, width)
		if exact {
			made[page] = true
			continue
		}
		priority := Idle
		switch {
		case late: // its sentence is shown
		case page >= first && page <= last:
			priority = Now
		case page >= first-1 && page <= last+1:
			priority = Soon
		}
		if !any && width > PreviewWidth {
			wanted[PictureAsk{page, PreviewWidth}] = priority
		}
		wanted[PictureAsk{page, width}] = priority
	}
	for ask, one := range p.asks {
		if made[ask.Page] && (ask.Width == width || ask.Width == PreviewWidth) {
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
			if (ask.Width != width) == preview {
				p.ask(ask, priority)
			}
		}
	}
}

func (p *Pictures) ask(ask PictureAsk, priority Priority) {
	ctx, cancel := context.WithCancel(context.Background())
	p.asks[ask] = asked{cancel, priority}
	p.pages.Request(ctx, p.blob, ask.Page, ask.Width, priority, func(err error) {
		p.post(func() {
			if ctx.Err() != nil {
				return // given up meanwhile
			}
			cancel()
			delete(p.asks, ask)
			var fault *PageFault
			switch {
			case errors.As(err, &fault):
				p.Faults[ask.Page] = fault.Code
			case err != nil:
				return
			case p.Faults[ask.Page] == Late:
				delete(p.Faults, ask.Page)
			}
			p.drawn(ask.Page)
			if fault != nil && fault.Code == Late {
				p.ask(ask, Idle) // it comes when the room is back
			}
		})
	})
}
