package clerk

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/kit"
)

// rollView is the right column: the roll, or, while a poll runs, who has and who has not voted.
type rollView struct {
	screen  *screen
	content *fyne.Container
	head    *region[rollTop]
	list    *rows[rollRow]
	tiles   *rows[voterTile]
	rolls   *kit.FingerScroll
	voters  *kit.FingerScroll
	shown   *fyne.Container
	column  *fyne.Container
	side    string
}

type rollTop struct {
	head rollHead
	side string
}

func newRollView(s *screen) *rollView {
	v := &rollView{screen: s}
	v.head = newRegion(s, v.buildHead)
	v.list = newRows(s, 0, func(r rollRow) string { return r.Person }, v.buildRow)
	v.tiles = newGrid(s, 168, 60, 8, func(t voterTile) string { return t.Person }, v.buildTile)
	v.rolls = kit.NewFingerScroll(kit.Vertical, kit.Column(0, v.list.holder, kit.Space(72)))
	v.voters = kit.NewFingerScroll(kit.Vertical, kit.Padded(kit.Insets{Left: 16, Right: 16, Top: 12, Bottom: 80}, v.tiles.holder))
	v.shown = kit.Layers(v.rolls)
	v.column = kit.Column(0, v.head.holder, kit.Fill(v.shown))
	v.content = kit.Layers(kit.NewPanel(kit.White, nil), v.column)
	return v
}

func (v *rollView) Draw(r runSight) {
	changed := v.head.Draw(rollTop{r.Head, r.Side})
	if v.side != r.Side {
		v.side, changed = r.Side, true
		v.shown.Objects = []fyne.CanvasObject{v.rolls}
		if r.Side == "voters" {
			v.shown.Objects = []fyne.CanvasObject{v.voters}
		}
		v.shown.Refresh()
	}
	if r.Side == "voters" {
		if v.tiles.Draw(r.Voters) {
			v.voters.Refresh()
		}
	} else if v.list.Draw(r.Roll) {
		v.rolls.Refresh()
	}
	if changed {
		v.column.Refresh()
	}
}

func (v *rollView) buildHead(t rollTop) fyne.CanvasObject {
	s, h := v.screen, t.head
	var parts []fyne.CanvasObject
	if h.Voting {
		parts = append(parts, kit.NewSegments([]kit.Option{
			{ID: "voters", Text: s.say("clerk.voters")}, {ID: "roll", Text: h.Title},
		}, t.side, func(id string) { s.on(deed{Name: showSide, Value: id}) }))
	}
	if t.side == "voters" {
		color := kit.GoldText
		if h.Voted == h.Entitled {
			color = kit.AgreeText
		}
		parts = append(parts, counter(s.say("clerk.voters.title"), h.Missing, color, h.Voted, h.Entitled), kit.NewCountBar(h.Entitled, h.Voted, 0).In(kit.Slate))
		return kit.Padded(kit.Insets{Top: 14, Left: 20, Right: 20, Bottom: 12}, kit.Column(10, parts...))
	}
	color := kit.AgreeText
	if !h.Met {
		color = kit.RedText
	}
	bar := kit.NewCountBar(h.Total, h.Count, h.Need)
	parts = append(parts, counter(h.Title, h.Quorum, color, h.Count, h.Total), bar)
	tools := []fyne.CanvasObject{s.button(button{Text: s.say("clerk.roll.print"), Icon: "printer", Kind: kit.Quiet, Deed: printRoll}).WithTextSize(15)}
	if h.Unmarked && !h.ReadOnly {
		tools = append([]fyne.CanvasObject{s.button(button{Text: s.say("clerk.roll.rest"), Icon: "person_check", Kind: kit.Outline, Deed: markRest}).WithTextSize(15)}, tools...)
	}
	parts = append(parts, kit.Flow(4, 4, tools...))
	return kit.Padded(kit.Insets{Top: 14, Left: 20, Right: 20, Bottom: 8}, kit.Column(10, parts...))
}

// counter is a title with a sentence below and a big number of how many at the right.
func counter(title, sentence string, color kit.Color, count, of int) fyne.CanvasObject {
	return kit.Row(12,
		kit.Fill(kit.Column(0, kit.NewText(title, kit.Title), kit.NewParagraph(sentence, kit.Meta.Strong().In(color)))),
		kit.RowAt(kit.Baseline, 4, kit.NewText(number2(count), kit.Sized(40).Heavy()), kit.NewText("/"+number2(of), kit.Heading.Plain().In(kit.Ink2))))
}

func number2(value int) string {
	if value == 0 {
		return "0"
	}
	return written(value)
}

func (v *rollView) buildRow(r rollRow) fyne.CanvasObject {
	s := v.screen
	seat := kit.NewNumberCircle(r.Seat, 40)
	switch r.State {
	case council.Absent, council.Excused:
		seat.Set(r.Seat, "", kit.SeatAbsent, kit.Ink2)
	case council.Left:
		seat.Set(r.Seat, "", kit.Well, kit.Ink2)
	}
	words := []fyne.CanvasObject{kit.NewParagraph(r.Name, kit.Body), kit.NewParagraph(r.Note, kit.Meta)}
	if r.Pending {
		words = append(words, kit.Anchored(0, 0, kit.NewChip(s.say("clerk.not-sent"), kit.UnsentChip)))
	}
	parts := []fyne.CanvasObject{seat, kit.Fill(kit.Column(0, words...))}
	if !r.ReadOnly {
		present := fyne.CanvasObject(s.tool("check", s.say("clerk.roll.mark.present", "name", r.Name), markPresent, r.Person, "", false))
		absent := fyne.CanvasObject(s.tool("cross", s.say("clerk.roll.mark.absent", "name", r.Name), markAbsent, r.Person, "", false))
		switch r.State { // what stands is shown; what can be said instead is a button
		case council.Present:
			present = kit.Fixed(48, 48, kit.Centered(kit.NewIconDisc("check", 32, kit.AgreeTint, kit.AgreeText)))
		case council.Absent:
			absent = kit.Fixed(48, 48, kit.Centered(kit.NewIconDisc("cross", 32, kit.Slate, kit.OnFill)))
		}
		parts = append(parts, kit.Row(0, present, absent))
	}
	row := s.row(r.Name, kit.Row(12, parts...), changeRoll, r.Person)
	if r.ReadOnly {
		row = kit.NewListRow(r.Name, kit.Row(12, parts...), nil)
	}
	return row.WithHeight(64).WithPadding(kit.Insets{Top: 6, Bottom: 6, Left: 20, Right: 12}).WithDivider()
}

// buildTile is one voter: a ring of gold until the ballot is here, then slate with a tick. How the
// ballot reads is known to nobody at this desk.
func (v *rollView) buildTile(t voterTile) fyne.CanvasObject {
	mark := kit.NewNumberCircle(t.Seat, 32).WithLine(kit.Gold, 3)
	fill, border, style := kit.White, kit.Gold, kit.Meta.Strong().In(kit.Ink)
	word := "clerk.voters.not-yet"
	if t.Voted {
		mark = kit.NewIconDisc("check", 32, kit.Slate, kit.OnFill)
		fill, border, style, word = kit.SlateTint, kit.NoColor, kit.Meta.In(kit.Ink2), "clerk.voters.has"
	}
	name := kit.NewParagraph(t.Name, style.Tall(18)).MaxLines(3)
	row := kit.NewListRow(t.Name+", "+v.screen.say(word), kit.Row(8, mark, kit.Fill(name)), nil).WithHeight(60).WithPadding(kit.Insets{Left: 8, Right: 6})
	return kit.NewPanel(fill, row).WithBorder(border).WithRadius(12)
}
