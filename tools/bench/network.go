package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"

	"congso.vn/congso/app/people"
	"congso.vn/congso/app/station"
)

// tabletArgument makes the program be one tablet in a network of its own.
const tabletArgument = "tablet"

// wire is two networks of the measure's own with a cable between them: the room's machine and a tablet's.
type wire struct {
	room, tablet string // names of the network namespaces
	cable        string
}

const roomPort = 7443

func roomAddress(number int) string { return "10.77.0." + strconv.Itoa(number) }

// layWire makes the networks; nothing of this machine's own network is touched.
func layWire(ctx context.Context) (*wire, error) {
	name := "congso-bench-" + strconv.Itoa(os.Getpid())
	w := &wire{room: name + "-room", tablet: name + "-tablet", cable: "cable"}
	for _, arguments := range [][]string{
		{"netns", "add", w.room}, {"netns", "add", w.tablet},
		{"-n", w.room, "link", "add", w.cable, "type", "veth", "peer", "name", w.cable, "netns", w.tablet},
		{"-n", w.room, "link", "set", "lo", "up"}, {"-n", w.tablet, "link", "set", "lo", "up"},
		{"-n", w.room, "addr", "add", roomAddress(1) + "/24", "dev", w.cable}, {"-n", w.tablet, "addr", "add", "10.77.0.100/24", "dev", w.cable},
		{"-n", w.room, "link", "set", w.cable, "up"}, {"-n", w.tablet, "link", "set", w.cable, "up"},
	} {
		if err := ip(ctx, arguments...); err != nil {
			return nil, errors.Join(err, w.pull())
		}
	}
	return w, nil
}

// pull removes the networks.
func (w *wire) pull() error {
	var all error
	for _, name := range []string{w.room, w.tablet} {
		if _, err := os.Stat(filepath.Join("/run/netns", name)); err == nil {
			all = errors.Join(all, ip(context.Background(), "netns", "del", name))
		}
	}
	return all
}

func ip(ctx context.Context, arguments ...string) error {
	if said, err := exec.CommandContext(ctx, "ip", arguments...).CombinedOutput(); err != nil {
		return fmt.Errorf("ip %v: %w: %s", arguments, err, said)
	}
	return nil
}

// inside is a command in one of the networks.
func inside(ctx context.Context, network, program string, arguments ...string) *exec.Cmd {
	return exec.CommandContext(ctx, "ip", append([]string{"netns", "exec", network, program}, arguments...)...)
}

// finding measures a tablet that knows its room and not where it is. Found: from its start, with no address
// kept, to its being in the room, by the room's own announcements and the proof of who answers. Address
// changed: from the moment when the room's machine has another address to the moment when the tablet is in
// the room at it, without anyone doing anything.
func finding(ctx context.Context, b *bench) error {
	if _, err := exec.LookPath("ip"); err != nil || os.Getuid() != 0 {
		fmt.Println("  sync.find_pinned, sync.address_change: left out: networks of one's own need root and the command ip")
		return nil
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	w, err := layWire(ctx)
	if err != nil {
		return err
	}
	defer w.pull()
	data := filepath.Join(b.work, "room")
	server := inside(ctx, w.room, b.program("congso-server"), "serve", "--data", data, "--listen", ":"+strconv.Itoa(roomPort), "--name", "Bench")
	out, err := server.StdoutPipe()
	if err != nil {
		return err
	}
	if err := server.Start(); err != nil {
		return err
	}
	defer func() { server.Process.Kill(); server.Wait() }()
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		return fmt.Errorf("server said %q: %w", line, err)
	}
	invitation, err := invitationOf(inside(ctx, w.room, b.program("congso-server"), "pair", "--data", data, "--mode", string(people.DelegateMode)))
	if err != nil {
		return err
	}
	t, err := callTablet(ctx, w.tablet)
	if err != nil {
		return err
	}
	defer t.dismiss()
	folder := filepath.Join(b.work, "tablet")
	if _, err := t.do(order{Do: "join", Invitation: invitation, Folder: folder}); err != nil {
		return err
	}
	var found, moved []float64
	for range rounds {
		done, err := t.do(order{Do: "find", Folder: folder})
		if err != nil {
			return err
		}
		found = append(found, done.Rounds[0][0])
	}
	figure("sync.find_pinned", "ms", found)
	if _, err := t.do(order{Do: "stay", Folder: folder}); err != nil {
		return err
	}
	for round := range rounds {
		before, after := roomAddress(1+round), roomAddress(2+round)
		if err := ip(ctx, "-n", w.room, "addr", "del", before+"/24", "dev", w.cable); err != nil {
			return err
		}
		if err := ip(ctx, "-n", w.room, "addr", "add", after+"/24", "dev", w.cable); err != nil {
			return err
		}
		began := time.Now()
		done, err := t.do(order{Do: "moved", Address: net.JoinHostPort(after, strconv.Itoa(roomPort))})
		if err != nil {
			return err
		}
		moved = append(moved, done.At.Sub(began).Seconds())
	}
	figure("sync.address_change", "s", moved)
	return nil
}

func callTablet(ctx context.Context, network string) (*troupe, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return call(inside(ctx, network, self, tabletArgument))
}

// tabletAtWork is a station that runs, in the tablet's process.
type tabletAtWork struct {
	station *station.Station
	end     func()
}

// beTablet follows orders on the standard input until it ends.
func beTablet(ctx context.Context, in io.Reader, out io.Writer) error {
	orders, plays := json.NewDecoder(in), json.NewEncoder(out)
	var at *tabletAtWork
	for {
		var o order
		if err := orders.Decode(&o); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		done, err := play{}, error(nil)
		switch o.Do {
		case "join":
			err = joinFolder(ctx, o.Folder, o.Invitation)
		case "find":
			began := time.Now()
			if at, err = openTablet(ctx, o.Folder); err == nil {
				err = at.inRoom(ctx, "")
				done.Rounds = [][]float64{{milliseconds(time.Since(began))}}
				at.end()
			}
		case "stay":
			if at, err = openTablet(ctx, o.Folder); err == nil {
				err = at.inRoom(ctx, "")
			}
		case "moved":
			err = at.inRoom(ctx, o.Address)
			done.At = time.Now()
		}
		if err != nil {
			done.Err = err.Error()
		}
		if err := plays.Encode(done); err != nil {
			return err
		}
	}
}

func joinFolder(ctx context.Context, path, invitation string) error {
	folder, err := station.OpenFolder(ctx, path)
	if err != nil {
		return err
	}
	defer folder.Close()
	joining, err := station.NewFinding(folder, people.DelegateMode, "", false)
	if err != nil {
		return err
	}
	return joining.Join(ctx, invitation)
}

// openTablet starts the station of a folder that knows who its room is and has forgotten where.
func openTablet(ctx context.Context, path string) (*tabletAtWork, error) {
	folder, err := station.OpenFolder(ctx, path)
	if err != nil {
		return nil, err
	}
	identity, err := folder.Identity(ctx)
	if err == nil {
		err = folder.Adopt(ctx, identity, nil)
	}
	if err != nil {
		return nil, errors.Join(err, folder.Close())
	}
	opened, err := station.Open(ctx, station.Config{Folder: folder, Identity: identity, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, errors.Join(err, folder.Close())
	}
	within, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- opened.Serve(within) }()
	return &tabletAtWork{opened, func() { cancel(); <-done; folder.Close() }}, nil
}

// inRoom waits until the tablet is in the room, at an address where one is given.
func (t *tabletAtWork) inRoom(ctx context.Context, address string) error {
	changed := make(chan struct{}, 1)
	defer t.station.Watch(func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})()
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond) // an address alone tells nobody
	defer tick.Stop()
	for t.station.Seat().Standing().Link != people.Online || address != "" && t.station.Address() != address {
		select {
		case <-changed:
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("not in the room: %w", ctx.Err())
		}
	}
	return nil
}
