package papercheck

import (
	"image"
	"math"
)

// What a seal is in millimetres: those of offices are 36 across, of ministries 40 and more, of parties and small offices
// less. A scan makes them a little larger or smaller.
const leastSeal, mostSeal = 24.0, 56.0

// HasSeal reports whether something round and red is on the picture of a page, which is that many millimetres wide. It
// is a hint: a logo may be round and red too, and a seal in a black and white copy is not seen.
func HasSeal(picture *image.RGBA, width float64) bool {
	if picture == nil || picture.Rect.Empty() || width <= 0 {
		return false
	}
	scale := float64(picture.Rect.Dx()) / width // pixels in a millimetre
	reds := newReds(picture, max(1, int(scale)))
	for _, blob := range reds.blobs() {
		if reds.isSeal(blob, scale) {
			return true
		}
	}
	return false
}

// reds is where a page is red, in cells of about a millimetre.
type reds struct {
	cell          int // pixels
	width, height int // cells
	red           []bool
}

func newReds(picture *image.RGBA, cell int) *reds {
	r := &reds{cell: cell, width: picture.Rect.Dx()/cell + 1, height: picture.Rect.Dy()/cell + 1}
	r.red = make([]bool, r.width*r.height)
	for y := range picture.Rect.Dy() {
		row := picture.Pix[y*picture.Stride:]
		for x := range picture.Rect.Dx() {
			if isRed(row[4*x], row[4*x+1], row[4*x+2]) {
				r.red[y/cell*r.width+x/cell] = true
			}
		}
	}
	return r
}

// isRed is of ink on paper: also a pale print, and not brown or orange.
func isRed(red, green, blue uint8) bool {
	const over, apart = 50, 60
	r, g, b := int(red), int(green), int(blue)
	return r >= 110 && r-g >= over && r-b >= over && g-b < apart && b-g < apart
}

// blobs are the bounds of what hangs together, over a gap of one cell.
func (r *reds) blobs() []image.Rectangle {
	seen := make([]bool, len(r.red))
	var all []image.Rectangle
	var stack []int
	for start := range r.red {
		if !r.red[start] || seen[start] {
			continue
		}
		seen[start] = true
		stack = append(stack[:0], start)
		bounds := image.Rectangle{}
		for len(stack) > 0 {
			at := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			x, y := at%r.width, at/r.width
			bounds = bounds.Union(image.Rect(x, y, x+1, y+1))
			for dy := -2; dy <= 2; dy++ {
				for dx := -2; dx <= 2; dx++ {
					nx, ny := x+dx, y+dy
					if nx < 0 || ny < 0 || nx >= r.width || ny >= r.height {
						continue
					}
					if next := ny*r.width + nx; r.red[next] && !seen[next] {
						seen[next] = true
						stack = append(stack, next)
					}
				}
			}
		}
		all = append(all, bounds)
	}
	return all
}

// isSeal reports whether what is within bounds is a ring of the size of a seal: about as wide as high, red all around
// near its edge, and not red in its corners.
func (r *reds) isSeal(bounds image.Rectangle, scale float64) bool {
	across := float64(max(bounds.Dx(), bounds.Dy())*r.cell) / scale
	if across < leastSeal || across > mostSeal || 4*bounds.Dx() < 3*bounds.Dy() || 4*bounds.Dy() < 3*bounds.Dx() {
		return false
	}
	const sectors = 24
	var ring [sectors]bool
	outside, corners := 0, 0
	cx, cy := float64(bounds.Min.X+bounds.Max.X)/2, float64(bounds.Min.Y+bounds.Max.Y)/2
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			dx, dy := (float64(x)+0.5-cx)/(float64(bounds.Dx())/2), (float64(y)+0.5-cy)/(float64(bounds.Dy())/2)
			far := math.Hypot(dx, dy)
			if far > 1.12 {
				corners++
			}
			if !r.red[y*r.width+x] {
				continue
			}
			if far > 1.12 {
				outside++
			}
			if far > 0.75 && far <= 1.12 {
				ring[min(sectors-1, int((math.Atan2(dy, dx)+math.Pi)/(2*math.Pi)*sectors))] = true
			}
		}
	}
	around := 0
	for _, red := range ring {
		if red {
			around++
		}
	}
	return around >= sectors*5/6 && 4*outside <= corners // a signature of the same red may cross one corner
}
