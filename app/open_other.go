//go:build !windows

package app

import (
	"os/exec"
	"runtime"
)

// openWithSystem shows a file with the program that the person has for it. The program lives on by
// itself; only whether it could be started is known.
func openWithSystem(path string) error {
	program := "xdg-open"
	if runtime.GOOS == "darwin" {
		program = "open"
	}
	command := exec.Command(program, path)
	if err := command.Start(); err != nil {
		return err
	}
	go command.Wait()
	return nil
}
