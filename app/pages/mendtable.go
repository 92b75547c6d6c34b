package pages

import (
	"bytes"
	"fmt"
)

// appendTable adds to a document a table of these objects, in the order of their numbers, with a trailer of these
// entries.
func appendTable(content []byte, objects []object, entries dictionary) []byte {
	out := append(content, '\n')
	table := len(out)
	out = append(out, "xref\n0 1\n0000000000 65535 f \n"...)
	for from := 0; from < len(objects); {
		end := from + 1
		for end < len(objects) && objects[end].number == objects[end-1].number+1 {
			end++
		}
		out = fmt.Appendf(out, "%d %d\n", objects[from].number, end-from)
		for _, o := range objects[from:end] {
			out = fmt.Appendf(out, "%010d %05d n \n", o.at, min(o.generation, 65535))
		}
		from = end
	}
	out = fmt.Appendf(out, "trailer\n<</Size %d", objects[len(objects)-1].number+1)
	for _, e := range entries {
		if e.name != "Size" && e.name != "Prev" {
			out = fmt.Appendf(out, "/%s %s", e.name, e.value)
		}
	}
	return fmt.Appendf(out, ">>\nstartxref\n%d\n%%%%EOF\n", table)
}

// dictionary is what stands between "<<" and ">>", as it is written.
type dictionary []named

type named struct {
	name  string
	value []byte
}

func (d dictionary) value(name string) []byte {
	for _, e := range d {
		if e.name == name {
			return e.value
		}
	}
	return nil
}

func (d dictionary) has(name string) bool { return d.value(name) != nil }

// number is an entry that is a number and nothing else; false for a reference, too.
func (d dictionary) number(name string) (int, bool) {
	s := scanner{text: d.value(name)}
	number, ok := s.number()
	s.space()
	return number, ok && s.at == len(s.text)
}

// scanner reads what a document is written in.
type scanner struct {
	text []byte
	at   int
}

func isSpace(c byte) bool     { return c <= ' ' && bytes.IndexByte([]byte("\x00\t\n\f\r "), c) >= 0 }
func isDigit(c byte) bool     { return c >= '0' && c <= '9' }
func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (s *scanner) space() {
	for s.at < len(s.text) && isSpace(s.text[s.at]) {
		s.at++
	}
}

// word reads these letters; false, where something else stands.
func (s *scanner) word(letters string) bool {
	s.space()
	if !bytes.HasPrefix(s.text[min(s.at, len(s.text)):], []byte(letters)) {
		return false
	}
	s.at += len(letters)
	return true
}

// number reads a number of at most ten digits.
func (s *scanner) number() (number int, ok bool) {
	s.space()
	from := s.at
	for s.at < len(s.text) && isDigit(s.text[s.at]) && s.at-from < 10 {
		number = 10*number + int(s.text[s.at]-'0')
		s.at++
	}
	return number, s.at > from && (s.at == len(s.text) || !isDigit(s.text[s.at]))
}

// header reads the header of an object.
func (s *scanner) header() bool {
	_, number := s.number()
	_, generation := s.number()
	return number && generation && s.word("obj")
}

// table reads a table up to its trailer.
func (s *scanner) table() bool {
	const entryBytes = 20
	if !s.word("xref") {
		return false
	}
	for !s.word("trailer") {
		_, first := s.number()
		count, ok := s.number()
		s.space()
		if !first || !ok || count > (len(s.text)-s.at)/entryBytes {
			return false
		}
		s.at += count * entryBytes
	}
	return true
}

// dictionary reads one, with its values as they are written; false where it has no end.
func (s *scanner) dictionary() (d dictionary, whole bool) {
	if !s.word("<<") {
		return nil, false
	}
	for {
		s.space()
		switch {
		case s.word(">>"):
			return d, true
		case !s.word("/"):
			return nil, false
		}
		from := s.at
		for s.at < len(s.text) && !isSpace(s.text[s.at]) && !isDelimiter(s.text[s.at]) {
			s.at++
		}
		name := string(s.text[from:s.at])
		s.space()
		from = s.at
		if !s.value() {
			return nil, false
		}
		d = append(d, named{name, bytes.TrimRight(s.text[from:s.at], "\x00\t\n\f\r ")})
	}
}

// value goes behind a value: up to the next name or the end of the dictionary that it stands in.
func (s *scanner) value() bool {
	depth := 0
	for first := true; s.at < len(s.text); first = false {
		rest := s.text[s.at:]
		switch c := rest[0]; {
		case bytes.HasPrefix(rest, []byte("<<")):
			depth, s.at = depth+1, s.at+2
		case bytes.HasPrefix(rest, []byte(">>")):
			if depth == 0 {
				return !first
			}
			depth, s.at = depth-1, s.at+2
		case c == '[':
			depth, s.at = depth+1, s.at+1
		case c == ']':
			depth, s.at = depth-1, s.at+1
		case c == '(':
			if !s.words() {
				return false
			}
		case c == '<':
			end := bytes.IndexByte(rest, '>')
			if end < 0 {
				return false
			}
			s.at += end + 1
		case c == '%': // a note may hide anything
			return false
		case c == '/' && depth == 0 && !first:
			return true
		default:
			s.at++
		}
		if depth < 0 {
			return false
		}
	}
	return false
}

// words goes behind a text in brackets.
func (s *scanner) words() bool {
	depth := 0
	for ; s.at < len(s.text); s.at++ {
		switch s.text[s.at] {
		case '\\':
			s.at++
		case '(':
			depth++
		case ')':
			if depth--; depth == 0 {
				s.at++
				return true
			}
		}
	}
	return false
}
