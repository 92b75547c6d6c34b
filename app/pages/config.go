package pages

import (
	"errors"
	"log/slog"
	"time"
)

// Config is what a [Renderer] needs to know. Only Command must be given.
type Config struct {
	// Command is program and arguments of a worker, which calls [Work] with its standard input
	// and output.
	Command []string
	// Env is the whole environment of a worker. Nothing is inherited: a worker reads documents
	// of strangers and is told no more than it needs.
	Env []string
	// CacheDir keeps the compiled renderer between starts. What lies there is executed: it must
	// belong to the user of the program. Without it each start takes seconds.
	CacheDir string
	// Children is how many workers there are at most, 1 if not given. While one of them is
	// stuck, another one takes its place.
	Children int
	// Soft is how long a page may take before others no longer wait for it, 3 s if not given;
	// Hard is when its worker is killed, 15 s if not given.
	Soft, Hard time.Duration
	// Memory is the resident size in bytes, beyond the documents it holds open, above which a
	// worker is replaced, 200 MB if not given; PagesPerChild how many pages it serves, 2000 if
	// not given.
	Memory        int64
	PagesPerChild int
	// Ceiling is the most memory in bytes that documents may take inside a worker, 1 GiB if not
	// given and never less than 64 MB. What needs more is too large.
	Ceiling int64
	// OpenPapers is how many documents a worker holds open, 4 if not given.
	OpenPapers int
	// PictureBytes bounds the pictures that are kept, 192 MB if not given. Small ones
	// (thumbnails) have a quarter to themselves.
	PictureBytes int64
	// Logger is for what happens to workers; [slog.Default] if not given.
	Logger *slog.Logger
	// Clock is the time; the system's if not given.
	Clock Clock
}

// Clock is time as far as the renderer needs it. Its methods are called from any goroutine.
type Clock interface {
	Now() time.Time
	// AfterFunc calls f in a goroutine of its own when the time has passed, unless stopped.
	AfterFunc(d time.Duration, f func()) (stop func() bool)
}

// systemClock is the real time.
type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) AfterFunc(d time.Duration, f func()) func() bool {
	return time.AfterFunc(d, f).Stop
}

// startLimit is how long a worker may take to start: with an empty cache it compiles the renderer
// first, on slow machines for a good while.
const startLimit = 2 * time.Minute

// leastCeiling is enough for ordinary papers, and for the renderer itself.
const leastCeiling = 64 << 20

// complete fills in what was not given.
func (c Config) complete() (Config, error) {
	if len(c.Command) == 0 || c.Command[0] == "" {
		return c, errors.New("pages: no worker command given")
	}
	if c.Env == nil {
		c.Env = []string{}
	}
	c.Children = positive(c.Children, 1)
	c.Soft = positive(c.Soft, 3*time.Second)
	c.Hard = positive(c.Hard, 15*time.Second)
	c.Memory = positive(c.Memory, 200<<20)
	c.Ceiling = max(positive(c.Ceiling, 1<<30), leastCeiling)
	c.PagesPerChild = positive(c.PagesPerChild, 2000)
	c.OpenPapers = positive(c.OpenPapers, 4)
	c.PictureBytes = positive(c.PictureBytes, 192<<20)
	if c.Logger == nil {
		c.Logger = slog.Default()
	}
	if c.Clock == nil {
		c.Clock = systemClock{}
	}
	return c, nil
}

// positive is the value if it was given, else the default.
func positive[T int | int64 | time.Duration](value, otherwise T) T {
	if value > 0 {
		return value
	}
	return otherwise
}
