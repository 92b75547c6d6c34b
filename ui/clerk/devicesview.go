package clerk

import (
	"fyne.io/fyne/v2"

	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// devicesView is the room's machines: those that wait, the invitation, all others.
type devicesView struct {
	screen  *screen
	content *fyne.Container
	count   *region[string]
	waiting *rows[waitingRow]
	invite  *region[inviteTop]
	left    *kit.Paragraph
	list    *rows[deviceRow]
	none    *region[bool]
	body    *kit.FingerScroll
}

type inviteTop struct {
	mode       string
	wait, busy bool
	invite     inviteSight
}

func newDevicesView(s *screen) *devicesView {
	v := &devicesView{screen: s, left: kit.NewParagraph("", kit.Title)}
	v.count = newRegion(s, func(count string) fyne.CanvasObject {
		return kit.Column(0, kit.NewText(s.say("clerk.devices"), kit.SheetTitle), kit.NewText(count, kit.Meta))
	})
	v.waiting = newRows(s, 12, func(w waitingRow) string { return w.ID }, v.buildWaiting)
	v.invite = newRegion(s, v.buildInvite)
	v.list = newRows(s, 0, func(r deviceRow) string { return r.ID }, v.buildRow)
	v.none = newRegion(s, v.buildNone)
	v.body = kit.NewFingerScroll(kit.Vertical, centred(1100, kit.Padded(kit.Insets{Top: 24, Bottom: 80}, kit.Column(16,
		v.count.holder, v.waiting.holder, v.invite.holder, v.none.holder, v.list.holder))))
	v.content = kit.Layers(v.body)
	return v
}

func (v *devicesView) Draw(d devicesSight) {
	v.left.SetText(d.Invite.Left)
	d.Invite.Left = ""
	changed := v.count.Draw(d.Count)
	changed = v.waiting.Draw(d.Waiting) || changed
	changed = v.invite.Draw(inviteTop{d.Mode, d.Wait, d.Busy, d.Invite}) || changed
	changed = v.none.Draw(len(d.Rows)+len(d.Waiting) == 0) || changed
	if v.list.Draw(d.Rows) || changed {
		v.body.Refresh()
	}
}

func (v *devicesView) buildNone(none bool) fyne.CanvasObject {
	if !none {
		return nil
	}
	return kit.Padded(kit.Sides(0, 24), kit.NewParagraph(v.screen.say("clerk.devices.empty"), kit.Body.In(kit.Ink2).Center()))
}

// buildWaiting is one machine that wants to come in, with the digits that its own screen must show.
func (v *devicesView) buildWaiting(w waitingRow) fyne.CanvasObject {
	s := v.screen
	sentence := s.say("clerk.device.compare")
	if w.Digits == "" {
		sentence = s.say("clerk.device.waits")
	}
	words := kit.Column(4,
		kit.NewParagraph(w.Name, kit.Title),
		kit.Flow(8, 4, kit.NewChip(w.Mode, kit.PlainChip), kit.NewChip(s.say("clerk.device.pending"), kit.SendingChip)),
		kit.NewParagraph(sentence, kit.Body.In(kit.Ink2)))
	acts := kit.Row(8,
		s.button(button{Text: s.say("clerk.device.refuse"), Icon: "cross", Kind: kit.Outline, Deed: revokeDevice, ID: w.ID, Busy: w.Busy}),
		s.button(button{Text: s.say("clerk.device.approve"), Icon: "check", Kind: kit.Positive, Deed: approveDevice, ID: w.ID, Busy: w.Busy}))
	right := fyne.CanvasObject(acts)
	if w.Digits != "" {
		right = kit.Row(20, kit.NewText(w.Digits, kit.Sized(40).Heavy()), acts)
	}
	return kit.NewPanel(kit.White, besideOrBelow(840, 12, words, right)).WithBorder(kit.Gold).WithBorderWidth(2).WithRadius(16).WithPadding(kit.All(20))
}

// buildInvite asks for what to invite, and shows the invitation.
func (v *devicesView) buildInvite(t inviteTop) fyne.CanvasObject {
	s := v.screen
	options := make([]kit.Option, 0, len(people.Modes))
	for _, mode := range people.Modes {
		options = append(options, kit.Option{ID: string(mode), Text: s.say("clerk.mode." + string(mode))})
	}
	asks := kit.Column(12,
		kit.NewText(s.say("clerk.invite"), kit.Title),
		kit.NewParagraph(s.say("clerk.invite.about"), kit.Body.In(kit.Ink2)),
		kit.NewSegments(options, t.mode, func(id string) { s.on(deed{Name: inviteMode, Value: id}) }),
		kit.NewSwitch(s.say("clerk.invite.wait"), t.wait, func(on bool) { s.on(deed{Name: inviteWait, Value: yes(on)}) }),
		kit.Anchored(0, 0, s.button(button{Text: s.say("clerk.invite.make"), Icon: "qr", Kind: kit.Strong, Deed: inviteDevices, Busy: t.busy})))
	if t.invite.Text == "" {
		return kit.NewCard(asks).WithPadding(kit.All(20))
	}
	buttons := kit.Flow(8, 8,
		s.button(button{Text: s.say("clerk.invite.copy"), Icon: "copy", Kind: kit.Outline, Deed: copyInvite}),
		s.button(button{Text: s.say("clerk.close"), Kind: kit.Quiet, Deed: closeInvite}))
	text := kit.Fixed(0, 40, kit.NewText(t.invite.Text, kit.Meta).Truncate())
	shown := []fyne.CanvasObject{kit.NewText(t.invite.For, kit.Body.Strong()), v.left, text, buttons}
	qr := kit.Fixed(240, 240, kit.NewQR(t.invite.Text, 240).WithGround(12, 14))
	if t.invite.Expired {
		qr = kit.Fixed(240, 240, kit.NewPanel(kit.Well, kit.Centered(kit.NewIcon("hourglass", 64, kit.Ink3))).WithRadius(14))
	}
	return kit.NewCard(besideOrBelow(1040, 24, asks, kit.Fixed(480, 0, kit.Row(20, qr, kit.Fill(kit.Column(8, shown...)))))).WithPadding(kit.All(20))
}

func (v *devicesView) buildRow(r deviceRow) fyne.CanvasObject {
	s := v.screen
	number := kit.NewNumberCircle(r.Number, 40)
	dot := kit.NewDot(10, kit.Online)
	style, seen := kit.Body.Strong(), kit.Meta
	switch {
	case r.Revoked:
		dot, style = kit.NewDot(10, kit.Slate), kit.Body.In(kit.Ink3)
	case !r.Connected:
		dot, seen = kit.NewRingDot(10, 2, kit.Ink3), kit.Meta.In(kit.Ink3)
	}
	name := []fyne.CanvasObject{kit.NewParagraph(r.Name, style)}
	if r.This {
		name = append(name, kit.NewText(s.say("clerk.device.this"), kit.Meta))
	}
	holder := r.Holder
	if holder == "" {
		holder = s.say("clerk.device.nobody")
	}
	tools := kit.Row(0,
		s.tool("pencil", s.say("clerk.device.change"), changeDevice, r.ID, "", r.Revoked),
		s.tool("cross_circle", s.say("clerk.device.revoke"), revokeDevice, r.ID, "", r.Revoked))
	content := kit.Row(16, number,
		kit.Share(3, kit.Column(2, name...)),
		kit.Share(2, kit.NewParagraph(r.Mode, kit.Meta.In(kit.Ink))),
		kit.Share(3, kit.NewParagraph(holder, kit.Dense.In(kit.Ink))),
		kit.Share(3, kit.Row(8, dot, kit.Fill(kit.NewParagraph(r.Seen, seen)))), tools)
	return kit.NewPanel(kit.White, kit.NewListRow(r.Name, content, nil).WithHeight(68).
		WithPadding(kit.Insets{Top: 8, Bottom: 8, Left: 16, Right: 8}).WithDivider())
}
