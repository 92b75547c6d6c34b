package pages

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"testing"
)

// parent is a program with a worker that hangs: what the test binary is when told so.
func parent() {
	program, err := os.Executable()
	if err != nil {
		panic(err)
	}
	r, err := New(Config{
		Command:  []string{program},
		Env:      []string{roleVariable + "=" + roleWorker, reachedVariable + "=" + os.Getenv(reachedVariable)},
		CacheDir: os.Getenv("CONGSO_PAGES_TEST_CACHE"),
		Logger:   slog.New(slog.DiscardHandler),
	})
	if err != nil {
		panic(err)
	}
	go func() { _ = r.Serve(context.Background()) }() // for ever
	paper, err := r.Open(context.Background(), source("hang", plainPDF(1, markHang+"0")))
	fmt.Fprintln(os.Stderr, "opened", paper.Pages, err)
	_, err = r.Render(context.Background(), "hang", 0, PreviewWidth, Now)
	fmt.Fprintln(os.Stderr, "rendered", err)
	os.Exit(1)
}

// A worker that hangs never reads its input again, so it would outlive a program that is killed.
func TestStuckWorkerEndsWithItsParent(t *testing.T) {
	config, reached := testConfig(t)
	command := exec.Command(config.Command[0])
	command.Env = []string{roleVariable + "=" + roleParent, reachedVariable + "=" + reached,
		"CONGSO_PAGES_TEST_CACHE=" + config.CacheDir}
	trouble := &tail{}
	command.Stderr = trouble
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	worker := reachedBy(t, reached)
	if ended(worker) {
		t.Fatalf("the worker is not there: %s", trouble)
	}
	if err := command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = command.Wait() // it was killed
	eventually(t, "the worker ends", func() bool { return ended(worker) })
}

// ended is true for a process that is gone, or dead and only waits to be counted.
func ended(pid int) bool {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return true
	}
	var number int
	var name string
	var state rune
	if _, err := fmt.Sscanf(string(data), "%d %s %c", &number, &name, &state); err != nil {
		return false
	}
	return state == 'Z' || state == 'X'
}
