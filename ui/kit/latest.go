package kit

import (
	"sync"
	"time"
)

// Latest stands between a fast stream and the screen: of many values only the newest is drawn, and at
// most one drawing waits at a time. Put may be called from any goroutine; draw runs on the goroutine
// of post.
//
// What is under a pressing finger is never exchanged: a tap counts only where it began, so a button that
// news built again meanwhile would swallow it. The drawing waits until the finger is lifted, at most
// a second.
type Latest[T any] struct {
	post Post
	draw func(T)

	lock    sync.Mutex
	value   T
	waiting bool
}

// NewLatest makes one that hands its values to draw through post.
func NewLatest[T any](post Post, draw func(T)) *Latest[T] {
	return &Latest[T]{post: post, draw: draw}
}

// Put gives a value to be drawn. While a drawing waits, it only replaces the value.
func (l *Latest[T]) Put(value T) {
	l.lock.Lock()
	l.value = value
	if l.waiting {
		l.lock.Unlock()
		return
	}
	l.waiting = true
	l.lock.Unlock()
	l.post(l.flush)
}

// lookAgain is how soon after a press a drawing tries again.
const lookAgain = 40 * time.Millisecond

func (l *Latest[T]) flush() {
	if Pressing() {
		time.AfterFunc(lookAgain, func() { l.post(l.flush) })
		return
	}
	l.lock.Lock()
	value := l.value
	l.waiting = false
	l.lock.Unlock()
	l.draw(value)
}
