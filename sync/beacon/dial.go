package beacon

import (
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"
)

// The pace of Dial: how much later each source starts than the one before, how long one address
// may take, and how many of one source are tried at the most.
const (
	headStart   = 250 * time.Millisecond
	attemptTime = 5 * time.Second
	maxAttempts = 16
)

// Dial returns the first connection that dial makes, and the candidate it leads to. dial has to
// prove the server before it returns: what it returns is the room. The addresses of one source
// are tried at the same time; each next source, in the order last, invitation, mdns, typed,
// starts a quarter of a second later, or at once when all before have failed. The connections
// that lose are cancelled or closed; the context that dial gets ends when Dial returns. It takes
// no longer than some seconds; the error has code FoundNone or Unreachable and wraps those of all
// addresses.
func Dial(ctx context.Context, candidates []Candidate,
	dial func(ctx context.Context, address string) (net.Conn, error)) (net.Conn, Candidate, error) {
	queue := limited(merge(Pin{}, candidates))
	if len(queue) == 0 {
		return nil, Candidate{}, &Error{Code: FoundNone}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()

	type result struct {
		conn net.Conn
		from Candidate
		err  error
	}
	results := make(chan result)
	running := 0
	var next <-chan time.Time // when the next source starts
	start := func() {
		source := queue[0].Source
		for len(queue) > 0 && queue[0].Source == source {
			one := queue[0]
			queue = queue[1:]
			running++
			go func() {
				ctx, cancel := context.WithTimeout(ctx, attemptTime)
				defer cancel()
				conn, err := dial(ctx, one.Address)
				results <- result{conn, one, err}
			}()
		}
		if next = nil; len(queue) > 0 {
			next = time.After(headStart)
		}
	}
	defer func() { // not to keep the caller waiting for the losers
		left := running
		go func() {
			for range left {
				if r := <-results; r.err == nil {
					_ = r.conn.Close()
				}
			}
		}()
	}()

	start()
	var failed []error
	for {
		select {
		case r := <-results:
			running--
			if r.err == nil {
				return r.conn, r.from, nil
			}
			failed = append(failed, fmt.Errorf("%s: %w", r.from.Address, r.err))
			if running > 0 {
				continue
			}
			if len(queue) == 0 {
				return nil, Candidate{}, &Error{Code: Unreachable, Err: errors.Join(failed...)}
			}
			start()
		case <-next:
			start()
		case <-ctx.Done():
			return nil, Candidate{}, &Error{Code: Unreachable, Err: errors.Join(append(slices.Clip(failed), ctx.Err())...)}
		}
	}
}

// limited keeps so few of each source that whoever announces himself a thousand times leaves the
// typed address its turn.
func limited(candidates []Candidate) []Candidate {
	taken := map[Source]int{}
	return slices.DeleteFunc(candidates, func(c Candidate) bool {
		taken[c.Source]++
		return taken[c.Source] > maxAttempts
	})
}
