package ink

import (
	"encoding/binary"
	"errors"
)

// ErrUnreadable says that bytes are not a stroke, or one beyond the limits.
var ErrUnreadable = errors.New("ink: not a stroke")

// codecOne begins a stroke of the first form:
//
//	1, tool ('p' or 'm'), red, green, blue
//	uvarint width, uvarint number of points, shift (0 to 8)
//	the first point's x and y, then for each other point the difference to the one before, divided by
//	2^shift: zigzag varints
//	for each point but the first the milliseconds since the one before: uvarints
//	runs of equal pressure: the pressure, a uvarint of points, until all have one
//
// The shift is the largest that loses nothing. Thin puts points on a grid of 4, so that most differences
// take one byte: about 3 bytes a point. On wire and disk: only ever add another first byte.
const codecOne = 1

const maxShift = 8

var toolLetters = map[Tool]byte{Pen: 'p', Marker: 'm'}

// Encode returns the bytes of a valid stroke; nothing is lost. ErrUnreadable for one that is not valid.
func Encode(s Stroke) ([]byte, error) {
	if !s.Valid() || s.Points[0].Millis != 0 {
		return nil, ErrUnreadable
	}
	var all int32
	for i, p := range s.Points[1:] {
		all |= (p.X - s.Points[i].X) | (p.Y - s.Points[i].Y)
	}
	shift := 0
	for shift < maxShift && all&(1<<shift) == 0 {
		shift++
	}
	out := make([]byte, 0, 24+4*len(s.Points))
	out = append(out, codecOne, toolLetters[s.Tool], byte(s.Colour>>16), byte(s.Colour>>8), byte(s.Colour))
	out = binary.AppendUvarint(out, uint64(s.Width))
	out = binary.AppendUvarint(out, uint64(len(s.Points)))
	out = append(out, byte(shift))
	first := s.Points[0]
	out = binary.AppendVarint(out, int64(first.X))
	out = binary.AppendVarint(out, int64(first.Y))
	for i, p := range s.Points[1:] {
		out = binary.AppendVarint(out, int64((p.X-s.Points[i].X)>>shift))
		out = binary.AppendVarint(out, int64((p.Y-s.Points[i].Y)>>shift))
	}
	for i, p := range s.Points[1:] {
		out = binary.AppendUvarint(out, uint64(p.Millis-s.Points[i].Millis))
	}
	for i := 0; i < len(s.Points); {
		end := i
		for end < len(s.Points) && s.Points[end].Pressure == s.Points[i].Pressure {
			end++
		}
		out = append(out, s.Points[i].Pressure)
		out = binary.AppendUvarint(out, uint64(end-i))
		i = end
	}
	return out, nil
}

// Decode reads a stroke, or returns ErrUnreadable. It never panics, and what it allocates follows from the
// length of the bytes and not from what they claim.
func Decode(data []byte) (Stroke, error) {
	if len(data) < 5 || data[0] != codecOne {
		return Stroke{}, ErrUnreadable
	}
	s := Stroke{Colour: Colour(data[2])<<16 | Colour(data[3])<<8 | Colour(data[4])}
	for tool, letter := range toolLetters {
		if letter == data[1] {
			s.Tool = tool
		}
	}
	r := reader{data: data[5:]}
	s.Width = int32(min(r.unsigned(), MaxWidth+1))
	count, shift := r.unsigned(), r.octet()
	// Every point takes two bytes of place; all but the first one of time besides.
	if r.failed || count == 0 || count > MaxPoints || shift > maxShift || count*3 > uint64(len(r.data))+1 {
		return Stroke{}, ErrUnreadable
	}
	s.Points = make([]Point, count)
	var x, y int64
	for i := range s.Points {
		dx, dy := r.signed(), r.signed()
		if dx < -2*MaxCoordinate || dx > 2*MaxCoordinate || dy < -2*MaxCoordinate || dy > 2*MaxCoordinate {
			return Stroke{}, ErrUnreadable
		}
		if i > 0 {
			dx, dy = dx<<shift, dy<<shift
		}
		x, y = x+dx, y+dy
		if !inside(x) || !inside(y) {
			return Stroke{}, ErrUnreadable
		}
		s.Points[i].X, s.Points[i].Y = int32(x), int32(y)
	}
	millis := uint64(0)
	for i := 1; i < len(s.Points); i++ {
		if millis += min(r.unsigned(), MaxMillis+1); millis > MaxMillis {
			return Stroke{}, ErrUnreadable
		}
		s.Points[i].Millis = uint32(millis)
	}
	for i := 0; i < len(s.Points) && !r.failed; {
		pressure, run := r.octet(), r.unsigned()
		if run == 0 || run > uint64(len(s.Points)-i) {
			return Stroke{}, ErrUnreadable
		}
		for range run {
			s.Points[i].Pressure = pressure
			i++
		}
	}
	if r.failed || len(r.data) > 0 || !s.Valid() {
		return Stroke{}, ErrUnreadable
	}
	return s, nil
}

// reader takes numbers off bytes; once one failed all are zero.
type reader struct {
	data   []byte
	failed bool
}

func (r *reader) take(n int) {
	if n <= 0 {
		r.failed, r.data = true, nil
		return
	}
	r.data = r.data[n:]
}

func (r *reader) octet() byte {
	if len(r.data) == 0 {
		r.take(0)
		return 0
	}
	b := r.data[0]
	r.take(1)
	return b
}

func (r *reader) unsigned() uint64 {
	v, n := binary.Uvarint(r.data)
	r.take(n)
	return v
}

func (r *reader) signed() int64 {
	v, n := binary.Varint(r.data)
	r.take(n)
	return v
}
