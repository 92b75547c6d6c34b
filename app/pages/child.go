package pages

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"sync/atomic"
	"time"
)

// child is one worker process, used by one goroutine; only kill may be called from others.
type child struct {
	command *exec.Cmd
	in, out *os.File // its standard input and output, our ends
	trouble *tail
	gone    chan struct{} // closed when the process has ended
	release func()
	killed  atomic.Pointer[reason]

	papers openPapers
	served int
	memory int64
}

// reason is why a child was killed.
type reason struct{ text string }

// The reasons for killing a child.
var (
	killedSlow      = &reason{"answer is overdue"}
	killedAbandoned = &reason{"nobody waits for its slow answer"}
	killedReplaced  = &reason{"it is replaced"}
	killedClosing   = &reason{"the renderer stops"}
	killedBroken    = &reason{"it does not keep to the protocol"}
)

var errGone = errors.New("worker has ended")

// startChild starts a worker process. It must be called by a goroutine that is locked to its thread
// and stays so for the life of the child.
func startChild(config Config) (*child, error) {
	theirIn, ourIn, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start worker: %w", err)
	}
	ourOut, theirOut, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start worker: %w", err), theirIn.Close(), ourIn.Close())
	}
	widen(ourIn)
	widen(ourOut)
	c := &child{
		in: ourIn, out: ourOut, trouble: &tail{}, gone: make(chan struct{}),
		papers: openPapers{most: config.OpenPapers},
	}
	c.command = exec.Command(config.Command[0], config.Command[1:]...)
	c.command.Env = config.Env
	c.command.Stdin, c.command.Stdout, c.command.Stderr = theirIn, theirOut, c.trouble
	c.command.WaitDelay = time.Second // for its last words, not for ever
	tie(c.command)
	err = c.command.Start()
	err = errors.Join(err, theirIn.Close(), theirOut.Close())
	if err == nil {
		c.release, err = tied(c.command)
	}
	if err != nil {
		if c.command.Process != nil {
			_ = c.command.Process.Kill()
			_ = c.command.Wait()
		}
		return nil, errors.Join(fmt.Errorf("start worker: %w", err), ourIn.Close(), ourOut.Close())
	}
	go func() {
		_ = c.command.Wait() // how it ended is read from the process state
		c.release()
		close(c.gone)
	}()
	return c, nil
}

// alive is false once the process has ended or was told to.
func (c *child) alive() bool {
	select {
	case <-c.gone:
		return false
	default:
		return c.killed.Load() == nil
	}
}

// kill ends the process at once, whatever it does. The first reason counts. May be called from any
// goroutine and more than once.
func (c *child) kill(why *reason) {
	c.killed.CompareAndSwap(nil, why)
	_ = c.command.Process.Kill() // it has ended already, if this fails
}

// bury waits for the end of a killed process and gives back what it held.
func (c *child) bury() {
	<-c.gone
	_ = c.in.Close()
	_ = c.out.Close()
}

// send writes one request.
func (c *child) send(asked request, body []byte) error {
	if err := writeFrame(c.in, asked, body); err != nil {
		return errors.Join(errGone, err)
	}
	return nil
}

// receive reads the head of the reply and lets take read its body, all of it.
func (c *child) receive(take func(head reply, in io.Reader, length int) error) (reply, error) {
	var head reply
	length, err := readHead(c.out, &head)
	if err != nil {
		if errors.Is(err, errFrame) {
			return head, err
		}
		return head, errors.Join(errGone, err)
	}
	body := &io.LimitedReader{R: c.out, N: int64(length)}
	if err := take(head, body, length); err != nil {
		return head, err
	}
	if body.N != 0 {
		return head, fmt.Errorf("%d bytes too many: %w", body.N, errFrame)
	}
	if head.Kind != kindNeed {
		c.memory = head.Memory
	}
	return head, nil
}

// tail keeps the last of what a worker wrote to its standard error, for the log.
type tail struct {
	mu   sync.Mutex
	text []byte
}

// Write implements [io.Writer].
func (t *tail) Write(text []byte) (int, error) {
	const most = 4 << 10
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, text...)
	if len(t.text) > most {
		t.text = append(t.text[:0], t.text[len(t.text)-most:]...)
	}
	return len(text), nil
}

// String is what was kept.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(bytes.TrimSpace(t.text))
}
