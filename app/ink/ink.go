// Package ink is the geometry of handwriting on a page: how a stroke is kept, thinned, smoothed, hit, cut,
// chosen, and turned into pixels.
//
// Coordinates are 1/100 point of the page's crop box as it is shown, from its top left corner, y downwards.
// Strokes are values that never change: what alters one returns another. Nothing here reaches a clock, a
// disk or a screen. Functions may be called from any goroutine; Grid and Live belong to one at a time.
package ink

import (
	"image"
	"math"
)

// Limits of one stroke.
const (
	MaxPoints     = 20_000
	MaxCoordinate = 4_000_000 // 1/100 pt, either way: some 14 m
	MaxWidth      = 10_000    // 1/100 pt
	MaxMillis     = 1 << 30   // twelve days
)

// Point is one place the pen was at.
type Point struct {
	X, Y     int32
	Pressure uint8  // 0 to 255; 0 where the pen tells none
	Millis   uint32 // since the stroke's first point; never less than that of the point before
}

// Tool (dụng cụ) is what a stroke was drawn with. On wire and disk: only ever add.
type Tool string

// The tools.
const (
	Pen    Tool = "pen"    // bút: opaque, its width follows the speed
	Marker Tool = "marker" // bút đánh dấu: translucent, under the pens, of one width
)

// Colour is 0xRRGGBB.
type Colour uint32

// Stroke (nét bút) is one movement of a pen, from down to up.
type Stroke struct {
	Tool   Tool
	Colour Colour
	Width  int32 // 1/100 pt, at the speed Ordinary
	Points []Point
}

// Valid reports whether the stroke keeps the limits.
func (s Stroke) Valid() bool {
	if s.Tool != Pen && s.Tool != Marker || s.Colour > 0xffffff || s.Width < 1 || s.Width > MaxWidth || len(s.Points) == 0 || len(s.Points) > MaxPoints {
		return false
	}
	last := uint32(0)
	for _, p := range s.Points {
		if !inside(int64(p.X)) || !inside(int64(p.Y)) || p.Millis < last || p.Millis > MaxMillis {
			return false
		}
		last = p.Millis
	}
	return true
}

func inside(v int64) bool { return v >= -MaxCoordinate && v <= MaxCoordinate }

// Bounds returns the smallest rectangle that holds all ink of the stroke: its smoothed line with its width.
// Outward by less than 1/100 pt; empty for no points.
func (s Stroke) Bounds() image.Rectangle { return boundsOf(Smooth(s, HitFlatness)) }

func boundsOf(line []Node) image.Rectangle {
	if len(line) == 0 {
		return image.Rectangle{}
	}
	minX, minY, maxX, maxY := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, n := range line {
		minX, maxX = min(minX, n.X-n.Radius), max(maxX, n.X+n.Radius)
		minY, maxY = min(minY, n.Y-n.Radius), max(maxY, n.Y+n.Radius)
	}
	return image.Rect(int(math.Floor(minX)), int(math.Floor(minY)), int(math.Ceil(maxX)), int(math.Ceil(maxY)))
}
