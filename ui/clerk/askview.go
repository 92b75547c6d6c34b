package clerk

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// askedView is the question before something that cannot be undone.
type askedView struct {
	screen *screen
	dialog *kit.Dialog
	serial int
}

// Draw opens another question, or closes it.
func (v *askedView) Draw(a askedSight) {
	if a.Serial == v.serial {
		return
	}
	if v.dialog != nil {
		v.dialog.Close()
		v.dialog = nil
	}
	v.serial = a.Serial
	if a.Serial == 0 {
		return
	}
	s := v.screen
	v.dialog = kit.NewMessage(a.Title, a.Sentence,
		kit.DialogButton{Text: s.say("clerk.cancel"), Kind: kit.Outline, Stays: true, Cancel: true, Tapped: s.tell(dismissAsked, "")},
		kit.DialogButton{Text: a.Confirm, Kind: kit.Strong, Icon: a.Icon, Stays: true, Default: true, Tapped: s.tell(confirmAsked, "")})
	v.dialog.Open(s.window.Canvas())
}

// clashView is an edit that met another's: what the other wrote beside mine.
type clashView struct {
	screen *screen
	dialog *kit.Dialog
	serial int
}

// Draw opens another clash, or closes it.
func (v *clashView) Draw(c clashSight) {
	if c.Serial != v.serial {
		if v.dialog != nil {
			v.dialog.Close()
			v.dialog = nil
		}
		v.serial = c.Serial
		if c.Serial != 0 {
			v.open(c)
		}
	}
	if v.dialog != nil {
		v.dialog.Button(1).SetReason(c.Busy, "")
	}
}

func (v *clashView) open(c clashSight) {
	s := v.screen
	side := func(title string, value func(clashRow) string, fill kit.Color) fyne.CanvasObject {
		parts := []fyne.CanvasObject{kit.NewText(title, kit.Title)}
		for _, row := range c.Rows {
			if row.Differs {
				parts = append(parts, kit.Column(0, kit.NewText(row.Label, kit.Meta), kit.NewParagraph(value(row), kit.Body.Strong())))
			}
		}
		return kit.NewPanel(fill, kit.Column(10, parts...)).WithBorder(kit.LineRound).WithRadius(12).WithPadding(kit.All(16))
	}
	columns := kit.RowAt(kit.Stretch, 16,
		kit.Share(1, side(s.say("clerk.clash.mine"), func(r clashRow) string { return r.Mine }, kit.White)),
		kit.Share(1, side(s.say("clerk.clash.theirs"), func(r clashRow) string { return r.Theirs }, kit.GoldTint)))
	content := kit.Column(16, kit.NewParagraph(s.say("clerk.clash"), kit.Body.In(kit.Ink2)), columns)
	scale := kit.LookOf(content).Scale
	room := s.window.Canvas().Size().Height/scale - 230
	high := min(kit.HeightFor(content, (760-60)*scale)/scale, room)
	v.dialog = kit.NewDialog(c.Title, kit.Fixed(0, high, kit.NewFingerScroll(kit.Vertical, content)),
		kit.DialogButton{Text: s.say("clerk.clash.take"), Kind: kit.Outline, Stays: true, Cancel: true, Tapped: s.tell(takeTheirs, "")},
		kit.DialogButton{Text: s.say("clerk.clash.keep"), Kind: kit.Strong, Stays: true, Tapped: s.tell(keepMine, "")}).WithWidth(760)
	v.dialog.Open(s.window.Canvas())
}
