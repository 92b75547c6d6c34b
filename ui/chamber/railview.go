package chamber

import (
	"reflect"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/app/council"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// railView is the agenda: the rail at the left, or a drawer.
type railView struct {
	OnItem  func(item string)
	OnPaper func(paper string)

	words   *assets.Words
	title   *kit.Text
	note    *kit.Age
	done    *fyne.Container
	doneIs  *kit.Text
	rows    *fyne.Container
	scroll  *kit.FingerScroll
	foot    *kit.Text
	missing *kit.Text
	ring    *kit.Dot
	gone    *kit.Icon
	drawn   railValue
	chosen  string // the item brought into sight last
	content *fyne.Container
}

func newRailView(words *assets.Words) *railView {
	r := &railView{
		words: words, title: kit.NewText("", kit.Title), note: kit.NewAge("", kit.Meta), rows: kit.Column(0),
		foot: kit.NewText("", kit.Meta).Truncate(), missing: kit.NewText("", kit.Meta), ring: kit.NewRingDot(9, 2, kit.Ink3),
		gone:   kit.NewIcon(removedIcon, 18, kit.Ink3),
		doneIs: kit.NewText("", kit.Meta.In(kit.AgreeText)).Truncate(),
	}
	r.done = kit.Row(8, kit.NewIcon("person_check", 18, kit.AgreeText), kit.Fill(r.doneIs))
	r.scroll = kit.NewFingerScroll(kit.Vertical, r.rows)
	r.content = container.New(&railLayout{r}, kit.NewPanel(kit.Well, nil),
		kit.Padded(kit.Sides(16, 10), kit.Column(2, r.title, kit.Row(0, kit.Fill(r.note)), r.done)),
		r.scroll, kit.NewDivider(),
		kit.Padded(kit.Sides(18, 0), kit.Row(10, kit.NewIcon("download", 20, kit.Ink2), kit.Fill(r.foot), r.ring, r.gone, r.missing)))
	return r
}

func (r *railView) draw(value railValue) {
	r.title.SetText(value.Title)
	r.note.Set(value.Note, value.Old)
	r.doneIs.SetText(value.Done)
	frame.Show(r.done, value.Done != "")
	r.foot.SetText(value.Foot)
	r.missing.SetText(value.Away)
	frame.Show(r.missing, value.Away != "")
	frame.Show(r.ring, value.Missing > 0)
	frame.Show(r.gone, value.Removed > 0 && value.Missing == 0)
	same := value.Empty == r.drawn.Empty && value.Old == r.drawn.Old && reflect.DeepEqual(value.Rows, r.drawn.Rows)
	foot := value.Foot != r.drawn.Foot || value.Away != r.drawn.Away
	tall := foot || (value.Done != "") != (r.drawn.Done != "") || (value.Foot != "") != (r.drawn.Foot != "")
	r.drawn = value
	if tall {
		r.content.Refresh()
	}
	if same {
		return
	}
	r.rows.Objects = nil
	for _, row := range value.Rows {
		r.rows.Add(r.row(row, value.Old))
		for _, paper := range row.Papers {
			r.rows.Add(r.paper(paper))
		}
	}
	if value.Empty != "" {
		r.rows.Add(kit.Padded(kit.Insets{Top: 48}, kit.NewEmptyState("list", value.Empty, nil)))
	}
	r.rows.Refresh()
	r.scroll.Refresh()
	r.reveal(value)
}

// reveal moves the open item with its papers into sight when another one is opened.
func (r *railView) reveal(value railValue) {
	first := 0
	for _, row := range value.Rows {
		if !row.Chosen {
			first++
			continue
		}
		if row.ID == r.chosen || r.rows.Size().Height == 0 {
			return
		}
		r.chosen = row.ID
		top, end := r.rows.Objects[first], r.rows.Objects[first+len(row.Papers)]
		r.scroll.Reveal(top.Position().Y, end.Position().Y+end.Size().Height-top.Position().Y)
		r.scroll.Reveal(top.Position().Y, top.Size().Height)
		return
	}
}

func (r *railView) row(row railRow, old bool) fyne.CanvasObject {
	size := float32(32)
	if len(row.Number) > 3 {
		size = 44 // "2.1.1"
	}
	circle := kit.NewNumberCircle(row.Number, size)
	style := kit.Body
	height := float32(68)
	switch {
	case row.Current && old:
		circle.SetState(kit.OldNumber)
		style, height = style.Strong(), 90
	case row.Current:
		circle.SetState(kit.CurrentNumber)
		style, height = style.Strong(), 90
	case row.State == council.ItemDone:
		circle.SetState(kit.DoneNumber)
		style, height = style.In(kit.Ink2), 56
	case row.Number == "":
		circle.Set("", "lock", kit.NoColor, kit.Ink2)
	}
	words := []fyne.CanvasObject{kit.NewParagraph(row.Title, style).MaxLines(6)}
	var note []fyne.CanvasObject
	if row.Status != "" {
		note = append(note, kit.NewText(row.Status, kit.Meta.Strong().In(frame.Pick(old, kit.Ink2, kit.RedText))))
	}
	if row.Note != "" {
		if row.Status != "" {
			note = append(note, kit.NewText("·", kit.Meta))
		}
		switch {
		case row.Missing > 0:
			note = append(note, kit.NewRingDot(9, 2, kit.Ink3))
		case row.Removed > 0:
			note = append(note, kit.NewIcon(removedIcon, 16, kit.Ink3))
		}
		note = append(note, kit.NewText(row.Note, kit.Meta))
	}
	if len(note) > 0 {
		words = append(words, kit.Flow(6, 0, note...))
	}
	side := kit.Middle
	if len(note) > 0 || row.Current {
		side = kit.Top
	}
	id := row.ID
	line := kit.NewListRow(strings.TrimPrefix(row.Number+". "+row.Title, ". "), kit.RowAt(side, 12, circle, kit.Fill(kit.Column(0, words...))), func() { r.OnItem(id) }).
		WithHeight(height).WithPadding(kit.Insets{Top: 10, Right: 14, Bottom: 10, Left: 16 + 16*float32(min(row.Depth, 2))})
	line.SetCurrent(row.Current, frame.Pick(old, kit.Slate, kit.Red))
	line.SetSelected(row.Chosen && !row.Current)
	return line
}

// removedIcon marks a paper that was here and comes back at a tap.
const removedIcon = "refresh"

var loadIcons = map[pageview.LoadState]string{pageview.LoadRemoved: removedIcon, pageview.LoadWaiting: "clock", pageview.LoadRunning: "download", pageview.LoadReady: "doc", pageview.LoadFault: "warn"}

// paper is one paper of the open item with how far its bytes are.
func (r *railView) paper(paper paperRow) fyne.CanvasObject {
	var mark fyne.CanvasObject = kit.NewIcon(loadIcons[paper.Load.State], 20, frame.Pick(paper.Load.State == pageview.LoadFault, kit.RedText, kit.Ink3))
	if paper.Load.State == pageview.LoadNone {
		mark = kit.Fixed(20, 20, kit.Centered(kit.NewRingDot(9, 2, kit.Ink3)))
	}
	style := kit.Dense.In(kit.Ink)
	if paper.Chosen {
		style = style.Strong()
	}
	words := kit.Column(0, kit.NewParagraph(paper.Name, style).MaxLines(3),
		kit.NewText(paper.Load.Text, kit.Meta.In(frame.Pick(paper.Load.State == pageview.LoadFault, kit.RedText, kit.Ink3))).Truncate())
	parts := []fyne.CanvasObject{words}
	if paper.Load.State == pageview.LoadRunning {
		bar := kit.NewProgressBar(4).In(kit.Ink, kit.Track)
		bar.SetValue(paper.Load.Share)
		parts = append(parts, bar)
	}
	id := paper.ID
	row := kit.NewListRow(paper.Name, kit.RowAt(kit.Middle, 10, mark, kit.Fill(kit.Column(4, parts...))), func() { r.OnPaper(id) }).
		WithHeight(56).WithPadding(kit.Insets{Top: 6, Right: 14, Bottom: 6, Left: 38})
	row.SetSelected(paper.Chosen)
	return row
}

// railLayout is head, rows, line and foot.
type railLayout struct{ view *railView }

func (*railLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l *railLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look := kit.LookOf(objects[0])
	frame.Put(objects[0], 0, 0, size.Width, size.Height)
	head := kit.HeightFor(objects[1], size.Width)
	foot := look.Dp(45)
	frame.Show(objects[3], l.view.drawn.Foot != "")
	frame.Show(objects[4], l.view.drawn.Foot != "")
	if l.view.drawn.Foot == "" {
		foot = 0
	}
	frame.Put(objects[1], 0, 0, size.Width, head)
	frame.Put(objects[2], 0, head, size.Width, max(0, size.Height-head-foot))
	frame.Put(objects[3], 0, size.Height-foot, size.Width, 1)
	frame.Put(objects[4], 0, size.Height-foot, size.Width, foot)
}
