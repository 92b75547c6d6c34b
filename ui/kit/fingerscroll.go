package kit

import (
	"math"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/driver/mobile"
	"fyne.io/fyne/v2/widget"
)

// Axis is a direction of scrolling.
type Axis uint8

// The axes.
const (
	Vertical Axis = iota
	Horizontal
	BothAxes
)

// FingerScroll scrolls by finger as well as by wheel and bar, and glides on when it is let go. Taps
// reach what lies inside; what was pressed loses its pressed look when the finger starts to scroll.
type FingerScroll struct {
	widget.BaseWidget

	// OnScrolled is called after every move with the offset and the size of the content.
	OnScrolled func(offset fyne.Position, content fyne.Size)
	// Within, where set, takes the drags across this scroll's own direction: a strip of cards inside a
	// page that scrolls down.
	Within *FingerScroll

	axis    Axis
	content fyne.CanvasObject
	holder  *fyne.Container
	scroll  *container.Scroll
	view    fyne.Size

	now      func() time.Time
	glide    func(length time.Duration, tick func(share float32)) (stop func())
	stop     func()
	dragging bool
	passing  bool
	last     time.Time
	speed    fyne.Delta // canvas units a second
	rolling  float32    // how fast it glides now, in canvas units a second
}

var (
	_ fyne.Draggable    = (*FingerScroll)(nil)
	_ desktop.Mouseable = (*FingerScroll)(nil)
	_ mobile.Touchable  = (*FingerScroll)(nil)
)

// NewFingerScroll makes a scroll around an object. Along the axis the object may be as long as it
// wants; across it is as wide as the scroll.
func NewFingerScroll(axis Axis, content fyne.CanvasObject) *FingerScroll {
	f := &FingerScroll{axis: axis, content: content, now: time.Now, glide: animateGlide}
	f.holder = container.New(&scrolled{f}, content)
	switch axis {
	case Vertical:
		f.scroll = container.NewVScroll(f.holder)
	case Horizontal:
		f.scroll = container.NewHScroll(f.holder)
	default:
		f.scroll = container.NewScroll(f.holder)
	}
	f.scroll.OnScrolled = func(fyne.Position) { // the wheel or the bar
		f.halt()
		f.tell()
	}
	f.ExtendBaseWidget(f)
	return f
}

func animateGlide(length time.Duration, tick func(float32)) func() {
	animation := fyne.NewAnimation(length, tick)
	animation.Curve = fyne.AnimationLinear
	animation.Start()
	return animation.Stop
}

// scrolled gives the content its height for the width of the view in one pass.
type scrolled struct{ finger *FingerScroll }

func (s *scrolled) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, object := range objects {
		put(object, 0, 0, size.Width, size.Height)
	}
}

func (s *scrolled) MinSize(objects []fyne.CanvasObject) fyne.Size {
	if len(objects) == 0 {
		return fyne.Size{}
	}
	least := objects[0].MinSize()
	if s.finger.axis == Vertical && s.finger.view.Width > 0 {
		least.Height = HeightFor(objects[0], s.finger.view.Width)
	}
	return least
}

// SetContent changes what is scrolled; the offset stays where it fits.
func (f *FingerScroll) SetContent(content fyne.CanvasObject) {
	f.content = content
	f.holder.Objects = []fyne.CanvasObject{content}
	f.Refresh()
}

// Content is what is scrolled.
func (f *FingerScroll) Content() fyne.CanvasObject { return f.content }

// Offset tells how far the content is scrolled.
func (f *FingerScroll) Offset() fyne.Position { return f.scroll.Offset }

// ContentSize is the size of the content, which may be larger than the scroll.
func (f *FingerScroll) ContentSize() fyne.Size { return f.holder.Size() }

// ScrollTo moves the content at once, as far as it goes.
func (f *FingerScroll) ScrollTo(offset fyne.Position) {
	f.halt()
	f.move(offset)
}

// ScrollToEnd moves to the end of the content.
func (f *FingerScroll) ScrollToEnd() {
	f.ScrollTo(fyne.NewPos(math.MaxInt32, math.MaxInt32))
}

// Reveal moves as little as needed to show a part of the content, given by its top and height.
func (f *FingerScroll) Reveal(top, height float32) {
	offset := f.scroll.Offset
	offset.Y = into(offset.Y, f.view.Height, top, height)
	f.ScrollTo(offset)
}

// Dragged is part of fyne.Draggable: the content follows the finger.
func (f *FingerScroll) Dragged(event *fyne.DragEvent) {
	moved := event.Dragged
	if !f.dragging {
		f.dragging = true
		f.halt()
		letGo()
		f.speed = fyne.Delta{}
		f.last = f.now()
		f.passing = f.Within != nil && f.across(moved)
	}
	if f.passing {
		f.Within.Dragged(event)
		return
	}
	f.move(fyne.NewPos(f.scroll.Offset.X-moved.DX, f.scroll.Offset.Y-moved.DY))
	now := f.now()
	if gone := float32(now.Sub(f.last).Seconds()); gone > 0.001 {
		const fresh = 0.6
		f.speed.DX = fresh*moved.DX/gone + (1-fresh)*f.speed.DX
		f.speed.DY = fresh*moved.DY/gone + (1-fresh)*f.speed.DY
		f.last = now
	}
}

// across tells whether a move goes against this scroll's direction.
func (f *FingerScroll) across(moved fyne.Delta) bool {
	sideways := math.Abs(float64(moved.DX)) > math.Abs(float64(moved.DY))
	return (f.axis == Vertical && sideways) || (f.axis == Horizontal && !sideways)
}

// move sets the offset within its bounds and tells it.
func (f *FingerScroll) move(offset fyne.Position) {
	room := f.holder.Size().Subtract(f.scroll.Size())
	if f.axis == Vertical {
		offset.X = 0
	}
	if f.axis == Horizontal {
		offset.Y = 0
	}
	offset.X = min(max(offset.X, 0), max(room.Width, 0))
	offset.Y = min(max(offset.Y, 0), max(room.Height, 0))
	if offset == f.scroll.Offset {
		return
	}
	f.scroll.ScrollToOffset(offset)
	f.tell()
}

func (f *FingerScroll) tell() {
	if f.OnScrolled != nil {
		f.OnScrolled(f.scroll.Offset, f.holder.Size())
	}
}

// CreateRenderer is part of fyne.Widget.
func (f *FingerScroll) CreateRenderer() fyne.WidgetRenderer {
	standing[f] = struct{}{}
	return newDrawing(&drawing{
		owner:   f,
		objects: []fyne.CanvasObject{f.scroll},
		destroy: func() { delete(standing, f); f.halt() },
		layout: func(size fyne.Size) {
			f.view = size
			if f.scroll.Size() == size {
				f.scroll.Refresh()
			}
			f.scroll.Resize(size)
			f.scroll.Move(fyne.Position{})
		},
		min: func() fyne.Size {
			least := f.scroll.MinSize()
			if f.axis == Vertical {
				least.Width = max(least.Width, f.content.MinSize().Width)
			}
			return least
		},
	})
}
