package ui

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// Way is something to do about a notice.
type Way struct {
	Text string
	Kind kit.Kind
	Do   func()
}

// NewNotice stands where no screen can: what is the matter, and what to do about it.
func NewNotice(icon, title, sentence string, ways ...Way) fyne.CanvasObject {
	parts := []fyne.CanvasObject{
		kit.Anchored(0.5, 0, kit.NewIconDisc(icon, 72, kit.Well, kit.Ink)),
		kit.NewParagraph(title, kit.SheetTitle.Center()),
		kit.NewParagraph(sentence, kit.Cue.In(kit.Ink2).Center()),
	}
	for _, way := range ways {
		parts = append(parts, kit.Anchored(0.5, 0, kit.NewBigButton(way.Text, way.Kind, way.Do).WithHeight(56).WithWidth(280)))
	}
	column := kit.Fixed(640, 0, kit.Column(20, parts...))
	return kit.NewPanel(kit.Paper, kit.Centered(column))
}
