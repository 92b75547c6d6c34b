package ink

import (
	"image"
	"image/color"

	"golang.org/x/image/vector"
)

// Tile is one square of a page, at most 512 pixels wide and high, on which a live stroke is seen.
type Tile struct {
	Picture *image.RGBA     // transparent where there is no ink; its bounds are the square in pixels of the page
	Dirty   image.Rectangle // what the last Add changed

	settled image.Alpha // coverage by what does not change any more
	tail    image.Rectangle
}

// Live (nét đang vẽ) draws the one stroke that is under way, point by point: what a point costs does not depend on
// how long the stroke is. When it is done the stroke is baked, and the tiles are thrown away. A marker is
// shown translucent.
type Live struct {
	stroke  Stroke
	scale   float64
	settled int   // segments of the stroke that do not change any more
	before  *Node // the last but one node of what is settled, in pixels
	tracer  tracer
	mask    image.Alpha
	tiles   map[image.Point]*Tile
}

// NewLive begins a stroke on a page of which scale pixels are a point.
func NewLive(tool Tool, colour Colour, width int32, scale float64) *Live {
	return &Live{stroke: Stroke{Tool: tool, Colour: colour, Width: width}, scale: scale,
		tracer: tracer{raster: &vector.Rasterizer{}}, tiles: map[image.Point]*Tile{}}
}

// Stroke returns what was drawn so far, with every point. Thin it before it is kept.
func (l *Live) Stroke() Stroke { return l.stroke }

// Full reports whether the stroke takes no more points: it ends here, and another begins.
func (l *Live) Full() bool { return len(l.stroke.Points) >= MaxPoints }

// Tiles returns all squares that have ink.
func (l *Live) Tiles() []*Tile {
	var all []*Tile
	for _, tile := range l.tiles {
		all = append(all, tile)
	}
	return all
}

// Add draws one more point and returns the tiles that changed. Points beyond what is allowed, of a time before the
// last, or where the last one was, are not taken.
func (l *Live) Add(p Point) []*Tile {
	if n := len(l.stroke.Points); l.Full() || !inside(int64(p.X)) || !inside(int64(p.Y)) || p.Millis > MaxMillis ||
		n > 0 && (p.Millis < l.stroke.Points[n-1].Millis || p.X == l.stroke.Points[n-1].X && p.Y == l.stroke.Points[n-1].Y) {
		return nil
	}
	l.stroke.Points = append(l.stroke.Points, p)
	changed := map[*Tile]bool{}
	for _, tile := range l.tiles {
		tile.Dirty = image.Rectangle{}
		if !tile.tail.Empty() {
			tile.show(tile.tail, nil, l.colour())
			tile.Dirty, tile.tail = tile.tail, image.Rectangle{}
			changed[tile] = true
		}
	}
	settling, tail := l.split()
	if len(settling) > 1 {
		l.draw(settling, true, changed)
		n := len(settling)
		l.before = &settling[n-2]
	}
	l.draw(tail, false, changed)
	tiles := make([]*Tile, 0, len(changed))
	for tile := range changed {
		tiles = append(tiles, tile)
	}
	return tiles
}

// split smooths the end of the stroke, in pixels: what settles now, and what may still change. Each begins at the
// last node of what came before it.
func (l *Live) split() (settling, tail []Node) {
	points := l.stroke.Points
	// A segment settles when there is one more point behind it, and one 20 ms later than its end, or so many that
	// the pen tells no times.
	settled := l.settled
	for settled+2 < len(points) && (points[len(points)-1].Millis >= points[settled+1].Millis+span || settled+64 < len(points)) {
		settled++
	}
	// To smooth from a point on takes the two before it, and one that is 20 ms earlier.
	first := max(0, l.settled-2)
	for first > 0 && points[l.settled].Millis < points[first].Millis+span && l.settled-first < 64 {
		first--
	}
	part := l.stroke
	part.Points = points[first:]
	from, to := 0, 0 // the last nodes that belong to points not after the two
	line := smooth(part, sagitta*100/l.scale, func(point, node int) {
		if point+first <= l.settled {
			from = node
		}
		if point+first <= settled {
			to = node
		}
	})
	inPixels(line, l.scale)
	l.settled = settled
	return line[from : to+1], line[to:]
}

// draw adds a line to the tiles, for good or until the next point.
func (l *Live) draw(line []Node, settles bool, changed map[*Tile]bool) {
	bounds := boundsOf(line)
	for square := range tiles(bounds) {
		window := bounds.Intersect(square)
		l.tracer.reset(window)
		l.tracer.line(l.before, line, settles)
		l.tracer.fill(&l.mask, window)
		if l.tiles[square.Min] == nil && !inked(l.mask.Pix) {
			continue
		}
		tile := l.tile(square)
		if settles {
			tile.settle(&l.mask)
			tile.show(window, nil, l.colour())
		} else {
			tile.show(window, &l.mask, l.colour())
			tile.tail = window
		}
		tile.Dirty = tile.Dirty.Union(window)
		changed[tile] = true
	}
}

func inked(mask []byte) bool {
	for _, covered := range mask {
		if covered > 0 {
			return true
		}
	}
	return false
}

func (l *Live) tile(square image.Rectangle) *Tile {
	tile := l.tiles[square.Min]
	if tile == nil {
		tile = &Tile{Picture: image.NewRGBA(square), settled: *image.NewAlpha(square)}
		l.tiles[square.Min] = tile
	}
	return tile
}

// colour is what full coverage shows.
func (l *Live) colour() color.RGBA {
	c := opaque(l.stroke.Colour)
	if l.stroke.Tool == Marker {
		thin := func(v byte) byte { return byte(uint32(v) * markerAlpha / 255) }
		return color.RGBA{thin(c.R), thin(c.G), thin(c.B), markerAlpha}
	}
	return c
}

// settle adds coverage: parts that share a side fill it exactly.
func (t *Tile) settle(mask *image.Alpha) {
	for y := mask.Rect.Min.Y; y < mask.Rect.Max.Y; y++ {
		row := t.settled.Pix[t.settled.PixOffset(mask.Rect.Min.X, y):]
		for x, covered := range mask.Pix[(y-mask.Rect.Min.Y)*mask.Stride:][:mask.Rect.Dx()] {
			row[x] = byte(min(255, int(row[x])+int(covered)))
		}
	}
}

// show colours a part of the picture by what is settled there and what more covers it for now.
func (t *Tile) show(r image.Rectangle, more *image.Alpha, c color.RGBA) {
	for y := r.Min.Y; y < r.Max.Y; y++ {
		settled := t.settled.Pix[t.settled.PixOffset(r.Min.X, y):]
		row := t.Picture.Pix[t.Picture.PixOffset(r.Min.X, y):]
		for x := range r.Dx() {
			covered := uint32(settled[x])
			if more != nil {
				covered = min(255, covered+uint32(more.Pix[(y-r.Min.Y)*more.Stride+x]))
			}
			pixel := row[4*x : 4*x+4 : 4*x+4]
			pixel[0], pixel[1] = byte(uint32(c.R)*covered/255), byte(uint32(c.G)*covered/255)
			pixel[2], pixel[3] = byte(uint32(c.B)*covered/255), byte(uint32(c.A)*covered/255)
		}
	}
}
