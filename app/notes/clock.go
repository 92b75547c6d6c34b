package notes

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Ahead is how far, in milliseconds, a moment may lie ahead of a tablet's own clock to be believed.
const Ahead = 60_000

// Moment (thời điểm) is a time of a hybrid logical clock (Kulkarni and others 2014): milliseconds since 1970 as
// far as clocks agree, and a count that keeps what follows behind what it follows. As text it is
// "1764063722000.3".
type Moment struct {
	Millis int64
	Count  uint32
}

const latest = 1 << 53 // whole in every reader of JSON

// Valid reports whether the moment lies in what can be written.
func (m Moment) Valid() bool { return m.Millis >= 0 && m.Millis < latest }

// Compare is negative where m is before the other, positive where it is after.
func (m Moment) Compare(other Moment) int {
	if order := cmp.Compare(m.Millis, other.Millis); order != 0 {
		return order
	}
	return cmp.Compare(m.Count, other.Count)
}

// MarshalText writes the moment.
func (m Moment) MarshalText() ([]byte, error) {
	text := strconv.AppendInt(nil, m.Millis, 10)
	return strconv.AppendUint(append(text, '.'), uint64(m.Count), 10), nil
}

// UnmarshalText reads one.
func (m *Moment) UnmarshalText(text []byte) error {
	millis, count, _ := strings.Cut(string(text), ".")
	a, err := strconv.ParseInt(millis, 10, 64)
	if err != nil {
		return fmt.Errorf("notes: read moment: %w", err)
	}
	b, err := strconv.ParseUint(count, 10, 32)
	if err != nil {
		return fmt.Errorf("notes: read moment: %w", err)
	}
	*m = Moment{a, uint32(b)}
	if !m.Valid() {
		return fmt.Errorf("notes: moment %s is out of range", text)
	}
	return nil
}

// Clock (đồng hồ lô-gic) gives moments that come after all it gave and all it saw.
type Clock struct{ last Moment }

// Now returns the next moment. millis is the tablet's clock, which may be set back or stand in 1970: moments
// still rise.
func (c *Clock) Now(millis int64) Moment {
	if millis = min(max(millis, 0), latest-1); millis > c.last.Millis {
		c.last = Moment{Millis: millis}
	} else if c.last.Count++; c.last.Count == 0 { // after four thousand million in one millisecond
		c.last.Millis++
	}
	return c.last
}

// Saw has the clock go on behind a moment of another tablet, but never more than a minute (Ahead) ahead of
// this one's own: one tablet of the future does not take all others there.
func (c *Clock) Saw(m Moment, millis int64) {
	if most := (Moment{Millis: min(max(millis, 0), latest-1-Ahead) + Ahead}); m.Compare(most) > 0 {
		m = most
	}
	if m.Compare(c.last) > 0 {
		c.last = m
	}
}
