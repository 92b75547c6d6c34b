package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
)

// standbyAck is voteAck with a standby attached, in a process of its own on the same disk: a receipt says
// that a ballot is on both.
func standbyAck(ctx context.Context, b *bench) error {
	return b.acks(ctx, "standby", func(s *server) (func() error, error) { return b.attach(ctx, s) })
}

// attach starts a standby of a server, lets it in, and waits until it may take over.
func (b *bench) attach(ctx context.Context, s *server) (stop func() error, err error) {
	invitation, err := b.invite(ctx, s, people.StandbyMode, 1)
	if err != nil {
		return nil, err
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	address := free.Addr().String()
	free.Close()
	command := exec.CommandContext(ctx, b.program("congso-server"), "serve", "--standby-of", invitation,
		"--data", filepath.Join(b.work, "standby"), "--listen", address, "--loopback")
	out, err := command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	command.WaitDelay = time.Second
	if err := command.Start(); err != nil {
		return nil, err
	}
	stop = func() error {
		command.Process.Signal(os.Interrupt)
		return command.Wait()
	}
	// Words are in this machine's language on both sides.
	words := assets.LoadWords(assets.SystemLanguage(os.Getenv))
	said := make(chan string)
	go func() {
		defer close(said)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			said <- lines.Text()
		}
	}()
	attached, _, _ := strings.Cut(words.Say("server.standby.attached", "missing", 0), "0")
	pending := words.Say("refusal.device.pending")
	deadline := time.After(30 * time.Second)
	for {
		select {
		case line, more := <-said:
			switch {
			case !more:
				return nil, errors.Join(errors.New("the standby ended"), stop())
			case strings.HasPrefix(line, attached):
				go func() {
					for range said { // it must not wait to be heard
					}
				}()
				return stop, nil
			case line == pending:
				if err := b.approveStandby(ctx, s); err != nil {
					return nil, errors.Join(err, stop())
				}
			}
		case <-deadline:
			return nil, errors.Join(errors.New("the standby is not attached"), stop())
		}
	}
}

// approveStandby lets the standby in that waits.
func (b *bench) approveStandby(ctx context.Context, s *server) error {
	out, err := exec.CommandContext(ctx, b.program("congso-server"), "devices", "--data", s.data).CombinedOutput()
	if err != nil {
		return fmt.Errorf("devices: %w: %s", err, out)
	}
	found := regexp.MustCompile(`(?m)^(\d+)\s.*\s` + string(people.StandbyMode) + `\s`).FindSubmatch(out)
	if found == nil {
		return fmt.Errorf("no standby among %s", out)
	}
	if out, err := exec.CommandContext(ctx, b.program("congso-server"), "devices", "--data", s.data, "approve", string(found[1])).CombinedOutput(); err != nil {
		return fmt.Errorf("approve: %w: %s", err, out)
	}
	return nil
}
