package storage_test

import (
	"context"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
)

// What an earlier epoch accepted is asked again, in the order in which it was accepted; what was refused,
// and what this epoch accepted, is not. It is in exactly one place, also after a second time and a restart.
func TestReoffer(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "device.db")
	open := func() *storage.Device {
		d, err := storage.OpenDevice(ctx, file)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	d := open()
	at := time.UnixMilli(5)
	settle := func(id string, answer change.Answer) {
		if err := d.Enqueue(ctx, storage.Waiting{Command: change.Command{ID: id, Stream: "s"}, Person: "an", MadeAt: at}); err != nil {
			t.Fatal(err)
		}
		answer.ID = id
		if err := d.Settle(ctx, answer, at); err != nil {
			t.Fatal(err)
		}
	}
	receipt := func(epoch uint32, seq uint64) change.Answer {
		return change.Answer{Outcome: change.Accepted, Receipt: &change.Receipt{Epoch: epoch, Stream: "s", Seq: seq}}
	}
	settle("later", receipt(1, 9))
	settle("refused", change.Refuse("poll.closed"))
	settle("earlier", receipt(1, 4))
	settle("new", receipt(2, 11))
	ids := func(all []storage.Waiting) (names []string) {
		for _, w := range all {
			names = append(names, w.Command.ID)
		}
		return names
	}
	again, err := d.Reoffer(ctx, 2)
	if err != nil || !slices.Equal(ids(again), []string{"earlier", "later"}) || again[1].Command.Receipt.Seq != 9 {
		t.Fatalf("%+v %v", again, err)
	}
	if twice, err := d.Reoffer(ctx, 2); err != nil || len(twice) != 0 {
		t.Errorf("a second time %+v %v", twice, err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	d = open()
	defer d.Close()
	waiting, err := d.Outbox(ctx)
	if err != nil || !slices.Equal(ids(waiting), []string{"earlier", "later"}) || waiting[0].Command.Receipt == nil || waiting[0].Person != "an" {
		t.Errorf("%+v %v", waiting, err)
	}
	answered, err := d.AnsweredBy(ctx, "an", 10)
	if err != nil || len(answered) != 2 {
		t.Errorf("answered %+v %v", answered, err)
	}
}
