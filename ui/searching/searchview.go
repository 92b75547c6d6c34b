package searching

import (
	"image"
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/app/search"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// View is the search screen: one field, what was found at the left, the chosen page at the right. Where
// there is no room for both, a tap on a row opens its page.
type View struct {
	OnBack   func()
	OnTyped  func(text string)
	OnSubmit func()
	OnAgain  func(text string)
	OnScope  func(others bool)
	OnRow    func(search.Place)
	OnOpen   func(search.Place)
	OnStep   func(by int)
	OnSeen   func(first, last, small, large int)
	Picture  func(pageview.Shot) (*image.RGBA, bool)

	words   *assets.Words
	Field   *kit.TextField
	count   *kit.Text
	working *kit.Working
	clear   *kit.IconButton
	status  *searchStatus
	Band    *frame.BandView
	head    *fyne.Container
	here    *kit.Chip
	others  *kit.Chip
	tally   *kit.Text // the count, where the field has no room for it
	pills   *fyne.Container
	list    *kit.List
	rows    map[fyne.CanvasObject]*searchRowView
	notes   *fyne.Container
	help    *searchHelpView
	Page    *searchPageView
	Keys    frame.WindowKeys
	Acts    map[fyne.KeyName]func()
	Drawn   Value
	whole   bool
	Content *fyne.Container
}

// NewView makes the screen.
func NewView(words *assets.Words, after kit.After) *View {
	v := &View{words: words, count: kit.NewText("", kit.Body.In(kit.Ink2)), Band: frame.NewBandView(), help: newSearchHelpView(words),
		Page: newSearchPageView(words), rows: map[fyne.CanvasObject]*searchRowView{}, working: kit.NewWorking("", 24, after), status: newSearchStatus()}
	v.clear = kit.NewIconButton("cross", words.Say("search.clear"), func() { v.Field.SetText(""); v.Field.Focus() })
	v.Field = kit.NewTextField("", words.Say("search.field")).WithIcon("search").WithHeight(56).
		WithTail(kit.Row(4, v.working, kit.Space(4), v.count, v.clear))
	v.Field.OnChanged = func(text string) { v.OnTyped(text) }
	v.Field.OnSubmitted = func(string) { v.OnSubmit(); v.Rest() }
	back := kit.NewIconButton("chev_left", words.Say("search.back"), func() { v.OnBack() })
	v.head = container.New(&searchHead{v}, kit.NewPanel(kit.White, nil), back, v.Field, v.status.content, kit.NewDivider())
	v.here = kit.NewChip("", kit.InkChip).WithHeight(48).WithTap(func() { v.OnScope(false) })
	v.others = kit.NewChip("", kit.OutlineChip).WithHeight(48).WithTap(func() { v.OnScope(true) })
	v.tally = kit.NewText("", kit.Dense.Trailing()).Truncate()
	v.pills = kit.Row(8, v.here, v.others, kit.Fill(v.tally))
	v.list = kit.NewList(128, func() fyne.CanvasObject {
		holder := kit.Layers()
		v.rows[holder] = newSearchRowView()
		return holder
	}, v.drawRow).WithHeights(v.heightOf)
	v.list.OnScrolled = v.seen
	v.notes = kit.Layers()
	v.help.OnAgain = func(text string) { v.OnAgain(text) }
	v.Page.Picture = func(one pageview.Shot) (*image.RGBA, bool) { return v.Picture(one) }
	v.Page.OnOpen = func(place search.Place) { v.OnOpen(place) }
	v.Page.OnStep = func(by int) { v.OnStep(by) }
	v.Content = container.New(&searchLayout{v}, kit.NewPanel(kit.Paper, nil), v.head, v.Band.Content, v.pills, kit.NewDivider(), v.list, v.notes,
		kit.NewVerticalDivider(0), v.Page.Content, v.help.content)
	return v
}

// searchLeast is the width from which the chosen page stands beside the rows.
const searchLeast = 1100

// wide tells whether the chosen page stands beside the rows.
func (v *View) wide() bool {
	size := v.Content.Size()
	return size.Width > size.Height && size.Width >= kit.LookOf(v.Content).Dp(searchLeast)
}

// Draw shows a value.
func (v *View) Draw(value Value) {
	before := v.Drawn
	v.Drawn = value
	if v.Field.Text() != value.Typed {
		v.Field.SetText(value.Typed)
	}
	v.status.draw(value.Bar)
	v.Band.Draw(value.Band)
	if value.Working {
		v.working.Start()
	} else {
		v.working.Stop()
	}
	if v.count.Text() != value.Count || v.clear.Visible() == (value.Typed == "") || !v.whole {
		v.count.SetText(value.Count)
		v.tally.SetText(value.Count)
		frame.Show(v.clear, value.Typed != "")
		v.Field.Refresh()
	}
	v.here.Set(value.Here, frame.Pick(value.Other, kit.OutlineChip, kit.InkChip))
	v.others.Set(value.Others, frame.Pick(value.Other, kit.InkChip, kit.OutlineChip))
	v.here.SetDisabled(value.Here == "")
	v.others.SetDisabled(value.None)
	v.help.draw(value)
	if before.Notes != value.Notes || !v.whole {
		v.notes.Objects = nil
		if value.Notes != "" {
			v.notes.Objects = []fyne.CanvasObject{kit.Padded(kit.Sides(16, 8), notesPanel(value.Notes))}
		}
		v.notes.Refresh()
	}
	if v.shape(before) != v.shape(value) || before.Here != value.Here || before.Others != value.Others || before.Notes != value.Notes || !v.whole {
		v.Content.Refresh()
	}
	v.drawRows(before)
	if v.Page.Content.Visible() && value.Stage == searchFound {
		v.Page.draw(value.Page)
	}
	v.whole = true
	v.seen()
}

// shape is what decides where things stand.
func (v *View) shape(value Value) [2]bool {
	return [2]bool{value.Stage == searchFound, value.Band.Shown}
}

func (v *View) drawRows(before Value) {
	rows, was := v.Drawn.Rows, before.Rows
	switch {
	case len(rows) != len(was) || !samePlaces(rows, was):
		v.list.SetCount(len(rows))
		if len(rows) > 0 && (len(was) == 0 || rows[0].Place != was[0].Place || before.Count != v.Drawn.Count) {
			v.list.Scroll().ScrollTo(fyne.Position{})
		}
	case !v.whole:
		v.list.Redraw()
	default:
		for i := range rows {
			if i == v.Drawn.Chosen || i == before.Chosen || !reflect.DeepEqual(rows[i], was[i]) {
				v.list.RedrawRow(i)
			}
		}
	}
	if v.Drawn.Chosen != before.Chosen && v.wide() {
		v.list.Reveal(v.Drawn.Chosen)
	}
}

func samePlaces(a, b []searchRow) bool {
	for i := range a {
		if a[i].Place != b[i].Place || a[i].Name != b[i].Name || a[i].Scanned != b[i].Scanned || len(a[i].Parts) != len(b[i].Parts) {
			return false
		}
	}
	return true
}

func (v *View) drawRow(index int, object fyne.CanvasObject) {
	if index >= len(v.Drawn.Rows) {
		return
	}
	row := v.rows[object]
	row.draw(object.(*fyne.Container), v.Drawn.Rows[index], v.tapped)
	row.row.SetCurrent(index == v.Drawn.Chosen && v.wide(), kit.Ink)
}

func (v *View) tapped(place search.Place) {
	if v.wide() && place != v.Drawn.Page.Place {
		v.OnRow(place)
	} else {
		v.OnOpen(place)
	}
}

// HeightOf is how high a row is: two lines of words around the place, without measuring them for rows that
// nobody sees.
func (v *View) heightOf(index int, width float32) float32 {
	look := kit.LookOf(v.Content)
	if index >= len(v.Drawn.Rows) {
		return look.Dp(128)
	}
	row := v.Drawn.Rows[index]
	room := width - look.Dp(24+thumbWide+16+24)
	title := newFoundText(kit.Body.Strong(), 2)
	title.parts = row.Title
	high := look.Dp(24) + float32(min(2, len(title.lines(look, room))))*look.Dp(24) + look.Dp(2)
	high += kit.HeightFor(kit.NewParagraph(row.Note, kit.Dense).MaxLines(2), room)
	if len(row.Parts) > 0 {
		high += look.Dp(2 + 2*24)
	}
	if row.Scanned != "" {
		high += look.Dp(2) + kit.HeightFor(kit.NewParagraph(row.Scanned, kit.Meta), room)
	}
	return max(high, look.Dp(rowLeast(row)))
}

// seen tells which rows are on the screen, and gives them their pictures.
func (v *View) seen() {
	if v.Drawn.Stage != searchFound {
		v.OnSeen(0, -1, 0, 0)
		return
	}
	small := pageview.ThumbFiner * v.Page.column.Pixels(kit.LookOf(v.Content).Dp(thumbWide))
	first, last := -1, -1
	for i, row := range v.Drawn.Rows {
		holder := v.list.Row(i)
		if holder == nil {
			continue
		}
		if last = i; first < 0 {
			first = i
		}
		if drawn := v.rows[holder]; row.Place.Document != "" {
			picture, ok := v.Picture(pageview.Shot{Blob: row.Place.Blob, Page: max(0, row.Place.Page), Width: small})
			if ok && picture.Bounds().Dx() == small {
				drawn.thumb.take(picture)
			}
		}
	}
	v.OnSeen(max(0, first), last, small, v.Page.wanted())
}

// Focus gives the field the keyboard; false where the screen does not stand in its window yet.
func (v *View) Focus() bool {
	window := fyne.CurrentApp().Driver().CanvasForObject(v.Field)
	if window == nil {
		return false
	}
	v.Field.Focus()
	_, writes := window.Focused().(fyne.Shortcutable) // as entries are, and buttons are not
	return writes
}

// Rest takes the keyboard from the field.
func (v *View) Rest() {
	if window := fyne.CurrentApp().Driver().CanvasForObject(v.Content); window != nil {
		window.Unfocus()
	}
}

// searchHead is the way back, the field and how the tablet stands.
type searchHead struct{ view *View }

func (*searchHead) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (h *searchHead) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look := kit.LookOf(objects[0])
	frame.Put(objects[0], 0, 0, size.Width, size.Height)
	frame.Put(objects[1], look.Dp(12), (size.Height-look.Dp(48))/2, look.Dp(48), look.Dp(48))
	left := look.Dp(72)
	right := h.view.status.fit(size.Width - left - look.Dp(480))
	frame.Put(objects[3], size.Width-right-look.Dp(16), 0, right, size.Height)
	frame.Put(objects[2], left, (size.Height-look.Dp(56))/2, size.Width-left-right-look.Dp(frame.Pick[float32](right > 0, 28, 16)), look.Dp(56))
	roomy := objects[2].Size().Width >= look.Dp(360)+h.view.count.MinSize().Width
	if frame.Show(h.view.count, roomy); h.view.tally.Visible() == roomy {
		frame.Show(h.view.tally, !roomy)
		h.view.Field.Refresh()
	}
	frame.Put(objects[4], 0, size.Height-1, size.Width, 1)
}

// searchLayout puts what was found under the head.
type searchLayout struct{ view *View }

func (*searchLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l *searchLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look := kit.LookOf(objects[0])
	v := l.view
	frame.Put(objects[0], 0, 0, size.Width, size.Height)
	y := look.Dp(80)
	frame.Put(v.head, 0, 0, size.Width, y)
	if v.Band.Content.Visible() {
		high := kit.HeightFor(v.Band.Content, size.Width)
		frame.Put(v.Band.Content, 0, y, size.Width, high)
		y += high
	}
	found := v.Drawn.Stage == searchFound
	wide := found && size.Width > size.Height && size.Width >= look.Dp(searchLeast)
	left := size.Width
	if wide {
		left = min(size.Width*712/1280, look.Dp(880))
	}
	for _, object := range []fyne.CanvasObject{v.pills, objects[4], v.list, v.notes} {
		frame.Show(object, found)
	}
	frame.Show(objects[7], wide)
	frame.Show(v.Page.Content, wide)
	frame.Show(v.help.content, !found)
	frame.Put(v.help.content, look.Dp(frame.Pick[float32](size.Width >= look.Dp(900), 48, 0)), y, min(size.Width, look.Dp(760)), max(0, size.Height-y))
	if !found {
		return
	}
	frame.Put(objects[7], left, y, 1, size.Height-y)
	frame.Put(v.Page.Content, left+1, y, size.Width-left-1, max(0, size.Height-y))
	pills := look.Dp(72)
	frame.Put(v.pills, look.Dp(24), y+look.Dp(12), left-look.Dp(48), look.Dp(48))
	frame.Put(objects[4], 0, y+pills-1, left, 1)
	y += pills
	foot := float32(0)
	if v.Drawn.Notes != "" {
		foot = kit.HeightFor(v.notes, left)
	}
	frame.Put(v.list, 0, y, left, max(0, size.Height-y-foot))
	frame.Put(v.notes, 0, size.Height-foot, left, foot)
}
