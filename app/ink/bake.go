package ink

import (
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/image/vector"
)

const (
	// side of the squares that a page is baked in: the rasterizer is fast and exact up to 512 pixels.
	tileSide = 512
	// markerAlpha is how much of a marker covers what is under it.
	markerAlpha = 0x73
)

// Bake draws strokes onto a picture of which scale pixels are a point and pixel (0, 0) is the page's top left
// corner; nothing outside clip changes. Markers come first, then pens over them, each in their order.
//
// A marker lies like ink on paper: it multiplies with what is there (on a picture that has nothing there it is
// translucent), and is one layer however often it passes over the same place; two markers darken each other.
func Bake(dst *image.RGBA, strokes []Stroke, scale float64, clip image.Rectangle) {
	clip = clip.Intersect(dst.Bounds())
	if clip.Empty() || !(scale > 0) {
		return
	}
	b := baker{dst: dst, tracer: tracer{raster: &vector.Rasterizer{}}}
	for _, tool := range []Tool{Marker, Pen} {
		var lines []traced
		for _, s := range strokes {
			if s.Tool != tool || len(s.Points) == 0 {
				continue
			}
			line := pixelLine(s, scale)
			if bounds := boundsOf(line); bounds.Overlaps(clip) {
				lines = append(lines, traced{s.Colour, line, bounds})
			}
		}
		for tile := range tiles(clip) {
			if tool == Marker {
				b.markers(lines, tile.Intersect(clip))
			} else {
				b.pens(lines, tile.Intersect(clip))
			}
		}
	}
}

type traced struct {
	colour Colour
	line   []Node
	bounds image.Rectangle
}

// tiles yields the squares of the page that a rectangle meets.
func tiles(r image.Rectangle) func(yield func(image.Rectangle) bool) {
	return func(yield func(image.Rectangle) bool) {
		for y := r.Min.Y &^ (tileSide - 1); y < r.Max.Y; y += tileSide {
			for x := r.Min.X &^ (tileSide - 1); x < r.Max.X; x += tileSide {
				if !yield(image.Rect(x, y, x+tileSide, y+tileSide)) {
					return
				}
			}
		}
	}
}

type baker struct {
	dst *image.RGBA
	tracer
	mask image.Alpha
}

// pens draws opaque lines; those of one colour that follow each other are filled at once.
func (b *baker) pens(lines []traced, tile image.Rectangle) {
	for i := 0; i < len(lines); {
		var window image.Rectangle
		end := i
		for ; end < len(lines) && lines[end].colour == lines[i].colour; end++ {
			window = window.Union(lines[end].bounds.Intersect(tile))
		}
		if !window.Empty() {
			b.reset(window)
			for _, one := range lines[i:end] {
				if one.bounds.Overlaps(window) {
					b.line(nil, one.line, false)
				}
			}
			b.raster.Draw(b.dst, window, image.NewUniform(opaque(lines[i].colour)), image.Point{})
		}
		i = end
	}
}

// markers multiplies each line with what is there.
func (b *baker) markers(lines []traced, tile image.Rectangle) {
	for _, one := range lines {
		window := one.bounds.Intersect(tile)
		if window.Empty() {
			continue
		}
		b.reset(window)
		b.line(nil, one.line, false)
		b.fill(&b.mask, window)
		multiply(b.dst, &b.mask, opaque(one.colour))
	}
}

// fill puts what was traced into a mask.
func (t *tracer) fill(mask *image.Alpha, window image.Rectangle) {
	if need := window.Dx() * window.Dy(); cap(mask.Pix) < need {
		mask.Pix = make([]byte, need)
	} else {
		mask.Pix = mask.Pix[:need]
	}
	mask.Stride, mask.Rect = window.Dx(), window
	t.raster.DrawOp = draw.Src
	t.raster.Draw(mask, window, image.Opaque, image.Point{})
}

func opaque(c Colour) color.RGBA { return color.RGBA{byte(c >> 16), byte(c >> 8), byte(c), 0xff} }

// multiply blends a colour where a mask is, with alpha markerAlpha (W3C Compositing 1, separable multiply): over
// nothing the colour itself, over white the colour thinned, over black black.
func multiply(dst *image.RGBA, mask *image.Alpha, c color.RGBA) {
	r := mask.Rect
	for y := r.Min.Y; y < r.Max.Y; y++ {
		row := dst.Pix[dst.PixOffset(r.Min.X, y):]
		for x, covered := range mask.Pix[(y-r.Min.Y)*mask.Stride:][:r.Dx()] {
			if covered == 0 {
				continue
			}
			alpha := uint32(covered) * markerAlpha / 255
			pixel := row[4*x : 4*x+4 : 4*x+4]
			under := uint32(pixel[3])
			for i, v := range [3]uint32{uint32(c.R), uint32(c.G), uint32(c.B)} {
				s, d := v*alpha/255, uint32(pixel[i])
				pixel[i] = byte(min(255, (s*(255-under)+d*(255-alpha)+s*d+127)/255))
			}
			pixel[3] = byte(min(255, alpha+(under*(255-alpha)+127)/255))
		}
	}
}
