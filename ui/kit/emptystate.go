package kit

import "fyne.io/fyne/v2"

// NewEmptyState says why a place is empty: an icon, a sentence and, if there is something to do about
// it, a button. It stands in the middle of its room.
func NewEmptyState(icon, sentence string, button *BigButton) *fyne.Container {
	parts := []fyne.CanvasObject{
		Fixed(0, 48, NewIcon(icon, 48, Ink3)),
		NewParagraph(sentence, Body.In(Ink2).Center()),
	}
	if button != nil {
		parts = append(parts, Padded(Insets{Top: 4}, Anchored(0.5, 0, button)))
	}
	return Column(0, Spring(), Padded(Sides(24, 16), Column(12, parts...)), Spring())
}
