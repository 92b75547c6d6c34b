package annotate

import (
	"bytes"
	"errors"
	"fmt"
)

// What is read of one paper at most.
const (
	MaxPaper    = 256 << 20 // bytes
	maxObjects  = 4_000_000
	maxSections = 2_000      // tables of contents, one before the other
	maxInflated = 256 << 20  // bytes of all compressed objects together
	maxPages    = 20_000     // as the renderer has it
	headWithin  = 1 << 10    // bytes from the beginning to the sign of a PDF
	footWithin  = 4 << 10    // bytes from the end to the place of the last table of contents
	mostSize    = 16_000_000 // objects that a paper may claim to have
	mostWork    = 16         // times the bytes of a paper are read
	leastWork   = 64 << 20   // bytes that are read in any case
)

// place is where an object lies.
type place struct {
	in    int // number of the stream of objects that it lies in; 0: in the file itself
	at    int // byte of the file, or number within the stream
	gen   int
	empty bool // there is none
}

// document is a paper as far as it was read. Offsets count from the sign of a PDF at its beginning, as all readers
// have it where something stands before.
type document struct {
	data    []byte
	places  map[int]place
	trailer dict
	size    int  // no object has this number or a higher one
	start   int  // where its last table of contents begins
	streams bool // that is a stream
	mended  bool
	torn    bool // it ends in the middle of a stream

	opened   map[int]*opened // streams of objects, by number; nil: cannot be read
	reading  map[int]bool
	inflated int
	work     int // bytes that were read
}

var (
	errPlace = errors.New("no object where the paper says it is")
	errSize  = errors.New("more than is read")
)

// read finds out where the objects of a paper lie.
func read(paper []byte) (*document, error) {
	if len(paper) > MaxPaper {
		return nil, fault(CodeTooLarge, "%d bytes", len(paper))
	}
	head := bytes.Index(paper[:min(len(paper), headWithin)], []byte("%PDF-"))
	if head < 0 {
		return nil, fault(CodeNotPDF, "no sign of a PDF")
	}
	d := &document{data: paper[head:]}
	d.forget()
	if d.sections() != nil || d.root() == nil {
		if err := d.mend(); err != nil {
			return nil, err
		}
	}
	if d.trailer.get("Encrypt") != nil {
		return nil, fault(CodeEncrypted, "encrypted")
	}
	return d, nil
}

// forget begins anew.
func (d *document) forget() {
	d.places, d.trailer, d.size, d.streams = map[int]place{}, nil, 0, false
	d.opened, d.reading, d.inflated, d.work = map[int]*opened{}, map[int]bool{}, 0, 0
}

// root is the catalog; nil where there is none.
func (d *document) root() dict {
	root, _ := d.resolve(d.trailer.get("Root")).(dict)
	if root.get("Pages") == nil {
		return nil
	}
	return root
}

// resolve follows references to what they stand for; nil where there is nothing that can be read.
func (d *document) resolve(value any) any {
	for range 16 {
		r, is := value.(ref)
		if !is {
			return value
		}
		value, _ = d.object(r)
	}
	return nil
}

// object reads one; nil where there is none.
func (d *document) object(r ref) (any, error) {
	p, known := d.places[r.number]
	if !known || p.empty {
		return nil, nil
	}
	if d.reading[r.number] || len(d.reading) > deepest {
		return nil, errPlace
	}
	d.reading[r.number] = true
	defer delete(d.reading, r.number)
	if p.in != 0 {
		return d.packed(p.in, r.number, p.at)
	}
	number, _, value, _, err := d.objectAt(p.at)
	if err == nil && number != r.number {
		err = errPlace
	}
	if err != nil {
		return nil, fmt.Errorf("object %d: %w", r.number, err)
	}
	return value, nil
}

// objectAt reads what stands at a byte, and says where it ends. An object that nothing ends is as long as the paper:
// all that is read together is bounded.
func (d *document) objectAt(at int) (number, generation int, value any, end int, err error) {
	if d.work > mostWork*len(d.data)+leastWork {
		return 0, 0, nil, 0, errSize
	}
	if at < 0 || at >= len(d.data) {
		return 0, 0, nil, 0, errPlace
	}
	l := &lexer{data: d.data, at: at}
	defer func() { d.work += max(l.at, end) - at }()
	l.skip()
	number, ok := digits(l.word())
	l.skip()
	generation, also := digits(l.word())
	l.skip()
	if !ok || !also || l.word() != "obj" {
		return 0, 0, nil, 0, errPlace
	}
	if value, err = l.value(); err != nil {
		return 0, 0, nil, 0, err
	}
	switch value.(type) {
	case keyword, closing:
		return 0, 0, nil, 0, errSyntax
	}
	end = l.at
	if about, is := value.(dict); is {
		if l.skip(); bytes.HasPrefix(d.data[l.at:], []byte("stream")) {
			var data []byte
			data, end = d.body(about, l.at+len("stream"))
			value = stream{about, data}
		}
	}
	return number, generation, value, end, nil
}

// body is what a stream stores, and where it ends: as long as it says, or up to where its end stands.
func (d *document) body(about dict, at int) (data []byte, end int) {
	if bytes.HasPrefix(d.data[at:], []byte("\r\n")) {
		at += 2
	} else if at < len(d.data) && (d.data[at] == '\n' || d.data[at] == '\r') {
		at++
	}
	if length, ok := whole(d.resolve(about.get("Length"))); ok && length >= 0 && length <= len(d.data)-at {
		l := &lexer{data: d.data, at: at + length}
		for l.at < len(l.data) && blank(l.data[l.at]) {
			l.at++
		}
		if bytes.HasPrefix(d.data[l.at:], []byte("endstream")) {
			return d.data[at : at+length], l.at + len("endstream")
		}
	}
	if length := bytes.Index(d.data[at:], []byte("endstream")); length >= 0 {
		return d.data[at : at+length], at + length + len("endstream")
	}
	d.torn = true
	return d.data[at:], len(d.data)
}
