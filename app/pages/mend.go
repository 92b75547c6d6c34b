package pages

import (
	"bytes"
	"slices"
)

// What is mended, and how far it is looked for.
const (
	mendedMost   = 64 << 20 // bytes of a document: it is held twice meanwhile
	mendedTables = 64       // that are followed, from one to the one before
	mendedEnds   = 16       // trailers that are tried
	mendedNumber = 1 << 22  // of an object: the renderer takes none that is higher
)

// mended is a document with a table of its objects behind it, where its own tables do not lie where it says: some
// bytes were lost or added on its way, as by an old mail program. The renderer reads such documents too, but looks
// for their objects at a thirtieth of the speed, and anew each time. What it finds is what is found here: of each
// number the last object, and the last trailer that names a root. Whatever is not simple is left to the renderer
// as it is: documents with objects inside of streams, with a password, or with another document inside.
func mended(content []byte) []byte {
	if len(content) > mendedMost || !bytes.HasPrefix(content, []byte("%PDF-")) || tablesLie(content) {
		return content
	}
	for _, mark := range []string{"/ObjStm", "/XRef", "/Encrypt"} {
		if bytes.Contains(content, []byte(mark)) {
			return content
		}
	}
	if bytes.Count(content, []byte("%PDF-")) > 1 {
		return content
	}
	objects, ok := objectsOf(content)
	if !ok || len(objects) == 0 {
		return content
	}
	entries, ok := lastTrailer(content)
	if !ok {
		return content
	}
	return appendTable(slices.Clip(content), objects, entries)
}

// tablesLie reports whether the tables of a document lie where it says, one after the other; also where one of them
// is a stream, which is not looked into.
func tablesLie(content []byte) bool {
	const end = "startxref"
	tail := content[max(0, len(content)-markWithin):]
	at := bytes.LastIndex(tail, []byte(end))
	if at < 0 {
		return false
	}
	s := scanner{text: tail, at: at + len(end)}
	next, ok := s.number()
	seen := map[int]bool{}
	for ok {
		if len(seen) == mendedTables {
			return true // no accident leaves so many in order
		}
		if next >= len(content) || seen[next] {
			return false
		}
		seen[next] = true
		s = scanner{text: content, at: next}
		if s.header() {
			return true
		}
		if s = (scanner{text: content, at: next}); !s.table() {
			return false
		}
		entries, whole := s.dictionary()
		if !whole {
			return false
		}
		if entries.has("XRefStm") {
			return true
		}
		next, ok = entries.number("Prev")
		if !ok && entries.has("Prev") {
			return false
		}
	}
	return len(seen) > 0
}

// object is where an object of a document lies.
type object struct{ number, generation, at int }

// objectsOf finds the objects of a document, in the order of their numbers; false where a stream has no end or a
// number is out of bounds.
func objectsOf(content []byte) ([]object, bool) {
	last := map[int]object{}
	for at := 0; ; {
		word := bytes.Index(content[at:], []byte("obj"))
		if word < 0 {
			break
		}
		at += word + len("obj")
		found, ok := headerBefore(content, at)
		if !ok {
			continue
		}
		if found.number >= mendedNumber {
			return nil, false
		}
		if known, double := last[found.number]; !double || found.generation >= known.generation {
			last[found.number] = found
		}
		if at, ok = behindStream(content, at); !ok {
			return nil, false
		}
	}
	objects := make([]object, 0, len(last))
	for _, o := range last {
		objects = append(objects, o)
	}
	slices.SortFunc(objects, func(a, b object) int { return a.number - b.number })
	return objects, true
}

// headerBefore reads backwards the header of an object, "12 0 obj", that ends there.
func headerBefore(content []byte, end int) (o object, ok bool) {
	if end < len(content) && !isSpace(content[end]) && !isDelimiter(content[end]) {
		return o, false
	}
	at := end - len("obj")
	back := func() (number int, ok bool) {
		spaces := at
		for at > 0 && isSpace(content[at-1]) {
			at--
		}
		from := at
		for at > 0 && isDigit(content[at-1]) {
			at--
		}
		s := scanner{text: content[:from], at: at}
		number, ok = s.number()
		return number, ok && spaces > from
	}
	if o.generation, ok = back(); !ok {
		return o, false
	}
	if o.number, ok = back(); !ok {
		return o, false
	}
	o.at = at
	return o, o.number > 0 && (at == 0 || isSpace(content[at-1]) || isDelimiter(content[at-1]))
}

// behindStream goes behind the stream of an object whose header ends there; where it has none it stays. It is false
// where the stream has no end.
func behindStream(content []byte, at int) (int, bool) {
	const begins, ends = "stream", "endstream"
	before := len(content)
	if next := bytes.Index(content[at:], []byte("obj")); next >= 0 {
		before = at + next
	}
	for from := at; ; {
		word := bytes.Index(content[from:before], []byte(begins))
		if word < 0 {
			return at, true
		}
		head := bytes.TrimRight(content[at:from+word], "\x00\t\n\f\r ")
		from += word + len(begins)
		if !bytes.HasSuffix(head, []byte(">>")) || from >= len(content) || content[from] != '\r' && content[from] != '\n' {
			continue // in a text
		}
		data := from + 1
		if bytes.HasPrefix(content[from:], []byte("\r\n")) {
			data++
		}
		s := scanner{text: head}
		if entries, whole := s.dictionary(); whole {
			if length, ok := entries.number("Length"); ok && length <= len(content)-data {
				if s := (scanner{text: content, at: data + length}); s.word(ends) {
					return s.at, true
				}
			}
		}
		end := bytes.Index(content[data:], []byte(ends))
		return data + end + len(ends), end >= 0
	}
}

// lastTrailer finds the last trailer that names the root of a document.
func lastTrailer(content []byte) (dictionary, bool) {
	const mark = "trailer"
	for range mendedEnds {
		at := bytes.LastIndex(content, []byte(mark))
		if at < 0 {
			break
		}
		s := scanner{text: content, at: at + len(mark)}
		if entries, whole := s.dictionary(); whole && entries.has("Root") {
			return entries, true
		}
		content = content[:at]
	}
	return nil, false
}
