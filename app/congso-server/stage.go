package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/rehearse"
	"congso.vn/congso/app/room"
	"congso.vn/congso/sync/trust"
)

// stage is the room that a rehearsal is played in.
type stage struct {
	address string
	office  rehearse.Office
	archive rehearse.Archive
	close   func() error
}

// stage reaches the room that the command line names: one of its own, one over the network by a clerk's
// invitation, or the one that serves a folder of this machine.
func (p program) stage(ctx context.Context, a *asked) (stage, error) {
	switch {
	case a.own:
		return p.ownStage(ctx, a)
	case a.invitation != "":
		return p.farStage(ctx, a)
	}
	door := &doorway{config: p.config(a.data)}
	if err := door.open(ctx); err != nil {
		return stage{}, err
	}
	s := stage{office: door, archive: door, close: door.close, address: a.server}
	err := door.tidy(ctx)
	if err == nil && s.address == "" {
		s.address, err = door.devicePort(ctx)
	}
	if err != nil {
		return stage{}, errors.Join(err, door.close())
	}
	return s, nil
}

// doorway is the administration of a folder's room. The server behind it may be started anew.
type doorway struct {
	config room.Config

	mu sync.Mutex
	to *room.Administration
}

var errNotServing = errors.New("congso-server: no server runs on the folder")

// open reaches the server that runs on the folder.
func (d *doorway) open(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(d.config.Folder, "room.db")); err != nil {
		return errNotServing // a room must not be made by looking for one
	}
	to, err := room.Administer(ctx, d.config)
	if err != nil {
		return err
	}
	if !to.Serving() {
		return errors.Join(errNotServing, to.Close())
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	d.to = to
	return nil
}

func (d *doorway) administration() *room.Administration {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.to
}

func (d *doorway) close() error { return d.administration().Close() }

func (d *doorway) Submit(ctx context.Context, command change.Command) (change.Answer, error) {
	return d.administration().Submit(ctx, command)
}

func (d *doorway) Keep(ctx context.Context, hash string, _ int64, from io.Reader) error {
	blobs, err := d.administration().Blobs()
	if err != nil {
		return err
	}
	return blobs.Receive(ctx, hash, 0, from, nil)
}

func (d *doorway) Drop(_ context.Context, hash string) error {
	blobs, err := d.administration().Blobs()
	if err != nil {
		return err
	}
	return blobs.Remove(hash)
}

// tidy takes back what rehearsals left that were broken off, where none of their devices is connected.
func (d *doorway) tidy(ctx context.Context) error {
	overview, err := d.administration().Overview(ctx)
	if err != nil {
		return err
	}
	left, playing := map[string]bool{}, map[string]bool{}
	for _, device := range overview.Devices {
		if device.Rehearsal != "" {
			left[device.Rehearsal] = true
			playing[device.Rehearsal] = playing[device.Rehearsal] || overview.Connected[device.ID]
		}
	}
	for _, person := range overview.Persons {
		if end := strings.LastIndex(person.ID, "-"); people.Rehearsed(person.ID) && end > 0 {
			left[person.ID[:end]] = true
		}
	}
	for rehearsal := range left {
		if !playing[rehearsal] {
			if err := rehearse.TakeBack(ctx, d, rehearsal); err != nil {
				return err
			}
		}
	}
	return nil
}

// devicePort asks the server where devices find it, and returns the first address that answers: this very
// machine's, where the server listens on it.
func (d *doorway) devicePort(ctx context.Context) (string, error) {
	text, err := rehearse.Invite(ctx, d, people.Inviting{Mode: people.DelegateMode, Count: 1, Rehearsal: people.RehearsalID("address")})
	if err != nil {
		return "", err
	}
	invitation, err := trust.ParseInvitation(text)
	if err != nil {
		return "", err
	}
	return answering(ctx, append([]netip.Addr{netip.AddrFrom4([4]byte{127, 0, 0, 1})}, invitation.Addresses...), invitation.Port)
}

// answering returns the first of the addresses that a connection can be made to.
func answering(ctx context.Context, addresses []netip.Addr, port uint16) (string, error) {
	var all error
	for _, address := range addresses {
		at := netip.AddrPortFrom(address, port).String()
		conn, err := (&net.Dialer{Timeout: 2 * time.Second}).DialContext(ctx, "tcp", at)
		if err == nil {
			conn.Close()
			return at, nil
		}
		all = errors.Join(all, err)
	}
	return "", all
}

// farStage reaches a room over the network as a clerk's device.
func (p program) farStage(ctx context.Context, a *asked) (stage, error) {
	invitation, err := trust.ParseInvitation(a.invitation)
	if err != nil {
		return stage{}, err
	}
	s := stage{address: a.server}
	if s.address == "" {
		if s.address, err = answering(ctx, invitation.Addresses, invitation.Port); err != nil {
			return stage{}, err
		}
	}
	within, cancel := context.WithTimeout(ctx, a.plan.Patience)
	defer cancel()
	config := rehearse.Config{Address: s.address, NewID: uuid.NewString, Now: time.Now, Logger: p.fleetLogger()}
	desk, err := rehearse.OpenDesk(within, config, a.invitation, p.words.Say("server.rehearse.made.desk"))
	if err != nil {
		return stage{}, err
	}
	s.office, s.archive = desk, desk
	s.close = func() error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		return desk.Close(ctx)
	}
	return s, nil
}

// ownServer is a server that the rehearsal started for itself.
type ownServer struct {
	*doorway
	folder, address string
	process         *exec.Cmd
}

// ownStage starts a server in an empty folder beside the office's, so that it writes to the same disk.
func (p program) ownStage(ctx context.Context, a *asked) (stage, error) {
	beside, err := filepath.Abs(a.data)
	if err != nil {
		return stage{}, err
	}
	folder, err := os.MkdirTemp(filepath.Dir(beside), "congso-rehearse-*")
	if err != nil {
		return stage{}, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return stage{}, errors.Join(err, os.RemoveAll(folder))
	}
	s := &ownServer{doorway: &doorway{config: p.config(folder)}, folder: folder, address: listener.Addr().String()}
	listener.Close()
	if err := s.start(ctx); err != nil {
		return stage{}, errors.Join(err, s.end())
	}
	if a.kill {
		a.plan.Restart = func(ctx context.Context) error {
			s.kill()
			return s.start(ctx)
		}
	}
	return stage{address: s.address, office: s, archive: s, close: s.end}, nil
}

// start starts the server and waits until it says that it is ready.
func (s *ownServer) start(ctx context.Context) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	s.process = exec.CommandContext(context.WithoutCancel(ctx), self, "serve", "--data", s.folder, "--listen", s.address)
	s.process.WaitDelay = time.Second
	out, err := s.process.StdoutPipe()
	if err != nil {
		return err
	}
	if err := s.process.Start(); err != nil {
		return err
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil {
		s.kill()
		return fmt.Errorf("congso-server: own server said %s: %w", strconv.Quote(line), err)
	}
	return s.open(ctx)
}

func (s *ownServer) kill() {
	if s.process != nil && s.process.Process != nil {
		s.process.Process.Kill()
		s.process.Wait() // says that it was killed
	}
}

// end ends the server and removes its folder.
func (s *ownServer) end() error {
	s.kill()
	return os.RemoveAll(s.folder)
}
