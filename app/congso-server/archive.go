package main

import (
	"context"
	"flag"

	"congso.vn/congso/app/room"
)

func archive(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) error {
	data := folder(flags, p)
	session := flags.String("session", "", p.words.Say("server.flag.session"))
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if flags.NArg() != 0 {
		flags.Usage()
		return errUsage
	}
	files, err := room.Archive(ctx, p.config(*data), *session)
	for _, file := range files {
		p.line("server.archive.done", "path", file)
	}
	if err == nil && len(files) == 0 {
		p.line("server.archive.none")
	}
	return err
}
