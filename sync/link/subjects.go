package link

import (
	"context"

	"congso.vn/congso/sync/wire"
)

// Keyed: keys of subjects are to be kept, or forgotten.
type Keyed struct{ wire.Subjects }

// SubjectsStore is what a store is beside, where the device may read personal fields.
type SubjectsStore interface {
	// Subjects takes keys over, and forgets those it is told to; with All every other too.
	Subjects(ctx context.Context, subjects wire.Subjects) error
}

// SubjectsWatcher is what a watcher is beside, where it shows personal fields. From the link's goroutine; it
// must not wait.
type SubjectsWatcher interface{ Subjects(wire.Subjects) }

// keyed keeps what came before anybody is shown it; what the disk refuses comes again with the next
// connection.
func (l *Link) keyed(ctx context.Context, subjects wire.Subjects) {
	if store, keeps := l.config.Store.(SubjectsStore); keeps && !l.stored(store.Subjects(ctx, subjects)) {
		l.drop()
		l.step(ctx, Lost{})
		return
	}
	if watcher, watches := l.config.Watcher.(SubjectsWatcher); watches {
		watcher.Subjects(subjects)
	}
}
