package app

import (
	"fmt"
	"os"
	"time"

	"fyne.io/fyne/v2"
)

// noticed is the shortest wait that is written down.
const noticed = 5 * time.Millisecond

// watchWaits measures, where CONGSO_WAITS names a file, how long a touch would wait for the goroutine of the
// interface, and adds a line to the file for each wait that is not short: when it ended, in milliseconds since
// 1970, and how many milliseconds it took. Without the variable nothing runs.
func watchWaits() {
	path := os.Getenv("CONGSO_WAITS")
	if path == "" {
		return
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		fmt.Fprintln(os.Stderr, "congso:", err)
		return
	}
	go func() {
		defer file.Close()
		for {
			began := time.Now()
			fyne.DoAndWait(func() {})
			if took := time.Since(began); took >= noticed {
				if _, err := fmt.Fprintf(file, "%d %.2f\n", time.Now().UnixMilli(), float64(took)/float64(time.Millisecond)); err != nil {
					return
				}
			}
			time.Sleep(time.Millisecond)
		}
	}()
}
