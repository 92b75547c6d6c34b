package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/ui/kit"
)

// Join is the screen of a device that belongs to no room yet. All methods are for the goroutine of the
// interface.
type Join struct {
	setting Setting
	device  string
	model   *joining
	field   *kit.TextField
	screen  *fyne.Container
	list    *fyne.Container // rooms that were found, redrawn without the field
	fault   *kit.Strip
	step    joinStep
	drawn   bool
	digits  string
	room    string
}

// NewJoin makes the screen. device says what kind of machine this is, in words. joined is called once
// the device belongs to a room. Nothing is asked before Start.
func NewJoin(setting Setting, device string, rooms Rooms, joined func()) *Join {
	j := &Join{setting: setting, device: device, screen: container.NewStack(), list: container.NewStack()}
	j.fault = kit.NewStrip(kit.AlertStrip, "info", "").WithRadius(12)
	j.field = kit.NewTextField(setting.Words.Say("join.field"), setting.Words.Say("join.field.example")).Numbers()
	j.model = newJoining(setting, rooms, joined, j.show)
	j.field.OnSubmitted = j.model.enter
	return j
}

// Content is what the window shows.
func (j *Join) Content() fyne.CanvasObject { return j.screen }

// Start begins to look for rooms.
func (j *Join) Start() { j.model.start() }

// Enter takes an invitation or an address as if it had been typed.
func (j *Join) Enter(text string) {
	j.field.SetText(text)
	j.model.enter(text)
}

// Stop ends it; an attempt under way is given up.
func (j *Join) Stop() { j.model.end() }

func (j *Join) show(value joinValue) {
	if value.fault != "" {
		j.fault.Set(kit.AlertStrip, "info", value.fault)
		j.fault.Show()
	} else {
		j.fault.Hide()
	}
	if value.step == choosing {
		j.list.Objects = []fyne.CanvasObject{j.rooms(value.found)}
		j.list.Refresh()
	}
	if j.drawn && value.step == j.step && value.digits == j.digits && value.room == j.room {
		j.screen.Refresh()
		return
	}
	j.drawn, j.step, j.digits, j.room = true, value.step, value.digits, value.room
	words := j.setting.Words
	side := plate(words.Say("app.name"), j.device, onPlate(words.Say("join.plate")))
	var content fyne.CanvasObject
	switch value.step {
	case choosing:
		content = j.choice()
	case reaching:
		content = j.wait(words.Say("join.reaching"), value.room)
	case comparing:
		content = j.comparison(value.digits)
	case awaiting:
		content = j.wait(words.Say("join.awaiting"), words.Say("join.awaiting.help"))
	}
	j.screen.Objects = []fyne.CanvasObject{beside(side, content)}
	j.screen.Refresh()
}

// choice offers the rooms that were found, and a field for everything else.
func (j *Join) choice() fyne.CanvasObject {
	words := j.setting.Words
	return kit.Column(16,
		kit.NewParagraph(words.Say("join.title"), kit.SheetTitle),
		j.fault,
		kit.NewText(words.Say("join.found"), kit.Body.Strong()),
		j.list,
		kit.Space(4),
		j.field,
		kit.Anchored(0, 0, kit.NewBigButton(words.Say("join.enter"), kit.Strong, func() { j.model.enter(j.field.Text()) }).WithHeight(56).WithWidth(240)),
	)
}

// rooms is the list of what the network announces.
func (j *Join) rooms(found []Found) fyne.CanvasObject {
	words := j.setting.Words
	if len(found) == 0 {
		return kit.NewPanel(kit.White, kit.Column(4,
			kit.NewParagraph(words.Say("join.searching"), kit.Body),
			kit.NewParagraph(words.Say("join.searching.help"), kit.Meta),
		)).WithBorder(kit.Line).WithRadius(14).WithPadding(kit.All(16))
	}
	var rows []fyne.CanvasObject
	for _, room := range found {
		name := room.Name
		if name == "" {
			name = words.Say("join.unnamed")
		}
		content := kit.Row(14,
			kit.NewIcon("server", 28, kit.Ink),
			kit.Fill(kit.Column(0, kit.NewParagraph(name, kit.Title).MaxLines(2), kit.NewText(room.Address, kit.Meta))),
			kit.NewIcon("chev_right", 24, kit.Ink3),
		)
		rows = append(rows, kit.NewTapCard(name, content, func() { j.model.compare(room) }).WithPadding(kit.All(16)))
	}
	return kit.Column(10, rows...)
}

// wait is shown while the room or the clerk is asked.
func (j *Join) wait(title, detail string) fyne.CanvasObject {
	words := j.setting.Words
	ring := kit.NewWorking("", 40, kit.AfterOn(j.setting.Post))
	ring.Start()
	return kit.Column(20,
		kit.NewParagraph(title, kit.SheetTitle),
		kit.NewParagraph(detail, kit.Cue.In(kit.Ink2)),
		kit.Anchored(0, 0, ring),
		kit.Anchored(0, 0, kit.NewBigButton(words.Say("join.back"), kit.Outline, j.model.back).WithHeight(56).WithWidth(200)),
	)
}

// comparison shows the six digits and asks for the person's word.
func (j *Join) comparison(digits string) fyne.CanvasObject {
	words := j.setting.Words
	grouped := digits
	if len(digits) == 6 {
		grouped = digits[:3] + " " + digits[3:]
	}
	return kit.Column(20,
		kit.NewParagraph(words.Say("join.compare"), kit.SheetTitle),
		kit.NewParagraph(words.Say("join.compare.help"), kit.Cue.In(kit.Ink2)),
		kit.NewPanel(kit.White, kit.Centered(kit.NewText(grouped, kit.Sized(72).Heavy()))).WithBorder(kit.LineRound).WithRadius(20).WithPadding(kit.Sides(24, 20)),
		kit.Flow(12, 12,
			kit.NewBigButton(words.Say("join.compare.same"), kit.Positive, func() { j.model.same(true) }).WithIcon("check").WithHeight(64).WithWidth(280),
			kit.NewBigButton(words.Say("join.compare.differ"), kit.Outline, func() { j.model.same(false) }).WithIcon("cross").WithHeight(64).WithWidth(240),
		),
	)
}
