package annotate

import (
	"bytes"
	"errors"
)

// mend finds the objects of a paper whose table of contents is broken, by looking through all of it: of several with
// one number the last counts, as readers have it.
func (d *document) mend() error {
	d.forget()
	d.mended = true
	var packs []int // streams of objects, in their order
	var root ref
	for at := 0; ; {
		begin := d.nextObject(at)
		if begin < 0 {
			break
		}
		number, generation, value, end, err := d.objectAt(begin)
		if err != nil || number == 0 || number >= mostSize {
			if errors.Is(err, errSize) {
				return fault(CodeTooLarge, "%v", err)
			}
			at = begin + 1
			continue
		}
		at = end
		if len(d.places) >= maxObjects {
			return fault(CodeTooLarge, "more than %d objects", maxObjects)
		}
		d.places[number] = place{at: begin, gen: generation}
		d.size = max(d.size, number+1)
		about, _ := value.(dict)
		if s, is := value.(stream); is {
			switch s.dict.get("Type") {
			case name("ObjStm"):
				packs = append(packs, number)
			case name("XRef"):
				d.keep(s.dict)
			}
		}
		if about.get("Type") == name("Catalog") {
			root = ref{number, generation}
		}
	}
	for _, number := range packs {
		o, err := d.open(number)
		if err != nil {
			continue // what lies in it is lost; perhaps nothing of it is needed
		}
		for i, inner := range o.numbers {
			if own, known := d.places[inner]; inner > 0 && inner < mostSize && len(d.places) < maxObjects && (!known || own.in != 0) {
				d.places[inner] = place{in: number, at: i}
				d.size = max(d.size, inner+1)
				if value, err := d.object(ref{number: inner}); err == nil {
					if about, _ := value.(dict); about.get("Type") == name("Catalog") {
						root = ref{number: inner}
					}
				}
			}
		}
	}
	for at := 0; ; {
		next := bytes.Index(d.data[at:], []byte("trailer"))
		if next < 0 {
			break
		}
		l := &lexer{data: d.data, at: at + next + len("trailer")}
		at = l.at
		if value, err := l.value(); err == nil {
			if about, is := value.(dict); is {
				d.keep(about)
			}
		}
	}
	if d.trailer.get("Encrypt") != nil {
		return fault(CodeEncrypted, "encrypted")
	}
	if d.root() == nil && root.number > 0 {
		d.trailer = d.trailer.with("Root", root)
	}
	if d.root() == nil {
		return fault(CodeDamaged, "no catalog among %d objects", len(d.places))
	}
	return nil
}

// keep takes over what a table says of the paper.
func (d *document) keep(about dict) {
	for _, key := range []name{"Root", "Info", "ID", "Encrypt"} {
		if value := about.get(key); value != nil {
			d.trailer = d.trailer.with(key, value)
		}
	}
}

// nextObject is where the next one seems to begin; below 0 where none does.
func (d *document) nextObject(from int) int {
	for at := from; ; {
		next := bytes.Index(d.data[at:], []byte("obj"))
		if next < 0 {
			return -1
		}
		begin := at + next
		at = begin + len("obj")
		// two numbers stand before, with white between
		back := begin
		for range 2 {
			white, figures := 0, 0
			for ; back > from && blank(d.data[back-1]); back-- {
				white++
			}
			for ; back > from && d.data[back-1] >= '0' && d.data[back-1] <= '9' && figures < 10; back-- {
				figures++
			}
			if white == 0 || white > 64 || figures == 0 {
				back = -1
				break
			}
		}
		if back >= 0 {
			return back
		}
	}
}
