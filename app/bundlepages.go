package app

import (
	"context"
	"errors"
	"image"
	"sync/atomic"

	"congso.vn/congso/app/bundle"
	"congso.vn/congso/app/leaves"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/reader"
)

// pageSource is all that the delegate's screen asks of where pages come from.
type pageSource interface {
	reader.EarlyPages
	reader.DeepPages
}

var (
	_ pageSource = pageMaker{}
	_ pageSource = bundlePages{}
	_ pageSource = pageChoice{}
)

// bundlePages gives what the room made of pages the form that the delegate's screen declares.
type bundlePages struct{ reader *leaves.Reader }

// lockedHere is the code of a paper with a password, which the room is not told: it cannot be opened on this device.
const lockedHere = "locked-here"

func (b bundlePages) Open(ctx context.Context, blob string) (pageview.Paper, error) {
	return b.open(ctx, blob, false)
}

func (b bundlePages) OpenEarly(ctx context.Context, blob string) (pageview.Paper, error) {
	return b.open(ctx, blob, true)
}

func (b bundlePages) open(ctx context.Context, blob string, patient bool) (pageview.Paper, error) {
	book, err := b.reader.Open(ctx, blob, patient)
	if err != nil {
		return pageview.Paper{}, bundleFault(err)
	}
	return paperOfBook(book), nil
}

func (b bundlePages) Known(blob string) (pageview.Paper, bool) {
	book, known := b.reader.Known(blob)
	return paperOfBook(book), known
}

// paperOfBook gives what a paper is made of the form of the screen.
func paperOfBook(book bundle.Book) pageview.Paper {
	paper := pageview.Paper{Pages: len(book.Sizes)}
	for _, size := range book.Sizes {
		paper.Sizes = append(paper.Sizes, pageview.PageSize(size))
	}
	return paper
}

func (b bundlePages) Picture(blob string, page, width int) (picture *image.RGBA, exact, ok bool) {
	return b.reader.Picture(blob, page, width)
}

func (b bundlePages) Request(ctx context.Context, blob string, page, width int, priority pageview.Priority, done func(error)) {
	urgency := bundle.Whenever
	switch {
	case priority >= pageview.Now:
		urgency = bundle.Now
	case priority >= pageview.Soon:
		urgency = bundle.Soon
	}
	b.reader.Request(ctx, blob, page, width, urgency, func(err error) { done(bundleFault(err)) })
}

// Contents is part of reader.DeepPages.
func (b bundlePages) Contents(ctx context.Context, blob string) (reader.Contents, error) {
	book, err := b.reader.Open(ctx, blob, false)
	if err != nil {
		return reader.Contents{}, bundleFault(err)
	}
	contents := reader.Contents{Labels: book.Labels}
	for _, heading := range book.Headings {
		contents.Headings = append(contents.Headings, reader.Heading(heading))
	}
	for _, file := range book.Attached {
		contents.Attached = append(contents.Attached, reader.Attached(file))
	}
	return contents, nil
}

// Links is part of reader.DeepPages.
func (b bundlePages) Links(ctx context.Context, blob string, page int) ([]reader.PageLink, error) {
	book, open := b.reader.Known(blob)
	if !open || page < 0 || page >= len(book.Sizes) {
		return nil, nil
	}
	leaf, err := b.reader.Leaf(ctx, blob, page)
	if err != nil {
		return nil, bundleFault(err)
	}
	size := book.Sizes[page]
	wide, high := float32(size.Width*100), float32(size.Height*100) // places are in 1/100 point
	var links []reader.PageLink
	for _, link := range leaf.Links {
		links = append(links, reader.PageLink{
			Left: float32(link.Left) / wide, Top: float32(link.Top) / high,
			Right: float32(link.Right) / wide, Bottom: float32(link.Bottom) / high,
			Page: link.Page, Address: link.Address,
		})
	}
	return links, nil
}

// Unlock is part of reader.DeepPages. Passwords are not asked for: the room would have to be told.
func (b bundlePages) Unlock(context.Context, string, string) (pageview.Paper, error) {
	return pageview.Paper{}, &pageview.PageFault{Code: lockedHere}
}

// Lock is part of reader.DeepPages.
func (b bundlePages) Lock(blob string) { b.reader.Forget(blob) }

// bundleFault gives what is wrong with a part of a bundle its code for people; others, such as a cancelled context,
// stay as they are.
func bundleFault(err error) error {
	fault, of := errors.AsType[*bundle.Fault](err)
	switch {
	case errors.Is(err, bundle.ErrLate):
		return &pageview.PageFault{Code: pageview.Late, Err: err}
	case errors.Is(err, bundle.ErrGone):
		return &pageview.PageFault{Code: string(pages.CodeUnknown), Err: err}
	case of && fault.Code == string(pages.CodeEncrypted):
		return &pageview.PageFault{Code: lockedHere, Err: err}
	case of:
		return &pageview.PageFault{Code: knownCode(fault.Code), Err: err}
	}
	return err
}

// knownCode is a code that there is a sentence for: the room may be of another version.
func knownCode(code string) string {
	for _, known := range pages.Codes() {
		if code == string(known) {
			return code
		}
	}
	return string(pages.CodeUnreadable)
}

// pageChoice is where pages come from at the moment: they are drawn here, until that turns out to be impossible.
type pageChoice struct {
	drawn   pageMaker
	bundled bundlePages
	bundles *atomic.Bool
}

func (c pageChoice) now() pageSource {
	if c.bundles.Load() {
		return c.bundled
	}
	return c.drawn
}

func (c pageChoice) Open(ctx context.Context, blob string) (pageview.Paper, error) {
	return c.now().Open(ctx, blob)
}

func (c pageChoice) OpenEarly(ctx context.Context, blob string) (pageview.Paper, error) {
	return c.now().OpenEarly(ctx, blob)
}

func (c pageChoice) Known(blob string) (pageview.Paper, bool) { return c.now().Known(blob) }

func (c pageChoice) Picture(blob string, page, width int) (picture *image.RGBA, exact, ok bool) {
	return c.now().Picture(blob, page, width)
}

func (c pageChoice) Request(ctx context.Context, blob string, page, width int, priority pageview.Priority, done func(error)) {
	c.now().Request(ctx, blob, page, width, priority, done)
}

func (c pageChoice) Contents(ctx context.Context, blob string) (reader.Contents, error) {
	return c.now().Contents(ctx, blob)
}

func (c pageChoice) Links(ctx context.Context, blob string, page int) ([]reader.PageLink, error) {
	return c.now().Links(ctx, blob, page)
}

func (c pageChoice) Unlock(ctx context.Context, blob, password string) (pageview.Paper, error) {
	return c.now().Unlock(ctx, blob, password)
}

func (c pageChoice) Lock(blob string) { c.now().Lock(blob) }
