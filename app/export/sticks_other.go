//go:build !windows

package export

import (
	"os"
	"path/filepath"
)

// sticks are what the desktop mounted for somebody (udisks, and macOS).
func sticks() []Place {
	var found []Place
	for _, pattern := range []string{"/media/*/*", "/run/media/*/*", "/Volumes/*"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			continue
		}
		for _, path := range paths {
			if _, err := os.ReadDir(path); err == nil {
				found = append(found, Place{Stick, filepath.Base(path), path})
			}
		}
	}
	return found
}
