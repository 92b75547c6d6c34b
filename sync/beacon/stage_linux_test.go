package beacon

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The variables that tell a started test binary what it is: a test in a network of its own, or
// another machine there.
const (
	stageVariable   = "CONGSO_TEST_STAGE"
	machineVariable = "CONGSO_TEST_MACHINE"
)

func TestMain(m *testing.M) {
	if os.Getenv(machineVariable) != "" {
		beMachine()
		return
	}
	os.Exit(m.Run())
}

// stages are the tests that need a network of their own: nothing is announced on the network of
// whoever runs them, and each begins with nothing but a loopback.
var stages = map[string]func(t *testing.T){
	"another machine": testServerOnAnotherMachine,
	"comes and goes":  testNetworkThatComesAndGoes,
	"link-local":      testLinkLocalAddressesAlone,
	"two rooms":       testTwoRoomsOfOneName,
	"loopback":        testLoopbackAlone,
	"left behind":     testNothingIsLeftBehind,
	"strangers":       testStrangers,
}

// TestNetwork runs every stage in a process with a network of its own, all at once: they mostly
// wait.
func TestNetwork(t *testing.T) {
	if name := os.Getenv(stageVariable); name != "" {
		run(t, "ip link set lo up")
		t.Run("stage", stages[name])
		return
	}
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("the command ip (iproute2) is absent: no network of the test's own can be made")
	}
	type end struct {
		said []byte
		err  error
	}
	ends := map[string]chan end{}
	for name := range stages {
		ended := make(chan end, 1)
		ends[name] = ended
		go func() {
			said, err := onStage(name).CombinedOutput()
			ended <- end{said, err}
		}()
	}
	for name := range stages {
		t.Run(name, func(t *testing.T) {
			e := <-ends[name]
			var exit *exec.ExitError
			switch {
			case e.err != nil && !errors.As(e.err, &exit):
				t.Skipf("a network of the test's own is not permitted here: %v", e.err)
			case e.err != nil || !strings.Contains(string(e.said), "--- PASS: TestNetwork/stage"):
				t.Fatalf("%v\n%s", e.err, e.said)
			}
			t.Logf("in a network of its own:\n%s", e.said)
		})
	}
}

// onStage returns the process of a stage. Whoever is not root is so in there.
func onStage(name string) *exec.Cmd {
	stage := exec.Command("/proc/self/exe", "-test.run=^TestNetwork$", "-test.v", "-test.timeout=3m")
	stage.Env = append(os.Environ(), stageVariable+"="+name)
	stage.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if os.Getuid() != 0 {
		stage.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		stage.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		stage.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	return stage
}

func run(t *testing.T, command string) {
	t.Helper()
	if said, err := exec.Command("sh", "-c", command).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v: %s", command, err, said)
	}
}

// machine is a process in a network of its own, as if it were another computer.
type machine struct {
	t       *testing.T
	process *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// newMachine starts a machine and lays a cable to it: an interface of this name at both ends,
// down and without addresses.
func newMachine(t *testing.T, cable string) *machine {
	t.Helper()
	m := &machine{t: t, process: exec.Command("/proc/self/exe")}
	m.process.Env = append(os.Environ(), machineVariable+"=1")
	m.process.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	m.process.Stderr = os.Stderr
	in, err := m.process.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := m.process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	m.in, m.out = in, bufio.NewReader(out)
	if err := m.process.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.pull)
	run(t, fmt.Sprintf("ip link add %s type veth peer name %s netns %d", cable, cable, m.process.Process.Pid))
	return m
}

// pull takes the machine's power away: it says no goodbye.
func (m *machine) pull() {
	_ = m.process.Process.Kill()
	_ = m.process.Wait()
}

// do has the machine do something and returns its answer.
func (m *machine) do(words ...string) string {
	m.t.Helper()
	asked, err := json.Marshal(words)
	if err != nil {
		m.t.Fatal(err)
	}
	if _, err := m.in.Write(append(asked, '\n')); err != nil {
		m.t.Fatal(err)
	}
	line, err := m.out.ReadString('\n')
	if err != nil {
		m.t.Fatalf("%v: %v", words, err)
	}
	answer, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "ok ")
	if !ok {
		m.t.Fatalf("%v: %s", words, line)
	}
	return answer
}

// beMachine is what a machine does.
func beMachine() {
	running := map[string]func(){}
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var words []string
		err := json.Unmarshal(lines.Bytes(), &words)
		if err == nil {
			err = act(running, words)
		}
		if err != nil {
			fmt.Printf("error %v\n", err)
			continue
		}
		fmt.Println("ok", words[0])
	}
}

func act(running map[string]func(), words []string) error {
	switch words[0] {
	case "run": // command
		said, err := exec.Command("sh", "-c", words[1]).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %q", err, said)
		}
		return nil
	case "announce": // port, pin's first byte, name
		port, err := strconv.ParseUint(words[1], 10, 16)
		if err != nil {
			return err
		}
		announcer, err := NewAnnouncer(Announcement{
			Name: words[3], Pin: Pin{words[2][0]}, Protocol: 3, Port: uint16(port),
		}, Networks)
		if err != nil {
			return err
		}
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			_ = announcer.Serve(ctx)
		}()
		running[words[1]] = func() { cancel(); <-ended }
		return nil
	case "stop": // port
		running[words[1]]()
		return nil
	case "answer": // port: on every connection with a greeting
		listener, err := net.Listen("tcp", ":"+words[1])
		if err != nil {
			return err
		}
		go func() {
			for {
				conn, err := listener.Accept()
				if err != nil {
					return
				}
				_, _ = conn.Write([]byte("room"))
				_ = conn.Close()
			}
		}()
		return nil
	}
	return fmt.Errorf("%q is not known", words)
}

// greeted dials and believes who says "room": it stands for the proof that TLS gives.
func greeted(ctx context.Context, address string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	word := make([]byte, 4)
	if _, err := io.ReadFull(conn, word); err != nil || string(word) != "room" {
		_ = conn.Close()
		return nil, fmt.Errorf("%q, %w", word, errors.Join(err, errors.New("not the room")))
	}
	return conn, nil
}

// id is the machine's process id, by which its network is called.
func (m *machine) id() string { return strconv.Itoa(m.process.Process.Pid) }
