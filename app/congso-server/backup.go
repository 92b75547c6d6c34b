package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"congso.vn/congso/app/room"
)

// made is how people read a time here.
const made = "15:04 02/01/2006"

func backup(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) error {
	data := folder(flags, p)
	target, err := oneName(flags, arguments)
	if err != nil {
		return err
	}
	m, err := room.Backup(ctx, p.config(*data), target, p.progress())
	if err == nil || len(m.Missing) > 0 {
		p.line("server.backup.done", "name", m.Room, "time", m.Made().Format(made), "streams", len(m.Streams), "papers", m.Papers, "size", megabytes(m.Bytes), "path", target)
		p.line("server.backup.secret")
	}
	for _, paper := range m.Missing {
		p.line("server.backup.missing", "title", paper.Title, "hash", paper.Hash)
	}
	return err
}

// oneName reads the flags and the one name among them, in whatever order they were given.
func oneName(flags *flag.FlagSet, arguments []string) (string, error) {
	var names []string
	for {
		if err := flags.Parse(arguments); err != nil {
			return "", err
		}
		if flags.NArg() == 0 {
			break
		}
		names, arguments = append(names, flags.Arg(0)), flags.Args()[1:]
	}
	if len(names) != 1 {
		flags.Usage()
		return "", errUsage
	}
	return names[0], nil
}

func megabytes(size int64) string { return fmt.Sprintf("%.1f", float64(size)/(1<<20)) }

func (p program) line(key string, pairs ...any) { fmt.Fprintln(p.out, p.words.Say(key, pairs...)) }

// progress shows how far a copy has come, to a person who looks: a log file is told nothing.
func (p program) progress() room.Progress {
	out, ok := p.out.(*os.File)
	if !ok {
		return nil
	}
	if info, err := out.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	last := ""
	return func(stage string, done, total int64) {
		line := p.words.Say("server.progress."+stage, "done", done>>20, "total", total>>20)
		if line != last {
			last = line
			fmt.Fprintf(out, "\r\x1b[K%s", line)
		}
		if done >= total {
			fmt.Fprint(out, "\r\x1b[K")
		}
	}
}
