package reader

import (
	"fmt"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/papertext"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// FlowPages is how many pages are shown as one column of words at a time.
const FlowPages = 4

// flowStyle is twice as large as what is read elsewhere.
var flowStyle = kit.Style{Size: 32, LineHeight: 46, Color: kit.Ink}

// flowModel shows the words of the open paper without its pages, a few pages at a time.
type flowModel struct {
	paper   *Model
	changed func()
	On      bool
	Page    int // the first page shown
}

// flowValue is the column of words.
type flowValue struct {
	Shown bool
	Key   string // of what is shown
	Note  string // why there are no words
	Parts []flowPart
	Back  bool
	On    bool
}

// flowPart is what one page says.
type flowPart struct {
	Label  string
	Note   string
	Blocks []flowBlock
}

// Open shows the words from a page on.
func (f *flowModel) Open(page int) {
	f.On, f.Page = true, page
	f.changed()
}

// Close goes back to the pages.
func (f *flowModel) Close() {
	f.On = false
	f.changed()
}

// Turn goes on, or back, by what is shown at a time.
func (f *flowModel) Turn(by int) {
	f.Page = max(0, f.Page+by*FlowPages)
	f.changed()
}

// Value is what is shown at a moment, given what was drawn before.
func (f *flowModel) Value(m *frame.Moment, before flowValue, paper Value) flowValue {
	if !f.On || paper.Stage != pageview.PaperOpen {
		return flowValue{}
	}
	value := flowValue{Shown: true}
	text, state := f.paper.Text.Of(f.paper.Blob)
	if state != pageview.TextHere {
		value.Note = m.Words.Say(frame.Pick(state == pageview.TextComing, "chamber.find.coming", "chamber.ways.wordless"))
		value.Key = value.Note
		return value
	}
	f.Page = min(f.Page, max(0, len(text.Pages)-1))
	value.Key = fmt.Sprint(paper.Key, " ", f.Page, " ", len(paper.Contents.Labels))
	if value.Key == before.Key {
		return before
	}
	value.Back, value.On = f.Page > 0, f.Page+FlowPages < len(text.Pages)
	for page := f.Page; page < min(len(text.Pages), f.Page+FlowPages); page++ {
		value.Parts = append(value.Parts, partOf(m.Words, text.Pages[page], paper.Contents, page))
	}
	return value
}

func partOf(words *assets.Words, page papertext.Page, contents Contents, number int) flowPart {
	label := contents.Label(number)
	if label == "" {
		label = fmt.Sprint(number + 1)
	}
	part := flowPart{Label: words.Say("chamber.reflow.page", "label", label), Blocks: flowOf(page)}
	switch {
	case page.Bare():
		part.Note = words.Say("chamber.reflow.bare")
	case page.Scanned:
		part.Note = words.Say("chamber.reflow.scanned")
	}
	return part
}

// flowView is the column of words over the pages.
type flowView struct {
	OnClose func()
	OnTurn  func(by int)

	rows    *fyne.Container
	scroll  *kit.FingerScroll
	turner  *turnBar
	Drawn   flowValue
	Content *fyne.Container
}

func newFlowView(words *assets.Words) *flowView {
	f := &flowView{rows: kit.Column(18)}
	f.scroll = kit.NewFingerScroll(kit.Vertical, kit.Padded(kit.Sides(32, 24), f.rows))
	f.turner = newTurnBar(words, func(by int) { f.OnTurn(by) })
	f.turner.content.Show()
	closing := kit.NewBigButton(words.Say("chamber.reflow.close"), kit.Outline, func() { f.OnClose() }).WithIcon("doc")
	head := kit.Layers(kit.NewPanel(kit.White, nil), kit.Column(0, kit.Padded(kit.Sides(16, 6),
		kit.Row(12, kit.Fill(kit.NewText(words.Say("chamber.reflow.title"), kit.Title).Truncate()), closing)), kit.NewDivider()))
	f.Content = kit.Layers(kit.NewPanel(kit.Paper, nil), kit.Column(0, head, kit.Fill(f.scroll), f.turner.content))
	f.Content.Hide()
	return f
}

func (f *flowView) draw(value flowValue) {
	frame.Show(f.Content, value.Shown)
	if value.Key == f.Drawn.Key {
		return
	}
	f.Drawn = value
	f.turner.set(value.Back, value.On)
	f.rows.Objects = nil
	if value.Note != "" {
		f.rows.Add(kit.NewParagraph(value.Note, kit.Cue.In(kit.Ink2)))
	}
	for _, part := range value.Parts {
		f.rows.Add(kit.Column(4, kit.NewText(part.Label, kit.Title.In(kit.Ink2)), kit.NewDivider()))
		if part.Note != "" {
			f.rows.Add(kit.NewParagraph(part.Note, kit.Cue.In(kit.Ink2)))
		}
		for _, block := range part.Blocks {
			style := flowStyle
			if block.Heading {
				style = style.Strong()
			}
			f.rows.Add(kit.NewParagraph(block.Text, style))
		}
	}
	f.rows.Refresh()
	f.scroll.Refresh()
	f.scroll.ScrollTo(fyne.Position{})
}
