package pageview

import "image"

// ThumbFiner is how many times larger small pictures are drawn than they are shown: lines of a table drawn at
// their least width would leave nothing white between them.
const ThumbFiner = 3

// Lessened is a picture at the size at which it is shown.
func Lessened(picture *image.RGBA) *image.RGBA {
	bounds := picture.Bounds()
	made := image.NewRGBA(image.Rect(0, 0, bounds.Dx()/ThumbFiner, bounds.Dy()/ThumbFiner))
	for y := range made.Rect.Dy() {
		for x := range made.Rect.Dx() {
			var sum [4]int
			for row := range ThumbFiner {
				at := picture.PixOffset(bounds.Min.X+x*ThumbFiner, bounds.Min.Y+y*ThumbFiner+row)
				for i, value := range picture.Pix[at : at+4*ThumbFiner] {
					sum[i%4] += int(value)
				}
			}
			for i := range sum {
				made.Pix[made.PixOffset(x, y)+i] = uint8(sum[i] / (ThumbFiner * ThumbFiner))
			}
		}
	}
	return made
}
