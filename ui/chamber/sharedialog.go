package chamber

import (
	"slices"
	"strings"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/writing"
)

// openShare asks who sees what is written from now on.
func (d *Delegate) openShare() {
	share := d.view.desk.write.Value.Share
	place := share.Place
	if share.Own() {
		place = notes.Own
	}
	d.view.open(writing.ShareDialog(d.config.Words, writing.ShareAsk{
		Title: d.config.Words.Say("write.share.title"), Place: place, People: writing.PeopleToShareWith(d.moment.State, d.write.Person), Taken: d.write.Share,
		Others: !share.Alone, Show: d.write.ShowOthers, Whose: d.sharersOf(d.view.desk.paper.Current),
	}))
}

// sharersOf names the others of whom something stands on a page.
func (d *Delegate) sharersOf(page int) string {
	var names []string
	for _, m := range d.write.Pages.On(page) {
		if name := d.moment.State.Deputies[m.Author].Name; !d.write.Own(m) && name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// openShareChosen asks who sees what is chosen.
func (d *Delegate) openShareChosen() {
	d.view.open(writing.ShareDialog(d.config.Words, writing.ShareAsk{
		Title:  d.config.Words.Say("write.share.chosen", "count", d.view.desk.write.Value.Chosen.Count),
		People: writing.PeopleToShareWith(d.moment.State, d.write.Person), Taken: d.write.ShareChosen,
	}))
}
