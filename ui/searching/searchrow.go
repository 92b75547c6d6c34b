package searching

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"congso.vn/congso/app/search"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// The measures of the small picture of a page.
const (
	thumbWide = 74
	thumbHigh = 104
)

// searchRowView is one row of what was found.
type searchRowView struct {
	row     *kit.ListRow
	thumb   *foundThumb
	title   *foundText
	note    *kit.Paragraph
	parts   *foundText
	scanned *kit.Paragraph
	drawn   searchRow
}

func newSearchRowView() *searchRowView {
	return &searchRowView{
		thumb: newFoundThumb(), title: newFoundText(kit.Body.Strong(), 2), note: kit.NewParagraph("", kit.Dense).MaxLines(2),
		parts: newFoundText(kit.Body, 2), scanned: kit.NewParagraph("", kit.Meta.In(kit.Ink3)),
	}
}

// draw shows a row, in the holder that the list moves.
func (r *searchRowView) draw(holder *fyne.Container, row searchRow, tapped func(search.Place)) {
	before := r.drawn
	r.drawn = row
	r.title.set(row.Title)
	r.note.SetText(row.Note)
	r.parts.set(row.Parts)
	r.scanned.SetText(row.Scanned)
	frame.Show(r.parts, len(row.Parts) > 0)
	frame.Show(r.scanned, row.Scanned != "")
	r.thumb.set(row)
	if r.row == nil || before.Place != row.Place || before.Name != row.Name || before.Note != row.Note {
		words := kit.Column(2, r.title, r.note, r.parts, r.scanned)
		content := kit.RowAt(kit.Top, 16, kit.Fixed(thumbWide, thumbHigh, r.thumb), kit.Fill(words))
		place := row.Place
		r.row = kit.NewListRow(frame.Joined(row.Name, row.Note), content, func() { tapped(place) }).WithHeight(rowLeast(row)).
			WithPadding(kit.Sides(24, 12)).WithDivider()
		holder.Objects = []fyne.CanvasObject{r.row}
		holder.Refresh()
		return
	}
	if before.Scanned != row.Scanned || !sameParts(before.Parts, row.Parts) || !sameParts(before.Title, row.Title) {
		r.row.Refresh()
	}
}

// rowLeast is the least height of a row: that of its picture, which an item has none of.
func rowLeast(row searchRow) float32 {
	return frame.Pick[float32](row.Place.Document == "", 80, thumbHigh+24)
}

// foundThumb is the small picture of a found page, with its marks; of an item it is the number.
type foundThumb struct {
	widget.BaseWidget
	row     searchRow
	full    *image.RGBA // as it was drawn
	picture *image.RGBA
	number  *kit.Disc
	away    *kit.Icon
}

func newFoundThumb() *foundThumb {
	t := &foundThumb{number: kit.NewNumberCircle("", 40), away: kit.NewIcon("download", 24, kit.Ink3)}
	t.ExtendBaseWidget(t)
	return t
}

func (t *foundThumb) set(row searchRow) {
	if row.Place != t.row.Place {
		t.full, t.picture = nil, nil
	}
	t.row = row
	if row.Number != "" && row.Place.Document == "" {
		t.number.Set(row.Number, "", kit.NoColor, kit.Ink)
	}
	t.Refresh()
}

// take shows a picture.
func (t *foundThumb) take(picture *image.RGBA) {
	if picture != t.full {
		t.full, t.picture = picture, pageview.Lessened(picture)
		t.Refresh()
	}
}

// CreateRenderer is part of fyne.Widget.
func (t *foundThumb) CreateRenderer() fyne.WidgetRenderer {
	ground := canvas.NewRectangle(kit.Tone{})
	picture := &canvas.Image{FillMode: canvas.ImageFillStretch, ScaleMode: canvas.ImageScaleFastest}
	marks := &pageview.MarksLayer{Chosen: -1}
	d := &frame.Drawing{Owner: t}
	d.Paint = func() {
		look := kit.LookOf(t)
		item := t.row.Place.Document == ""
		ground.FillColor, ground.StrokeColor, ground.StrokeWidth = kit.Tone{R: 255, G: 255, B: 255, A: 255}, look.Color(kit.LineRound), look.Dp(1)
		frame.Show(ground, !item)
		frame.Show(picture, t.picture != nil)
		frame.Show(t.number, item && t.row.Number != "")
		frame.Show(t.away, !item && t.row.Away)
		if t.picture != nil && picture.Image != image.Image(t.picture) {
			picture.Image = t.picture
			picture.Refresh()
		}
		marks.Set(t.picture, t.row.Marks, -1)
		d.Parts = append([]fyne.CanvasObject{ground, picture}, marks.Objects()...)
		d.Parts = append(d.Parts, t.number, t.away)
	}
	d.Place = func(size fyne.Size) {
		look := kit.LookOf(t)
		wide, high := size.Width, size.Height
		aspect := t.row.Aspect
		if t.picture != nil {
			aspect = float32(t.picture.Bounds().Dy()) / float32(max(1, t.picture.Bounds().Dx()))
		}
		switch {
		case aspect > high/wide*1.05: // a long page
			wide = high / aspect
		case aspect > 0 && aspect < high/wide*0.95: // a page across
			high = wide * aspect
		}
		x := (size.Width - wide) / 2
		frame.Put(ground, x, 0, wide, high)
		thin := look.Dp(1)
		frame.Put(picture, x+thin, thin, wide-2*thin, high-2*thin)
		marks.Place(look, x+thin, thin, wide-2*thin, high-2*thin)
		frame.Put(t.number, (size.Width-look.Dp(40))/2, look.Dp(2), look.Dp(40), look.Dp(40))
		frame.Put(t.away, (size.Width-look.Dp(24))/2, (high-look.Dp(24))/2, look.Dp(24), look.Dp(24))
	}
	d.Least = func() fyne.Size { return kit.LookOf(t).Size(thumbWide, thumbHigh) }
	return frame.NewDrawing(d)
}
