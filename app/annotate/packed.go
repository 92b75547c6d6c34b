package annotate

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
)

// opened is a stream of objects (ISO 32000-1, 7.5.7) with its compression undone.
type opened struct {
	data    []byte
	numbers []int
	offsets []int // of data
}

var errFilter = errors.New("compressed in a way that is not read")

// packed reads an object out of a stream of objects. hint is its number there, which some papers have wrong.
func (d *document) packed(in, number, hint int) (any, error) {
	o, err := d.open(in)
	if err != nil {
		return nil, fmt.Errorf("stream of objects %d: %w", in, err)
	}
	if hint < 0 || hint >= len(o.numbers) || o.numbers[hint] != number {
		hint = -1
		for i, n := range o.numbers {
			if n == number {
				hint = i
			}
		}
	}
	if hint < 0 {
		return nil, errPlace
	}
	value, err := (&lexer{data: o.data, at: o.offsets[hint]}).value()
	if err != nil {
		return nil, err
	}
	switch value.(type) {
	case keyword, closing:
		return nil, errSyntax
	}
	return value, nil
}

func (d *document) open(number int) (*opened, error) {
	if o, known := d.opened[number]; known {
		if o == nil {
			return nil, errPlace
		}
		return o, nil
	}
	d.opened[number] = nil
	if d.places[number].in != 0 {
		return nil, errPlace // one within another is none
	}
	value, err := d.object(ref{number: number})
	if err != nil {
		return nil, err
	}
	s, is := value.(stream)
	if !is {
		return nil, errPlace
	}
	o, err := d.unpack(s)
	if err != nil {
		return nil, err
	}
	d.opened[number] = o
	return o, nil
}

func (d *document) unpack(s stream) (*opened, error) {
	data, err := d.inflate(s)
	if err != nil {
		return nil, err
	}
	many, ok := whole(d.resolve(s.dict.get("N")))
	first, also := whole(d.resolve(s.dict.get("First")))
	if !ok || !also || many < 0 || many > len(data) || first < 0 || first > len(data) {
		return nil, errSyntax
	}
	o := &opened{data: data}
	l := &lexer{data: data[:first]}
	for range many {
		l.skip()
		number, ok := digits(l.word())
		l.skip()
		offset, also := digits(l.word())
		if !ok || !also || first+offset > len(data) {
			break // what came before can be read
		}
		o.numbers, o.offsets = append(o.numbers, number), append(o.offsets, first+offset)
	}
	return o, nil
}

// inflate undoes the compression of a stream: none, or Flate with a predictor, as streams of objects and tables
// of contents have.
func (d *document) inflate(s stream) ([]byte, error) {
	filter, parameters := d.resolve(s.dict.get("Filter")), d.resolve(s.dict.get("DecodeParms"))
	if several, is := filter.(array); is {
		switch len(several) {
		case 0:
			filter = nil
		case 1:
			filter = d.resolve(several[0])
		default:
			return nil, errFilter
		}
		if each, is := parameters.(array); is && len(each) > 0 {
			parameters = d.resolve(each[0])
		}
	}
	switch filter {
	case nil:
		return s.data, nil
	case name("FlateDecode"), name("Fl"):
	default:
		return nil, errFilter
	}
	left := maxInflated - d.inflated
	reader, err := zlib.NewReader(bytes.NewReader(s.data))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(reader, int64(left)+1))
	if d.inflated += len(data); len(data) > left {
		return nil, errSize
	}
	if err != nil && len(data) == 0 {
		return nil, err
	}
	about, _ := parameters.(dict)
	if predictor, ok := whole(d.resolve(about.get("Predictor"))); ok && predictor > 1 {
		return d.unpredict(data, predictor, about)
	}
	return data, nil
}

// unpredict undoes a PNG predictor over bytes (ISO 32000-1, 7.4.4.4).
func (d *document) unpredict(data []byte, predictor int, about dict) ([]byte, error) {
	columns, bits, colours := 1, 8, 1
	for _, one := range []struct {
		key  name
		into *int
	}{{"Columns", &columns}, {"BitsPerComponent", &bits}, {"Colors", &colours}} {
		if n, ok := whole(d.resolve(about.get(one.key))); ok {
			*one.into = n
		}
	}
	if predictor < 10 || bits != 8 || columns < 1 || columns > 1<<16 || colours < 1 || colours > 32 {
		return nil, errFilter
	}
	wide := columns * colours
	above := make([]byte, wide)
	out := make([]byte, 0, len(data))
	for len(data) > 1 {
		kind, row := data[0], make([]byte, wide)
		data = data[1+copy(row, data[1:]):]
		for i := range row {
			var left, upper, corner byte
			if upper = above[i]; i >= colours {
				left, corner = row[i-colours], above[i-colours]
			}
			switch kind {
			case 1:
				row[i] += left
			case 2:
				row[i] += upper
			case 3:
				row[i] += byte((int(left) + int(upper)) / 2)
			case 4:
				row[i] += paeth(left, upper, corner)
			}
		}
		out, above = append(out, row...), row
	}
	return out, nil
}

// paeth is the one of three neighbours that is nearest to left + upper - corner.
func paeth(left, upper, corner byte) byte {
	near := int(left) + int(upper) - int(corner)
	away := func(n byte) int { return max(near-int(n), int(n)-near) }
	switch {
	case away(left) <= away(upper) && away(left) <= away(corner):
		return left
	case away(upper) <= away(corner):
		return upper
	}
	return corner
}
