package notes

import (
	"image"

	"congso.vn/congso/app/papertext"
)

// PaperOf returns what is known of a paper by what was read out of it: the same places and words, in the form that
// marks are anchored by.
func PaperOf(blob string, text papertext.Text) Paper {
	p := Paper{Blob: blob, Leaves: make([]Leaf, len(text.Pages))}
	for i, page := range text.Pages {
		leaf := Leaf{Content: page.Content, Size: image.Pt(page.Width, page.Height)}
		for _, w := range page.Words {
			box := w.Box
			leaf.Words = append(leaf.Words, Word{Text: w.Text, Rect: image.Rect(int(box.Left), int(box.Top), int(box.Right), int(box.Bottom))})
		}
		p.Leaves[i] = leaf
	}
	return p
}
