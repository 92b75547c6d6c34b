package chamber

import (
	"image"

	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
	"congso.vn/congso/ui/writing"
)

// connectWriting hands what the pens report to their model.
func (d *Delegate) connectWriting() {
	view := d.view.desk.write
	d.write.Stroke = view
	d.write.Others.Attach(view)
	if !d.write.Can() {
		return
	}
	view.OnDown, view.OnMove, view.OnUp, view.OnCancel = d.write.Down, d.write.Move, d.write.Up, d.write.Cancel
	view.OnDone = func() { d.write.Choose(writing.HandTool) }
	view.OnShare, view.OnShow = d.openShare, d.openShareChosen
	view.OnDelete, view.OnLetGo = d.write.Discard, d.write.LetGo
	view.Gone = d.write.Pages.Baked
	d.write.Others.Night = func() bool { return d.paper.View.Night }
	bar := view.Bar
	bar.OnTool = func(tool writing.WriteTool) {
		if tool == d.write.Tool && tool == writing.EraserTool {
			d.openWriteMore()
			return
		}
		d.write.Choose(tool)
	}
	bar.OnColour = d.write.Paint
	bar.OnUndo, bar.OnRedo = d.write.Undo, d.write.Redo
	bar.OnMore = d.openWriteMore
	column := d.view.desk.paper.Column
	column.Ink = func(page int, picture *image.RGBA) []pageview.InkTile {
		dark := d.paper.View.Night
		if dark && picture != nil {
			light, _, ok := d.config.Pages.Picture(d.paper.Blob, page, picture.Rect.Dx())
			if !ok || light.Rect.Size() != picture.Rect.Size() {
				return nil
			}
			picture = light
		}
		return d.write.Pages.Show(page, picture, dark)
	}
	column.Signs = d.write.Pages.Signs
	column.OnSign = d.write.Touched
	column.StampWords = stampWords(d.config.Words)
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
			if window.Overlays().Top() == nil && d.view.stage == d.view.desk.content && d.view.desk.write.Value.Shown {
				do()
			}
		}
	}
	window.AddShortcut(undoKey, at(d.write.Undo))
	window.AddShortcut(redoKey, at(d.write.Redo))
}

func (d *Delegate) deafenWriting(window fyne.Canvas) {
	window.RemoveShortcut(undoKey)
	window.RemoveShortcut(redoKey)
}

// askWriting puts a question of the pens to the person.
func (d *Delegate) askWriting(question writing.Ask) {
	words := d.config.Words
	seen := kit.DialogButton{Text: words.Say("chamber.close"), Kind: kit.Strong, Default: true, Cancel: true}
	switch {
	case question.Locked:
		d.view.open(writing.LockedDialog(words, d.notes.opening.Open))
	case question.Reason != "":
		d.view.open(kit.NewMessage(words.Say("write.cannot"), question.Reason, seen))
	case question.Refused != "":
		d.view.open(kit.NewMessage(words.Say("write.refused"), question.Refused, seen))
	default:
		dialog, field := writing.NoteDialog(words, question, func(person string) string { return d.moment.State.Deputies[person].Name })
		d.view.open(dialog)
		if field != nil {
			field.Focus()
		}
	}
}

// openWriteMore opens the sheet of all tools.
func (d *Delegate) openWriteMore() {
	look := d.config.Looks.Look()
	d.view.open(writing.MoreDialog(d.config.Words, d.view.desk.write.Value, d.view.upright(), writing.MoreWays{
		Tool: d.write.Choose, Colour: d.write.Paint, Width: d.write.SetWidth, Eraser: d.write.SetEraser,
		Share: d.openShare,
		Swap:  func() { d.setLook(func(l *frame.Look) { l.LeftHand = !look.LeftHand }) },
	}))
}
