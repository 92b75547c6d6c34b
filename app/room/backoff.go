package room

import (
	"sync"
	"time"
)

// backoff slows down the guessing of codes: after each wrong code a tablet waits 1, 2, 4 … minutes,
// and after twenty within an hour it takes no codes for an hour. The person is never locked out:
// another tablet, or the card, works at once. Lost at restart, which costs a guesser as much.
type backoff struct {
	mu      sync.Mutex
	tablets map[string]*guesses
}

type guesses struct {
	wrong []time.Time // within the last hour
	run   int         // since the last right one
	until time.Time
}

const (
	freeGuesses  = 3 // a slip of the finger costs nothing
	hourlyWrong  = 20
	longestDelay = time.Hour
)

// Until returns when the tablet takes codes again; the zero time for now.
func (b *backoff) Until(device string, now time.Time) time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	g := b.tablets[device]
	if g == nil || !now.Before(g.until) {
		return time.Time{}
	}
	return g.until
}

// Wrong notes a wrong code.
func (b *backoff) Wrong(device string, now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.tablets == nil {
		b.tablets = map[string]*guesses{}
	}
	g := b.tablets[device]
	if g == nil {
		g = &guesses{}
		b.tablets[device] = g
	}
	for len(g.wrong) > 0 && now.Sub(g.wrong[0]) > time.Hour {
		g.wrong = g.wrong[1:]
	}
	g.wrong = append(g.wrong, now)
	g.run++
	switch {
	case len(g.wrong) >= hourlyWrong:
		g.until = now.Add(longestDelay)
	case g.run >= freeGuesses:
		g.until = now.Add(min(time.Minute<<(g.run-freeGuesses), longestDelay))
	}
}

// Right notes that the tablet was taken.
func (b *backoff) Right(device string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if g := b.tablets[device]; g != nil {
		g.run, g.until = 0, time.Time{}
	}
}
