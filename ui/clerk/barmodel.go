package clerk

import (
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
)

// unsentQuiet is how long an act may be on its way before it counts as not sent.
const unsentQuiet = 3 * time.Second

func (d *desk) bar(state *council.State, standing people.Standing, now time.Time) barSight {
	look := d.config.Looks.Look()
	bar := barSight{
		Page: d.page, Title: d.say("clerk.title"), Under: standing.Room, Clock: d.clock(now, true),
		Dark: look.Dark, Language: d.say("clerk.language.other"),
	}
	if state.Exists() {
		bar.Title = state.Session.Title
		bar.Under = joined(" · ", d.sessionState(state.Session.State), d.date(state.Session.StartsAt), state.Session.Office)
	}
	for _, device := range d.config.People.Devices() {
		bar.Waiting = bar.Waiting || device.State == people.Pending
	}
	d.link(&bar, standing)
	if count := len(standing.Unsent); count > 0 {
		bar.Unsent = d.unsentWords(standing)
		for _, waiting := range standing.Unsent {
			old := d.config.Now().Sub(waiting.Since) >= unsentQuiet
			bar.UnsentOld = bar.UnsentOld || old || standing.Link != people.Online
		}
	}
	if len(d.slow) > 0 {
		bar.Working = d.say("clerk.working")
	}
	return bar
}

// unsentWords counts what is not sent, and apart from it what is sealed: nobody here can read what that is.
func (d *desk) unsentWords(standing people.Standing) string {
	own, shut := 0, 0
	for _, waiting := range standing.Unsent {
		if waiting.Sealed {
			shut++
		} else {
			own++
		}
	}
	words := []string{"", ""}
	if own > 0 {
		words[0] = d.say("clerk.unsent", "count", own)
	}
	if shut > 0 {
		words[1] = d.say("clerk.unsent.sealed", "count", shut)
	}
	return joined(" · ", words...)
}

// link says how the desktop stands with its room, and how old what it shows is.
func (d *desk) link(bar *barSight, standing people.Standing) {
	switch standing.Link {
	case people.Online:
		here, all := 0, 0
		for _, device := range d.config.People.Devices() {
			if device.State == people.Approved && device.Mode == people.DelegateMode {
				all++
				if d.config.People.Connected(device.ID) {
					here++
				}
			}
		}
		bar.Link, bar.LinkColor = d.say("clerk.link.online"), kit.Online
		if all > 0 {
			bar.Link = d.say("clerk.link.devices", "here", here, "all", all)
		}
		if here < all {
			bar.LinkColor = kit.Gold
		}
	case people.Connecting:
		bar.Link, bar.LinkColor = d.say("clerk.link.connecting"), kit.Gold
	case people.Offline:
		bar.Offline = true
		bar.Link = d.say("clerk.link.offline", "time", d.clock(standing.Since, false))
		if !standing.LastContact.IsZero() {
			bar.Link = joined(" · ", bar.Link, d.age(d.config.Now().Sub(standing.LastContact)))
		}
	default:
		bar.Offline = true
		bar.Link = d.say("clerk.link." + string(standing.Link))
	}
}

func (d *desk) showPage(shown page) {
	d.page = shown
	d.refresh()
}

// changeLook turns the language or the darkness.
func (d *desk) changeLook(what string) {
	look := d.config.Looks.Look()
	switch {
	case what == "dark":
		look.Dark = !look.Dark
	case look.Language == assets.English:
		look.Language = assets.Vietnamese
	default:
		look.Language = assets.English
	}
	d.config.Looks.SetLook(look)
	d.refresh()
}
