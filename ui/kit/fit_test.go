package kit_test

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

// clipped finds lines of words that reach over the edge of the widget that draws them. What scrolls is
// looked at as a whole.
func clipped(root fyne.CanvasObject) []string {
	var found []string
	var walk func(object fyne.CanvasObject, at, from, to fyne.Position)
	walk = func(object fyne.CanvasObject, at, from, to fyne.Position) {
		if !object.Visible() {
			return
		}
		at = at.Add(object.Position())
		var children []fyne.CanvasObject
		switch o := object.(type) {
		case *canvas.Text:
			end := at.Add(o.MinSize())
			slack := max(1.5, o.TextSize*0.04) // the widest digits of a clock lean out of their cells
			high := o.TextSize / 4             // a line's box is higher than its letters
			if o.Text != "" && (at.X < from.X-slack || end.X > to.X+slack || at.Y < from.Y-high || end.Y > to.Y+high) {
				found = append(found, o.Text)
			}
		case *fyne.Container:
			children = o.Objects
		case fyne.Widget:
			children = test.WidgetRenderer(o).Objects()
			from, to = at, at.Add(o.Size())
		}
		for _, child := range children {
			walk(child, at, from, to)
		}
	}
	walk(root, fyne.Position{}, fyne.Position{}, fyne.NewPos(root.Size().Width, root.Size().Height))
	return found
}

// TestNothingIsClipped puts the longest names and titles into narrow rooms, as large as for elders.
func TestNothingIsClipped(t *testing.T) {
	for _, scale := range []float32{1, kit.ElderScale} {
		for name, build := range map[string]func(words string) fyne.CanvasObject{
			"BigButton": func(words string) fyne.CanvasObject {
				return kit.NewBigButton(words, kit.Primary, func() {}).WithIcon("check").WithKey("F5")
			},
			"BigButton with reason": func(words string) fyne.CanvasObject {
				button := kit.NewBigButton("Mở biểu quyết", kit.Primary, func() {})
				button.DisableFor(words)
				return button
			},
			"ListRow": func(words string) fyne.CanvasObject {
				return kit.NewListRow(words, kit.Row(12, kit.NewAvatar(kit.Initials(words), 40), kit.Fill(kit.NewParagraph(words, kit.Body)), kit.NewChip("Vắng mặt", kit.SlateChip)), func() {})
			},
			"TapCard": func(words string) fyne.CanvasObject {
				return kit.NewTapCard(words, kit.NewParagraph(words, kit.Body.Strong()), func() {})
			},
			"Strip": func(words string) fyne.CanvasObject {
				return kit.NewStrip(kit.AlertStrip, "warn", words).WithAction("Thử lại", func() {})
			},
			"Check":        func(words string) fyne.CanvasObject { return kit.NewCheck(words, true, nil) },
			"Switch":       func(words string) fyne.CanvasObject { return kit.NewSwitch(words, true, nil) },
			"ChoiceButton": func(words string) fyne.CanvasObject { return kit.NewChoiceButton(kit.AgainstAnswer, words, func() {}) },
			"TextField": func(words string) fyne.CanvasObject {
				field := kit.NewTextField("Họ và tên", "")
				field.SetFault(words)
				return field
			},
			"EmptyState": func(words string) fyne.CanvasObject { return kit.NewEmptyState("inbox", words, nil) },
			"Card":       func(words string) fyne.CanvasObject { return kit.NewCard(kit.NewParagraph(words, kit.Act)) },
		} {
			for _, words := range append([]string{longTitle}, longNames...) {
				kittest.Start(t, kit.LightPalette(), scale)
				object := build(words)
				kittest.Window(t, kit.NewFingerScroll(kit.Vertical, kit.Column(0, object)), fyne.NewSize(360*scale, 600))
				if cut := clipped(object); len(cut) > 0 {
					t.Errorf("a %s at scale %v cuts %q", name, scale, cut)
				}
			}
		}
	}
}

// TestGalleryIsNotClipped looks at everything that the gallery shows, as large as for elders.
func TestGalleryIsNotClipped(t *testing.T) {
	for _, scale := range []float32{1, kit.ElderScale} {
		kittest.Start(t, kit.LightPalette(), scale)
		for name, root := range map[string]fyne.CanvasObject{"buttons": buttons(), "words": words(), "results": results()} {
			kittest.Window(t, root, fyne.NewSize(764*scale, 1400*scale))
			if cut := clipped(root); len(cut) > 0 {
				t.Errorf("at scale %v %s cut %q", scale, name, cut)
			}
		}
	}
}
