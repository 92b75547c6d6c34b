package main

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"strings"

	"golang.org/x/text/unicode/norm"

	"congso.vn/congso/app/room"
)

func restore(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) error {
	data := folder(flags, p)
	yes := flags.Bool("yes", false, p.words.Say("server.flag.yes"))
	from, err := oneName(flags, arguments)
	if err != nil {
		return err
	}
	m, err := room.ReadBackup(from)
	if err != nil {
		return err
	}
	p.line("server.restore.about", "name", m.Room, "time", m.Made().Format(made), "streams", len(m.Streams), "papers", m.Papers, "size", megabytes(m.Bytes), "path", *data)
	if !*yes && !p.agrees(p.words.Say("server.restore.ask")) {
		p.line("server.restore.not")
		return errUsage
	}
	done, err := room.Restore(ctx, from, p.config(*data), p.progress())
	if err != nil {
		return err
	}
	for _, paper := range m.Missing {
		p.line("server.restore.missing", "title", paper.Title, "hash", paper.Hash)
	}
	p.line("server.restore.done", "name", m.Room, "path", *data, "epoch", done.Epoch.Number)
	return nil
}

// agrees asks a person, who must write the word: nobody answers for them.
func (p program) agrees(question string) bool {
	fmt.Fprint(p.out, question+" ")
	said, err := bufio.NewReader(p.in).ReadString('\n')
	if err != nil && said == "" {
		fmt.Fprintln(p.out)
		return false
	}
	said = strings.ToLower(norm.NFC.String(strings.TrimSpace(said)))
	return said == p.words.Say("server.restore.agree")
}
