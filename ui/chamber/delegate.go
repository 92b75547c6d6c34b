package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
)

// DelegateConfig is what a delegate's screen is made of.
type DelegateConfig struct {
	Setting
	Holder   Holder
	Votes    Votes
	Sessions Sessions
	// Retry tries to reach the room at once.
	Retry  func()
	Papers Papers
	Pages  Pages
	Looks  Looks
}

// Delegate is the screen of a delegate's tablet (máy đại biểu): taking the tablet, agenda and papers,
// attendance and voting. All methods are for the goroutine of the interface.
type Delegate struct {
	config DelegateConfig
}

// NewDelegate makes the screen. Nothing is read before Start.
func NewDelegate(config DelegateConfig) *Delegate {
	return &Delegate{config: config}
}

// Content is what the window shows.
func (d *Delegate) Content() fyne.CanvasObject { return nil }

// Start begins to follow the room. Call it when Content stands in its window.
func (d *Delegate) Start() {}

// Stop ends it. A choice whose undo time still runs is dropped: nothing is sent.
func (d *Delegate) Stop() {}

// SetWords changes the language.
func (d *Delegate) SetWords(words *assets.Words) {}
