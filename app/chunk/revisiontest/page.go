package revisiontest

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
)

// Pages returns the objects that are pages and have contents, in order of their numbers.
func (d *Document) Pages() []int {
	var pages []int
	for _, number := range slices.Sorted(maps.Keys(d.objects)) {
		body := d.objects[number]
		if kind(body) == "Page" && d.objects[d.contents(number)] != nil {
			pages = append(pages, number)
		}
	}
	return pages
}

func (d *Document) contents(page int) int { return number(contentsOf, d.objects[page]) }

// Rewrite returns the document with other words on a page, and how many bytes the objects have that
// were written anew (contents and the page itself) and that the page is made of (fonts and pictures
// too).
func (d *Document) Rewrite(page int) (after *Document, written, whole int64) {
	after = &Document{objects: maps.Clone(d.objects), root: d.root}
	contents := d.contents(page)
	_, data, err := inflate(d.objects[contents])
	if err != nil { // packed in an old way: an office's program packs it in its own
		data = bytes.Repeat([]byte("1 0 0 1 72 720 Tm (Van ban) Tj\n"), len(d.objects[contents])/12)
	}
	third := len(data) / 3
	if line := bytes.IndexByte(data[third:], '\n'); line >= 0 {
		third += line + 1
	}
	words := fmt.Appendf(nil, "q Q %% sua doi o trang %d\n", page)
	after.objects[contents] = deflated(slices.Concat(data[:third], words, data[third:]))
	written = int64(len(after.objects[contents]) + len(after.objects[page]))
	for number := range after.reach(page) {
		whole += int64(len(after.objects[number]))
	}
	return after, written, whole
}

// reach returns the objects that a page is made of.
func (d *Document) reach(page int) map[int]bool {
	reached := map[int]bool{}
	for next := []int{page}; len(next) > 0; {
		at := next[0]
		next = next[1:]
		body := d.objects[at]
		if reached[at] || body == nil || at != page && (kind(body) == "Page" || kind(body) == "Pages") {
			continue
		}
		reached[at] = true
		dictionary, _, _ := bytes.Cut(body, []byte("stream"))
		dictionary = parentOf.ReplaceAll(dictionary, nil)
		for _, found := range reference.FindAllSubmatch(dictionary, -1) {
			next = append(next, number(reference, found[0]))
		}
	}
	return reached
}
