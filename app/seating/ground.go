package seating

import "math"

// unit is what the sine of 90 degrees is: directions are whole numbers, so that every device finds the same.
const unit = 1 << 16

// slack is how far two things may reach into each other before they overlap: places and directions are rounded.
const slack = 1

var sines = func() (table [360]int) {
	for degree := range table {
		table[degree] = int(math.Round(math.Sin(float64(degree)*math.Pi/180) * unit))
	}
	return table
}()

func sine(degrees int) int   { return sines[wrap(degrees)] }
func cosine(degrees int) int { return sine(degrees + 90) }

// wrap returns the same direction between 0 and 359.
func wrap(degrees int) int { return (degrees%360 + 360) % 360 }

// ground is a rectangle, or a circle of that width, that something stands on.
type ground struct {
	Point
	Size
	turn  int
	round bool
}

func (p Plan) groundOf(seat Seat) ground { return ground{seat.Point, p.Chair, seat.Turn, false} }
func (o Object) ground() ground          { return ground{o.Point, o.Size, o.Turn, o.Round} }

// axes returns the directions of width and depth, unit long.
func (g ground) axes() [2]Point {
	c, s := cosine(g.turn), sine(g.turn)
	return [2]Point{{c, s}, {-s, c}}
}

// corners returns the four corners, rounded.
func (g ground) corners() [4]Point {
	u := g.axes()
	at := func(w, d int) Point {
		return Point{g.X + half(w*u[0].X+d*u[1].X), g.Y + half(w*u[0].Y+d*u[1].Y)}
	}
	w, d := g.Width, g.Depth
	return [4]Point{at(-w, -d), at(w, -d), at(w, d), at(-w, d)}
}

// half returns a doubled length in units as millimetres, rounded to the nearest.
func half(doubled int) int { return int(math.Round(float64(doubled) / (2 * unit))) }

// bounds returns the smallest upright rectangle around, as its least and its greatest point.
func (g ground) bounds() (least, most Point) {
	if g.round {
		r := (g.Width + 1) / 2
		return Point{g.X - r, g.Y - r}, Point{g.X + r, g.Y + r}
	}
	corners := g.corners()
	least, most = corners[0], corners[0]
	for _, c := range corners[1:] {
		least, most = Point{min(least.X, c.X), min(least.Y, c.Y)}, Point{max(most.X, c.X), max(most.Y, c.Y)}
	}
	return least, most
}

// overlaps reports whether the two reach into each other by more than the slack.
func (g ground) overlaps(o ground) bool {
	switch {
	case g.round && o.round:
		dx, dy, reach := g.X-o.X, g.Y-o.Y, (g.Width+o.Width)/2-slack
		return reach > 0 && dx*dx+dy*dy < reach*reach
	case g.round:
		return o.distance(g.Point) < g.Width/2-slack
	case o.round:
		return g.distance(o.Point) < o.Width/2-slack
	}
	mine, others := g.axes(), o.axes()
	for _, axis := range [4]Point{mine[0], mine[1], others[0], others[1]} {
		apart := 2 * unit * abs((o.X-g.X)*axis.X+(o.Y-g.Y)*axis.Y)
		reach := g.reach(mine, axis) + o.reach(others, axis)
		if apart >= reach-2*slack*unit*unit {
			return false
		}
	}
	return true
}

// reach returns how far the rectangle reaches along an axis from one end to the other, in units squared.
func (g ground) reach(axes [2]Point, along Point) int {
	return g.Width*abs(axes[0].X*along.X+axes[0].Y*along.Y) + g.Depth*abs(axes[1].X*along.X+axes[1].Y*along.Y)
}

// distance returns how far a point is from the ground; 0 on it.
func (g ground) distance(at Point) int {
	dx, dy := float64(at.X-g.X), float64(at.Y-g.Y)
	if g.round {
		return max(0, int(math.Round(math.Hypot(dx, dy)))-g.Width/2)
	}
	u := g.axes()
	along := math.Abs(dx*float64(u[0].X)+dy*float64(u[0].Y))/unit - float64(g.Width)/2
	across := math.Abs(dx*float64(u[1].X)+dy*float64(u[1].Y))/unit - float64(g.Depth)/2
	return int(math.Round(math.Hypot(max(0, along), max(0, across))))
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// Bounds returns the smallest upright rectangle around all seats and objects, as its least and its greatest point;
// false where there is nothing.
func (p Plan) Bounds() (least, most Point, any bool) {
	add := func(g ground) {
		from, to := g.bounds()
		if !any {
			least, most, any = from, to, true
		}
		least, most = Point{min(least.X, from.X), min(least.Y, from.Y)}, Point{max(most.X, to.X), max(most.Y, to.Y)}
	}
	for _, seat := range p.Seats {
		add(p.groundOf(seat))
	}
	for _, object := range p.Objects {
		add(object.ground())
	}
	return least, most, any
}

// Nearest returns the seat that a touch at this point means: the one it is on, or else the nearest one whose edge is
// not farther than reach. Where two are as near, the one whose middle is nearer.
func (p Plan) Nearest(at Point, reach int) (Seat, bool) {
	best, nearest, middle := -1, reach, 0
	for i, seat := range p.Seats {
		away := p.groundOf(seat).distance(at)
		dx, dy := seat.X-at.X, seat.Y-at.Y
		if square := dx*dx + dy*dy; away < nearest || away == nearest && (best < 0 || square < middle) {
			best, nearest, middle = i, away, square
		}
	}
	if best < 0 {
		return Seat{}, false
	}
	return p.Seats[best], true
}
