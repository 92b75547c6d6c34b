package trust

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// The pace of POST /pair: for one address, and for all together. A room of tablets pairing at
// once stays well below.
const (
	addressPace, addressBurst = 1, 30 // requests a second, and at once
	totalPace, totalBurst     = 50, 200
	maxAddresses              = 1024
)

// limiter keeps strangers from keeping the server busy.
type limiter struct {
	mu      sync.Mutex
	total   *rate.Limiter
	address map[string]*rate.Limiter
	tidied  time.Time // when forget last ran
}

func newLimiter() *limiter {
	return &limiter{total: rate.NewLimiter(totalPace, totalBurst), address: map[string]*rate.Limiter{}}
}

// allow reports whether an address may make one more request now. One that has used up its own
// pace takes nothing from the others'.
func (l *limiter) allow(address string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	own, known := l.address[address]
	if !known {
		if len(l.address) >= maxAddresses && now.Sub(l.tidied) >= time.Second {
			l.tidied = now
			l.forget(now)
		}
		if len(l.address) >= maxAddresses {
			return false
		}
		own = rate.NewLimiter(addressPace, addressBurst)
		l.address[address] = own
	}
	return own.AllowN(now, 1) && l.total.AllowN(now, 1)
}

// forget drops the addresses that have been quiet long enough to start afresh anyway.
func (l *limiter) forget(now time.Time) {
	for address, own := range l.address {
		if own.TokensAt(now) >= addressBurst {
			delete(l.address, address)
		}
	}
}
