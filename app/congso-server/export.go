package main

import (
	"context"
	"flag"
	"fmt"

	"congso.vn/congso/app/room"
)

func export(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) error {
	data := folder(flags, p)
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		flags.Usage()
		return flag.ErrHelp
	}
	done, err := room.Export(ctx, *data, flags.Arg(0))
	if err != nil {
		return err
	}
	fmt.Fprintln(p.out, p.words.Say("server.export.done", "streams", done.Streams, "changes", done.Changes, "papers", done.Papers, "path", flags.Arg(0)))
	return nil
}
