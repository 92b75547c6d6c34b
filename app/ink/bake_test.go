package ink

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func white(r image.Rectangle) *image.RGBA {
	page := image.NewRGBA(r)
	draw.Draw(page, r, image.White, image.Point{}, draw.Src)
	return page
}

// Every pixel is as dark as the ink over it, held against the distance from the line.
func TestPixelsAreWhereTheInkIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawStroke(t)
		s.Tool, s.Colour = Pen, 0
		for i := range s.Points {
			s.Points[i].X, s.Points[i].Y = s.Points[i].X/4+8000, s.Points[i].Y/4+8000
		}
		scale := rapid.Float64Range(0.5, 3).Draw(t, "scale")
		page := image.NewRGBA(image.Rect(0, 0, 700, 700))
		Bake(page, []Stroke{s}, scale, page.Rect)
		line := pixelLine(s, scale)
		for range 40 {
			n := line[rapid.IntRange(0, len(line)-1).Draw(t, "node")]
			x := int(n.X) + rapid.IntRange(-25, 25).Draw(t, "x")
			y := int(n.Y) + rapid.IntRange(-25, 25).Draw(t, "y")
			if !image.Pt(x, y).In(page.Rect) {
				continue
			}
			depth := math.Inf(-1) // how deep in the ink the pixel's middle is
			walkFine(line, func(m Node) { depth = max(depth, m.Radius-math.Hypot(m.X-float64(x)-0.5, m.Y-float64(y)-0.5)) })
			alpha := page.RGBAAt(x, y).A
			if depth > 1.5 && alpha < 235 || depth < -1.2 && alpha > 0 {
				t.Fatalf("pixel %d,%d is %d, %.2f deep", x, y, alpha, depth)
			}
		}
	})
}

func walkFine(line []Node, yield func(Node)) {
	for i := range line {
		p, q := line[max(i-1, 0)], line[i]
		steps := math.Ceil(math.Hypot(q.X-p.X, q.Y-p.Y)*8) + 1
		for k := 0.0; k <= steps; k++ {
			u := k / steps
			yield(Node{p.X + u*(q.X-p.X), p.Y + u*(q.Y-p.Y), p.Radius + u*(q.Radius-p.Radius)})
		}
	}
}

// A page baked in parts is the page baked at once, and nothing outside the part changes.
func TestBakingInPartsIsTheSame(t *testing.T) {
	strokes := full(200)
	for i := range strokes {
		if i%3 == 0 {
			strokes[i].Tool, strokes[i].Width, strokes[i].Colour = Marker, 1200, 0xffe100
		}
	}
	whole, parts := white(image.Rect(0, 0, 1300, 900)), white(image.Rect(0, 0, 1300, 900))
	Bake(whole, strokes, 2, whole.Rect)
	for _, part := range []image.Rectangle{image.Rect(0, 0, 700, 333), image.Rect(700, 0, 1300, 333), image.Rect(0, 333, 1300, 900)} {
		before := append([]byte{}, parts.Pix...)
		Bake(parts, strokes, 2, part)
		for y := range 900 {
			for x := range 1300 {
				if i := parts.PixOffset(x, y); !image.Pt(x, y).In(part) && !bytes.Equal(before[i:i+4], parts.Pix[i:i+4]) {
					t.Fatalf("%d,%d changed, outside %v", x, y, part)
				}
			}
		}
	}
	if d := furthest(whole, parts); d > 3 {
		t.Errorf("differs by %d", d)
	}
	if furthest(whole, white(whole.Rect)) < 200 {
		t.Error("nothing is drawn")
	}
}

// furthest is by how much two pictures differ where they differ most.
func furthest(a, b *image.RGBA) int {
	most := 0
	for i := range a.Pix {
		most = max(most, int(a.Pix[i])-int(b.Pix[i]), int(b.Pix[i])-int(a.Pix[i]))
	}
	return most
}

func TestMarkersLieUnderPensAndInOneLayer(t *testing.T) {
	toAndFro := Stroke{Tool: Marker, Colour: 0xffff00, Width: 2000}
	for i := range 9 {
		toAndFro.Points = append(toAndFro.Points, Point{X: int32(2000 + i%2*6000), Y: 5000, Millis: uint32(i)})
	}
	once := toAndFro
	once.Points = once.Points[:2]
	pen := Stroke{Tool: Pen, Colour: 0xc00000, Width: 400, Points: []Point{{X: 5000, Y: 2000}, {X: 5000, Y: 8000}}}
	page := func(strokes ...Stroke) *image.RGBA {
		p := white(image.Rect(0, 0, 100, 100))
		p.Set(30, 50, color.Black)
		Bake(p, strokes, 1, p.Rect)
		return p
	}
	many, one, two := page(pen, toAndFro), page(once), page(once, once)
	yellow := one.RGBAAt(40, 50)
	if many.RGBAAt(40, 50) != yellow || yellow.R != 255 || yellow.G != 255 || yellow.B > 160 || yellow.B < 100 {
		t.Errorf("to and fro %v, once %v", many.RGBAAt(40, 50), yellow)
	}
	if got := two.RGBAAt(40, 50); got.B >= yellow.B {
		t.Errorf("two markers %v, one %v", got, yellow)
	}
	if got := many.RGBAAt(30, 50); got != (color.RGBA{0, 0, 0, 255}) {
		t.Errorf("text under the marker is %v", got)
	}
	if got := many.RGBAAt(50, 50); got != (color.RGBA{0xc0, 0, 0, 255}) {
		t.Errorf("a pen over the marker is %v", got)
	}
	clear := image.NewRGBA(image.Rect(0, 0, 100, 100))
	Bake(clear, []Stroke{once}, 1, clear.Rect)
	if got := clear.RGBAAt(40, 50); got.A != markerAlpha || got.R != got.A || got.G != got.A || got.B != 0 {
		t.Errorf("on nothing %v", got)
	}
}

// Ink far off the page, and pages of no size, cost nothing and break nothing.
func TestInkOffThePage(t *testing.T) {
	wild := Stroke{Tool: Pen, Width: MaxWidth}
	for i := range 2000 {
		wild.Points = append(wild.Points, Point{X: int32(i%2*2-1) * MaxCoordinate, Y: int32(i%3-1) * MaxCoordinate, Millis: uint32(i)})
	}
	page := image.NewRGBA(image.Rect(0, 0, 1600, 1600))
	Bake(page, []Stroke{wild, {}}, 2.7, page.Rect)
	Bake(page, []Stroke{wild}, 0, page.Rect)
	Bake(image.NewRGBA(image.Rectangle{}), []Stroke{wild}, 1, page.Rect)
	Bake(image.NewRGBA(image.Rect(-300, -300, -100, -100)), []Stroke{wild}, 1, image.Rect(-1000, -1000, 1000, 1000))
}

// A stroke drawn point by point comes to the same picture as the stroke baked.
func TestLiveStrokesLookAsBaked(t *testing.T) {
	for seed, tool := range []Tool{Pen, Marker, Pen, Pen} {
		s := hand(22_000, 25_600, 300, uint64(seed))
		s.Tool = tool
		if seed == 3 { // a pen that tells no times
			for i := range s.Points {
				s.Points[i].Millis = 0
			}
		}
		live := NewLive(s.Tool, s.Colour, s.Width, 2)
		shown := image.NewRGBA(image.Rect(0, 0, 1600, 1600))
		for i, p := range s.Points {
			most := 0
			for _, tile := range live.Add(p) {
				if tile.Picture.Rect.Dx() > 512 || tile.Picture.Rect.Dy() > 512 {
					t.Fatalf("a tile of %v", tile.Picture.Rect)
				}
				draw.Draw(shown, tile.Dirty, tile.Picture, tile.Dirty.Min, draw.Src)
				most = max(most, tile.Dirty.Dx(), tile.Dirty.Dy())
			}
			if i > 20 && most > 400 {
				t.Fatalf("point %d draws %d pixels anew", i, most)
			}
			if i%50 == 49 || i == len(s.Points)-1 {
				part := live.Stroke()
				baked := image.NewRGBA(shown.Rect)
				Bake(baked, []Stroke{part}, 2, baked.Rect)
				if d := furthest(baked, shown); d > 128 { // at the edge, where the strip that settled meets what may still change
					t.Fatalf("%s, after %d points: differs by %d", tool, i+1, d)
				}
			}
		}
		if len(live.Tiles()) < 2 {
			t.Errorf("only %d tiles", len(live.Tiles()))
		}
	}
}

func TestLiveTakesWhatMayBeKept(t *testing.T) {
	live := NewLive(Pen, 0, 100, 1)
	if len(live.Add(Point{X: 100, Y: 100, Millis: 5})) != 1 {
		t.Error("no dot")
	}
	for _, p := range []Point{{X: MaxCoordinate + 1}, {X: 101, Millis: 4}, {X: 100, Y: 100, Millis: 9}, {X: 1, Millis: MaxMillis + 1}} {
		if live.Add(p) != nil || len(live.Stroke().Points) != 1 {
			t.Errorf("%v was taken", p)
		}
	}
}

func BenchmarkBake1500Strokes(b *testing.B) {
	strokes := full(1500)
	page := image.NewRGBA(image.Rect(0, 0, 1600, 2263))
	for b.Loop() {
		Bake(page, strokes, 1600/595.0, page.Rect)
	}
}

// Decoded from what is kept and baked: what opening a page with so much ink takes.
func BenchmarkOpen1500Strokes(b *testing.B) {
	var kept [][]byte
	for i, s := range full(1500) {
		s.Colour = Colour(i % 2 * 0xff) // no two that follow each other can be filled at once
		data, err := Encode(s)
		if err != nil {
			b.Fatal(err)
		}
		kept = append(kept, data)
	}
	for b.Loop() {
		page := image.NewRGBA(image.Rect(0, 0, 1600, 2263))
		var strokes []Stroke
		for _, data := range kept {
			s, err := Decode(data)
			if err != nil {
				b.Fatal(err)
			}
			strokes = append(strokes, s)
		}
		Bake(page, strokes, 1600/595.0, page.Rect)
	}
}

func BenchmarkLivePoint(b *testing.B) {
	s := hand(15_000, 18_000, 1000, 1)
	live := NewLive(Pen, 0, 120, 1600/595.0)
	i := 0
	for b.Loop() {
		if i == len(s.Points) {
			i, live = 0, NewLive(Pen, 0, 120, 1600/595.0)
		}
		live.Add(s.Points[i])
		i++
	}
}
