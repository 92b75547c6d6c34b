package reader

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// thumbPane is the strip of small pages with its buttons: beside the paper, or lying under it.
type thumbPane struct {
	OnMark    func(page int)
	OnOutline func()
	OnHide    func()
	OnSeen    func(first, last, width int)

	words   *assets.Words
	Strip   *thumbStrip
	scroll  *kit.FingerScroll
	mark    *kit.IconButton
	outline *kit.IconButton
	hide    *kit.IconButton
	value   Value
	Content *fyne.Container
}

func newThumbPane(words *assets.Words) *thumbPane {
	t := &thumbPane{words: words, Strip: newThumbStrip()}
	t.Strip.label = func(page int) string {
		if label := t.value.Contents.Label(page); label != "" {
			return label
		}
		return kit.KeepNumbers(words.Say("chamber.paper.thumb", "page", page+1))
	}
	t.Strip.say = func(page int) string {
		return words.Say("chamber.paper.thumb.say", "label", t.Strip.label(page))
	}
	t.scroll = kit.NewFingerScroll(kit.BothAxes, t.Strip)
	t.scroll.OnScrolled = func(fyne.Position, fyne.Size) { t.seen() }
	t.mark = kit.NewIconButton("bookmark", words.Say("chamber.mark.set"), func() { t.OnMark(t.Strip.current) }).Labelled().WithSide(60)
	t.outline = kit.NewIconButton("list", words.Say("chamber.outline"), func() { t.OnOutline() }).Labelled().WithSide(60)
	t.hide = kit.NewIconButton("eyeoff", words.Say("chamber.paper.thumbs.hide"), func() { t.OnHide() }).Labelled().WithSide(60)
	t.Content = container.New(&thumbLayout{t}, kit.NewPanel(kit.ThumbStrip, nil), t.scroll, t.mark, t.outline, t.hide, kit.NewDivider())
	return t
}

// lay turns the strip.
func (t *thumbPane) lay(lying bool) {
	if t.Strip.lying != lying {
		t.Strip.lying = lying
		t.Strip.Refresh()
		t.scroll.Refresh()
	}
}

func (t *thumbPane) draw(value Value) {
	before := t.value
	t.value = value
	t.Strip.count, t.Strip.marked, t.Strip.dark = value.Paper.Pages, value.Marked, value.View.Night
	if before.Key != value.Key || before.Paper.Pages != value.Paper.Pages || before.View != value.View {
		t.Strip.first, t.Strip.last = 0, -1
		t.scroll.Refresh()
		t.reveal()
	}
	t.Strip.Refresh()
	t.marks()
	t.seen()
}

// at frames the page that is looked at and brings it on the strip.
func (t *thumbPane) at(page int) {
	if t.Strip.current == page {
		return
	}
	t.Strip.current = page
	t.Strip.Refresh()
	t.marks()
	t.reveal()
}

// marks says whether the page that is looked at has a bookmark.
func (t *thumbPane) marks() {
	marked := t.value.Marked[t.Strip.current]
	t.mark.SetSelected(marked)
	if marked {
		t.mark.SetText(t.words.Say("chamber.mark.unset"))
	} else {
		t.mark.SetText(t.words.Say("chamber.mark.set"))
	}
}

// reveal moves the strip as little as needed to show the page that is looked at.
func (t *thumbPane) reveal() {
	view, at := t.scroll.Size(), t.scroll.Offset()
	from := float32(max(0, t.Strip.current)) * t.Strip.pitch()
	to := from + t.Strip.pitch() + kit.LookOf(t.Strip).Dp(12)
	if t.Strip.lying {
		at.X = within(at.X, view.Width, from, to)
	} else {
		at.Y = within(at.Y, view.Height, from, to)
	}
	t.scroll.ScrollTo(at)
	t.seen()
}

// within is the offset nearest to one at which a stretch is seen.
func within(offset, view, from, to float32) float32 {
	if to > offset+view {
		offset = to - view
	}
	return max(0, min(offset, from))
}

// seen shows the small pages on the screen and says which they are.
func (t *thumbPane) seen() {
	size := t.scroll.Size()
	if size.Width <= 0 || !t.Content.Visible() || t.OnSeen == nil {
		return
	}
	at, long := t.scroll.Offset().Y, size.Height
	if t.Strip.lying {
		at, long = t.scroll.Offset().X, size.Width
	}
	first, last := t.Strip.see(at, at+long)
	t.OnSeen(first, last, t.Strip.Pixels())
}

// Drawn takes the picture of a page.
func (t *thumbPane) Drawn(page int) {
	if t.Strip.Slots[page] != nil {
		t.Strip.Refresh()
	}
}

// thumbLayout puts the buttons at the end of the strip.
type thumbLayout struct{ pane *thumbPane }

func (*thumbLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l *thumbLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	t := l.pane
	look := kit.LookOf(t.Strip)
	frame.Put(objects[0], 0, 0, size.Width, size.Height)
	buttons := []fyne.CanvasObject{t.mark, t.outline, t.hide}
	if roomy := t.Strip.lying || size.Height >= look.Dp(3*64+2*thumbPitch); roomy != t.hide.Visible() {
		frame.Show(t.hide, roomy) // it stands among the ways of looking too
	}
	if !t.hide.Visible() {
		buttons = buttons[:2]
	}
	before := t.scroll.Size()
	if t.Strip.lying {
		wide := look.Dp(96)
		for i, button := range buttons {
			frame.Put(button, size.Width-wide*float32(len(buttons)-i), look.Dp(20), wide, size.Height-look.Dp(40))
		}
		frame.Put(t.scroll, 0, 0, max(0, size.Width-wide*float32(len(buttons))), size.Height)
		frame.Put(objects[5], 0, 0, size.Width, 1)
	} else {
		high := look.Dp(64)
		for i, button := range buttons {
			frame.Put(button, look.Dp(2), size.Height-high*float32(len(buttons)-i), size.Width-look.Dp(4), high)
		}
		frame.Put(t.scroll, 0, 0, size.Width, max(0, size.Height-high*float32(len(buttons))-1))
		frame.Put(objects[5], 0, size.Height-high*float32(len(buttons))-1, size.Width, 1)
	}
	if t.scroll.Size() != before {
		t.reveal()
	}
}
