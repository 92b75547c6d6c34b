package chamber

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// compareView is the screen of two issues beside each other; upright, one above the other.
type compareView struct {
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
	band     *bandView
	chips    *fyne.Container
	slide    *kit.FingerScroll
	panes    [2]*comparePane
	keys     windowKeys
	drawn    compareValue
	head     *fyne.Container
	line     *kit.Divider
	content  *fyne.Container
}

func newCompareView(words *assets.Words) *compareView {
	v := &compareView{words: words, title: kit.NewParagraph("", kit.Heading).MaxLines(1), sentence: kit.NewParagraph("", kit.Dense).MaxLines(2),
		count: kit.NewText("", kit.Body.Strong()), band: newBandView(), chips: kit.Row(8), line: kit.NewDivider()}
	for i := range v.panes {
		v.panes[i] = newComparePane(words)
		v.panes[i].OnScrolled = func(page int, part float32) { v.panes[1-i].follow(v.Twin(i, page), part) }
	}
	back := kit.NewBigButton(words.Say("notebook.compare.back"), kit.Outline, func() { v.OnBack() }).WithIcon("chev_left")
	v.previous = kit.NewBigButton(words.Say("notebook.compare.previous"), kit.Outline, func() { v.OnStep(-1) }).WithIcon("arrow_up")
	v.next = kit.NewBigButton(words.Say("notebook.compare.next"), kit.Strong, func() { v.OnStep(1) }).WithIcon("arrow_down")
	v.steps = kit.Row(8, v.count, kit.Space(8), v.previous, v.next)
	v.head = kit.Row(12, back, kit.Fill(kit.Column(0, v.title, v.sentence)))
	v.slide = kit.NewFingerScroll(kit.Horizontal, kit.Padded(kit.Sides(2, 4), v.chips))
	v.content = container.New(&compareLayout{v}, kit.NewPanel(kit.Paper, nil), v.head, v.steps, v.band.content, v.slide, kit.NewDivider(),
		v.panes[0].content, v.panes[1].content, kit.NewVerticalDivider(0), v.line)
	return v
}

func (v *compareView) draw(value compareValue) {
	before := v.drawn
	v.drawn = value
	v.title.SetText(v.words.Say("notebook.compare.title", "paper", value.Title))
	v.sentence.SetText(value.Sentence)
	v.count.SetText(value.Count)
	v.band.draw(value.Band)
	v.previous.SetReason(value.At <= 0, "")
	v.next.SetReason(value.At >= value.Steps-1, "")
	if !sameChanged(before.Pages, value.Pages) {
		v.chips.Objects = nil
		for _, page := range value.Pages {
			v.chips.Add(kit.NewChip(page.Text, pick(page.Chosen, kit.InkChip, kit.OutlineChip)).WithHeight(48).WithTap(func() { v.OnChange(page.Change) }))
		}
		v.chips.Refresh()
		v.slide.Refresh()
	}
	if (before.Steps > 0) != (value.Steps > 0) || before.Count != value.Count || before.Band.Shown != value.Band.Shown || before.Title == "" {
		v.content.Refresh()
	}
	v.panes[0].draw(value.Old)
	v.panes[1].draw(value.New)
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
type compareLayout struct{ view *compareView }

func (*compareLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (l *compareLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	v, look := l.view, kit.LookOf(objects[0])
	put(objects[0], 0, 0, size.Width, size.Height)
	pad := look.Dp(16)
	some := v.drawn.Steps > 0
	show(v.steps, some)
	show(v.slide, some)
	wide := v.steps.MinSize().Width
	y := look.Dp(8)
	if some && size.Width-wide >= look.Dp(420)+2*pad {
		high := max(look.Dp(56), kit.HeightFor(v.head, size.Width-wide-3*pad))
		put(v.head, pad, y, size.Width-wide-3*pad, high)
		put(v.steps, size.Width-wide-pad, y+(high-look.Dp(48))/2, wide, look.Dp(48))
		y += high + look.Dp(8)
	} else {
		high := max(look.Dp(56), kit.HeightFor(v.head, size.Width-2*pad))
		put(v.head, pad, y, size.Width-2*pad, high)
		y += high + look.Dp(8)
		if some {
			put(v.steps, size.Width-wide-pad, y, wide, look.Dp(48))
			y += look.Dp(48 + 8)
		}
	}
	if v.band.content.Visible() {
		high := kit.HeightFor(v.band.content, size.Width)
		put(v.band.content, 0, y, size.Width, high)
		y += high
	}
	if some {
		put(v.slide, pad, y, size.Width-2*pad, look.Dp(56))
		y += look.Dp(56 + 4)
	}
	put(objects[5], 0, y-1, size.Width, 1)
	upright := size.Height > size.Width
	show(objects[8], !upright)
	show(v.line, upright)
	if upright {
		half := (size.Height - y) / 2
		put(v.panes[0].content, 0, y, size.Width, half)
		put(v.line, 0, y+half-1, size.Width, 1)
		put(v.panes[1].content, 0, y+half, size.Width, half)
		return
	}
	half := size.Width / 2
	put(v.panes[0].content, 0, y, half-1, size.Height-y)
	put(objects[8], half-1, y, 1, size.Height-y)
	put(v.panes[1].content, half, y, half, size.Height-y)
}

// leave gives the keys back when another screen comes up.
func (v *compareView) leave() { v.keys.give() }
