package search

import (
	"context"
	"errors"
	"math"
)

// Postings is an index of pages in memory: what a tablet keeps on its disk is sealed, and an index would tell
// it all. It holds no text, only where each word stands, in both its forms: 4 bytes a word of a page. Questions
// may be asked from several goroutines at once, but not while pages are put in or removed.
type Postings struct {
	exact, folded column
	documents     map[string]leaves
	there         pageSet // the pages that were not removed
	next          int     // id of the next page; the first one is 1
	held, gone    int     // pages that are there, and that are removed and still in the columns
}

var _ Index = (*Postings)(nil)

// leaves are the pages of a document: those from first to before end.
type leaves struct{ first, end int }

// PageWords are the words of a page, with single spaces between them, as [Columns] makes them.
type PageWords struct{ Exact, Folded string }

// ErrFull is returned where no more pages can be counted.
var ErrFull = errors.New("search: the index is full")

// NewPostings returns an empty one.
func NewPostings() *Postings {
	return &Postings{
		exact: column{numbers: map[string]uint32{}}, folded: column{numbers: map[string]uint32{}},
		documents: map[string]leaves{}, next: 1,
	}
}

// Put takes in the pages of a document in place of what is there of it, and returns the id of the first; each
// has one more than the one before it. Ids are never given twice.
func (p *Postings) Put(document string, pages []PageWords) (first int64, err error) {
	p.Remove(document)
	if len(pages) > math.MaxInt32-p.next {
		return 0, ErrFull
	}
	at := leaves{p.next, p.next + len(pages)}
	p.there = p.there.grown(at.end)
	for i, page := range pages {
		p.there.add(at.first + i)
		p.exact.take(at.first+i, page.Exact)
		p.folded.take(at.first+i, page.Folded)
	}
	p.documents[document], p.next = at, at.end
	p.held += len(pages)
	p.exact.sort()
	p.folded.sort()
	return int64(at.first), nil
}

// Remove takes a document out. The words that only it had stay, without a page.
func (p *Postings) Remove(document string) {
	at, there := p.documents[document]
	if !there {
		return
	}
	delete(p.documents, document)
	for id := at.first; id < at.end; id++ {
		p.there.remove(id)
	}
	p.held -= at.end - at.first
	if p.gone += at.end - at.first; p.gone > p.held {
		p.exact.keep(p.there)
		p.folded.keep(p.there)
		p.gone = 0
	}
}

// Find is of [Index].
func (p *Postings) Find(ctx context.Context, asked Question, most int) ([]int64, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	column := &p.exact
	if asked.Folded {
		column = &p.folded
	}
	var pages pageSet
	for i, group := range asked.Groups {
		of := column.pagesOf(group, asked.More && i == len(asked.Groups)-1, p.next)
		if of == nil {
			return nil, nil
		}
		of.only(p.there)
		if pages != nil {
			of.only(pages)
		}
		pages = of
	}
	var found []int64
	for id := range pages.all {
		if len(found) >= most {
			break
		}
		found = append(found, int64(id))
	}
	return found, nil
}
