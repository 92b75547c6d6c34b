package clerk

import (
	"context"
	"encoding/json"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// mayPrepare tells whether there is an item that papers can be added to.
func (d *desk) mayPrepare() bool {
	state := d.state()
	_, known := state.Items[d.item]
	return known && state.Session.State != council.SessionClosed
}

func (d *desk) prepareSight(state *council.State, standing people.Standing, now time.Time) prepareSight {
	s := prepareSight{NoSession: !state.Exists(), Closed: state.Session.State == council.SessionClosed, Session: state.ID}
	if s.NoSession {
		return s
	}
	s.Items, s.Item = d.itemRows(state), d.itemHead(state)
	waiting := unsent(standing)
	for _, paper := range paperOrder(state, d.item) {
		remarks, graver := d.remarksOf(state, paper)
		s.Papers = append(s.Papers, paperRow{
			ID: paper.ID, Name: paper.Name(), Title: paper.Title, Withdrawn: paper.Withdrawn, ReadOnly: s.Closed,
			About: d.paperAbout(paper), Audience: d.audience(state, paper.Audience), Pending: waiting[paper.ID],
			Original: d.originalText(state, paper), Remarks: remarks, Graver: graver, Reading: d.readingOf(state, paper),
		})
	}
	for _, upload := range d.uploads {
		if upload.session == state.ID && upload.item == d.item {
			s.Uploads = append(s.Uploads, upload.sight(d))
		}
	}
	for _, poll := range state.PollsOf(d.item) {
		s.Polls = append(s.Polls, d.pollCard(state, poll, false, now))
	}
	return s
}

func (d *desk) itemRows(state *council.State) []itemRow {
	agenda, numbers := state.Agenda(), state.Numbers()
	rows := make([]itemRow, 0, len(agenda))
	for _, item := range agenda {
		row := itemRow{
			ID: item.ID, Number: numbers[item.ID], Title: item.Title, State: item.State, Selected: item.ID == d.item,
			Depth: state.Depth(item.ID), Lock: item.Visibility != council.Common, Busy: d.busy["item.move"],
		}
		if row.Selected {
			for _, way := range moves {
				if _, may := placeFor(state, item.ID, way); may {
					row.Ways = append(row.Ways, way)
				}
			}
		}
		when := ""
		switch {
		case item.State == council.ItemCurrent:
			when = d.say("clerk.item.now")
		case item.StartsAt > 0:
			when = d.hour(item.StartsAt)
		case item.Minutes > 0:
			when = d.say("clerk.item.minutes", "count", item.Minutes)
		}
		row.Note = joined(" · ", when, d.itemMarks(item))
		rows = append(rows, row)
	}
	return rows
}

// itemMarks says what is particular about an item.
func (d *desk) itemMarks(item council.Item) string {
	var marks []string
	if item.Visibility != council.Common {
		marks = append(marks, d.say("clerk.item.visibility."+string(item.Visibility)))
	}
	if item.Block {
		marks = append(marks, d.say("clerk.item.block.short"))
	}
	if item.Late {
		marks = append(marks, d.say("clerk.item.late"))
	}
	return joined(" · ", marks...)
}

func (d *desk) itemHead(state *council.State) itemHead {
	item, known := state.Items[d.item]
	if !known {
		return itemHead{ReadOnly: state.Session.State == council.SessionClosed}
	}
	head := itemHead{
		Exists: true, ID: item.ID, Title: item.Title, ReadOnly: state.Session.State == council.SessionClosed,
		HasRules:  len(council.VoteRules(d.config.Room.Rules(), state.Session.Body)) > 0,
		Removable: item.State == council.ItemComing && len(state.Papers(item.ID)) == 0 && len(state.PollsOf(item.ID)) == 0 && len(state.Siblings(item.ID)) == 0,
	}
	minutes := ""
	if item.Minutes > 0 {
		minutes = d.say("clerk.item.minutes", "count", item.Minutes)
	}
	head.Above = joined(" · ", d.itemNumber(state, item.ID), d.hour(item.StartsAt), minutes, item.Presenter, d.itemMarks(item))
	switch {
	case item.State != council.ItemComing:
		head.Why = d.say("refusal.item.begun")
	case !head.Removable:
		head.Why = d.say("refusal.item.not-empty")
	}
	return head
}

// itemNumber is an item's number in words; empty for one that has none.
func (d *desk) itemNumber(state *council.State, id string) string {
	if number := state.Numbers()[id]; number != "" {
		return d.say("clerk.item.number", "number", number)
	}
	return ""
}

// itemNamed is an item with its number, where it has one: "Nội dung 2: …".
func (d *desk) itemNamed(state *council.State, item council.Item, title string) string {
	return joined(": ", d.itemNumber(state, item.ID), title)
}

func (d *desk) showItem(id string) {
	d.item = id
	d.refresh()
}

// stepItem opens the item before or after the open one.
func (d *desk) stepItem(by int) {
	agenda := d.state().Agenda()
	for i, item := range agenda {
		if next := i + by; item.ID == d.item && next >= 0 && next < len(agenda) {
			d.showItem(agenda[next].ID)
			return
		}
	}
}

func (d *desk) newItem() {
	id, order := d.config.NewID(), 1
	for _, item := range d.state().Siblings("") {
		order = max(order, item.Order+1)
	}
	d.openForm(d.itemForm(d.say("clerk.item.new"), council.Item{ID: id, Order: order}, func() {
		d.item = id
		d.notify(kit.DoneStrip, "check", d.say("clerk.item.made"))
	}))
}

func (d *desk) changeItem(id string) {
	if item, known := d.state().Items[id]; known {
		d.openForm(d.itemForm(d.say("clerk.item.change"), item, func() {
			d.notify(kit.DoneStrip, "check", d.say("clerk.saved"))
		}))
	}
}

func (d *desk) itemForm(title string, before council.Item, done func()) *openForm {
	base, stream := before.Seq, people.CouncilStream(d.state().ID)
	form := &openForm{done: done, faultAt: map[string]string{"item.no-title": "title", "item.minutes": "minutes", "item.wider-than-parent": "visibility", "item.narrower-than-parts": "visibility", "item.has-polls": "visibility", "item.papers-shown": "visibility"}}
	form.sight = formSight{Title: title, Save: d.say("clerk.save"), Fields: []field{
		{ID: "title", Label: d.say("clerk.item.title"), Value: before.Title},
		{ID: "presenter", Label: d.say("clerk.item.presenter"), Value: before.Presenter},
		{ID: "hour", Label: d.say("clerk.item.hour"), Help: d.say("clerk.session.hour.help"), Value: d.hour(before.StartsAt), Half: true},
		{ID: "minutes", Label: d.say("clerk.item.length"), Value: written(before.Minutes), Half: true},
		{ID: "visibility", Label: d.say("clerk.item.visibility"), Kind: listField, Value: visibilityID(before.Visibility), Options: d.visibilities(), About: d.visibilitiesAbout()},
		{ID: "block", Label: d.say("clerk.item.block"), Kind: switchField, Value: yes(before.Block), Help: d.say("clerk.item.block.help")},
	}}
	day := d.date(d.state().Session.StartsAt)
	if before.StartsAt > 0 {
		day = d.date(before.StartsAt)
	}
	if day == "" {
		day = d.date(d.serverNow().UnixMilli())
	}
	at := func(hour string) (int64, bool) {
		if hour == "" {
			return 0, true
		}
		return d.readTime(day, hour)
	}
	form.check = func(a map[string]string) map[string]string {
		faults := map[string]string{}
		if _, ok := at(a["hour"]); !ok {
			faults["hour"] = d.say("clerk.hour.fault")
		}
		if _, ok := number(a["minutes"]); !ok {
			faults["minutes"] = d.say("clerk.number.fault")
		}
		return faults
	}
	form.send = func(ctx context.Context, a map[string]string) error {
		item := before
		item.Title, item.Presenter = a["title"], a["presenter"]
		item.StartsAt, _ = at(a["hour"]) // checked before
		item.Minutes, _ = number(a["minutes"])
		item.Visibility, item.Block = visibilityOf(a["visibility"]), a["block"] != ""
		return d.config.Acts.DoIn(ctx, stream, council.PutItem, base, item)
	}
	form.stale = func(body json.RawMessage) (map[string]string, error) {
		now, seq, err := current[council.Item](body)
		if now.ID != "" {
			before = now
		}
		base = seq
		return map[string]string{"title": now.Title, "presenter": now.Presenter, "hour": d.hour(now.StartsAt), "minutes": written(now.Minutes), "visibility": visibilityID(now.Visibility), "block": yes(now.Block)}, err
	}
	return form
}

func (d *desk) removeItem(id string) {
	item, known := d.state().Items[id]
	if !known {
		return
	}
	d.do("item.remove", council.RemoveItem, 0, council.Pointing{ID: id}, func() {
		d.undoable(d.say("clerk.item.removed", "title", item.Title), func() {
			d.do("item.remove", council.PutItem, 0, item, func() { d.item = id })
		})
	})
}

// startItem makes an item the one under way. Going back is starting the item before again.
func (d *desk) startItem(id string) {
	state := d.state()
	before := state.Session.Current
	d.do("item.start", council.StartItem, 0, council.Pointing{ID: id}, func() {
		d.item = id
		text := d.say("clerk.item.started.plain", "title", state.Items[id].Title)
		if number := state.Numbers()[id]; number != "" {
			text = d.say("clerk.item.started", "number", number, "title", state.Items[id].Title)
		}
		if before == "" {
			d.notify(kit.DoneStrip, "check", text)
			return
		}
		d.undoable(text, func() {
			d.do("item.start", council.StartItem, 0, council.Pointing{ID: before}, func() { d.item = before })
		})
	})
}
