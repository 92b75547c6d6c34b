package leaves

import (
	"container/list"
	"image"

	"golang.org/x/image/draw"
)

// pictureOf names a picture as it was wanted; the picture itself is as wide, but where a page is not drawn that wide.
type pictureOf struct {
	paper       string
	page, width int
}

// pictures keeps what was unpacked; what was not shown for longest makes room.
type pictures struct {
	most, bytes int
	order       *list.List // of kept, the one shown last in front
	byName      map[pictureOf]*list.Element
}

type kept struct {
	name    pictureOf
	picture *image.RGBA
}

func newPictures(most int) *pictures {
	return &pictures{most: most, order: list.New(), byName: map[pictureOf]*list.Element{}}
}

// best is the picture of that name, or else of the same page the least that is wider, or the widest.
func (p *pictures) best(name pictureOf) (picture *image.RGBA, exact, ok bool) {
	found := p.byName[name]
	exact = found != nil
	if !exact {
		for other, element := range p.byName {
			if other.paper == name.paper && other.page == name.page && (found == nil || nearer(other.width, found.Value.(kept).name.width, name.width)) {
				found = element
			}
		}
	}
	if found == nil {
		return nil, false, false
	}
	p.order.MoveToFront(found)
	return found.Value.(kept).picture, exact, true
}

// nearer reports whether a picture of one width serves better than one of another where a third is wanted.
func nearer(one, other, wanted int) bool {
	switch {
	case one >= wanted && other >= wanted:
		return one < other
	case one >= wanted || other >= wanted:
		return one >= wanted
	}
	return one > other
}

func (p *pictures) put(name pictureOf, picture *image.RGBA) {
	p.drop(p.byName[name])
	p.byName[name] = p.order.PushFront(kept{name, picture})
	p.bytes += len(picture.Pix)
	for p.bytes > p.most && p.order.Len() > 1 {
		p.drop(p.order.Back())
	}
}

func (p *pictures) drop(element *list.Element) {
	if element == nil {
		return
	}
	one := p.order.Remove(element).(kept)
	delete(p.byName, one.name)
	p.bytes -= len(one.picture.Pix)
}

func (p *pictures) forget(paper string) {
	for name, element := range p.byName {
		if name.paper == paper {
			p.drop(element)
		}
	}
}

// scaled is a picture as wide as wanted. One that is narrower stays as it is: a page is not drawn wider than that.
func scaled(picture *image.RGBA, width int) *image.RGBA {
	wide, high := picture.Rect.Dx(), picture.Rect.Dy()
	if width >= wide {
		return picture
	}
	made := image.NewRGBA(image.Rect(0, 0, width, max(1, (high*width+wide/2)/wide)))
	draw.CatmullRom.Scale(made, made.Rect, picture, picture.Rect, draw.Src, nil)
	return made
}
