package notebook

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// OpenNotesView is the sheet on which notes are opened. A scanner that types is heard without any field having the
// keyboard.
type OpenNotesView struct {
	OnClose  func()
	OnChoose func(noteOpening)
	OnCard   func(text string)
	OnSheet  func(typed, card string)

	words    *assets.Words
	sheet    *kit.Sheet
	sentence *kit.Paragraph
	fault    *kit.Paragraph
	ways     *kit.Segments
	card     *kit.TextField
	code     *kit.TextField
	fresh    *kit.TextField // a new card, beside the recovery sheet
	how      *kit.Paragraph
	working  *kit.Working
	open     *kit.BigButton
	scroll   *kit.FingerScroll
	reader   *frame.CardReader
	keys     frame.WindowKeys
	drawn    openNotesValue
	size     fyne.Size
}

// NewOpenNotesView makes the sheet, not opened yet.
func NewOpenNotesView(words *assets.Words, after kit.After) *OpenNotesView {
	v := &OpenNotesView{words: words}
	v.sentence = kit.NewParagraph("", kit.Body)
	v.fault = kit.NewParagraph("", kit.Body.In(kit.RedText))
	v.how = kit.NewParagraph("", kit.Dense)
	v.ways = kit.NewSegments([]kit.Option{{ID: string(byCard), Text: words.Say("notebook.open.by-card")},
		{ID: string(BySheet), Text: words.Say("notebook.open.by-sheet")}}, string(byCard), func(id string) { v.OnChoose(noteOpening(id)) })
	v.card = kit.NewTextField(words.Say("notebook.open.card"), "").Masked().Literal().WithIcon("qr").WithHeight(56)
	v.code = kit.NewTextField(words.Say("notebook.open.sheet"), words.Say("notebook.open.sheet.like")).Literal().WithIcon("doccheck").WithHeight(56)
	v.fresh = kit.NewTextField(words.Say("notebook.open.fresh"), "").Masked().Literal().WithIcon("qr").WithHeight(56)
	v.card.OnSubmitted = func(string) { v.submit() }
	v.code.OnSubmitted = func(string) { v.submit() }
	v.fresh.OnSubmitted = func(string) { v.submit() }
	v.open = kit.NewBigButton(words.Say("notebook.open.button"), kit.Strong, v.submit).WithHeight(56).WithIcon("unlock")
	v.working = kit.NewWorking(words.Say("notebook.open.busy"), 20, after)
	v.reader = &frame.CardReader{Digit: func(rune) {}, Begun: func() {}, Submit: v.scanned}
	v.scroll = kit.NewFingerScroll(kit.Vertical, kit.Spring())
	v.sheet = kit.NewSheet(0, v.scroll).WithPadding(kit.Insets{Top: 24, Right: 24, Bottom: 24, Left: 24})
	v.sheet.OnDismiss = func() { v.OnClose() }
	return v
}

// submit tries what stands in the fields.
func (v *OpenNotesView) submit() {
	if v.drawn.By == BySheet {
		v.OnSheet(v.code.Text(), v.fresh.Text())
		return
	}
	v.OnCard(v.card.Text())
}

// scanned takes a card that a scanner typed: beside a recovery sheet it is the new card.
func (v *OpenNotesView) scanned(text string) {
	if v.drawn.By == BySheet {
		v.fresh.SetText(text)
		return
	}
	v.OnCard(text)
}

// Draw brings the sheet up, changes it or takes it away.
func (v *OpenNotesView) Draw(value openNotesValue, window fyne.Canvas) {
	if !value.Up || window == nil {
		v.Close()
		return
	}
	before := v.drawn
	v.drawn = value
	if value == before && v.size == window.Size() {
		return
	}
	v.size = window.Size()
	v.sentence.SetStyle(frame.Pick(value.Good, kit.Body.In(kit.AgreeText), kit.Body))
	v.sentence.SetText(value.Sentence)
	v.fault.SetText(value.Fault)
	v.ways.SetSelected(string(value.By))
	v.how.SetText(v.words.Say(frame.Pick(value.By == BySheet, "notebook.open.how-sheet", "notebook.open.how-card")))
	if value.Wrong != before.Wrong {
		v.card.SetText("")
	}
	v.open.SetReason(value.Busy, "")
	if value.Busy {
		v.working.Start()
	} else {
		v.working.Stop()
	}
	v.build(value)
	if !v.sheet.IsOpen() {
		v.sheet.Open(window)
		v.reader.Reset()
		v.keys.Take(window, v.reader.Typed, map[fyne.KeyName]func(){fyne.KeyReturn: v.reader.Enter, fyne.KeyEnter: v.reader.Enter})
	}
}

// openNotesWide is how wide the words and fields of the sheet are at most.
const openNotesWide = 680

// build lays the sheet out: no wider than is well read, and no higher than the screen.
func (v *OpenNotesView) build(value openNotesValue) {
	look := kit.LookOf(v.sheet)
	wide := min(openNotesWide, v.size.Width/look.Scale-2*24)
	title := kit.Row(12, kit.NewIcon("lock", 28, kit.Ink), kit.Fill(kit.NewParagraph(v.words.Say("notebook.open.title"), kit.Act)),
		kit.NewIconButton("cross", v.words.Say("chamber.close"), func() { v.OnClose() }))
	column := []fyne.CanvasObject{title, v.sentence}
	if value.Askable {
		column = append(column, v.ways, v.how)
		if value.By == BySheet {
			column = append(column, v.code, v.fresh)
		} else {
			column = append(column, v.card)
		}
		if value.Fault != "" {
			column = append(column, v.fault)
		}
		column = append(column, v.working, v.open)
	} else {
		column = append(column, kit.NewBigButton(v.words.Say("chamber.close"), kit.Outline, func() { v.OnClose() }).WithHeight(56))
	}
	content := kit.Anchored(0.5, 0, kit.Fixed(wide, 0, kit.Column(14, column...)))
	v.scroll.SetContent(content)
	high := kit.HeightFor(content, v.size.Width-look.Dp(2*24))/look.Scale + 2*24 + 4 // and the edge of the button
	v.sheet.SetHeight(min(high, v.size.Height/look.Scale))
}

// Close takes the sheet away, with what was typed.
func (v *OpenNotesView) Close() {
	if !v.sheet.IsOpen() {
		return
	}
	v.keys.Give()
	v.sheet.Close()
	v.working.Stop()
	for _, field := range []*kit.TextField{v.card, v.code, v.fresh} {
		field.SetText("")
	}
	v.drawn = openNotesValue{}
}
