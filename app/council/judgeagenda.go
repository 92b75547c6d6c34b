package council

import (
	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

var agendaJudgements = map[string]judgement{
	PutItem:    {people.RunSession, on(putItem)},
	RemoveItem: {people.RunSession, on(removeItem)},
	StartItem:  {people.ConductSession, on(startItem)},
}

func putItem(d *deed, _ change.Actor, command change.Command, v Item, _ Bench) change.Answer {
	before := d.state.Items[v.ID]
	if answer, old := stale(ItemKind, command.Base, before.Seq, before); old {
		return answer
	}
	v.Title, v.Presenter = people.Clean(v.Title), people.Clean(v.Presenter)
	switch {
	case v.ID == "":
		return change.Refuse("command.unreadable")
	case v.Title == "":
		return change.Refuse("item.no-title")
	case tooLong(v.Title, v.Presenter, v.ID):
		return change.Refuse("too-long")
	case before.ID == "" && len(d.state.Items) >= maxItems:
		return change.Refuse("too-many")
	}
	v.State = before.State
	if v.State == "" {
		v.State = ItemComing
	}
	if v.Order == 0 {
		v.Order = len(d.state.Items) + 1
	}
	d.write(ItemKind, d.hall(), v.ID, v)
	return change.Accept()
}

func removeItem(d *deed, _ change.Actor, _ change.Command, v Pointing, _ Bench) change.Answer {
	item, ok := d.state.Items[v.ID]
	switch {
	case !ok:
		return change.Refuse("item.unknown")
	case item.State != ItemComing:
		return change.Refuse("item.begun")
	case len(d.state.Papers(v.ID)) > 0 || len(d.state.PollsOf(v.ID)) > 0:
		return change.Refuse("item.not-empty")
	}
	d.takeBack(ItemKind, d.hall(), v.ID)
	return change.Accept()
}

// startItem makes an item the one under way; the one before it is done.
func startItem(d *deed, _ change.Actor, _ change.Command, v Pointing, _ Bench) change.Answer {
	item, ok := d.state.Items[v.ID]
	session := d.state.Session
	_, running := d.state.RunningPoll()
	switch {
	case !ok:
		return change.Refuse("item.unknown")
	case session.State != SessionOpen:
		return change.Refuse("session.not-open")
	case running:
		return change.Refuse("poll.running")
	case session.Current == v.ID:
		return change.Refuse("item.current-already")
	}
	if before, ok := d.state.Items[session.Current]; ok {
		before.State = ItemDone
		d.write(ItemKind, d.hall(), before.ID, before)
	}
	item.State = ItemCurrent
	d.write(ItemKind, d.hall(), item.ID, item)
	session.Current = item.ID
	d.write(SessionKind, d.hall(), "", session)
	return change.Accept()
}
