package notebook

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// CompareView is the screen of two issues beside each other; upright, one above the other.
type CompareView struct {
	OnBack   func()
	OnStep   func(by int)
	OnChange func(change int)
	// Twin is the page of the other issue that stands beside one.
	Twin func(pane, page int) int

	words    *assets.Words
	title    *kit.Paragraph
	sentence *kit.Paragraph
	count    *kit.Text
	previous *kit.BigButton
	next     *kit.BigButton
	steps    *fyne.Container
	Band     *frame.BandView
	chips    *fyne.Container
	slide    *kit.FingerScroll
	Panes    [2]*comparePane
	Keys     frame.WindowKeys
	Drawn    CompareValue
	head     *fyne.Container
	line     *kit.Divider
	Content  *fyne.Container
}

// NewCompareView makes the screen.
func NewCompareView(words *assets.Words) *CompareView {
	v := &CompareView{words: words, title: kit.NewParagraph("", kit.Heading).MaxLines(1), sentence: kit.NewParagraph("", kit.Dense).MaxLines(2),
		count: kit.NewText("", kit.Body.Strong()), Band: frame.NewBandView(), chips: kit.Row(8), line: kit.NewDivider()}
	for i := range v.Panes {
		v.Panes[i] = newComparePane(words)
		v.Panes[i].OnScrolled = func(page int, part float32) { v.Panes[1-i].follow(v.Twin(i, page), part) }
	}
	back := kit.NewBigButton(words.Say("notebook.compare.back"), kit.Outline, func() { v.OnBack() }).WithIcon("chev_left")
	v.previous = kit.NewBigButton(words.Say("notebook.compare.previous"), kit.Outline, func() { v.OnStep(-1) }).WithIcon("arrow_up")
	v.next = kit.NewBigButton(words.Say("notebook.compare.next"), kit.Strong, func() { v.OnStep(1) }).WithIcon("arrow_down")
	v.steps = kit.Row(8, v.count, kit.Space(8), v.previous, v.next)
	v.head = kit.Row(12, back, kit.Fill(kit.Column(0, v.title, v.sentence)))
	v.slide = kit.NewFingerScroll(kit.Horizontal, kit.Padded(kit.Sides(2, 4), v.chips))
	v.Content = container.New(&compareLayout{v}, kit.NewPanel(kit.Paper, nil), v.head, v.steps, v.Band.Content, v.slide, kit.NewDivider(),
		v.Panes[0].content, v.Panes[1].content, kit.NewVerticalDivider(0), v.line)
	return v
}

// Draw shows a value.
func (v *CompareView) Draw(value CompareValue) {
	before := v.Drawn
	v.Drawn = value
	v.title.SetText(v.words.Say("notebook.compare.title", "paper", value.Title))
	v.sentence.SetText(value.Sentence)
	v.count.SetText(value.Count)
	v.Band.Draw(value.Band)
	v.previous.SetReason(value.At <= 0, "")
	v.next.SetReason(value.At >= value.Steps-1, "")
	if !sameChanged(before.Pages, value.Pages) {
		v.chips.Objects = nil
		for _, page := range value.Pages {
			v.chips.Add(kit.NewChip(page.Text, frame.Pick(page.Chosen, kit.InkChip, kit.OutlineChip)).WithHeight(48).WithTap(func() { v.OnChange(page.Change) }))
		}
		v.chips.Refresh()
		v.slide.Refresh()
	}
	if (before.Steps > 0) != (value.Steps > 0) || before.Count != value.Count || before.Band.Shown != value.Band.Shown || before.Title == "" {
		v.Content.Refresh()
	}
	v.Panes[0].draw(value.Old)
	v.Panes[1].draw(value.New)
}

func sameChanged(a, b []changedPage) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// compareLayout puts the head over the two issues.
type compareLayout struct{ view *CompareView }

func (*compareLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l *compareLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	v, look := l.view, kit.LookOf(objects[0])
	frame.Put(objects[0], 0, 0, size.Width, size.Height)
	pad := look.Dp(16)
	some := v.Drawn.Steps > 0
	frame.Show(v.steps, some)
	frame.Show(v.slide, some)
	wide := v.steps.MinSize().Width
	y := look.Dp(8)
	if some && size.Width-wide >= look.Dp(420)+2*pad {
		high := max(look.Dp(56), kit.HeightFor(v.head, size.Width-wide-3*pad))
		frame.Put(v.head, pad, y, size.Width-wide-3*pad, high)
		frame.Put(v.steps, size.Width-wide-pad, y+(high-look.Dp(48))/2, wide, look.Dp(48))
		y += high + look.Dp(8)
	} else {
		high := max(look.Dp(56), kit.HeightFor(v.head, size.Width-2*pad))
		frame.Put(v.head, pad, y, size.Width-2*pad, high)
		y += high + look.Dp(8)
		if some {
			frame.Put(v.steps, size.Width-wide-pad, y, wide, look.Dp(48))
			y += look.Dp(48 + 8)
		}
	}
	if v.Band.Content.Visible() {
		high := kit.HeightFor(v.Band.Content, size.Width)
		frame.Put(v.Band.Content, 0, y, size.Width, high)
		y += high
	}
	if some {
		frame.Put(v.slide, pad, y, size.Width-2*pad, look.Dp(56))
		y += look.Dp(56 + 4)
	}
	frame.Put(objects[5], 0, y-1, size.Width, 1)
	upright := size.Height > size.Width
	frame.Show(objects[8], !upright)
	frame.Show(v.line, upright)
	if upright {
		half := (size.Height - y) / 2
		frame.Put(v.Panes[0].content, 0, y, size.Width, half)
		frame.Put(v.line, 0, y+half-1, size.Width, 1)
		frame.Put(v.Panes[1].content, 0, y+half, size.Width, half)
		return
	}
	half := size.Width / 2
	frame.Put(v.Panes[0].content, 0, y, half-1, size.Height-y)
	frame.Put(objects[8], half-1, y, 1, size.Height-y)
	frame.Put(v.Panes[1].content, half, y, half, size.Height-y)
}

// Leave gives the keys back when another screen comes up.
func (v *CompareView) Leave() { v.Keys.Give() }
