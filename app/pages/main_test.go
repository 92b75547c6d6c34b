package pages

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

// Environment of the test binary when it runs as something else than the tests.
const (
	roleVariable    = "CONGSO_PAGES_TEST_ROLE" // worker or parent
	reachedVariable = "CONGSO_PAGES_TEST_REACHED"
	fontVariable    = "CONGSO_PAGES_TEST_FONT"
	roleWorker      = "worker"
	roleParent      = "parent"
)

// Marks inside a document that make a test worker misbehave: HANG-n, EXIT-n, PANIC-n when page n
// is rendered, HANG-OPEN when it is opened. NOTE-n only leaves word that page n is rendered.
const (
	markNote     = "%CONGSO-NOTE-"
	markHang     = "%CONGSO-HANG-"
	markExit     = "%CONGSO-EXIT-"
	markPanic    = "%CONGSO-PANIC-"
	markHangOpen = "%CONGSO-HANG-OPEN"
)

func TestMain(m *testing.M) {
	BecomeWorker(os.Args, nil)
	if lie := os.Getenv(lieVariable); lie != "" {
		beLiar(lie, os.Stdin, os.Stdout)
		return
	}
	switch os.Getenv(roleVariable) {
	case roleWorker:
		os.Exit(becomeWorker(WorkOptions{Fonts: testFonts(), before: misbehave()}))
	case roleParent:
		parent()
	default:
		// Once on a machine; no test waits for it afterwards.
		if folder, err := os.UserCacheDir(); err == nil {
			if err := Prime(context.Background(), filepath.Join(folder, cacheName)); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
		os.Exit(m.Run())
	}
}

// cacheName is the folder of the compiled renderer below the user's cache.
const cacheName = "congso-pages-test"

// misbehave is the hook of test workers. It leaves a file when it gets to a mark.
func misbehave() func(request, []byte) {
	papers := map[uint32][]byte{}
	reached := func() {
		if path := os.Getenv(reachedVariable); path != "" {
			if err := os.WriteFile(path, []byte(strconv.Itoa(os.Getpid())), 0o600); err != nil {
				panic(err)
			}
		}
	}
	return func(asked request, body []byte) {
		switch asked.Kind {
		case kindOpen:
			papers[asked.Paper] = body
			if bytes.Contains(body, []byte(markHangOpen)) {
				reached()
				select {}
			}
		case kindRender:
			here := func(mark string) bool {
				return bytes.Contains(papers[asked.Paper], fmt.Appendf(nil, "%s%d\n", mark, asked.Page))
			}
			switch {
			case here(markNote):
				reached()
			case here(markHang):
				reached()
				select {}
			case here(markExit):
				os.Exit(3)
			case here(markPanic):
				panic("as the document wished")
			}
		}
	}
}

// testCache is kept between runs, as on a real machine: compiling takes seconds.
func testCache(t testing.TB) string {
	t.Helper()
	base, err := os.UserCacheDir()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(base, cacheName)
}

// testConfig is for a renderer whose workers are this test binary. reached is the file that a
// worker leaves when it gets to a mark.
func testConfig(t testing.TB) (config Config, reached string) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	reached = filepath.Join(t.TempDir(), "reached")
	return Config{
		Command:  []string{program},
		Env:      []string{roleVariable + "=" + roleWorker, reachedVariable + "=" + reached},
		CacheDir: testCache(t),
		Memory:   8 << 30, // with the race detector memory says nothing
		Logger:   slog.New(slog.NewTextHandler(logged{t}, &slog.HandlerOptions{Level: slog.LevelWarn})),
	}, reached
}

// logged writes logs to a test.
type logged struct{ t testing.TB }

func (l logged) Write(text []byte) (int, error) {
	l.t.Logf("%s", bytes.TrimSpace(text))
	return len(text), nil
}

// serving makes a renderer that serves until the test ends.
func serving(t testing.TB, config Config) *Renderer {
	t.Helper()
	r, stop := served(t, config)
	t.Cleanup(stop)
	return r
}

// served makes a renderer that serves until stop is called.
func served(t testing.TB, config Config) (r *Renderer, stop func()) {
	t.Helper()
	r, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = r.Serve(ctx) // ctx's error
	}()
	return r, func() {
		cancel()
		<-ended
	}
}

// patience is how long tests wait for anything.
const patience = time.Minute

// within is a context for one test.
func within(t testing.TB) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

// eventually waits for a condition.
func eventually(t testing.TB, what string, condition func() bool) {
	t.Helper()
	late := time.After(patience)
	again := time.NewTicker(time.Millisecond)
	defer again.Stop()
	for !condition() {
		select {
		case <-late:
			t.Fatalf("never: %s", what)
		case <-again.C:
		}
	}
}

// reachedBy waits for the file that a worker leaves, removes it and gives the worker's process id.
func reachedBy(t testing.TB, path string) int {
	t.Helper()
	var pid int
	eventually(t, "a worker gets to the mark", func() bool {
		data, err := os.ReadFile(path)
		if err != nil {
			return false
		}
		pid, err = strconv.Atoi(string(data))
		return err == nil
	})
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	return pid
}

// source serves bytes.
func source(id string, content []byte) Source {
	return Source{ID: id, Read: func(context.Context) ([]byte, error) { return content, nil }}
}

// opened opens a document that must open.
func opened(t testing.TB, r *Renderer, id string, content []byte) Paper {
	t.Helper()
	paper, err := r.Open(within(t), source(id, content))
	if err != nil {
		t.Fatalf("open %s: %v", id, err)
	}
	return paper
}

// shared is a file of the shared test data.
func shared(t testing.TB, pattern string) []string {
	t.Helper()
	folder := os.Getenv("CONGSO_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	files, err := filepath.Glob(filepath.Join(folder, "documents", pattern))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skipf("shared data absent: %s", filepath.Join(folder, "documents", pattern))
	}
	return files
}

// content reads a file.
func content(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// testClock stands still until a test moves it.
type testClock struct {
	mu     sync.Mutex
	now    time.Time
	timers map[*testTimer]struct{}
}

type testTimer struct {
	at time.Time
	f  func()
}

func newTestClock() *testClock {
	return &testClock{now: time.Unix(1_800_000_000, 0), timers: map[*testTimer]struct{}{}}
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) AfterFunc(d time.Duration, f func()) func() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	timer := &testTimer{c.now.Add(d), f}
	c.timers[timer] = struct{}{}
	return func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		_, waiting := c.timers[timer]
		delete(c.timers, timer)
		return waiting
	}
}

// advance moves the clock and has everything run that is due, to its end.
func (c *testClock) advance(d time.Duration) {
	c.mu.Lock()
	c.now = c.now.Add(d)
	var due []func()
	for timer := range c.timers {
		if !timer.at.After(c.now) {
			due = append(due, timer.f)
			delete(c.timers, timer)
		}
	}
	c.mu.Unlock()
	for _, f := range due {
		f()
	}
}

// killProcess ends a process from outside.
func killProcess(t testing.TB, pid int) {
	t.Helper()
	process, err := os.FindProcess(pid)
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Kill(); err != nil {
		t.Fatal(err)
	}
}

// testFonts are what a test worker lends to documents, if it is told to.
func testFonts() []Font {
	if os.Getenv(fontVariable) == "" {
		return nil
	}
	data, err := os.ReadFile(os.Getenv(fontVariable))
	if err != nil {
		panic(err)
	}
	return []Font{{"Times New Roman", "Regular", data}, {"Arial", "Regular", data}}
}
