package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/widget"
)

// Press is what everything that can be tapped shares: finger, mouse, keyboard, focus and the state of
// being unusable with its reason. Widgets of this package embed it.
type Press struct {
	widget.BaseWidget

	// OnTapped is called for a tap, Space or Enter. OnSecondary, where set, is called for a right click
	// or a long press on mobile devices.
	OnTapped    func()
	OnSecondary func()

	hovered, pressed, focused bool
	caught                    bool // this finger stopped a glide and taps nothing
	disabled                  bool
	reason                    string
	label                     func() string
	whole                     fyne.Widget
}

var (
	_ fyne.Tappable          = (*Press)(nil)
	_ fyne.SecondaryTappable = (*Press)(nil)
	_ fyne.Focusable         = (*Press)(nil)
	_ fyne.Disableable       = (*Press)(nil)
	_ fyne.Accessible        = (*Press)(nil)
	_ desktop.Hoverable      = (*Press)(nil)
	_ desktop.Mouseable      = (*Press)(nil)
	_ mobile.Touchable       = (*Press)(nil)
)

// held is the one widget under a pressing finger, since when. A scroll that starts lets it go.
var (
	held      *Press
	heldSince time.Time
)

// longestPress is how long a finger may keep news from being drawn.
const longestPress = time.Second

// Pressing reports whether a finger is on a widget now. Whoever builds widgets anew waits while it is: a tap
// counts only where it began, so the button under the finger must not be exchanged.
func Pressing() bool { return held != nil && time.Since(heldSince) < longestPress }

// letGo ends the pressed look of the widget under the finger, because the finger is scrolling.
func letGo() {
	if held != nil {
		held.setPressed(false)
	}
}

// Tapped is part of fyne.Tappable.
func (p *Press) Tapped(*fyne.PointEvent) {
	p.setPressed(false)
	if p.caught {
		p.caught = false
		return
	}
	p.act()
}

// TappedSecondary is part of fyne.SecondaryTappable.
func (p *Press) TappedSecondary(*fyne.PointEvent) {
	p.setPressed(false)
	if p.OnSecondary != nil && !p.disabled {
		p.OnSecondary()
	}
}

func (p *Press) act() {
	if p.disabled || p.OnTapped == nil {
		return
	}
	p.OnTapped()
}

// Enable lets it be used.
func (p *Press) Enable() { p.SetReason(false, "") }

// Disable takes it out of use without saying why; DisableFor is the better choice.
func (p *Press) Disable() { p.SetReason(true, p.reason) }

// DisableFor takes it out of use and keeps the sentence that says why.
func (p *Press) DisableFor(reason string) { p.SetReason(true, reason) }

// SetReason sets both at once; the same again costs nothing.
func (p *Press) SetReason(disabled bool, reason string) {
	if p.disabled == disabled && p.reason == reason {
		return
	}
	p.disabled, p.reason = disabled, reason
	if disabled {
		p.pressed, p.hovered = false, false
	}
	p.Refresh()
}

// Disabled is part of fyne.Disableable.
func (p *Press) Disabled() bool { return p.disabled }

// Reason is the sentence that says why it is out of use.
func (p *Press) Reason() string { return p.reason }

// FocusGained is part of fyne.Focusable; only the keyboard brings focus here.
func (p *Press) FocusGained() {
	p.focused = true
	p.Refresh()
	reveal(p.self())
}

// self is the widget that this is embedded in.
func (p *Press) self() fyne.CanvasObject {
	if p.whole != nil {
		return p.whole
	}
	return p
}

// ExtendBaseWidget is part of fyne's widgets: it tells which widget this is embedded in.
func (p *Press) ExtendBaseWidget(whole fyne.Widget) {
	p.whole = whole
	p.BaseWidget.ExtendBaseWidget(whole)
}

// FocusLost is part of fyne.Focusable.
func (p *Press) FocusLost() { p.focused = false; p.Refresh() }

// TypedRune is part of fyne.Focusable.
func (p *Press) TypedRune(rune) {}

// TypedKey acts on Space and Enter and hands every other key to the window, so that the screen's own
// keys work while a button has the focus.
func (p *Press) TypedKey(key *fyne.KeyEvent) {
	switch key.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		p.act()
	default:
		passKey(p.self(), key)
	}
}

// passKey hands a key to the window of an object.
func passKey(object fyne.CanvasObject, key *fyne.KeyEvent) {
	window := windowOf(object)
	if window == nil {
		return
	}
	if typed := window.OnTypedKey(); typed != nil {
		typed(key)
	}
}

// MouseIn is part of desktop.Hoverable.
func (p *Press) MouseIn(*desktop.MouseEvent) { p.setHovered(true) }

// MouseMoved is part of desktop.Hoverable.
func (p *Press) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is part of desktop.Hoverable.
func (p *Press) MouseOut() {
	p.setPressed(false)
	p.setHovered(false)
}

// MouseDown is part of desktop.Mouseable.
func (p *Press) MouseDown(event *desktop.MouseEvent) {
	if event == nil || event.Button == desktop.MouseButtonPrimary {
		p.down()
	}
}

// MouseUp is part of desktop.Mouseable.
func (p *Press) MouseUp(*desktop.MouseEvent) { p.setPressed(false) }

// TouchDown is part of mobile.Touchable.
func (p *Press) TouchDown(*mobile.TouchEvent) { p.down() }

// TouchUp is part of mobile.Touchable.
func (p *Press) TouchUp(*mobile.TouchEvent) { p.setPressed(false) }

// TouchCancel is part of mobile.Touchable.
func (p *Press) TouchCancel(*mobile.TouchEvent) { p.setPressed(false) }

// down is a finger that comes down here.
func (p *Press) down() {
	p.caught = catchGlide()
	p.setPressed(!p.caught)
}

func (p *Press) setPressed(pressed bool) {
	if pressed && p.disabled {
		return
	}
	switch {
	case pressed:
		held, heldSince = p, time.Now()
	case held == p:
		held = nil
	}
	if p.pressed == pressed {
		return
	}
	p.pressed = pressed
	p.Refresh()
}

func (p *Press) setHovered(hovered bool) {
	if p.hovered == hovered || p.disabled {
		return
	}
	p.hovered = hovered
	p.Refresh()
}

// AccessibilityLabel is what a screen reader says.
func (p *Press) AccessibilityLabel() string {
	if p.label == nil {
		return ""
	}
	if p.disabled && p.reason != "" {
		return p.label() + ". " + p.reason
	}
	return p.label()
}

// AccessibilityRole is button.
func (p *Press) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// newRing makes the focus ring: 3 px of ink, 2 px away from the shape.
func newRing() *canvas.Rectangle {
	ring := canvas.NewRectangle(Tone{})
	ring.Hide()
	return ring
}

func paintRing(ring *canvas.Rectangle, look Look, focused bool) {
	ring.FillColor = Tone{}
	ring.StrokeColor = look.Color(Ink)
	ring.StrokeWidth = look.Dp(3)
	show(ring, focused)
}

func placeRing(ring *canvas.Rectangle, look Look, x, y, width, height, radius float32) {
	away := look.Dp(2) + ring.StrokeWidth/2
	ring.CornerRadius = radius + away
	put(ring, x-away, y-away, width+2*away, height+2*away)
}
