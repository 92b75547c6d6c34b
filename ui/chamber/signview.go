package chamber

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// signView is the start screen: the plate, the card, the keypad.
type signView struct {
	OnEnter  func(codeOrCard string)
	OnTyped  func(digits int)
	OnMe     func()
	OnOther  func()
	OnElder  func()
	OnDark   func()
	OnTongue func()

	words    *assets.Words
	plate    *plateView
	boxes    *kit.CodeBoxes
	keys     *kit.Keypad
	sentence *kit.Paragraph
	count    *kit.Clock
	working  *kit.Working
	card     *kit.TextField
	keyCard  *kit.Panel
	asking   fyne.CanvasObject
	elder    *kit.BigButton
	dark     *kit.BigButton
	reader   *frame.CardReader
	wrong    int
	greeted  greeting
	content  *fyne.Container
}

func newSignView(words *assets.Words, after kit.After) *signView {
	s := &signView{words: words, plate: newPlateView(words)}
	s.boxes = kit.NewCodeBoxes(codeLength)
	s.boxes.OnChanged = func(code string) { s.OnTyped(len(code)) }
	s.boxes.OnComplete = func(code string) { s.OnEnter(code) }
	s.keys = kit.NewKeypad(words.Say("chamber.sign.clear"), words.Say("chamber.sign.back"))
	s.keys.OnDigit = s.boxes.Type
	s.keys.OnClear = s.boxes.Clear
	s.keys.OnBackspace = s.boxes.Backspace
	s.reader = &frame.CardReader{Digit: s.boxes.Type, Begun: s.boxes.Clear, Submit: func(text string) { s.OnEnter(text) }}
	s.sentence = kit.NewParagraph("", kit.Dense)
	s.count = kit.NewClock("", 20).SemiBold().In(kit.RedText)
	s.working = kit.NewWorking(words.Say("chamber.sign.busy"), 20, after)
	s.card = kit.NewTextField("", words.Say("chamber.sign.card.field")).Masked().WithIcon("qr")
	s.card.OnSubmitted = func(text string) {
		s.card.SetText("")
		s.OnEnter(text)
	}
	s.asking = container.New(&keyLayout{}, heading("lock", words.Say("chamber.sign.code.title")),
		s.boxes, kit.RowAt(kit.Top, 8, kit.Fill(s.sentence), s.count), s.working, s.keys)
	s.keyCard = kit.NewCard(s.asking)
	s.elder = kit.NewBigButton("", kit.Outline, func() { s.OnElder() }).WithIcon("letters")
	s.dark = kit.NewBigButton("", kit.Outline, func() { s.OnDark() }).WithIcon("moon")
	tongue := kit.NewBigButton(words.Say("chamber.look.other-language"), kit.Outline, func() { s.OnTongue() }).WithIcon("globe")
	s.content = container.New(&signLayout{},
		kit.NewPanel(kit.Paper, nil),
		s.plate.content,
		kit.Column(4, kit.NewParagraph(words.Say("chamber.sign.title"), kit.PageTitle), kit.NewParagraph(words.Say("chamber.sign.sub"), kit.Cue.In(kit.Ink2))),
		kit.NewCard(s.scan()),
		s.keyCard,
		kit.Row(10, kit.NewIcon("shield", 20, kit.Ink3), kit.Fill(kit.NewParagraph(words.Say("chamber.sign.privacy"), kit.Meta))),
		kit.Flow(8, 8, s.elder, s.dark, tongue),
	)
	return s
}

// heading is the head of a card: an icon and a title.
func heading(icon, title string) fyne.CanvasObject {
	return kit.Row(12, kit.NewIcon(icon, 24, kit.Ink), kit.Fill(kit.NewParagraph(title, kit.Heading)))
}

// scan is the card that says how to use one's card with a scanner.
func (s *signView) scan() fyne.CanvasObject {
	picture := kit.NewPanel(kit.Plate, kit.Centered(kit.Column(12,
		kit.Anchored(0.5, 0, kit.NewPanel(kit.PlateRise, kit.NewIcon("qr", 96, kit.Star)).WithRadius(16).WithPadding(kit.All(20)))))).WithRadius(14)
	return kit.Column(12,
		heading("card", s.words.Say("chamber.sign.card.title")),
		kit.Fill(picture),
		kit.NewParagraph(s.words.Say("chamber.sign.card.how"), kit.Body.Center()),
		s.card,
	)
}

func (s *signView) draw(value signValue) {
	s.plate.draw(value.Plate)
	s.elder.SetText(s.words.Say(frame.Pick(value.Look.Elder, "chamber.look.normal", "chamber.look.elder")))
	s.dark.SetText(s.words.Say(frame.Pick(value.Look.Dark, "chamber.look.light", "chamber.look.dark")))
	s.dark.SetIcon(frame.Pick(value.Look.Dark, "sun", "moon"))
	if value.Greeting != s.greeted {
		s.greeted = value.Greeting
		s.keyCard.SetContent(s.asking)
		if value.Greeting.Name != "" {
			s.boxes.Clear()
			s.keyCard.SetContent(s.greet(value.Greeting))
		}
	}
	if value.Wrong != s.wrong {
		s.wrong = value.Wrong
		s.boxes.Clear()
		s.boxes.SetWrong(true)
	}
	style := kit.Dense
	if value.Fault {
		style = kit.Dense.In(kit.RedText)
	}
	s.sentence.SetStyle(style)
	s.sentence.SetText(value.Sentence)
	frame.Show(s.sentence, !value.Busy)
	s.count.SetText(value.Count)
	frame.Show(s.count, value.Count != "")
	if value.Busy {
		s.working.Start()
	} else {
		s.working.Stop()
	}
	s.keys.SetDisabled(value.Busy || value.Locked)
	s.boxes.SetDisabled(value.Busy || value.Locked)
}

func (s *signView) greet(person greeting) fyne.CanvasObject {
	name := kit.NewParagraph(person.Name, kit.SheetTitle.Center())
	return kit.Column(16,
		kit.Spring(),
		kit.Anchored(0.5, 0, kit.NewAvatar(kit.Initials(person.Name), 112)),
		kit.Column(4, kit.NewParagraph(s.words.Say("chamber.sign.hello"), kit.Cue.In(kit.Ink2).Center()), name,
			kit.NewParagraph(person.Note, kit.Body.In(kit.Ink2).Center())),
		kit.Spring(),
		kit.NewBigButton(s.words.Say("chamber.sign.me"), kit.Positive, func() { s.OnMe() }).WithHeight(72).WithIcon("check"),
		kit.NewBigButton(s.words.Say("chamber.sign.not-me"), kit.Outline, func() { s.OnOther() }).WithHeight(56),
	)
}

// keyLayout stands boxes and sentence over the keys: title, boxes, sentence, sign of work, keys. The title goes
// where the card is low.
type keyLayout struct{}

func (*keyLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look := kit.LookOf(objects[0])
	title, boxes, sentence, working, keys := objects[0], objects[1], objects[2], objects[3], objects[4]
	keysHigh := keys.MinSize().Height
	boxesHigh := look.Dp(64)
	var y float32
	roomy := size.Height >= keysHigh+boxesHigh+look.Dp(40+12+8+48+8)
	frame.Show(title, roomy)
	if roomy {
		frame.Put(title, 0, 0, size.Width, look.Dp(40))
		y = look.Dp(40 + 12)
	}
	frame.Put(boxes, 0, y, size.Width, boxesHigh)
	y += boxesHigh + look.Dp(8)
	frame.Put(sentence, 0, y, size.Width, kit.HeightFor(sentence, size.Width))
	frame.Put(working, 0, y, size.Width, look.Dp(24))
	frame.Put(keys, 0, size.Height-keysHigh, size.Width, keysHigh)
}

func (*keyLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return kit.LookOf(objects[0]).Size(350, 64+8+44+8+340)
}

// signLayout places ground, plate, heading, scan card, keypad, privacy and looks.
type signLayout struct{}

func (*signLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }

func (*signLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look := kit.LookOf(objects[0])
	plate, head, scan, keys, privacy, looks := objects[1], objects[2], objects[3], objects[4], objects[5], objects[6]
	frame.Put(objects[0], 0, 0, size.Width, size.Height)
	wide, high := size.Width/look.Scale, size.Height/look.Scale // in measures of the design
	at := func(object fyne.CanvasObject, x, y, w, h float32) {
		frame.Put(object, look.Dp(x), look.Dp(y), look.Dp(w), look.Dp(h))
	}
	height := func(object fyne.CanvasObject, w float32) float32 {
		return kit.HeightFor(object, look.Dp(w)) / look.Scale
	}
	const keysWide = 384
	left, top, plateWide := float32(0), float32(0), float32(0)
	switch {
	case high > wide && high >= 1000:
		top = plateHigh
		at(plate, 0, 0, wide, top)
	case wide >= 1200:
		plateWide = 448
	case wide >= 1000:
		plateWide = 300
	}
	frame.Show(plate, top > 0 || plateWide > 0)
	if plateWide > 0 {
		at(plate, 0, 0, plateWide, high)
		left = plateWide
	}
	low := high-top < 720
	pad := frame.Pick[float32](low, 12, 40)
	if wide-left < 800 {
		pad = frame.Pick[float32](low, 12, 24)
	}
	gap := frame.Pick[float32](low, 12, 24)
	frame.Show(head, !low)
	frame.Show(privacy, !low)
	x, room := left+pad, min(wide-left-2*pad, keysWide+gap+560)
	scanWide := room - keysWide - gap
	frame.Show(scan, scanWide >= 200)
	keysAt := x + room - keysWide
	if scanWide < 200 {
		keysAt = left + (wide-left-keysWide)/2
	}
	if low {
		looksHigh := height(looks, scanWide)
		at(keys, keysAt, top+pad, keysWide, high-top-2*pad)
		at(scan, x, top+pad, scanWide, high-top-2*pad-looksHigh-gap)
		at(looks, x, high-pad-looksHigh, max(scanWide, 0), looksHigh)
		return
	}
	headHigh := height(head, room)
	y := top + max(20, pad-8)
	at(head, x, y, room, headHigh)
	y += headHigh + 20
	foot := high - 24 - 48
	rowWide := min(flowWidth(looks)/look.Scale, room)
	frame.Show(privacy, room-rowWide-16 >= 200)
	at(privacy, x, foot, max(0, room-rowWide-16), 48)
	at(looks, x+room-rowWide, foot, rowWide, 48)
	cards := min(foot-20-y, 640)
	at(scan, x, y, scanWide, cards)
	at(keys, keysAt, y, keysWide, cards)
}

// flowWidth is how wide a flow stands in one line.
func flowWidth(flow fyne.CanvasObject) float32 {
	look := kit.LookOf(flow)
	var wide float32
	for _, object := range flow.(*fyne.Container).Objects {
		wide += object.MinSize().Width + look.Dp(8)
	}
	return wide - look.Dp(8) + 1
}
