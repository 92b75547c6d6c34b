package chamber

import (
	"context"
	"crypto/sha256"
	"image"
	"io"

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
	var made *image.RGBA
	p.errands.run(func(context.Context) error {
		made = NotesPicture(page, paper.Sizes[one.Page], one.Marks)
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
