package hub

import (
	"log/slog"
	"sync"
	"time"

	"congso.vn/congso/app/change"
)

// Health is how the log takes what is written to it.
type Health struct {
	// Since is when the first group of those failed that followed each other; zero while all is well.
	Since time.Time
	// Err is why the last of them failed; nil while all is well.
	Err error
	// Failed is how many groups of commands were not committed since the server started.
	Failed uint64
	// Unread is why something of the log could not be given to a device, nil while nothing was; it does not heal
	// by itself. Unreads is how often that was.
	Unread  error
	Unreads uint64
}

// health follows whether the log takes what is written. A disk that is full is tried ten times a second: what
// is the same each time is logged once, and again while it lasts. Safe for use from any goroutine.
type health struct {
	mu     sync.Mutex
	now    Health
	logged time.Time
	unread time.Time // when it was logged last that something could not be read
}

// sayAgain is how often it is logged that nothing can be written while that lasts.
const sayAgain = time.Minute

// failed notes that a group was not committed.
func (h *health) failed(logger *slog.Logger, commands int, now time.Time, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now.Failed++
	h.now.Err = err
	if h.now.Since.IsZero() {
		h.now.Since = now
	} else if now.Sub(h.logged) < sayAgain {
		return
	}
	h.logged = now
	logger.Error("Group of commands not committed", "commands", commands, "since", h.now.Since, "groups", h.now.Failed, "error", err)
}

// committed notes that a group is durable.
func (h *health) committed(logger *slog.Logger, now time.Time) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.now.Since.IsZero() {
		return
	}
	logger.Info("Groups of commands are committed again", "after", now.Sub(h.now.Since).Round(time.Millisecond), "groups", h.now.Failed)
	h.now.Since, h.now.Err, h.logged = time.Time{}, nil, time.Time{}
}

// cannotRead notes that something of the log could not be given to a device.
func (h *health) cannotRead(logger *slog.Logger, audience change.Audience, now time.Time, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now.Unread = err
	if h.now.Unreads++; h.now.Unreads > 1 && now.Sub(h.unread) < sayAgain {
		return
	}
	h.unread = now
	logger.Error("Log not read", "audience", audience, "times", h.now.Unreads, "error", err)
}

// Health returns how the log takes what is written. From any goroutine.
func (h *Hub) Health() Health {
	h.writer.health.mu.Lock()
	defer h.writer.health.mu.Unlock()
	return h.writer.health.now
}

// Epoch returns the number of the epoch that the hub speaks in. From any goroutine.
func (h *Hub) Epoch() uint32 { return h.writer.epoch.Load() }
