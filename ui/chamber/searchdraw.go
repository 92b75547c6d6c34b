package chamber

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// focusAgain is how long it takes until a screen that was brought up stands in its window, at most.
const focusAgain = 40 * time.Millisecond

// drawSearch draws the search screen, and a vote over it as over everything else.
func (d *Delegate) drawSearch(m *moment) {
	d.view.showSearch(d.search.value(m), d.vote.value(m))
	switch {
	case !d.search.field:
	case d.view.vote.sheet.IsOpen() || d.view.search.focus():
		d.search.field = false
	default:
		m.by(m.now.Add(focusAgain))
	}
}

// renewSearch makes the view of the search anew, so that nothing of what a person searched stays in it.
func (d *Delegate) renewSearch() {
	shown := d.view.stage == d.view.search.content
	d.view.search.leave()
	d.view.search = newSearchView(d.config.Words, d.config.Setting.later())
	if shown {
		d.view.stage = nil
	}
	d.connectSearch()
}

// connectSearch hands what the views of the search report to its model.
func (d *Delegate) connectSearch() {
	view, desk := d.view.search, d.view.desk
	desk.bar.OnFind = d.find
	desk.trail.OnResults = d.search.back
	desk.trail.OnClose = d.search.close
	desk.trail.OnWalk = func(by int) { d.search.walk(desk.paper.value.Document, by) }
	desk.paper.column.Marks = d.marked
	view.OnBack = d.search.close
	view.OnTyped = d.search.typing
	view.OnSubmit = d.search.submit
	view.OnAgain = func(text string) {
		view.rest()
		d.search.again(text)
	}
	view.OnScope = d.search.scope
	view.OnRow = d.search.pickRow
	view.OnOpen = d.search.enterPlace
	view.OnStep = d.search.step
	view.OnSeen = d.search.see
	view.Picture = d.search.shots.picture
	view.page.OnRetry = d.search.retry
	view.band.OnTapped = d.vote.bringBack
	view.acts = map[fyne.KeyName]func(){
		fyne.KeyEscape: d.search.close, fyne.KeyReturn: d.search.enterChosen, fyne.KeyEnter: d.search.enterChosen,
		fyne.KeyDown: func() { d.search.step(1) }, fyne.KeyUp: func() { d.search.step(-1) },
	}
}

// findKey is Ctrl+F, on a Mac Command+F.
var findKey = &desktop.CustomShortcut{KeyName: fyne.KeyF, Modifier: fyne.KeyModifierShortcutDefault}

// listen has Ctrl+F open the search, from when the screen stands in its window.
func (d *Delegate) listen() {
	if window := d.view.window(); window != nil && d.listening == nil {
		d.listening = window
		window.AddShortcut(findKey, func(fyne.Shortcut) { d.find() })
		window.AddShortcut(goKey, func(fyne.Shortcut) { d.goKeyed() })
		d.listenToWriting(window)
	}
}

// deafen ends that.
func (d *Delegate) deafen() {
	if d.listening != nil {
		d.listening.RemoveShortcut(findKey)
		d.listening.RemoveShortcut(goKey)
		d.deafenWriting(d.listening)
		d.listening = nil
	}
}

// find opens the search where the papers are shown and nothing lies over them.
func (d *Delegate) find() {
	window := d.view.window()
	if window == nil || window.Overlays().Top() != nil || d.view.stage != d.view.desk.content || !d.moment.state.Exists() {
		return
	}
	d.search.open()
}

// showSearch shows the search screen.
func (v *delegateView) showSearch(value searchValue, vote voteValue) {
	value.Band = vote.Band
	v.show(v.search.content)
	v.search.keys.take(v.window(), nil, v.search.acts)
	v.search.draw(value)
	if vote.Up && !v.vote.sheet.IsOpen() {
		v.closeDialogs() // nothing stands before a vote
		v.search.rest()
	}
	v.vote.draw(vote, v.window())
}

// leave gives keyboard and keys back when another screen comes up.
func (v *searchView) leave() {
	v.keys.give()
	v.rest()
}

// retry tries anew to show the chosen page.
func (s *searchModel) retry() {
	s.shots.again(s.chosen.Blob, max(0, s.chosen.Page))
	s.changed()
}
