package writing

import (
	"cmp"
	"slices"

	"congso.vn/congso/ui/pageview"
)

// all lists a page's squares, always in the same order.
func (s *inkSheet) all() []pageview.InkTile {
	if s.At == nil {
		return nil
	}
	wide, high := float32(s.At.Rect.Dx()), float32(s.At.Rect.Dy())
	tiles := make([]pageview.InkTile, 0, len(s.Tiles))
	for at, picture := range s.Tiles {
		left, top := float32(at.X*pageview.TileSide), float32(at.Y*pageview.TileSide)
		tiles = append(tiles, pageview.InkTile{Picture: picture, Box: pageview.MarkBox{Left: left / wide, Top: top / high,
			Right: (left + float32(picture.Rect.Dx())) / wide, Bottom: (top + float32(picture.Rect.Dy())) / high}})
	}
	slices.SortFunc(tiles, func(a, b pageview.InkTile) int {
		return cmp.Or(cmp.Compare(a.Box.Top, b.Box.Top), cmp.Compare(a.Box.Left, b.Box.Left))
	})
	return tiles
}
