package notebook

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// NoteAct is what the word at the end of the strip over the pages does.
type NoteAct uint8

// The acts.
const (
	noNoteAct NoteAct = iota
	StopPlacing
	TakeBack
	OpenTray
	SeeBefore
)

// NoteBand is the strip over the pages; without Text there is none.
type NoteBand struct {
	Kind   kit.StripKind
	Icon   string
	Text   string
	Action string
	Do     NoteAct
	Close  bool // it can be put away
}

// NoteBandView is the strip over the pages about notes and issues of papers.
type NoteBandView struct {
	OnAct   func(NoteAct)
	OnClose func()

	words   *assets.Words
	drawn   NoteBand
	Content *fyne.Container
}

// NewNoteBandView makes one that is not shown.
func NewNoteBandView(words *assets.Words) *NoteBandView {
	v := &NoteBandView{words: words, Content: kit.Layers()}
	v.Content.Hide()
	return v
}

// Draw reports whether the strip takes another room than before.
func (v *NoteBandView) Draw(band NoteBand) (another bool) {
	if band == v.drawn {
		return false
	}
	v.drawn = band
	frame.Show(v.Content, band.Text != "")
	v.Content.Objects = nil
	if band.Text != "" {
		strip := kit.NewStrip(band.Kind, band.Icon, band.Text)
		if band.Action != "" {
			strip.WithAction(band.Action, func() { v.OnAct(band.Do) })
		}
		v.Content.Objects = []fyne.CanvasObject{strip}
		if band.Close {
			closing := kit.NewIconButton("cross", v.words.Say("chamber.close"), func() { v.OnClose() })
			v.Content.Objects = []fyne.CanvasObject{kit.NewPanel(kit.GoldTint, nil), kit.Row(0, kit.Fill(strip), closing, kit.Space(8))}
		}
	}
	v.Content.Refresh()
	return true
}
