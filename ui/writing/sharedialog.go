package writing

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// sharePerson is somebody to whom the holder may show what they write.
type sharePerson struct{ ID, Name, Group string }

// PeopleToShareWith are all on the roster but the holder, by seat.
func PeopleToShareWith(state *council.State, holder string) []sharePerson {
	var all []sharePerson
	for _, deputy := range state.Roster() {
		if deputy.Person != holder {
			all = append(all, sharePerson{deputy.Person, deputy.Name, deputy.Group})
		}
	}
	return all
}

// ShareAsk is the question to whom something is shown.
type ShareAsk struct {
	Title  string
	Place  string // as it is; empty: nothing is chosen
	People []sharePerson
	Taken  func(place string)
	Others bool   // what others share is shown
	Whose  string // who shares something on the page, by name; empty: nobody
	Show   func(others bool)
}

// ShareDialog asks who sees what the holder wrote, or writes from now on. What each choice means stands beside it.
func ShareDialog(words *assets.Words, ask ShareAsk) *kit.Dialog {
	var dialog *kit.Dialog
	choice := func(icon, title, meaning, place string) fyne.CanvasObject {
		text := kit.Column(0, kit.NewText(title, kit.Body.Strong()))
		if meaning != "" {
			text.Add(kit.NewParagraph(meaning, kit.Meta))
		}
		row := []fyne.CanvasObject{kit.NewIcon(icon, 24, kit.Ink2), kit.Fill(text)}
		if place == ask.Place {
			row = append(row, kit.NewIcon("check", 24, kit.Ink))
		}
		return kit.NewListRow(title, kit.Row(14, row...), func() {
			dialog.Close()
			ask.Taken(place)
		}).WithHeight(56).WithPadding(kit.Sides(8, 8))
	}
	column := kit.Column(0,
		choice("lock", words.Say("write.share.own"), words.Say("write.share.own.meaning"), notes.Own), kit.NewDivider(),
		choice("people", words.Say("write.share.all"), words.Say("write.share.all.meaning"), notes.All), kit.NewDivider())
	if ask.Show != nil {
		column.Add(kit.Padded(kit.Sides(8, 12), kit.NewSwitch(words.Say("write.share.others"), ask.Others, ask.Show)))
		if ask.Whose != "" {
			column.Add(kit.Padded(kit.Insets{Left: 8, Bottom: 12}, kit.NewParagraph(words.Say("write.share.whose", "names", ask.Whose), kit.Meta)))
		}
		column.Add(kit.NewDivider())
	}
	if len(ask.People) > 0 {
		column.Add(kit.Padded(kit.Insets{Left: 8, Top: 16, Bottom: 4}, kit.NewText(words.Say("write.share.one"), kit.Body.Strong())))
		column.Add(kit.Padded(kit.Insets{Left: 8, Bottom: 8}, kit.NewParagraph(words.Say("write.share.one.meaning"), kit.Meta)))
	}
	for _, person := range ask.People {
		column.Add(choice("person", person.Name, person.Group, notes.With(person.ID)))
		column.Add(kit.NewDivider())
	}
	dialog = kit.NewDialog(ask.Title, column, kit.DialogButton{Text: words.Say("chamber.close"), Kind: kit.Outline, Cancel: true}).WithWidth(680)
	return dialog
}
