package writing

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// LockedDialog says once that what was written before waits for the card; what is written now does not.
func LockedDialog(words *assets.Words, open func()) *kit.Dialog {
	ways := []kit.DialogButton{{Text: words.Say("write.locked.write"), Kind: kit.Outline, Cancel: true}}
	if open != nil {
		ways = append(ways, kit.DialogButton{Text: words.Say("write.locked.open"), Kind: kit.Strong, Icon: "card", Default: true, Tapped: open})
	}
	return kit.NewMessage(words.Say("write.locked.title"), words.Say("write.locked"), ways...)
}

// NoteDialog reads a note, or writes one. The field is nil where it is another's; nameOf says whose.
func NoteDialog(words *assets.Words, question Ask, nameOf func(person string) string) (*kit.Dialog, *kit.TextField) {
	if question.Note != nil && question.Taken == nil {
		title := words.Say("write.note.other")
		if name := nameOf(question.Note.Author); name != "" {
			title = words.Say("write.note.by", "name", name)
		}
		return kit.NewMessage(title, question.Note.Text,
			kit.DialogButton{Text: words.Say("chamber.close"), Kind: kit.Strong, Default: true, Cancel: true}), nil
	}
	title := "write.note.new"
	field := kit.NewTextField("", words.Say("write.note.hint")).Lines().WithHeight(144)
	ways := []kit.DialogButton{{Text: words.Say("chamber.cancel"), Kind: kit.Outline, Cancel: true}}
	if question.Note != nil {
		title = "write.note"
		field.SetText(question.Note.Text)
		ways = append(ways, kit.DialogButton{Text: words.Say("write.note.delete"), Kind: kit.Outline, Icon: "trash", Tapped: question.Removed})
	}
	ways = append(ways, kit.DialogButton{Text: words.Say("write.note.save"), Kind: kit.Strong, Icon: "check", Tapped: func() { question.Taken(field.Text()) }})
	return kit.NewDialog(words.Say(title), field, ways...), field
}

// MoreWays is what can be done from the sheet of all tools.
type MoreWays struct {
	Tool   func(WriteTool)
	Colour func(ink.Colour)
	Width  func(int)
	Eraser func(eraserKind)
	Swap   func()
	Share  func()
}

// moreTools are those of the sheet, with their icons.
var moreTools = []struct {
	tool      WriteTool
	icon, key string
}{
	{MarkerTool, "marker", "write.more.marker"}, {TextTool, "letter", "write.more.text"},
	{HighlightTool, "highlight", "write.more.highlight"}, {UnderlineTool, "underline", "write.more.underline"},
	{AgreeTool, "check_circle", "write.more.agree"}, {ReviewTool, "eye", "write.more.review"},
	{LassoTool, "lasso", "write.more.lasso"},
}

// MoreDialog shows every tool with its words, the colours, the widths and the sides.
func MoreDialog(words *assets.Words, value Value, upright bool, ways MoreWays) *kit.Dialog {
	var dialog *kit.Dialog
	button := func(icon, key string, chosen bool, do func()) fyne.CanvasObject {
		return kit.NewBigButton(words.Say(key), frame.Pick(chosen, kit.Strong, kit.Outline), func() {
			dialog.Close()
			do()
		}).WithIcon(icon).WithHeight(56)
	}
	columns := frame.Pick(upright, 2, 3)
	grid := func(all ...fyne.CanvasObject) fyne.CanvasObject {
		rows := kit.Column(10)
		for i := 0; i < len(all); i += columns {
			row := kit.Row(10)
			for k := range columns {
				if i+k < len(all) {
					row.Add(kit.Fill(all[i+k]))
				} else {
					row.Add(kit.Spring())
				}
			}
			rows.Add(row)
		}
		return rows
	}
	title := func(key string) fyne.CanvasObject { return kit.NewText(words.Say(key), kit.Body.Strong()) }
	var tools, widths []fyne.CanvasObject
	for _, one := range moreTools {
		tools = append(tools, button(one.icon, one.key, value.Tool == one.tool, func() { ways.Tool(one.tool) }))
	}
	for kind, key := range []string{"write.eraser.strokes", "write.eraser.parts"} {
		tools = append(tools, button("eraser", key, value.Tool == EraserTool && value.Eraser == eraserKind(kind), func() { ways.Eraser(eraserKind(kind)) }))
	}
	for i, key := range []string{"write.width.thin", "write.width.middle", "write.width.thick"} {
		widths = append(widths, kit.Fill(button("", key, value.Width == i, func() { ways.Width(i) })))
	}
	dots := kit.Row(8, title("write.colour"))
	for _, one := range PenColours {
		dot := kit.NewInkDot(pageview.Tone(one.Colour), words.Say("write.colour."+one.Name), func() {
			dialog.Close()
			ways.Colour(one.Colour)
		})
		dot.SetSelected(one.Colour == value.Colour)
		dots.Add(kit.Row(0, dot, kit.NewText(words.Say("write.colour."+one.Name), kit.Body)))
	}
	seen := words.Say("write.share.own")
	if value.Share.Person != "" {
		seen = value.Share.Person
	} else if !value.Share.Own() {
		seen = words.Say("write.share.all")
	}
	share := kit.NewBigButton(seen, kit.Outline, func() {
		dialog.Close()
		ways.Share()
	}).WithIcon(frame.Pick(value.Share.Own(), "lock", "people")).WithHeight(56)
	swap := button("swap", frame.Pick(value.Left, "write.swap.right", "write.swap.left"), false, ways.Swap)
	dialog = kit.NewDialog(words.Say("write.more.title"), kit.Column(12,
		grid(tools...), dots, title("write.width"), kit.Row(10, widths...), title("write.share.title"), share, title("write.swap"), swap),
		kit.DialogButton{Text: words.Say("chamber.close"), Kind: kit.Outline, Cancel: true}).WithWidth(frame.Pick[float32](upright, 720, 880))
	return dialog
}
