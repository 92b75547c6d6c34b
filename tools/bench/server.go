package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
)

// server is a room server in a process of its own.
type server struct {
	command *exec.Cmd
	address string
	data    string
	took    time.Duration // from its start to its word that it is ready
	said    bytes.Buffer  // on its standard error; read it when it has ended
}

// startServer starts a room server on a free port of the loopback.
func (b *bench) startServer(ctx context.Context, data string) (*server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := listener.Addr().String()
	listener.Close()
	return b.serve(ctx, data, address)
}

// startAgain starts a server where one was that is dead.
func (b *bench) startAgain(ctx context.Context, dead *server) (*server, error) {
	return b.serve(ctx, dead.data, dead.address)
}

func (b *bench) serve(ctx context.Context, data, address string) (*server, error) {
	s := &server{address: address, data: data}
	s.command = exec.CommandContext(ctx, b.program("congso-server"), "serve", "--data", data, "--listen", address, "--name", "Bench", "--loopback")
	out, err := s.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	s.command.WaitDelay = time.Second
	s.command.Stderr = &s.said
	began := time.Now()
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	s.took = time.Since(began)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("server said %q", line), err, s.stop())
	}
	return s, nil
}

func (s *server) stop() error {
	if err := s.command.Process.Signal(os.Interrupt); err != nil {
		s.command.Process.Kill()
	}
	if err := s.command.Wait(); err != nil {
		return fmt.Errorf("server: %w: %s", err, s.said.Bytes())
	}
	return nil
}

// kill ends the server without a word.
func (s *server) kill() error {
	if err := s.command.Process.Kill(); err != nil {
		return err
	}
	s.command.Wait() // says that it was killed
	return nil
}

// invite has the server invite devices.
func (b *bench) invite(ctx context.Context, s *server, mode people.Mode, count int) (string, error) {
	return invitationOf(exec.CommandContext(ctx, b.program("congso-server"), "pair", "--data", s.data, "--mode", string(mode), "--count", strconv.Itoa(count)))
}

// invitationOf runs a command that says an invitation.
func invitationOf(command *exec.Cmd) (string, error) {
	out, err := command.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("pair: %w: %s", err, out)
	}
	return regexp.MustCompile(`congso://\S+`).FindString(string(out)), nil
}

// Sizes of the logs that a server is started on: sessions of some years.
const (
	logChanges       = 100_000
	changesASession  = 2_000
	deputiesASession = 30
)

// serverReady is the time from the start of the process to its first answer, on logs of 100,000 changes.
func serverReady(ctx context.Context, b *bench) error {
	data := filepath.Join(b.work, "room")
	first, err := b.startServer(ctx, data) // makes keys and an empty database
	if err != nil {
		return err
	}
	if err := first.stop(); err != nil {
		return err
	}
	if err := fillLogs(ctx, filepath.Join(data, "room.db")); err != nil {
		return err
	}
	var values []float64
	for range 9 {
		s, err := b.startServer(ctx, data)
		if err != nil {
			return err
		}
		values = append(values, milliseconds(s.took))
		if err := s.stop(); err != nil {
			return err
		}
	}
	figure("start.server_ready", "ms", values)
	return nil
}

// fillLogs writes closed sessions, with rolls that were corrected again and again.
func fillLogs(ctx context.Context, file string) error {
	log, err := storage.OpenRoom(ctx, file)
	if err != nil {
		return err
	}
	defer log.Close()
	streams, audiences := map[change.Stream]change.Head{}, map[change.Audience]change.Cursor{}
	at := time.Now().Add(-365 * 24 * time.Hour).UnixMilli()
	var entries []change.Entry
	write := func(session, kind string, audience change.Audience, key string, body any) error {
		data, err := json.Marshal(body)
		if err != nil {
			return err
		}
		stream := people.CouncilStream(session)
		at++
		c, head := streams[stream].Append(change.Draft{Stream: stream, Kind: kind, Audience: audience, Key: key, Body: data}, 1, at)
		cursor := audiences[audience].Next(c)
		streams[stream], audiences[audience] = head, cursor
		entries = append(entries, change.Entry{Change: c, Place: cursor.Place, Running: cursor.Running})
		if len(entries) < 1000 {
			return nil
		}
		err = log.Commit(ctx, entries, nil)
		entries = nil
		return err
	}
	for number := range logChanges / changesASession {
		session := "old-" + strconv.Itoa(number)
		hall := people.Hall(session)
		err := write(session, council.SessionKind, hall, "", council.Session{
			ID: session, Title: "Kỳ họp " + strconv.Itoa(number), Body: council.PeoplesCouncil, State: council.SessionClosed,
		})
		for deputy := 0; err == nil && deputy < deputiesASession; deputy++ {
			id := "p" + strconv.Itoa(deputy)
			err = write(session, council.DeputyKind, hall, id, council.Deputy{Person: id, Name: strings.Repeat("Nguyễn ", 3) + id, Voting: true})
		}
		for i := deputiesASession + 1; err == nil && i < changesASession; i++ {
			id := "p" + strconv.Itoa(i%deputiesASession)
			err = write(session, council.AttendanceKind, hall, id, council.Attendance{Person: id, State: council.Present, At: at, By: "clerk"})
		}
		if err != nil {
			return err
		}
	}
	return log.Commit(ctx, entries, nil)
}
