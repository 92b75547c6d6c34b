package annotate_test

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whichever way a page is turned, cropped or inherits what it is: every renderer shows each mark where it lies on
// the page as it is shown, and nothing else changes.
func TestMarksAreSeenWhereTheyLie(t *testing.T) {
	const tree = "/MediaBox[0 0 520 640]"
	for name, page := range map[string]madePage{
		"plain":           "",
		"turned 90":       "/Rotate 90",
		"turned 180":      "/Rotate 180",
		"turned 270":      "/Rotate -90",
		"cropped":         "/CropBox[50 30 500 600]",
		"cropped, turned": "/MediaBox[-100 -50 500 700]/CropBox[-60 -20 480 560]/Rotate 270",
		"crop too large":  "/MediaBox[600 700 100 50]/CropBox[0 0 3000 3000]/Rotate 90",
	} {
		t.Run(name, func(t *testing.T) {
			plain := madePaper(inTable, tree, "", page)
			marks, places := everyKind(1)
			copied, result := annotated(t, plain, marks)
			if result.Written != len(marks) || len(result.Left) > 0 || result.Mended {
				t.Fatalf("%d written, %d left, mended %v", result.Written, len(result.Left), result.Mended)
			}
			for program, draw := range renderers {
				t.Run(program, func(t *testing.T) {
					before, after := draw(t, plain, 1), draw(t, copied, 1)
					keep(t, after)
					if before.Bounds() != after.Bounds() {
						t.Fatalf("%v became %v", before.Bounds(), after.Bounds())
					}
					compare(t, before, after, places)
					if r, g, b := at(after, 100, 90); r < 150 || g > 120 || b > 120 {
						t.Errorf("the stroke is %d %d %d", r, g, b)
					}
				})
			}
			if draw := renderers["poppler"]; differences(draw(t, plain, 0), draw(t, copied, 0)) != nil {
				t.Error("the other page changed too")
			}
		})
	}
}

// What a marker and a highlight lie on stays readable: they multiply.
func TestMarkersMultiply(t *testing.T) {
	plain := madeOf(inTable, "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]/MediaBox[0 0 520 640]>>",
		"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>", streamed("", "0 g 120 480 30 20 re f 120 420 30 20 re f"))
	marks, _ := everyKind(0)
	copied, _ := annotated(t, plain, marks)
	for program, draw := range renderers {
		t.Run(program, func(t *testing.T) {
			drawn := draw(t, copied, 0)
			for what, row := range map[string][2]image.Point{"marker": {image.Pt(135, 150), image.Pt(80, 150)}, "highlight": {image.Pt(135, 210), image.Pt(200, 207)}} {
				if r, g, b := at(drawn, row[0].X, row[0].Y); r+g+b > 90 {
					t.Errorf("%s: black under it is %d %d %d", what, r, g, b)
				}
				if r, g, b := at(drawn, row[1].X, row[1].Y); r+g+b > 730 || r+g+b < 400 {
					t.Errorf("%s: white under it is %d %d %d", what, r, g, b)
				}
			}
		})
	}
}

// compare tells where two pictures differ: within each place, and nowhere else but in the line of the notice.
func compare(t *testing.T, before, after image.Image, places []image.Rectangle) {
	t.Helper()
	outside := 0
	found := make([]int, len(places))
	for _, p := range differences(before, after) {
		in := p.Y < 20
		for i, place := range places {
			if p.In(place) {
				found[i]++
				in = true
			}
		}
		if !in {
			if outside++; outside < 5 {
				t.Errorf("%v changed", p)
			}
		}
	}
	if outside > 0 {
		t.Errorf("%d pixels changed elsewhere", outside)
	}
	for i, n := range found {
		if n < 40 {
			t.Errorf("place %d, %v: %d pixels changed", i, places[i], n)
		}
	}
}

func differences(before, after image.Image) []image.Point {
	var all []image.Point
	one, other := flat(before), flat(after)
	for i := 0; i < len(one.Pix); i += 4 {
		for c := range 3 {
			if a, b := int(one.Pix[i+c]), int(other.Pix[i+c]); a-b > 16 || b-a > 16 {
				all = append(all, image.Pt(i%one.Stride/4, i/one.Stride))
				break
			}
		}
	}
	return all
}

// flat is a picture in a form that is compared fast, from (0, 0).
func flat(picture image.Image) *image.RGBA {
	if drawn, is := picture.(*image.RGBA); is && drawn.Rect.Min == (image.Point{}) && drawn.Stride == 4*drawn.Rect.Dx() {
		return drawn
	}
	drawn := image.NewRGBA(image.Rectangle{Max: picture.Bounds().Size()})
	draw.Draw(drawn, drawn.Rect, picture, picture.Bounds().Min, draw.Src)
	return drawn
}

func at(picture image.Image, x, y int) (r, g, b int) {
	c := color.RGBAModel.Convert(picture.At(x, y)).(color.RGBA)
	return int(c.R), int(c.G), int(c.B)
}

// keep puts a picture into a folder to be looked at, if one is named.
func keep(t *testing.T, drawn image.Image) {
	t.Helper()
	folder := os.Getenv("CONGSO_PICTURES")
	if folder == "" {
		return
	}
	file, err := os.Create(filepath.Join(folder, strings.NewReplacer("/", "-", " ", "_", ",", "").Replace(t.Name())+".png"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, drawn); err != nil {
		t.Fatal(err)
	}
}
