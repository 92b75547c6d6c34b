package pages

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
)

// WorkerArgument is the first argument of a program that is started as a worker.
const WorkerArgument = "render-worker"

// Worker is the [Config.Command] of a program whose main calls [BecomeWorker]: the program itself.
func Worker() ([]string, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find worker program: %w", err)
	}
	return []string{program, WorkerArgument}, nil
}

// CacheFolder makes the folder that keeps the compiled renderer between starts: with the user's other caches, or in
// spare for who has none, such as a service without a home.
func CacheFolder(spare string) (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = spare
	}
	cache = filepath.Join(cache, "congso", "renderer")
	if err := os.MkdirAll(cache, 0o700); err != nil {
		return "", fmt.Errorf("cache of the renderer: %w", err)
	}
	return cache, nil
}

// BecomeWorker turns the process into a worker if it was started as one, and then never returns. It
// is the first thing main does, with [os.Args]: before flags are read, logs are opened or a window
// is made. fonts, which may be nil, is called in workers only.
func BecomeWorker(arguments []string, fonts func() []Font) {
	if len(arguments) < 2 || arguments[1] != WorkerArgument {
		return
	}
	options := WorkOptions{
		// The parent keeps the end of it for its own log.
		Logger: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	}
	if fonts != nil {
		options.Fonts = fonts()
	}
	os.Exit(becomeWorker(options))
}

// becomeWorker serves the parent until it is gone, and gives the exit code.
func becomeWorker(options WorkOptions) int {
	answers := os.Stdout
	os.Stdout = os.Stderr // whatever prints must not talk into the answers
	// A break at the terminal reaches the parent too, which decides.
	signal.Ignore(os.Interrupt)
	// A garbage collection waits for a renderer that is stuck, and everything else waits for the
	// collection: then this process would never notice that its parent is gone. So it collects
	// between requests only; see tidy. The limit is for what nobody has thought of.
	const limit = 2 << 30
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(limit)
	if err := Work(context.Background(), os.Stdin, answers, options); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}
