package chamber

import (
	"image"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/kit"
)

// connectWriting hands what the pens report to their model.
func (d *Delegate) connectWriting() {
	view := d.view.desk.write
	d.write.stroke = view
	if !d.write.can() {
		return
	}
	view.OnDown, view.OnMove, view.OnUp, view.OnCancel = d.write.down, d.write.move, d.write.up, d.write.cancel
	view.OnDone = func() { d.write.choose(handTool) }
	view.OnShare, view.OnShow = d.openShare, d.openShareChosen
	view.OnDelete, view.OnLetGo = d.write.discard, d.write.letGo
	view.Gone = d.write.pages.baked
	bar := view.bar
	bar.OnTool = func(tool writeTool) {
		if tool == d.write.tool && tool == eraserTool {
			d.openWriteMore()
			return
		}
		d.write.choose(tool)
	}
	bar.OnColour = d.write.paint
	bar.OnUndo, bar.OnRedo = d.write.undo, d.write.redo
	bar.OnMore = d.openWriteMore
	column := d.view.desk.paper.column
	column.Ink = func(page int, picture *image.RGBA) []inkTile {
		dark := d.paper.view.Night
		if dark && picture != nil {
			light, _, ok := d.config.Pages.Picture(d.paper.blob, page, picture.Rect.Dx())
			if !ok || light.Rect.Size() != picture.Rect.Size() {
				return nil
			}
			picture = light
		}
		return d.write.pages.show(page, picture, dark)
	}
	column.Signs = d.write.pages.signs
	column.OnSign = d.write.touched
	column.StampWords = map[notes.Stamp]string{
		notes.Agree: d.config.Words.Say("write.stamp.agree"), notes.Review: d.config.Words.Say("write.stamp.review")}
	column.NoteWords = d.config.Words.Say("write.note")
}

// beside runs a part of the drawing on a goroutine of its own.
func (d *Delegate) beside(do func(), done func()) {
	post := d.config.Post
	go func() {
		do()
		post(done)
	}()
}

var (
	undoKey = &fyne.ShortcutUndo{}
	redoKey = &fyne.ShortcutRedo{}
)

// listenToWriting has Ctrl+Z and Ctrl+Y undo and redo.
func (d *Delegate) listenToWriting(window fyne.Canvas) {
	at := func(do func()) func(fyne.Shortcut) {
		return func(fyne.Shortcut) {
			if window.Overlays().Top() == nil && d.view.stage == d.view.desk.content && d.view.desk.write.value.Shown {
				do()
			}
		}
	}
	window.AddShortcut(undoKey, at(d.write.undo))
	window.AddShortcut(redoKey, at(d.write.redo))
}

func (d *Delegate) deafenWriting(window fyne.Canvas) {
	window.RemoveShortcut(undoKey)
	window.RemoveShortcut(redoKey)
}

// askWriting puts a question of the pens to the person.
func (d *Delegate) askWriting(question writeAsk) {
	words := d.config.Words
	seen := kit.DialogButton{Text: words.Say("chamber.close"), Kind: kit.Strong, Default: true, Cancel: true}
	switch {
	case question.Locked:
		d.view.open(lockedDialog(words, d.notes.opening.open))
	case question.Reason != "":
		d.view.open(kit.NewMessage(words.Say("write.cannot"), question.Reason, seen))
	case question.Refused != "":
		d.view.open(kit.NewMessage(words.Say("write.refused"), question.Refused, seen))
	default:
		dialog, field := noteDialog(words, question, func(person string) string { return d.moment.state.Deputies[person].Name })
		d.view.open(dialog)
		if field != nil {
			field.Focus()
		}
	}
}

// openWriteMore opens the sheet of all tools.
func (d *Delegate) openWriteMore() {
	look := d.config.Looks.Look()
	d.view.open(moreDialog(d.config.Words, d.view.desk.write.value, d.view.upright(), moreWays{
		tool: d.write.choose, colour: d.write.paint, width: d.write.setWidth, eraser: d.write.setEraser,
		share: d.openShare,
		swap:  func() { d.setLook(func(l *Look) { l.LeftHand = !look.LeftHand }) },
	}))
}
