// Package leaves shows papers on a device that draws no pages itself: it reads what the room made of them (app/bundle),
// makes pictures as wide as they are wanted, and waits for what is not here while the room is away. It knows neither
// disk nor network.
package leaves

import (
	"context"
	"errors"
	"image"
	"sync"

	"congso.vn/congso/app/bundle"
)

// Room gives parts of papers' bundles; station.Station is one. Its methods may be called from any goroutine.
type Room interface {
	// Part returns a part: bundle.ErrLate where it is not here and the room is away, bundle.ErrGone where the paper is
	// none of this device, *bundle.Fault where it cannot be shown.
	Part(ctx context.Context, paper string, name bundle.Name, urgency bundle.Urgency) ([]byte, error)
	// Widths returns in which widths a page's picture is here, the smallest first.
	Widths(paper string, page int) []int
	// Holds reports whether this device may show a paper now.
	Holds(paper string) bool
	// Back waits until the room may be asked again.
	Back(ctx context.Context) error
}

// Reader shows papers. All methods are safe from any goroutine. Pictures that it gives out are shared: nobody may draw
// on them.
type Reader struct {
	room  Room
	turns *turns

	mu       sync.Mutex
	books    map[string]bundle.Book
	pictures *pictures
}

// atOnce is how many pages are unpacked at the same time, and lazyAtOnce how many of them nobody looks at.
const (
	atOnce     = 3
	lazyAtOnce = 2
)

// New returns a reader that keeps so many bytes of pictures.
func New(room Room, pictureBytes int) *Reader {
	return &Reader{room: room, turns: newTurns(atOnce, lazyAtOnce), books: map[string]bundle.Book{}, pictures: newPictures(pictureBytes)}
}

// Open finds out what a paper is made of. Where patient it waits for the room as long as ctx allows; bundle.ErrLate
// otherwise.
func (r *Reader) Open(ctx context.Context, paper string, patient bool) (bundle.Book, error) {
	if book, known := r.Known(paper); known {
		return book, nil
	}
	for {
		data, err := r.room.Part(ctx, paper, bundle.BookName(), bundle.Now)
		if err == nil {
			return r.take(paper, data)
		}
		if patient && (errors.Is(err, bundle.ErrLate) || errors.Is(err, bundle.ErrGone)) {
			err = r.room.Back(ctx)
		}
		if err != nil {
			return bundle.Book{}, err
		}
	}
}

func (r *Reader) take(paper string, data []byte) (bundle.Book, error) {
	book, err := bundle.DecodeBook(data)
	if err != nil {
		return bundle.Book{}, &bundle.Fault{Code: Unreadable}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.room.Holds(paper) {
		r.books[paper] = book
	}
	return book, nil
}

// Unreadable is the code of what came and is no part of a bundle.
const Unreadable = "unreadable"

// Known is what an opened paper is made of; false where it is not open, or is none of this device any more.
func (r *Reader) Known(paper string) (bundle.Book, bool) {
	if !r.holds(paper) {
		return bundle.Book{}, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	book, known := r.books[paper]
	return book, known
}

// holds reports whether this device may show a paper, and forgets it where it may not.
func (r *Reader) holds(paper string) bool {
	if r.room.Holds(paper) {
		return true
	}
	r.Forget(paper)
	return false
}

// Forget drops what is known of a paper, its pictures first of all.
func (r *Reader) Forget(paper string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.books, paper)
	r.pictures.forget(paper)
}

// Leaf gives what leads elsewhere on a page.
func (r *Reader) Leaf(ctx context.Context, paper string, page int) (bundle.Leaf, error) {
	data, err := r.room.Part(ctx, paper, bundle.LeafName(page), bundle.Now)
	if err != nil {
		return bundle.Leaf{}, err
	}
	leaf, err := bundle.DecodeLeaf(data)
	if err != nil {
		return bundle.Leaf{}, &bundle.Fault{Code: Unreadable}
	}
	return leaf, nil
}

// Picture gives the best picture of a page at hand, without any waiting: exact if it is of that width in pixels, else
// one to be scaled.
func (r *Reader) Picture(paper string, page, width int) (picture *image.RGBA, exact, ok bool) {
	if !r.holds(paper) {
		return nil, false, false
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.pictures.best(pictureOf{paper, page, width})
}

// Request has the picture of a page made. It returns at once; done is called once, from a goroutine of its own, with
// nil, with ctx's error as soon as ctx ends, or with why there is none. Afterwards Picture has it. Where the room is
// away and something of the page can be shown, or nobody looks at it (less than bundle.Now), it waits for the room;
// else done is told bundle.ErrLate.
func (r *Reader) Request(ctx context.Context, paper string, page, width int, urgency bundle.Urgency, done func(error)) {
	if _, exact, _ := r.Picture(paper, page, width); exact {
		go done(nil)
		return
	}
	go func() { done(r.bring(ctx, paper, page, width, urgency)) }()
}

// leastShown is the width in pixels from which on a picture is worth showing in place of a sharper one.
const leastShown = 400

// bring makes the picture of a page.
func (r *Reader) bring(ctx context.Context, paper string, page, width int, urgency bundle.Urgency) error {
	for {
		err := r.turns.take(ctx, urgency)
		if err != nil {
			return err
		}
		err = r.draw(ctx, paper, page, width, urgency)
		r.turns.give(urgency)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case !errors.Is(err, bundle.ErrLate):
			return err
		case urgency == bundle.Now:
			if shown, _, ok := r.Picture(paper, page, width); !ok || shown.Rect.Dx() < leastShown {
				return err
			}
		}
		if err := r.room.Back(ctx); err != nil {
			return err
		}
	}
}

// draw makes the picture of a page out of the least one that is wide enough: one that is here before one that has to
// come.
func (r *Reader) draw(ctx context.Context, paper string, page, width int, urgency bundle.Urgency) error {
	if _, exact, _ := r.Picture(paper, page, width); exact {
		return nil // it was made meanwhile
	}
	from := bundle.WidthFor(width)
	for _, here := range r.room.Widths(paper, page) {
		if here >= from {
			from = here
			break
		}
	}
	data, err := r.room.Part(ctx, paper, bundle.PictureName(page, from), urgency)
	if err != nil {
		return err
	}
	unpacked, err := bundle.DecodePicture(data)
	if err != nil {
		return &bundle.Fault{Code: Unreadable}
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	picture := scaled(unpacked, width)
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.room.Holds(paper) {
		return bundle.ErrGone
	}
	r.pictures.put(pictureOf{paper, page, width}, picture)
	return nil
}
