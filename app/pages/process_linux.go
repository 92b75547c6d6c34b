package pages

import (
	"bytes"
	"os"
	"os/exec"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// tie makes a child end with its parent, even if the child is stuck and the parent was killed. The
// system takes the thread that started the child for the parent, so the goroutine that starts it
// stays locked to its thread for as long as the child lives.
func tie(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
}

// tied completes tie after the start.
func tied(*exec.Cmd) (release func(), err error) { return func() {}, nil }

// widen lets a pipe hold a good part of a picture, which halves the time that pictures take.
func widen(pipe *os.File) {
	const capacity = 1 << 20
	connection, err := pipe.SyscallConn()
	if err != nil {
		return
	}
	_ = connection.Control(func(fd uintptr) {
		// A system that does not allow it moves pictures a little slower.
		_, _ = unix.FcntlInt(fd, unix.F_SETPIPE_SZ, capacity)
	})
}

// ownMemory is the resident size of this process in bytes; 0 where it cannot be known.
func ownMemory() int64 {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	fields := bytes.Fields(data)
	if len(fields) < 2 {
		return 0
	}
	resident, err := strconv.ParseInt(string(fields[1]), 10, 64)
	if err != nil {
		return 0
	}
	return resident * int64(os.Getpagesize())
}
