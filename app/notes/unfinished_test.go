package notes

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"congso.vn/congso/app/ink"
)

func strokeID(n int) string { return fmt.Sprintf("01930000-0000-7000-8000-%012d", n) }

func drawnStroke(t *rapid.T) ink.Stroke {
	s := ink.Stroke{Tool: rapid.SampledFrom([]ink.Tool{ink.Pen, ink.Marker}).Draw(t, "tool"), Colour: 0x1f4b73, Width: 180}
	far := rapid.SampledFrom([]int32{300, ink.MaxCoordinate}).Draw(t, "far")
	millis := uint32(0)
	for i := range rapid.IntRange(1, 900).Draw(t, "points") {
		if i > 0 {
			millis += uint32(rapid.IntRange(0, 40).Draw(t, "pause"))
		}
		s.Points = append(s.Points, ink.Point{X: rapid.Int32Range(-far, far).Draw(t, "x"), Y: rapid.Int32Range(-far, far).Draw(t, "y"), Millis: millis})
	}
	return s
}

// Whichever parts are lost or come late, what is here of a stroke is a piece of it without a hole; and where none is
// lost it is all of what was told.
func TestUnderwayHasNoHoles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := drawnStroke(t)
		u := NewUnderway()
		var late []func()
		lost, told := false, 0
		for told < len(whole.Points) {
			now := min(len(whole.Points), told+rapid.IntRange(1, 150).Draw(t, "more"))
			shown := whole
			shown.Points = whole.Points[:now]
			part, err := PartOf(strokeID(1), shown, told)
			if err != nil {
				t.Fatal(err)
			}
			part.Blob, part.Page = "b1", 2
			told = now
			body, err := part.Body()
			if err != nil {
				t.Fatal(err)
			}
			take := func() {
				read, stroke, err := ReadUnfinished(body)
				if err != nil {
					t.Fatal(err)
				}
				u.Take("an", read, stroke, 1000)
			}
			switch rapid.IntRange(0, 5).Draw(t, "fate") {
			case 0:
				lost = true
			case 1:
				lost = true
				late = append(late, take)
			default:
				take()
			}
			if len(part.Stroke) > 0 && part.From > max(0, told-overlap) && part.From > now-overlap && now < 100 {
				t.Fatalf("the part begins at %d of %d", part.From, now)
			}
		}
		for _, take := range late {
			take()
		}
		drawings := u.On("b1")
		if len(drawings) == 0 {
			if !lost {
				t.Fatal("nothing is here")
			}
			return
		}
		d := drawings[0]
		if d.Page != (Page{"b1", 2}) || d.Author != "an" || d.ID != strokeID(1) || d.Stroke.Tool != whole.Tool || d.Stroke.Width != whole.Width || d.Stroke.Colour != whole.Colour {
			t.Fatalf("%+v", d)
		}
		want := whole.Points[d.First:][:len(d.Stroke.Points)]
		for i, p := range d.Stroke.Points {
			if p.X != want[i].X || p.Y != want[i].Y || p.Millis != want[i].Millis-want[0].Millis {
				t.Fatalf("point %d is %+v, want %+v", i, p, want[i])
			}
		}
		if !d.Stroke.Valid() {
			t.Fatal("not a stroke")
		}
	})
}

// An ordinary hand's parts overlap: half a second may be lost.
func TestPartsOverlap(t *testing.T) {
	s := ink.Stroke{Tool: ink.Pen, Width: 180}
	for i := range 400 {
		s.Points = append(s.Points, ink.Point{X: int32(5000 + 40*i), Y: int32(7000 + 13*i%500), Millis: uint32(8 * i)})
	}
	part, err := PartOf(strokeID(1), s, 396)
	if err != nil || part.From != 396-overlap || part.Since != uint32(8*(396-overlap)) {
		t.Errorf("%v: from %d", err, part.From)
	}
	body, err := part.Body()
	if err != nil || len(body) > 1000 {
		t.Errorf("%v: %d bytes", err, len(body))
	}
	if _, err := PartOf(strokeID(1), ink.Stroke{Tool: ink.Pen, Width: 1}, 0); err == nil {
		t.Error("a part of nothing")
	}
}

func part(author string, number, from, points int) (string, Unfinished, ink.Stroke) {
	s := ink.Stroke{Tool: ink.Pen, Width: 180}
	for i := range points {
		s.Points = append(s.Points, ink.Point{X: int32(from + i), Millis: uint32(i)})
	}
	return author, Unfinished{ID: strokeID(number), Blob: "b1", From: from, Since: uint32(from)}, s
}

func (u *Underway) took(millis int64, author string, said Unfinished, s ink.Stroke) bool {
	return u.Take(author, said, s, millis)
}

// A stroke that is finished or given up does not come again with a part that came late; one that is not continued goes.
func TestUnderwayEnds(t *testing.T) {
	u := NewUnderway()
	take := func(millis int64, author string, number, from, points int) bool {
		a, said, s := part(author, number, from, points)
		return u.took(millis, a, said, s)
	}
	if !take(1000, "an", 1, 0, 5) || take(1000, "an", 1, 0, 5) || !take(1001, "bình", 1, 0, 3) {
		t.Error("not taken, or taken twice")
	}
	if !u.End("an", strokeID(1), 1002) || take(1003, "an", 1, 0, 9) || len(u.On("b1")) != 1 || u.On("b1")[0].Author != "bình" {
		t.Errorf("after the end: %+v", u.On("b1"))
	}
	if len(u.On("another")) != 0 {
		t.Error("on another paper")
	}
	if u.Expire(1001+UnderwayMillis) || !u.Expire(1002+UnderwayMillis) || len(u.On("b1")) != 0 {
		t.Errorf("it stays: %+v", u.On("b1"))
	}
	if !take(9000, "bình", 1, 70, 3) || u.On("b1")[0].First != 70 {
		t.Error("it is not shown again when it goes on")
	}
	_, given, _ := part("bình", 1, 0, 0)
	if !u.Take("bình", given, ink.Stroke{}, 9001) || len(u.On("b1")) != 0 {
		t.Error("given up and still shown")
	}
	// A clock that was set back holds nothing for ever.
	take(9_000_000, "chi", 3, 0, 2)
	if !u.Expire(5) || len(u.On("b1")) != 0 {
		t.Error("it stays after the clock was set back")
	}
	u.Expire(9_000_000)
	if len(u.ended) != 0 {
		t.Errorf("%d ended are remembered", len(u.ended))
	}
}

// Nobody fills a tablet with strokes.
func TestUnderwayIsBounded(t *testing.T) {
	u := NewUnderway()
	for i := range 20 {
		a, said, s := part("an", i, 0, 2)
		u.Take(a, said, s, int64(i))
	}
	if got := u.On("b1"); len(got) != underwayEach || got[0].ID != strokeID(16) {
		t.Errorf("%d of one", len(got))
	}
	for i := range 200 {
		a, said, s := part(fmt.Sprint("p", i), 1000+i, 0, 2)
		u.Take(a, said, s, int64(100+i))
	}
	if got := u.On("b1"); len(got) != underwayAll || got[0].ID != strokeID(1000+200-underwayAll) {
		t.Errorf("%d of all", len(got))
	}
}

// What was handed out does not change when more comes.
func TestDrawingsAreNotChanged(t *testing.T) {
	u := NewUnderway()
	a, said, s := part("an", 1, 0, 2)
	u.Take(a, said, s, 1)
	before := u.On("b1")[0]
	points := slices.Clone(before.Stroke.Points)
	a, said, s = part("an", 1, 0, 60)
	u.Take(a, said, s, 2)
	if !slices.Equal(before.Stroke.Points, points) || len(u.On("b1")[0].Stroke.Points) != 60 {
		t.Error("it changed")
	}
	// One that says it is another pen is not the same stroke.
	a, said, s = part("an", 1, 0, 90)
	s.Width++
	if u.Take(a, said, s, 3) {
		t.Error("taken with another width")
	}
}

func FuzzReadUnfinished(f *testing.F) {
	s := ink.Stroke{Tool: ink.Pen, Width: 180, Points: []ink.Point{{X: 1}, {X: 5, Millis: 8}}}
	p, err := PartOf(strokeID(1), s, 0)
	if err != nil {
		f.Fatal(err)
	}
	p.Blob = "b1"
	body, err := p.Body()
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte(body))
	for _, text := range []string{"", "{}", "[]", `{"id":"` + strokeID(1) + `","blob":"b"}`, `{"id":"` + strokeID(1) + `","blob":"b","from":19999,"stroke":"AXA="}`,
		`{"id":"` + strokeID(1) + `","blob":"b","from":-1}`, strings.Repeat("x", UnfinishedBytes+1)} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		u := NewUnderway()
		said, stroke, err := ReadUnfinished(data)
		if err != nil {
			if fault, is := errors.AsType[*Fault](err); !is || fault.Code != CodeMark {
				t.Errorf("%v", err)
			}
			return
		}
		u.Take("an", said, stroke, 1)
		for _, d := range u.On(said.Blob) {
			if !d.Stroke.Valid() || d.First+len(d.Stroke.Points) > ink.MaxPoints {
				t.Errorf("%+v", d)
			}
		}
		if _, err := json.Marshal(said); err != nil {
			t.Error(err)
		}
	})
}
