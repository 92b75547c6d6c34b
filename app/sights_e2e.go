//go:build e2e

package app

import (
	"encoding/json"
	"os"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// sight is one thing that a window shows, in pixels from its left top corner.
type sight struct {
	Label    string  `json:"label"`
	Tappable bool    `json:"tappable,omitempty"`
	X        float32 `json:"x"`
	Y        float32 `json:"y"`
	Width    float32 `json:"width"`
	Height   float32 `json:"height"`
}

// watchSights writes what the window shows to the file of CONGSO_SIGHTS five times a second, so that an
// end-to-end test knows where to tap and what can be read.
func watchSights(window fyne.Window) {
	path := os.Getenv("CONGSO_SIGHTS")
	if path == "" {
		return
	}
	go func() {
		for range time.Tick(200 * time.Millisecond) {
			fyne.DoAndWait(func() {
				data, err := json.Marshal(sightsOf(window.Canvas()))
				if err != nil {
					panic(err)
				}
				if err := os.WriteFile(path+".new", data, 0o600); err == nil {
					os.Rename(path+".new", path)
				}
			})
		}
	}()
}

// sightsOf lists what lies on top: the uppermost overlay if there is one, and what can only be read below.
func sightsOf(window fyne.Canvas) []sight {
	seen := []sight{}
	layers := append([]fyne.CanvasObject{window.Content()}, window.Overlays().List()...)
	for i, layer := range layers {
		collect(layer, fyne.Position{}, window, i == len(layers)-1, &seen)
	}
	return seen
}

func collect(object fyne.CanvasObject, origin fyne.Position, window fyne.Canvas, top bool, seen *[]sight) {
	if object == nil || !object.Visible() {
		return
	}
	at := origin.Add(object.Position())
	if at.X > window.Size().Width || at.Y > window.Size().Height {
		return
	}
	scale := window.Scale()
	note := func(label string, tappable bool) {
		if label != "" {
			size := object.Size()
			*seen = append(*seen, sight{label, tappable && top, at.X * scale, at.Y * scale, size.Width * scale, size.Height * scale})
		}
	}
	var children []fyne.CanvasObject
	switch o := object.(type) {
	case *canvas.Text:
		note(o.Text, false)
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		_, tappable := object.(fyne.Tappable)
		if disabled, ok := object.(fyne.Disableable); ok && disabled.Disabled() {
			tappable = false
		}
		if named, ok := object.(fyne.Accessible); ok {
			note(named.AccessibilityLabel(), tappable)
		}
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		collect(child, at, window, top, seen)
	}
}
