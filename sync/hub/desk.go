package hub

import (
	"context"

	"congso.vn/congso/app/change"
)

// Desk is the writer without a goroutine of its own, for whoever runs the core on a clock of their own:
// commands wait until Write is called. All its methods are called from one goroutine.
type Desk struct {
	writer  *writer
	waiting []submission
}

// NewDesk returns the writer that a hub of this config has. What is committed is told to
// config.Committed alone: to step the core with it is the caller's.
func NewDesk(config Config) *Desk {
	w := New(config).writer
	w.committed = func(entries []change.Entry) {
		if config.Committed != nil {
			config.Committed(entries)
		}
	}
	return &Desk{writer: w}
}

// Add has a command wait for Write; done is called with its answer when that is durable.
func (d *Desk) Add(actor change.Actor, command change.Command, done func(change.Answer)) {
	d.waiting = append(d.waiting, submission{actor, command, done})
}

// Waiting reports how many commands wait.
func (d *Desk) Waiting() int { return len(d.waiting) }

// Write judges what waits, as far as one group reaches, and what time brings about, and commits it.
func (d *Desk) Write(ctx context.Context) {
	count := min(len(d.waiting), groupLimit)
	group := d.waiting[:count:count]
	d.waiting = d.waiting[count:]
	d.writer.group(ctx, group)
}

// Overtake ends the writer's word, as Hub.Overtake does.
func (d *Desk) Overtake() { d.writer.overtaken.Store(true) }
