package print

import (
	"hash/fnv"
	"math"
	"strings"

	"github.com/jung-kurt/gofpdf"
)

// Seal (con dấu) is a specimen: drawn, red, with the word for specimen in its middle, so that
// nobody takes it for a real one.
type Seal struct {
	Upper string `json:"upper"` // around the top: "ỦY BAN NHÂN DÂN"
	Lower string `json:"lower"` // around the bottom: "PHƯỜNG TRƯỜNG VINH"
}

const sealRadius = 17.5 // millimetres; real ones are 34–36 wide

// seal draws a specimen seal around (cx, cy).
func (s *sheet) seal(seal Seal, cx, cy float64) {
	s.pdf.SetDrawColor(0xC8, 0x10, 0x2E)
	s.pdf.SetFillColor(0xC8, 0x10, 0x2E)
	for _, ring := range []struct{ radius, line float64 }{{sealRadius, 0.7}, {sealRadius - 0.95, 0.25}, {11, 0.35}} {
		s.pdf.SetLineWidth(ring.line)
		s.pdf.Circle(cx, cy, ring.radius, "D")
	}
	upper, lower := strings.ToUpper(clean(seal.Upper)), strings.ToUpper(clean(seal.Lower))
	s.arc(upper, cx, cy, 12.15, 3.6, 2.45, true)
	s.arc(lower, cx, cy, 14.75, 3.6, 2.45, false)
	s.star(cx-13.7, cy, 1.2)
	s.star(cx+13.7, cy, 1.2)
	s.star(cx, cy-3.2, 4.2)
	s.ears(cx, cy)
	word := strings.ToUpper(s.words.Say("print.specimen"))
	width := 0.0
	for _, letter := range word {
		width += shapeWidth(letter, 3.6)
	}
	x := cx - width/2
	for _, letter := range word {
		left := x
		x += s.shape(letter, 3.6, func(px, py float64) (float64, float64) { return left + px, cy + 6.9 - py })
	}
	s.pdf.SetDrawColor(0, 0, 0)
	s.pdf.SetFillColor(0, 0, 0)
	s.pdf.SetLineWidth(0.2)
}

// star fills a five-pointed star.
func (s *sheet) star(cx, cy, radius float64) {
	points := make([]gofpdf.PointType, 0, 10)
	for n := range 10 {
		reach := radius
		if n%2 == 1 {
			reach = radius * 0.382 // the inner corners of a regular star
		}
		sin, cos := math.Sincos(float64(n) * math.Pi / 5)
		points = append(points, gofpdf.PointType{X: cx + reach*sin, Y: cy - reach*cos})
	}
	s.pdf.Polygon(points, "F")
}

// ears draws the two ears of rice around the star.
func (s *sheet) ears(cx, cy float64) {
	for _, side := range []float64{-1, 1} {
		for n := range 6 {
			turn := 0.92 + float64(n)*0.27 // from straight down, outward
			sin, cos := math.Sincos(turn)
			x, y := cx+side*8.1*sin, cy+8.1*cos
			lean := math.Pi/2 - turn - 0.5 // grains stand off the stem
			s.grain(x, y, side*math.Cos(lean), -math.Sin(lean), 1.35)
		}
	}
}

// grain fills a pointed leaf along a direction.
func (s *sheet) grain(x, y, dx, dy, length float64) {
	thick := length * 0.38
	tipX, tipY, footX, footY := x+dx*length, y+dy*length, x-dx*length, y-dy*length
	s.pdf.MoveTo(footX, footY)
	s.pdf.CurveBezierCubicTo(x-dy*thick*1.6, y+dx*thick*1.6, x-dy*thick*1.6, y+dx*thick*1.6, tipX, tipY)
	s.pdf.CurveBezierCubicTo(x+dy*thick*0.6, y-dx*thick*0.6, x+dy*thick*0.6, y-dx*thick*0.6, footX, footY)
	s.pdf.ClosePath()
	s.pdf.DrawPath("F")
}

// scribble draws a hand's signature in blue around (cx, cy): the same for the same name, and
// nobody's real one.
func (s *sheet) scribble(name string, cx, cy, width float64) {
	sum := fnv.New64a()
	_, _ = sum.Write([]byte(clean(name))) // a hash takes everything
	bits := sum.Sum64()
	draw := func(limit float64) float64 { // the next number of this name, 0 … limit
		bits = bits*6364136223846793005 + 1442695040888963407
		return float64(bits>>40) / (1 << 24) * limit
	}
	// One tall first letter, a few low ones running out into a tail, and a stroke below.
	tall := 7 + draw(3)
	xs, ys := []float64{0.04, 0.10, 0.05, 0.13, 0.20}, []float64{4.5, -tall, -tall * 0.2, 3.5, -tall * 0.75}
	xs, ys = append(xs, 0.17, 0.24), append(ys, 3, 0.5-draw(1.5))
	for x := 0.29; x < 0.56; x += 0.07 + draw(0.05) {
		low := 1.2 + draw(2)
		xs = append(xs, x, x+0.03, x+0.045)
		ys = append(ys, -low, 2.2, 1.2-low*0.4)
	}
	tail := len(xs) + 2
	xs, ys = append(xs, 0.66, 0.8, 1), append(ys, 1.5+draw(1), 0.2, -3-draw(3))
	under := 4.5 + draw(1.5)
	xs, ys = append(xs, 0.12, 0.4, 0.8), append(ys, under+1.6, under, under+0.4)

	s.pdf.SetDrawColor(0x1A, 0x3A, 0x8F)
	s.pdf.SetLineWidth(0.42)
	s.pdf.SetLineCapStyle("round")
	for n := range xs {
		xs[n], ys[n] = cx+(xs[n]-0.35)*width, cy+ys[n]
	}
	s.stroke(xs[:tail+1], ys[:tail+1])
	s.stroke(xs[tail+1:], ys[tail+1:])
	s.pdf.SetLineCapStyle("butt")
	s.pdf.SetDrawColor(0, 0, 0)
	s.pdf.SetLineWidth(0.2)
}

// stroke draws one line of a pen through all points, round at each (Catmull-Rom).
func (s *sheet) stroke(xs, ys []float64) {
	at := func(n int) (float64, float64) {
		n = min(max(n, 0), len(xs)-1)
		return xs[n], ys[n]
	}
	s.pdf.MoveTo(xs[0], ys[0])
	for n := range len(xs) - 1 {
		x0, y0 := at(n - 1)
		x1, y1 := at(n)
		x2, y2 := at(n + 1)
		x3, y3 := at(n + 2)
		s.pdf.CurveBezierCubicTo(x1+(x2-x0)/6, y1+(y2-y0)/6, x2-(x3-x1)/6, y2-(y3-y1)/6, x2, y2)
	}
	s.pdf.DrawPath("D")
}
