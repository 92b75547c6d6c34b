package annotate

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"time"
	"unicode/utf16"
)

// tail is what comes behind a paper: objects, new and changed, and where they are.
type tail struct {
	of      *document
	next    int // number of the next new object
	objects map[int]any
	gens    map[int]int
	info    ref
}

func newTail(of *document) *tail {
	return &tail{of: of, next: max(of.size, 1), objects: map[int]any{}, gens: map[int]int{}}
}

// add takes a new object in.
func (t *tail) add(value any) ref {
	r := ref{number: t.next}
	t.next++
	t.put(r, value)
	return r
}

// put changes an object.
func (t *tail) put(at ref, value any) { t.objects[at.number], t.gens[at.number] = value, at.generation }

// page is a page as it is by now.
func (t *tail) page(l leaf) dict {
	if now, is := t.objects[l.at.number].(dict); is {
		return now
	}
	return l.page
}

// title names the copy, and says when it was made.
func (t *tail) title(o Options) {
	about, _ := t.of.resolve(t.of.trailer.get("Info")).(dict)
	if o.Title != "" {
		about = about.with("Title", unicode(o.Title))
	}
	about = about.with("ModDate", date(o.At))
	if old, is := t.of.trailer.get("Info").(ref); is && old.number < t.of.size {
		t.put(old, about)
		t.info = old
		return
	}
	t.info = t.add(about)
}

// close writes the objects and the table of contents that says where they are. A table of the same form as the
// paper's last one stands before it in the chain (ISO 32000-1, 7.5.6); a mended paper gets one of all its objects.
func (t *tail) close() []byte {
	var out bytes.Buffer
	if n := len(t.of.data); n > 0 && t.of.data[n-1] != '\n' {
		out.WriteByte('\n')
	}
	if t.of.mended && t.of.torn {
		out.WriteString("endstream\nendobj\n") // or what comes now would belong to it
	}
	places := map[int]place{}
	if t.of.mended {
		for number, p := range t.of.places {
			places[number] = p
		}
	}
	var numbers []int
	for number := range t.objects {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	for _, number := range numbers {
		places[number] = place{at: len(t.of.data) + out.Len(), gen: t.gens[number]}
		fmt.Fprintf(&out, "%d %d obj\n", number, t.gens[number])
		write(&out, t.objects[number])
		out.WriteString("\nendobj\n")
	}
	start := len(t.of.data) + out.Len()
	about := dict{{"Root", t.of.trailer.get("Root")}, {"Info", t.info}, {"ID", t.id(out.Bytes())}}
	if !t.of.mended {
		about = about.with("Prev", count(t.of.start))
	}
	if t.of.streams || t.of.mended {
		t.stream(&out, about, places, start)
	} else {
		t.table(&out, about, places)
	}
	fmt.Fprintf(&out, "startxref\n%d\n%%%%EOF\n", start)
	return out.Bytes()
}

// id keeps what the paper is known by, and gives this form of it a name of its own.
func (t *tail) id(written []byte) array {
	sum := sha256.Sum256(written)
	own := text(sum[:16])
	if old, _ := t.of.resolve(t.of.trailer.get("ID")).(array); len(old) > 0 {
		if first, is := old[0].(text); is {
			return array{first, own}
		}
	}
	return array{own, own}
}

// runs yields stretches of numbers that follow each other.
func runs(places map[int]place) [][]int {
	var numbers []int
	for number := range places {
		numbers = append(numbers, number)
	}
	slices.Sort(numbers)
	var all [][]int
	for i, number := range numbers {
		if i == 0 || number != numbers[i-1]+1 {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], number)
	}
	return all
}

func (t *tail) table(out *bytes.Buffer, about dict, places map[int]place) {
	out.WriteString("xref\n")
	for _, run := range runs(places) {
		fmt.Fprintf(out, "%d %d\n", run[0], len(run))
		for _, number := range run {
			fmt.Fprintf(out, "%010d %05d n \n", places[number].at, places[number].gen)
		}
	}
	out.WriteString("trailer\n")
	write(out, about.with("Size", count(t.next)))
	out.WriteByte('\n')
}

func (t *tail) stream(out *bytes.Buffer, about dict, places map[int]place, start int) {
	own := t.next
	places[own] = place{at: start}
	if t.of.mended {
		places[0] = place{empty: true, gen: 65535}
	}
	var lines []byte
	index := array{}
	for _, run := range runs(places) {
		index = append(index, count(run[0]), count(len(run)))
		for _, number := range run {
			p := places[number]
			kind, first, second := byte(1), p.at, p.gen
			switch {
			case p.empty:
				kind, first = 0, 0
			case p.in != 0:
				kind, first, second = 2, p.in, p.at
			}
			lines = binary.BigEndian.AppendUint32(append(lines, kind), uint32(first))
			lines = binary.BigEndian.AppendUint32(lines, uint32(second))
		}
	}
	about = append(dict{{"Type", name("XRef")}, {"Size", count(own + 1)}, {"W", array{count(1), count(4), count(4)}}, {"Index", index}}, about...)
	fmt.Fprintf(out, "%d 0 obj\n", own)
	write(out, deflated(about, lines))
	out.WriteString("\nendobj\n")
}

// deflated is a stream with its data compressed.
func deflated(about dict, data []byte) stream {
	var packed bytes.Buffer
	w := zlib.NewWriter(&packed)
	_, _ = w.Write(data) // memory takes it
	_ = w.Close()
	return stream{about.with("Filter", name("FlateDecode")), packed.Bytes()}
}

// unicode is a string for people (ISO 32000-1, 7.9.2.2): UTF-16BE behind a byte order mark.
func unicode(written string) text {
	out := []byte{0xfe, 0xff}
	for _, unit := range utf16.Encode([]rune(written)) {
		out = binary.BigEndian.AppendUint16(out, unit)
	}
	return text(out)
}

// date is a time as PDF writes it (ISO 32000-1, 7.9.4), in the zone that it is given in.
func date(at time.Time) text {
	_, offset := at.Zone()
	sign := '+'
	if offset < 0 {
		sign, offset = '-', -offset
	}
	return text(fmt.Sprintf("D:%s%c%02d'%02d'", at.Format("20060102150405"), sign, offset/3600, offset/60%60))
}
