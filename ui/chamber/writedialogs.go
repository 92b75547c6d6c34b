package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// lockedDialog says once that what was written before waits for the card; what is written now does not.
func lockedDialog(words *assets.Words, open func()) *kit.Dialog {
	ways := []kit.DialogButton{{Text: words.Say("write.locked.write"), Kind: kit.Outline, Cancel: true}}
	if open != nil {
		ways = append(ways, kit.DialogButton{Text: words.Say("write.locked.open"), Kind: kit.Strong, Icon: "card", Default: true, Tapped: open})
	}
	return kit.NewMessage(words.Say("write.locked.title"), words.Say("write.locked"), ways...)
}

// noteDialog reads a note, or writes one. The field is nil where it is another's; nameOf says whose.
func noteDialog(words *assets.Words, question writeAsk, nameOf func(person string) string) (*kit.Dialog, *kit.TextField) {
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

// moreWays is what can be done from the sheet of all tools.
type moreWays struct {
	tool   func(writeTool)
	colour func(ink.Colour)
	width  func(int)
	eraser func(eraserKind)
	swap   func()
	share  func()
}

// moreTools are those of the sheet, with their icons.
var moreTools = []struct {
	tool      writeTool
	icon, key string
}{
	{markerTool, "marker", "write.more.marker"}, {textTool, "letter", "write.more.text"},
	{highlightTool, "highlight", "write.more.highlight"}, {underlineTool, "underline", "write.more.underline"},
	{agreeTool, "check_circle", "write.more.agree"}, {reviewTool, "eye", "write.more.review"},
	{lassoTool, "lasso", "write.more.lasso"},
}

// moreDialog shows every tool with its words, the colours, the widths and the sides.
func moreDialog(words *assets.Words, value writeValue, upright bool, ways moreWays) *kit.Dialog {
	var dialog *kit.Dialog
	button := func(icon, key string, chosen bool, do func()) fyne.CanvasObject {
		return kit.NewBigButton(words.Say(key), pick(chosen, kit.Strong, kit.Outline), func() {
			dialog.Close()
			do()
		}).WithIcon(icon).WithHeight(56)
	}
	columns := pick(upright, 2, 3)
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
		tools = append(tools, button(one.icon, one.key, value.Tool == one.tool, func() { ways.tool(one.tool) }))
	}
	for kind, key := range []string{"write.eraser.strokes", "write.eraser.parts"} {
		tools = append(tools, button("eraser", key, value.Tool == eraserTool && value.Eraser == eraserKind(kind), func() { ways.eraser(eraserKind(kind)) }))
	}
	for i, key := range []string{"write.width.thin", "write.width.middle", "write.width.thick"} {
		widths = append(widths, kit.Fill(button("", key, value.Width == i, func() { ways.width(i) })))
	}
	dots := kit.Row(8, title("write.colour"))
	for _, one := range penColours {
		dot := kit.NewInkDot(tone(one.Colour), words.Say("write.colour."+one.Name), func() {
			dialog.Close()
			ways.colour(one.Colour)
		})
		dot.SetSelected(one.Colour == value.Colour)
		dots.Add(kit.Row(0, dot, kit.NewText(words.Say("write.colour."+one.Name), kit.Body)))
	}
	seen := words.Say("write.share.own")
	if value.Share.Person != "" {
		seen = value.Share.Person
	} else if !value.Share.own() {
		seen = words.Say("write.share.all")
	}
	share := kit.NewBigButton(seen, kit.Outline, func() {
		dialog.Close()
		ways.share()
	}).WithIcon(pick(value.Share.own(), "lock", "people")).WithHeight(56)
	swap := button("swap", pick(value.Left, "write.swap.right", "write.swap.left"), false, ways.swap)
	dialog = kit.NewDialog(words.Say("write.more.title"), kit.Column(12,
		grid(tools...), dots, title("write.width"), kit.Row(10, widths...), title("write.share.title"), share, title("write.swap"), swap),
		kit.DialogButton{Text: words.Say("chamber.close"), Kind: kit.Outline, Cancel: true}).WithWidth(pick[float32](upright, 720, 880))
	return dialog
}
