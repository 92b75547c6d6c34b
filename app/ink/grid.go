package ink

import (
	"cmp"
	"image"
	"math"
	"slices"
)

const (
	cellSize = 2000 // 1/100 pt: 7 mm, a word or two
	// spread is how many cells a stroke may fill; one that fills more is looked at always.
	spread = 4096
)

// Grid finds the strokes near a place of a page: each is listed in the cells that its line passes through.
type Grid[K comparable] struct {
	cells  map[image.Point][]*listed[K]
	wide   []*listed[K]
	known  map[K]*listed[K]
	number int
}

type listed[K comparable] struct {
	key    K
	number int // rises: a later stroke lies above
	shape  *Shape
	cells  []image.Point
}

// NewGrid returns an empty grid.
func NewGrid[K comparable]() *Grid[K] {
	return &Grid[K]{cells: map[image.Point][]*listed[K]{}, known: map[K]*listed[K]{}}
}

// Add lists a stroke above all others. One with the same key is taken out before.
func (g *Grid[K]) Add(key K, s Stroke) {
	g.Remove(key)
	g.number++
	one := &listed[K]{key: key, number: g.number, shape: NewShape(s)}
	g.known[key] = one
	if box := cellsOf(one.shape.Bounds); box.Dx() > spread || box.Dy() > spread || box.Dx()*box.Dy() > spread {
		g.wide = append(g.wide, one)
		return
	}
	in := map[image.Point]bool{}
	line := one.shape.Line
	looked := 0
	for i := range line {
		box := cellsOf(boundsOf(line[max(i-1, 0) : i+1]))
		if looked += box.Dx() * box.Dy(); looked > 16*spread { // to and fro over a large part of the page
			g.wide = append(g.wide, one)
			return
		}
		for cell := range points(box) {
			in[cell] = true
		}
	}
	for cell := range in {
		one.cells = append(one.cells, cell)
		g.cells[cell] = append(g.cells[cell], one)
	}
}

// Remove takes a stroke out.
func (g *Grid[K]) Remove(key K) {
	one := g.known[key]
	if one == nil {
		return
	}
	delete(g.known, key)
	is := func(l *listed[K]) bool { return l == one }
	g.wide = slices.DeleteFunc(g.wide, is)
	for _, cell := range one.cells {
		if left := slices.DeleteFunc(g.cells[cell], is); len(left) > 0 {
			g.cells[cell] = left
		} else {
			delete(g.cells, cell)
		}
	}
}

// Len returns how many strokes are listed.
func (g *Grid[K]) Len() int { return len(g.known) }

// Hit returns the strokes on which, or within tolerance (1/100 pt) of which, a place lies; the topmost first.
func (g *Grid[K]) Hit(x, y int32, tolerance float64) []K {
	return g.Crossing(x, y, x, y, tolerance)
}

// Crossing returns the strokes that an eraser meets on its way from a to b; the topmost first.
func (g *Grid[K]) Crossing(ax, ay, bx, by int32, tolerance float64) []K {
	reach := int(math.Ceil(tolerance))
	way := image.Rect(int(ax), int(ay), int(bx), int(by)).Inset(-reach)
	return g.near(way, func(s *Shape) bool { return s.Crosses(ax, ay, bx, by, tolerance) })
}

// In returns the strokes whose bounds meet a rectangle (1/100 pt); the topmost first.
func (g *Grid[K]) In(r image.Rectangle) []K {
	return g.near(r, func(s *Shape) bool {
		return s.Bounds.Min.X <= r.Max.X && s.Bounds.Max.X >= r.Min.X && s.Bounds.Min.Y <= r.Max.Y && s.Bounds.Max.Y >= r.Min.Y
	})
}

func (g *Grid[K]) near(r image.Rectangle, is func(*Shape) bool) []K {
	var found []*listed[K]
	seen := map[*listed[K]]bool{}
	look := func(all []*listed[K]) {
		for _, one := range all {
			if !seen[one] {
				seen[one] = true
				if is(one.shape) {
					found = append(found, one)
				}
			}
		}
	}
	look(g.wide)
	if box := cellsOf(r); box.Dx()*box.Dy() <= 4*len(g.cells) {
		for cell := range points(box) {
			look(g.cells[cell])
		}
	} else { // fewer cells are filled than asked for
		for cell, all := range g.cells {
			if cell.In(box) {
				look(all)
			}
		}
	}
	slices.SortFunc(found, func(a, b *listed[K]) int { return cmp.Compare(b.number, a.number) })
	keys := make([]K, len(found))
	for i, one := range found {
		keys[i] = one.key
	}
	return keys
}

// cellsOf returns the cells that a rectangle touches, its edges included.
func cellsOf(r image.Rectangle) image.Rectangle {
	return image.Rect(floor(r.Min.X), floor(r.Min.Y), floor(r.Max.X)+1, floor(r.Max.Y)+1)
}

func floor(v int) int { return int(math.Floor(float64(v) / cellSize)) }

func points(r image.Rectangle) func(yield func(image.Point) bool) {
	return func(yield func(image.Point) bool) {
		for y := r.Min.Y; y < r.Max.Y; y++ {
			for x := r.Min.X; x < r.Max.X; x++ {
				if !yield(image.Pt(x, y)) {
					return
				}
			}
		}
	}
}
