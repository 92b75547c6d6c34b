package room

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/coder/websocket"

	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/beacon"
	"congso.vn/congso/sync/standby"
	"congso.vn/congso/sync/trust"
)

// settleIdentity reads who this standby is, or has it become one of the room's devices.
func (s *Standby) settleIdentity(ctx context.Context) error {
	stored, err := os.ReadFile(identityPath(s.config.Folder))
	switch {
	case err == nil:
		s.identity, err = trust.UnmarshalIdentity(stored)
		return err
	case !errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("room: %w", err)
	case isFile(filepath.Join(s.config.Folder, "room.db")):
		return &people.Refusal{Code: "standby.folder"}
	}
	if s.config.Keys != "" {
		err = s.ownIdentity()
	} else {
		err = s.pair(ctx)
	}
	if err != nil {
		return err
	}
	if stored, err = s.identity.Marshal(); err != nil {
		return err
	}
	return writeWhole(identityPath(s.config.Folder), stored)
}

// ownIdentity takes the authority out of the folder of a server that speaks for the room no more. Its key
// stays on this machine: whoever may read that folder holds it anyway.
func (s *Standby) ownIdentity() error {
	authority, err := trust.OpenAuthority(filepath.Join(s.config.Keys, "trust"))
	if err != nil {
		return err
	}
	key, err := trust.NewKey()
	if err != nil {
		return err
	}
	if s.identity, err = authority.Admit(key, string(people.StandbyMode)); err != nil {
		return err
	}
	for _, name := range []string{"authority.pem", "authority.pin"} {
		content, err := os.ReadFile(filepath.Join(s.config.Keys, "trust", name))
		if err == nil {
			err = writeWhole(filepath.Join(s.config.Folder, "trust", name), content)
		}
		if err != nil {
			return fmt.Errorf("room: %w", err)
		}
	}
	return storage.SyncFolder(filepath.Join(s.config.Folder, "trust"))
}

// pair asks to be one of the room's devices, by an invitation or by six digits.
func (s *Standby) pair(ctx context.Context) error {
	key, err := trust.NewKey()
	if err != nil {
		return err
	}
	application := trust.Application{Key: key, Mode: string(people.StandbyMode), Name: hostName()}
	var candidates []beacon.Candidate
	invitation, err := trust.ParseInvitation(s.config.Of)
	invited := err == nil
	if invited {
		candidates = beacon.FromInvitation(invitation.Addresses, invitation.Port, beacon.Pin(invitation.Pin), invitation.Name)
	} else {
		typed, err := beacon.ParseTyped(s.config.Of)
		if err != nil {
			return err
		}
		candidates = []beacon.Candidate{typed}
	}
	conn, at, err := beacon.Dial(ctx, candidates, dialTCP)
	if err != nil {
		return err
	}
	conn.Close()
	application.Address = at.Address
	if invited {
		s.identity, err = trust.Pair(ctx, application, invitation)
	} else {
		s.identity, err = trust.PairByDigits(ctx, application, s.config.Compare)
	}
	s.following.Addresses = []string{at.Address}
	return err
}

func hostName() string {
	name, err := os.Hostname()
	name = strings.TrimSpace(name)
	if err != nil || name == "" {
		return "standby"
	}
	for utf8.RuneCountInString(name) > 64 {
		_, last := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-last]
	}
	return name
}

func dialTCP(ctx context.Context, address string) (net.Conn, error) {
	return (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", address)
}

func dialRoom(ctx context.Context, identity *trust.Identity, address string) (net.Conn, error) {
	dialer := tls.Dialer{NetDialer: &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 5 * time.Second}, Config: identity.TLS()}
	return dialer.DialContext(ctx, "tcp", address)
}

// over returns a client whose one connection is conn.
func over(conn net.Conn) *http.Client {
	return &http.Client{Transport: &http.Transport{DialTLSContext: func(context.Context, string, string) (net.Conn, error) {
		if conn == nil {
			return nil, errors.New("room: the connection was used")
		}
		used := conn
		conn = nil
		return used, nil
	}}}
}

// request asks for a server's certificate where there is none yet.
func (s *Standby) request() []byte {
	if s.key == nil {
		return nil
	}
	request, err := trust.NewRequest(s.key)
	if err != nil {
		s.config.Logger.Error("No request for a certificate", "error", err)
	}
	return request
}

// addresses are where devices will find this server.
func (s *Standby) addresses() []string {
	found, err := beacon.Addresses(s.reach)
	if err != nil {
		s.config.Logger.Warn("Addresses of this machine not read", "error", err)
	}
	var all []string
	for _, candidate := range beacon.FromInvitation(found, uint16(s.port), beacon.Pin{}, "") {
		all = append(all, candidate.Address)
	}
	return all
}

// primariesKept is how many addresses of the primary are remembered.
const primariesKept = 3

// dial finds the primary, proves it and opens the connection over which the log comes.
func (s *Standby) dial(ctx context.Context) (*websocket.Conn, error) {
	conn, from, err := beacon.Dial(ctx, s.finder.Candidates(), func(ctx context.Context, address string) (net.Conn, error) {
		return dialRoom(ctx, s.identity, address)
	})
	if err != nil {
		return nil, err
	}
	header := http.Header{standbyName: {hostName()}}
	ws, response, err := websocket.Dial(ctx, "wss://room/standby", &websocket.DialOptions{HTTPClient: over(conn), HTTPHeader: header})
	if err != nil {
		defer conn.Close()
		if response == nil || response.StatusCode != http.StatusForbidden {
			return nil, fmt.Errorf("room: standby connection: %w", err)
		}
		var said refused
		body, _ := io.ReadAll(io.LimitReader(response.Body, 1000)) // what is missing makes no code
		if json.Unmarshal(body, &said) != nil || said.Code == "" {
			return nil, fmt.Errorf("room: standby connection: %w", err)
		}
		if said.Code == "server.overtaken" {
			s.finder.Avoid(from.Address)
		}
		return nil, &standby.Refusal{Code: said.Code}
	}
	s.reached(ctx, from.Address)
	return ws, nil
}

// reached remembers where the primary is.
func (s *Standby) reached(ctx context.Context, address string) {
	s.mu.Lock()
	s.primary = address
	known := len(s.following.Addresses) > 0 && s.following.Addresses[0] == address
	s.mu.Unlock()
	if known && isKept(ctx, s.log) {
		return
	}
	err := s.keep(ctx, func(f *following) {
		rest := slices.DeleteFunc(slices.Clone(f.Addresses), func(one string) bool { return one == address })
		f.Addresses = append([]string{address}, rest...)
		f.Addresses = f.Addresses[:min(len(f.Addresses), primariesKept)]
	})
	if err != nil {
		s.config.Logger.Warn("Address of the primary not kept", "error", err)
		return
	}
	s.finder.Set(beacon.Last, beacon.FromLast(s.following.Addresses...)...)
}

func isKept(ctx context.Context, log *storage.Room) bool {
	_, kept, err := log.Setting(ctx, keyFollowing)
	return err == nil && kept
}
