package clerk

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/ui/kit"
)

// barView is the bar at the top: what is shown, the pages, how the desktop stands. Where it is too
// narrow the pages get a line of their own.
type barView struct {
	screen *screen
	holder *arrangement
	title  *region[[2]string]
	tabs   *region[tabsSight]
	state  *region[barSight]
	clock  *kit.Clock
}

type tabsSight struct {
	page    page
	waiting bool
}

const (
	barHeight  = 64
	tabsHeight = 52
)

func newBarView(s *screen) *barView {
	b := &barView{screen: s, clock: kit.NewClock("00:00:00", 20).SemiBold()}
	b.title, b.tabs, b.state = newRegion(s, b.buildTitle), newRegion(s, b.buildTabs), newRegion(s, b.buildState)
	identity := kit.Row(16, kit.NewEmblem(36), kit.Fill(b.title.holder))
	right := kit.Row(16, b.state.holder, b.clock)
	ground, line := kit.NewPanel(kit.White, nil), kit.NewDivider()
	const least = 220 // of the emblem with its title
	narrow := func(width float32) bool {
		need := kit.LookOf(ground).Dp(least+24+24+16+16) + b.tabs.holder.MinSize().Width + right.MinSize().Width
		return width < need
	}
	b.holder = newArrangement(fyne.NewSize(600, barHeight), func(width float32) float32 {
		look := kit.LookOf(ground)
		if narrow(width) {
			return look.Dp(barHeight + tabsHeight)
		}
		return look.Dp(barHeight)
	}, func(_ *arrangement, size fyne.Size) {
		look := kit.LookOf(ground)
		edge, gap, high := look.Dp(24), look.Dp(16), look.Dp(barHeight)
		put(ground, 0, 0, size.Width, size.Height)
		put(line, 0, size.Height-1, size.Width, 1)
		own, tabs := right.MinSize(), b.tabs.holder.MinSize()
		put(right, size.Width-edge-own.Width, (high-own.Height)/2, own.Width, own.Height)
		room := size.Width - 2*edge - own.Width - gap
		if narrow(size.Width) {
			put(identity, edge, 0, room, high)
			put(b.tabs.holder, edge-look.Dp(14), high-look.Dp(2), tabs.Width, look.Dp(tabsHeight))
			return
		}
		room -= tabs.Width + gap
		room = min(room, look.Dp(440))
		put(identity, edge, 0, room, high)
		put(b.tabs.holder, edge+room+gap, 0, tabs.Width, high)
	}, ground, line, identity, b.tabs.holder, right)
	return b
}

func (b *barView) Draw(bar barSight) {
	b.clock.SetText(bar.Clock)
	bar.Clock = ""
	changed := b.title.Draw([2]string{bar.Title, bar.Under})
	changed = b.tabs.Draw(tabsSight{bar.Page, bar.Waiting}) || changed
	bar.Title, bar.Under, bar.Page, bar.Waiting = "", "", "", false
	if b.state.Draw(bar) || changed {
		b.holder.Refresh()
	}
}

func (b *barView) buildTitle(text [2]string) fyne.CanvasObject {
	return kit.Column(0, kit.NewText(text[0], kit.Title).Truncate(), kit.NewText(text[1], kit.Meta).Truncate())
}

func (b *barView) buildTabs(t tabsSight) fyne.CanvasObject {
	items := make([]kit.TabItem, 0, len(pages))
	for _, one := range pages {
		items = append(items, kit.TabItem{ID: string(one), Text: b.screen.say("clerk.page." + string(one)), Mark: one == devicesPage && t.waiting})
	}
	return kit.NewTabs(items, string(t.page), func(id string) { b.screen.on(deed{Name: showPage, ID: id}) }).WithHeight(barHeight - 2)
}

// buildState is the connection, what is not sent, the way of typing, and the two switches of the look.
func (b *barView) buildState(bar barSight) fyne.CanvasObject {
	s := b.screen
	var parts []fyne.CanvasObject
	if bar.Working != "" {
		parts = append(parts, kit.NewChip(bar.Working, kit.PlainChip).WithHeight(36).WithIcon("hourglass"))
	}
	if bar.Unsent != "" {
		kind := kit.SendingChip
		if bar.UnsentOld {
			kind = kit.UnsentChip
		}
		parts = append(parts, kit.NewChip(bar.Unsent, kind).WithHeight(36).WithIcon("tray"))
	}
	if bar.Offline {
		parts = append(parts, kit.NewChip(bar.Link, kit.SolidSlateChip).WithHeight(48).WithIcon("nolink").WithTap(s.tell(retryLink, "")))
	} else {
		parts = append(parts, kit.Row(8, kit.NewDot(10, bar.LinkColor), kit.NewText(bar.Link, kit.Meta.In(kit.Ink))))
	}
	dark := "moon"
	if bar.Dark {
		dark = "sun"
	}
	tools := []fyne.CanvasObject{
		s.tool("globe", bar.Language, changeLook, "language", "", false),
		s.tool(dark, s.say("clerk.dark"), changeLook, "dark", "", false),
	}
	if s.typing != nil {
		tools = append([]fyne.CanvasObject{kit.NewMethodButton(s.typing)}, tools...)
	}
	parts = append(parts, kit.Row(0, tools...))
	return kit.Row(12, parts...)
}
