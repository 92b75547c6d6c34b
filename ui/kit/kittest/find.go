package kittest

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"congso.vn/congso/ui/kit"
)

// Walk visits all visible objects of a tree from the top down with their place on the tree's root,
// until visit says stop.
func Walk(root fyne.CanvasObject, visit func(object fyne.CanvasObject, at fyne.Position) (stop bool)) bool {
	return walk(root, fyne.Position{}, visit)
}

func walk(object fyne.CanvasObject, origin fyne.Position, visit func(fyne.CanvasObject, fyne.Position) bool) bool {
	if object == nil || !object.Visible() {
		return false
	}
	at := origin.Add(object.Position())
	if visit(object, at) {
		return true
	}
	var children []fyne.CanvasObject
	switch o := object.(type) {
	case *fyne.Container:
		children = o.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(o).Objects()
	}
	for _, child := range children {
		if walk(child, at, visit) {
			return true
		}
	}
	return false
}

// Texts are all visible words of a tree in drawing order, line by line.
func Texts(root fyne.CanvasObject) []string {
	var texts []string
	Walk(root, func(object fyne.CanvasObject, _ fyne.Position) bool {
		if line, ok := object.(*canvas.Text); ok && line.Text != "" {
			texts = append(texts, line.Text)
		}
		return false
	})
	return texts
}

// Shows tells whether words can be read somewhere in a tree, across wrapped lines.
func Shows(root fyne.CanvasObject, words string) bool {
	for _, label := range labels(root) {
		if strings.Contains(label, words) {
			return true
		}
	}
	return strings.Contains(strings.Join(Texts(root), " "), words)
}

func labels(root fyne.CanvasObject) []string {
	var found []string
	Walk(root, func(object fyne.CanvasObject, _ fyne.Position) bool {
		if named, ok := object.(fyne.Accessible); ok {
			found = append(found, named.AccessibilityLabel())
		}
		return false
	})
	return found
}

// Button finds what can be tapped by its label (a button's words, a row's name). It fails the test
// when there is none.
func Button(t testing.TB, root fyne.CanvasObject, label string) fyne.Tappable {
	t.Helper()
	var found fyne.Tappable
	Walk(root, func(object fyne.CanvasObject, _ fyne.Position) bool {
		named, isNamed := object.(fyne.Accessible)
		tappable, isTappable := object.(fyne.Tappable)
		if !isNamed || !isTappable {
			return false
		}
		said := named.AccessibilityLabel()
		if said == label || strings.HasPrefix(said, label+". ") {
			found = tappable
		}
		return found != nil
	})
	if found == nil {
		t.Fatalf("nothing to tap is called %q; there are %q", label, labels(root))
	}
	return found
}

// HasButton tells whether something to tap has a label.
func HasButton(root fyne.CanvasObject, label string) bool {
	return Walk(root, func(object fyne.CanvasObject, _ fyne.Position) bool {
		named, isNamed := object.(fyne.Accessible)
		_, isTappable := object.(fyne.Tappable)
		return isNamed && isTappable && named.AccessibilityLabel() == label
	})
}

// Tap taps what a label names.
func Tap(t testing.TB, root fyne.CanvasObject, label string) {
	t.Helper()
	test.Tap(Button(t, root, label))
}

// Find returns the first visible object of a type that fits; it fails the test when there is none.
func Find[T fyne.CanvasObject](t testing.TB, root fyne.CanvasObject, fits func(T) bool) T {
	t.Helper()
	var found T
	ok := Walk(root, func(object fyne.CanvasObject, _ fyne.Position) bool {
		if typed, is := object.(T); is && (fits == nil || fits(typed)) {
			found = typed
			return true
		}
		return false
	})
	if !ok {
		t.Fatalf("no %T is shown", found)
	}
	return found
}

// FindAll returns all visible objects of a type.
func FindAll[T fyne.CanvasObject](root fyne.CanvasObject) []T {
	var found []T
	Walk(root, func(object fyne.CanvasObject, _ fyne.Position) bool {
		if typed, is := object.(T); is {
			found = append(found, typed)
		}
		return false
	})
	return found
}

// Write replaces what stands in the first visible text field whose box it is.
func Write(t testing.TB, field *kit.TextField, text string) {
	t.Helper()
	field.SetText("")
	field.Focus()
	var into fyne.Focusable = field.Entry()
	if window := fyne.CurrentApp().Driver().CanvasForObject(field); window != nil && window.Focused() != nil {
		into = window.Focused() // which writes by the window's way of typing
	}
	test.Type(into, text)
}
