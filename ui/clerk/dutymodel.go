package clerk

import (
	"context"
	"time"

	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// duty warns over every page while the server does not see its standby: ballots wait then, and only a person
// may have it go on alone.
func (d *desk) duty(standing people.Standing) dutySight {
	if standing.Duty.Standby != people.LostStandby || standing.Link != people.Online {
		return dutySight{}
	}
	return dutySight{
		Text:   d.say("clerk.duty.lost", "name", standing.Duty.Name, "time", d.clock(time.UnixMilli(standing.Duty.Since), true)),
		Action: d.say("clerk.duty.alone"), Busy: d.busy["alone"],
	}
}

// standby says how the server stands with its standby.
func (d *desk) standby(standing people.Standing) standbySight {
	state := standing.Duty.Standby
	if standing.Link != people.Online || state == "" {
		return standbySight{Title: d.say("clerk.standby.unknown"), About: d.say("clerk.standby.unknown.about"), Icon: "nolink", Color: kit.Slate}
	}
	s := standbySight{
		Title: d.say("clerk.standby."+state, "name", standing.Duty.Name),
		About: d.say("clerk.standby."+state+".about", "time", d.clock(time.UnixMilli(standing.Duty.Since), true)),
		Icon:  "check_circle", Color: kit.Agree, Busy: d.busy["alone"],
	}
	switch state {
	case people.LostStandby:
		s.Icon, s.Color, s.Alone = "warn", kit.Disagree, true
	case people.CatchingStandby:
		s.Icon, s.Color = "hourglass", kit.Gold
	case people.NoStandby, people.AloneStandby:
		s.Icon, s.Color = "info", kit.Slate
	}
	if fault := standing.Duty.Fault; fault != "" && d.words.Has("refusal."+fault) {
		s.About = joined(" ", s.About, d.say("refusal."+fault))
	}
	return s
}

// goAlone has the server go on without its standby, after a yes: it may not take over any more.
func (d *desk) goAlone() {
	d.ask(d.say("clerk.duty.alone"), d.say("clerk.duty.alone.ask"), d.say("clerk.duty.alone"), "warn", func() {
		d.act("alone", func(ctx context.Context) error {
			_, err := d.config.Acts.Ask(ctx, people.GoAloneKind, struct{}{})
			return err
		}, func(err error) {
			d.settle(err, func() { d.notify(kit.DoneStrip, "check", d.say("clerk.duty.alone.done")) })
		})
	})
}
