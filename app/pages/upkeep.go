package pages

import (
	"context"
	"errors"
	"fmt"
)

// ensure gives the slot a living child.
func (s *slot) ensure(ctx context.Context) error {
	if s.child != nil {
		if s.child.alive() {
			return nil
		}
		s.dismiss(killedBroken)
	}
	r := s.renderer
	began := r.now()
	c, err := startChild(r.config)
	if err != nil {
		return err
	}
	stopLimit := r.config.Clock.AfterFunc(startLimit, func() { c.kill(killedSlow) })
	stopClosing := context.AfterFunc(ctx, func() { c.kill(killedClosing) })
	head, err := exchange(c, request{Kind: kindStart, Cache: r.config.CacheDir, Ceiling: r.config.Ceiling},
		nil, kindReady, nothing, nil)
	stopLimit()
	stopClosing()
	switch {
	case err != nil:
	case head.Kind == kindFault:
		err = errors.New(head.Detail)
	case head.Protocol != protocol:
		err = fmt.Errorf("worker speaks %q", head.Protocol)
	}
	if err != nil {
		c.kill(killedBroken)
		c.bury()
		return fmt.Errorf("start worker: %w (it said: %q)", err, c.trouble.String())
	}
	s.child, s.lost = c, false
	r.config.Logger.Debug("Render worker is ready", "took", r.now().Sub(began))
	return nil
}

// refresh replaces a child that has grown too large or served long enough, or was lost, so that the
// next page need not wait for a start.
func (s *slot) refresh(ctx context.Context) {
	r := s.renderer
	if c := s.child; c != nil && c.alive() {
		// What is open now is in memory for a reason, once as bytes and once as what was made of it.
		grown := c.memory > r.config.Memory+2*c.papers.bytes()
		if !grown && c.served < r.config.PagesPerChild {
			return
		}
		r.config.Logger.Info("Render worker is replaced", "memory", c.memory, "served", c.served)
	}
	if s.child == nil && !s.lost {
		return // it would not start just now
	}
	s.dismiss(killedReplaced)
	if ctx.Err() != nil {
		return
	}
	if err := s.ensure(ctx); err != nil && ctx.Err() == nil {
		// The next job tries again and reports it.
		r.config.Logger.Error("Render worker does not start", "error", err)
	}
	s.lost = false
}

// dismiss ends the child, if there is one.
func (s *slot) dismiss(why *reason) {
	if s.child == nil {
		return
	}
	s.child.kill(why)
	s.child.bury()
	s.child = nil
}
