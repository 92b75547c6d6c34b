package notebook

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// The measures of the list of notes.
const (
	noteRowHigh   = 88
	noteThumbWide = 48
	noteThumbHigh = 66
)

// NoteListView is the panel of what a person wrote.
type NoteListView struct {
	OnRow    func(NoteRow)
	OnFilter func(only bool)
	OnUnlock func()
	OnExport func()
	OnSeen   func(rows []NoteRow, width int) // that are in view, and how wide their pictures are in pixels
	Picture  func(one Noted, width int) (*image.RGBA, bool)

	words   *assets.Words
	lock    *fyne.Container
	filter  *kit.Segments
	list    *kit.List
	rows    map[fyne.CanvasObject]*noteRowView
	empty   *fyne.Container
	export  *kit.BigButton
	drawn   NotesValue
	Content *fyne.Container
}

// NewNoteListView makes an empty list.
func NewNoteListView(words *assets.Words) *NoteListView {
	v := &NoteListView{words: words, lock: kit.Layers(), rows: map[fyne.CanvasObject]*noteRowView{}, empty: kit.Layers()}
	v.filter = kit.NewSegments([]kit.Option{{ID: "all", Text: words.Say("notebook.list.all")}, {ID: "only", Text: words.Say("notebook.list.only")}}, "all",
		func(id string) { v.OnFilter(id == "only") })
	v.list = kit.NewList(noteRowHigh, func() fyne.CanvasObject {
		holder := kit.Layers()
		v.rows[holder] = newNoteRowView()
		return holder
	}, v.drawRow)
	v.list.OnScrolled = v.seen
	v.export = kit.NewBigButton(words.Say("export.action"), kit.Outline, func() { v.OnExport() }).WithHeight(56).WithIcon("save")
	v.Content = container.New(&noteListLayout{v}, v.lock, v.filter, v.list, v.empty, v.export)
	return v
}

// Draw shows a value.
func (v *NoteListView) Draw(value NotesValue) {
	before := v.drawn
	v.drawn = value
	if before.Lock != value.Lock || before.Could != value.Could {
		v.lock.Objects = nil
		if value.Lock != "" {
			column := []fyne.CanvasObject{kit.NewParagraph(value.Lock, kit.Dense.In(kit.GoldText))}
			if value.Could {
				column = append(column, kit.NewBigButton(v.words.Say("notebook.open.button"), kit.Strong, func() { v.OnUnlock() }).WithHeight(56).WithIcon("unlock"))
			}
			v.lock.Objects = []fyne.CanvasObject{kit.NewPanel(kit.GoldTint, kit.Column(10, column...)).WithRadius(12).WithPadding(kit.All(14))}
		}
		v.lock.Refresh()
		v.Content.Refresh()
	}
	v.filter.SetSelected(frame.Pick(value.Only, "only", "all"))
	if before.Some != value.Some || (len(before.Rows) == 0) != (len(value.Rows) == 0) {
		v.Content.Refresh()
	}
	if before.Empty != value.Empty {
		v.empty.Objects = nil
		if value.Empty != "" {
			v.empty.Objects = []fyne.CanvasObject{kit.NewEmptyState("note", value.Empty, nil)}
		}
		v.empty.Refresh()
		v.Content.Refresh()
	}
	frame.Show(v.list, value.Empty == "")
	if len(before.Rows) != len(value.Rows) {
		v.list.SetCount(len(value.Rows))
	} else {
		v.list.Redraw()
	}
	v.seen()
}

func (v *NoteListView) drawRow(index int, object fyne.CanvasObject) {
	if index < len(v.drawn.Rows) {
		v.rows[object].draw(object.(*fyne.Container), v.drawn.Rows[index], func(row NoteRow) { v.OnRow(row) })
	}
}

// seen tells which rows are in view, and gives them their pictures.
func (v *NoteListView) seen() {
	width := pixelsOf(v.Content, kit.LookOf(v.Content).Dp(noteThumbWide)) * pageview.ThumbFiner
	var rows []NoteRow
	for i, row := range v.drawn.Rows {
		holder := v.list.Row(i)
		if holder == nil {
			continue
		}
		rows = append(rows, row)
		if picture, ok := v.Picture(row.Noted, width); ok {
			v.rows[holder].thumb.take(picture)
		}
	}
	v.OnSeen(rows, width)
}

// pixelsOf is how many pixels a measure has where an object stands.
func pixelsOf(object fyne.CanvasObject, measure float32) int {
	scale := float32(1)
	if window := fyne.CurrentApp().Driver().CanvasForObject(object); window != nil {
		scale = window.Scale()
	}
	return max(1, int(measure*scale+0.5))
}

// noteListLayout puts what is locked and the filter over the list.
type noteListLayout struct{ view *NoteListView }

func (*noteListLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l *noteListLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look, v := kit.LookOf(objects[0]), l.view
	pad := look.Dp(16)
	y := look.Dp(12)
	frame.Show(v.lock, len(v.lock.Objects) > 0)
	if v.lock.Visible() {
		high := min(kit.HeightFor(v.lock, size.Width-2*pad), size.Height*0.7)
		frame.Put(v.lock, pad, y, size.Width-2*pad, high)
		y += high + look.Dp(12)
	}
	frame.Show(v.filter, v.drawn.Some)
	if v.filter.Visible() {
		frame.Put(v.filter, pad, y, size.Width-2*pad, look.Dp(48))
		y += look.Dp(48 + 12)
	}
	foot := size.Height
	frame.Show(v.export, len(v.drawn.Rows) > 0)
	if v.export.Visible() {
		foot -= look.Dp(56 + 2*12)
		frame.Put(v.export, pad, foot+look.Dp(12), size.Width-2*pad, look.Dp(56))
	}
	frame.Put(v.list, 0, y, size.Width, max(0, foot-y))
	room := max(0, foot-y)
	frame.Show(v.empty, v.drawn.Empty != "" && kit.HeightFor(v.empty, size.Width-2*pad) <= room)
	frame.Put(v.empty, pad, y, size.Width-2*pad, room)
}

// noteRowView is one card of the list.
type noteRowView struct {
	row   *kit.ListRow
	thumb *noteThumb
	drawn NoteRow
}

func newNoteRowView() *noteRowView {
	return &noteRowView{thumb: newNoteThumb(noteThumbWide, noteThumbHigh)}
}

func (r *noteRowView) draw(holder *fyne.Container, row NoteRow, tapped func(NoteRow)) {
	before := r.drawn
	r.drawn = row
	if before.Noted.Kind != "" && before.Noted.Key() == row.Noted.Key() && len(before.Noted.Marks) == len(row.Noted.Marks) &&
		before.Words == row.Words && before.When == row.When && before.Paper == row.Paper && before.Kind == row.Kind {
		return
	}
	r.thumb.clear()
	words := []fyne.CanvasObject{
		kit.NewText(row.Paper, kit.Body.Strong()).Truncate(),
		kit.Row(6, kit.NewIcon(row.Icon, 18, kit.Ink3), kit.Fill(kit.NewText(frame.Joined(row.Kind, row.When), kit.Meta).Truncate())),
	}
	if row.Words != "" {
		words = append(words, kit.NewText(row.Words, kit.Dense).Truncate())
	}
	content := kit.RowAt(kit.Middle, 12, r.thumb.holder, kit.Fill(kit.Column(0, words...)))
	r.row = kit.NewListRow(frame.Joined(row.Paper, row.Kind, row.Words), content, func() { tapped(row) }).WithHeight(noteRowHigh).
		WithPadding(kit.Sides(16, 8)).WithDivider().WithGround(kit.White)
	holder.Objects = []fyne.CanvasObject{r.row}
	holder.Refresh()
}

// noteThumb is the small picture of a page with a note on it; white until it is made.
type noteThumb struct {
	holder  *fyne.Container
	picture *canvas.Image
	shown   *image.RGBA
}

func newNoteThumb(wide, high float32) *noteThumb {
	t := &noteThumb{picture: &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleFastest}}
	t.holder = kit.Fixed(wide, high, kit.Layers(kit.NewPanel(kit.White, nil).WithBorder(kit.LineRound), t.picture))
	t.picture.Hide()
	return t
}

// take shows a picture that was made ThumbFiner times as fine.
func (t *noteThumb) take(picture *image.RGBA) {
	if t.shown == picture {
		return
	}
	t.shown, t.picture.Image = picture, pageview.Lessened(picture)
	t.picture.Show()
	t.picture.Refresh()
}

func (t *noteThumb) clear() {
	t.shown, t.picture.Image = nil, nil
	t.picture.Hide()
}
