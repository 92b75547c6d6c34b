package kit

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/mobile"
)

// The glide: speed falls to 1/e in decay until it is slower than slowest. A finger that rested longer
// than rest before it was lifted does not throw. Speeds are canvas units a second.
const (
	decay   = 325 * time.Millisecond
	rest    = 80 * time.Millisecond
	slowest = 30
	fastest = 6000
	// catchable is the speed over which a finger that comes down stops the glide and does nothing else.
	catchable = 120
)

// gliding is the one scroll that glides: the last that a finger threw.
var gliding *FingerScroll

// catchGlide stops the scroll that glides. It tells whether it was so fast that the finger meant to
// stop it and not to tap what happened to be under it.
func catchGlide() (caught bool) {
	if gliding == nil {
		return false
	}
	caught = gliding.rolling > catchable
	gliding.halt()
	return caught
}

// DragEnd is part of fyne.Draggable: the content glides on and slows down.
func (f *FingerScroll) DragEnd() {
	f.dragging = false
	if f.passing {
		f.passing = false
		f.Within.DragEnd()
		return
	}
	if f.now().Sub(f.last) > rest {
		return
	}
	f.throw(fyne.Delta{DX: clampSpeed(f.speed.DX), DY: clampSpeed(f.speed.DY)})
}

// throw lets the content go with a speed.
func (f *FingerScroll) throw(speed fyne.Delta) {
	fast := float64(max(speed.DX, -speed.DX, speed.DY, -speed.DY))
	if fast == 0 {
		return
	}
	f.halt()
	start, tau := f.scroll.Offset, decay.Seconds()
	whole := tau * math.Log(fast/slowest) // seconds until it is slower than slowest
	gliding, f.rolling = f, float32(fast)
	ended := false
	stop := f.glide(time.Duration(whole*float64(time.Second)), func(share float32) {
		if ended {
			return
		}
		left := math.Exp(-float64(share) * whole / tau)
		way := float32(tau * (1 - left))
		f.rolling = float32(fast * left)
		f.move(fyne.NewPos(start.X-speed.DX*way, start.Y-speed.DY*way))
		if share >= 1 {
			ended = true
			f.halt()
		}
	})
	if !ended {
		f.stop = func() { ended = true; stop() }
	}
}

func clampSpeed(speed float32) float32 {
	if speed >= -slowest && speed <= slowest {
		return 0
	}
	return min(max(speed, -fastest), fastest)
}

// halt ends a glide under way.
func (f *FingerScroll) halt() {
	if gliding == f {
		gliding, f.rolling = nil, 0
	}
	if f.stop != nil {
		stop := f.stop
		f.stop = nil
		stop()
	}
}

// MouseDown is part of desktop.Mouseable: a finger between the rows stops the glide too.
func (f *FingerScroll) MouseDown(*desktop.MouseEvent) { catchGlide() }

// MouseUp is part of desktop.Mouseable.
func (f *FingerScroll) MouseUp(*desktop.MouseEvent) {}

// TouchDown is part of mobile.Touchable.
func (f *FingerScroll) TouchDown(*mobile.TouchEvent) { catchGlide() }

// TouchUp is part of mobile.Touchable.
func (f *FingerScroll) TouchUp(*mobile.TouchEvent) {}

// TouchCancel is part of mobile.Touchable.
func (f *FingerScroll) TouchCancel(*mobile.TouchEvent) {}
