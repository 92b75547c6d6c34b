package app

import (
	"errors"

	"congso.vn/congso/app/leaves"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/station"
)

// readyPages settles, once, where the pages of papers come from: they are drawn by workers of this device, or by the
// room where that was asked for or the workers cannot be started. A clerk's desk needs its own.
func (p *screenProgram) readyPages() error {
	if p.renderer != nil || p.bundles.Load() || !people.May(p.options.mode, people.OpenPapers) {
		return nil
	}
	if p.options.bundles && p.options.mode != people.ClerkMode {
		p.bundles.Store(true)
		p.logger.Info("Pages of papers are drawn by the room")
		return nil
	}
	err := p.startRenderer()
	if err != nil && p.options.mode != people.ClerkMode {
		p.turnToBundles(err)
		return nil
	}
	return err
}

// turnToBundles has the room draw the pages, for this device cannot. From any goroutine.
func (p *screenProgram) turnToBundles(why error) {
	p.bundles.Store(true)
	p.logger.Warn("Pages of papers are drawn by the room: no render worker can be started here", "error", why)
	if at := p.working.Load(); at != nil {
		at.UseBundles()
	}
}

// startRenderer starts the render workers' client; its first worker compiles the renderer while nobody waits for a
// page yet.
func (p *screenProgram) startRenderer() error {
	renderer, err := newRenderer()
	if err != nil {
		return err
	}
	p.renderer = renderer
	clerk := p.options.mode == people.ClerkMode
	p.running.Go(func() { _ = renderer.Serve(p.ctx) }) // ends with ctx and says so
	p.running.Go(func() {
		err := renderer.Warm(p.ctx)
		switch {
		case err == nil || p.ctx.Err() != nil:
		case clerk || !errors.Is(err, pages.ErrUnavailable):
			p.logger.Warn("Render worker not started", "error", err)
		default:
			p.turnToBundles(err)
		}
	})
	return nil
}

// pageSource is where the delegate's screen has its pages from.
func (p *screenProgram) pageSource(s *station.Station) pageSource {
	return pageChoice{drawn: pageMaker{p.renderer, s}, bundled: bundlePages{leaves.New(s, pictureBytes)}, bundles: &p.bundles}
}
