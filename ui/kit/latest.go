package kit

import "sync"

// Latest stands between a fast stream and the screen: of many values only the newest is drawn, and at
// most one drawing waits at a time. Put may be called from any goroutine; draw runs on the goroutine
// of post.
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

func (l *Latest[T]) flush() {
	l.lock.Lock()
	value := l.value
	l.waiting = false
	l.lock.Unlock()
	l.draw(value)
}
