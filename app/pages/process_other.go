//go:build !linux && !windows

package pages

import (
	"os"
	"os/exec"
)

// tie does nothing: a child ends when it notices the end of its input.
func tie(*exec.Cmd) {}

// tied does nothing either.
func tied(*exec.Cmd) (release func(), err error) { return func() {}, nil }

// widen does nothing.
func widen(*os.File) {}

// ownMemory is what this process takes from the system, as far as the runtime knows.
func ownMemory() int64 { return runtimeMemory() }
