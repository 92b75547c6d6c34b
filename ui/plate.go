package ui

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// plateWidth is how wide the dark panel of the start screens is.
const plateWidth = 288

// plate is the dark panel at the left of a start screen: who we are, and what stands below it.
func plate(name, detail string, below ...fyne.CanvasObject) fyne.CanvasObject {
	head := kit.Row(12,
		kit.NewEmblem(48).On(kit.PlateRise),
		kit.Fill(kit.Column(0,
			kit.NewText(name, kit.Heading.In(kit.OnPlate)),
			kit.NewParagraph(detail, kit.Meta.In(kit.OnPlate2)),
		)),
	)
	parts := append([]fyne.CanvasObject{head, kit.Space(8)}, below...)
	return kit.Fixed(plateWidth, 0, kit.NewPanel(kit.Plate, kit.Padded(kit.All(24), kit.Column(8, parts...))))
}

// onPlate is a sentence on the panel.
func onPlate(sentence string) fyne.CanvasObject {
	return kit.NewParagraph(sentence, kit.Dense.In(kit.OnPlate))
}

// beside puts a start screen together.
func beside(plate, content fyne.CanvasObject) fyne.CanvasObject {
	scroll := kit.NewFingerScroll(kit.Vertical, kit.Padded(kit.Sides(24, 24), content))
	return kit.NewPanel(kit.Paper, kit.RowAt(kit.Stretch, 0, plate, kit.Fill(scroll)))
}
