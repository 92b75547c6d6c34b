package annotate

import "bytes"

// sections reads the tables of contents (cross-reference sections, ISO 32000-1, 7.5.4 and 7.5.8), the last one first:
// of what two of them say of an object, that of the later one counts.
func (d *document) sections() error {
	foot := max(0, len(d.data)-footWithin)
	at := bytes.LastIndex(d.data[foot:], []byte("startxref"))
	if at < 0 {
		return errSyntax
	}
	l := &lexer{data: d.data, at: foot + at + len("startxref")}
	l.skip()
	next, ok := digits(l.word())
	if !ok {
		return errSyntax
	}
	d.start = next
	seen := map[int]bool{}
	for n := 0; ; n++ {
		if seen[next] || n > maxSections {
			return errSyntax
		}
		seen[next] = true
		about, streamed, err := d.section(next)
		if err != nil {
			return err
		}
		if n == 0 {
			d.trailer, d.streams = about, streamed
		}
		if size, ok := whole(about.get("Size")); ok && size <= mostSize {
			d.size = max(d.size, size)
		}
		if next, ok = whole(about.get("Prev")); !ok {
			return nil
		}
	}
}

// section reads one table and returns what it says of itself.
func (d *document) section(at int) (about dict, streamed bool, err error) {
	if at < 0 || at >= len(d.data) {
		return nil, false, errPlace
	}
	l := &lexer{data: d.data, at: at}
	l.skip()
	if !bytes.HasPrefix(d.data[l.at:], []byte("xref")) {
		about, err = d.sectionStream(at)
		return about, true, err
	}
	l.at += len("xref")
	about, err = d.table(l)
	if err != nil {
		return nil, false, err
	}
	return about, false, nil
}

// table reads the lines of a table, and its trailer.
func (d *document) table(l *lexer) (dict, error) {
	type line struct {
		number int
		place  place
	}
	var free []line
	for {
		l.skip()
		word := l.word()
		if word == "trailer" {
			break
		}
		first, ok := digits(word)
		l.skip()
		many, also := digits(l.word())
		if !ok || !also {
			return nil, errSyntax
		}
		for i := range many {
			l.skip()
			at, ok := digits(l.word())
			l.skip()
			generation, also := digits(l.word())
			l.skip()
			kind := l.word()
			if !ok || !also || kind != "n" && kind != "f" {
				return nil, errSyntax
			}
			if i == 0 && first == 1 && kind == "f" && generation == 65535 {
				first = 0 // some writers count from one what begins with nothing
			}
			if kind == "f" {
				free = append(free, line{first + i, place{empty: true, gen: generation}})
			} else if err := d.set(first+i, place{at: at, gen: generation, empty: at == 0}); err != nil {
				return nil, err
			}
		}
	}
	value, err := l.value()
	if err != nil {
		return nil, err
	}
	about, is := value.(dict)
	if !is {
		return nil, errSyntax
	}
	// A hybrid file hides objects from old readers: its table calls them free (7.5.8.4).
	if hidden, ok := whole(about.get("XRefStm")); ok {
		if _, err := d.sectionStream(hidden); err != nil {
			return nil, err
		}
	}
	for _, one := range free {
		if err := d.set(one.number, one.place); err != nil {
			return nil, err
		}
	}
	return about, nil
}

// set takes in where an object is, unless a later table has said it.
func (d *document) set(number int, p place) error {
	if _, known := d.places[number]; known {
		return nil
	}
	if len(d.places) >= maxObjects || number >= mostSize {
		return errSize
	}
	d.places[number] = p
	d.size = max(d.size, number+1)
	return nil
}

// sectionStream reads a table that is a stream.
func (d *document) sectionStream(at int) (dict, error) {
	_, _, value, _, err := d.objectAt(at)
	if err != nil {
		return nil, err
	}
	s, is := value.(stream)
	if !is || s.dict.get("Type") != name("XRef") {
		return nil, errSyntax
	}
	data, err := d.inflate(s)
	if err != nil {
		return nil, err
	}
	widths, _ := s.dict.get("W").(array)
	if len(widths) < 3 {
		return nil, errSyntax
	}
	var wide [3]int
	for i := range wide {
		n, ok := whole(widths[i])
		if !ok || n < 0 || n > 8 {
			return nil, errSyntax
		}
		wide[i] = n
	}
	line := wide[0] + wide[1] + wide[2]
	size, ok := whole(s.dict.get("Size"))
	if !ok || line == 0 {
		return nil, errSyntax
	}
	runs, is := s.dict.get("Index").(array)
	if !is {
		runs = array{count(0), count(size)}
	}
	for i := 0; i+1 < len(runs); i += 2 {
		first, ok := whole(runs[i])
		many, also := whole(runs[i+1])
		if !ok || !also || first < 0 {
			return nil, errSyntax
		}
		for number := first; number < first+many && len(data) >= line; number++ {
			if err := d.set(number, placeOf(data, wide)); err != nil {
				return nil, err
			}
			data = data[line:]
		}
	}
	return s.dict, nil
}

// placeOf reads a line of a table that is a stream.
func placeOf(data []byte, wide [3]int) place {
	fields := [3]int{1, 0, 0} // the kind where it is left out
	for i, n := range wide {
		if n == 0 {
			continue
		}
		value := 0
		for _, c := range data[:n] {
			value = value<<8 | int(c)
		}
		fields[i], data = value, data[n:]
	}
	switch fields[0] {
	case 1:
		return place{at: fields[1], gen: fields[2] & 0xffff}
	case 2:
		if fields[1] <= 0 {
			return place{empty: true}
		}
		return place{in: fields[1], at: fields[2]}
	}
	return place{empty: true, gen: fields[2] & 0xffff}
}
