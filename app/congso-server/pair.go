package main

import (
	"context"
	"flag"
	"fmt"
	"strings"
	"time"

	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/sync/trust"
)

func pair(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) error {
	data := folder(flags, p)
	mode := flags.String("mode", string(people.DelegateMode), p.words.Say("server.flag.mode"))
	count := flags.Int("count", 1, p.words.Say("server.flag.count"))
	wait := flags.Bool("wait", false, p.words.Say("server.flag.wait"))
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	a, err := room.Administer(ctx, p.config(*data))
	if err != nil {
		return err
	}
	defer a.Close()
	if !a.Serving() {
		return fmt.Errorf("%s", p.words.Say("server.not-running"))
	}
	var invited people.Invited
	asked := people.Inviting{Mode: people.Mode(strings.ToLower(*mode)), Count: *count, Wait: *wait}
	if err := submitTo(ctx, a, people.Stream, people.InviteKind, asked, &invited); err != nil {
		return err
	}
	qr, err := trust.NewQR(invited.Text)
	if err != nil {
		return err
	}
	fmt.Fprintln(p.out, qr.Terminal())
	fmt.Fprintln(p.out, invited.Text)
	fmt.Fprintln(p.out, p.words.Say("server.pair.until", "time", time.UnixMilli(invited.Expires).Format("15:04:05"), "count", *count))
	return nil
}
