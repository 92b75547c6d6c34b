package council

import (
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Who comes late, goes out and comes back was there at those times and no others, whatever is said twice, and a slip
// of the clerk's finger that is put right within a minute did not happen.
func TestComingsAndGoings(t *testing.T) {
	c := sitting(t)
	start := c.now.UnixMilli()
	say := func(after time.Duration, state AttendanceState) {
		c.wait(after)
		c.must(clerk, SetAttendance, 0, Attendance{Person: "d3", State: state})
	}
	say(0, Absent)
	say(10*time.Minute, Present)
	say(5*time.Minute, Present)
	say(5*time.Minute, Left)
	say(10*time.Minute, Present)
	say(10*time.Minute, Absent)
	say(30*time.Second, Present)
	minute := func(n int64) int64 { return start + n*60_000 }
	if got, want := c.state.Attendances["d3"].Stays(), []Stay{{minute(10), minute(20)}, {From: minute(30)}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	say(time.Hour, Left)
	if got, want := c.state.Attendances["d3"].Stays(), []Stay{{minute(10), minute(20)}, {minute(30), minute(100) + 30_000}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	if stays := c.state.Attendances["d2"].Stays(); len(stays) != 1 || stays[0].To != 0 {
		t.Errorf("who came by a tap of their own: %v", stays)
	}
}

// Whatever is said in whatever order, stays follow each other, only the last is open, and it is so where the person
// is present now; and no more is kept than is needed.
func TestStaysFollowEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var line Attendance
		var now int64
		for range rapid.IntRange(1, 150).Draw(t, "times") {
			now += rapid.Int64Range(0, 200_000).Draw(t, "later")
			state := rapid.SampledFrom([]AttendanceState{Present, Absent, Excused, Left}).Draw(t, "state")
			line = Attendance{Person: "d1", State: state, At: now}.after(line)
			last := int64(-1)
			for i, stay := range line.Stays() {
				open := stay.To == 0
				if stay.From < last || !open && stay.To < stay.From || open && i != len(line.Stays())-1 {
					t.Fatalf("stays %v", line.Stays())
				}
				last = stay.To
			}
			stays := line.Stays()
			if here := len(stays) > 0 && stays[len(stays)-1].To == 0; here != (line.State == Present) || len(line.Earlier) > mostEarlier {
				t.Fatalf("%s with stays %v", line.State, stays)
			}
		}
	})
}
