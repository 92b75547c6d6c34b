package office

import (
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// What became LibreOffice sees its own folder and no other, and reaches nobody.
func TestShutIn(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash: ", err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("SECRET"), 0o644); err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "paper"), []byte("PAPER"), 0o644); err != nil {
		t.Fatal(err)
	}
	worker, err := Worker()
	if err != nil {
		t.Fatal(err)
	}
	version, _, fault := unix.Syscall(unix.SYS_LANDLOCK_CREATE_RULESET, 0, 0, unix.LANDLOCK_CREATE_RULESET_VERSION)
	landlock := fault == 0 && version > 0
	for script, want := range map[string]string{
		"cat " + folder + "/paper":                                  "PAPER",
		"echo made > " + folder + "/made; cat " + folder + "/made":  "made",
		"exec 3<>/dev/tcp/127.0.0.1/" + port + " && echo connected": "",
		"cat " + outside:                         "",
		"cat /proc/$PPID/environ && echo read":   "",
		"echo x > " + outside + " && echo wrote": "",
	} {
		if !landlock && want == "" && !strings.Contains(script, "/dev/tcp") {
			continue // this kernel has no Landlock
		}
		bash, err := exec.LookPath("bash")
		if err != nil {
			t.Fatal(err)
		}
		command := exec.Command(worker[0], worker[1], folder, "10", "1000000000", bash, "-c", script)
		said, _ := command.Output() // some are refused
		if got := strings.TrimSpace(string(said)); got != want {
			t.Errorf("%s: %q, want %q", script, got, want)
		}
	}
	if !landlock {
		t.Log("files are not shut away: this kernel has no Landlock")
	}
	if said, err := exec.Command(worker[0], worker[1], folder, "ten", "1", "/bin/true").CombinedOutput(); err == nil {
		t.Errorf("a limit that is none: %s", said)
	}
}
