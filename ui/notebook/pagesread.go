package notebook

import (
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/frame"
)

// PagesRead remembers what stands on pages in a list: a list is drawn every second, and hundreds of pages are read
// anew only where something on them has changed. For the goroutine of the interface.
type PagesRead struct {
	Bounds MarkBounds
	pages  map[notes.Page]pageRead
	of     [2]string // session and person
}

// pageRead is one page as it was read.
type pageRead struct {
	revision uint64
	document string // its id
	seq      uint64 // of the document, for its name stands in the list
	noted    []Noted
}

// On is what a person wrote on a page of a document, as NotedOn has it. It is shared: not to be changed.
func (p *PagesRead) On(m *frame.Moment, book Notebook, document council.Document, page notes.Page) []Noted {
	if of := [2]string{m.State.ID, m.Person.Person}; of != p.of || p.pages == nil {
		p.pages, p.of = map[notes.Page]pageRead{}, of
	}
	revision := book.NotesRevision(m.State.ID, page) // before they are read: what comes between is read again
	read, known := p.pages[page]
	if !known || read.revision != revision || read.document != document.ID || read.seq != document.Seq {
		noted := p.Bounds.NotedOn(document, page, book.NotesOn(m.State.ID, page), m.Person.Person)
		read = pageRead{revision, document.ID, document.Seq, noted}
		p.pages[page] = read
	}
	return read.noted
}
