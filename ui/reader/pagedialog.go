package reader

import (
	"strconv"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// PageDialog asks for a page by a keypad; upright, the keys stand under the number.
func PageDialog(words *assets.Words, value Value, upright bool, went func(page int)) *kit.Dialog {
	if value.Contents.Labelled() {
		return labelDialog(words, value, went)
	}
	pages := value.Paper.Pages
	typed := ""
	number := kit.NewText("", kit.FullName.Center())
	said := kit.NewParagraph(words.Say("chamber.paper.go.range", "pages", pages), kit.Body.In(kit.Ink2).Center())
	var dialog *kit.Dialog
	draw := func() {
		number.SetText(typed)
		page, err := strconv.Atoi(typed)
		dialog.Button(1).SetReason(err != nil || page < 1 || page > pages, "")
	}
	keys := kit.NewKeypad(words.Say("chamber.sign.clear"), words.Say("chamber.sign.back"))
	keys.OnDigit = func(digit rune) {
		if next := typed + string(digit); len(next) <= len(strconv.Itoa(pages)) && next != "0" {
			typed = next
		}
		draw()
	}
	keys.OnClear = func() { typed = ""; draw() }
	keys.OnBackspace = func() {
		if typed != "" {
			typed = typed[:len(typed)-1]
		}
		draw()
	}
	box := kit.NewPanel(kit.White, number).WithBorder(kit.LineControl).WithBorderWidth(2).WithRadius(12).WithPadding(kit.Sides(16, 6))
	content, wide := kit.RowAt(kit.Top, 24, kit.Fill(kit.Column(10, said, box)), keys), float32(660)
	if upright {
		content, wide = kit.Column(10, said, box, keys), 440
	}
	dialog = kit.NewDialog(words.Say("chamber.paper.go"), content,
		kit.DialogButton{Text: words.Say("chamber.cancel"), Kind: kit.Outline, Cancel: true},
		kit.DialogButton{Text: words.Say("chamber.paper.go.button"), Kind: kit.Strong, Default: true, Tapped: func() {
			if page, err := strconv.Atoi(typed); err == nil {
				went(page - 1)
			}
		}},
	).WithWidth(wide)
	draw()
	return dialog
}

// labelDialog asks for a page of a paper whose pages have other numbers printed on them than their places.
func labelDialog(words *assets.Words, value Value, went func(page int)) *kit.Dialog {
	pages := value.Paper.Pages
	field := kit.NewTextField(words.Say("chamber.paper.go.label"), "").Literal()
	var dialog *kit.Dialog
	asked := func() (int, bool) { return value.Contents.PageNamed(field.Text(), pages) }
	draw := func() {
		page, ok := asked()
		field.SetFault("")
		if !ok && field.Text() != "" {
			field.SetFault(words.Say("chamber.paper.go.unknown"))
		}
		if ok {
			field.WithHelp(words.Say("chamber.paper.go.found", "page", page+1, "total", pages))
		} else {
			field.WithHelp("")
		}
		dialog.Button(1).SetReason(!ok, "")
	}
	leave := func() {
		if page, ok := asked(); ok {
			went(page)
		}
	}
	field.OnChanged = func(string) { draw() }
	field.OnSubmitted = func(string) {
		if _, ok := asked(); ok {
			dialog.Close()
			leave()
		}
	}
	dialog = kit.NewDialog(words.Say("chamber.paper.go"), kit.Column(12,
		kit.NewParagraph(words.Say("chamber.paper.go.labels", "first", value.Contents.Labels[0], "pages", pages), kit.Body.In(kit.Ink2)), field),
		kit.DialogButton{Text: words.Say("chamber.cancel"), Kind: kit.Outline, Cancel: true},
		kit.DialogButton{Text: words.Say("chamber.paper.go.button"), Kind: kit.Strong, Default: true, Tapped: leave},
	).WithWidth(480)
	draw()
	return dialog
}
