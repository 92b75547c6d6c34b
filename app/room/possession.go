package room

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
)

// possessions knows what each device may hold something of, so that the clerk sees which tablets still
// have to wipe what they may not see any more. A device says itself what it holds each time it connects:
// a row that a crash lost comes back with the device. Safe from any goroutine.
type possessions struct {
	log    *storage.Room
	logger *slog.Logger
	wake   chan struct{}

	mu    sync.Mutex
	held  map[string]map[change.Audience]bool
	dirty map[string]bool
}

func openPossessions(ctx context.Context, log *storage.Room, logger *slog.Logger) (*possessions, error) {
	stored, err := log.Possessions(ctx)
	if err != nil {
		return nil, err
	}
	p := &possessions{log: log, logger: logger, wake: make(chan struct{}, 1), held: map[string]map[change.Audience]bool{}, dirty: map[string]bool{}}
	for device, audiences := range stored {
		p.held[device] = map[change.Audience]bool{}
		for _, audience := range audiences {
			p.held[device][audience] = true
		}
	}
	return p, nil
}

// Says is what a device holds by its own word.
func (p *possessions) Says(device string, audiences []change.Audience) {
	p.change(device, func(held map[change.Audience]bool) {
		maps.DeleteFunc(held, func(audience change.Audience, _ bool) bool { return !slices.Contains(audiences, audience) })
		for _, audience := range audiences {
			held[audience] = true
		}
	})
}

// Sends is what a device is being sent.
func (p *possessions) Sends(device string, audience change.Audience) {
	p.change(device, func(held map[change.Audience]bool) { held[audience] = true })
}

// Cleared is what is gone from a device, by its own word.
func (p *possessions) Cleared(device string, audience change.Audience) {
	p.change(device, func(held map[change.Audience]bool) { delete(held, audience) })
}

func (p *possessions) change(device string, change func(map[change.Audience]bool)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := maps.Clone(p.held[device])
	if p.held[device] == nil {
		p.held[device] = newHeld()
	}
	change(p.held[device])
	if maps.Equal(before, p.held[device]) {
		return
	}
	p.dirty[device] = true
	p.poke()
}

// poke has it told anew who owes what: rights changed.
func (p *possessions) poke() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// tellOwing tells the clerks which devices still hold what they may not see any more.
func (r *Room) tellOwing() {
	r.hub.SetOwing(r.held.owing(func(device string) []change.Audience { return r.bench.Grant(device).Audiences }))
}

func newHeld() map[change.Audience]bool { return map[change.Audience]bool{} }

// owing returns how many audiences each device holds beyond what it may see now.
func (p *possessions) owing(may func(device string) []change.Audience) map[string]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	owing := map[string]int{}
	for device, held := range p.held {
		granted := may(device)
		for audience := range held {
			if !slices.Contains(granted, audience) {
				owing[device]++
			}
		}
	}
	return owing
}

// Serve writes down what changed, many devices in one transaction, until ctx ends. told is called after
// anything changed.
func (p *possessions) Serve(ctx context.Context, told func()) error {
	for {
		select {
		case <-ctx.Done():
			p.flush(context.WithoutCancel(ctx))
			return nil
		case <-p.wake:
		}
		// A hall full of tablets comes at once.
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
		p.flush(context.WithoutCancel(ctx))
		told()
	}
}

func (p *possessions) flush(ctx context.Context) {
	p.mu.Lock()
	changed := map[string][]change.Audience{}
	for device := range p.dirty {
		changed[device] = slices.Sorted(maps.Keys(p.held[device]))
		if len(changed[device]) == 0 {
			delete(p.held, device)
		}
	}
	clear(p.dirty)
	p.mu.Unlock()
	if len(changed) == 0 {
		return
	}
	if err := p.log.SetPossessions(ctx, changed); err != nil {
		p.logger.Error("Possessions of devices not kept", "error", err)
	}
}
