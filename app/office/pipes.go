package office

import (
	"os"
	"path/filepath"
	"slices"
)

// pipePattern is how LibreOffice names what it talks to itself by. One that was killed, or is not let, leaves it.
const pipePattern = "/tmp/OSL_PIPE_*_SingleOfficeIPC_*"

// listPipes returns the pipes that are there.
func listPipes() []string {
	found, _ := filepath.Glob(pipePattern) // a pattern that is sound
	return found
}

// sweepPipes removes those that came since. One of somebody else's cannot be removed.
func sweepPipes(before []string) {
	for _, path := range listPipes() {
		if info, err := os.Lstat(path); err == nil && info.Mode().Type() == os.ModeSocket && !slices.Contains(before, path) {
			_ = os.Remove(path)
		}
	}
}
