package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/notebook"
	"congso.vn/congso/ui/reader"
	"congso.vn/congso/ui/searching"
)

const alert = kit.AlertStrip

// delegateView shows one of the tablet's screens at a time, and what lies over it.
type delegateView struct {
	sign    *signView
	leaving *leavingView
	desk    *deskView
	vote    *voteView
	search  *searching.View
	compare *notebook.CompareView
	dialog  *kit.Dialog
	outline *reader.OutlineSheet
	keys    frame.WindowKeys
	reading frame.WindowKeys // of the open paper
	stage   fyne.CanvasObject
	content *fyne.Container
}

func newDelegateView(words *assets.Words, after kit.After) *delegateView {
	v := &delegateView{sign: newSignView(words, after), leaving: newLeavingView(words), desk: newDeskView(words, after), vote: newVoteView(words), search: searching.NewView(words, after), compare: notebook.NewCompareView(words)}
	v.content = kit.Layers()
	return v
}

// window is where the screen stands; nil while it stands nowhere.
func (v *delegateView) window() fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(v.content)
}

func (v *delegateView) show(stage fyne.CanvasObject) {
	if v.stage == stage {
		return
	}
	if v.stage == v.search.Content {
		v.search.Leave()
	}
	v.reading.Give()
	if v.stage == v.compare.Content {
		v.compare.Leave()
	}
	v.stage = stage
	v.content.Objects = []fyne.CanvasObject{stage}
	v.content.Refresh()
	if stage == v.sign.content {
		v.listenToSign()
	} else {
		v.keys.Give()
	}
}

func (v *delegateView) showSign(value signValue) {
	v.vote.close()
	v.sign.draw(value)
	v.show(v.sign.content)
}

func (v *delegateView) showLeaving(value leavingValue) {
	v.vote.close()
	v.closeDialogs()
	v.leaving.draw(value)
	v.show(v.leaving.content)
}

func (v *delegateView) showDesk(value deskValue, vote voteValue) {
	value.Band = vote.Band
	v.show(v.desk.content)
	v.desk.draw(value)
	if vote.Up && !v.vote.sheet.IsOpen() {
		v.closeDialogs() // nothing stands before a vote
	}
	v.vote.draw(vote, v.window())
}

// open brings a dialog up in place of the one before.
func (v *delegateView) open(dialog *kit.Dialog) {
	v.closeDialogs()
	if window := v.window(); window != nil {
		v.dialog = dialog
		dialog.Open(window)
	}
}

// upright tells whether the screen is higher than wide.
func (v *delegateView) upright() bool {
	size := v.content.Size()
	return size.Height > size.Width
}

func (v *delegateView) openDrawer() {
	if window := v.window(); window != nil {
		v.desk.openDrawer(window)
	}
}

func (v *delegateView) closeDialogs() {
	if v.dialog != nil {
		v.dialog.Close()
		v.dialog = nil
	}
	if v.outline != nil {
		v.outline.Sheet.Close()
		v.outline = nil
	}
	v.desk.drawer.Close()
	v.desk.side.shut()
}

// close takes away everything that lies over the screen.
func (v *delegateView) close() {
	v.closeDialogs()
	v.vote.close()
	v.reading.Give()
	v.keys.Give()
	v.search.Leave()
	v.compare.Leave()
	v.stage = nil
}

// listenToSign gives the window's keys to the reader of codes and cards.
func (v *delegateView) listenToSign() {
	reader := v.sign.reader
	taken := v.keys.Take(v.window(), reader.Typed, map[fyne.KeyName]func(){
		fyne.KeyReturn: reader.Enter, fyne.KeyEnter: reader.Enter,
		fyne.KeyEscape: func() {
			reader.Reset()
			reader.Begun()
		},
	})
	if taken {
		reader.Reset()
	}
}
