package notebook

import (
	"image"
	"reflect"

	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// The measures of the pictures in the tray.
const (
	trayThumbWide = 84
	trayThumbHigh = 116
)

// TrayView is the panel of the tray.
type TrayView struct {
	OnPlace   func(Noted)
	OnKeep    func(Noted)
	OnRemove  func(Noted)
	OnSuggest func(TrayRow)
	OnSeen    func(rows []TrayRow, width int)
	Picture   func(one Noted, width int) (*image.RGBA, bool)

	words   *assets.Words
	rows    *fyne.Container
	thumbs  map[string]*noteThumb
	scroll  *kit.FingerScroll
	drawn   TrayValue
	Content fyne.CanvasObject
}

// NewTrayView makes an empty tray.
func NewTrayView(words *assets.Words) *TrayView {
	v := &TrayView{words: words, rows: kit.Column(12), thumbs: map[string]*noteThumb{}}
	v.scroll = kit.NewFingerScroll(kit.Vertical, kit.Padded(kit.All(16), v.rows))
	v.Content = v.scroll
	return v
}

// Draw shows a value.
func (v *TrayView) Draw(value TrayValue) {
	if len(v.rows.Objects) == 0 || !reflect.DeepEqual(value, v.drawn) {
		v.drawn = value
		v.build(value)
	}
	v.pictures()
}

// pictures gives the cards their pictures.
func (v *TrayView) pictures() {
	width := pixelsOf(v.Content, kit.LookOf(v.Content).Dp(trayThumbWide)) * pageview.ThumbFiner
	var wanted []TrayRow
	for _, row := range v.drawn.Rows {
		if thumb := v.thumbs[row.Noted.Key()]; thumb != nil {
			wanted = append(wanted, row)
			if picture, ok := v.Picture(row.Noted, width); ok {
				thumb.take(picture)
			}
		}
	}
	v.OnSeen(wanted, width)
}

func (v *TrayView) build(value TrayValue) {
	v.rows.Objects, v.thumbs = nil, map[string]*noteThumb{}
	if value.Empty != "" {
		v.rows.Add(kit.Padded(kit.Insets{Top: 48}, kit.NewEmptyState("inbox", value.Empty, nil)))
	} else {
		v.rows.Add(kit.NewParagraph(v.words.Say("notebook.tray.about"), kit.Dense))
	}
	for _, row := range value.Rows {
		v.rows.Add(kit.NewCard(v.card(row)))
	}
	if value.More != "" {
		v.rows.Add(kit.NewParagraph(value.More, kit.Dense))
	}
	v.rows.Refresh()
	v.scroll.Refresh()
}

func (v *TrayView) card(row TrayRow) fyne.CanvasObject {
	words := []fyne.CanvasObject{
		kit.NewParagraph(row.Paper, kit.Body.Strong()),
		kit.RowAt(kit.Middle, 6, kit.NewIcon(row.Icon, 18, kit.Ink3), kit.Fill(kit.NewParagraph(frame.Joined(row.Kind, row.When), kit.Meta))),
	}
	if row.Words != "" {
		words = append(words, kit.NewParagraph(row.Words, kit.Dense.In(kit.Ink)).MaxLines(4))
	}
	head := []fyne.CanvasObject{kit.Fill(kit.Column(4, words...))}
	if row.Here {
		thumb := newNoteThumb(trayThumbWide, trayThumbHigh)
		v.thumbs[row.Noted.Key()] = thumb
		head = append([]fyne.CanvasObject{thumb.holder}, head...)
	}
	column := []fyne.CanvasObject{kit.RowAt(kit.Top, 12, head...), kit.NewParagraph(row.Why, kit.Meta)}
	if row.Suggest != "" {
		column = append(column, kit.NewBigButton(row.Suggest, kit.Outline, func() { v.OnSuggest(row) }).WithIcon("arrow_right"))
	}
	if row.Place {
		column = append(column, kit.NewBigButton(v.words.Say("notebook.tray.put"), kit.Strong, func() { v.OnPlace(row.Noted) }).WithHeight(56).WithIcon("pin"))
	}
	remove := kit.NewBigButton(v.words.Say("notebook.tray.remove"), kit.Outline, func() { v.OnRemove(row.Noted) }).WithIcon("trash")
	if row.Kept {
		column = append(column, kit.Row(10, kit.Fill(kit.NewParagraph(v.words.Say("notebook.tray.kept"), kit.Dense)), remove))
	} else {
		keep := kit.NewBigButton(v.words.Say("notebook.tray.keep"), kit.Outline, func() { v.OnKeep(row.Noted) }).WithIcon("check")
		column = append(column, kit.Row(10, kit.Fill(keep), kit.Fill(remove)))
	}
	return kit.Column(10, column...)
}
