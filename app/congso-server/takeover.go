package main

import (
	"context"
	"flag"
	"fmt"

	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
)

// takeover has the standby of a folder speak for the room from here on.
func takeover(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) error {
	data := folder(flags, p)
	yes := flags.Bool("yes", false, p.words.Say("server.flag.yes"))
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	view, err := room.StandbyAt(ctx, p.config(*data))
	if err != nil {
		return err
	}
	fmt.Fprintln(p.out, p.words.Say("server.takeover.about", "changes", view.Changes))
	if view.Connected {
		fmt.Fprintln(p.out, p.words.Say("server.takeover.connected"))
	}
	if view.Missing > 0 {
		fmt.Fprintln(p.out, p.words.Say("server.takeover.missing", "count", view.Missing))
	}
	if !*yes && !p.agrees(p.words.Say("server.takeover.ask")) {
		fmt.Fprintln(p.out, p.words.Say("server.takeover.not"))
		return errUsage
	}
	running, err := room.TakeOver(ctx, p.config(*data))
	if err != nil {
		return err
	}
	if running {
		fmt.Fprintln(p.out, p.words.Say("server.takeover.done"))
	} else {
		fmt.Fprintln(p.out, p.words.Say("server.takeover.start", "path", *data))
	}
	return nil
}

// alone has the server go on without its standby, which may not take over any more.
func alone(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) error {
	data := folder(flags, p)
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	a, err := room.Administer(ctx, p.config(*data))
	if err != nil {
		return err
	}
	defer a.Close()
	if err := submitTo(ctx, a, people.Stream, people.GoAloneKind, struct{}{}, nil); err != nil {
		return err
	}
	fmt.Fprintln(p.out, p.words.Say("server.alone.done"))
	return nil
}
