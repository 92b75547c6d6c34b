package e2e

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// insideVariable tells the test that it runs in its own network.
const insideVariable = "CONGSO_E2E_INSIDE"

// The network of the test: one office's, with a machine on it.
const (
	officeLink = "office0"
	officeHost = "10.77.0.1"
)

// TestMain runs the tests in a network namespace of their own, where only they can be found and reached.
func TestMain(m *testing.M) {
	if os.Getenv(insideVariable) != "" {
		if err := buildNetwork(); err != nil { // a namespace, but no right or no kernel module for a network in it
			os.Setenv(forbiddenVariable, err.Error())
		}
		os.Exit(m.Run())
	}
	self, err := os.Executable()
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		os.Exit(1)
	}
	command := exec.Command(self, os.Args[1:]...)
	command.Env = append(os.Environ(), insideVariable+"=1")
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	attributes := &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET, Pdeathsig: syscall.SIGKILL}
	if os.Geteuid() != 0 {
		attributes.Cloneflags |= syscall.CLONE_NEWUSER
		attributes.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Geteuid(), Size: 1}}
		attributes.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getegid(), Size: 1}}
	}
	command.SysProcAttr = attributes
	err = command.Run()
	var ended *exec.ExitError
	switch {
	case err == nil:
		os.Exit(0)
	case errors.As(err, &ended):
		os.Exit(ended.ExitCode())
	default: // the system does not allow namespaces
		os.Setenv(forbiddenVariable, err.Error())
		os.Exit(m.Run())
	}
}

// forbiddenVariable says why there is no network of the test's own.
const forbiddenVariable = "CONGSO_E2E_FORBIDDEN"

func buildNetwork() error {
	for _, arguments := range [][]string{
		{"link", "set", "lo", "up"},
		{"link", "add", officeLink, "type", "veth", "peer", "name", "switch0"},
		{"link", "set", "switch0", "up"},
		{"addr", "add", officeHost + "/24", "dev", officeLink},
		{"link", "set", officeLink, "up", "multicast", "on"},
		{"route", "add", "224.0.0.0/4", "dev", officeLink},
	} {
		if out, err := exec.Command("ip", arguments...).CombinedOutput(); err != nil {
			return fmt.Errorf("ip %v: %w: %s", arguments, err, out)
		}
	}
	return nil
}

// programs builds both programs, the windows with the list of what they show.
func programs(t *testing.T) (window, server string) {
	t.Helper()
	if reason := os.Getenv(forbiddenVariable); reason != "" {
		t.Skip("no network of the test's own can be made here: ", reason)
	}
	for _, needed := range []string{"Xvfb", "xdotool", "pdftotext", "ip"} {
		if _, err := exec.LookPath(needed); err != nil {
			t.Skipf("%s is not installed", needed)
		}
	}
	folder := t.TempDir()
	flags := os.Getenv("GOFLAGS")
	build := exec.Command("go", "build", "-o", folder+string(filepath.Separator), "-tags="+tagsOf(flags)+",e2e", ".", "./app/congso-server")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return filepath.Join(folder, "congso"), filepath.Join(folder, "congso-server")
}
