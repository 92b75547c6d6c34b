package writing

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// The measures of the tools' bar.
const (
	toolSide  = 56
	toolHigh  = 60 // of a tool in an upright bar, so that each word is nearer to its own picture
	dotSide   = 48
	barPad    = 5
	barApart  = 9 // a line between tools, with its air
	barMargin = 16
)

// writeBar is the bar of tools at the thumb's side: upright beside the pages, or lying over their foot. What does not
// fit is in the sheet behind its last button.
type writeBar struct {
	OnTool   func(WriteTool)
	OnColour func(ink.Colour)
	OnUndo   func()
	OnRedo   func()
	OnMore   func()

	tools map[WriteTool]*kit.IconButton
	dots  []*kit.InkDot
	undo  *kit.IconButton
	redo  *kit.IconButton
	more  *kit.IconButton
	Panel *kit.Panel
	form  barForm
	value Value
}

// barForm is how the bar stands, and how much it holds.
type barForm struct {
	upright bool
	holds   barHold
}

// barHold is how much fits: everything, no colours, no redo either, or the four that are needed most.
type barHold uint8

const (
	holdsAll barHold = iota + 1
	holdsTools
	holdsMost
	holdsFew
)

// barTools are the tools with their icons, in the order of the bar.
var barTools = []struct {
	tool WriteTool
	icon string
	key  string
	few  bool // also where little fits
}{
	{HandTool, "hand", "write.tool.hand", true},
	{PenTool, "pencil", "write.tool.pen", true},
	{MarkerTool, "marker", "write.tool.marker", false},
	{EraserTool, "eraser", "write.tool.eraser", true},
	{TextTool, "letter", "write.tool.text", false},
}

func newWriteBar(words *assets.Words) *writeBar {
	b := &writeBar{tools: map[WriteTool]*kit.IconButton{}}
	for _, one := range barTools {
		b.tools[one.tool] = kit.NewIconButton(one.icon, words.Say(one.key), func() { b.OnTool(one.tool) }).WithSide(toolSide).WithIconSize(22).Labelled()
	}
	for _, one := range PenColours {
		b.dots = append(b.dots, kit.NewInkDot(pageview.Tone(one.Colour), words.Say("write.colour."+one.Name), func() { b.OnColour(one.Colour) }))
	}
	b.undo = kit.NewIconButton("undo", words.Say("write.undo"), func() { b.OnUndo() }).WithSide(toolSide).WithIconSize(22).Labelled()
	b.redo = kit.NewIconButton("redo", words.Say("write.redo"), func() { b.OnRedo() }).WithSide(toolSide).WithIconSize(22).Labelled()
	b.more = kit.NewIconButton("more", words.Say("write.more"), func() { b.OnMore() }).WithSide(toolSide).WithIconSize(22).Labelled()
	b.Panel = kit.NewPanel(kit.White, nil).WithBorder(kit.LineRound).WithRadius(16).WithEdge(kit.PageShadow).WithPadding(kit.All(barPad))
	return b
}

// draw shows what is in use.
func (b *writeBar) draw(value Value) {
	b.value = value
	for tool, button := range b.tools {
		button.SetSelected(tool == value.Tool)
	}
	for i, dot := range b.dots {
		dot.SetSelected(value.writing() && PenColours[i].Colour == value.Colour)
	}
	b.undo.SetReason(!value.Undo, "")
	b.redo.SetReason(!value.Redo, "")
	more := value.Tool > TextTool
	if _, on := b.tools[value.Tool]; on && b.form.holds == holdsFew && !fewTool(value.Tool) {
		more = true
	}
	b.more.SetSelected(more)
}

func fewTool(tool WriteTool) bool {
	for _, one := range barTools {
		if one.tool == tool {
			return one.few
		}
	}
	return false
}

// length is how long the bar is.
func (f barForm) length() float32 {
	tool := frame.Pick[float32](f.upright, toolHigh, toolSide)
	switch f.holds {
	case holdsAll:
		return 2*barPad + 8*tool + 3*dotSide + 2*barApart
	case holdsTools:
		return 2*barPad + 8*tool + barApart
	case holdsMost:
		return 2*barPad + 7*tool + barApart
	}
	return 2*barPad + 5*tool + barApart
}

// fit is the bar that holds as much as fits into a length.
func fit(upright bool, length float32) barForm {
	for _, holds := range []barHold{holdsAll, holdsTools, holdsMost} {
		if form := (barForm{upright, holds}); form.length() <= length {
			return form
		}
	}
	return barForm{upright, holdsFew}
}

// arrange has the bar stand so, and returns how long it is.
func (b *writeBar) arrange(form barForm) float32 {
	if form != b.form {
		b.form = form
		b.Panel.SetContent(b.row(form))
		b.draw(b.value)
	}
	return form.length()
}

func (b *writeBar) row(form barForm) *fyne.Container {
	var parts []fyne.CanvasObject
	add := func(button *kit.IconButton) {
		if form.upright {
			parts = append(parts, kit.Fixed(0, toolHigh, button))
		} else {
			parts = append(parts, button)
		}
	}
	line := func() {
		if form.upright {
			parts = append(parts, kit.Padded(kit.Sides(10, 4), kit.NewDivider().In(kit.LineRound)))
		} else {
			parts = append(parts, kit.Padded(kit.Sides(4, 10), kit.NewVerticalDivider(0)))
		}
	}
	for _, one := range barTools {
		if form.holds != holdsFew || one.few {
			add(b.tools[one.tool])
		}
	}
	line()
	if form.holds == holdsAll {
		for _, dot := range b.dots {
			parts = append(parts, dot)
		}
		line()
	}
	add(b.undo)
	if form.holds <= holdsTools {
		add(b.redo)
	}
	add(b.more)
	if form.upright {
		return kit.Column(0, parts...)
	}
	return kit.Row(0, parts...)
}
