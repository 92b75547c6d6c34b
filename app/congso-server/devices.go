package main

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"slices"
	"strconv"
	"text/tabwriter"

	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
)

func devices(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) error {
	data := folder(flags, p)
	if err := flags.Parse(arguments); err != nil {
		return err
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
	switch verb := flags.Arg(0); verb {
	case "", "list":
		p.listDevices(overview)
		return nil
	case "approve", "revoke":
		kind := map[string]string{"approve": people.ApproveDeviceKind, "revoke": people.RevokeDeviceKind}[verb]
		device, ok := find(overview, flags.Arg(1))
		if !ok {
			return &people.Refusal{Code: "device.unknown"}
		}
		if err := submitTo(ctx, a, people.Stream, kind, people.Pointing{ID: device.ID}, nil); err != nil {
			return err
		}
		fmt.Fprintln(p.out, p.words.Say("server.devices."+verb+"d", "number", device.Number, "name", device.Name))
		return nil
	}
	flags.Usage()
	return flag.ErrHelp
}

func (p program) listDevices(overview room.Overview) {
	if len(overview.Devices) == 0 {
		fmt.Fprintln(p.out, p.words.Say("server.devices.none"))
		return
	}
	slices.SortFunc(overview.Devices, func(a, b people.Device) int { return cmp.Compare(a.Number, b.Number) })
	table := tabwriter.NewWriter(p.out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(table, p.words.Say("server.devices.head"))
	for _, device := range overview.Devices {
		connected := ""
		if overview.Connected[device.ID] {
			connected = p.words.Say("server.devices.connected")
		}
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", device.Number, device.Name, device.Mode,
			p.words.Say("server.devices.state."+string(device.State)), device.Digits, overview.Holders[device.ID], connected, device.ID)
	}
	table.Flush()
}

// find takes a device's number or the beginning of its id.
func find(overview room.Overview, name string) (people.Device, bool) {
	number, err := strconv.Atoi(name)
	for _, device := range overview.Devices {
		if (err == nil && device.Number == number) || (len(name) >= 8 && len(device.ID) >= len(name) && device.ID[:len(name)] == name) {
			return device, true
		}
	}
	return people.Device{}, false
}
