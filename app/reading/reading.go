// Package reading reads papers for the room: the words of each page and where they stand, letters of scanned
// pages too, and a sign by which a page is known again in the next revision. A paper comes from outside, so
// its pages are opened by the renderer's workers and its pictures are read by a process of their own.
package reading

import (
	"context"
	"errors"
	"fmt"
	"image"
	"log/slog"
	"sync/atomic"

	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/signature"
)

// Renderer opens papers; pages.Renderer is one.
type Renderer interface {
	Open(ctx context.Context, source pages.Source) (pages.Paper, error)
	Words(ctx context.Context, id string, page int, priority pages.Priority) ([]pages.Word, error)
	Render(ctx context.Context, id string, page, width int, priority pages.Priority) (*image.RGBA, error)
	Forget(id string)
}

// Letters finds words in the picture of a page. Places are in pixels.
type Letters interface {
	Find(ctx context.Context, picture *image.Gray, dotsPerInch int) ([]papertext.Word, error)
}

// Reader reads papers, one after the other.
type Reader struct {
	Renderer Renderer
	Letters  Letters // nil: scanned pages stay without words
	Logger   *slog.Logger

	trust atomic.Pointer[signature.Store]
}

// SetTrust says whose signatures count from now on; before that nobody's do. From any goroutine.
func (r *Reader) SetTrust(store signature.Store) { r.trust.Store(&store) }

// Read reads one paper. progress, which may be nil, is told of every page that is done. A page that cannot be
// read is bare and has no sign; an error is of the whole paper: *pages.Error where it is the paper's fault.
func (r *Reader) Read(ctx context.Context, id string, read func(context.Context) ([]byte, error), progress func(done, total int)) (papertext.Text, error) {
	paper, err := r.Renderer.Open(ctx, pages.Source{ID: id, Read: read})
	if err != nil {
		return papertext.Text{}, fmt.Errorf("reading: open: %w", err)
	}
	defer r.Renderer.Forget(id)
	if paper.Pages > papertext.MostPages {
		return papertext.Text{}, fmt.Errorf("reading: %w", pages.ErrTooLarge)
	}
	text := papertext.Text{Pages: make([]papertext.Page, paper.Pages)}
	for number := range text.Pages {
		page, err := r.page(ctx, paper, number)
		if ctx.Err() != nil {
			return papertext.Text{}, ctx.Err()
		}
		if err != nil {
			r.Logger.Info("Page of a paper not read", "paper", id, "page", number, "error", err)
		}
		text.Pages[number] = page
		if progress != nil {
			progress(number+1, paper.Pages)
		}
	}
	return text, nil
}

// signWidth is how many pixels wide a page is drawn for its sign: a digit of 12 point is eight of them high,
// so that no change of one passes unseen.
const signWidth = 480

// page reads one page. What was found before an error is kept.
func (r *Reader) page(ctx context.Context, paper pages.Paper, number int) (papertext.Page, error) {
	size := paper.Sizes[number]
	page := papertext.Page{Width: hundredths(size.Width), Height: hundredths(size.Height)}
	found, err := r.Renderer.Words(ctx, paper.ID, number, pages.Idle)
	if err != nil {
		return page, fmt.Errorf("words: %w", err)
	}
	for _, word := range found {
		page.Words = append(page.Words, papertext.Word{Text: word.Text, Box: boxOf(word.Box), Ends: word.Ends})
	}
	picture, err := r.Renderer.Render(ctx, paper.ID, number, signWidth, pages.Idle)
	if err != nil {
		return page, fmt.Errorf("picture: %w", err)
	}
	gray := grayOf(picture)
	page.Content = sign(page, gray)
	if page.Bare() && r.Letters != nil && !blank(gray) {
		return r.scanned(ctx, paper, number, page)
	}
	return page, nil
}

// dotsPerInch is how closely a scanned page is looked at: recognition is trained on it.
const dotsPerInch = 300

// scanned finds the words of a page that is a picture.
func (r *Reader) scanned(ctx context.Context, paper pages.Paper, number int, page papertext.Page) (papertext.Page, error) {
	dots := dotsPerInch
	width := func() int { return max(1, page.Width*dots/7200) }
	for dots > 72 && width()*paper.Height(number, width()) > pages.MaxPixels {
		dots /= 2
	}
	picture, err := r.Renderer.Render(ctx, paper.ID, number, min(width(), pages.MaxWidth), pages.Idle)
	if err != nil {
		return page, fmt.Errorf("picture for letters: %w", err)
	}
	scale := float64(page.Width) / float64(picture.Rect.Dx())
	words, err := r.Letters.Find(ctx, grayOf(picture), dots)
	if err != nil {
		return page, fmt.Errorf("letters: %w", err)
	}
	for i, word := range words {
		words[i].Box = scaled(word.Box, scale)
	}
	page.Words, page.Scanned = words, len(words) > 0
	return page, nil
}

// Fault is the code of what is wrong with a paper that could not be read, and whether it will be wrong
// another time too.
func Fault(err error) (code string, lasting bool) {
	fault, ok := errors.AsType[*pages.Error](err)
	if !ok {
		return "", false
	}
	switch fault.Code {
	case pages.CodeUnavailable, pages.CodeClosed, pages.CodeUnreadable, pages.CodeUnknown:
		return "", false
	}
	return string(fault.Code), true
}
