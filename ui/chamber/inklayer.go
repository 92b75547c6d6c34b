package chamber

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/app/ink"
)

// inkLayer shows what is written on one page. Squares that stay cost nothing.
type inkLayer struct {
	tiles  []inkTile
	images map[*image.RGBA]*canvas.Image
}

func (l *inkLayer) set(tiles []inkTile) {
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
		put(l.images[tile.Picture], x+box.Left*width, y+box.Top*height, (box.Right-box.Left)*width, (box.Bottom-box.Top)*height)
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
	box     *fyne.Container
	strokes []*liveStroke
}

// liveStroke is one of them.
type liveStroke struct {
	id    string // of the mark that it became; empty while it is drawn
	page  int
	wide  float64 // of the page, in the pixels that it was drawn in
	tiles map[*ink.Tile]*canvas.Image
}

func newLiveLayer() *liveLayer { return &liveLayer{box: container.NewWithoutLayout()} }

// begin shows a new stroke on a page that is so many pixels wide.
func (l *liveLayer) begin(page int, wide float64) *liveStroke {
	stroke := &liveStroke{page: page, wide: wide, tiles: map[*ink.Tile]*canvas.Image{}}
	l.strokes = append(l.strokes, stroke)
	return stroke
}

// draw shows the squares that changed; where tells where a page stands.
func (l *liveLayer) draw(stroke *liveStroke, tiles []*ink.Tile, where func(page int) (pageSpot, bool)) {
	fresh := false
	for _, tile := range tiles {
		shot := stroke.tiles[tile]
		if shot == nil {
			flat := *tile.Picture // the same pixels, counted from the square's own corner
			flat.Rect = flat.Rect.Sub(flat.Rect.Min)
			shot = &canvas.Image{Image: &flat, FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}
			stroke.tiles[tile] = shot
			l.box.Objects = append(l.box.Objects, shot)
			fresh = true
		} else {
			shot.Refresh()
		}
	}
	if fresh {
		stroke.put(where)
		l.box.Refresh()
	}
}

func (s *liveStroke) put(where func(page int) (pageSpot, bool)) {
	spot, ok := where(s.page)
	unit := spot.Width / float32(s.wide)
	for tile, shot := range s.tiles {
		r := tile.Picture.Rect
		show(shot, ok)
		put(shot, spot.X+float32(r.Min.X)*unit, spot.Y+float32(r.Min.Y)*unit, float32(r.Dx())*unit, float32(r.Dy())*unit)
	}
}

// place puts all of them where their pages stand now.
func (l *liveLayer) place(where func(page int) (pageSpot, bool)) {
	for _, stroke := range l.strokes {
		stroke.put(where)
	}
}

// drop takes away those that are not needed any more.
func (l *liveLayer) drop(gone func(*liveStroke) bool) {
	var kept []*liveStroke
	l.box.Objects = nil
	for _, stroke := range l.strokes {
		if gone(stroke) {
			continue
		}
		kept = append(kept, stroke)
		for _, shot := range stroke.tiles {
			l.box.Objects = append(l.box.Objects, shot)
		}
	}
	if len(kept) != len(l.strokes) {
		l.strokes = kept
		l.box.Refresh()
	}
}
