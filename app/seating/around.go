package seating

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// U (hình chữ U) is a table in three parts that is open to the back of the room, with seats around its outside.
type U struct {
	Base
	Seats  int
	Across int // seats along the front part; 0: a third
}

// Plan lays it out. Seats are numbered along the table: left side from the back, front, right side to the back.
func (u U) Plan() (Plan, error) {
	b, err := newBuilder(u.Base, u.Seats)
	if err != nil {
		return Plan{}, err
	}
	across := u.Across
	if across == 0 {
		across = (u.Seats + 2) / 3
	}
	if !between(across, 1, u.Seats) {
		return Plan{}, refuse(WrongMeasure)
	}
	m := u.Measures
	table := max(m.Table, minSide)
	left := (u.Seats - across + 1) / 2
	right := u.Seats - across - left
	width := max(across*b.step(), 2*table+m.Aisle)
	out := m.Gap + (m.Chair.Depth+1)/2 // from the table's edge to the middle of a seat
	for n := range left {
		b.seat(Point{-width/2 - out, table + (left-1-n)*b.step() + b.step()/2}, 90, b.label(0, n), "")
	}
	for n := range across {
		b.seat(Point{-across*b.step()/2 + n*b.step() + b.step()/2, -out}, 180, b.label(0, left+n), "")
	}
	for n := range right {
		b.seat(Point{width/2 + out, table + n*b.step() + b.step()/2}, 270, b.label(0, left+across+n), "")
	}
	if m.Table > 0 {
		b.object(Table, Point{0, table / 2}, Size{width, table}, 0)
		for _, arm := range []struct{ side, chairs int }{{-1, left}, {1, right}} {
			if arm.chairs > 0 {
				b.object(Table, Point{arm.side * (width/2 - table/2), table + arm.chairs*b.step()/2}, Size{table, arm.chairs * b.step()}, 0)
			}
		}
	}
	return b.finish()
}

// Round (bàn tròn) is one ring of seats that look to its middle.
type Round struct {
	Base
	Seats int
}

// rounding is by how much a turned chair may reach beyond where it was meant to, its place and direction being whole
// numbers: half a degree at its farthest corner, on both of two chairs.
func rounding(chair Size) float64 {
	return math.Hypot(float64(chair.Width), float64(chair.Depth))*math.Pi/360 + 4
}

// Plan lays it out. The first seat is at the front; numbers go round clockwise.
func (r Round) Plan() (Plan, error) {
	b, err := newBuilder(r.Base, r.Seats)
	if err != nil {
		return Plan{}, err
	}
	m := r.Measures
	depth := float64(m.Chair.Depth)
	inner := float64(max(m.Table, minChair)) + rounding(m.Chair) // radius to the front of the chairs
	if r.Seats > 2 {
		side := float64(b.step()) + rounding(m.Chair)
		inner = max(inner, side/2/math.Tan(math.Pi/float64(r.Seats)))
	}
	for n := range r.Seats {
		angle := 2 * math.Pi * float64(n) / float64(r.Seats)
		b.seat(along(inner+depth/2, angle), degrees(angle)+180, strconv.Itoa(n+1), "")
	}
	if across := int(2 * (inner - float64(m.Gap) - rounding(m.Chair))); m.Table > 0 && across >= m.Table {
		b.object(Table, Point{}, Size{across, across}, 0)
		b.plan.Objects[len(b.plan.Objects)-1].Round = true
	}
	return b.finish()
}

// Hall (hội trường) is curved rows about the stage, in blocks with aisles that run to it.
type Hall struct {
	Base
	Seats  int
	Blocks int // 1 to 12
	Arc    int // degrees that the rows span: 20 to 160
	Radius int // of the first row; 0: the least there can be
}

// mostRows bounds the work: rows too short for one seat in each block are passed over.
const mostRows = 400

// Plan lays it out: full rows from the front; the last row has what is left, in the middle of each block.
func (h Hall) Plan() (Plan, error) {
	b, err := newBuilder(h.Base, h.Seats)
	if err != nil {
		return Plan{}, err
	}
	m := h.Measures
	m.Table, b.base.Measures.Table = 0, 0 // curved rows have no tables
	least := 3 * max(m.Chair.Width, m.Chair.Depth)
	if !between(h.Blocks, 1, 12) || !between(h.Arc, 20, 160) || !between(h.Radius, 0, MaxRoom) ||
		m.Pitch < m.Chair.Depth+m.Chair.Width/8+leastGap {
		return Plan{}, refuse(WrongMeasure)
	}
	wedge := float64(h.Arc) * math.Pi / 180 / float64(h.Blocks)
	middle := func(block int) float64 { return (float64(block) - float64(h.Blocks-1)/2) * wedge }
	left, named := h.Seats, 0
	for row := 0; left > 0; row++ {
		radius := max(h.Radius, least) + row*m.Pitch
		if row >= mostRows || radius > MaxRoom {
			return Plan{}, refuse(WrongMeasure)
		}
		inner := float64(radius) - float64(m.Chair.Depth)/2
		each := 2 * math.Atan((float64(b.step())+rounding(m.Chair))/2/inner)
		capacity := int((wedge - float64(m.Aisle)/inner) / each)
		if capacity < 1 {
			continue
		}
		counts := h.share(min(left, capacity*h.Blocks), capacity)
		inRow := 0
		for block, count := range counts {
			for n := range count {
				angle := middle(block) + (float64(n)-float64(count-1)/2)*each
				at := along(float64(radius), angle)
				name := ""
				if h.Blocks > 1 {
					name = letters(block)
				}
				b.seat(Point{at.X, -at.Y}, -degrees(angle), b.label(named, inRow), name)
				inRow++
			}
			left -= count
		}
		named++
	}
	return b.finish()
}

// share deals so many seats to the blocks of a row, those in the middle first, none more than it has room for.
func (h Hall) share(seats, capacity int) []int {
	order := make([]int, h.Blocks)
	for block := range order {
		order[block] = block
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(abs(2*x-h.Blocks+1), abs(2*y-h.Blocks+1)) })
	counts := make([]int, h.Blocks)
	for n := 0; seats > 0; n = (n + 1) % h.Blocks {
		if counts[order[n]] < capacity {
			counts[order[n]]++
			seats--
		}
	}
	return counts
}
