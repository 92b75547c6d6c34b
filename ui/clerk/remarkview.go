package clerk

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// remarksView is the remarks on one paper, opened to be read.
type remarksView struct {
	screen *screen
	dialog *kit.Dialog
	serial int
}

// Draw opens the remarks on another paper, or closes them.
func (v *remarksView) Draw(r remarksSight) {
	if r.Serial == v.serial {
		return
	}
	if v.dialog != nil {
		v.dialog.Close()
		v.dialog = nil
	}
	v.serial = r.Serial
	if r.Serial == 0 {
		return
	}
	s := v.screen
	parts := []fyne.CanvasObject{kit.NewParagraph(r.Paper, kit.Body.Strong()), kit.NewParagraph(s.say("clerk.remarks.about"), kit.Meta)}
	for _, line := range r.Lines {
		icon, color := "warn", kit.RedText
		if line.Hint {
			icon, color = "info", kit.Ink2
		}
		words := []fyne.CanvasObject{kit.NewParagraph(line.Text, kit.Body)}
		if line.Pages != "" {
			words = append(words, kit.NewParagraph(line.Pages, kit.Meta))
		}
		parts = append(parts, kit.RowAt(kit.Top, 12, kit.NewIcon(icon, 24, color), kit.Fill(kit.Column(2, words...))))
	}
	content := kit.Padded(kit.Insets{Right: 14}, kit.Column(14, parts...)) // beside which a bar may stand
	scale := kit.LookOf(content).Scale
	room := s.window.Canvas().Size().Height/scale - 230
	high := min(kit.HeightFor(content, (680-60)*scale)/scale, room)
	v.dialog = kit.NewDialog(r.Title, kit.Fixed(0, high, kit.NewFingerScroll(kit.Vertical, content)),
		kit.DialogButton{Text: s.say("clerk.close"), Kind: kit.Strong, Stays: true, Default: true, Cancel: true, Tapped: s.tell(closeRemarks, "")}).WithWidth(680)
	v.dialog.Open(s.window.Canvas())
}
