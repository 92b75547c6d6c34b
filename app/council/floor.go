package council

import (
	"errors"
	"maps"
	"slices"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/speaking"
)

// floorJudgements are the commands about lists of speakers (danh sách đăng ký phát biểu). What may be done and by whom
// is app/speaking's; here stand the session's own conditions.
var floorJudgements = func() map[string]judgement {
	rules := map[string]judgement{}
	for _, kind := range speaking.Commands() {
		rules[kind] = judgement{people.TakePart, actOnFloor}
	}
	return rules
}()

// Speakers returns the list of speakers of an item.
func (s *State) Speakers(item string) speaking.List {
	entries := slices.Collect(maps.Values(s.Speeches[item]))
	return speaking.NewList(item, s.Lists[item], entries...)
}

// speakingBefore adds up the contributions to all items but one, for lists that go by the time spoken so far.
func (s *State) speakingBefore(item string, bench Bench) speaking.Totals {
	var all []speaking.Entry
	for other, entries := range s.Speeches {
		if other != item {
			all = append(all, slices.Collect(maps.Values(entries))...)
		}
	}
	return speaking.Sum(all, bench.Now, speaking.Contributions...)
}

// floorBench is what a list of this session needs to know besides itself.
func (s *State) floorBench(item string, bench Bench) speaking.Bench {
	return speaking.Bench{
		Now: bench.Now, Past: s.speakingBefore(item, bench),
		Member: func(person string) (speaking.Member, bool) {
			deputy, known := s.Deputies[person]
			return speaking.Member{Group: deputy.Group, Present: s.IsPresent(person)}, known
		},
	}
}

// actOnFloor does one act on a list. A request's id is that of the command that asks for it.
func actOnFloor(d *deed, actor change.Actor, command change.Command, bench Bench) change.Answer {
	act, err := speaking.ReadAct(command.Kind, command.Body)
	if err != nil {
		return floorRefusal(err)
	}
	if ask, asks := act.(speaking.Ask); asks {
		ask.ID = command.ID
		act = ask
	}
	item, known := d.state.Items[act.About()]
	_, starts := act.(speaking.Start)
	switch {
	case !known || !isID(item.ID):
		return change.Refuse("item.unknown")
	case item.Visibility == Hidden:
		return change.Refuse("item.hidden")
	case starts && d.state.Session.State != SessionOpen:
		return change.Refuse("session.not-open")
	}
	by := speaking.Actor{
		Person: actor.Person,
		Chair:  people.Mode(actor.Mode) == people.DelegateMode && d.state.May(actor, people.ConductSession),
		Clerk:  people.May(people.Mode(actor.Mode), people.ConductSession),
	}
	written, err := speaking.Do(d.state.Speakers(item.ID), act, by, d.state.floorBench(item.ID, bench))
	if err != nil {
		return floorRefusal(err)
	}
	d.writeFloor(item, written)
	if len(d.drafts) == 0 {
		return change.Answer{Outcome: change.Duplicate} // it stands so already
	}
	return change.Accept()
}

func floorRefusal(err error) change.Answer {
	if refusal, is := errors.AsType[speaking.Refusal](err); is {
		return change.Refuse(refusal.Code)
	}
	return change.Refuse("command.unreadable")
}

func (d *deed) writeFloor(item Item, written speaking.Written) {
	if written.Setup != nil {
		d.write(ListKind, d.itemAudience(item), item.ID, *written.Setup)
	}
	for _, entry := range written.Entries {
		d.write(SpeechKind, d.itemAudience(item), entry.Key(), entry)
	}
}

// silence ends what is being said on an item: the session goes on to another, or closes.
func (d *deed) silence(item Item, bench Bench) {
	list := d.state.Speakers(item.ID)
	for range 2 { // a speech may be interrupted by a question
		top, _ := list.Floor()
		if top.ID == "" {
			return
		}
		end := speaking.End{OfEntry: speaking.OfEntry{OfList: speaking.OfList{Item: item.ID}, ID: top.ID}}
		written, err := speaking.Do(list, end, speaking.Actor{Clerk: true}, d.state.floorBench(item.ID, bench))
		if err != nil {
			return
		}
		d.writeFloor(item, written)
		list = list.With(written)
	}
}
