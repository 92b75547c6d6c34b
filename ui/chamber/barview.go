package chamber

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// barView is the bar at the top of the tablet.
type barView struct {
	OnTitle   func() // another session
	OnUnsent  func()
	OnAccount func()
	OnFind    func()

	title, subtitle *kit.Text
	dot             *kit.Dot
	link            *kit.Text
	linked          *fyne.Container
	offline         *kit.Chip
	unsent          *kit.Chip
	cut, waiting    *kit.ListRow
	find            *kit.Chip
	finding         *kit.ListRow
	people          *kit.Icon
	presence        *kit.Text
	present         *fyne.Container
	age             *kit.Age
	clock           *kit.Clock
	avatar          *kit.Disc
	head            *kit.ListRow
	time, titles    *fyne.Container
	drawn           frame.BarValue
	several         bool // sessions
	whole           bool
	content         *fyne.Container
}

func newBarView(words *assets.Words) *barView {
	b := &barView{
		title: kit.NewText("", kit.Body.Strong()).Truncate(), subtitle: kit.NewText("", kit.Meta).Truncate(),
		dot: kit.NewDot(10, kit.Online), link: kit.NewText("", kit.Meta),
		people: kit.NewIcon("people", 20, kit.Ink2), presence: kit.NewText("", kit.Meta),
		age: kit.NewAge("", kit.Meta), clock: kit.NewClock("", 20).SemiBold(), avatar: kit.NewAvatar("", 40),
	}
	b.linked = kit.Row(10, b.dot, b.link)
	b.offline = kit.NewChip("", kit.SlateChip).WithHeight(36).WithIcon("nolink")
	b.unsent = kit.NewChip("", kit.UnsentChip).WithHeight(36).WithIcon("tray")
	b.cut, b.waiting = b.target(words, b.offline), b.target(words, b.unsent)
	b.find = kit.NewChip("", kit.OutlineChip).WithHeight(40).WithIcon("search")
	b.finding = kit.NewListRow(words.Say("search.title"), b.find, func() { b.OnFind() }).WithPadding(kit.Sides(2, 0))
	b.present = kit.Row(8, b.people, b.presence)
	b.time = kit.Row(14, kit.NewVerticalDivider(24), b.clock)
	b.titles = kit.Column(0, b.title, b.subtitle)
	b.head = kit.NewListRow(words.Say("chamber.bar.sessions"), kit.Row(12, kit.NewEmblem(36), kit.Fill(b.titles)),
		func() { b.OnTitle() }).WithPadding(kit.Insets{Left: 16, Right: 8})
	account := kit.NewListRow(words.Say("chamber.account.title"), b.avatar, func() { b.OnAccount() }).WithPadding(kit.Sides(6, 4))
	b.content = container.New(&barLayout{b}, kit.NewPanel(kit.White, nil), b.head,
		kit.Row(14, b.finding, b.linked, b.cut, b.waiting, b.age, b.present, b.time, account), kit.NewDivider())
	return b
}

// target makes a chip a button as high as a finger needs.
func (b *barView) target(words *assets.Words, chip *kit.Chip) *kit.ListRow {
	return kit.NewListRow(words.Say("chamber.unsent.title"), chip, func() { b.OnUnsent() }).WithPadding(kit.Sides(2, 0))
}

func (b *barView) draw(value frame.BarValue, several bool) {
	if b.whole && value == b.drawn && several == b.several {
		return
	}
	b.whole, b.drawn, b.several = true, value, several
	b.title.SetText(value.Title)
	b.head.SetReason(!several, "")
	cut := value.Link.Cut()
	b.dot.SetColor(frame.DotColor(value.Link.State))
	b.link.SetText(value.Link.Text)
	b.offline.Set(value.Link.Text, kit.SlateChip)
	b.count(value.Unsent)
	b.presence.SetText(value.Presence)
	b.age.Set(value.Age, value.Stale)
	b.clock.SetText(value.Clock)
	b.avatar.Set(value.Initials, frame.Pick(value.Initials == "", "person", ""), kit.Beige, kit.Ink)
	frame.Show(b.linked, !cut)
	frame.Show(b.cut, cut)
	frame.Show(b.waiting, value.Unsent != "")
	frame.Show(b.finding, value.Find != "")
	b.content.Refresh()
}

// count says what is not sent.
func (b *barView) count(text string) {
	b.unsent.Set(text, frame.Pick(b.drawn.UnsentLoud, kit.UnsentChip, kit.SendingChip))
}

// barLayout gives the title what the right side leaves, and lets go of what has no room.
type barLayout struct{ view *barView }

func (l *barLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(0, kit.LookOf(objects[0]).Dp(56))
}

func (l *barLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	look := kit.LookOf(objects[0])
	frame.Put(objects[0], 0, 0, size.Width, size.Height)
	frame.Put(objects[3], 0, size.Height-1, size.Width, 1)
	b := l.view
	wide := func() float32 { return objects[2].MinSize().Width }
	room := func() float32 { return (size.Width - wide()) / look.Scale }
	fits := func() bool { return room() >= 260 }
	b.count(b.drawn.Unsent)
	b.find.Set(b.drawn.Find, kit.OutlineChip)
	frame.Show(b.link, true)
	frame.Show(b.time, true)
	frame.Show(b.age, b.drawn.Age != "")
	frame.Show(b.present, b.drawn.Age == "" && b.drawn.Presence != "")
	if !fits() {
		b.find.Set("", kit.OutlineChip)
	}
	if !fits() {
		frame.Show(b.present, false)
	}
	if !fits() {
		frame.Show(b.link, false)
	}
	second := b.drawn.Subtitle
	if !fits() && b.drawn.Age != "" { // how old the news is comes before what time it is
		frame.Show(b.age, false)
		second = b.drawn.Age
		frame.Show(b.time, room() >= 330)
	}
	if room() < 64 {
		frame.Show(b.time, false)
	}
	if room() < 64 { // the list that a tap brings up counts all of it
		b.count(b.drawn.UnsentShort)
	}
	frame.Show(b.titles, room() >= 180)
	b.subtitle.SetText(second)
	right := wide()
	frame.Put(objects[2], size.Width-right-look.Dp(8), 0, right, size.Height-1)
	frame.Put(objects[1], 0, 0, max(0, size.Width-right-look.Dp(24)), size.Height-1)
}
