package chamber

import (
	"image"
	"maps"
	"slices"

	"congso.vn/congso/app/notes"
)

// inkPages keeps what is written on the pages of the open paper, as pictures: reads it when it changed, and draws
// anew the squares of a page that something came to or left. Reading and drawing run on goroutines of their own;
// everything else is for the goroutine of the interface.
type inkPages struct {
	book  Marks
	run   func(do func(), done func()) // do on a goroutine of its own, done back here
	drawn func(page int)               // a page has other pictures, or other marks

	session, blob string
	sizes         []PageSize
	sheets        map[int]*inkSheet
	adds          map[string]*notes.Drawn // what was written here and is not read yet, by id
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
	at       *image.RGBA // that tiles were made of
	night    bool        // and whether they are dark
	shown    []*notes.Drawn
	tiles    map[image.Point]*image.RGBA // by number of column and row
	working  bool
}

func newInkPages(book Marks, run func(do func(), done func()), drawn func(page int)) *inkPages {
	p := &inkPages{book: book, run: run, drawn: drawn}
	p.open("", "", nil)
	return p
}

// open turns to another paper.
func (p *inkPages) open(session, blob string, sizes []PageSize) {
	if p.sheets != nil && p.session == session && p.blob == blob {
		p.sizes = sizes
		return
	}
	p.turn++
	p.session, p.blob, p.sizes = session, blob, sizes
	p.sheets = map[int]*inkSheet{}
	if p.adds == nil {
		p.forget()
	}
}

// forget drops what was written here, because somebody else holds the tablet.
func (p *inkPages) forget() {
	p.turn++
	p.sheets = map[int]*inkSheet{}
	p.adds, p.hidden, p.settled = map[string]*notes.Drawn{}, map[string]bool{}, map[string]uint64{}
}

// choose shows the marks of one person alone; of everybody where it is empty.
func (p *inkPages) choose(person string) {
	if p.whose != person {
		p.whose = person
		for _, sheet := range p.sheets {
			sheet.read = false
			p.advance(sheet)
		}
	}
}

func (p *inkPages) page(number int) notes.Page { return notes.Page{Blob: p.blob, Number: number} }

func (p *inkPages) sheet(number int) *inkSheet {
	sheet := p.sheets[number]
	if sheet == nil {
		sheet = &inkSheet{number: number, tiles: map[image.Point]*image.RGBA{}}
		p.sheets[number] = sheet
	}
	return sheet
}

// show returns the pictures of a page's ink that are at hand, over a picture of the page; better ones are made. The
// picture is the one in the light also where the page is shown dark: ink turns dark with the page it is on.
func (p *inkPages) show(number int, picture *image.RGBA, dark bool) []inkTile {
	if p.blob == "" || picture == nil || number >= len(p.sizes) {
		return nil
	}
	sheet := p.sheet(number)
	sheet.picture, sheet.dark = picture, dark
	p.advance(sheet)
	return sheet.all()
}

// inkBeside is how many pages before and after those on the screen keep the pictures of their ink.
const inkBeside = 2

// leave lets the pictures of pages go that are not near the screen.
func (p *inkPages) leave(first, last int) {
	for number, sheet := range p.sheets {
		if (number < first || number > last) && !sheet.working {
			delete(p.sheets, number)
		}
	}
}

// follow looks whether the notebook changed on the pages that are shown.
func (p *inkPages) follow() {
	for _, sheet := range p.sheets {
		p.advance(sheet)
	}
}

// add shows a mark that is being saved.
func (p *inkPages) add(m *notes.Drawn) {
	p.adds[m.ID] = m
	p.touch(m)
}

// hide shows a page without a mark.
func (p *inkPages) hide(m *notes.Drawn) {
	p.hidden[m.ID] = true
	p.touch(m)
}

// take undoes add and hide: the act was not taken.
func (p *inkPages) take(marks ...*notes.Drawn) {
	for _, m := range marks {
		delete(p.adds, m.ID)
		delete(p.hidden, m.ID)
		delete(p.settled, m.ID)
	}
	for _, m := range marks {
		p.touch(m)
	}
}

// settle leaves marks to the notebook, which has them now.
func (p *inkPages) settle(session string, marks ...*notes.Drawn) {
	for _, m := range marks {
		p.settled[m.ID] = p.book.NotesRevision(session, notes.Page{Blob: m.Anchor.Blob, Number: m.Anchor.Page})
		if m.Anchor.Blob != p.blob {
			continue
		}
		if sheet := p.sheets[m.Anchor.Page]; sheet != nil && sheet.read {
			p.prune(sheet)
		}
	}
	for _, m := range marks {
		p.touch(m)
	}
}

func (p *inkPages) touch(m *notes.Drawn) {
	if m.Anchor.Blob == p.blob {
		if sheet := p.sheets[m.Anchor.Page]; sheet != nil {
			p.advance(sheet)
		}
	}
}

// on lists what a page shows, in order.
func (p *inkPages) on(number int) []*notes.Drawn {
	sheet := p.sheet(number)
	var own []*notes.Drawn
	for id, m := range p.adds {
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
func (p *inkPages) advance(sheet *inkSheet) {
	if sheet.working {
		return
	}
	if revision := p.book.NotesRevision(p.session, p.page(sheet.number)); !sheet.read || revision != sheet.revision {
		p.read(sheet, revision)
		return
	}
	wanted := p.on(sheet.number)
	if sheet.picture == nil || sheet.picture == sheet.at && sheet.dark == sheet.night && slices.Equal(wanted, sheet.shown) {
		return
	}
	p.draw(sheet, wanted)
}

// work runs a part of it beside the interface; done is not called where another paper was opened meanwhile.
func (p *inkPages) work(sheet *inkSheet, do func(), done func()) {
	sheet.working = true
	turn := p.turn
	p.run(do, func() {
		sheet.working = false
		if turn == p.turn {
			done()
			p.advance(sheet)
		}
	})
}

func (p *inkPages) read(sheet *inkSheet, revision uint64) {
	book, session, whose, page, known := p.book, p.session, p.whose, p.page(sheet.number), slices.Clone(sheet.marks)
	for _, m := range p.adds { // drawn already
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
func (p *inkPages) prune(sheet *inkSheet) {
	for id, m := range p.adds {
		if m.Anchor.Blob != p.blob || m.Anchor.Page != sheet.number {
			continue
		}
		if since, settled := p.settled[id]; settled && sheet.revision >= since {
			delete(p.adds, id)
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

func (p *inkPages) draw(sheet *inkSheet, wanted []*notes.Drawn) {
	picture, dark, shown := sheet.picture, sheet.dark, sheet.shown
	first := picture != sheet.at || dark != sheet.night
	if first {
		shown = nil
	}
	scale := float64(picture.Rect.Dx()) / p.sizes[sheet.number].Width
	var made map[image.Point]*image.RGBA
	p.work(sheet, func() {
		made = bakeTiles(picture, wanted, scale, changedTiles(picture.Rect, scale, shown, wanted))
		for at, tile := range made {
			if dark && tile != nil {
				made[at] = darkened(tile)
			}
		}
	}, func() {
		if first {
			sheet.tiles = map[image.Point]*image.RGBA{}
		} else {
			sheet.tiles = maps.Clone(sheet.tiles)
		}
		for at, tile := range made {
			if tile == nil {
				delete(sheet.tiles, at)
			} else {
				sheet.tiles[at] = tile
			}
		}
		sheet.at, sheet.night, sheet.shown = picture, dark, wanted
		p.drawn(sheet.number)
	})
}

// baked reports whether a mark is on the pictures of its page, or gone from them for good.
func (p *inkPages) baked(number int, id string) bool {
	sheet := p.sheets[number]
	if sheet == nil {
		return true
	}
	if slices.ContainsFunc(sheet.shown, func(m *notes.Drawn) bool { return m.ID == id }) {
		return true
	}
	return p.adds[id] == nil && !sheet.ids[id]
}
