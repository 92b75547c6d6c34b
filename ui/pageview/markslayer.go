package pageview

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// The colours of marks on paper, which is white in every theme.
var (
	markTone  = kit.Tone{R: 0xF4, G: 0xC5, B: 0x42, A: 0xBF}
	paperTone = kit.Tone{R: 0x1B, G: 0x24, B: 0x30, A: 0xFF}
)

// MarksLayer draws found words on a page's picture as a highlighter does: what is written stays black. It does so with
// small pictures of its own, for shapes can only cover.
type MarksLayer struct {
	picture *image.RGBA
	places  []MarkPlace
	Chosen  int
	Shots   []*canvas.Image
	boxes   []MarkBox
	Rings   []*canvas.Rectangle // around the chosen place
	ringed  []MarkBox
}

// Set draws places on a picture; the same again costs nothing.
func (l *MarksLayer) Set(picture *image.RGBA, places []MarkPlace, chosen int) {
	same := picture == l.picture && len(places) == len(l.places) && (len(places) == 0 || &places[0] == &l.places[0])
	if same && chosen == l.Chosen {
		return
	}
	l.picture, l.places, l.Chosen = picture, places, chosen
	l.Rings, l.ringed = nil, nil
	if !same {
		l.Shots, l.boxes = nil, nil
	}
	if picture == nil {
		return
	}
	for i, place := range places {
		for _, box := range place {
			box, bounds := widened(box, picture.Bounds())
			if bounds.Empty() {
				continue
			}
			if !same {
				l.Shots = append(l.Shots, &canvas.Image{Image: highlighted(picture, bounds), FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest})
				l.boxes = append(l.boxes, box)
			}
			if i == chosen {
				ring := canvas.NewRectangle(kit.Tone{})
				ring.StrokeColor = paperTone
				if isDark(picture, bounds) {
					ring.StrokeColor = markTone
				}
				l.Rings, l.ringed = append(l.Rings, ring), append(l.ringed, box)
			}
		}
	}
}

// widened gives a box some air and whole pixels of a picture.
func widened(box MarkBox, bounds image.Rectangle) (MarkBox, image.Rectangle) {
	wide, high := float32(bounds.Dx()), float32(bounds.Dy())
	air := (box.Bottom - box.Top) * high * 0.1
	whole := image.Rect(int(box.Left*wide-air), int(box.Top*high-air/2), int(box.Right*wide+air+1), int(box.Bottom*high+air/2+1)).
		Add(bounds.Min).Intersect(bounds)
	return MarkBox{
		float32(whole.Min.X-bounds.Min.X) / wide, float32(whole.Min.Y-bounds.Min.Y) / high,
		float32(whole.Max.X-bounds.Min.X) / wide, float32(whole.Max.Y-bounds.Min.Y) / high,
	}, whole
}

// highlighted is a part of a picture with the mark's colour multiplied into it; on dark paper, with the paper turned
// to a darker tone of it.
func highlighted(picture *image.RGBA, part image.Rectangle) *image.RGBA {
	made := image.NewRGBA(image.Rect(0, 0, part.Dx(), part.Dy()))
	if isDark(picture, part) {
		lighten(made, picture, part)
		return made
	}
	part3 := [3]uint32{share(markTone.R), share(markTone.G), share(markTone.B)}
	for y := range part.Dy() {
		from := picture.Pix[picture.PixOffset(part.Min.X, part.Min.Y+y):]
		to := made.Pix[y*made.Stride:]
		for x := 0; x < 4*part.Dx(); x += 4 {
			for c := range 3 {
				to[x+c] = uint8(uint32(from[x+c]) * part3[c] / 255)
			}
			to[x+3] = 255
		}
	}
	return made
}

// isDark tells whether most of a part is dark: paper for the night.
func isDark(picture *image.RGBA, part image.Rectangle) bool {
	dark, all := 0, 0
	for y := part.Min.Y; y < part.Max.Y; y += 3 {
		for x := part.Min.X; x < part.Max.X; x += 3 {
			tone := picture.RGBAAt(x, y)
			all++
			if tone.A == 255 && max(tone.R, tone.G, tone.B) < 100 {
				dark++
			}
		}
	}
	return 2*dark > all
}

// lighten gives dark paper a tone of the mark; what is written stays light.
func lighten(made, picture *image.RGBA, part image.Rectangle) {
	tone := [3]uint32{uint32(markTone.R) * 2 / 5, uint32(markTone.G) * 2 / 5, uint32(markTone.B) * 2 / 5}
	for y := range part.Dy() {
		from := picture.Pix[picture.PixOffset(part.Min.X, part.Min.Y+y):]
		to := made.Pix[y*made.Stride:]
		for x := 0; x < 4*part.Dx(); x += 4 {
			for c := range 3 {
				to[x+c] = uint8(max(uint32(from[x+c]), tone[c]))
			}
			to[x+3] = 255
		}
	}
}

// share is what is left of one colour of white under the mark.
func share(tone uint8) uint32 {
	return (255*(255-uint32(markTone.A)) + uint32(tone)*uint32(markTone.A)) / 255
}

// Place puts the marks on a picture that is drawn at a place.
func (l *MarksLayer) Place(look kit.Look, x, y, width, height float32) {
	for i, shot := range l.Shots {
		box := l.boxes[i]
		frame.Put(shot, x+box.Left*width, y+box.Top*height, (box.Right-box.Left)*width, (box.Bottom-box.Top)*height)
	}
	air := look.Dp(2)
	for i, ring := range l.Rings {
		box := l.ringed[i]
		ring.StrokeWidth, ring.CornerRadius = look.Dp(2), look.Dp(3)
		frame.Put(ring, x+box.Left*width-air, y+box.Top*height-air, (box.Right-box.Left)*width+2*air, (box.Bottom-box.Top)*height+2*air)
	}
}

// Objects are what is drawn over the picture.
func (l *MarksLayer) Objects() []fyne.CanvasObject {
	objects := make([]fyne.CanvasObject, 0, len(l.Shots)+len(l.Rings))
	for _, shot := range l.Shots {
		objects = append(objects, shot)
	}
	for _, ring := range l.Rings {
		objects = append(objects, ring)
	}
	return objects
}
