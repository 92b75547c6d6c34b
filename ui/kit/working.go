package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// patience is how long a tap may stay without a sign of work.
const patience = 300 * time.Millisecond

// Working shows a turning ring and words when something takes longer than 300 ms. Before that it is
// not seen, so that quick answers do not flicker.
type Working struct {
	widget.BaseWidget
	after After
	stop  func()
	text  string
	size  float32
	color Color
	turn  *fyne.Animation
	angle float32
	on    bool
}

// NewWorking makes a sign of a size that nobody sees yet.
func NewWorking(text string, size float32, after After) *Working {
	w := &Working{text: text, size: size, after: after, color: Ink}
	w.Hidden = true
	w.ExtendBaseWidget(w)
	return w
}

// In sets the colour and returns the sign.
func (w *Working) In(color Color) *Working { w.color = color; w.Refresh(); return w }

// SetText changes the words: how much is done.
func (w *Working) SetText(text string) {
	if w.text != text {
		w.text = text
		w.Refresh()
	}
}

// Start is called when the work begins; a started sign stays as it is.
func (w *Working) Start() {
	if w.on {
		return
	}
	w.on = true
	w.stop = w.after(patience, func() {
		if !w.on {
			return
		}
		w.Show()
		w.turn = fyne.NewAnimation(time.Second, func(share float32) {
			w.angle = share * 360
			w.Refresh()
		})
		w.turn.RepeatCount = fyne.AnimationRepeatForever
		w.turn.Curve = fyne.AnimationLinear
		w.turn.Start()
	})
}

// Stop is called when the work ends, however it ends.
func (w *Working) Stop() {
	if !w.on {
		return
	}
	w.on = false
	w.stop()
	if w.turn != nil {
		w.turn.Stop()
		w.turn = nil
	}
	w.Hide()
}

// CreateRenderer is part of fyne.Widget.
func (w *Working) CreateRenderer() fyne.WidgetRenderer {
	track, part := canvas.NewCircle(Tone{}), canvas.NewArc(0, 100, 0.76, Tone{})
	word := canvas.NewText("", nil)
	style := func() Style { return Body.In(w.color) }
	return newDrawing(&drawing{
		owner:   w,
		objects: []fyne.CanvasObject{track, part, word},
		paint: func() {
			look := LookOf(w)
			track.StrokeColor, track.StrokeWidth = look.Color(Track), look.Dp(w.size*0.12)
			part.FillColor = look.Color(w.color)
			part.StartAngle, part.EndAngle = w.angle, w.angle+100
			style().paint(look, word, w.text)
		},
		layout: func(size fyne.Size) {
			look := LookOf(w)
			side := look.Dp(w.size)
			put(track, 0, (size.Height-side)/2, side, side)
			put(part, 0, (size.Height-side)/2, side, side)
			style().place(look, word, fyne.NewPos(side+look.Dp(10), (size.Height-style().line(look))/2), size.Width)
		},
		min: func() fyne.Size {
			look := LookOf(w)
			width := look.Dp(w.size)
			if w.text != "" {
				width += look.Dp(10) + style().width(look, w.text)
			}
			return fyne.NewSize(width, max(look.Dp(w.size), style().line(look)))
		},
	})
}
