package link

import (
	"slices"
	"time"
)

// wanted decides which paper is fetched next. It is pure: what happened and when are told to it.
type wanted struct {
	order []string // by agenda, the most important first
	first string   // somebody looks at it now
	later map[string]time.Time
	tries map[string]int
}

// The pause after a failed transfer doubles with each, between these.
const (
	shortestPause = time.Second
	longestPause  = time.Minute
)

func newWanted() *wanted { return &wanted{later: map[string]time.Time{}, tries: map[string]int{}} }

// next returns the paper to fetch now, or when there may be one; the zero time for none at all.
func (w *wanted) next(has func(string) bool, now time.Time) (hash string, wait time.Time) {
	for _, candidate := range append([]string{w.first}, w.order...) {
		if candidate == "" || has(candidate) {
			continue
		}
		until := w.later[candidate]
		if !now.Before(until) {
			return candidate, time.Time{}
		}
		if wait.IsZero() || until.Before(wait) {
			wait = until
		}
	}
	return "", wait
}

// lower reports whether what is being fetched has to wait, because somebody looks at another one.
func (w *wanted) lower(running string, has func(string) bool, now time.Time) bool {
	if running == "" || running == w.first {
		return false
	}
	better, _ := w.next(has, now)
	return better == w.first && better != "" || !slices.Contains(w.order, running)
}

func (w *wanted) failed(hash string, now time.Time) {
	pause := min(shortestPause<<min(w.tries[hash], 10), longestPause)
	w.tries[hash]++
	w.later[hash] = now.Add(pause)
}

func (w *wanted) done(hash string) {
	delete(w.later, hash)
	delete(w.tries, hash)
}

// hurry forgets the pauses: the network changed, or the person asks.
func (w *wanted) hurry() { clear(w.later) }
