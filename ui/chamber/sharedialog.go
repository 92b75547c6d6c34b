package chamber

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// sharePerson is somebody to whom the holder may show what they write.
type sharePerson struct{ ID, Name, Group string }

// peopleToShareWith are all on the roster but the holder, by seat.
func peopleToShareWith(state *council.State, holder string) []sharePerson {
	var all []sharePerson
	for _, deputy := range state.Roster() {
		if deputy.Person != holder {
			all = append(all, sharePerson{deputy.Person, deputy.Name, deputy.Group})
		}
	}
	return all
}

// shareAsk is the question to whom something is shown.
type shareAsk struct {
	title  string
	place  string // as it is; empty: nothing is chosen
	people []sharePerson
	taken  func(place string)
	others bool   // what others share is shown
	whose  string // who shares something on the page, by name; empty: nobody
	show   func(others bool)
}

// shareDialog asks who sees what the holder wrote, or writes from now on. What each choice means stands beside it.
func shareDialog(words *assets.Words, ask shareAsk) *kit.Dialog {
	var dialog *kit.Dialog
	choice := func(icon, title, meaning, place string) fyne.CanvasObject {
		text := kit.Column(0, kit.NewText(title, kit.Body.Strong()))
		if meaning != "" {
			text.Add(kit.NewParagraph(meaning, kit.Meta))
		}
		row := []fyne.CanvasObject{kit.NewIcon(icon, 24, kit.Ink2), kit.Fill(text)}
		if place == ask.place {
			row = append(row, kit.NewIcon("check", 24, kit.Ink))
		}
		return kit.NewListRow(title, kit.Row(14, row...), func() {
			dialog.Close()
			ask.taken(place)
		}).WithHeight(56).WithPadding(kit.Sides(8, 8))
	}
	column := kit.Column(0,
		choice("lock", words.Say("write.share.own"), words.Say("write.share.own.meaning"), notes.Own), kit.NewDivider(),
		choice("people", words.Say("write.share.all"), words.Say("write.share.all.meaning"), notes.All), kit.NewDivider())
	if ask.show != nil {
		column.Add(kit.Padded(kit.Sides(8, 12), kit.NewSwitch(words.Say("write.share.others"), ask.others, ask.show)))
		if ask.whose != "" {
			column.Add(kit.Padded(kit.Insets{Left: 8, Bottom: 12}, kit.NewParagraph(words.Say("write.share.whose", "names", ask.whose), kit.Meta)))
		}
		column.Add(kit.NewDivider())
	}
	if len(ask.people) > 0 {
		column.Add(kit.Padded(kit.Insets{Left: 8, Top: 16, Bottom: 4}, kit.NewText(words.Say("write.share.one"), kit.Body.Strong())))
		column.Add(kit.Padded(kit.Insets{Left: 8, Bottom: 8}, kit.NewParagraph(words.Say("write.share.one.meaning"), kit.Meta)))
	}
	for _, person := range ask.people {
		column.Add(choice("person", person.Name, person.Group, notes.With(person.ID)))
		column.Add(kit.NewDivider())
	}
	dialog = kit.NewDialog(ask.title, column, kit.DialogButton{Text: words.Say("chamber.close"), Kind: kit.Outline, Cancel: true}).WithWidth(680)
	return dialog
}

// openShare asks who sees what is written from now on.
func (d *Delegate) openShare() {
	share := d.view.desk.write.value.Share
	place := share.Place
	if share.own() {
		place = notes.Own
	}
	d.view.open(shareDialog(d.config.Words, shareAsk{
		title: d.config.Words.Say("write.share.title"), place: place, people: peopleToShareWith(d.moment.state, d.write.person), taken: d.write.share,
		others: !share.Alone, show: d.write.showOthers, whose: d.sharersOf(d.view.desk.paper.current),
	}))
}

// sharersOf names the others of whom something stands on a page.
func (d *Delegate) sharersOf(page int) string {
	var names []string
	for _, m := range d.write.pages.on(page) {
		if name := d.moment.state.Deputies[m.Author].Name; !d.write.own(m) && name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// openShareChosen asks who sees what is chosen.
func (d *Delegate) openShareChosen() {
	d.view.open(shareDialog(d.config.Words, shareAsk{
		title:  d.config.Words.Say("write.share.chosen", "count", d.view.desk.write.value.Chosen.Count),
		people: peopleToShareWith(d.moment.state, d.write.person), taken: d.write.shareChosen,
	}))
}
