package chamber

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/searching"
)

// drawSearch draws the search screen, and a vote over it as over everything else.
func (d *Delegate) drawSearch(m *frame.Moment) {
	d.view.showSearch(d.search.Value(m), d.vote.value(m))
	switch {
	case !d.search.Field:
	case d.view.vote.sheet.IsOpen() || d.view.search.Focus():
		d.search.Field = false
	default:
		m.By(m.Now.Add(frame.FocusAgain))
	}
}

// renewSearch makes the view of the search anew, so that nothing of what a person searched stays in it.
func (d *Delegate) renewSearch() {
	shown := d.view.stage == d.view.search.Content
	d.view.search.Leave()
	d.view.search = searching.NewView(d.config.Words, d.config.Setting.Later())
	if shown {
		d.view.stage = nil
	}
	d.connectSearch()
}

// connectSearch hands what the views of the search report to its model.
func (d *Delegate) connectSearch() {
	view, desk := d.view.search, d.view.desk
	desk.bar.OnFind = d.find
	desk.trail.OnResults = d.search.Back
	desk.trail.OnClose = d.search.Close
	desk.trail.OnWalk = func(by int) { d.search.Walk(desk.paper.Value.Document, by) }
	desk.paper.Column.Marks = d.marked
	view.OnBack = d.search.Close
	view.OnTyped = d.search.Typing
	view.OnSubmit = d.search.Submit
	view.OnAgain = func(text string) {
		view.Rest()
		d.search.Again(text)
	}
	view.OnScope = d.search.Scope
	view.OnRow = d.search.PickRow
	view.OnOpen = d.search.EnterPlace
	view.OnStep = d.search.Step
	view.OnSeen = d.search.See
	view.Picture = d.search.Shots.Picture
	view.Page.OnRetry = d.search.Retry
	view.Band.OnTapped = d.vote.bringBack
	view.Acts = map[fyne.KeyName]func(){
		fyne.KeyEscape: d.search.Close, fyne.KeyReturn: d.search.EnterChosen, fyne.KeyEnter: d.search.EnterChosen,
		fyne.KeyDown: func() { d.search.Step(1) }, fyne.KeyUp: func() { d.search.Step(-1) },
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
	if window == nil || window.Overlays().Top() != nil || d.view.stage != d.view.desk.content || !d.moment.State.Exists() {
		return
	}
	d.search.Open()
}

// showSearch shows the search screen.
func (v *delegateView) showSearch(value searching.Value, vote voteValue) {
	value.Band = vote.Band
	v.show(v.search.Content)
	v.search.Keys.Take(v.window(), nil, v.search.Acts)
	v.search.Draw(value)
	if vote.Up && !v.vote.sheet.IsOpen() {
		v.closeDialogs() // nothing stands before a vote
		v.search.Rest()
	}
	v.vote.draw(vote, v.window())
}
