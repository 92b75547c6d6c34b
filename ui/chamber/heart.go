package chamber

import (
	"time"

	"congso.vn/congso/ui/kit"
)

// heart has a screen drawn again: after every change of the room, at every full second of the server's
// clock, and when the time comes that the screen asked for. One drawing at most waits at a time.
type heart struct {
	setting *Setting
	draw    func(now time.Time) (wake time.Time)
	news    *kit.Latest[struct{}]
	unwatch func()
	unset   func() bool
	beating bool
	turn    int
}

// newHeart makes one at rest. draw runs on the goroutine of the interface; it returns when it wants to
// run again at the latest, zero where the next second is soon enough.
func newHeart(setting *Setting, draw func(now time.Time) time.Time) *heart {
	h := &heart{setting: setting, draw: draw}
	h.news = kit.NewLatest(setting.Post, func(struct{}) { h.beat() })
	return h
}

func (h *heart) start() {
	if h.beating {
		return
	}
	h.beating = true
	h.unwatch = h.setting.Room.Watch(func() { h.news.Put(struct{}{}) })
	h.beat()
}

func (h *heart) stop() {
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

// beat draws now and sets the next beat.
func (h *heart) beat() {
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
				h.beat()
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

// later is the screen's clock as the widgets want it.
func (s *Setting) later() kit.After {
	return func(wait time.Duration, run func()) func() {
		stop := s.After(wait, func() { s.Post(run) })
		return func() { stop() }
	}
}
