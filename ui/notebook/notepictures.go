package notebook

import (
	"context"
	"crypto/sha256"
	"image"
	"io"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/pageview"
)

// markedShot is a small picture of a page with marks on it.
type markedShot struct {
	pageview.Shot
	marks string // which they are
}

// NotePictures makes small pictures of pages with what is written on them, off the goroutine of the interface.
type NotePictures struct {
	Shots   *pageview.Shots
	errands *frame.Errands
	changed func()

	made   map[markedShot]*image.RGBA
	Making map[markedShot]bool
}

// mostPictures is how many pictures of notes are kept.
const mostPictures = 200

// NewNotePictures makes them; they ask the shots for pages.
func NewNotePictures(shots *pageview.Shots, errands *frame.Errands, changed func()) *NotePictures {
	return &NotePictures{Shots: shots, errands: errands, changed: changed, made: map[markedShot]*image.RGBA{}, Making: map[markedShot]bool{}}
}

// Forget drops all pictures: they are of what one person wrote.
func (p *NotePictures) Forget() {
	p.made, p.Making = map[markedShot]*image.RGBA{}, map[markedShot]bool{}
	p.Shots.Forget()
}

// Picture gives the picture of a thing so many pixels wide, if it is made; else it is made once its page is.
func (p *NotePictures) Picture(one Noted, width int) (*image.RGBA, bool) {
	key := markedShot{pageview.Shot{Blob: one.Blob, Page: one.Page, Width: width}, marksKey(one.Marks)}
	if made := p.made[key]; made != nil {
		return made, true
	}
	page, exact, ok := p.Shots.Pages.Picture(one.Blob, one.Page, width)
	paper, opened := p.Shots.PaperOf(one.Blob)
	if ok && exact && !opened && p.Shots.Opening == "" && !p.Shots.Opened[one.Blob] {
		p.Shots.Open(one.Blob) // its picture was made for another screen
	}
	if !ok || !exact || !opened || one.Page >= len(paper.Sizes) || p.Making[key] {
		return nil, false
	}
	p.Making[key] = true
	var made *image.RGBA
	p.errands.Run(func(context.Context) error {
		made = pageview.NotesPicture(page, paper.Sizes[one.Page], one.Marks)
		return nil
	}, func(error) {
		if !p.Making[key] {
			return // forgotten meanwhile
		}
		delete(p.Making, key)
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
