package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/office"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/reading"
	"congso.vn/congso/app/room"
	"congso.vn/congso/app/signature"
)

func serve(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) error {
	data := folder(flags, p)
	listen := flags.String("listen", ":7443", p.words.Say("server.flag.listen"))
	name := flags.String("name", "", p.words.Say("server.flag.name"))
	loopback := flags.Bool("loopback", false, p.words.Say("server.flag.loopback"))
	of := flags.String("standby-of", "", p.words.Say("server.flag.standby-of"))
	keys := flags.String("keys", "", p.words.Say("server.flag.keys"))
	trusted := flags.String("trust", "", p.words.Say("server.flag.trust-serve"))
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	stop, err := profile(os.Getenv(profileVariable))
	if err != nil {
		return err
	}
	defer stop()
	config := p.config(*data)
	config.Name, config.Loopback = *name, *loopback
	if *of == "" {
		r, err := p.openRoom(ctx, config, *trusted)
		if err != nil {
			return err
		}
		listener, err := net.Listen("tcp", *listen)
		if err != nil {
			return errors.Join(err, r.Close())
		}
		return p.serveRoom(ctx, r, listener)
	}
	return p.serveStandby(ctx, room.StandbyConfig{Config: config, Of: *of, Keys: *keys}, *listen, *trusted)
}

// trustFolder is where a room's folder holds the certificates that the office trusts, unless it is told another.
const trustFolder = "roots"

// storeAt reads the certificates that the office trusts. A folder that was named must be there.
func storeAt(named, data string) (signature.Store, error) {
	if named != "" {
		return signature.LoadStore(os.DirFS(named))
	}
	usual := filepath.Join(data, trustFolder)
	if _, err := os.Stat(usual); errors.Is(err, fs.ErrNotExist) {
		return signature.Store{}, nil
	}
	return signature.LoadStore(os.DirFS(usual))
}

func (p program) openRoom(ctx context.Context, config room.Config, trusted string) (*openedRoom, error) {
	store, err := storeAt(trusted, config.Folder)
	if err != nil {
		return nil, err
	}
	config.Duty = func(duty people.Duty) {
		if said := "server.duty." + duty.Standby; duty.Fault == "" && p.words.Has(said) {
			fmt.Fprintln(p.out, p.words.Say(said, "name", duty.Name))
		}
		if duty.Fault != "" {
			fmt.Fprintln(p.out, p.words.Say("refusal."+duty.Fault))
		}
	}
	config.Silenced = func(change.Epoch) { fmt.Fprintln(p.out, p.words.Say("server.silenced", "path", config.Folder)) }
	reader, err := reading.Open(ctx, config.Folder, p.logger)
	if err != nil {
		return nil, err
	}
	reader.SetTrust(store)
	config.Reader, config.Checker, config.Signatures = reader, reader, reader
	drawer, err := pages.Start(ctx, config.Folder, pageWorkers, p.logger)
	if err != nil {
		reader.Close()
		return nil, err
	}
	config.Pages = drawer
	opened := &openedRoom{reader: reader, drawer: drawer}
	if config.Converter, err = office.Open(filepath.Join(config.Folder, "office"), reader.Count, p.logger); err == nil {
		opened.Room, err = room.Open(ctx, config)
	}
	if err != nil {
		reader.Close()
		drawer.Close()
		return nil, err
	}
	return opened, nil
}

func (p program) serveRoom(ctx context.Context, r *openedRoom, listener net.Listener) (err error) {
	defer func() { err = errors.Join(err, r.Close()) }()
	return r.Serve(ctx, listener, func() {
		fmt.Fprintln(p.out, p.words.Say("server.ready", "name", r.Name(), "address", listener.Addr()))
	})
}

// serveStandby follows the primary, and serves the room from the moment it takes over.
func (p program) serveStandby(ctx context.Context, config room.StandbyConfig, listen, trusted string) error {
	bound, err := net.Listen("tcp", listen) // before anything is asked of people: the port must be free one day
	if err != nil {
		return err
	}
	listener := bound.(*net.TCPListener)
	config.Compare = func(_ context.Context, digits string) error {
		fmt.Fprintln(p.out, p.words.Say("server.standby.digits", "digits", digits))
		if !p.agrees(p.words.Say("server.standby.same")) {
			return &people.Refusal{Code: "pair.refused"}
		}
		return nil
	}
	var last string
	config.Told = func(view room.StandbyView) {
		if said := p.standing(view); said != last {
			last = said
			fmt.Fprintln(p.out, said)
		}
	}
	s, err := room.OpenStandby(ctx, config)
	if err == nil {
		var took bool
		took, err = s.Serve(ctx, listener, func() {
			fmt.Fprintln(p.out, p.words.Say("server.standby.ready", "address", listener.Addr()))
		})
		if err = errors.Join(err, s.Close()); err != nil || !took {
			return errors.Join(err, listener.Close())
		}
	} else if !errors.Is(err, room.ErrPromoted) {
		return errors.Join(err, listener.Close())
	}
	fmt.Fprintln(p.out, p.words.Say("server.promoted"))
	r, err := p.openRoom(ctx, config.Config, trusted)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	return p.serveRoom(ctx, r, listener)
}

// standing says how a standby stands with the primary.
func (p program) standing(view room.StandbyView) string {
	switch {
	case view.Code != "" && p.words.Has("refusal."+view.Code):
		return p.words.Say("refusal." + view.Code)
	case view.Code != "":
		return p.words.Say("server.standby.refused", "code", view.Code)
	case view.Connected && view.May:
		return p.words.Say("server.standby.attached", "missing", view.Missing)
	case view.Connected:
		return p.words.Say("server.standby.catching")
	case view.May:
		return p.words.Say("server.standby.lost")
	}
	return p.words.Say("server.standby.looking")
}
