package pageview

import (
	"context"
	"slices"
	"time"

	"congso.vn/congso/app/papertext"
	"congso.vn/congso/ui/frame"
)

// TextModel has the words of the paper that is looked at.
type TextModel struct {
	Setting  *frame.Setting
	Searches Searches
	Errands  *frame.Errands
	Changed  func()

	blob   string
	text   papertext.Text
	Span   TextSpan
	State  textState
	asking bool
	at     time.Time // when it was asked last
	life   int
}

// textState is how the words of a paper stand.
type textState uint8

// How words may stand.
const (
	TextComing textState = iota
	TextHere
	TextMissing // nobody has read the paper yet, or it is a scan without words
)

// Of is what a paper says. It asks where that is not known; words that are missing may come later.
func (t *TextModel) Of(blob string) (papertext.Text, textState) {
	if blob != t.blob {
		t.Forget()
		t.blob = blob
	}
	again := t.State == TextMissing && t.Setting.Now().Sub(t.at) >= LookAgain
	if blob == "" || t.asking || t.State == TextHere || t.State == TextMissing && !again {
		return t.text, t.State
	}
	t.asking, t.at = true, t.Setting.Now()
	life := t.life
	var text papertext.Text
	var here bool
	t.Errands.Run(func(ctx context.Context) (err error) {
		text, here, err = t.Searches.Words(ctx, blob)
		return err
	}, func(err error) {
		if life != t.life {
			return
		}
		t.asking = false
		before := t.State
		t.State = TextMissing
		if err == nil && here && slices.ContainsFunc(text.Pages, func(p papertext.Page) bool { return !p.Bare() }) {
			t.text, t.State, t.Span = text, TextHere, spanOf(text)
		}
		if t.State != before {
			t.Changed()
		}
	})
	return t.text, t.State
}

// Forget drops the words.
func (t *TextModel) Forget() {
	t.life++
	t.blob, t.text, t.State, t.asking, t.Span = "", papertext.Text{}, TextComing, false, TextSpan{}
}

// spanOf is where most pages of a paper are written on: the middle one of their left and right edges.
func spanOf(text papertext.Text) TextSpan {
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
		return UsualSpan
	}
	slices.Sort(left)
	slices.Sort(right)
	span := TextSpan{left[len(left)/2], right[len(right)/2]}
	if span.Right-span.Left < 0.2 {
		return UsualSpan // a page number, or a seal
	}
	return span
}
