//go:build !windows

package office

import (
	"os/exec"
	"syscall"
)

// group makes a command the first of a group of processes.
func group(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}

// killGroup ends a command with all that it started.
func killGroup(command *exec.Cmd) error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }

// systemEnvironment is what a program needs of its surroundings.
func systemEnvironment() []string { return []string{"PATH=/usr/local/bin:/usr/bin:/bin"} }
