package clerk

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// pageKey is Ctrl+1, Ctrl+2 … for the pages.
func pageKey(index int) *desktop.CustomShortcut {
	names := []fyne.KeyName{fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5, fyne.Key6}
	return &desktop.CustomShortcut{KeyName: names[index], Modifier: fyne.KeyModifierShortcutDefault}
}

// typed is for the keys that nothing focused wants.
func (c *Clerk) typed(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeyF5:
		c.desk.openFirst()
	case fyne.KeyF6:
		c.desk.closeRunning()
	case fyne.KeyReturn, fyne.KeyEnter:
		c.desk.enter()
	case fyne.KeyUp:
		c.desk.stepItem(-1)
	case fyne.KeyDown:
		c.desk.stepItem(1)
	case fyne.KeyEscape:
		c.desk.closeNotice()
	default:
		if c.before != nil {
			c.before(key)
		}
	}
}
