package main

import (
	"fmt"
	"os"
	"runtime/pprof"
)

// profileVariable names the file into which the use of the processors is written while a
// server runs, for whoever makes it faster.
const profileVariable = "CONGSO_CPUPROFILE"

// profile writes until stop is called.
func profile(path string) (stop func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	file, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", profileVariable, err)
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		file.Close()
		return nil, fmt.Errorf("%s: %w", profileVariable, err)
	}
	return func() { pprof.StopCPUProfile(); file.Close() }, nil
}
