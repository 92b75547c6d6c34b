package app

import (
	"crypto/rand"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime/debug"
)

// longestLog is when a log is begun anew, in bytes; the one before is kept beside it.
const longestLog = 1 << 20

// openLog writes to a file of the device's folder and to the terminal. A crash of the program is
// written to a file of its own, because nothing else is to be trusted then.
func openLog(folder string) (logger *slog.Logger, close func()) {
	level := slog.LevelInfo
	if os.Getenv("CONGSO_DEBUG") != "" {
		level = slog.LevelDebug
	}
	out, close := io.Writer(os.Stderr), func() {}
	if err := os.MkdirAll(folder, 0o700); err == nil {
		path := filepath.Join(folder, "congso.log")
		if info, err := os.Stat(path); err == nil && info.Size() > longestLog {
			os.Rename(path, path+".old") // where it fails the log only grows
		}
		if file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600); err == nil {
			out, close = io.MultiWriter(os.Stderr, file), func() { file.Close() }
		}
		if crash, err := os.OpenFile(filepath.Join(folder, "crash.log"), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600); err == nil {
			debug.SetCrashOutput(crash, debug.CrashOptions{})
			crash.Close() // the runtime has its own copy
		}
	}
	return slog.New(slog.NewTextHandler(out, &slog.HandlerOptions{Level: level})), close
}

// report writes an unexpected error down and returns the id under which it stands.
func report(logger *slog.Logger) func(error) string {
	return func(err error) string {
		id := rand.Text()[:6]
		logger.Error("Unexpected error shown to a person", "id", id, "error", err)
		return id
	}
}
