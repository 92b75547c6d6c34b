package chamber

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// nothingView stands where agenda and papers would.
type nothingView struct {
	OnRetry func()

	words   *assets.Words
	drawn   nothingValue
	content *fyne.Container
}

func newNothingView(words *assets.Words) *nothingView {
	n := &nothingView{words: words, content: kit.Layers()}
	n.content.Hide()
	return n
}

func (n *nothingView) draw(value nothingValue) {
	if value == n.drawn {
		return
	}
	n.drawn = value
	n.content.Objects = nil
	frame.Show(n.content, value.Text != "")
	if value.Text == "" {
		return
	}
	state := kit.NewEmptyState(value.Icon, value.Text, nil)
	if value.Note != "" {
		parts := []fyne.CanvasObject{
			kit.Spring(),
			kit.Anchored(0.5, 0, kit.NewIconDisc(value.Icon, 96, kit.Slate, kit.OnFill)),
			kit.NewParagraph(value.Text, kit.Heading.Center()),
			kit.NewParagraph(value.Note, kit.Body.In(kit.Ink2).Center()),
		}
		if value.Retry {
			parts = append(parts, kit.Padded(kit.Insets{Top: 8}, kit.Anchored(0.5, 0,
				kit.NewBigButton(n.words.Say("chamber.retry"), kit.Strong, func() { n.OnRetry() }).WithHeight(56).WithIcon("refresh"))))
		}
		state = container.New(&narrow{}, kit.NewFingerScroll(kit.Vertical, kit.Padded(kit.Sides(24, 24), kit.Column(16, append(parts, kit.Spring())...))))
	}
	n.content.Objects = []fyne.CanvasObject{state}
	n.content.Refresh()
}

// narrow keeps what is read in the middle, in lines that an eye can follow.
type narrow struct{}

func (*narrow) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (*narrow) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	wide := min(size.Width, kit.LookOf(objects[0]).Dp(720))
	frame.Put(objects[0], (size.Width-wide)/2, 0, wide, size.Height)
}
