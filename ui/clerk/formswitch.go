package clerk

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// formSwitch is a switch of a form, with the place under it for why it must be on.
type formSwitch struct {
	fault   *kit.Paragraph
	content *fyne.Container
}

func (v *formView) newSwitch(f field) fyne.CanvasObject {
	s := &formSwitch{fault: kit.NewParagraph("", kit.Meta.In(kit.RedText))}
	s.fault.Hide()
	s.content = kit.Column(2, kit.NewSwitch(f.Label, f.Value != "", func(on bool) { v.values[f.ID] = yes(on) }), s.fault)
	v.switches[f.ID] = s
	return s.content
}

// faultSwitches says what is wrong about switches, and brings the first of them into sight.
func (v *formView) faultSwitches(faults map[string]string) {
	for id, s := range v.switches {
		fault := faults[id]
		if s.fault.Text() == fault {
			continue
		}
		s.fault.SetText(fault)
		if fault == "" {
			s.fault.Hide()
		} else {
			s.fault.Show()
		}
		v.scroll.Refresh()
		if fault != "" {
			v.scroll.Reveal(s.content.Position().Y, s.content.Size().Height+kit.LookOf(s.content).Dp(8))
		}
	}
}
