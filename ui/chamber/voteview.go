package chamber

import (
	"reflect"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// voteView is the vote sheet. It is built anew for each stage; what moves within a stage is changed in
// place.
type voteView struct {
	OnChoose func(council.Choice)
	OnUndo   func()
	OnAside  func()
	OnAgain  func()
	OnAttend func()
	OnRetry  func()

	words   *assets.Words
	sheet   *kit.Sheet
	content fyne.CanvasObject
	drawn   voteValue
	size    fyne.Size
	scale   float32
	room    float32           // the height of the design
	move    []func(voteValue) // what changes while the stage stands
}

func newVoteView(words *assets.Words) *voteView {
	v := &voteView{words: words, sheet: kit.NewSheet(432, kit.Spring())}
	v.sheet.WithPadding(kit.Insets{Top: 24, Right: 32, Bottom: 24, Left: 32})
	v.sheet.OnDismiss = func() { v.OnAside() }
	return v
}

// still is the part of a value that builds the sheet.
func still(value voteValue) voteValue {
	value.Band = frame.BandValue{}
	value.Clock = clockValue{Shown: value.Clock.Shown}
	value.Undo, value.UndoText, value.Age, value.Received, value.Share = 0, "", "", "", 0
	return value
}

func (v *voteView) draw(value voteValue, window fyne.Canvas) {
	if !value.Up || window == nil {
		v.sheet.Close()
		v.drawn = voteValue{}
		return
	}
	size, scale := window.Size(), kit.LookOf(v.sheet).Scale
	if !reflect.DeepEqual(still(value), still(v.drawn)) || size != v.size || scale != v.scale {
		v.size, v.scale = size, scale
		v.build(value)
	}
	v.drawn = value
	for _, move := range v.move {
		move(value)
	}
	v.fit()
	v.sheet.Open(window)
}

// close takes the sheet away, because the screen under it goes.
func (v *voteView) close() {
	v.sheet.Close()
	v.drawn = voteValue{}
}

func (v *voteView) build(value voteValue) {
	v.move = nil
	look := kit.LookOf(v.sheet)
	wide, high := v.size.Width/look.Scale, v.size.Height/look.Scale
	stacked := wide < 900 && high > wide
	room := min(float32(432), high-24)
	var content fyne.CanvasObject
	switch value.Stage {
	case voteAsking, voteUndoing:
		content = v.asking(value, stacked)
		if stacked {
			room = min(high-24, 800)
		}
	default:
		content = v.telling(value, stacked)
		if stacked {
			room = min(high-24, 640)
		}
	}
	for _, move := range v.move {
		move(value) // so that everything has its words before it is measured
	}
	v.content, v.room = content, room
	v.fit()
	v.sheet.SetContent(content)
}

// fit makes the sheet as high as its content needs, at least as high as its design.
func (v *voteView) fit() {
	scale := kit.LookOf(v.sheet).Scale
	wanted := kit.HeightFor(v.content, v.size.Width-2*32*scale)/scale + 2*24
	v.sheet.SetHeight(min(max(v.room, wanted), v.size.Height/scale))
}

func (v *voteView) moving(move func(voteValue)) { v.move = append(v.move, move) }

// clock is the time left, at the right of the question.
func (v *voteView) clock() fyne.CanvasObject {
	left := kit.NewText(v.words.Say("chamber.vote.left"), kit.Cue.In(kit.Ink2))
	digits := kit.NewClock("0:00", 52)
	row := kit.RowAt(kit.Baseline, 12, left, digits)
	v.moving(func(value voteValue) {
		digits.SetText(value.Clock.Text)
		digits.SetColor(frame.Pick(value.Clock.Urgent, kit.RedText, kit.Ink))
		frame.Show(row, value.Clock.Shown)
	})
	return row
}

// asideButton puts the sheet aside to look at the paper.
func (v *voteView) asideButton(value voteValue) fyne.CanvasObject {
	return kit.NewBigButton(value.Aside, kit.Outline, func() { v.OnAside() }).WithIcon("doc")
}

func (v *voteView) asking(value voteValue, stacked bool) fyne.CanvasObject {
	question := kit.Column(2,
		kit.Row(8, kit.NewIcon("ballot", 20, kit.Ink2), kit.Fill(kit.NewText(value.Kind, kit.Body.In(kit.Ink2)).Truncate())),
		kit.NewParagraph(kit.KeepNumbers(value.Question), questionStyle(value.Question)).MaxLines(frame.Pick(stacked, 8, 5)))
	head := kit.Row(24, kit.Fill(question), v.clock())
	bar := kit.NewProgressBar(8).In(kit.Ink, kit.Track)
	v.moving(func(value voteValue) {
		bar.SetValue(value.Clock.Share)
		frame.Show(bar, value.Clock.Shown)
	})
	body := kit.Column(16)
	undoing := value.Stage == voteUndoing
	var choices []fyne.CanvasObject
	for _, choice := range value.Choices {
		button := kit.NewChoiceButton(choice.Answer, choice.Text, func() { v.OnChoose(choice.Choice) }).WithHeight(100)
		button.SetOutline(undoing && choice.Choice != value.Chosen)
		choices = append(choices, kit.Fill(button))
	}
	answers := kit.RowAt(kit.Stretch, 16, choices...)
	if stacked {
		answers = kit.Column(12, choices...)
	}
	foot := v.foot(value, stacked)
	if undoing {
		foot = v.undo(stacked)
	}
	closing := kit.NewStrip(kit.AlertStrip, "clock", "").WithRadius(12)
	v.moving(func(value voteValue) {
		text := value.Trouble
		if text == "" {
			text = value.Clock.Closing
		}
		closing.Set(kit.AlertStrip, "warn", text)
		if closing.Visible() != (text != "") {
			frame.Show(closing, text != "")
			body.Refresh() // in place, so that a finger on an answer keeps it
		}
	})
	closing.Hide()
	body.Objects = []fyne.CanvasObject{head, bar, closing, kit.Fill(answers), foot}
	return body
}

// questionStyle sets long questions smaller, so that they stand whole.
func questionStyle(question string) kit.Style {
	switch length := len([]rune(question)); {
	case length > 180:
		return kit.Style{Size: 17, LineHeight: 24, Weight: kit.SemiBold, Color: kit.Ink}
	case length > 110:
		return kit.Title
	case length > 70:
		return kit.Style{Size: 22, LineHeight: 29, Weight: kit.SemiBold, Color: kit.Ink}
	}
	return kit.Style{Size: 26, LineHeight: 34, Weight: kit.SemiBold, Color: kit.Ink}
}

// foot says what a tap does and what is needed, and lets the sheet be put aside.
func (v *voteView) foot(value voteValue, stacked bool) *fyne.Container {
	words := kit.Column(2, kit.NewParagraph(value.Foot, kit.Dense).MaxLines(2), kit.NewParagraph(value.Rule, kit.Dense.Strong()).MaxLines(2))
	if stacked {
		return kit.Column(12, words, v.asideButton(value))
	}
	return kit.Row(16, kit.NewIcon("undo", 22, kit.Ink2), kit.Fill(words), v.asideButton(value))
}

// undo is the strip that takes a choice back.
func (v *voteView) undo(stacked bool) *fyne.Container {
	count := int(undoTime.Seconds())
	dots := make([]*kit.Dot, count)
	row := kit.Row(8)
	for i := range dots {
		dots[i] = kit.NewDot(20, kit.Ink)
		row.Add(dots[i])
	}
	text := kit.NewParagraph("", kit.Heading)
	note := kit.NewParagraph(v.words.Say("chamber.vote.undo.note"), kit.Body.In(kit.Ink2))
	v.moving(func(value voteValue) {
		text.SetText(value.UndoText)
		for i, dot := range dots {
			dot.SetHollow(i >= value.Undo)
		}
	})
	button := kit.NewBigButton(v.words.Say("chamber.vote.undo"), kit.Strong, func() { v.OnUndo() }).WithHeight(72).WithIcon("undo").WithTextSize(24)
	if stacked {
		return kit.Layers(kit.NewCard(kit.Column(12, kit.Row(16, row, kit.Fill(kit.Column(0, text, note))), button)))
	}
	return kit.Layers(kit.NewCard(kit.Row(24, row, kit.Fill(kit.Column(0, text, note)), button.WithWidth(280))))
}

// telling is the sheet that says how the ballot fares.
func (v *voteView) telling(value voteValue, stacked bool) fyne.CanvasObject {
	disc := stageDisc(value.Stage)
	headline := kit.NewParagraph(value.Headline, kit.FullName)
	if stacked || len([]rune(value.Headline)) > 28 {
		headline = kit.NewParagraph(value.Headline, kit.SheetTitle)
	}
	head := kit.Row(24, disc, kit.Fill(kit.Column(0, kit.NewParagraph(kit.KeepNumbers(value.Question), kit.Cue.In(kit.Ink2)).MaxLines(2), headline)), v.clock())
	var cards []fyne.CanvasObject
	switch value.Stage {
	case voteReceived:
		cards = append(cards, kit.Share(2, v.choiceCard(value)))
		if !value.Result.Shown {
			cards = append(cards, kit.Share(2, v.receiptCard(value)))
		}
	case voteSending, voteUnsent:
		cards = append(cards, kit.Share(2, v.choiceCard(value)), kit.Share(2, card(kit.NewParagraph(value.Note, kit.Cue))))
	default:
		if !value.Result.Shown || value.Stage == voteRefused {
			cards = append(cards, kit.Share(2, card(kit.NewParagraph(value.Note, kit.Cue))))
		}
	}
	if value.Result.Shown {
		cards = append(cards, kit.Share(3, v.resultCard(value.Result)))
	}
	middle := kit.RowAt(kit.Stretch, 16, cards...)
	if stacked {
		middle = kit.Column(12, cards...)
	}
	column := []fyne.CanvasObject{head}
	if value.Trouble != "" {
		column = append(column, kit.NewStrip(kit.AlertStrip, "warn", value.Trouble).WithRadius(12))
	}
	return kit.Column(20, append(column, kit.Fill(middle), v.ways(value, stacked))...)
}

func stageDisc(stage voteStage) fyne.CanvasObject {
	switch stage {
	case voteReceived:
		return kit.NewIconDisc("check", 88, kit.Agree, kit.OnFill)
	case voteSending:
		return kit.NewIconDisc("send", 88, kit.GoldTint, kit.GoldText)
	case voteUnsent:
		return kit.NewIconDisc("tray", 88, kit.Gold, kit.OnGold)
	case voteRefused:
		return kit.NewIconDisc("cross", 88, kit.Slate, kit.OnFill)
	}
	return kit.NewIconDisc("info", 88, kit.Slate, kit.OnFill)
}

// card is a card whose words stand in the middle of its height.
func card(words ...fyne.CanvasObject) *kit.Panel {
	return kit.NewCard(kit.Column(0, kit.Spring(), kit.Column(6, words...), kit.Spring())).WithPadding(kit.Sides(24, 14))
}

// choiceCard says what was chosen, and how long it has waited.
func (v *voteView) choiceCard(value voteValue) fyne.CanvasObject {
	answer := answerOf(value.Chosen)
	chosen := ""
	for _, choice := range value.Choices {
		if choice.Choice == value.Chosen {
			chosen = choice.Text
		}
	}
	column := []fyne.CanvasObject{
		kit.NewParagraph(v.words.Say("chamber.vote.chosen"), kit.Body.In(kit.Ink2)),
		kit.Row(12, kit.NewIcon(kit.AnswerIcon(answer), 30, kit.AnswerText(answer)),
			kit.Fill(kit.NewParagraph(chosen, kit.SheetTitle.In(kit.AnswerText(answer))))),
	}
	switch value.Stage {
	case voteReceived:
		column = append(column, kit.NewParagraph(value.Recorded, kit.Body.In(kit.Ink2)))
		if value.Result.Shown {
			column = append(column, kit.NewParagraph(frame.Joined(v.words.Say("chamber.vote.code")+" "+value.Code, value.Line), kit.Body.In(kit.Ink2)))
		}
	case voteUnsent:
		age := kit.NewText("", kit.Body.In(kit.Ink2))
		v.moving(func(value voteValue) { age.SetText(value.Age) })
		column = append(column, kit.Row(10, kit.NewChip(v.words.Say("chamber.unsent.chip"), kit.UnsentChip), kit.Fill(age)))
	case voteSending:
		column = append(column, kit.Row(0, kit.NewChip(v.words.Say("chamber.unsent.chip.sending"), kit.SendingChip), kit.Spring()))
	}
	return card(column...)
}

func (v *voteView) receiptCard(value voteValue) fyne.CanvasObject {
	code := value.Code
	if code == "" {
		code = "–"
	}
	return card(
		kit.NewParagraph(v.words.Say("chamber.vote.code"), kit.Body.In(kit.Ink2)),
		kit.NewText(code, kit.SheetTitle),
		kit.NewParagraph(value.Line, kit.Body.In(kit.Ink2)))
}

func (v *voteView) resultCard(result resultValue) fyne.CanvasObject {
	return card(
		kit.NewParagraph(result.Text, kit.Act.In(frame.Pick(result.Passed, kit.AgreeText, kit.Ink))),
		kit.NewParagraph(result.Counts, kit.Body.In(kit.Ink2)),
		kit.NewResultBar(result.Tally))
}

// ways is the foot of the sheet: how many have voted, and the buttons.
func (v *voteView) ways(value voteValue, stacked bool) fyne.CanvasObject {
	received, bar := kit.NewParagraph("", kit.Body.Strong()), kit.NewProgressBar(8).In(kit.Ink, kit.Track)
	v.moving(func(value voteValue) {
		received.SetText(frame.Joined(value.Received, value.Wait))
		bar.SetValue(value.Share)
	})
	var buttons []fyne.CanvasObject
	if value.Attend {
		button := kit.NewBigButton(v.words.Say("chamber.attend.button"), kit.Positive, func() { v.OnAttend() }).WithHeight(64).WithIcon("person_check")
		button.SetReason(value.Busy, "")
		buttons = append(buttons, button)
	}
	if value.Again {
		buttons = append(buttons, kit.NewBigButton(v.words.Say("chamber.vote.again"), kit.Outline, func() { v.OnAgain() }).WithHeight(64).WithIcon("undo"))
	}
	if value.Stage == voteUnsent {
		buttons = append(buttons, kit.NewBigButton(v.words.Say("chamber.retry"), kit.Outline, func() { v.OnRetry() }).WithHeight(64).WithIcon("refresh"))
	}
	buttons = append(buttons, kit.NewBigButton(v.words.Say("chamber.vote.back"), kit.Strong, func() { v.OnAside() }).WithHeight(64).WithIcon("doc").WithWidth(220))
	progress := kit.Column(8, received, bar)
	if stacked {
		shares := make([]fyne.CanvasObject, len(buttons))
		for i, button := range buttons {
			shares[i] = kit.Fill(button)
		}
		return kit.Column(16, progress, kit.Row(12, shares...))
	}
	return kit.Row(12, append([]fyne.CanvasObject{kit.Fill(progress), kit.Space(8)}, buttons...)...)
}
