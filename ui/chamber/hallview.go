package chamber

import (
	"reflect"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// hallView is the big screen, designed for 1920 by 1080 and scaled to the window as a whole.
type hallView struct {
	words   *assets.Words
	drawn   hallValue
	whole   bool
	move    []func(hallValue)
	stage   *fyne.Container
	scaled  *container.ThemeOverride
	palette kit.Palette
	scale   float32
	content *fyne.Container
}

func newHallView() *hallView {
	h := &hallView{stage: kit.Layers(), scale: 1, palette: *kit.LookOf(nil).Palette}
	h.scaled = container.NewThemeOverride(h.stage, kit.NewTheme(h.palette, 1))
	h.content = container.New(&hallFrame{h}, h.scaled)
	return h
}

// hallFrame scales the screen to the window.
type hallFrame struct{ view *hallView }

func (*hallFrame) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (f *hallFrame) Layout(_ []fyne.CanvasObject, size fyne.Size) {
	h := f.view
	scale := max(0.3, min(size.Width/1920, size.Height/1080))
	palette := *kit.LookOf(nil).Palette
	if scale != h.scale || palette != h.palette {
		h.scale, h.palette = scale, palette
		h.scaled.Theme = kit.NewTheme(palette, scale)
		if h.whole {
			h.build(h.drawn) // what was made in another scale keeps it
		}
	}
	frame.Put(h.scaled, 0, 0, size.Width, size.Height)
}

// fixedPart is the part of a value that builds the screen; what else changes is changed in place.
func fixedPart(value hallValue) hallValue {
	value.Clock = clockValue{Shown: value.Clock.Shown}
	value.Time, value.Headline, value.Received, value.Presence, value.Office = "", "", "", "", ""
	value.Short = false
	if value.Stage == hallNothing {
		value.Big = ""
	}
	value.Tally = kit.Tally{}
	var counts []hallCount
	for _, count := range value.Counts {
		count.Number = ""
		counts = append(counts, count)
	}
	value.Counts = counts
	return value
}

func (h *hallView) draw(words *assets.Words, value hallValue) {
	if !h.whole || h.words != words || !reflect.DeepEqual(fixedPart(value), fixedPart(h.drawn)) {
		h.whole, h.words = true, words
		h.drawn = value
		h.build(value)
		return
	}
	h.drawn = value
	for _, move := range h.move {
		move(value)
	}
}

// build makes the screen anew.
func (h *hallView) build(value hallValue) {
	h.move = nil
	body := h.body(value)
	foot := h.foot(value)
	h.stage.Objects = []fyne.CanvasObject{kit.NewPanel(kit.HallGround, nil), kit.Column(0,
		kit.Fill(kit.Padded(kit.Insets{Top: 56, Right: 96, Bottom: 24, Left: 96}, body)), foot)}
	h.scaled.Refresh()
	for _, move := range h.move {
		move(value)
	}
	h.stage.Refresh()
}

func (h *hallView) moving(move func(hallValue)) { h.move = append(h.move, move) }

// foot is presence and ballots at the left, office and time at the right.
func (h *hallView) foot(value hallValue) fyne.CanvasObject {
	style := hallStyle(30, 40, kit.HallText2)
	presence, received := kit.NewText("", style), kit.NewText("", style)
	office, clock := kit.NewText("", style.Trailing()).Truncate(), kit.NewClock("", 44).SemiBold()
	text := frame.Pick(value.Offline != "", kit.OnFill, kit.HallText)
	h.moving(func(value hallValue) {
		color := kit.HallText2
		if value.Short {
			color = kit.HallGold
		}
		if value.Offline != "" {
			color = kit.OnFill
		}
		presence.SetStyle(style.In(color))
		presence.SetText(value.Presence)
		received.SetText(value.Received)
		office.SetText(value.Office)
		office.SetStyle(style.Trailing().In(frame.Pick(value.Offline != "", kit.OnFill, kit.HallText2)))
		clock.SetText(value.Time)
		clock.SetColor(text)
	})
	parts := []fyne.CanvasObject{presence, received, kit.Fill(office), clock}
	if value.Offline != "" {
		parts = append([]fyne.CanvasObject{kit.NewIcon("nolink", 36, kit.OnFill), kit.NewText(value.Offline, style.Strong().In(kit.OnFill)), kit.Space(16)}, parts...)
		received.SetStyle(style.In(kit.OnFill))
	}
	row := kit.Fixed(0, 112, kit.Padded(kit.Sides(96, 0), kit.Row(32, parts...)))
	if value.Offline != "" {
		return kit.Layers(kit.NewPanel(kit.Slate, nil), row)
	}
	return kit.Layers(kit.Column(0, kit.Padded(kit.Sides(96, 0), kit.NewDivider().In(kit.HallLine))), row)
}

// titleStyle sets long titles smaller, so that they stand whole.
func titleStyle(title string, large float32) kit.Style {
	size := large
	switch length := len([]rune(title)); {
	case length > 160:
		size = max(44, large*0.6)
	case length > 90:
		size = max(50, large*0.68)
	case length > 54:
		size = large * 0.86
	}
	return hallStyle(size, float32(int(size*1.26)), kit.HallText).Strong()
}

func (h *hallView) body(value hallValue) fyne.CanvasObject {
	switch value.Stage {
	case hallVoting, hallCounting, hallResult:
		return h.poll(value)
	case hallItem:
		return h.item(value)
	}
	return h.plain(value)
}

// plain is the screen before, between and after: office, session, one thing large.
func (h *hallView) plain(value hallValue) fyne.CanvasObject {
	big := kit.NewParagraph(value.Big, hallStyle(112, 140, kit.HallText).Heavy().Center())
	h.moving(func(value hallValue) { big.SetText(value.Big) })
	column := []fyne.CanvasObject{kit.Spring(), kit.Anchored(0.5, 0, kit.NewEmblem(128).On(kit.HallPanel))}
	add := func(text string, style kit.Style) {
		if text != "" {
			column = append(column, kit.NewParagraph(text, style.Center()))
		}
	}
	office := value.Office
	if value.Stage != hallNothing || office != "" {
		add(office, hallStyle(40, 54, kit.HallText2))
	}
	add(value.Title, titleStyle(value.Title, 72))
	add(value.Note, hallStyle(36, 48, kit.HallText2))
	column = append(column, kit.Spring())
	add(value.Kind, hallStyle(44, 58, kit.HallGold).Strong())
	column = append(column, big)
	add(value.BigNote, hallStyle(40, 54, kit.HallText2))
	column = append(column, kit.Spring())
	if len(value.Next) > 0 {
		column = append(column, h.next(value))
	}
	return kit.Column(16, column...)
}

// item is the item under way.
func (h *hallView) item(value hallValue) fyne.CanvasObject {
	column := []fyne.CanvasObject{
		kit.NewText(value.Kind, hallStyle(40, 54, kit.HallGold).Strong()),
		kit.NewParagraph(value.Title, titleStyle(value.Title, 104)),
	}
	if value.Note != "" {
		column = append(column, kit.NewParagraph(value.Note, hallStyle(44, 58, kit.HallText2)))
	}
	all := []fyne.CanvasObject{kit.Spring(), kit.Column(20, column...), kit.Spring()}
	if len(value.Next) > 0 {
		all = append(all, h.next(value))
	}
	return kit.Column(16, all...)
}

// next is the cards of what comes.
func (h *hallView) next(value hallValue) fyne.CanvasObject {
	var cards []fyne.CanvasObject
	for _, next := range value.Next {
		words := []fyne.CanvasObject{kit.NewParagraph(next.Title, hallStyle(32, 40, kit.HallText).Strong()).MaxLines(3)}
		if next.Time != "" {
			words = append(words, kit.NewText(next.Time, hallStyle(30, 38, kit.HallText2)))
		}
		circle := kit.NewPanel(kit.HallPanel, kit.Centered(kit.NewText(next.Number, hallStyle(30, 38, kit.HallText).Strong()))).
			WithBorder(kit.HallText3).WithBorderWidth(2).WithRadius(32)
		cards = append(cards, kit.Fill(kit.NewPanel(kit.HallPanel, kit.Row(24, kit.Fixed(64, 64, circle), kit.Fill(kit.Column(4, words...)))).
			WithRadius(20).WithPadding(kit.Sides(28, 20))))
	}
	return kit.Column(16, kit.NewText(h.words.Say("hall.next"), hallStyle(32, 42, kit.HallText3)), kit.RowAt(kit.Stretch, 24, cards...))
}

// poll is a poll under way or its end.
func (h *hallView) poll(value hallValue) fyne.CanvasObject {
	question := kit.Column(4,
		kit.Row(16, kit.NewIcon("ballot", 36, kit.HallText2), kit.Fill(kit.NewText(value.Kind, hallStyle(34, 46, kit.HallText2)).Truncate())),
		kit.NewParagraph(value.Title, titleStyle(value.Title, 60)).MaxLines(6))
	left := kit.NewText(h.words.Say("chamber.vote.left"), hallStyle(34, 46, kit.HallText2).Trailing())
	digits := kit.NewClock("0:00", 140)
	h.moving(func(value hallValue) {
		digits.SetText(value.Clock.Text)
		digits.SetColor(frame.Pick(value.Clock.Urgent, kit.HallOver, kit.HallText))
	})
	top := []fyne.CanvasObject{kit.Fill(question)}
	if value.Clock.Shown {
		top = append(top, kit.Column(0, left, digits))
	}
	all := []fyne.CanvasObject{kit.RowAt(kit.Top, 48, top...), kit.Spring(), h.headline(value), kit.Spring(), h.bar(value)}
	if len(value.Counts) > 0 {
		all = append(all, kit.Spring(), h.counts(value))
	}
	return kit.Column(0, append(all, kit.Spring())...)
}

func (h *hallView) headline(value hallValue) fyne.CanvasObject {
	color := kit.HallText
	switch {
	case value.Good:
		color = kit.HallAgreeText
	case value.Bad:
		color = kit.HallOver
	case value.Missing:
		color = kit.HallGold
	}
	style := hallStyle(104, 128, color).Heavy()
	if len([]rune(value.Headline)) > 26 {
		style = hallStyle(80, 100, color).Heavy()
	}
	text := kit.NewParagraph(value.Headline, style)
	h.moving(func(value hallValue) { text.SetText(value.Headline) })
	if value.Stage == hallResult {
		disc := kit.NewIconDisc(frame.Pick(value.Good, "check", "cross"), 112, frame.Pick(value.Good, kit.HallAgree, kit.HallDisagree), kit.OnFill)
		return kit.Row(40, disc, kit.Fill(text))
	}
	if value.After == "" {
		return kit.Row(0, kit.Fill(text))
	}
	line := kit.NewText(value.Headline, style)
	h.moving(func(value hallValue) { line.SetText(value.Headline) })
	return kit.RowAt(kit.Baseline, 32, line, kit.NewText(value.After, hallStyle(44, 58, kit.HallText2)))
}

// bar is the result bar with the rule over its majority line.
func (h *hallView) bar(value hallValue) fyne.CanvasObject {
	bar := kit.NewResultBar(value.Tally).ForHall()
	h.moving(func(value hallValue) { bar.Set(value.Tally) })
	rule := kit.NewText(value.Rule, hallStyle(34, 46, kit.HallText).Strong())
	over := container.New(&overLine{share: func() float32 {
		tally := h.drawn.Tally
		if tally.Total == 0 {
			tally = value.Tally
		}
		if tally.Total == 0 || tally.Hidden {
			return 0
		}
		return float32(tally.Need) / float32(tally.Total)
	}}, rule)
	return kit.Column(0, over, bar)
}

// overLine puts words over a place of the bar, as far as they have room.
type overLine struct{ share func() float32 }

func (o *overLine) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, objects[0].MinSize().Height)
}

func (o *overLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	wide := objects[0].MinSize().Width
	x := size.Width*o.share() - wide/2
	frame.Put(objects[0], min(max(0, x), max(0, size.Width-wide)), 0, wide, size.Height)
}

func (h *hallView) counts(value hallValue) fyne.CanvasObject {
	var parts []fyne.CanvasObject
	for i, count := range value.Counts {
		number := kit.NewText("", hallStyle(104, 116, frame.Pick(count.None, kit.HallText2, kit.HallText)).Heavy())
		h.moving(func(value hallValue) { number.SetText(value.Counts[i].Number) })
		disc := kit.NewIconDisc(kit.AnswerIcon(count.Answer), 72, hallFill(count.Answer), kit.OnFill)
		if count.None {
			disc = kit.NewIconDisc("", 72, kit.NoColor, kit.HallText2).WithLine(kit.HallText3, 2)
		}
		if i > 0 {
			parts = append(parts, kit.Spring())
		}
		parts = append(parts, kit.Row(20, disc, kit.Column(0, kit.NewText(count.Label, hallStyle(32, 42, kit.HallText2)), number)))
	}
	return kit.Row(16, parts...)
}

func hallFill(answer kit.Answer) kit.Color {
	switch answer {
	case kit.ForAnswer:
		return kit.HallAgree
	case kit.AgainstAnswer:
		return kit.HallDisagree
	}
	return kit.HallAbstain
}
