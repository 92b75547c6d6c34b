package kit

import (
	"bytes"
	"fmt"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"congso.vn/congso/assets"
)

var (
	iconLock sync.Mutex
	iconKept = map[string]fyne.Resource{}
)

// IconResource returns an icon in a tone. Resources are kept, so that the same icon in the same tone
// is the same resource. It may be called from any goroutine.
func IconResource(name string, tone Tone) fyne.Resource {
	paint := fmt.Sprintf("#%02X%02X%02X", tone.R, tone.G, tone.B)
	key := "icon-" + name + "-" + paint[1:] + ".svg"
	iconLock.Lock()
	defer iconLock.Unlock()
	if kept, ok := iconKept[key]; ok {
		return kept
	}
	icon := fyne.NewStaticResource(key, recolour(assets.Icon(name), paint))
	iconKept[key] = icon
	return icon
}

// recolour gives every fill of an SVG another colour. House icons are one filled path.
func recolour(svg []byte, paint string) []byte {
	start := []byte(`fill="`)
	var out []byte
	for {
		at := bytes.Index(svg, start)
		if at < 0 {
			return append(out, svg...)
		}
		at += len(start)
		end := bytes.IndexByte(svg[at:], '"')
		if end < 0 {
			return append(out, svg...)
		}
		out = append(append(out, svg[:at]...), paint...)
		svg = svg[at+end:]
	}
}

// Icon is one picture of the house set, drawn at its size in a named colour.
type Icon struct {
	widget.BaseWidget
	name  string
	size  float32
	color Color
}

// NewIcon makes an icon; an empty name draws nothing and keeps the room.
func NewIcon(name string, size float32, color Color) *Icon {
	i := &Icon{name: name, size: size, color: color}
	i.ExtendBaseWidget(i)
	return i
}

// Set changes picture and colour; the same again costs nothing.
func (i *Icon) Set(name string, color Color) {
	if i.name == name && i.color == color {
		return
	}
	i.name, i.color = name, color
	i.Refresh()
}

// CreateRenderer is part of fyne.Widget.
func (i *Icon) CreateRenderer() fyne.WidgetRenderer {
	picture := newGlyph()
	return newDrawing(&drawing{
		owner:   i,
		objects: []fyne.CanvasObject{picture},
		paint:   func() { paintGlyph(picture, i.name, LookOf(i).Color(i.color)) },
		layout: func(size fyne.Size) {
			side := min(LookOf(i).Dp(i.size), size.Width, size.Height)
			put(picture, (size.Width-side)/2, (size.Height-side)/2, side, side)
		},
		min: func() fyne.Size { return LookOf(i).Size(i.size, i.size) },
	})
}

// newGlyph makes the bare picture that widgets draw icons with.
func newGlyph() *canvas.Image {
	return &canvas.Image{FillMode: canvas.ImageFillContain, ScaleMode: canvas.ImageScaleFastest}
}

// paintGlyph sets the picture of a glyph; an empty name hides it.
func paintGlyph(glyph *canvas.Image, name string, tone Tone) {
	if name == "" {
		show(glyph, false)
		return
	}
	show(glyph, true)
	icon := IconResource(name, tone)
	if glyph.Resource == icon {
		return
	}
	glyph.Resource = icon
	glyph.Refresh()
}
