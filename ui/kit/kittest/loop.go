package kittest

import (
	"sync"
	"testing"
	"time"
)

// Loop stands in for the interface's goroutine in tests of models: Post may be called from any
// goroutine, and what it gets runs on the goroutine of Until, one after the other.
type Loop struct {
	lock  sync.Mutex
	queue []func()
	woken chan struct{}
}

// NewLoop makes an empty loop.
func NewLoop() *Loop { return &Loop{woken: make(chan struct{}, 1)} }

// Post queues a function. It never blocks.
func (l *Loop) Post(run func()) {
	l.lock.Lock()
	l.queue = append(l.queue, run)
	l.lock.Unlock()
	select {
	case l.woken <- struct{}{}:
	default:
	}
}

// Drain runs what is queued, and what that queues, and tells how many functions ran.
func (l *Loop) Drain() int {
	count := 0
	for {
		l.lock.Lock()
		if len(l.queue) == 0 {
			l.lock.Unlock()
			return count
		}
		run := l.queue[0]
		l.queue = l.queue[1:]
		l.lock.Unlock()
		run()
		count++
	}
}

// deadline is how long Until waits for its condition.
const deadline = 10 * time.Second

// Until runs queued functions until a condition holds, and fails the test when that takes ten seconds.
// The condition is asked on the calling goroutine.
func (l *Loop) Until(t testing.TB, what string, holds func() bool) {
	t.Helper()
	late := time.NewTimer(deadline)
	defer late.Stop()
	for {
		l.Drain()
		if holds() {
			return
		}
		select {
		case <-l.woken:
		case <-late.C:
			t.Fatalf("waited %v in vain: %s", deadline, what)
		}
	}
}
