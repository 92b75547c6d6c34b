package search

import "math/bits"

// pageSet is a set of pages' ids, a bit for each.
type pageSet []uint64

func newPageSet(ids int) pageSet { return make(pageSet, (ids+63)/64) }

// grown is the set with room for so many ids.
func (s pageSet) grown(ids int) pageSet {
	for len(s) < (ids+63)/64 {
		s = append(s, 0)
	}
	return s
}

func (s pageSet) add(id int)      { s[id/64] |= 1 << (id % 64) }
func (s pageSet) remove(id int)   { s[id/64] &^= 1 << (id % 64) }
func (s pageSet) has(id int) bool { return s[id/64]&(1<<(id%64)) != 0 }

// only keeps what is in the other set too. Both are of one size.
func (s pageSet) only(other pageSet) {
	for i := range s {
		s[i] &= other[i]
	}
}

// all yields the ids, the lowest first.
func (s pageSet) all(yield func(id int) bool) {
	for i, word := range s {
		for ; word != 0; word &= word - 1 {
			if !yield(64*i + bits.TrailingZeros64(word)) {
				return
			}
		}
	}
}
