package pageview

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// Writer is somebody who writes on a page at this moment, and where they began.
type Writer struct {
	Person string
	Name   string
	Page   int
	X, Y   float32 // in parts of the page
}

// writersLayer says over the pages who writes there.
type writersLayer struct {
	Box   *fyne.Container
	shown []Writer
	chips []*kit.Chip
}

func newWritersLayer() *writersLayer { return &writersLayer{Box: container.NewWithoutLayout()} }

// set shows other people, with what is said of each.
func (l *writersLayer) set(writers []Writer, say func(name string) string) (changed bool) {
	if slices.Equal(l.shown, writers) {
		return false
	}
	l.shown, l.chips, l.Box.Objects = writers, nil, nil
	for _, writer := range writers {
		chip := kit.NewChip(say(writer.Name), kit.SolidSlateChip).WithIcon("pencil")
		l.chips = append(l.chips, chip)
		l.Box.Objects = append(l.Box.Objects, chip)
	}
	return true
}

// place puts them over the beginning of their strokes, within their pages.
func (l *writersLayer) place(gap float32, where func(page int) (pageSpot, bool)) {
	for i, writer := range l.shown {
		spot, ok := where(writer.Page)
		chip, size := l.chips[i], l.chips[i].MinSize()
		frame.Show(chip, ok)
		x := min(max(writer.X*spot.Width, 0), max(0, spot.Width-size.Width))
		y := max(0, writer.Y*spot.Height-size.Height-gap)
		frame.Put(chip, spot.X+x, spot.Y+y, min(size.Width, spot.Width), size.Height)
	}
}

// NameWriters says who writes on the pages; say makes the words for a name.
func (c *PageColumn) NameWriters(all []Writer, say func(name string) string) {
	if c.Names.set(all, say) {
		c.placeNames()
		c.Names.Box.Refresh()
	}
}

// placeNames puts what is said of writers where their pages stand now.
func (c *PageColumn) placeNames() { c.Names.place(kit.LookOf(c).Dp(8), c.Spot) }
