package ink

import (
	"math"
	"slices"
)

// Sweep (vệt tẩy) is the way of a round eraser from A to B.
type Sweep struct {
	AX, AY, BX, BY int32
	Radius         float64 // 1/100 pt
}

// CutTolerance is how exact Cut is: 0.15 pt, 0.05 mm.
const CutTolerance = 15

const (
	// straight is how far a curve may be from its chord to be left as it is beside a cut.
	straight = 5
	// crumb is the length of what is not worth keeping.
	crumb = 10
)

// Cut returns the pieces of the stroke whose ink the eraser did not touch, in their order, and whether it
// touched any. Pieces end where their round end meets the swept circle. What remains is where it was: the
// smoothed lines of the pieces lie within CutTolerance of the stroke's, and no part of the line that is further
// from the eraser than that is gone, but for crumbs shorter than 0.1 pt. Within 20 ms of a cut the width may
// change by as much as the speed did. Near the cuts pieces have more points, never more than MaxPoints each.
func (s Stroke) Cut(by Sweep) (pieces []Stroke, touched bool) {
	knots := knotsOf(s)
	spans := by.spans(knots)
	if len(spans) == 0 {
		return []Stroke{s}, false
	}
	from := 0.0
	for _, gone := range append(spans, [2]float64{math.Inf(1), math.Inf(1)}) {
		to := min(gone[0], float64(len(knots)-1))
		if to > from {
			pieces = append(pieces, s.piece(knots, from, to)...)
		}
		from = gone[1]
	}
	return pieces, true
}

// knot is a node of the smoothed line with what its point, or the points beside it, say.
type knot struct {
	Node
	millis float64
	point  int // of the stroke; -1 for a node between two
}

func knotsOf(s Stroke) []knot {
	var owners [][2]int
	line := smooth(s, HitFlatness, func(point, node int) { owners = append(owners, [2]int{point, node}) })
	knots := make([]knot, len(line))
	for i, n := range line {
		knots[i] = knot{Node: n, point: -1}
	}
	for i, owner := range owners {
		here := float64(s.Points[owner[0]].Millis)
		knots[owner[1]].point, knots[owner[1]].millis = owner[0], here
		if i+1 < len(owners) {
			there := float64(s.Points[owners[i+1][0]].Millis)
			for k := owner[1] + 1; k < owners[i+1][1]; k++ {
				knots[k].millis = here + (there-here)*float64(k-owner[1])/float64(owners[i+1][1]-owner[1])
			}
		}
	}
	return knots
}

// at is the place between two knots.
func at(knots []knot, u float64) knot {
	k := min(int(u), len(knots)-1)
	p, q, t := knots[k], knots[min(k+1, len(knots)-1)], u-float64(k)
	if t == 0 {
		return p
	}
	return knot{Node{p.X + t*(q.X-p.X), p.Y + t*(q.Y-p.Y), p.Radius + t*(q.Radius-p.Radius)}, p.millis + t*(q.millis-p.millis), -1}
}

// spans returns where the eraser touches, as numbers of knots with fractions, in order and apart.
func (w Sweep) spans(knots []knot) [][2]float64 {
	var spans [][2]float64
	for k := range max(1, len(knots)-1) {
		if len(knots) == 0 {
			break
		}
		p, q := knots[k], knots[min(k+1, len(knots)-1)]
		t0, t1, touches := w.over(p.Node, q.Node)
		if !touches {
			continue
		}
		u0, u1 := float64(k)+t0, float64(k)+t1
		if n := len(spans); n > 0 && u0 <= spans[n-1][1] {
			spans[n-1][1] = u1
		} else {
			spans = append(spans, [2]float64{u0, u1})
		}
	}
	return spans
}

// over returns the part of the segment from p to q that the eraser touches: a stretch, for the swept circle is
// convex. It is the union of those within the circles at both ends and within the band between them.
func (w Sweep) over(p, q Node) (t0, t1 float64, touches bool) {
	reach := w.Radius + max(p.Radius, q.Radius)
	t0, t1 = math.Inf(1), math.Inf(-1)
	add := func(a, b float64) {
		if a, b = max(a, 0), min(b, 1); a <= b {
			t0, t1 = min(t0, a), max(t1, b)
		}
	}
	ax, ay, bx, by := float64(w.AX), float64(w.AY), float64(w.BX), float64(w.BY)
	dx, dy := q.X-p.X, q.Y-p.Y
	for _, c := range [2][2]float64{{ax, ay}, {bx, by}} {
		fx, fy := p.X-c[0], p.Y-c[1]
		a, b, e := dx*dx+dy*dy, fx*dx+fy*dy, fx*fx+fy*fy-reach*reach
		if a == 0 {
			if e <= 0 {
				add(0, 1)
			}
		} else if root := b*b - a*e; root >= 0 {
			root = math.Sqrt(root)
			add((-b-root)/a, (-b+root)/a)
		}
	}
	if length := math.Hypot(bx-ax, by-ay); length > 0 {
		ex, ey := (bx-ax)/length, (by-ay)/length
		low, high := within(0, 1, (p.X-ax)*ex+(p.Y-ay)*ey, dx*ex+dy*ey, 0, length)
		add(within(low, high, (p.Y-ay)*ex-(p.X-ax)*ey, dy*ex-dx*ey, -reach, reach))
	}
	return t0, t1, t0 <= t1
}

// within narrows a stretch from low to high to where v + t·d lies between two bounds; low above high for nowhere.
func within(low, high, v, d, least, most float64) (float64, float64) {
	if d == 0 {
		if v < least || v > most {
			return 1, 0
		}
		return low, high
	}
	a, b := (least-v)/d, (most-v)/d
	return max(low, min(a, b)), min(high, max(a, b))
}

// piece returns the stroke between two places of its line; none for a crumb, more than one where it has too many
// points.
func (s Stroke) piece(knots []knot, from, to float64) []Stroke {
	first, last := int(math.Floor(from))+1, int(math.Ceil(to))-1
	whole := []knot{at(knots, from)}
	if first <= last {
		whole = append(whole, knots[first:last+1]...)
	}
	whole = append(whole, at(knots, to))
	length := 0.0
	for i := 1; i < len(whole); i++ {
		length += math.Hypot(whole[i].X-whole[i-1].X, whole[i].Y-whole[i-1].Y)
	}
	if length < crumb {
		return nil
	}
	keep := make([]bool, len(whole))
	keep[0], keep[len(keep)-1] = true, true
	for i := range whole {
		keep[i] = keep[i] || whole[i].point >= 0
	}
	if from > 0 {
		thicken(whole, keep)
	}
	if to < float64(len(knots)-1) {
		slices.Reverse(whole)
		slices.Reverse(keep)
		thicken(whole, keep)
		slices.Reverse(whole)
		slices.Reverse(keep)
	}
	var points []Point
	pressure := s.Points[0].Pressure
	for i, k := range whole {
		if k.point >= 0 {
			pressure = s.Points[k.point].Pressure
		}
		if !keep[i] {
			continue
		}
		p := Point{int32(math.Round(k.X)), int32(math.Round(k.Y)), pressure, uint32(math.Round(k.millis))}
		if n := len(points); n > 0 && points[n-1].X == p.X && points[n-1].Y == p.Y {
			continue
		}
		points = append(points, p)
	}
	var parts []Stroke
	for len(points) > 0 {
		part := s
		part.Points = slices.Clone(points[:min(len(points), MaxPoints)])
		for i, began := 0, part.Points[0].Millis; i < len(part.Points); i++ {
			part.Points[i].Millis -= began
		}
		parts = append(parts, part)
		if len(points) <= MaxPoints {
			break
		}
		points = points[MaxPoints-1:]
	}
	return parts
}

// thicken keeps all nodes from a cut at the beginning up to where the line is nearly straight for one segment:
// without the points behind the cut its curve would be another.
func thicken(line []knot, keep []bool) {
	for first, n := 0, 0; first < len(line)-1; n++ {
		end := first + 1
		for end < len(line)-1 && line[end].point < 0 {
			end++
		}
		a, b, bend := line[first], line[end], 0.0
		for i := first + 1; i < end; i++ {
			bend = max(bend, squareTo(line[i].X, line[i].Y, a.X, a.Y, b.X, b.Y))
		}
		if n > 0 && bend <= straight*straight {
			return
		}
		for i := first; i <= end; i++ {
			keep[i] = true
		}
		first = end
	}
}
