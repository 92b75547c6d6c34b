package chunk

import "bytes"

// word is what is looked for in a paper, and how far it was looked for, so that every byte is looked at
// once. Places are from the beginning of the piece that is being made.
type word struct {
	text     string
	searched int // before this nothing else is to be found
	found    int // the first mark, where there is one at all
	here     bool
}

// next returns the first mark at or behind from; len(data) where there is none. mark tells which mark a
// word at a place stands for.
func (w *word) next(data []byte, from int, mark func(at int) int) int {
	if w.here && w.found >= from {
		return w.found
	}
	limit := len(data)
	if limit == lookahead {
		limit -= 16 // what stands behind the word is seen too
	}
	for at := max(w.searched, from); at < limit; {
		next := bytes.Index(data[at:min(len(data), limit+len(w.text)-1)], []byte(w.text))
		if next < 0 {
			break
		}
		at += next
		w.searched = at + len(w.text)
		if found := mark(at); found >= from {
			w.found, w.here = found, true
			return found
		}
		at = w.searched
	}
	w.searched, w.here = max(w.searched, limit), false
	return len(data)
}

// pass goes on behind a piece.
func (w *word) pass(size int) {
	w.searched, w.found = max(w.searched-size, 0), w.found-size
}
