package hub

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/sync/wire"
)

// counting is a log that counts how often it is read, and lets reading wait.
type counting struct {
	*memory
	reads atomic.Int32
	wait  chan struct{}
	err   error
}

func (c *counting) Read(ctx context.Context, audience change.Audience, after uint64, limit int) ([]change.Entry, error) {
	c.reads.Add(1)
	<-c.wait
	if c.err != nil {
		return nil, c.err
	}
	return c.memory.Read(ctx, audience, after, limit)
}

// Many who want the same at once cost one reading and share the bytes; later ones are read for anew, and a
// failed reading is not remembered.
func TestPagesAreShared(t *testing.T) {
	log := &counting{memory: newMemory(), wait: make(chan struct{})}
	log.memory.entries = entriesAfter(change.Cursor{}, hall, 3)
	var now atomic.Int64
	p := newPages(log, wire.Encode, func() time.Time { return time.UnixMilli(now.Load()) })
	var wg sync.WaitGroup
	first := make([][]byte, 100)
	for i := range first {
		wg.Go(func() {
			_, data, err := p.read(t.Context(), hall, 0)
			if err != nil {
				t.Error(err)
			}
			first[i] = data
		})
	}
	close(log.wait)
	wg.Wait()
	if log.reads.Load() != 1 {
		t.Errorf("read %d times", log.reads.Load())
	}
	for _, data := range first {
		if len(data) == 0 || &data[0] != &first[0][0] {
			t.Fatal("not shared")
		}
	}
	if m, err := wire.Decode(first[0]); err != nil || len(m.Changes.Changes) != 3 || !m.Changes.Ack {
		t.Errorf("%v %+v", err, m.Changes)
	}
	now.Add(pageLife.Milliseconds() + 1)
	p.read(t.Context(), hall, 0)
	if log.reads.Load() != 2 {
		t.Error("an old page is not read anew")
	}
	now.Add(pageLife.Milliseconds() + 1)
	log.err = errors.New("disk")
	if _, _, err := p.read(t.Context(), hall, 0); err == nil {
		t.Error("no error")
	}
	log.err = nil
	if entries, _, err := p.read(t.Context(), hall, 0); err != nil || len(entries) != 3 {
		t.Errorf("after an error: %v", err)
	}
}
