package notes

import (
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"congso.vn/congso/app/ink"
)

// ids gives ids in order, of one device.
func ids(device int) func() string {
	n := 0
	return func() string {
		n++
		return fmt.Sprintf("00000000-%04d-7000-8000-%012d", device, n)
	}
}

func sticky(id, text string, at Moment) Mark {
	return Mark{ID: id, Kind: Sticky, At: at, Text: text, Author: "an", Anchor: Anchor{Blob: "b1", Page: 2, Content: "c", Quads: []image.Rectangle{image.Rect(0, 0, 10, 10)}}}
}

func strokeMark(t testing.TB, id string, at Moment, points int) Mark {
	s := ink.Stroke{Tool: ink.Pen, Width: 100}
	random := rand.New(rand.NewPCG(uint64(points), 7))
	for i := range points {
		s.Points = append(s.Points, ink.Point{X: random.Int32N(60_000), Y: random.Int32N(80_000), Millis: uint32(i)})
	}
	data, err := ink.Encode(s)
	if err != nil {
		t.Fatal(err)
	}
	return Mark{ID: id, Kind: Ink, At: at, Stroke: data, Author: "an", Anchor: Anchor{Blob: "b1", Page: 2, Content: "c"}}
}

func TestClocksRise(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var clock Clock
		var last Moment
		for i := range rapid.IntRange(1, 30).Draw(t, "steps") {
			millis := rapid.Int64Range(-5, 200_000).Draw(t, "clock")
			if rapid.Bool().Draw(t, "saw") {
				m := Moment{rapid.Int64Range(0, 400_000).Draw(t, "millis"), rapid.Uint32().Draw(t, "count")}
				before := clock.last
				clock.Saw(m, millis)
				if clock.last.Compare(before) < 0 || clock.last.Compare(before) > 0 && clock.last.Millis > max(millis, 0)+Ahead {
					t.Fatalf("saw %v at %d: from %v to %v", m, millis, before, clock.last)
				}
				if m.Millis < max(millis, 0)+Ahead && clock.last.Compare(m) < 0 {
					t.Fatalf("saw %v, is at %v", m, clock.last)
				}
				continue
			}
			now := clock.Now(millis)
			if i > 0 && now.Compare(last) <= 0 || now.Millis < millis {
				t.Fatalf("%v after %v at %d", now, last, millis)
			}
			last = now
			text, err := now.MarshalText()
			var back Moment
			if err != nil || back.UnmarshalText(text) != nil || back != now {
				t.Fatalf("%s: %v", text, back)
			}
		}
	})
	clock := Clock{Moment{5, 1<<32 - 1}}
	if now := clock.Now(0); now.Compare(Moment{5, 1<<32 - 1}) <= 0 {
		t.Errorf("count runs over to %v", now)
	}
	for _, text := range []string{"", "5", "x.1", "5.x", "-1.0", "9999999999999999.0", "1.4294967296"} {
		var m Moment
		if m.UnmarshalText([]byte(text)) == nil {
			t.Errorf("%q is read as %v", text, m)
		}
	}
}

func TestMarksAreChecked(t *testing.T) {
	next := ids(1)
	good := []Mark{sticky(next(), "đọc kỹ", Moment{}), strokeMark(t, next(), Moment{}, 5)}
	stamp, light := good[0], good[0]
	stamp.Kind, stamp.Text, stamp.Stamp = Stamped, "", Agree
	light.Kind, light.Text, light.Anchor.Quote = Highlight, "", "nghị quyết"
	good = append(good, stamp, light)
	for _, m := range good {
		if err := m.Check(); err != nil {
			t.Errorf("%s: %v", m.Kind, err)
		}
	}
	for what, spoil := range map[string]func(*Mark){
		"no id": func(m *Mark) { m.ID = "x" }, "a random id": func(m *Mark) { m.ID = strings.Replace(m.ID, "-7", "-4", 1) },
		"no paper": func(m *Mark) { m.Anchor.Blob = "" }, "no page": func(m *Mark) { m.Anchor.Page = -1 },
		"no kind": func(m *Mark) { m.Kind = "" }, "a colour that is none": func(m *Mark) { m.Colour = 1 << 24 },
		"no place": func(m *Mark) { m.Anchor.Quads, m.Stroke = nil, nil }, "too long": func(m *Mark) { m.Text = strings.Repeat("a", MaxText+1) },
		"another's stroke": func(m *Mark) { m.Stroke = []byte{9} }, "no stamp": func(m *Mark) { m.Stamp = "no" },
		"a time before time": func(m *Mark) { m.At.Millis = -1 }, "a long quote": func(m *Mark) { m.Anchor.Quote = strings.Repeat("a", MaxQuote+1) },
	} {
		for _, m := range good {
			if spoil(&m); m.Check() == nil {
				t.Errorf("%s: a %s passes", what, m.Kind)
			}
		}
	}
	light.Anchor.Quote = ""
	if light.Check() == nil {
		t.Error("a highlight of nothing")
	}
}

func TestLargeEditsAreSplit(t *testing.T) {
	next := ids(1)
	e := Edit{ID: next(), At: Moment{5, 1}}
	for range 40 {
		e.Adds = append(e.Adds, strokeMark(t, next(), e.At, 700))
	}
	for range 2500 {
		e.Removes = append(e.Removes, next())
	}
	parts, err := e.Split(next)
	if err != nil || len(parts) < 4 || parts[0].ID != e.ID {
		t.Fatalf("%d parts: %v", len(parts), err)
	}
	whole, split := NewBook(), NewBook()
	whole.Apply(Layer{"an", Own}, e)
	seen := map[string]bool{}
	for _, part := range parts {
		data, err := json.Marshal(part)
		if err != nil || len(data) > EditBytes || part.ActID() != e.ID || part.Check() != nil || seen[part.ID] {
			t.Fatalf("a part of %d bytes: %v %v", len(data), err, part.Check())
		}
		seen[part.ID] = true
		split.Apply(Layer{"an", Own}, part)
	}
	if show(whole) != show(split) {
		t.Error("the parts are not the whole")
	}
	small := Edit{ID: next(), Adds: e.Adds[:1]}
	if parts, err := small.Split(next); err != nil || len(parts) != 1 || parts[0].Act != "" {
		t.Errorf("%v: %d parts", err, len(parts))
	}
	var wrong *Fault
	huge := Edit{ID: next(), Adds: []Mark{strokeMark(t, next(), e.At, 9000)}}
	if _, err := huge.Split(next); !errors.As(err, &wrong) || wrong.Code != CodeTooLarge {
		t.Errorf("one huge mark: %v", err)
	}
	if touched := (Edit{Adds: e.Adds[:2], Removes: []string{e.Adds[1].ID}}).Touched(); !slices.Equal(touched, []string{e.Adds[0].ID, e.Adds[1].ID}) {
		t.Errorf("touched %v", touched)
	}
}

// show is everything that a book shows.
func show(b *Book) string {
	var all []any
	for _, page := range b.Pages() {
		all = append(all, page, b.On(page))
	}
	data, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return string(data)
}
