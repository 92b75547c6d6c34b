package writing

import (
	"image"
	"maps"
	"slices"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/pageview"
)

// InkPages keeps what is written on the pages of the open paper, as pictures: reads it when it changed, and draws
// anew the squares of a page that something came to or left. Reading and drawing run on goroutines of their own;
// everything else is for the goroutine of the interface.
type InkPages struct {
	book  Marks
	run   func(do func(), done func()) // do on a goroutine of its own, done back here
	drawn func(page int)               // a page has other pictures, or other marks

	session, blob string
	sizes         []pageview.PageSize
	Sheets        map[int]*inkSheet
	Adds          map[string]*notes.Drawn // what was written here and is not read yet, by id
	hidden        map[string]bool         // what was taken away here and is read still
	settled       map[string]uint64       // of both, by id: the revision from which on reading knows better
	turn          int                     // of papers
	whose         string                  // the only person whose marks are shown; empty: everybody's
}

// inkSheet is one page.
type inkSheet struct {
	number   int
	revision uint64
	read     bool
	marks    []*notes.Drawn // as read, in order
	ids      map[string]bool
	picture  *image.RGBA // the page's, that is shown, as it is in the light
	dark     bool        // it is shown dark
	At       *image.RGBA // that tiles were made of
	Night    bool        // and whether they are dark
	shown    []*notes.Drawn
	Tiles    map[image.Point]*image.RGBA // by number of column and row
	Working  bool
}

// NewInkPages makes the ink of no paper yet; beside runs a drawing on a goroutine of its own, drawn is told which page has other ink.
func NewInkPages(book Marks, run func(do func(), done func()), drawn func(page int)) *InkPages {
	p := &InkPages{book: book, run: run, drawn: drawn}
	p.Open("", "", nil)
	return p
}

// Open turns to another paper.
func (p *InkPages) Open(session, blob string, sizes []pageview.PageSize) {
	if p.Sheets != nil && p.session == session && p.blob == blob {
		p.sizes = sizes
		return
	}
	p.turn++
	p.session, p.blob, p.sizes = session, blob, sizes
	p.Sheets = map[int]*inkSheet{}
	if p.Adds == nil {
		p.forget()
	}
}

// forget drops what was written here, because somebody else holds the tablet.
func (p *InkPages) forget() {
	p.turn++
	p.Sheets = map[int]*inkSheet{}
	p.Adds, p.hidden, p.settled = map[string]*notes.Drawn{}, map[string]bool{}, map[string]uint64{}
}

// Choose shows the marks of one person alone; of everybody where it is empty.
func (p *InkPages) Choose(person string) {
	if p.whose != person {
		p.whose = person
		for _, sheet := range p.Sheets {
			sheet.read = false
			p.advance(sheet)
		}
	}
}

func (p *InkPages) page(number int) notes.Page { return notes.Page{Blob: p.blob, Number: number} }

func (p *InkPages) sheet(number int) *inkSheet {
	sheet := p.Sheets[number]
	if sheet == nil {
		sheet = &inkSheet{number: number, Tiles: map[image.Point]*image.RGBA{}}
		p.Sheets[number] = sheet
	}
	return sheet
}

// Show returns the pictures of a page's ink that are at hand, over a picture of the page; better ones are made. The
// picture is the one in the light also where the page is shown dark: ink turns dark with the page it is on.
func (p *InkPages) Show(number int, picture *image.RGBA, dark bool) []pageview.InkTile {
	if p.blob == "" || picture == nil || number >= len(p.sizes) {
		return nil
	}
	sheet := p.sheet(number)
	sheet.picture, sheet.dark = picture, dark
	p.advance(sheet)
	return sheet.all()
}

// InkBeside is how many pages before and after those on the screen keep the pictures of their ink.
const InkBeside = 2

// Leave lets the pictures of pages go that are not near the screen.
func (p *InkPages) Leave(first, last int) {
	for number, sheet := range p.Sheets {
		if (number < first || number > last) && !sheet.Working {
			delete(p.Sheets, number)
		}
	}
}

// Follow looks whether the notebook changed on the pages that are shown.
func (p *InkPages) Follow() {
	for _, sheet := range p.Sheets {
		p.advance(sheet)
	}
}

// Add shows a mark that is being saved.
func (p *InkPages) Add(m *notes.Drawn) {
	p.Adds[m.ID] = m
	p.touch(m)
}

// hide shows a page without a mark.
func (p *InkPages) hide(m *notes.Drawn) {
	p.hidden[m.ID] = true
	p.touch(m)
}

// take undoes add and hide: the act was not taken.
func (p *InkPages) take(marks ...*notes.Drawn) {
	for _, m := range marks {
		delete(p.Adds, m.ID)
		delete(p.hidden, m.ID)
		delete(p.settled, m.ID)
	}
	for _, m := range marks {
		p.touch(m)
	}
}

// Settle leaves marks to the notebook, which has them now.
func (p *InkPages) Settle(session string, marks ...*notes.Drawn) {
	for _, m := range marks {
		p.settled[m.ID] = p.book.NotesRevision(session, notes.Page{Blob: m.Anchor.Blob, Number: m.Anchor.Page})
		if m.Anchor.Blob != p.blob {
			continue
		}
		if sheet := p.Sheets[m.Anchor.Page]; sheet != nil && sheet.read {
			p.prune(sheet)
		}
	}
	for _, m := range marks {
		p.touch(m)
	}
}

func (p *InkPages) touch(m *notes.Drawn) {
	if m.Anchor.Blob == p.blob {
		if sheet := p.Sheets[m.Anchor.Page]; sheet != nil {
			p.advance(sheet)
		}
	}
}

// On lists what a page shows, in order.
func (p *InkPages) On(number int) []*notes.Drawn {
	sheet := p.sheet(number)
	var own []*notes.Drawn
	for id, m := range p.Adds {
		if m.Anchor.Blob == p.blob && m.Anchor.Page == number && !sheet.ids[id] && !p.hidden[id] {
			own = append(own, m)
		}
	}
	if len(own) == 0 && len(p.hidden) == 0 {
		return sheet.marks
	}
	marks := make([]*notes.Drawn, 0, len(sheet.marks)+len(own))
	for _, m := range sheet.marks {
		if !p.hidden[m.ID] {
			marks = append(marks, m)
		}
	}
	slices.SortFunc(own, func(a, b *notes.Drawn) int {
		if order := a.At.Compare(b.At); order != 0 {
			return order
		}
		if a.ID < b.ID {
			return -1
		}
		return 1
	})
	return append(marks, own...)
}

// advance does the next thing that a page needs: read it, or draw what changed.
func (p *InkPages) advance(sheet *inkSheet) {
	if sheet.Working {
		return
	}
	if revision := p.book.NotesRevision(p.session, p.page(sheet.number)); !sheet.read || revision != sheet.revision {
		p.read(sheet, revision)
		return
	}
	wanted := p.On(sheet.number)
	if sheet.picture == nil || sheet.picture == sheet.At && sheet.dark == sheet.Night && slices.Equal(wanted, sheet.shown) {
		return
	}
	p.draw(sheet, wanted)
}

// work runs a part of it beside the interface; done is not called where another paper was opened meanwhile.
func (p *InkPages) work(sheet *inkSheet, do func(), done func()) {
	sheet.Working = true
	turn := p.turn
	p.run(do, func() {
		sheet.Working = false
		if turn == p.turn {
			done()
			p.advance(sheet)
		}
	})
}

func (p *InkPages) read(sheet *inkSheet, revision uint64) {
	book, session, whose, page, known := p.book, p.session, p.whose, p.page(sheet.number), slices.Clone(sheet.marks)
	for _, m := range p.Adds { // drawn already
		if m.Anchor.Blob == p.blob && m.Anchor.Page == sheet.number {
			known = append(known, m)
		}
	}
	var marks []*notes.Drawn
	var ids map[string]bool
	p.work(sheet, func() {
		before := make(map[string]*notes.Drawn, len(known))
		for _, m := range known {
			before[m.ID] = m
		}
		entries := book.NotesOn(session, page)
		if whose != "" {
			entries = slices.DeleteFunc(slices.Clone(entries), func(e notes.Entry) bool { return e.Author != whose })
		}
		marks, ids = make([]*notes.Drawn, 0, len(entries)), make(map[string]bool, len(entries))
		for _, entry := range entries {
			ids[entry.ID] = true
			m := before[entry.ID]
			if m == nil || m.OtherOf != entry.OtherOf || !slices.Equal(m.Places, entry.Places) {
				m = notes.Draw(entry)
			}
			marks = append(marks, m)
		}
	}, func() {
		sheet.marks, sheet.ids, sheet.revision, sheet.read = marks, ids, revision, whose == p.whose
		p.prune(sheet)
		p.drawn(sheet.number)
	})
}

// prune forgets what was done here and is read by now. What is in both is drawn from what was read; it is the same
// picture.
func (p *InkPages) prune(sheet *inkSheet) {
	for id, m := range p.Adds {
		if m.Anchor.Blob != p.blob || m.Anchor.Page != sheet.number {
			continue
		}
		if since, settled := p.settled[id]; settled && sheet.revision >= since {
			delete(p.Adds, id)
			delete(p.settled, id)
		}
	}
	for id := range p.hidden {
		if since, settled := p.settled[id]; settled && !sheet.ids[id] && sheet.revision >= since {
			delete(p.hidden, id)
			delete(p.settled, id)
		}
	}
}

func (p *InkPages) draw(sheet *inkSheet, wanted []*notes.Drawn) {
	picture, dark, shown := sheet.picture, sheet.dark, sheet.shown
	first := picture != sheet.At || dark != sheet.Night
	if first {
		shown = nil
	}
	scale := float64(picture.Rect.Dx()) / p.sizes[sheet.number].Width
	var made map[image.Point]*image.RGBA
	p.work(sheet, func() {
		made = pageview.BakeTiles(picture, wanted, scale, pageview.ChangedTiles(picture.Rect, scale, shown, wanted))
		for at, tile := range made {
			if dark && tile != nil {
				made[at] = pageview.Darkened(tile)
			}
		}
	}, func() {
		if first {
			sheet.Tiles = map[image.Point]*image.RGBA{}
		} else {
			sheet.Tiles = maps.Clone(sheet.Tiles)
		}
		for at, tile := range made {
			if tile == nil {
				delete(sheet.Tiles, at)
			} else {
				sheet.Tiles[at] = tile
			}
		}
		sheet.At, sheet.Night, sheet.shown = picture, dark, wanted
		p.drawn(sheet.number)
	})
}

// Baked reports whether a mark is on the pictures of its page, or gone from them for good.
func (p *InkPages) Baked(number int, id string) bool {
	sheet := p.Sheets[number]
	if sheet == nil {
		return true
	}
	if slices.ContainsFunc(sheet.shown, func(m *notes.Drawn) bool { return m.ID == id }) {
		return true
	}
	if p.Adds[id] != nil || sheet.ids[id] {
		return false
	}
	return sheet.read && sheet.revision == p.book.NotesRevision(p.session, p.page(number)) // or it came and is not read yet
}
