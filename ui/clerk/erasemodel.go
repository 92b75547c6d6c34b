package clerk

import (
	"context"
	"strings"

	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// erasePerson asks what for, and that it is understood, before a person's personal data are erased (xoá dữ liệu
// cá nhân). It says what goes, what stays, and that nothing brings it back.
func (d *desk) erasePerson(id string) {
	for _, one := range d.everyone(d.state()) {
		if one.id() == id && one.known && one.person.Erased == 0 {
			d.openForm(d.eraseForm(one))
			return
		}
	}
}

func (d *desk) eraseForm(one someone) *openForm {
	form := &openForm{faultAt: map[string]string{"erase.no-reason": "reason", "too-long": "reason"}}
	form.sight = formSight{
		Title: d.say("clerk.erase.title", "name", one.name()), Save: d.say("clerk.erase.confirm"), Icon: "eraser",
		Lead: []string{d.say("clerk.erase.goes"), d.say("clerk.erase.stays"), d.say("clerk.erase.final")},
		Fields: []field{
			{ID: "reason", Label: d.say("clerk.erase.reason"), Help: d.say("clerk.erase.reason.help")},
			{ID: "understood", Label: d.say("clerk.erase.understood"), Kind: switchField},
		},
	}
	if held := d.heldBy(one); held != "" {
		form.sight.Lead = append(form.sight.Lead, d.say("clerk.erase.holds", "device", held))
	}
	form.check = func(a map[string]string) map[string]string {
		switch {
		case strings.TrimSpace(a["reason"]) == "":
			return map[string]string{"reason": d.say("refusal.erase.no-reason")}
		case a["understood"] == "":
			return map[string]string{"understood": d.say("clerk.erase.not-understood")}
		}
		return nil
	}
	id := one.id()
	form.send = func(ctx context.Context, a map[string]string) error {
		return d.config.Acts.DoIn(ctx, people.Stream, people.ErasePersonKind, 0, people.Erasing{ID: id, Reason: a["reason"]})
	}
	form.done = func() { d.notify(kit.DoneStrip, "check", d.say("clerk.erase.done", "name", one.name())) }
	return form
}

// heldBy names the machine that a person holds; "" for none, or where another of the same name may hold it.
func (d *desk) heldBy(one someone) string {
	namesakes := 0
	for _, person := range d.config.People.Persons() {
		if person.Name == one.person.Name {
			namesakes++
		}
	}
	if namesakes > 1 {
		return ""
	}
	for _, device := range d.config.People.Devices() {
		if device.Mode == people.DelegateMode && d.config.People.Holder(device.ID) == one.person.Name {
			return device.Name
		}
	}
	return ""
}
