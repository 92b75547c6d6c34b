// Package clerk holds the secretary's desktop (máy thư ký): preparing a session, running it, the
// deputies with their cards, and the room's machines.
//
// The desk is the model: it owns one plain value, the sight, reads what it needs through the small
// interfaces declared here and decides everything; views draw what they are given and report what was
// tapped. All of it runs on the goroutine of the interface; what arrives from other goroutines comes
// through kit.Post.
package clerk

import (
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// Config is what the desktop is made of.
type Config struct {
	Room     Room
	Sessions Sessions
	People   People
	Acts     Acts
	Packs    Packs
	Uploads  Uploads
	// Readings may be nil: then nothing is told of how far the server is with reading papers.
	Readings Readings
	// Originals may be nil where none can be saved.
	Originals Originals
	Sheets    Sheets
	Looks     Looks
	// Typing, where set, is how people write in the window; the bar shows it.
	Typing *kit.Typing
	// Rehearsals may be nil where none can be held.
	Rehearsals Rehearsals

	// Window is where the desktop stands: its keys, and the file dialogs.
	Window fyne.Window
	// Picker asks for files; nil takes the window's own dialogs.
	Picker Picker
	// Clipboard takes what is copied; nil takes the program's own.
	Clipboard Clipboard

	Words *assets.Words
	// Post hands work to the goroutine of the interface.
	Post kit.Post
	// Now is this device's clock; the server's time is reckoned from it and the room's standing.
	Now func() time.Time
	// After is time.AfterFunc.
	After After
	// NewID makes ids of new sessions, items, papers, polls and persons.
	NewID func() string
	// Report writes an unexpected error to the log and returns the id to show people.
	Report func(error) string
}

// Clerk is the secretary's desktop. All methods are for the goroutine of the interface.
type Clerk struct {
	config  Config
	desk    *desk
	screen  *screen
	before  func(*fyne.KeyEvent)
	started bool
}

// New makes the desktop. Nothing is read before Start.
func New(config Config) *Clerk {
	c := &Clerk{config: config}
	c.screen = newScreen(config.Words, config.Window, config.Typing, config.Post, func(done deed) { c.desk.handle(done) })
	if c.config.Picker == nil {
		c.config.Picker = &windowPicker{screen: c.screen}
	}
	c.desk = newDesk(c.config, c.screen.Draw)
	return c
}

// Content is what the window shows.
func (c *Clerk) Content() fyne.CanvasObject { return c.screen.root }

// Start begins to follow the room. Call it when Content stands in its window. It takes the window's
// keys that nothing focused wants: F5 opens the poll, F6 closes it, Enter does the next act.
func (c *Clerk) Start() {
	if c.started {
		return
	}
	c.started = true
	keys := c.config.Window.Canvas()
	c.before = keys.OnTypedKey()
	keys.SetOnTypedKey(c.typed)
	for i := range pages {
		keys.AddShortcut(pageKey(i), func(fyne.Shortcut) { c.desk.showPage(pages[i]) })
	}
	c.desk.start()
}

// Stop ends it. Acts under way are finished by the room; imports and uploads are cancelled.
func (c *Clerk) Stop() {
	c.desk.stop()
	if !c.started {
		return
	}
	c.started = false
	keys := c.config.Window.Canvas()
	keys.SetOnTypedKey(c.before)
	for i := range pages {
		keys.RemoveShortcut(pageKey(i))
	}
}

// SetWords changes the language.
func (c *Clerk) SetWords(words *assets.Words) {
	c.desk.words = words
	c.screen.SetWords(words)
	c.desk.refresh()
}

// Dropped takes files that were dropped onto the window: papers for the item that is open in the
// preparation, else a session pack to import.
func (c *Clerk) Dropped(paths []string) { c.desk.dropped(paths) }
