package council

import (
	"slices"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

var agendaJudgements = map[string]judgement{
	PutItem:    {people.RunSession, on(putItem)},
	MoveItem:   {people.RunSession, on(moveItem)},
	RemoveItem: {people.RunSession, on(removeItem)},
	StartItem:  {people.ConductSession, on(startItem)},
}

// mostMinutes is the longest time that an item can be planned for: a day.
const mostMinutes = 24 * 60

func putItem(d *deed, _ change.Actor, command change.Command, v Item, _ Bench) change.Answer {
	before, existed := d.state.Items[v.ID]
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
	case v.Minutes < 0 || v.Minutes > mostMinutes:
		return change.Refuse("item.minutes")
	case !existed && len(d.state.Items) >= maxItems:
		return change.Refuse("too-many")
	}
	if code := d.state.mayStand(v); code != "" {
		return change.Refuse(code)
	}
	if existed && before.Visibility != v.Visibility && len(d.state.Speeches[v.ID]) > 0 {
		return change.Refuse("item.has-speeches") // who asked to speak was told to those who see it
	}
	v.State, v.Late, v.BegunAt, v.Spent = before.State, before.Late, before.BegunAt, before.Spent
	if !existed {
		v.State, v.Late = ItemComing, d.state.Session.OpenedAt != 0
	}
	if v.Order == 0 {
		v.Order = len(d.state.Siblings(v.Parent)) + 1
	}
	if existed && before.Visibility != v.Visibility {
		d.takeBack(ItemKind, d.itemAudience(before), v.ID) // those who lose it are told so
	}
	d.writeItem(v)
	return change.Accept()
}

// mayStand says why an item may not stand where it says it stands; "" means it may.
func (s *State) mayStand(v Item) string {
	parent, known := s.Items[v.Parent]
	switch {
	case v.Visibility.narrowness() < 0:
		return "item.visibility"
	case v.Parent != "" && (!known || s.within(v.Parent, v.ID) || s.Depth(v.Parent)+1+s.height(v.ID) > maxDepth):
		return "item.parent"
	case known && parent.Visibility.narrowness() > v.Visibility.narrowness():
		return "item.wider-than-parent"
	}
	for _, below := range s.Siblings(v.ID) {
		if v.ID != "" && below.Visibility.narrowness() < v.Visibility.narrowness() {
			return "item.narrower-than-parts"
		}
	}
	if v.Visibility != Common && len(s.PollsOf(v.ID)) > 0 {
		return "item.has-polls"
	}
	for _, document := range s.Papers(v.ID) {
		if !s.isWithin(document.Audience, v.Visibility) {
			return "item.papers-shown"
		}
	}
	return ""
}

// MayMove reports whether an item may belong to a parent, as far as this device knows.
func (s *State) MayMove(item, parent string) bool {
	moved := s.Items[item]
	moved.Parent = parent
	return s.mayStand(moved) == ""
}

// isWithin reports whether an audience sees no paper of an item that it does not see.
func (s *State) isWithin(audience change.Audience, visibility Visibility) bool {
	switch visibility {
	case Hidden:
		return audience == people.ClerkOf(s.ID)
	case Internal:
		return audience != people.Hall(s.ID)
	default:
		return true
	}
}

// itemAudience is who sees an item.
func (d *deed) itemAudience(item Item) change.Audience {
	switch item.Visibility {
	case Hidden:
		return d.clerks()
	case Internal:
		return people.Members(d.state.ID)
	default:
		return d.hall()
	}
}

func (d *deed) writeItem(item Item) { d.write(ItemKind, d.itemAudience(item), item.ID, item) }

// Moving is the body of MoveItem: an item, with all that belongs to it, goes before another of that parent.
type Moving struct {
	ID     string `json:"id"`
	Parent string `json:"parent,omitempty"`
	Before string `json:"before,omitempty"` // empty: behind all others
}

// moveItem gives an item another place. Its papers, votes and speakers go with it: they know it by its id. Only the
// items whose place changes are written.
func moveItem(d *deed, _ change.Actor, _ change.Command, v Moving, _ Bench) change.Answer {
	item, known := d.state.Items[v.ID]
	if !known {
		return change.Refuse("item.unknown")
	}
	item.Parent = v.Parent
	if code := d.state.mayStand(item); code != "" {
		return change.Refuse(code)
	}
	siblings := slices.DeleteFunc(d.state.Siblings(v.Parent), func(other Item) bool { return other.ID == v.ID })
	place := len(siblings)
	if v.Before != "" {
		if place = slices.IndexFunc(siblings, func(other Item) bool { return other.ID == v.Before }); place < 0 {
			return change.Refuse("item.unknown")
		}
	}
	for i, other := range slices.Insert(siblings, place, item) {
		before := d.state.Items[other.ID]
		if other.Order = i + 1; other.Order != before.Order || other.Parent != before.Parent {
			d.writeItem(other)
		}
	}
	if len(d.drafts) == 0 {
		return change.Answer{Outcome: change.Duplicate} // it stands there already
	}
	return change.Accept()
}

func removeItem(d *deed, _ change.Actor, _ change.Command, v Pointing, _ Bench) change.Answer {
	item, ok := d.state.Items[v.ID]
	switch {
	case !ok:
		return change.Refuse("item.unknown")
	case item.State != ItemComing:
		return change.Refuse("item.begun")
	case len(d.state.Papers(v.ID)) > 0 || len(d.state.PollsOf(v.ID)) > 0 || len(d.state.Siblings(v.ID)) > 0 || len(d.state.Speeches[v.ID]) > 0:
		return change.Refuse("item.not-empty")
	}
	d.takeBack(ItemKind, d.itemAudience(item), v.ID)
	return change.Accept()
}

// startItem makes an item the one under way; the one before it is done.
func startItem(d *deed, _ change.Actor, _ change.Command, v Pointing, bench Bench) change.Answer {
	item, ok := d.state.Items[v.ID]
	session := d.state.Session
	_, running := d.state.RunningPoll()
	switch {
	case !ok:
		return change.Refuse("item.unknown")
	case item.Visibility == Hidden:
		return change.Refuse("item.hidden")
	case session.State != SessionOpen:
		return change.Refuse("session.not-open")
	case running:
		return change.Refuse("poll.running")
	case session.Current == v.ID:
		return change.Refuse("item.current-already")
	}
	if before, ok := d.state.Items[session.Current]; ok {
		d.silence(before, bench)
		d.writeItem(before.paused(bench.Now))
	}
	item.State, item.BegunAt = ItemCurrent, bench.Now.UnixMilli()
	d.writeItem(item)
	session.Current = item.ID
	d.write(SessionKind, d.hall(), "", session)
	return change.Accept()
}
