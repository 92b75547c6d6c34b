package pageview

import (
	"cmp"
	"image"
	"image/draw"
	"slices"

	"congso.vn/congso/app/notes"
)

// TileSide is the side, in pixels, of the squares that a page's ink is shown in: a stroke touches few of them, and
// only those are drawn and handed to the screen anew.
const TileSide = 256

// InkTile is one square of a page with its ink, and where on the page it is, in parts of its width and height.
type InkTile struct {
	Picture *image.RGBA
	Box     MarkBox
}

// tilesOf adds the numbers of the squares of a picture that a part of it meets.
func tilesOf(to map[image.Point]bool, bounds, part image.Rectangle) {
	part = part.Intersect(image.Rect(0, 0, bounds.Dx(), bounds.Dy()))
	if part.Empty() {
		return
	}
	for y := part.Min.Y / TileSide; y*TileSide < part.Max.Y; y++ {
		for x := part.Min.X / TileSide; x*TileSide < part.Max.X; x++ {
			to[image.Pt(x, y)] = true
		}
	}
}

// ChangedTiles are the squares that what is shown and what is wanted differ on.
func ChangedTiles(bounds image.Rectangle, scale float64, shown, wanted []*notes.Drawn) map[image.Point]bool {
	changed := map[image.Point]bool{}
	stays := make(map[*notes.Drawn]bool, len(shown))
	for _, m := range shown {
		stays[m] = true
	}
	for _, m := range wanted {
		if stays[m] {
			delete(stays, m)
		} else {
			tilesOf(changed, bounds, m.Covers(scale))
		}
	}
	for m := range stays {
		tilesOf(changed, bounds, m.Covers(scale))
	}
	return changed
}

// BakeTiles draws squares of a page's picture with what is written on them; nil for those that nothing is on. It draws
// what lies beside each other at once.
func BakeTiles(picture *image.RGBA, marks []*notes.Drawn, scale float64, squares map[image.Point]bool) map[image.Point]*image.RGBA {
	made := make(map[image.Point]*image.RGBA, len(squares))
	if len(squares) == 0 {
		return made
	}
	whole := image.Rect(0, 0, picture.Rect.Dx(), picture.Rect.Dy())
	inked := map[image.Point]bool{}
	for _, m := range marks {
		tilesOf(inked, whole, m.Covers(scale))
	}
	for _, part := range stretches(squares, inked, whole, made) {
		page := image.NewRGBA(part)
		draw.Draw(page, part, picture, picture.Rect.Min.Add(part.Min), draw.Src)
		notes.Bake(page, marks, scale, part)
		for y := part.Min.Y / TileSide; y*TileSide < part.Max.Y; y++ {
			for x := part.Min.X / TileSide; x*TileSide < part.Max.X; x++ {
				at := image.Pt(x, y)
				if !squares[at] || !inked[at] {
					continue
				}
				square := image.Rect(x*TileSide, y*TileSide, (x+1)*TileSide, (y+1)*TileSide).Intersect(whole)
				tile := image.NewRGBA(image.Rect(0, 0, square.Dx(), square.Dy()))
				draw.Draw(tile, tile.Rect, page, square.Min, draw.Src)
				made[at] = tile
			}
		}
	}
	return made
}

// stretches puts the squares that have ink together: rows of them, or the part of the page that holds all if they are
// most of it. Those without are made nothing of.
func stretches(squares, inked map[image.Point]bool, whole image.Rectangle, made map[image.Point]*image.RGBA) []image.Rectangle {
	var order []image.Point
	var around image.Rectangle
	for at := range squares {
		made[at] = nil
		if inked[at] {
			order = append(order, at)
			around = around.Union(image.Rect(at.X, at.Y, at.X+1, at.Y+1))
		}
	}
	pixels := func(r image.Rectangle) image.Rectangle {
		return image.Rect(r.Min.X*TileSide, r.Min.Y*TileSide, r.Max.X*TileSide, r.Max.Y*TileSide).Intersect(whole)
	}
	if 2*len(order) > around.Dx()*around.Dy() {
		return []image.Rectangle{pixels(around)}
	}
	slices.SortFunc(order, func(a, b image.Point) int { return cmp.Or(cmp.Compare(a.Y, b.Y), cmp.Compare(a.X, b.X)) })
	var rows []image.Rectangle
	for _, at := range order {
		if n := len(rows); n > 0 && rows[n-1].Min.Y == at.Y && rows[n-1].Max.X == at.X {
			rows[n-1].Max.X++
		} else {
			rows = append(rows, image.Rect(at.X, at.Y, at.X+1, at.Y+1))
		}
	}
	for i := range rows {
		rows[i] = pixels(rows[i])
	}
	return rows
}

// NotesPicture draws a page's picture with what is written on it, for pictures of any width: of thumbnails, of what is
// exported. size is the page's, of which the picture is a drawing. From any goroutine.
func NotesPicture(picture *image.RGBA, size PageSize, entries []notes.Entry) *image.RGBA {
	page := image.NewRGBA(image.Rect(0, 0, picture.Rect.Dx(), picture.Rect.Dy()))
	draw.Draw(page, page.Rect, picture, picture.Rect.Min, draw.Src)
	if size.Width <= 0 {
		return page
	}
	marks := make([]*notes.Drawn, len(entries))
	for i, entry := range entries {
		marks[i] = notes.Draw(entry)
	}
	scale := float64(page.Rect.Dx()) / size.Width
	notes.Bake(page, marks, scale, page.Rect)
	notes.Signs(page, marks, scale, page.Rect)
	return page
}
