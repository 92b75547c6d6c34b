package pages

import (
	"container/list"
	"image"
	"sync"
)

// pictureName names one page picture.
type pictureName struct {
	id          string
	page, width int
}

// pictures keeps page pictures up to a number of bytes; the one that was not looked at for longest
// goes first. Safe from any goroutine.
type pictures struct {
	mu     sync.Mutex
	most   int64
	bytes  int64
	recent *list.List // of *kept, the last used one in front
	byName map[pictureName]*list.Element
	byPage map[place]map[int]*list.Element // by width
}

// kept is one picture.
type kept struct {
	name    pictureName
	picture *image.RGBA
}

func newPictures(most int64) *pictures {
	return &pictures{
		most: most, recent: list.New(),
		byName: map[pictureName]*list.Element{}, byPage: map[place]map[int]*list.Element{},
	}
}

// put keeps a picture, unless it alone is too large.
func (p *pictures) put(name pictureName, picture *image.RGBA) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if old, ok := p.byName[name]; ok {
		p.remove(old)
	}
	if int64(len(picture.Pix)) > p.most {
		return
	}
	element := p.recent.PushFront(&kept{name, picture})
	p.byName[name] = element
	where := place{name.id, name.page}
	if p.byPage[where] == nil {
		p.byPage[where] = map[int]*list.Element{}
	}
	p.byPage[where][name.width] = element
	for p.bytes += int64(len(picture.Pix)); p.bytes > p.most; {
		p.remove(p.recent.Back())
	}
}

// best is the picture of that width, else the smallest wider one, else the widest.
func (p *pictures) best(name pictureName) (*image.RGBA, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var best *list.Element
	bestWidth := 0
	for width, element := range p.byPage[place{name.id, name.page}] {
		if best == nil || nearer(width, bestWidth, name.width) {
			best, bestWidth = element, width
		}
	}
	if best == nil {
		return nil, false
	}
	p.recent.MoveToFront(best)
	return best.Value.(*kept).picture, true
}

// nearer is true if a picture of that width serves better than the other for the wanted width.
func nearer(width, other, wanted int) bool {
	if (width >= wanted) != (other >= wanted) {
		return width >= wanted
	}
	return (width < other) == (width >= wanted)
}

// forget drops all pictures of a document.
func (p *pictures) forget(id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for name, element := range p.byName {
		if name.id == id {
			p.remove(element)
		}
	}
}

// remove drops one picture.
func (p *pictures) remove(element *list.Element) {
	dropped := p.recent.Remove(element).(*kept)
	p.bytes -= int64(len(dropped.picture.Pix))
	delete(p.byName, dropped.name)
	where := place{dropped.name.id, dropped.name.page}
	if delete(p.byPage[where], dropped.name.width); len(p.byPage[where]) == 0 {
		delete(p.byPage, where)
	}
}
