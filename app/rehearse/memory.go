package rehearse

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/wire"
)

// Memory is what a device holds: the facts that it may see, how far it has come, and what is not
// answered. Safe from any goroutine.
type Memory struct {
	store Store // what comes goes there first; nil for nowhere
	now   func() time.Time

	mu        sync.Mutex
	audiences map[change.Audience]*holding
	standing  link.Standing
	outbox    map[string]*waiting // by command id, not answered yet
	accepted  []change.Command    // with their receipts, in the order in which they were accepted
	seen      func(change.Change) // told of every change; nil for nobody
	resets    int                 // audiences thrown away while they could be seen
	onlines   int                 // how often the room welcomed the device
	changed   chan struct{}       // closed with the next change of anything
}

// holding is what is held of one audience.
type holding struct {
	cursor change.Cursor
	facts  map[fact]change.Change
}

type fact struct{ kind, key string }

// waiting is a command that is not answered, and who waits for it.
type waiting struct {
	command  change.Command
	answered chan change.Answer
}

func newMemory(store Store, now func() time.Time) *Memory {
	return &Memory{
		store: store, now: now, audiences: map[change.Audience]*holding{}, outbox: map[string]*waiting{}, changed: make(chan struct{}),
	}
}

// tell wakes whoever waits. m.mu is held.
func (m *Memory) tell() {
	close(m.changed)
	m.changed = make(chan struct{})
}

// Until waits until a condition of what the device holds is met. The condition is called under a lock and
// may only use the View.
func (m *Memory) Until(ctx context.Context, met func(View) bool) error {
	for {
		m.mu.Lock()
		ok, changed := met(View{m}), m.changed
		m.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("rehearse: not reached: %w", ctx.Err())
		}
	}
}

// Look calls a function with what the device holds now.
func (m *Memory) Look(look func(View)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	look(View{m})
}

// Watch has every change that comes in told of, from the link's goroutine; nil for nobody.
func (m *Memory) Watch(seen func(change.Change)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen = seen
}

// queue notes a command that is to be answered.
func (m *Memory) queue(command change.Command) <-chan change.Answer {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := &waiting{command, make(chan change.Answer, 1)}
	m.outbox[command.ID] = w
	return w.answered
}

// Take is part of link.Store.
func (m *Memory) Take(ctx context.Context, batch link.Batch) error {
	if m.store != nil {
		if err := m.store.Take(ctx, batch); err != nil {
			return err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	held := m.audiences[batch.Audience]
	if held == nil || batch.Whole {
		held = &holding{facts: make(map[fact]change.Change, len(batch.Changes))}
		m.audiences[batch.Audience] = held
	}
	for _, c := range batch.Changes {
		if c.TakenBack() {
			delete(held.facts, fact{c.Kind, c.Key})
		} else {
			held.facts[fact{c.Kind, c.Key}] = c
		}
		if m.seen != nil {
			m.seen(c)
		}
	}
	held.cursor = batch.To
	m.tell()
	return nil
}

// Wipe is part of link.Store.
func (m *Memory) Wipe(ctx context.Context, audience change.Audience) error {
	if m.store != nil {
		if err := m.store.Wipe(ctx, audience); err != nil {
			return err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if slices.Contains(m.standing.Audiences, audience) {
		m.resets++
	}
	delete(m.audiences, audience)
	m.tell()
	return nil
}

// Settle is part of link.Store.
func (m *Memory) Settle(ctx context.Context, answer change.Answer) error {
	if m.store != nil {
		return m.store.Settle(ctx, answer)
	}
	return nil
}

// Keep is part of link.Store.
func (m *Memory) Keep(ctx context.Context, kept link.Kept) ([]change.Command, error) {
	if m.store != nil {
		return m.store.Keep(ctx, kept)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	var again, still []change.Command
	for _, command := range m.accepted {
		if command.Receipt.Epoch < kept.Epoch.Number {
			again = append(again, command)
			m.outbox[command.ID] = &waiting{command, make(chan change.Answer, 1)}
		} else {
			still = append(still, command)
		}
	}
	m.accepted = still
	return again, nil
}

// Changed is part of link.Watcher.
func (*Memory) Changed(change.Audience, []change.Change) {}

// Present is part of link.Watcher.
func (*Memory) Present(wire.Presence) {}

// Settled is part of link.Watcher.
func (m *Memory) Settled(answer change.Answer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	w := m.outbox[answer.ID]
	if w == nil {
		return
	}
	delete(m.outbox, answer.ID)
	if answer.Receipt != nil {
		w.command.Receipt = answer.Receipt
		m.accepted = append(m.accepted, w.command)
	}
	w.answered <- answer
	m.tell()
}

// Standing is part of link.Watcher.
func (m *Memory) Standing(s link.Standing) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s.Phase == link.Online && m.standing.Phase != link.Online {
		m.onlines++
	}
	s.Audiences = slices.Clone(s.Audiences)
	m.standing = s
	m.tell()
}

// View is what a device holds at one moment.
type View struct{ m *Memory }

// Online reports whether the room has welcomed the device.
func Online(v View) bool { return v.m.standing.Phase == link.Online }

// Standing is how the link stands.
func (v View) Standing() link.Standing { return v.m.standing }

// Onlines is how often the room has welcomed the device.
func (v View) Onlines() int { return v.m.onlines }

// Resets is how often something held did not match and was fetched anew.
func (v View) Resets() int { return v.m.resets }

// Cursor is how far the device has come in an audience.
func (v View) Cursor(audience change.Audience) change.Cursor {
	if held := v.m.audiences[audience]; held != nil {
		return held.cursor
	}
	return change.Cursor{}
}

// Cursors is how far the device has come in everything.
func (v View) Cursors() map[change.Audience]change.Cursor {
	all := map[change.Audience]change.Cursor{}
	for audience, held := range v.m.audiences {
		all[audience] = held.cursor
	}
	return all
}

// Receipt is the latest receipt of a command; nil where there is none.
func (v View) Receipt(command string) *change.Receipt {
	for _, accepted := range v.m.accepted {
		if accepted.ID == command {
			return accepted.Receipt
		}
	}
	return nil
}

// Fact returns a fact of an audience.
func (v View) Fact(audience change.Audience, kind, key string) (change.Change, bool) {
	if held := v.m.audiences[audience]; held != nil {
		c, known := held.facts[fact{kind, key}]
		return c, known
	}
	return change.Change{}, false
}

// Count is how many facts of a kind an audience has here.
func (v View) Count(audience change.Audience, kind string) int {
	count := 0
	if held := v.m.audiences[audience]; held != nil {
		for f := range held.facts {
			if f.kind == kind {
				count++
			}
		}
	}
	return count
}

// Facts returns a copy of every fact of an audience.
func (v View) Facts(audience change.Audience) []change.Change {
	if held := v.m.audiences[audience]; held != nil {
		return slices.Collect(maps.Values(held.facts))
	}
	return nil
}
