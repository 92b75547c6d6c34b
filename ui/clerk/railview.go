package clerk

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/kit"
)

// railView is the agenda at the left, of the preparation and of the running session.
type railView struct {
	screen *screen
	holder fyne.CanvasObject
	head   *region[railHead]
	list   *rows[itemRow]
	scroll *kit.FingerScroll
	tools  bool
}

type railHead struct {
	about string
	empty bool
	add   bool
}

func newRailView(s *screen, tools bool) *railView {
	v := &railView{screen: s, tools: tools}
	v.head = newRegion(s, v.buildHead)
	v.list = newRows(s, 0, func(r itemRow) string { return r.ID }, v.buildRow)
	v.scroll = kit.NewFingerScroll(kit.Vertical, kit.Column(0, v.list.holder, kit.Space(16)))
	v.holder = kit.Layers(kit.NewPanel(kit.Well, nil), kit.Column(0, v.head.holder, kit.Fill(v.scroll)))
	return v
}

func (v *railView) Draw(items []itemRow, about string, add bool) {
	changed := v.head.Draw(railHead{about, len(items) == 0, add})
	if v.list.Draw(items) || changed {
		v.scroll.Refresh()
		v.holder.Refresh()
	}
}

func (v *railView) buildHead(h railHead) fyne.CanvasObject {
	s := v.screen
	parts := []fyne.CanvasObject{kit.Fill(kit.NewText(s.say("clerk.agenda"), kit.Title).Truncate())}
	if h.add {
		parts = append(parts, s.tool("plus", s.say("clerk.item.new"), newItem, "", "", false).Outlined())
	}
	column := []fyne.CanvasObject{kit.Fixed(0, 48, kit.Row(8, parts...))}
	if h.about != "" {
		column = append(column, kit.NewParagraph(h.about, kit.Meta))
	}
	if h.empty {
		column = append(column, kit.Padded(kit.Insets{Top: 24}, kit.NewParagraph(s.say("clerk.agenda.empty"), kit.Body.In(kit.Ink2))))
		if h.add {
			column = append(column, kit.Padded(kit.Insets{Top: 12},
				s.button(button{Text: s.say("clerk.item.new"), Icon: "plus", Kind: kit.Strong, Deed: newItem})))
		}
	}
	return kit.Padded(kit.Insets{Top: 12, Left: 16, Right: 12, Bottom: 8}, kit.Column(0, column...))
}

func (v *railView) buildRow(r itemRow) fyne.CanvasObject {
	s := v.screen
	style := kit.Body
	if r.Selected || r.State == council.ItemCurrent {
		style = style.Strong()
	} else if r.State == council.ItemDone {
		style = style.In(kit.Ink2)
	}
	words := []fyne.CanvasObject{kit.NewParagraph(kit.KeepNumbers(r.Title), style).MaxLines(3)}
	if r.Note != "" {
		words = append(words, kit.NewText(r.Note, kit.Meta))
	}
	mark := fyne.CanvasObject(kit.NewText(r.Number, style.Strong()))
	wide := float32(28)
	switch {
	case r.Lock:
		mark = kit.NewIcon("lock", 20, kit.Ink3)
	case len(r.Number) > 3:
		wide = 52
	case len(r.Number) > 2:
		wide = 36
	}
	parts := []fyne.CanvasObject{
		kit.Fixed(wide, 24, mark),
		kit.Fill(kit.Column(2, words...)),
	}
	if r.State == council.ItemDone {
		parts = append(parts, kit.NewIcon("check", 20, kit.AgreeText))
	}
	if v.tools && r.Selected {
		parts = append(parts, v.moveTools(r))
	}
	left := float32(16 + 20*min(r.Depth, 3))
	row := s.row(strings.TrimPrefix(r.Number+". "+r.Title, ". "), kit.RowAt(kit.Top, 4, parts...), showItem, r.ID).
		WithHeight(52).WithPadding(kit.Insets{Top: 12, Bottom: 12, Left: left, Right: 8})
	if v.tools && r.Selected {
		row.WithPadding(kit.Insets{Top: 6, Bottom: 6, Left: left, Right: 4})
	}
	if r.State == council.ItemCurrent {
		row.SetCurrent(true, kit.Ink)
	} else {
		row.SetSelected(r.Selected)
	}
	return row
}

// moveTools are the ways the chosen item may go: up and down, and below the one before it or out again.
func (v *railView) moveTools(r itemRow) fyne.CanvasObject {
	tool := func(icon, way string) fyne.CanvasObject {
		return v.screen.tool(icon, v.screen.say("clerk.item."+way), moveItem, r.ID, way, r.Busy || !slices.Contains(r.Ways, way))
	}
	return kit.Row(0,
		kit.Column(0, tool("arrow_left", "out"), tool("arrow_right", "in")),
		kit.Column(0, tool("arrow_up", "up"), tool("arrow_down", "down")))
}
