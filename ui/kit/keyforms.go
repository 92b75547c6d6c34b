package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// keyForms are the forms of a letter, in lines over its key.
type keyForms struct {
	widget.BaseWidget
	resting
	board *Keyboard
	panel *Panel
	forms [][]rune
	caps  []*keyCap
}

func newKeyForms(board *Keyboard) *keyForms {
	f := &keyForms{board: board}
	f.panel = NewPanel(Paper, nil).WithBorder(LineControl).WithRadius(14).WithEdge(PageShadow)
	f.Hidden = true
	f.ExtendBaseWidget(f)
	return f
}

// set shows forms with the chosen one marked; none hides them.
func (f *keyForms) set(forms [][]rune, chosen rune) {
	changed := len(f.forms) != len(forms) || len(forms) > 0 && string(f.forms[0]) != string(forms[0])
	if changed {
		f.forms, f.caps = forms, nil
		for _, line := range forms {
			for _, form := range line {
				one := newKeyCap(f.board)
				one.form = form
				f.caps = append(f.caps, one)
			}
		}
	}
	for _, one := range f.caps {
		face := keyFace{text: string(one.form), label: string(one.form), ground: White, ink: Ink, pressed: one.form == chosen}
		one.set(keySpec{}, face)
	}
	show(f, len(forms) > 0)
	if changed {
		f.Refresh()
	}
}

// formWide is how wide a form is with its gap, formPad the margin around all.
const (
	formWide = 64
	formPad  = 4
)

// at is the form at a place, 0 for none. A finger over the edge is on the form next to it.
func (f *keyForms) at(place fyne.Position) rune {
	size, reach := f.Size(), float32(16)
	if place.X < -reach || place.Y < -reach || place.X > size.Width+reach || place.Y > size.Height {
		return 0
	}
	high := f.board.high()
	line := min(max(int((place.Y-formPad)/high), 0), len(f.forms)-1)
	column := min(max(int((place.X-formPad)/f.wide()), 0), len(f.forms[line])-1)
	return f.forms[line][column]
}

func (f *keyForms) wide() float32 { return formWide * f.board.look().Scale }

// Tapped keeps taps beside the forms from what lies below.
func (f *keyForms) Tapped(*fyne.PointEvent) {}

// CreateRenderer is part of fyne.Widget.
func (f *keyForms) CreateRenderer() fyne.WidgetRenderer {
	d := &drawing{owner: f}
	d.paint = func() {
		d.objects = append(d.objects[:0], f.panel)
		for _, one := range f.caps {
			d.objects = append(d.objects, one)
		}
	}
	d.layout = func(size fyne.Size) {
		put(f.panel, 0, 0, size.Width, size.Height)
		at, high := 0, f.board.high()
		for i, line := range f.forms {
			for j := range line {
				put(f.caps[at], formPad+float32(j)*f.wide(), formPad+float32(i)*high, f.wide(), high)
				at++
			}
		}
	}
	d.min = func() fyne.Size {
		longest := 0
		for _, line := range f.forms {
			longest = max(longest, len(line))
		}
		return fyne.NewSize(float32(longest)*f.wide()+2*formPad, float32(len(f.forms))*f.board.high()+2*formPad)
	}
	return newDrawing(d)
}
