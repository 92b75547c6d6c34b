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
	Sheets   Sheets
	Looks    Looks

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
	config Config
}

// New makes the desktop. Nothing is read before Start.
func New(config Config) *Clerk { return &Clerk{config: config} }

// Content is what the window shows.
func (c *Clerk) Content() fyne.CanvasObject { return nil }

// Start begins to follow the room. Call it when Content stands in its window. It takes the window's
// keys that nothing focused wants: F5 opens the poll, F6 closes it, Enter does the next act.
func (c *Clerk) Start() {}

// Stop ends it. Acts under way are finished by the room; imports and uploads are cancelled.
func (c *Clerk) Stop() {}

// SetWords changes the language.
func (c *Clerk) SetWords(words *assets.Words) {}

// Dropped takes files that were dropped onto the window: papers for the item that is open in the
// preparation, else a session pack to import.
func (c *Clerk) Dropped(paths []string) {}
