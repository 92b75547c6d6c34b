package room_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"congso.vn/congso/app/bundle"
	"congso.vn/congso/app/leaves"
	"congso.vn/congso/app/pages"
)

// renderWorkers are the processes that draw pages for this one.
func renderWorkers(t *testing.T) (found []int) {
	t.Helper()
	lists, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", os.Getpid()))
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range lists {
		children, _ := os.ReadFile(list) // nothing of a thread that ended
		for _, child := range strings.Fields(string(children)) {
			line, _ := os.ReadFile(filepath.Join("/proc", child, "cmdline"))
			if pid, err := strconv.Atoi(child); err == nil && bytes.Contains(line, []byte("render-worker")) {
				found = append(found, pid)
			}
		}
	}
	return found
}

// Workers that are killed while pages are drawn take nothing with them: each page is drawn by another worker, or its fault
// is said, and the next page is drawn.
func TestPagesWhileWorkersAreKilled(t *testing.T) {
	b := newBundleBed(t)
	b.session(1)
	document := b.paged("d2", 20)
	tablet := b.takenBy("p1", b.card("p1").Card)
	reader := leaves.New(tablet, keptPictures)
	if _, err := reader.Open(t.Context(), document.Blob, true); err != nil {
		t.Fatal(err)
	}
	killed := 0
	for page := range 11 {
		came := make(chan error, 1)
		reader.Request(t.Context(), document.Blob, page, 2600, bundle.Now, func(err error) { came <- err })
		for _, pid := range renderWorkers(t) {
			if syscall.Kill(pid, syscall.SIGKILL) == nil {
				killed++
			}
		}
		var fault *bundle.Fault
		said := []string{string(pages.CodeCrashed), string(pages.CodeUnavailable)} // while it drew, or as it started
		if err := <-came; err != nil && (!errors.As(err, &fault) || !slices.Contains(said, fault.Code)) {
			t.Errorf("page %d: %v", page, err)
		}
	}
	if killed == 0 {
		t.Fatal("no worker was killed")
	}
	// Where workers were killed twice as they opened the paper it rests for a minute, as one that kills them itself.
	healed := time.After(3 * time.Minute)
	for {
		_, err := picture(t, reader, document.Blob, 19, 2600, bundle.Now)
		if err == nil {
			return
		}
		select {
		case <-time.After(time.Second):
		case <-healed:
			t.Fatalf("once nobody kills any more: %v", err)
		}
	}
}
