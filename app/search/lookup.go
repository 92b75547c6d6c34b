package search

import "slices"

// pagesOf are the pages that have all words of a group, one behind the other, in a set of that size; nil where
// there can be none.
func (c *column) pagesOf(words []string, more bool, ids int) pageSet {
	choices := make([][]uint32, len(words)) // for each word: the numbers of those that will do
	for i, text := range words {
		if more && i == len(words)-1 {
			choices[i] = c.beginning(text)
		} else if number, known := c.numbers[text]; known {
			choices[i] = []uint32{number}
		}
		if len(choices[i]) == 0 {
			return nil
		}
	}
	pages := newPageSet(ids)
	if len(words) == 1 {
		for _, number := range choices[0] {
			c.words[number].mark(pages)
		}
		return pages
	}
	last := len(choices) - 1
	phrase := make([]uint32, len(choices))
	for i, only := range choices[:last] {
		phrase[i] = only[0]
	}
	for _, number := range choices[last] {
		phrase[last] = number
		for _, p := range c.phrase(phrase, ids) {
			pages.add(p.page())
		}
	}
	return pages
}

// phrase are the places where words stand one behind the other: on the pages that have them all, beginning with
// the rarest, so that what is left is short.
func (c *column) phrase(numbers []uint32, ids int) []place {
	order := make([]int, len(numbers))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return len(c.words[numbers[a]].pages) - len(c.words[numbers[b]].pages) })
	pages, more := newPageSet(ids), newPageSet(ids)
	c.words[numbers[order[0]]].mark(pages)
	for _, i := range order[1:] {
		clear(more)
		c.words[numbers[i]].mark(more)
		pages.only(more)
	}
	places := c.places(numbers[order[0]], pages, order[0])
	for _, i := range order[1:] {
		places = c.followed(places, numbers[i], i)
	}
	return places
}
