// Command icon draws the program's icon: a gold star on a rounded square of ink.
//
//	icon assets/pictures/icon.png    a picture of 512 pixels
//	icon build/windows/congso.ico    the same in the sizes that Windows asks for
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"os"
	"strings"

	"golang.org/x/image/vector"
)

// Colours of the house; the deeper gold shades one side of each ray.
var (
	ink      = color.NRGBA{R: 0x1B, G: 0x24, B: 0x30, A: 0xFF}
	gold     = color.NRGBA{R: 0xC8, G: 0x96, B: 0x2E, A: 0xFF}
	deepGold = color.NRGBA{R: 0xA8, G: 0x79, B: 0x1C, A: 0xFF}
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: icon FILE.png|FILE.ico")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "icon:", err)
		os.Exit(1)
	}
}

func write(path string) error {
	var data []byte
	var err error
	if strings.HasSuffix(path, ".ico") {
		data, err = encodeICO(16, 24, 32, 48, 64, 128, 256)
	} else {
		data, err = encodePNG(512)
	}
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	return os.WriteFile(path, data, 0o666)
}

func encodePNG(size int) ([]byte, error) {
	var out bytes.Buffer
	err := png.Encode(&out, drawIcon(size))
	return out.Bytes(), err
}

// drawIcon draws in a square of size pixels.
func drawIcon(size int) image.Image {
	picture := image.NewNRGBA(image.Rect(0, 0, size, size))
	edge := float64(size)
	fill(picture, ink, roundedSquare(edge*0.02, edge*0.98, edge*0.21))

	// A star of five rays about the middle; its centre lies a little low, as its lower rays are shorter.
	const inner = 0.381966 // where the lines between the outer points cross
	x, y, radius := edge*0.5, edge*0.53, edge*0.36
	at := func(corner int, share float64) point {
		angle := float64(corner)*math.Pi/5 - math.Pi/2
		return point{x + radius*share*math.Cos(angle), y + radius*share*math.Sin(angle)}
	}
	var star []point
	for ray := range 5 {
		star = append(star, at(2*ray, 1), at(2*ray+1, inner))
	}
	fill(picture, deepGold, star)
	for ray := range 5 {
		fill(picture, gold, []point{at(2*ray, 1), {x, y}, at(2*ray-1, inner)})
	}
	return picture
}

type point struct{ x, y float64 }

// roundedSquare goes round a square from low to high with corners of that radius.
func roundedSquare(low, high, radius float64) []point {
	const steps = 32
	var path []point
	for corner, centre := range []point{
		{high - radius, high - radius}, {low + radius, high - radius},
		{low + radius, low + radius}, {high - radius, low + radius},
	} {
		for step := range steps + 1 {
			angle := (float64(corner) + float64(step)/steps) * math.Pi / 2
			path = append(path, point{centre.x + radius*math.Cos(angle), centre.y + radius*math.Sin(angle)})
		}
	}
	return path
}

func fill(picture draw.Image, with color.Color, path []point) {
	bounds := picture.Bounds()
	raster := vector.NewRasterizer(bounds.Dx(), bounds.Dy())
	raster.MoveTo(float32(path[0].x), float32(path[0].y))
	for _, p := range path[1:] {
		raster.LineTo(float32(p.x), float32(p.y))
	}
	raster.ClosePath()
	raster.Draw(picture, bounds, image.NewUniform(with), image.Point{})
}
