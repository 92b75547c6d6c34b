package writing

import (
	"slices"
	"time"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// Others (nét của người khác) draws what other people write on the open paper while their pens are down, and says who
// they are. All of it is for the goroutine of the interface.
type Others struct {
	setting *frame.Setting
	source  Drawings // nil: nothing is shown
	view    othersView
	// done reports whether a page shows a mark, or never will.
	done func(page int, id string) bool
	// finished reports whether somebody's stroke has become a mark.
	finished func(page notes.Page, id string) bool
	// Night, where set, reports whether the paper is dark.
	Night func() bool

	session, blob, whose string
	name                 func(person string) string
	strokes              map[drawingName]*otherStroke
	settled              []*pageview.LiveStroke     // that a page is still to show as marks
	writers              map[string]pageview.Writer // by person
	until                map[string]time.Time       // how long it is said of them
	latest               *kit.Latest[struct{}]
	unwatch              func()
}

// othersView shows them.
type othersView interface {
	strokeView
	// extent is the size of a page, and how many pixels a point of it has; 0 where it is not laid out.
	extent(page int) (size pageview.PageSize, scale float64)
	// writers says who writes where.
	writers([]pageview.Writer)
}

type drawingName struct{ author, id string }

// otherStroke is one stroke as far as it is drawn.
type otherStroke struct {
	drawing notes.Drawing // as it was last
	live    *ink.Live
	shown   *pageview.LiveStroke
}

// writerStays is how long it is said who writes, after a stroke: between two strokes a hand rests.
const writerStays = 2 * time.Second

// writerNear is how far down or up a page somebody may go on before their name goes with them, in parts of the page.
const writerNear = 0.15

func newOthers(setting *frame.Setting, source Drawings) *Others {
	o := &Others{setting: setting, source: source, strokes: map[drawingName]*otherStroke{}, writers: map[string]pageview.Writer{}, until: map[string]time.Time{}}
	o.latest = kit.NewLatest(setting.Post, func(struct{}) { o.Draw() })
	return o
}

// Start begins to follow what others draw.
func (o *Others) Start() {
	if o.source != nil && o.unwatch == nil {
		o.unwatch = o.source.WatchUnfinished(func() { o.latest.Put(struct{}{}) })
	}
}

// Stop ends it.
func (o *Others) Stop() {
	if o.unwatch != nil {
		o.unwatch()
		o.unwatch = nil
	}
	o.open("", "", "")
}

// open turns to another paper. whose is the only person whose strokes are shown; empty: everybody's.
func (o *Others) open(session, blob, whose string) {
	if o.session != session || o.blob != blob {
		for name := range o.strokes {
			o.drop(name)
		}
		for _, shown := range o.settled {
			o.view.settle(shown, "")
		}
		o.settled = nil
		clear(o.writers)
		if o.view != nil {
			o.view.writers(nil)
		}
	}
	o.session, o.blob, o.whose = session, blob, whose
}

// Attach draws on another view from now on, which shows nothing yet.
func (o *Others) Attach(view othersView) {
	o.view, o.settled = view, nil
	clear(o.strokes)
	clear(o.writers)
}

// Draw shows what is new.
func (o *Others) Draw() {
	if o.source == nil || o.view == nil || o.blob == "" {
		return
	}
	now := o.setting.Now()
	seen := map[drawingName]bool{}
	for _, drawing := range o.source.Unfinished(o.session, o.blob) {
		if o.whose == "" || o.whose == drawing.Author {
			seen[drawingName{drawing.Author, drawing.ID}] = true
			o.grow(drawing, now)
		}
	}
	for name, stroke := range o.strokes {
		if !seen[name] {
			o.end(name, stroke)
		}
	}
	o.tell(now)
}

// grow draws the points that came to a stroke.
func (o *Others) grow(drawing notes.Drawing, now time.Time) {
	name := drawingName{drawing.Author, drawing.ID}
	stroke := o.strokes[name]
	page := drawing.Page.Number
	size, scale := o.view.extent(page)
	if stroke != nil && stroke.drawing.First != drawing.First { // it was let go meanwhile, and begins later now
		o.drop(name)
		stroke = nil
	}
	if stroke == nil {
		if scale <= 0 {
			return // the pages are not laid out yet
		}
		stroke = &otherStroke{live: ink.NewLive(drawing.Stroke.Tool, o.shade(drawing.Stroke.Colour), drawing.Stroke.Width, scale)}
		stroke.shown = o.view.begin(page, size.Width*scale)
		o.strokes[name] = stroke
	}
	from := len(stroke.drawing.Stroke.Points)
	stroke.drawing = drawing
	if from == len(drawing.Stroke.Points) {
		return
	}
	var changed []*ink.Tile
	for _, p := range drawing.Stroke.Points[from:] {
		for _, tile := range stroke.live.Add(p) {
			if !slices.Contains(changed, tile) {
				changed = append(changed, tile)
			}
		}
	}
	o.view.extend(stroke.shown, changed)
	if scale > 0 {
		first := drawing.Stroke.Points[0]
		o.wrote(pageview.Writer{Person: drawing.Author, Name: o.name(drawing.Author), Page: page,
			X: float32(float64(first.X) / 100 / size.Width), Y: float32(float64(first.Y) / 100 / size.Height)}, now)
	}
}

// wrote says who writes: at the place where they began, as long as they go on near it.
func (o *Others) wrote(writer pageview.Writer, now time.Time) {
	before, is := o.writers[writer.Person]
	if !is || before.Page != writer.Page || before.Y-writer.Y > writerNear || writer.Y-before.Y > writerNear {
		o.writers[writer.Person] = writer
	}
	o.until[writer.Person] = now.Add(writerStays)
}

// shade is a colour of ink as it is on the paper now, which may be dark.
func (o *Others) shade(colour ink.Colour) ink.Colour {
	if o.Night != nil && o.Night() {
		return pageview.NightColour(colour)
	}
	return colour
}

// end leaves a stroke to the mark that it became, once the page shows that; it goes at once where it became none.
func (o *Others) end(name drawingName, stroke *otherStroke) {
	page := stroke.drawing.Page
	if !o.finished(page, name.id) || o.done(page.Number, name.id) {
		o.drop(name)
		return
	}
	o.view.settle(stroke.shown, name.id)
	o.settled = append(o.settled, stroke.shown)
	if len(o.settled) > settledKept {
		o.settled = slices.Clone(o.settled[len(o.settled)-settledKept:])
	}
	delete(o.strokes, name)
}

// settledKept is how many strokes may wait for their pages' pictures when another paper is opened.
const settledKept = 100

func (o *Others) drop(name drawingName) {
	o.view.settle(o.strokes[name].shown, "")
	delete(o.strokes, name)
}

// tell says who writes, and who wrote a moment ago.
func (o *Others) tell(now time.Time) {
	var all []pageview.Writer
	for person, writer := range o.writers {
		if now.After(o.until[person]) {
			delete(o.writers, person)
			delete(o.until, person)
			continue
		}
		all = append(all, writer)
	}
	slices.SortFunc(all, func(a, b pageview.Writer) int { return frame.Pick(a.Person < b.Person, -1, 1) })
	o.view.writers(all)
}
