package seating

import "slices"

// Snap returns by how much to move, when a finger moved the first of these things by so much: so that it comes to stand
// in line with another seat or object that is not moved, where one is within reach, or else on the grid. Rows and
// columns are found apart. A grid of 0 is none.
func (p Plan) Snap(ids []string, by Point, grid, reach int) Point {
	if len(ids) == 0 {
		return by
	}
	from, err := p.middle(ids[:1])
	if err != nil {
		return by
	}
	to := Point{from.X + by.X, from.Y + by.Y}
	x, y := onGrid(to.X, grid), onGrid(to.Y, grid)
	nearX, nearY := reach+1, reach+1
	line := func(at Point) {
		if away := abs(at.X - to.X); away < nearX {
			x, nearX = at.X, away
		}
		if away := abs(at.Y - to.Y); away < nearY {
			y, nearY = at.Y, away
		}
	}
	for _, seat := range p.Seats {
		if !slices.Contains(ids, seat.ID) {
			line(seat.Point)
		}
	}
	for _, object := range p.Objects {
		if !slices.Contains(ids, object.ID) {
			line(object.Point)
		}
	}
	return Point{x - from.X, y - from.Y}
}

// onGrid returns the line of the grid that is nearest.
func onGrid(n, grid int) int {
	if grid <= 0 {
		return n
	}
	return (n + grid/2) / grid * grid
}
