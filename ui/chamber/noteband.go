package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// noteAct is what the word at the end of the strip over the pages does.
type noteAct uint8

// The acts.
const (
	noNoteAct noteAct = iota
	stopPlacing
	takeBack
	openTray
	seeBefore
)

// noteBand is the strip over the pages; without Text there is none.
type noteBand struct {
	Kind   kit.StripKind
	Icon   string
	Text   string
	Action string
	Do     noteAct
	Close  bool // it can be put away
}

// noteBandView is the strip over the pages about notes and issues of papers.
type noteBandView struct {
	OnAct   func(noteAct)
	OnClose func()

	words   *assets.Words
	drawn   noteBand
	content *fyne.Container
}

func newNoteBandView(words *assets.Words) *noteBandView {
	v := &noteBandView{words: words, content: kit.Layers()}
	v.content.Hide()
	return v
}

// draw reports whether the strip takes another room than before.
func (v *noteBandView) draw(band noteBand) (another bool) {
	if band == v.drawn {
		return false
	}
	v.drawn = band
	show(v.content, band.Text != "")
	v.content.Objects = nil
	if band.Text != "" {
		strip := kit.NewStrip(band.Kind, band.Icon, band.Text)
		if band.Action != "" {
			strip.WithAction(band.Action, func() { v.OnAct(band.Do) })
		}
		v.content.Objects = []fyne.CanvasObject{strip}
		if band.Close {
			closing := kit.NewIconButton("cross", v.words.Say("chamber.close"), func() { v.OnClose() })
			v.content.Objects = []fyne.CanvasObject{kit.NewPanel(kit.GoldTint, nil), kit.Row(0, kit.Fill(strip), closing, kit.Space(8))}
		}
	}
	v.content.Refresh()
	return true
}
