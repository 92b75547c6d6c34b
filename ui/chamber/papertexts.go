package chamber

import (
	"context"
	"slices"
	"time"

	"congso.vn/congso/app/papertext"
)

// textModel has the words of the paper that is looked at.
type textModel struct {
	setting  *Setting
	searches Searches
	errands  *errands
	changed  func()

	blob   string
	text   papertext.Text
	span   textSpan
	state  textState
	asking bool
	at     time.Time // when it was asked last
	life   int
}

// textState is how the words of a paper stand.
type textState uint8

const (
	textComing textState = iota
	textHere
	textMissing // nobody has read the paper yet, or it is a scan without words
)

// of is what a paper says. It asks where that is not known; words that are missing may come later.
func (t *textModel) of(blob string) (papertext.Text, textState) {
	if blob != t.blob {
		t.forget()
		t.blob = blob
	}
	again := t.state == textMissing && t.setting.Now().Sub(t.at) >= lookAgain
	if blob == "" || t.asking || t.state == textHere || t.state == textMissing && !again {
		return t.text, t.state
	}
	t.asking, t.at = true, t.setting.Now()
	life := t.life
	var text papertext.Text
	var here bool
	t.errands.run(func(ctx context.Context) (err error) {
		text, here, err = t.searches.Words(ctx, blob)
		return err
	}, func(err error) {
		if life != t.life {
			return
		}
		t.asking = false
		before := t.state
		t.state = textMissing
		if err == nil && here && slices.ContainsFunc(text.Pages, func(p papertext.Page) bool { return !p.Bare() }) {
			t.text, t.state, t.span = text, textHere, spanOf(text)
		}
		if t.state != before {
			t.changed()
		}
	})
	return t.text, t.state
}

// forget drops the words.
func (t *textModel) forget() {
	t.life++
	t.blob, t.text, t.state, t.asking, t.span = "", papertext.Text{}, textComing, false, textSpan{}
}

// spanOf is where most pages of a paper are written on: the middle one of their left and right edges.
func spanOf(text papertext.Text) textSpan {
	var left, right []float32
	for _, page := range text.Pages {
		if page.Bare() || page.Width <= 0 {
			continue
		}
		from, to := int32(page.Width), int32(0)
		for _, word := range page.Words {
			from, to = min(from, word.Box.Left), max(to, word.Box.Right)
		}
		if from < to {
			left = append(left, float32(max(0, from))/float32(page.Width))
			right = append(right, float32(min(int32(page.Width), to))/float32(page.Width))
		}
	}
	if len(left) == 0 {
		return usualSpan
	}
	slices.Sort(left)
	slices.Sort(right)
	span := textSpan{left[len(left)/2], right[len(right)/2]}
	if span.Right-span.Left < 0.2 {
		return usualSpan // a page number, or a seal
	}
	return span
}
