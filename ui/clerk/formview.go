package clerk

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// formView is the form that is open. What is written lives in its fields until it is saved.
type formView struct {
	screen *screen
	dialog *kit.Dialog
	serial int
	busy   bool
	fields []field
	texts  map[string]*kit.TextField
	values map[string]string // of fields that are no texts
	fault  *region[string]
	scroll *kit.FingerScroll
	lists  map[string]*region[string]

	switches map[string]*formSwitch
}

const formWidth = 640

// Draw opens another form, marks what was refused, or closes it.
func (v *formView) Draw(f formSight) {
	if f.Serial != v.serial {
		if v.dialog != nil {
			v.dialog.Close()
			v.dialog = nil
		}
		v.serial = f.Serial
		if f.Serial != 0 {
			v.open(f)
		}
	}
	if v.dialog == nil {
		return
	}
	changed := v.fault.Draw(f.Fault)
	for id, text := range v.texts {
		text.SetFault(f.Faults[id])
	}
	v.seek(f)
	v.dialog.Button(1).SetReason(f.Busy, "")
	if changed {
		v.scroll.ScrollTo(fyne.Position{})
		v.dialog.Refresh()
	}
	v.scroll.Refresh()
	v.faultSwitches(f.Faults)
}

// seek puts the keyboard into the field that was refused, once the answer is here.
func (v *formView) seek(f formSight) {
	answered := v.busy && !f.Busy
	v.busy = f.Busy
	if !answered {
		return
	}
	for _, field := range f.Fields {
		if text := v.texts[field.ID]; text != nil && f.Faults[field.ID] != "" {
			text.Focus()
			return
		}
	}
}

func (v *formView) open(f formSight) {
	s := v.screen
	v.fields, v.texts, v.values, v.lists = f.Fields, map[string]*kit.TextField{}, map[string]string{}, map[string]*region[string]{}
	v.switches = map[string]*formSwitch{}
	v.fault = &region[string]{holder: kit.Layers(), screen: s, build: func(fault string) fyne.CanvasObject {
		if fault == "" {
			return kit.Space(0)
		}
		return kit.NewStrip(kit.AlertStrip, "warn", fault).WithRadius(10)
	}}
	column := []fyne.CanvasObject{v.fault.holder}
	for _, line := range f.Lead {
		column = append(column, kit.NewParagraph(line, kit.Body))
	}
	for i := 0; i < len(f.Fields); i++ {
		if f.Fields[i].Half && i+1 < len(f.Fields) && f.Fields[i+1].Half {
			column = append(column, kit.RowAt(kit.Top, 16, kit.Share(1, v.field(f.Fields[i])), kit.Share(1, v.field(f.Fields[i+1]))))
			i++
			continue
		}
		column = append(column, v.field(f.Fields[i]))
	}
	if f.Note != "" {
		column = append(column, kit.NewParagraph(f.Note, kit.Meta))
	}
	form := kit.Padded(kit.Insets{Right: 12, Left: 4, Top: 4, Bottom: 4}, kit.Column(14, column...))
	v.scroll = kit.NewFingerScroll(kit.Vertical, form)
	icon := f.Icon
	if icon == "" {
		icon = "check"
	}
	v.dialog = kit.NewDialog(f.Title, kit.Fixed(0, v.height(form), v.scroll),
		kit.DialogButton{Text: s.say("clerk.cancel"), Kind: kit.Outline, Stays: true, Cancel: true, Tapped: s.tell(dismissForm, "")},
		kit.DialogButton{Text: f.Save, Kind: kit.Strong, Icon: icon, Stays: true, Default: true, Tapped: v.save}).WithWidth(formWidth)
	v.dialog.Open(s.window.Canvas())
	for _, field := range f.Fields {
		if text := v.texts[field.ID]; text != nil {
			text.Focus()
			break
		}
	}
}

// height is as high as the form wants and the window has room for.
func (v *formView) height(form fyne.CanvasObject) float32 {
	scale := kit.LookOf(form).Scale
	wanted := kit.HeightFor(form, formWidth*scale-60*scale) / scale
	room := v.screen.window.Canvas().Size().Height/scale - 230
	return max(120, min(wanted+8, room))
}

func (v *formView) save() {
	answers := map[string]string{}
	for _, field := range v.fields {
		answers[field.ID] = v.values[field.ID]
		if text := v.texts[field.ID]; text != nil {
			answers[field.ID] = text.Text()
		}
	}
	v.screen.on(deed{Name: saveForm, Answers: answers})
}

func (v *formView) field(f field) fyne.CanvasObject {
	v.values[f.ID] = f.Value
	switch f.Kind {
	case choiceField:
		return kit.Column(6, kit.NewText(f.Label, kit.Dense.Strong()),
			kit.NewSegments(f.Options, f.Value, func(id string) { v.values[f.ID] = id }))
	case switchField:
		return v.newSwitch(f)
	case listField:
		return kit.Column(6, kit.NewText(f.Label, kit.Dense.Strong()), v.list(f))
	}
	text := typed(kit.NewTextField(f.Label, ""), f.ID)
	if f.Help != "" {
		text.WithHelp(f.Help)
	}
	text.SetText(f.Value)
	text.OnSubmitted = func(string) { v.save() }
	v.texts[f.ID] = text
	if f.Kind != suggestField || len(f.Options) == 0 {
		return text
	}
	chips := make([]fyne.CanvasObject, 0, len(f.Options))
	for _, option := range f.Options {
		chips = append(chips, kit.NewChip(option.Text, kit.OutlineChip).WithHeight(48).WithTap(func() { text.SetText(option.ID) }))
	}
	return kit.Column(8, text, kit.Flow(8, 8, chips...))
}

// list is options below each other, one chosen.
func (v *formView) list(f field) fyne.CanvasObject {
	var chosen *region[string]
	chosen = &region[string]{holder: kit.Layers(), screen: v.screen, build: func(id string) fyne.CanvasObject {
		rows := make([]fyne.CanvasObject, 0, len(f.Options))
		for _, option := range f.Options {
			mark := kit.NewRingDot(20, 2, kit.LineControl)
			if option.ID == id {
				mark = kit.NewRingDot(20, 7, kit.Ink)
			}
			words := []fyne.CanvasObject{kit.NewParagraph(option.Text, kit.Body)}
			if about := f.About[option.ID]; about != "" {
				words = append(words, kit.NewParagraph(about, kit.Meta))
			}
			row := kit.NewListRow(option.Text, kit.Row(12, mark, kit.Fill(kit.Column(0, words...))), func() {
				v.values[f.ID] = option.ID
				chosen.Draw(option.ID)
			}).WithHeight(52).WithPadding(kit.Insets{Top: 6, Bottom: 6, Left: 12, Right: 12})
			row.SetSelected(option.ID == id)
			rows = append(rows, row)
		}
		return kit.NewPanel(kit.White, kit.Column(0, rows...)).WithBorder(kit.LineControl).WithRadius(12).WithPadding(kit.All(2))
	}}
	chosen.Draw(f.Value)
	v.lists[f.ID] = chosen
	return chosen.holder
}
