package chamber

import (
	"image"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/notebook"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/writing"
)

// compareInk is what the holder wrote on two issues of a paper that stand beside each other, each thing on the issue
// it lies on. Nothing is written there.
type compareInk [2]*writing.InkPages

// newCompareInk makes it; nil sides where this tablet has no notebook.
func (d *Delegate) newCompareInk() (ink compareInk) {
	if !d.write.Can() {
		return ink
	}
	for side := range ink {
		ink[side] = writing.NewInkPages(d.config.Marks, d.beside, func(page int) { d.view.compare.Panes[side].Column.Redraw(page) })
	}
	return ink
}

// follow turns to the issues that are shown, and to what the holder wrote on them by now.
func (c compareInk) follow(m *frame.Moment, value notebook.CompareValue) {
	for side, issue := range []struct {
		blob  string
		sizes []pageview.PageSize
	}{{value.Old.Blob, value.Old.Paper.Sizes}, {value.New.Blob, value.New.Paper.Sizes}} {
		if c[side] != nil {
			c[side].Choose(m.Person.Person)
			c[side].Open(m.State.ID, issue.blob, issue.sizes)
			c[side].Follow()
		}
	}
}

// rest lets go of all of it.
func (c compareInk) rest() {
	for _, side := range c {
		if side != nil {
			side.Open("", "", nil)
		}
	}
}

// connectCompareInk has a side of the comparison show what is written on it.
func (d *Delegate) connectCompareInk(side int, column *pageview.PageColumn) {
	ink, words := d.compareInk[side], d.config.Words
	if ink == nil {
		return
	}
	column.Ink = func(page int, picture *image.RGBA) []pageview.InkTile { return ink.Show(page, picture, false) }
	column.Signs = ink.Signs
	column.StampWords, column.NoteWords = stampWords(words), words.Say("write.note")
	column.OnSign = func(id string, page int) {
		for _, mark := range ink.Signs(page) {
			if mark.ID == id {
				d.view.open(kit.NewMessage(words.Say("write.note"), mark.Text,
					kit.DialogButton{Text: words.Say("chamber.close"), Kind: kit.Strong, Default: true, Cancel: true}))
			}
		}
	}
}

// stampWords are what stamps say.
func stampWords(words *assets.Words) map[notes.Stamp]string {
	return map[notes.Stamp]string{notes.Agree: words.Say("write.stamp.agree"), notes.Review: words.Say("write.stamp.review")}
}
