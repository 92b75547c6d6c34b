package chamber

import (
	"fmt"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/papertext"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// flowPages is how many pages are shown as one column of words at a time.
const flowPages = 4

// flowStyle is twice as large as what is read elsewhere.
var flowStyle = kit.Style{Size: 32, LineHeight: 46, Color: kit.Ink}

// flowModel shows the words of the open paper without its pages, a few pages at a time.
type flowModel struct {
	paper   *paperModel
	changed func()
	on      bool
	page    int // the first page shown
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

// open shows the words from a page on.
func (f *flowModel) open(page int) {
	f.on, f.page = true, page
	f.changed()
}

func (f *flowModel) close() {
	f.on = false
	f.changed()
}

// turn goes on, or back, by what is shown at a time.
func (f *flowModel) turn(by int) {
	f.page = max(0, f.page+by*flowPages)
	f.changed()
}

func (f *flowModel) value(m *moment, before flowValue, paper paperValue) flowValue {
	if !f.on || paper.Stage != paperOpen {
		return flowValue{}
	}
	value := flowValue{Shown: true}
	text, state := f.paper.text.of(f.paper.blob)
	if state != textHere {
		value.Note = m.words.Say(pick(state == textComing, "chamber.find.coming", "chamber.ways.wordless"))
		value.Key = value.Note
		return value
	}
	f.page = min(f.page, max(0, len(text.Pages)-1))
	value.Key = fmt.Sprint(paper.Key, " ", f.page, " ", len(paper.Contents.Labels))
	if value.Key == before.Key {
		return before
	}
	value.Back, value.On = f.page > 0, f.page+flowPages < len(text.Pages)
	for page := f.page; page < min(len(text.Pages), f.page+flowPages); page++ {
		value.Parts = append(value.Parts, partOf(m.words, text.Pages[page], paper.Contents, page))
	}
	return value
}

func partOf(words *assets.Words, page papertext.Page, contents Contents, number int) flowPart {
	label := contents.label(number)
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
	drawn   flowValue
	content *fyne.Container
}

func newFlowView(words *assets.Words) *flowView {
	f := &flowView{rows: kit.Column(18)}
	f.scroll = kit.NewFingerScroll(kit.Vertical, kit.Padded(kit.Sides(32, 24), f.rows))
	f.turner = newTurnBar(words, func(by int) { f.OnTurn(by) })
	f.turner.content.Show()
	closing := kit.NewBigButton(words.Say("chamber.reflow.close"), kit.Outline, func() { f.OnClose() }).WithIcon("doc")
	head := kit.Layers(kit.NewPanel(kit.White, nil), kit.Column(0, kit.Padded(kit.Sides(16, 6),
		kit.Row(12, kit.Fill(kit.NewText(words.Say("chamber.reflow.title"), kit.Title).Truncate()), closing)), kit.NewDivider()))
	f.content = kit.Layers(kit.NewPanel(kit.Paper, nil), kit.Column(0, head, kit.Fill(f.scroll), f.turner.content))
	f.content.Hide()
	return f
}

func (f *flowView) draw(value flowValue) {
	show(f.content, value.Shown)
	if value.Key == f.drawn.Key {
		return
	}
	f.drawn = value
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
