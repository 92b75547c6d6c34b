package frame

import (
	"time"

	"congso.vn/congso/ui/kit"
)

// Heart has a screen drawn again: after every change of the room, at every full second of the server's
// clock, and when the time comes that the screen asked for. One drawing at most waits at a time.
type Heart struct {
	setting *Setting
	draw    func(now time.Time) (wake time.Time)
	news    *kit.Latest[struct{}]
	unwatch func()
	unset   func() bool
	beating bool
	turn    int
}

// NewHeart makes one at rest. draw runs on the goroutine of the interface; it returns when it wants to
// run again at the latest, zero where the next second is soon enough.
func NewHeart(setting *Setting, draw func(now time.Time) time.Time) *Heart {
	h := &Heart{setting: setting, draw: draw}
	h.news = kit.NewLatest(setting.Post, func(struct{}) { h.Beat() })
	return h
}

// Start begins to beat, at once. Started already, it does nothing.
func (h *Heart) Start() {
	if h.beating {
		return
	}
	h.beating = true
	h.unwatch = h.setting.Room.Watch(func() { h.news.Put(struct{}{}) })
	h.Beat()
}

// Stop ends it: nothing is drawn any more.
func (h *Heart) Stop() {
	if !h.beating {
		return
	}
	h.beating = false
	h.turn++
	h.unwatch()
	if h.unset != nil {
		h.unset()
	}
}

// Beat draws now and sets the next beat.
func (h *Heart) Beat() {
	if !h.beating {
		return
	}
	if kit.Pressing() {
		h.news.Put(struct{}{}) // when the finger is lifted
		return
	}
	now := h.setting.Now()
	server := h.setting.Room.Standing().Now(now)
	wake := now.Add(time.Second - server.Sub(server.Truncate(time.Second)))
	if asked := h.draw(now); !asked.IsZero() && asked.Before(wake) {
		wake = asked
	}
	h.turn++
	turn := h.turn
	if h.unset != nil {
		h.unset()
	}
	h.unset = h.setting.After(max(wake.Sub(now), time.Millisecond), func() {
		h.setting.Post(func() {
			if turn == h.turn {
				h.Beat()
			}
		})
	})
}

// sooner is the earlier of two times to wake, where zero is never.
func sooner(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

// Later is the screen's clock as the widgets want it.
func (s *Setting) Later() kit.After {
	return func(wait time.Duration, run func()) func() {
		stop := s.After(wait, func() { s.Post(run) })
		return func() { stop() }
	}
}
