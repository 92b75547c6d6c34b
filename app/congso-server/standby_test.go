package main

import (
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// machine is a built server that runs in a process of its own, and a person before its screen.
type machine struct {
	t       *testing.T
	process *exec.Cmd
	written io.WriteCloser

	mu   sync.Mutex
	said strings.Builder
}

// Write takes what the program says.
func (m *machine) Write(said []byte) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.said.Write(said)
}

func (m *machine) hears() string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.said.String()
}

// until waits until the program says something, and returns what.
func (m *machine) until(text string) []string {
	m.t.Helper()
	wanted := regexp.MustCompile(text)
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for deadline := time.Now().Add(time.Minute); ; <-look.C {
		if found := wanted.FindStringSubmatch(m.hears()); found != nil {
			return found
		}
		if time.Now().After(deadline) {
			m.t.Fatalf("never says %q: %s", text, m.hears())
		}
	}
}

func (m *machine) kill() {
	_ = m.process.Process.Kill()
	_ = m.process.Wait()
}

// turnOn starts the built program.
func turnOn(t *testing.T, binary string, arguments ...string) *machine {
	t.Helper()
	m := &machine{t: t, process: exec.Command(binary, arguments...)}
	m.process.Env, m.process.Stdout, m.process.Stderr = english(), m, m
	var err error
	if m.written, err = m.process.StdinPipe(); err == nil {
		err = m.process.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.kill)
	return m
}

func english() []string { return append(os.Environ(), "LC_ALL=en_US.UTF-8", "LANG=en_US.UTF-8") }

// carries runs one command to its end, with what the person writes.
func carries(t *testing.T, binary, written string, code int, arguments ...string) string {
	t.Helper()
	one := exec.Command(binary, arguments...)
	one.Env, one.Stdin = english(), strings.NewReader(written)
	said, _ := one.CombinedOutput()
	if got := one.ProcessState.ExitCode(); got != code {
		t.Fatalf("%v: exit %d, want %d: %s", arguments, got, code, said)
	}
	return string(said)
}

// TestStandbyByHand: two machines and the command line alone. The standby is paired by the six digits that both
// screens show; where it is lost the server goes on alone, and the standby may not take over; it comes back, and
// when the server is gone it takes over by a person's word, and only by that.
func TestStandbyByHand(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "congso-server")
	build := exec.Command(filepath.Join("tools", "go"), "build", "-o", binary, "./app/congso-server")
	build.Dir = filepath.Join("..", "..")
	if said, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	place := t.TempDir()
	first, second := filepath.Join(place, "first"), filepath.Join(place, "second")
	at, other := freeAddress(t), freeAddress(t)
	serve := []string{"serve", "--data", first, "--listen", at, "--loopback", "--name", "Room A"}
	follow := []string{"serve", "--data", second, "--listen", other, "--loopback", "--standby-of", at}

	primary := turnOn(t, binary, serve...)
	primary.until("Room A")
	standby := turnOn(t, binary, follow...)
	digits := standby.until(`Six digits on this machine: (\d[\d ]*\d)`)[1]
	devices := carries(t, binary, "", 0, "devices", "--data", first)
	if !strings.Contains(strings.ReplaceAll(devices, " ", ""), strings.ReplaceAll(digits, " ", "")) {
		t.Fatalf("the standby shows %q, the server %s", digits, devices)
	}
	number := regexp.MustCompile(`(?m)^(\d+) .*standby`).FindStringSubmatch(devices)
	if number == nil {
		t.Fatalf("no standby asks: %s", devices)
	}
	carries(t, binary, "", 0, "devices", "--data", first, "approve", number[1])
	if _, err := io.WriteString(standby.written, "yes\n"); err != nil {
		t.Fatal(err)
	}
	standby.until("can take over")
	primary.until("has everything and can take over")

	standby.kill()
	primary.until("OUT OF CONTACT")
	carries(t, binary, "", 0, "alone", "--data", first)
	primary.until("goes on alone")

	standby = turnOn(t, binary, follow...)
	standby.until("can take over")
	if said := carries(t, binary, "no\n", 2, "takeover", "--data", second); !strings.Contains(said, "still in contact") || !strings.Contains(said, "Not taken over") {
		t.Errorf("asked while the server runs: %s", said)
	}
	primary.kill()
	standby.until("Out of contact")
	carries(t, binary, "", 2, "takeover", "--data", second)
	if strings.Contains(standby.hears(), "has taken over") {
		t.Fatal("it took over without a word")
	}
	carries(t, binary, "yes\n", 0, "takeover", "--data", second)
	standby.until("has taken over")
	standby.until("(?s)has taken over.*Room A")
	if said := carries(t, binary, "", 0, "status", "--data", second); !strings.Contains(said, "Room A") || !strings.Contains(said, "written as usual") {
		t.Errorf("the server that took over says: %s", said)
	}
	standby.kill()
	if said := carries(t, binary, "", 0, "verify", "--data", second); !strings.Contains(said, "people") {
		t.Errorf("its log: %s", said)
	}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer free.Close()
	return free.Addr().String()
}
