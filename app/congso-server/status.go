package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"
	"time"

	"congso.vn/congso/app/room"
	"congso.vn/congso/sync/hub"
)

// status says how the room fares; a server that runs says it itself.
func status(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) error {
	data := folder(flags, p)
	asJSON := flags.Bool("json", false, p.words.Say("server.flag.json"))
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if flags.NArg() > 0 {
		flags.Usage()
		return errUsage
	}
	if _, err := os.Stat(filepath.Join(*data, "room.db")); err != nil {
		return p.said("server.no-room", "path", *data)
	}
	a, err := room.Administer(ctx, p.config(*data))
	if err != nil {
		return err
	}
	defer a.Close()
	status, err := a.Status(ctx)
	if err != nil {
		return err
	}
	if *asJSON {
		lines := json.NewEncoder(p.out)
		lines.SetIndent("", "  ")
		return lines.Encode(status)
	}
	p.tellStatus(status, a.Serving())
	return nil
}

func (p program) tellStatus(status room.Status, serving bool) {
	head := "server.status.closed"
	if serving {
		head = "server.status.room"
	}
	p.line(head, "name", status.Name, "epoch", status.Epoch, "connected", status.Connected, "devices", status.Devices)
	switch {
	case status.Fault != "":
		p.line("server.status.failing", "time", time.UnixMilli(status.Since).Format(made), "count", status.Failed, "reason", p.fault(status.Fault))
	case status.Failed > 0:
		p.line("server.status.failed", "count", status.Failed)
	default:
		p.line("server.status.writing")
	}
	if status.Unread != "" {
		p.line("server.status.unread", "reason", p.fault(status.Unread))
	}
	for _, hash := range status.Damaged {
		p.line("server.status.damaged", "hash", hash)
	}
	if len(status.Refused) == 0 {
		p.line("server.status.none")
		return
	}
	p.line("server.status.refused")
	table := tabwriter.NewWriter(p.out, 0, 4, 2, ' ', 0)
	for _, reason := range hub.Reasons {
		if count := status.Refused[reason]; count > 0 {
			fmt.Fprintf(table, "  %d\t%s\n", count, p.words.Say("server.status.reason."+string(reason)))
		}
	}
	table.Flush()
}

// fault is the sentence on why nothing can be written.
func (p program) fault(key string) string {
	switch {
	case key == "storage.full", key == "storage.damaged":
		return p.words.Say("server.status." + key)
	case p.words.Has("refusal." + key):
		return p.words.Say("refusal." + key)
	}
	return p.words.Say(key, "path", "room.db")
}
