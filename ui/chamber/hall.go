package chamber

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
)

// Hall is the room's big screen (màn hình hội trường): the item under way, quorum, votes and results.
// It is never touched. All methods are for the goroutine of the interface.
type Hall struct {
	setting Setting
}

// NewHall makes the screen. Nothing is read before Start. Its colours are the hall's of the palette in
// force, dark by default; a palette with HallInLight makes the light variant. Sizes follow the window.
func NewHall(setting Setting) *Hall { return &Hall{setting: setting} }

// Content is what the window shows.
func (h *Hall) Content() fyne.CanvasObject { return nil }

// Start begins to follow the room. Call it when Content stands in its window.
func (h *Hall) Start() {}

// Stop ends it.
func (h *Hall) Stop() {}

// SetWords changes the language.
func (h *Hall) SetWords(words *assets.Words) {}
