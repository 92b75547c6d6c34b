//go:build !linux

package office

// Worker is none: LibreOffice is shut in on Linux alone.
func Worker() ([]string, error) { return nil, nil }

// BecomeWorker does nothing here.
func BecomeWorker([]string) {}

// watchMemory watches nothing here.
func watchMemory(int, int64, <-chan struct{}, func()) {}
