package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

const alert = kit.AlertStrip

// delegateView shows one of the tablet's screens at a time, and what lies over it.
type delegateView struct {
	sign    *signView
	leaving *leavingView
	desk    *deskView
	vote    *voteView
	search  *searchView
	compare *compareView
	dialog  *kit.Dialog
	outline *outlineSheet
	keys    windowKeys
	reading windowKeys // of the open paper
	stage   fyne.CanvasObject
	content *fyne.Container
}

func newDelegateView(words *assets.Words, after kit.After) *delegateView {
	v := &delegateView{sign: newSignView(words, after), leaving: newLeavingView(words), desk: newDeskView(words, after), vote: newVoteView(words), search: newSearchView(words, after), compare: newCompareView(words)}
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
	if v.stage == v.search.content {
		v.search.leave()
	}
	v.reading.give()
	if v.stage == v.compare.content {
		v.compare.leave()
	}
	v.stage = stage
	v.content.Objects = []fyne.CanvasObject{stage}
	v.content.Refresh()
	if stage == v.sign.content {
		v.listenToSign()
	} else {
		v.keys.give()
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
		v.outline.sheet.Close()
		v.outline = nil
	}
	v.desk.drawer.Close()
	v.desk.side.shut()
}

// close takes away everything that lies over the screen.
func (v *delegateView) close() {
	v.closeDialogs()
	v.vote.close()
	v.reading.give()
	v.keys.give()
	v.search.leave()
	v.compare.leave()
	v.stage = nil
}

// listenToSign gives the window's keys to the reader of codes and cards.
func (v *delegateView) listenToSign() {
	reader := v.sign.reader
	taken := v.keys.take(v.window(), reader.typed, map[fyne.KeyName]func(){
		fyne.KeyReturn: reader.enter, fyne.KeyEnter: reader.enter,
		fyne.KeyEscape: func() {
			reader.reset()
			reader.begun()
		},
	})
	if taken {
		reader.reset()
	}
}
