package ink

import (
	"image"
	"math"
	"slices"

	"golang.org/x/image/vector"
)

const (
	// sagitta is how far, in pixels, a line may be from its curve and a circle's side from its circle.
	sagitta = 0.2
	// finest is the least half width in pixels: finer ink would hardly be seen on a small picture.
	finest = 0.4
)

// pixelLine returns a stroke's smoothed line in pixels, scale of them a point, as exact as pixels show.
func pixelLine(s Stroke, scale float64) []Node {
	line := Smooth(s, sagitta*100/scale)
	inPixels(line, scale)
	kept := line[:0]
	for i, n := range line {
		if m := len(kept); m > 0 && i < len(line)-1 && math.Abs(n.X-kept[m-1].X)+math.Abs(n.Y-kept[m-1].Y) < 2*sagitta {
			continue
		}
		kept = append(kept, n)
	}
	return kept
}

func inPixels(line []Node, scale float64) {
	for i, n := range line {
		line[i] = Node{n.X * scale / 100, n.Y * scale / 100, max(finest, n.Radius*scale/100)}
	}
}

// tracer hands the ink of a line to a rasterizer, as pieces that all turn the same way: a strip for each stretch
// that bends gently, and a fan at each end and at the outer side of each sharp bend. Pieces that share a side fill
// every pixel of it exactly, for their parts are added; where they overlap the sum is cut off at full.
type tracer struct {
	raster      *vector.Rasterizer
	window      image.Rectangle // pixels that the rasterizer stands for
	left, right []vec           // sides of the strip under way
}

// vec is a direction, or a place.
type vec struct{ x, y float64 }

// reset empties the rasterizer and has it stand for a window.
func (t *tracer) reset(window image.Rectangle) {
	t.window = window
	t.raster.Reset(window.Dx(), window.Dy())
}

// line traces a line. before is the node before its first, with which it makes a bend there; nil for none: it
// begins round. open leaves its end to what follows.
func (t *tracer) line(before *Node, line []Node, open bool) {
	var last vec // direction of the segment before, of no length at first
	if before != nil && len(line) > 0 {
		last, _ = direction(*before, line[0])
	}
	for i := 1; i < len(line); i++ {
		p, q := line[i-1], line[i]
		to, length := direction(p, q)
		if length == 0 {
			continue
		}
		a, b, near := t.clip(p, q)
		whole := near && a == p && b == q
		if bisector, gentle := bisect(last, to, p.Radius, length); whole && gentle && len(t.left) > 0 {
			t.sides(p, bisector)
		} else {
			t.flush(p, last)
			t.bend(p, last, to)
			if near {
				t.sides(a, to.normal())
			}
			if near && !whole {
				t.flush(b, to)
			}
		}
		last = to
	}
	if n := len(line); n > 0 {
		t.flush(line[n-1], last)
		if !open {
			t.bend(line[n-1], last, vec{})
		}
	}
}

func direction(p, q Node) (to vec, length float64) {
	dx, dy := q.X-p.X, q.Y-p.Y
	length = math.Sqrt(dx*dx + dy*dy)
	if length == 0 {
		return vec{}, 0
	}
	return vec{dx / length, dy / length}, length
}

func (v vec) normal() vec { return vec{-v.y, v.x} }

func (v vec) back() vec { return vec{-v.x, -v.y} }

// bisect returns where both sides meet at a bend, as a multiple of the half width, if it is so gentle that the
// inner side does not fold.
func bisect(from, to vec, radius, length float64) (vec, bool) {
	dot, cross := from.x*to.x+from.y*to.y, from.x*to.y-from.y*to.x
	if dot < 0.9 || 2*math.Abs(cross)*radius > length*(1+dot) {
		return vec{}, false
	}
	return vec{-(from.y + to.y) / (1 + dot), (from.x + to.x) / (1 + dot)}, true
}

// sides adds a place of the line to the strip.
func (t *tracer) sides(n Node, normal vec) {
	t.left = append(t.left, vec{n.X + normal.x*n.Radius, n.Y + normal.y*n.Radius})
	t.right = append(t.right, vec{n.X - normal.x*n.Radius, n.Y - normal.y*n.Radius})
}

// flush ends the strip, if there is one, at a node.
func (t *tracer) flush(end Node, to vec) {
	if len(t.left) == 0 {
		return
	}
	t.sides(end, to.normal())
	t.move(t.left[0])
	for _, v := range t.left[1:] {
		t.to(v)
	}
	for _, v := range slices.Backward(t.right) {
		t.to(v)
	}
	t.raster.ClosePath()
	t.left, t.right = t.left[:0], t.right[:0]
}

// bend fills what is round where a line turns: the outer side of a bend, half a circle at an end, where the other
// direction has no length, and all of it for a dot.
func (t *tracer) bend(at Node, from, to vec) {
	dot, cross := from.x*to.x+from.y*to.y, from.x*to.y-from.y*to.x
	switch {
	case from == vec{} && to == vec{}:
		t.fan(at, vec{1, 0}, 2*math.Pi)
	case from == vec{}:
		t.fan(at, to.normal(), math.Pi)
	case to == vec{}:
		t.fan(at, from.normal().back(), math.Pi)
	case cross > 0 || cross == 0 && dot < 0:
		t.fan(at, from.normal().back(), math.Atan2(cross, dot))
	case cross < 0:
		t.fan(at, to.normal(), math.Atan2(-cross, dot))
	}
}

// fan fills the part of the circle around a node that begins at a direction and goes on by an angle.
func (t *tracer) fan(at Node, from vec, turn float64) {
	if _, _, in := t.clip(at, at); !in {
		return
	}
	steps := max(1, math.Ceil(turn/(2*math.Acos(1-min(1, sagitta/at.Radius)))))
	sin, cos := math.Sincos(turn / steps)
	t.left = t.left[:0]
	for range int(steps) + 1 {
		t.left = append(t.left, vec{at.X + from.x*at.Radius, at.Y + from.y*at.Radius})
		from = vec{from.x*cos - from.y*sin, from.x*sin + from.y*cos}
	}
	t.move(vec{at.X, at.Y})
	for _, v := range slices.Backward(t.left) {
		t.to(v)
	}
	t.raster.ClosePath()
	t.left = t.left[:0]
}

// clip returns the part of a segment whose ink may lie in the window (Liang and Barsky 1984), so that no ink far
// off the page costs time. What it cuts off ends outside, by more than the ink is wide.
func (t *tracer) clip(p, q Node) (Node, Node, bool) {
	reach := max(p.Radius, q.Radius) + 2
	low, high := within(0, 1, p.X, q.X-p.X, float64(t.window.Min.X)-reach, float64(t.window.Max.X)+reach)
	low, high = within(low, high, p.Y, q.Y-p.Y, float64(t.window.Min.Y)-reach, float64(t.window.Max.Y)+reach)
	if low > high {
		return p, q, false
	}
	between := func(u float64) Node {
		return Node{p.X + u*(q.X-p.X), p.Y + u*(q.Y-p.Y), p.Radius + u*(q.Radius-p.Radius)}
	}
	a, b := p, q
	if low > 0 {
		a = between(low)
	}
	if high < 1 {
		b = between(high)
	}
	return a, b, true
}

func (t *tracer) move(v vec) {
	t.raster.MoveTo(float32(v.x-float64(t.window.Min.X)), float32(v.y-float64(t.window.Min.Y)))
}

func (t *tracer) to(v vec) {
	t.raster.LineTo(float32(v.x-float64(t.window.Min.X)), float32(v.y-float64(t.window.Min.Y)))
}
