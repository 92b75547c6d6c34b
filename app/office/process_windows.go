package office

import (
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// group keeps a command from opening a window.
func group(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{HideWindow: true, CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}

// killGroup ends a command with all that it started. Where the command has ended already there is nothing to end.
func killGroup(command *exec.Cmd) error {
	if command.ProcessState != nil {
		return nil
	}
	return exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(command.Process.Pid)).Run()
}

// systemEnvironment is what a program needs of its surroundings.
func systemEnvironment() []string {
	var kept []string
	for _, name := range []string{"SystemRoot", "SystemDrive", "PATH", "ProgramFiles", "ProgramData", "windir"} {
		if value := os.Getenv(name); value != "" {
			kept = append(kept, name+"="+value)
		}
	}
	return kept
}
