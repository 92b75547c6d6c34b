package chamber

import (
	"context"
	"crypto/sha256"
	"image"
	"image/color"
	"image/draw"
	"io"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
)

// markedShot is a small picture of a page with marks on it.
type markedShot struct {
	shot
	marks string // which they are
}

// notePictures makes small pictures of pages with what is written on them, off the goroutine of the interface.
type notePictures struct {
	shots   *shots
	errands *errands
	changed func()

	made   map[markedShot]*image.RGBA
	making map[markedShot]bool
}

// mostPictures is how many pictures of notes are kept.
const mostPictures = 200

func newNotePictures(shots *shots, errands *errands, changed func()) *notePictures {
	return &notePictures{shots: shots, errands: errands, changed: changed, made: map[markedShot]*image.RGBA{}, making: map[markedShot]bool{}}
}

// forget drops all pictures: they are of what one person wrote.
func (p *notePictures) forget() {
	p.made, p.making = map[markedShot]*image.RGBA{}, map[markedShot]bool{}
	p.shots.forget()
}

// picture gives the picture of a thing so many pixels wide, if it is made; else it is made once its page is.
func (p *notePictures) picture(one noted, width int) (*image.RGBA, bool) {
	key := markedShot{shot{one.Blob, one.Page, width}, marksKey(one.Marks)}
	if made := p.made[key]; made != nil {
		return made, true
	}
	page, exact, ok := p.shots.pages.Picture(one.Blob, one.Page, width)
	paper, opened := p.shots.paperOf(one.Blob)
	if ok && exact && !opened && p.shots.opening == "" && !p.shots.opened[one.Blob] {
		p.shots.open(one.Blob) // its picture was made for another screen
	}
	if !ok || !exact || !opened || one.Page >= len(paper.Sizes) || p.making[key] {
		return nil, false
	}
	p.making[key] = true
	scale := float64(page.Bounds().Dx()) / paper.Sizes[one.Page].Width
	var made *image.RGBA
	p.errands.run(func(context.Context) error {
		made = image.NewRGBA(image.Rectangle{Max: page.Bounds().Size()})
		draw.Draw(made, made.Rect, page, page.Bounds().Min, draw.Src)
		paintMarks(made, one.Marks, scale)
		return nil
	}, func(error) {
		if !p.making[key] {
			return // forgotten meanwhile
		}
		delete(p.making, key)
		if len(p.made) >= mostPictures {
			clear(p.made)
		}
		p.made[key] = made
		p.changed()
	})
	return nil, false
}

// marksKey names marks: they never change.
func marksKey(marks []notes.Entry) string {
	hash := sha256.New()
	for _, m := range marks {
		_, _ = io.WriteString(hash, m.ID+m.Anchor.Blob) // a hash takes everything
	}
	return string(hash.Sum(nil))
}

// stickyTone is the colour in which a sticky note stands on a small picture.
var stickyTone = color.RGBA{0xE3, 0xA5, 0x1C, 0xff}

// paintMarks draws marks on the small picture of their page, of which scale pixels are a point.
func paintMarks(dst *image.RGBA, marks []notes.Entry, scale float64) {
	var strokes []ink.Stroke
	pixels := func(r image.Rectangle) image.Rectangle {
		at := func(v int) int { return int(float64(v) * scale / 100) }
		return image.Rect(at(r.Min.X), at(r.Min.Y), at(r.Max.X)+1, at(r.Max.Y)+1)
	}
	for _, m := range marks {
		tone := color.RGBA{uint8(m.Colour >> 16), uint8(m.Colour >> 8), uint8(m.Colour), 0xff}
		for _, quad := range m.Anchor.Quads {
			box := pixels(quad)
			switch m.Kind {
			case notes.Highlight:
				draw.DrawMask(dst, box, image.NewUniform(tone), image.Point{}, image.NewUniform(color.Alpha{0x73}), image.Point{}, draw.Over)
			case notes.Underline:
				draw.Draw(dst, image.Rect(box.Min.X, box.Max.Y-1, box.Max.X, box.Max.Y+1), image.NewUniform(tone), image.Point{}, draw.Over)
			case notes.Sticky, notes.Stamped:
				draw.Draw(dst, box.Inset(-1), image.NewUniform(stickyTone), image.Point{}, draw.Over)
			}
		}
		if m.Kind == notes.Ink {
			if stroke, err := ink.Decode(m.Stroke); err == nil {
				strokes = append(strokes, stroke)
			}
		}
	}
	ink.Bake(dst, strokes, scale, dst.Bounds())
}
