package station

import (
	"context"
	"errors"
	"slices"

	"congso.vn/congso/app/bundle"
	"congso.vn/congso/app/council"
)

// pageShare is how much of the bound pages may take that nobody asked for: what is read must not push out what was
// brought for the items to come, nor the other way round.
const pageShare = 0.75

// stock is how much of a paper lies here.
type stock struct{ pages, here int }

// whole reports whether every page lies here.
func (k stock) whole() bool { return k.pages > 0 && k.here == k.pages }

// turnPages has other pages brought first where that is needed.
func (s *Station) turnPages() {
	order := s.pageOrder()
	s.mu.Lock()
	same := slices.Equal(order, s.pagesTold)
	s.pagesTold = order
	s.mu.Unlock()
	if !same {
		s.pokePages()
	}
}

func (s *Station) pokePages() {
	select {
	case s.pagesPoke <- struct{}{}:
	default: // awake
	}
}

// servePages brings the pages of papers here while the room draws them, those of the item under way first, so that
// they are read without the room too. Until ctx ends.
func (s *Station) servePages(ctx context.Context) error {
	for {
		if s.bundled.Load() {
			if err := s.stockUp(ctx); err != nil && ctx.Err() == nil && !errors.Is(err, errTurned) {
				if s.Back(ctx) != nil {
					return nil
				}
				continue
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.pagesPoke:
		}
	}
}

// errTurned says that other papers may be needed first now.
var errTurned = errors.New("station: other papers come first")

// stockUp brings what is missing, in the order in which it is needed: first what every paper is made of, then their
// pages as far as there is room.
func (s *Station) stockUp(ctx context.Context) error {
	order := s.pageOrder()
	books := map[string]bundle.Book{}
	for _, blob := range order {
		data, err := s.stockPart(ctx, blob, bundle.BookName())
		if err != nil {
			return err
		}
		if book, err := bundle.DecodeBook(data); err == nil {
			books[blob] = book
			s.noteStock(blob, stock{pages: len(book.Sizes)})
		}
	}
	for _, blob := range order {
		if err := s.stockPages(ctx, blob, len(books[blob].Sizes)); err != nil {
			return err
		}
	}
	return nil
}

// pageOrder is the papers in the order in which they are needed, the one that somebody looks at before all.
func (s *Station) pageOrder() []string {
	var order []string
	seen := map[string]bool{}
	add := func(blob string) {
		if blob != "" && !seen[blob] && s.Holds(blob) && s.folder.pages.Keeps(blob) {
			seen[blob] = true
			order = append(order, blob)
		}
	}
	s.mu.Lock()
	first := s.looked
	s.mu.Unlock()
	add(first)
	for _, session := range s.seat.Sessions() {
		if session.Session.State == council.SessionClosed {
			continue // its pages come when somebody opens them
		}
		for _, document := range session.InOrder() {
			if !document.Withdrawn {
				add(document.Blob)
			}
		}
	}
	return order
}

// stockPages brings the pages of a paper, in the width in which they are read, with what leads elsewhere on them.
func (s *Station) stockPages(ctx context.Context, blob string, pages int) error {
	here := 0
	for page := range pages {
		if kept, most := s.folder.pages.Bytes(); most > 0 && float64(kept) > pageShare*float64(most) {
			break
		}
		for _, name := range []bundle.Name{bundle.PictureName(page, bundle.Reading), bundle.LeafName(page)} {
			data, err := s.stockPart(ctx, blob, name)
			if err != nil {
				return err
			}
			if data != nil && name.Kind == bundle.PageKind {
				here++
			}
		}
	}
	s.noteStock(blob, stock{pages, here})
	return nil
}

// stockPart brings a part here that is not. No part, and no error, where it cannot be made: whoever opens it is told.
func (s *Station) stockPart(ctx context.Context, blob string, name bundle.Name) ([]byte, error) {
	select {
	case <-s.pagesPoke:
		s.pokePages()
		return nil, errTurned
	default:
	}
	if name.Kind != bundle.BookKind && s.folder.pages.Has(blob, name.String()) {
		return []byte{}, nil
	}
	data, err := s.Part(ctx, blob, name, bundle.Whenever)
	if _, cannot := errors.AsType[*bundle.Fault](err); cannot || errors.Is(err, bundle.ErrGone) {
		return nil, nil
	}
	return data, err
}

func (s *Station) noteStock(blob string, k stock) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if before := s.stocks[blob]; before.pages == k.pages && before.here > k.here && k.here == 0 {
		return // it is being counted
	}
	s.stocks[blob] = k
}

// stockOf is how much of a paper lies here.
func (s *Station) stockOf(blob string) stock {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stocks[blob]
}
