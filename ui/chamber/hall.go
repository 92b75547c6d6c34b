package chamber

import (
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// Hall is the room's big screen (màn hình hội trường): the item under way, quorum, votes and results.
// It is never touched. All methods are for the goroutine of the interface.
type Hall struct {
	setting frame.Setting
	heart   *frame.Heart
	view    *hallView
}

// NewHall makes the screen. Nothing is read before Start. Its colours are the hall's of the palette in
// force, dark by default; a palette with HallInLight makes the light variant. Sizes follow the window.
func NewHall(setting frame.Setting) *Hall {
	h := &Hall{setting: setting, view: newHallView()}
	h.heart = frame.NewHeart(&h.setting, h.draw)
	return h
}

// Content is what the window shows.
func (h *Hall) Content() fyne.CanvasObject { return h.view.content }

// Start begins to follow the room. Call it when Content stands in its window.
func (h *Hall) Start() { h.heart.Start() }

// Stop ends it.
func (h *Hall) Stop() { h.heart.Stop() }

// SetWords changes the language.
func (h *Hall) SetWords(words *assets.Words) {
	h.setting.Words = words
	h.heart.Beat()
}

func (h *Hall) draw(now time.Time) time.Time {
	m := frame.NewMoment(&h.setting, now)
	h.view.draw(m.Words, hallOf(m))
	return m.Wake
}

// hallStyle is words of the hall in a size.
func hallStyle(size, line float32, color kit.Color) kit.Style {
	return kit.Style{Size: size, LineHeight: line, Color: color}
}
