package search

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// column is what an index knows of one form of the words of all pages. Words have numbers, in the order in
// which they came.
type column struct {
	numbers map[string]uint32
	words   []posting
	sorted  []uint32 // the numbers in the order of their words
	page    []uint64 // memory for the words of one page
}

// posting is a word and where it stands.
type posting struct {
	text  string
	pages []byte  // see add
	last  int     // page
	count int     // of pages
	often pageSet // the pages once more, of a word that stands on many; nil of others
}

// A word is on many pages from here on, if it is on one of so many that there are: the set takes no more than twice
// the memory then that its list takes.
const (
	manyPages   = 256
	oneOfSoMany = 16
)

// take notes the words of a page, between single spaces. Pages come in the order of their ids.
func (c *column) take(id int, words string) {
	c.page = c.page[:0]
	for at := uint64(0); words != ""; at++ {
		var text string
		text, words, _ = strings.Cut(words, " ")
		number, known := c.numbers[text]
		if !known {
			number, text = uint32(len(c.words)), strings.Clone(text)
			c.numbers[text] = number
			c.words = append(c.words, posting{text: text})
		}
		c.page = append(c.page, uint64(number)<<32|at)
	}
	slices.Sort(c.page)
	for from := 0; from < len(c.page); {
		end := from + 1
		for end < len(c.page) && c.page[end]>>32 == c.page[from]>>32 {
			end++
		}
		c.words[c.page[from]>>32].add(id, c.page[from:end])
		from = end
	}
}

// add notes the places of a word on a page behind all that it has. What is written are varints: how many pages
// further this one is, with a bit below it that says whether the word stands there more than once; if it does
// how many bytes the places take; and the places, each as so many words behind the one before it.
func (p *posting) add(id int, places []uint64) {
	further := uint64(id-p.last) << 1
	p.last = id
	if len(places) == 1 {
		p.pages = binary.AppendUvarint(p.pages, further)
		p.pages = binary.AppendUvarint(p.pages, places[0]&math.MaxUint32)
	} else {
		var space [64]byte
		written, last := space[:0], uint64(0)
		for _, at := range places {
			at &= math.MaxUint32
			written = binary.AppendUvarint(written, at-last)
			last = at
		}
		p.pages = binary.AppendUvarint(p.pages, further|1)
		p.pages = binary.AppendUvarint(p.pages, uint64(len(written)))
		p.pages = append(p.pages, written...)
	}
	p.count++
	switch {
	case p.often != nil:
		p.often = p.often.grown(id + 1)
		p.often.add(id)
	case p.count >= manyPages && p.count >= id/oneOfSoMany:
		often := newPageSet(id + 1)
		p.mark(often)
		p.often = often
	}
}

// reading is a posting that is read, page by page.
type reading struct {
	rest   []byte
	page   int
	places []byte // on that page
}

// next goes to the next page; false behind the last one.
func (r *reading) next() bool {
	if len(r.rest) == 0 {
		return false
	}
	further, i := uint64(r.rest[0]), 1
	if further >= 0x80 {
		further, i = binary.Uvarint(r.rest)
	}
	r.page += int(further >> 1)
	end := i + 1
	if further&1 != 0 {
		long, size := binary.Uvarint(r.rest[i:])
		i += size
		end = i + int(long)
	} else if r.rest[i] >= 0x80 {
		for r.rest[end-1] >= 0x80 {
			end++
		}
	}
	r.places, r.rest = r.rest[i:end], r.rest[end:]
	return true
}

// place is a page and the number of a word on it, from 0.
type place uint64

func placeOf(page, at int) place { return place(page)<<32 + place(at) }
func (p place) page() int        { return int(p >> 32) }

// mark adds the pages of a word to a set.
func (p *posting) mark(in pageSet) {
	for i, pages := range p.often {
		in[i] |= pages
	}
	if p.often != nil {
		return
	}
	for r := (reading{rest: p.pages}); r.next(); {
		in.add(r.page)
	}
}

// places are those of a word on some pages, in order, of which each is told as the one so many words before it.
// Those that have none are left out.
func (c *column) places(number uint32, on pageSet, before int) (all []place) {
	for r := (reading{rest: c.words[number].pages}); r.next(); {
		if !on.has(r.page) {
			continue
		}
		at := 0
		for len(r.places) > 0 {
			step, size := binary.Uvarint(r.places)
			r.places = r.places[size:]
			if at += int(step); at >= before {
				all = append(all, placeOf(r.page, at-before))
			}
		}
	}
	return all
}

// followed keeps those of some places, in order, so many words behind which a word stands.
func (c *column) followed(some []place, number uint32, behind int) []place {
	kept := some[:0]
	for r := (reading{rest: c.words[number].pages}); len(some) > 0 && r.next(); {
		for len(some) > 0 && some[0].page() < r.page {
			some = some[1:]
		}
		if len(some) == 0 || some[0].page() > r.page {
			continue
		}
		at := placeOf(r.page, -behind) // before the page: no place is so
		for len(r.places) > 0 && len(some) > 0 {
			step, size := binary.Uvarint(r.places)
			r.places = r.places[size:]
			at += place(step)
			for len(some) > 0 && some[0] < at {
				some = some[1:]
			}
			if len(some) > 0 && some[0] == at {
				kept, some = append(kept, at), some[1:]
			}
		}
	}
	return kept
}

// beginning are the numbers of the words that begin so, in no order.
func (c *column) beginning(prefix string) []uint32 {
	from, _ := slices.BinarySearchFunc(c.sorted, prefix, func(number uint32, prefix string) int {
		return strings.Compare(c.words[number].text, prefix)
	})
	end := from
	for end < len(c.sorted) && strings.HasPrefix(c.words[c.sorted[end]].text, prefix) {
		end++
	}
	return c.sorted[from:end]
}

// sort readies the column for [column.beginning]: the words that came are put between those that were there.
func (c *column) sort() {
	was, come := c.sorted, make([]uint32, 0, len(c.words)-len(c.sorted))
	for number := len(c.sorted); number < len(c.words); number++ {
		come = append(come, uint32(number))
	}
	if len(come) == 0 {
		return
	}
	before := func(a, b uint32) int { return strings.Compare(c.words[a].text, c.words[b].text) }
	slices.SortFunc(come, before)
	c.sorted = make([]uint32, 0, len(c.words))
	for len(was) > 0 && len(come) > 0 {
		if before(was[0], come[0]) < 0 {
			c.sorted, was = append(c.sorted, was[0]), was[1:]
		} else {
			c.sorted, come = append(c.sorted, come[0]), come[1:]
		}
	}
	c.sorted = append(append(c.sorted, was...), come...)
}

// keep drops the places on other pages than these.
func (c *column) keep(pages pageSet) {
	var places []uint64
	for number := range c.words {
		old := c.words[number]
		kept := posting{text: old.text}
		for r := (reading{rest: old.pages}); r.next(); {
			if !pages.has(r.page) {
				continue
			}
			places = places[:0]
			at := uint64(0)
			for len(r.places) > 0 {
				step, size := binary.Uvarint(r.places)
				r.places = r.places[size:]
				at += step
				places = append(places, at)
			}
			kept.add(r.page, places)
		}
		c.words[number] = kept
	}
}
