package clerk

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// inviteCount is how many devices one invitation takes in: a hall's tablets from one screen.
const inviteCount = 100

// invite is what new devices are invited for, and the invitation that stands.
type invite struct {
	mode    people.Mode
	wait    bool // the devices wait for approval
	text    string
	as      people.Mode // of the invitation that stands
	expires time.Time   // the server's clock
}

func (d *desk) devicesSight(standing people.Standing, now time.Time) devicesSight {
	s := devicesSight{Mode: string(d.invite.mode), Wait: d.invite.wait, Busy: d.busy["invite"]}
	connected, approved := 0, 0
	for _, device := range d.config.People.Devices() {
		if device.State == people.Pending {
			s.Waiting = append(s.Waiting, waitingRow{
				ID: device.ID, Name: d.deviceName(device), Mode: d.say("clerk.mode." + string(device.Mode)), Digits: digits(device.Digits),
				Busy: d.busy["device."+device.ID],
			})
			continue
		}
		row := deviceRow{
			ID: device.ID, Number: strconv.Itoa(device.Number), Name: d.deviceName(device), Mode: d.say("clerk.mode." + string(device.Mode)),
			Holder: d.config.People.Holder(device.ID), Connected: d.config.People.Connected(device.ID), Revoked: device.State == people.Revoked,
			This: standing.Device != "" && standing.Device == device.Name,
		}
		row.Seen = d.seenWords(row, device.ID)
		if !row.Revoked {
			approved++
			if row.Connected {
				connected++
			}
		}
		s.Rows = append(s.Rows, row)
	}
	s.Count = d.say("clerk.devices.count", "connected", connected, "all", approved)
	if d.invite.text != "" {
		s.Invite = inviteSight{
			Text: d.invite.text, For: d.say("clerk.invite.for", "mode", d.say("clerk.mode."+string(d.invite.as))),
			Left: d.say("clerk.invite.left", "time", left(d.invite.expires.Sub(now))), Expired: !now.Before(d.invite.expires),
		}
		if s.Invite.Expired {
			s.Invite.Left = d.say("clerk.invite.expired")
		}
	}
	return s
}

func (d *desk) deviceName(device people.Device) string {
	if device.Name != "" {
		return device.Name
	}
	return d.say("clerk.device.number", "number", device.Number)
}

// digits are the six digits to compare, in two threes.
func digits(text string) string {
	if len(text) != 6 {
		return text
	}
	return text[:3] + " " + text[3:]
}

// seenWords says when a device was last seen, as far as this desktop has been watching.
func (d *desk) seenWords(row deviceRow, id string) string {
	seen, ever := d.seen[id]
	switch {
	case row.Revoked:
		return d.say("clerk.device.revoked")
	case row.Connected:
		return d.say("clerk.device.connected")
	case ever:
		return d.say("clerk.device.seen", "time", d.clock(seen, false), "age", d.age(d.config.Now().Sub(seen)))
	}
	return d.say("clerk.device.unseen")
}

// inviteDevices has the server make an invitation; its text is also the QR's.
func (d *desk) inviteDevices() {
	mode, wait := d.invite.mode, d.invite.wait
	var invited people.Invited
	d.act("invite", func(ctx context.Context) error {
		said, err := d.config.Acts.Ask(ctx, people.InviteKind, people.Inviting{Mode: mode, Count: inviteCount, Wait: wait})
		if err != nil {
			return err
		}
		if err := json.Unmarshal(said, &invited); err != nil {
			return fmt.Errorf("clerk: read invitation: %w", err)
		}
		return nil
	}, func(err error) {
		d.settle(err, func() {
			d.invite.text, d.invite.as, d.invite.expires = invited.Text, mode, time.UnixMilli(invited.Expires)
		})
	})
}

func (d *desk) closeInvite() {
	d.invite.text = ""
	d.refresh()
}

func (d *desk) copyInvite() {
	if d.invite.text == "" {
		return
	}
	clipboard := d.config.Clipboard
	if clipboard == nil {
		clipboard = fyne.CurrentApp().Clipboard()
	}
	clipboard.SetContent(d.invite.text)
	d.notify(kit.InkStrip, "copy", d.say("clerk.invite.copied"))
}

func (d *desk) onDevice(key, kind, id string, body any, then func()) {
	d.act(key, func(ctx context.Context) error {
		return d.config.Acts.DoIn(ctx, people.Stream, kind, 0, body)
	}, func(err error) { d.settle(err, then) })
}

func (d *desk) device(id string) (people.Device, bool) {
	for _, device := range d.config.People.Devices() {
		if device.ID == id {
			return device, true
		}
	}
	return people.Device{}, false
}

// approveDevice takes a device in. What was approved by mistake can be revoked.
func (d *desk) approveDevice(id string) {
	device, known := d.device(id)
	if !known {
		return
	}
	d.onDevice("device."+id, people.ApproveDeviceKind, id, people.Pointing{ID: id}, func() {
		d.notify(kit.DoneStrip, "check", d.say("clerk.device.approved", "name", d.deviceName(device)))
	})
}

// revokeDevice takes a device out of the room for good: to come back it needs a new pairing.
func (d *desk) revokeDevice(id string) {
	device, known := d.device(id)
	if !known {
		return
	}
	title, sentence, confirm := d.say("clerk.device.revoke"), d.say("clerk.device.revoke.ask", "name", d.deviceName(device)), d.say("clerk.device.revoke")
	if holder := d.config.People.Holder(id); holder != "" {
		sentence = joined(" ", sentence, d.say("clerk.device.revoke.held", "holder", holder))
	}
	if device.State == people.Pending {
		title, sentence, confirm = d.say("clerk.device.refuse"), d.say("clerk.device.refuse.ask", "name", d.deviceName(device)), d.say("clerk.device.refuse")
	}
	d.ask(title, sentence, confirm, "cross_circle", func() {
		d.onDevice("device."+id, people.RevokeDeviceKind, id, people.Pointing{ID: id}, func() {
			d.notify(kit.DoneStrip, "check", d.say("clerk.device.revoked.done", "name", d.deviceName(device)))
		})
	})
}

func (d *desk) changeDevice(id string) {
	device, known := d.device(id)
	if !known {
		return
	}
	form := &openForm{faultAt: map[string]string{"device.number-taken": "number"}}
	form.sight = formSight{Title: d.say("clerk.device.change"), Save: d.say("clerk.save"), Fields: []field{
		{ID: "name", Label: d.say("clerk.device.name"), Value: device.Name},
		{ID: "number", Label: d.say("clerk.device.numbered"), Help: d.say("clerk.device.number.help"), Value: written(device.Number)},
	}}
	form.check = func(a map[string]string) map[string]string {
		if _, ok := number(a["number"]); !ok {
			return map[string]string{"number": d.say("clerk.number.fault")}
		}
		return nil
	}
	form.send = func(ctx context.Context, a map[string]string) error {
		number, _ := number(a["number"]) // checked before
		return d.config.Acts.DoIn(ctx, people.Stream, people.NameDeviceKind, 0, people.Naming{ID: id, Name: a["name"], Number: number})
	}
	form.done = func() { d.notify(kit.DoneStrip, "check", d.say("clerk.saved")) }
	d.openForm(form)
}
