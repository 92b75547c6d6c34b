package app

import (
	"context"
	"errors"
	"image"
	"os"

	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/station"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/reader"
)

// pictureBytes is how much the kept page pictures may take: the pages on screen and some before and after
// them, on tablets with 2 GB of memory.
const pictureBytes = 40 << 20

// newRenderer makes the client of the render workers: this program itself, started once more.
func newRenderer() (*pages.Renderer, error) {
	command, err := pages.Worker()
	if err != nil {
		return nil, err
	}
	cache, err := pages.CacheFolder(os.TempDir())
	if err != nil {
		return nil, err
	}
	return pages.New(pages.Config{Command: command, CacheDir: cache, Env: pages.Environment(), PictureBytes: pictureBytes})
}

// pageMaker gives the renderer the form that the delegate's screen declares.
type pageMaker struct {
	renderer *pages.Renderer
	station  *station.Station
}

var _ reader.EarlyPages = pageMaker{}

// atOnce is how large a paper may be to be given to the renderer whole: larger ones are read at offsets.
const atOnce = 8 << 20

func (p pageMaker) Open(ctx context.Context, blob string) (pageview.Paper, error) {
	return p.open(ctx, p.source(blob))
}

// source is where the bytes of a paper come from that is here whole.
func (p pageMaker) source(blob string) pages.Source {
	source := pages.Source{ID: blob, Read: func(ctx context.Context) ([]byte, error) { return p.station.ReadPaper(ctx, blob) }}
	if p.station.PaperSize(blob) > atOnce {
		source.At = p.station.Reader(blob)
	}
	return source
}

func (p pageMaker) OpenEarly(ctx context.Context, blob string) (pageview.Paper, error) {
	return p.open(ctx, pages.Source{ID: blob, At: p.station.Reader(blob), Partial: true})
}

func (p pageMaker) open(ctx context.Context, source pages.Source) (pageview.Paper, error) {
	paper, err := p.renderer.Open(ctx, source)
	if err != nil {
		return pageview.Paper{}, pageFault(err)
	}
	return paperOf(paper), nil
}

func (p pageMaker) Known(blob string) (pageview.Paper, bool) {
	paper, ok := p.renderer.Paper(blob)
	return paperOf(paper), ok
}

// paperOf gives an opened paper the form of the screen.
func paperOf(paper pages.Paper) pageview.Paper {
	opened := pageview.Paper{Pages: paper.Pages, Partial: paper.Partial}
	for _, size := range paper.Sizes {
		opened.Sizes = append(opened.Sizes, pageview.PageSize{Width: size.Width, Height: size.Height})
	}
	return opened
}

func (p pageMaker) Picture(blob string, page, width int) (picture *image.RGBA, exact, ok bool) {
	return p.renderer.Picture(blob, page, width)
}

func (p pageMaker) Request(ctx context.Context, blob string, page, width int, priority pageview.Priority, done func(error)) {
	p.renderer.Request(ctx, blob, page, width, pages.Priority(priority), func(_ *image.RGBA, err error) { done(pageFault(err)) })
}

// pageFault gives an error of the renderer its code for people; others, such as a cancelled context,
// stay as they are.
func pageFault(err error) error {
	if fault, ok := errors.AsType[*pages.Error](err); ok {
		return &pageview.PageFault{Code: string(fault.Code), Err: err}
	}
	return err
}
