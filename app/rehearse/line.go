package rehearse

import "time"

// Line says how bad the way between the fleet and the room is. TCP hides loss: what the room and the
// devices notice of it is that bytes come late, in order. So a lost segment is played as a pause as long
// as the sender's retransmission timeout, which doubles each time that the same bytes are lost again. All
// segments of one flight that are lost together cost one timeout, as with selective acknowledgement.
type Line struct {
	Loss  int           `json:"loss"`     // of a hundred segments, 0 to 60
	Delay time.Duration `json:"delay_ns"` // one way, up to two seconds
}

// The limits of a line.
const (
	MaxLoss  = 60
	MaxDelay = 2 * time.Second
)

// What TCP on Ethernet does.
const (
	segment        = 1448
	leastTimeout   = 200 * time.Millisecond
	longestTimeout = 10 * time.Second
)

// Sound reports whether the line leaves everything as it is.
func (l Line) Sound() bool { return l == Line{} }

// stall returns by how much a flight of so many bytes comes later than its delay; random returns numbers
// in [0, 1).
func (l Line) stall(bytes int, random func() float64) time.Duration {
	var late time.Duration
	timeout := max(leastTimeout, 3*l.Delay) // a round trip and its variance
	for left := (bytes + segment - 1) / segment; left > 0; {
		lost := 0
		for range left {
			if random()*100 < float64(l.Loss) {
				lost++
			}
		}
		if left = lost; lost > 0 {
			late += timeout
			timeout = min(2*timeout, longestTimeout)
		}
	}
	return late
}
