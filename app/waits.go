package app

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"time"

	"fyne.io/fyne/v2"
)

// noticed is the shortest wait that is written down.
const noticed = 5 * time.Millisecond

// watchWaits measures, where CONGSO_WAITS names a file, how long a touch would wait for the goroutine of the
// interface, and adds a line to the file for each wait that is not short: when it ended, in milliseconds since
// 1970, how many milliseconds it took, and how many of them went by while the picture of the window was handed
// to the screen, while it was painted, and in our own code. Without the variable nothing runs.
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
			came := make(chan struct{})
			go func() {
				fyne.DoAndWait(func() {})
				close(came)
			}()
			where := whereItIs(came)
			if took := time.Since(began); took >= noticed {
				part := func(p waitPart) float64 {
					return float64(took) / float64(time.Millisecond) * float64(where[p]) / float64(max(where.all(), 1))
				}
				if _, err := fmt.Fprintf(file, "%d %.2f %.2f %.2f %.2f\n", time.Now().UnixMilli(), float64(took)/float64(time.Millisecond),
					part(handingOver), part(painting), part(ourCode)); err != nil {
					return
				}
			}
			time.Sleep(time.Millisecond)
		}
	}()
}

// waitPart is what the goroutine of the interface was seen doing.
type waitPart int

const (
	handingOver waitPart = iota
	painting
	ourCode
	idling // it waited itself, or for a processor
	waitParts
)

// waitLooks counts how often it was seen doing each.
type waitLooks [waitParts]int

func (l waitLooks) all() (sum int) {
	for _, times := range l {
		sum += times
	}
	return sum
}

// whereItIs looks at the goroutine of the interface from time to time until a wait is over. Nobody looks during the
// first part of it: all goroutines stand still meanwhile.
func whereItIs(over <-chan struct{}) (seen waitLooks) {
	select {
	case <-over:
		return seen
	case <-time.After(noticed):
	}
	const apart = 8 * time.Millisecond // each look costs the half of one
	stacks := make([]byte, 1<<20)
	for {
		seen[partOf(stacks[:runtime.Stack(stacks, true)])]++
		select {
		case <-over:
			return seen
		case <-time.After(apart):
		}
	}
}

// partOf tells from the stacks of all goroutines what the first one does, which is that of the interface.
func partOf(stacks []byte) waitPart {
	at := bytes.Index(stacks, []byte("goroutine 1 ["))
	if at < 0 {
		return idling
	}
	stack, _, _ := bytes.Cut(stacks[at:], []byte("\n\n"))
	state, calls, _ := bytes.Cut(stack, []byte("\n"))
	has := func(call string) bool { return bytes.Contains(calls, []byte(call)) }
	switch {
	case has(").SwapBuffers("):
		return handingOver
	case has(").drawSingleFrame("):
		return painting
	case bytes.Contains(state, []byte("[select")):
		return idling
	}
	return ourCode
}
