package pages

import "slices"

// openPaper is a document that a child holds open.
type openPaper struct {
	id      string
	edition uint64
	number  uint32
	bytes   int64 // that the child holds
	paper   Paper
	at      Reader // nil if the child has all bytes
	size    int64  // of what is read at offsets
}

// openPapers are the documents that one child holds open, the last used one last.
type openPapers struct {
	most   int
	list   []openPaper
	number uint32
}

// use finds a document and makes it the last used one.
func (o *openPapers) use(id string, edition uint64) (openPaper, bool) {
	at := slices.IndexFunc(o.list, func(p openPaper) bool { return p.id == id && p.edition == edition })
	if at < 0 {
		return openPaper{}, false
	}
	found := o.list[at]
	o.list = append(slices.Delete(o.list, at, at+1), found)
	return found, true
}

// surplus is the document to close before one of that many bytes is opened; false if there is room.
func (o *openPapers) surplus(bytes int64) (openPaper, bool) {
	if len(o.list) == 0 || (len(o.list) < o.most && o.bytes()+bytes <= MaxDocument) {
		return openPaper{}, false
	}
	return o.list[0], true
}

// drop forgets a document that was closed.
func (o *openPapers) drop(number uint32) {
	o.list = slices.DeleteFunc(o.list, func(p openPaper) bool { return p.number == number })
}

// next is the number for the next document.
func (o *openPapers) next() uint32 {
	o.number++
	return o.number
}

// others is true if any document but this one is open.
func (o *openPapers) others(id string) bool {
	return slices.ContainsFunc(o.list, func(p openPaper) bool { return p.id != id })
}

// learn takes what else is known of an open document.
func (o *openPapers) learn(number uint32, paper Paper) {
	for i := range o.list {
		if o.list[i].number == number {
			o.list[i].paper = paper
		}
	}
}

// add remembers a document that was opened.
func (o *openPapers) add(p openPaper) { o.list = append(o.list, p) }

// bytes is the size of all open documents.
func (o *openPapers) bytes() int64 {
	var sum int64
	for _, p := range o.list {
		sum += p.bytes
	}
	return sum
}

// ids are the content ids of the open documents.
func (o *openPapers) ids() []string {
	ids := make([]string, len(o.list))
	for i, p := range o.list {
		ids[i] = p.id
	}
	return ids
}
