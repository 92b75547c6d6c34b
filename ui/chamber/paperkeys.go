package chamber

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"congso.vn/congso/ui/reader"
)

// goKey is the shortcut that asks for a page.
var goKey = &desktop.CustomShortcut{KeyName: fyne.KeyG, Modifier: fyne.KeyModifierControl}

// hearKeys gives the open paper the window's keys while nothing lies over it.
func (d *Delegate) hearKeys() {
	window := d.view.window()
	if window == nil || window.Overlays().Top() != nil {
		return
	}
	pages := d.view.desk.paper
	free := func(do func()) func() {
		return func() {
			if window.Overlays().Top() == nil {
				do()
			}
		}
	}
	d.view.reading.Take(window, func(letter rune) {
		free(func() {
			switch letter {
			case '+', '=':
				pages.OnZoom(1, pages.Scale)
			case '-':
				pages.OnZoom(-1, pages.Scale)
			case '0':
				pages.OnFit(reader.FitWidth)
			}
		})()
	}, map[fyne.KeyName]func(){
		fyne.KeyPageDown: free(func() { pages.PageBy(1) }),
		fyne.KeyPageUp:   free(func() { pages.PageBy(-1) }),
		fyne.KeySpace:    free(func() { pages.PageBy(1) }),
		fyne.KeyDown:     free(func() { pages.LineBy(1) }),
		fyne.KeyUp:       free(func() { pages.LineBy(-1) }),
		fyne.KeyEscape:   free(d.endReading),
		fyne.KeyHome:     free(func() { pages.ToEdge(-1) }),
		fyne.KeyEnd:      free(func() { pages.ToEdge(1) }),
	})
}

// goKeyed asks for a page where the papers are shown and nothing lies over them.
func (d *Delegate) goKeyed() {
	window := d.view.window()
	if window != nil && window.Overlays().Top() == nil && d.view.stage == d.view.desk.content {
		d.askPage()
	}
}

// endReading ends what goes on over the pages: the last thing begun first.
func (d *Delegate) endReading() {
	r := d.readers
	switch {
	case r.Flow.On:
		r.Flow.Close()
	case r.Pick.On:
		d.view.desk.paper.Bars.Pick.OnClose()
	case r.Find.Up:
		r.Find.Close()
	case r.Aloud.On:
		r.Aloud.Close()
	}
}
