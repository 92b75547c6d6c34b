package speaking

import "time"

// Phase is how far a speech is. A screen rings when it changes to Warned or Over.
type Phase string

// The phases.
const (
	Unlimited Phase = "unlimited" // nothing limits it
	Within    Phase = "within"    // còn thời gian
	Warned    Phase = "warned"    // sắp hết giờ
	Over      Phase = "over"      // hết giờ
)

// DefaultWarning is how long before its end a speech is warned.
const DefaultWarning = 3 * time.Minute

// Clock is what a clock on a screen shows of one speech at one time.
type Clock struct {
	Phase   Phase
	Running bool
	ByGroup bool          // it is the group's budget that ends first
	Spoken  time.Duration // pauses excluded
	Limit   time.Duration // what it may take altogether, extensions included; 0: without limit
	Left    time.Duration // negative when over; 0 without limit
	Next    time.Duration // until the phase changes by itself; 0: it does not
}

// Clock returns how the speech stands, to be warned so long before its end. A speech not longer than the warning is
// warned when a third of it is left.
func (t Timing) Clock(now time.Time, warning time.Duration) Clock {
	c := Clock{Running: t.Running(), Spoken: t.Spoken(now), Phase: Unlimited}
	if t.Allotted > 0 {
		c = c.limited(time.Duration(t.Allotted+t.Extra)*time.Second, warning)
	}
	return c
}

// limited returns the clock of a speech that may take so long altogether.
func (c Clock) limited(limit, warning time.Duration) Clock {
	if limit <= warning {
		warning = limit / 3
	}
	c.Limit, c.Left, c.Next = limit, limit-c.Spoken, 0
	switch {
	case c.Left <= 0:
		c.Phase = Over
	case c.Left <= warning:
		c.Phase = Warned
		c.Next = c.Left
	default:
		c.Phase = Within
		c.Next = c.Left - warning
	}
	if !c.Running {
		c.Next = 0
	}
	return c
}
