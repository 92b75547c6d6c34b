package main

import (
	"context"
	"flag"

	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
)

// erase erases a person, which nothing brings back.
func erase(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) error {
	data := folder(flags, p)
	who := flags.String("person", "", p.words.Say("server.flag.person"))
	reason := flags.String("reason", "", p.words.Say("server.flag.reason"))
	yes := flags.Bool("yes", false, p.words.Say("server.flag.yes"))
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if *who == "" || flags.NArg() > 0 {
		flags.Usage()
		return flag.ErrHelp
	}
	a, err := room.Administer(ctx, p.config(*data))
	if err != nil {
		return err
	}
	defer a.Close()
	overview, err := a.Overview(ctx)
	if err != nil {
		return err
	}
	found := persons(overview.Persons, *who)
	switch {
	case len(found) == 0:
		return &people.Refusal{Code: "person.unknown"}
	case len(found) > 1:
		p.line("server.erase.several", "name", *who)
		for _, person := range found {
			p.line("server.erase.one", "name", person.Name, "group", person.Group, "id", person.ID)
		}
		return errUsage
	case found[0].Erased > 0:
		p.line("server.erase.already", "name", found[0].Name)
		return nil
	}
	person := found[0]
	p.line("server.erase.about", "name", person.Name, "group", person.Group, "id", person.ID)
	if !*yes && !p.agrees(p.words.Say("server.erase.ask")) {
		p.line("server.erase.not")
		return errUsage
	}
	if err := submitTo(ctx, a, people.Stream, people.ErasePersonKind, people.Erasing{ID: person.ID, Reason: *reason}, nil); err != nil {
		return err
	}
	p.line("server.erase.done", "name", person.Name)
	return nil
}

// persons returns who has an id, or else who has a name, however it is spelled.
func persons(all []people.Person, who string) []people.Person {
	var named []people.Person
	for _, person := range all {
		if person.ID == who {
			return []people.Person{person}
		}
		if people.Fold(people.Clean(person.Name)) == people.Fold(people.Clean(who)) && person.Erased == 0 {
			named = append(named, person)
		}
	}
	return named
}
