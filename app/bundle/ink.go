package bundle

import (
	"image"
	"image/color"
	"slices"
)

// What tells a flat page from a photograph. A pixel is soft that is a little darker or lighter than the one before it and
// than the one above it. Measured on official papers drawn 800 and 1,600 pixels wide: text, tables and drawings have at
// most 10 soft pixels in 1,000, small pages of 320 pixels 24; photographs and scans have 130 and more.
const (
	grays       = 16
	grayish     = 12 // how far apart the parts of a colour may be which counts as gray
	softStep    = 8
	mostSoft    = 20 // of 1,000
	small       = 600
	mostSoftOf  = 40 // of 1,000, on pages narrower than small
	mostColours = 240
	mostStray   = 500 // one of so many coloured pixels may be of none of the colours that are kept
)

// inks are the colours of a flat page: sixteen grays, and for each colour of 4,096 that stands on it the mean of its
// pixels.
type inks struct {
	palette color.Palette
	index   [4096]uint8 // in the palette, by coarse colour; 0 where there is none
}

// tint gathers the pixels of a coarse colour.
type tint struct{ count, r, g, b int }

func coarse(r, g, b uint8) int { return int(r>>4)<<8 | int(g>>4)<<4 | int(b>>4) }

func isGray(r, g, b uint8) bool { return max(r, g, b)-min(r, g, b) <= grayish }

// level is which of the sixteen grays a gray is, by its green, which the eye goes by.
func level(r, g, b uint8) uint8 {
	gray := (2*int(r) + 5*int(g) + int(b)) / 8
	return uint8((gray*(grays-1) + 127) / 255)
}

// inksOf looks at the pixels of a page; flat is false where it is a photograph or a scan.
func inksOf(picture *image.RGBA) (found *inks, flat bool) {
	if isSoft(picture) {
		return nil, false
	}
	var tints [4096]tint
	coloured := 0
	wide := picture.Rect.Dx()
	for y := range picture.Rect.Dy() {
		row := picture.Pix[y*picture.Stride:][:4*wide]
		for x := 0; x+3 < len(row); x += 4 {
			r, g, b := row[x], row[x+1], row[x+2]
			if !isGray(r, g, b) {
				t := &tints[coarse(r, g, b)]
				t.count, t.r, t.g, t.b = t.count+1, t.r+int(r), t.g+int(g), t.b+int(b)
				coloured++
			}
		}
	}
	return choose(&tints, coloured)
}

// isSoft reports whether a page is a photograph or a scan, or holds a large one.
func isSoft(picture *image.RGBA) bool {
	wide, high := picture.Rect.Dx(), picture.Rect.Dy()
	most := mostSoft * wide * high / 1000
	if wide < small {
		most = mostSoftOf * wide * high / 1000
	}
	soft := 0
	step := func(a, b uint8) bool { return a != b && max(a, b)-min(a, b) <= softStep }
	for y := 1; y < high; y++ {
		row, above := picture.Pix[y*picture.Stride:][:4*wide], picture.Pix[(y-1)*picture.Stride:][:4*wide]
		for x := 5; x < len(row); x += 4 { // the green of each
			if this := row[x]; step(this, row[x-4]) && step(this, above[x]) {
				soft++
			}
		}
		if soft > most {
			return true
		}
	}
	return false
}

// choose keeps the colours that most pixels have; flat is false where too many have others.
func choose(tints *[4096]tint, coloured int) (found *inks, flat bool) {
	found = &inks{}
	for gray := range grays {
		found.palette = append(found.palette, color.Gray{Y: uint8(gray * 255 / (grays - 1))})
	}
	var used []int
	for i, t := range tints {
		if t.count > 0 {
			used = append(used, i)
		}
	}
	slices.SortStableFunc(used, func(a, b int) int { return tints[b].count - tints[a].count })
	stray := 0
	for n, i := range used {
		t := tints[i]
		if n >= mostColours {
			stray += t.count
			continue
		}
		found.index[i] = uint8(len(found.palette))
		found.palette = append(found.palette, color.RGBA{uint8(t.r / t.count), uint8(t.g / t.count), uint8(t.b / t.count), 255})
	}
	if stray*mostStray > coloured {
		return nil, false
	}
	for _, i := range used[min(len(used), mostColours):] {
		t := tints[i]
		found.index[i] = uint8(found.palette.Index(color.RGBA{uint8(t.r / t.count), uint8(t.g / t.count), uint8(t.b / t.count), 255}))
	}
	return found, true
}

// paint draws a page in its inks.
func (k *inks) paint(picture *image.RGBA) *image.Paletted {
	wide, high := picture.Rect.Dx(), picture.Rect.Dy()
	made := image.NewPaletted(image.Rect(0, 0, wide, high), k.palette)
	for y := range high {
		row := picture.Pix[y*picture.Stride:][:4*wide]
		out := made.Pix[y*made.Stride:][:wide]
		for x := range out {
			r, g, b := row[4*x], row[4*x+1], row[4*x+2]
			if isGray(r, g, b) {
				out[x] = level(r, g, b)
			} else {
				out[x] = k.index[coarse(r, g, b)]
			}
		}
	}
	return made
}
