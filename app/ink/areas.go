package ink

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"
)

// Shade (tô) lays the colour of a marker over areas (1/100 pt), each as flat as a ruler: over words that were
// chosen. It multiplies with what is there, as Bake does with a marker; nothing outside clip changes.
func Shade(dst *image.RGBA, areas []image.Rectangle, colour Colour, scale float64, clip image.Rectangle) {
	var mask image.Alpha
	each(dst, areas, scale, clip, func(_ *vector.Rasterizer, window image.Rectangle, fill func(*image.Alpha)) {
		fill(&mask)
		multiply(dst, &mask, opaque(colour))
	})
}

// Fill (phủ) covers areas (1/100 pt) with a colour: lines under words that were chosen.
func Fill(dst *image.RGBA, areas []image.Rectangle, colour Colour, scale float64, clip image.Rectangle) {
	each(dst, areas, scale, clip, func(raster *vector.Rasterizer, window image.Rectangle, _ func(*image.Alpha)) {
		raster.Draw(dst, window, image.NewUniform(color.RGBA(opaque(colour))), image.Point{})
	})
}

// each traces every area that meets clip, tile by tile.
func each(dst *image.RGBA, areas []image.Rectangle, scale float64, clip image.Rectangle, do func(*vector.Rasterizer, image.Rectangle, func(*image.Alpha))) {
	clip = clip.Intersect(dst.Bounds())
	if clip.Empty() || !(scale > 0) {
		return
	}
	t := tracer{raster: &vector.Rasterizer{}}
	for _, area := range areas {
		left, top := float64(area.Min.X)*scale/100, float64(area.Min.Y)*scale/100
		right, foot := float64(area.Max.X)*scale/100, float64(area.Max.Y)*scale/100
		part := image.Rect(int(math.Floor(left)), int(math.Floor(top)), int(math.Ceil(right)), int(math.Ceil(foot))).Intersect(clip)
		if part.Empty() {
			continue
		}
		for tile := range tiles(part) {
			window := tile.Intersect(part)
			t.reset(window)
			t.raster.DrawOp = draw.Over
			t.move(vec{left, top})
			t.to(vec{right, top})
			t.to(vec{right, foot})
			t.to(vec{left, foot})
			t.raster.ClosePath()
			do(t.raster, window, func(mask *image.Alpha) { t.fill(mask, window) })
		}
	}
}
