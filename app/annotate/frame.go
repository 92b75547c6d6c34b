package annotate

import "math"

// point is a place in points.
type point struct{ x, y float64 }

// box is a rectangle in points.
type box struct{ left, low, right, high float64 }

func (b box) wide() float64 { return b.right - b.left }
func (b box) tall() float64 { return b.high - b.low }

// around is the smallest box with these places, widened on each side.
func around(by float64, places ...point) box {
	b := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range places {
		b = box{min(b.left, p.x-by), min(b.low, p.y-by), max(b.right, p.x+by), max(b.high, p.y+by)}
	}
	return b
}

func (b box) array() array {
	return array{numeral(b.left), numeral(b.low), numeral(b.right), numeral(b.high)}
}

// frame is how a page is shown: marks lie on its crop box as it is shown, from the upper left corner, downwards;
// the paper counts in its own space, upwards, before the page is turned.
type frame struct {
	box  box // the crop box, in the paper's space
	turn int // quarters, clockwise
}

// standard is the page that is shown where a paper says nothing of its extent.
var standard = box{0, 0, 612, 792}

// frameOf is the frame of a page, as the renderer has it: the crop box within the media box.
func (d *document) frameOf(of inherited) frame {
	media, ok := d.box(of.media)
	if !ok {
		media = standard
	}
	shown := media
	if crop, ok := d.box(of.crop); ok {
		shown = box{max(crop.left, media.left), max(crop.low, media.low), min(crop.right, media.right), min(crop.high, media.high)}
	}
	turn, _ := real(d.resolve(of.rotate))
	quarters := int(math.Mod(turn/90, 4))
	return frame{shown, (quarters + 4) % 4}
}

// box reads a rectangle, whichever of its corners it names.
func (d *document) box(value any) (box, bool) {
	sides, _ := d.resolve(value).(array)
	if len(sides) < 4 {
		return box{}, false
	}
	var n [4]float64
	for i := range n {
		side, ok := real(d.resolve(sides[i]))
		if !ok {
			return box{}, false
		}
		n[i] = side
	}
	b := box{min(n[0], n[2]), min(n[1], n[3]), max(n[0], n[2]), max(n[1], n[3])}
	return b, b.wide() > 0 && b.tall() > 0
}

// sane reports whether the page has an extent that something can lie on.
func (f frame) sane() bool {
	return f.box.wide() > 0 && f.box.tall() > 0 && f.box.wide() < 1e6 && f.box.tall() < 1e6
}

// size is the extent of the page as it is shown.
func (f frame) size() (wide, tall float64) {
	if f.turn%2 == 1 {
		return f.box.tall(), f.box.wide()
	}
	return f.box.wide(), f.box.tall()
}

// matrix brings what is shown into the paper's space: x' = a·x + c·y + e, y' = b·x + d·y + f.
func (f frame) matrix() [6]float64 {
	switch f.turn {
	case 1:
		return [6]float64{0, 1, 1, 0, f.box.left, f.box.low}
	case 2:
		return [6]float64{-1, 0, 0, 1, f.box.right, f.box.low}
	case 3:
		return [6]float64{0, -1, -1, 0, f.box.right, f.box.high}
	}
	return [6]float64{1, 0, 0, -1, f.box.left, f.box.high}
}

// paper brings a place that is shown into the paper's space.
func (f frame) paper(p point) point {
	m := f.matrix()
	return point{m[0]*p.x + m[2]*p.y + m[4], m[1]*p.x + m[3]*p.y + m[5]}
}

// turned is a box that is shown, in the paper's space.
func (f frame) turned(b box) box {
	return around(0, f.paper(point{b.left, b.low}), f.paper(point{b.right, b.high}))
}
