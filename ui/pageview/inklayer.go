package pageview

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/ui/frame"
)

// inkLayer shows what is written on one page. Squares that stay cost nothing.
type inkLayer struct {
	tiles  []InkTile
	images map[*image.RGBA]*canvas.Image
}

func (l *inkLayer) set(tiles []InkTile) {
	images := make(map[*image.RGBA]*canvas.Image, len(tiles))
	for _, tile := range tiles {
		shot := l.images[tile.Picture]
		if shot == nil {
			shot = &canvas.Image{Image: tile.Picture, FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}
		}
		images[tile.Picture] = shot
	}
	l.tiles, l.images = tiles, images
}

// place puts the squares on a page that is drawn at a place.
func (l *inkLayer) place(x, y, width, height float32) {
	for _, tile := range l.tiles {
		box := tile.Box
		frame.Put(l.images[tile.Picture], x+box.Left*width, y+box.Top*height, (box.Right-box.Left)*width, (box.Bottom-box.Top)*height)
	}
}

func (l *inkLayer) objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, 0, len(l.tiles))
	for _, tile := range l.tiles {
		objects = append(objects, l.images[tile.Picture])
	}
	return objects
}

// liveLayer shows the stroke under the finger, and those that are done until their page's picture has them.
type liveLayer struct {
	Box     *fyne.Container
	Strokes []*LiveStroke
}

// LiveStroke is one of them.
type LiveStroke struct {
	Id    string // of the mark that it became; empty while it is drawn
	Page  int
	wide  float64 // of the page, in the pixels that it was drawn in
	tiles map[*ink.Tile]*canvas.Image
}

func newLiveLayer() *liveLayer { return &liveLayer{Box: container.NewWithoutLayout()} }

// Begin shows a new stroke on a page that is so many pixels wide.
func (l *liveLayer) Begin(page int, wide float64) *LiveStroke {
	stroke := &LiveStroke{Page: page, wide: wide, tiles: map[*ink.Tile]*canvas.Image{}}
	l.Strokes = append(l.Strokes, stroke)
	return stroke
}

// Draw shows the squares that changed; where tells where a page stands.
func (l *liveLayer) Draw(stroke *LiveStroke, tiles []*ink.Tile, where func(page int) (pageSpot, bool)) {
	fresh := false
	for _, tile := range tiles {
		shot := stroke.tiles[tile]
		if shot == nil {
			flat := *tile.Picture // the same pixels, counted from the square's own corner
			flat.Rect = flat.Rect.Sub(flat.Rect.Min)
			shot = &canvas.Image{Image: &flat, FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}
			stroke.tiles[tile] = shot
			l.Box.Objects = append(l.Box.Objects, shot)
			fresh = true
		} else {
			shot.Refresh()
		}
	}
	if fresh {
		stroke.put(where)
		l.Box.Refresh()
	}
}

func (s *LiveStroke) put(where func(page int) (pageSpot, bool)) {
	spot, ok := where(s.Page)
	unit := spot.Width / float32(s.wide)
	for tile, shot := range s.tiles {
		r := tile.Picture.Rect
		frame.Show(shot, ok)
		frame.Put(shot, spot.X+float32(r.Min.X)*unit, spot.Y+float32(r.Min.Y)*unit, float32(r.Dx())*unit, float32(r.Dy())*unit)
	}
}

// place puts all of them where their pages stand now.
func (l *liveLayer) place(where func(page int) (pageSpot, bool)) {
	for _, stroke := range l.Strokes {
		stroke.put(where)
	}
}

// Drop takes away those that are not needed any more.
func (l *liveLayer) Drop(gone func(*LiveStroke) bool) {
	var kept []*LiveStroke
	l.Box.Objects = nil
	for _, stroke := range l.Strokes {
		if gone(stroke) {
			continue
		}
		kept = append(kept, stroke)
		for _, shot := range stroke.tiles {
			l.Box.Objects = append(l.Box.Objects, shot)
		}
	}
	if len(kept) != len(l.Strokes) {
		l.Strokes = kept
		l.Box.Refresh()
	}
}
