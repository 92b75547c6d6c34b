package notes

import (
	"fmt"
	"image"
	"slices"
	"strings"
	"testing"

	"congso.vn/congso/app/ink"
)

// What is certain is carried, in its kind and its layers; the rest is left, with the paper that it was on.
func TestMarksAreCarried(t *testing.T) {
	const first, second = "Điều 1 tổng mức đầu tư là 12,4 tỷ đồng từ ngân sách phường", "Điều 2 giao Ủy ban nhân dân phường tổ chức thực hiện nghị quyết này"
	old := set("old", first, second)
	issued := set("new", "Căn cứ Luật Đầu tư công số 39 và các văn bản hướng dẫn thi hành", first, "Điều 2 bãi bỏ các quy định trước đây")
	at := old.Leaves[0].Words[3].Rect.Min
	stroke := mustInk(t, ink.Stroke{Tool: ink.Pen, Width: 100, Points: []ink.Point{{X: int32(at.X), Y: int32(at.Y)}, {X: int32(at.X) + 4000, Y: int32(at.Y) + 400, Millis: 9}}})
	marked := light(t, old, "tổng mức đầu tư", 0)
	lost := light(t, old, "giao Ủy ban nhân dân phường", 0)
	lost.ID = "lost"
	written := Mark{ID: "ink", Kind: Ink, Stroke: stroke, Anchor: Anchor{Blob: "old", Content: old.Leaves[0].Content}}
	c := Carried{Pages: map[Page][]Entry{}}
	c.Carry("d1", []Entry{{Mark: marked, Places: []string{All}}, {Mark: written, Places: []string{Own}}, {Mark: lost, Places: []string{Own}}}, old, issued)

	there := c.Pages[Page{"new", 0}]
	if len(there) != 2 || there[0].ID != "m" || there[0].Places[0] != All || there[1].ID != "ink" {
		t.Fatalf("carried %+v", there)
	}
	if got := under(issued, there[0].Anchor); got != "tổng mức đầu tư" {
		t.Errorf("the highlight lies on %q", got)
	}
	moved, err := ink.Decode(there[1].Stroke)
	if want := 2 * 1800; err != nil || int(moved.Points[0].Y)-at.Y != want || int(moved.Points[0].X) != at.X {
		t.Errorf("ink went from %v to %+v", at, moved.Points)
	}
	if len(c.Left) != 1 || c.Left[0].ID != "lost" || c.Left[0].Document != "d1" || c.Left[0].Anchor.Blob != "old" {
		t.Errorf("left %+v", c.Left)
	}
}

func mustInk(t testing.TB, s ink.Stroke) []byte {
	t.Helper()
	data, err := ink.Encode(s)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// Putting marks elsewhere and taking them away is one act over all layers: one undo takes it back.
func TestPlacingIsOneAct(t *testing.T) {
	newID, clock := ids(1), &Clock{}
	book := NewBook()
	history := NewHistory("p1", book)
	apply := func(placed []Placed) {
		t.Helper()
		for _, p := range placed {
			if err := p.Edit.Check(); err != nil {
				t.Fatal(err)
			}
			book.Apply(Layer{"p1", p.Place}, p.Edit)
			history.Apply(p.Place, p.Edit)
		}
	}
	both := sticky(newID(), "cả hai", clock.Now(1))
	own := strokeMark(t, newID(), clock.Now(1), 3)
	apply([]Placed{{Own, Edit{ID: newID(), At: clock.Now(1), Adds: []Mark{both, own}}}, {All, Edit{ID: newID(), At: clock.Now(1), Adds: []Mark{both}}}})
	where := func() string {
		var all []string
		for _, page := range book.Pages() {
			for _, e := range book.On(page) {
				all = append(all, fmt.Sprintf("%s/%d %s %v %v", page.Blob, page.Number, e.Kind, e.Places, boundsIn(e.Mark)))
			}
		}
		slices.Sort(all)
		return strings.Join(all, "\n")
	}
	before := where()
	var marks []Entry
	for _, page := range book.Pages() {
		marks = append(marks, book.On(page)...)
	}
	on := Anchor{Blob: "b9", Page: 4, Content: "c9"}
	placed, ok := Replaced(marks, on, image.Pt(700, -300), newID, clock.Now(2))
	if !ok || len(placed) != 2 {
		t.Fatalf("%v %+v", ok, placed)
	}
	apply(placed)
	if len(book.Pages()) != 1 || book.Pages()[0] != (Page{"b9", 4}) {
		t.Errorf("now on\n%s", where())
	}
	for _, e := range book.On(Page{"b9", 4}) {
		i := slices.IndexFunc(marks, func(m Entry) bool { return m.ID == e.Replaces })
		if i < 0 || boundsIn(e.Mark) != boundsIn(marks[i].Mark).Add(image.Pt(700, -300)) || !slices.Equal(e.Places, marks[i].Places) || e.Anchor.Content != "c9" {
			t.Errorf("%+v", e)
		}
	}
	apply(history.Undo(newID, clock.Now(3)))
	if got := where(); got != before {
		t.Errorf("after undo\n%s\nnot\n%s", got, before)
	}
	marks = marks[:0]
	for _, page := range book.Pages() {
		marks = append(marks, book.On(page)...)
	}
	apply(Removed(marks, newID, clock.Now(4)))
	if len(book.Pages()) != 0 {
		t.Errorf("still there\n%s", where())
	}
	apply(history.Undo(newID, clock.Now(5)))
	if got := where(); got != before {
		t.Errorf("after undo of a removal\n%s\nnot\n%s", got, before)
	}
	if _, ok := Replaced(marks[:1], on, image.Pt(1<<30, 0), newID, clock.Now(6)); ok && marks[0].Kind == Ink {
		t.Error("put beyond every page")
	}
}

func boundsIn(m Mark) image.Rectangle {
	bounds, _ := boundsOf(m)
	return bounds
}
