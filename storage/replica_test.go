package storage_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
	"congso.vn/congso/storage/storagetest"
)

// written is a room with some commits: with changes of several streams, with answers alone, with both.
func written(t *testing.T, folder string, commits int) *storage.Room {
	t.Helper()
	r := openRoom(t, folder)
	ledger := storagetest.NewLedger()
	for n := range commits {
		var entries []change.Entry
		if n%3 != 2 {
			entries = ledger.Write(storagetest.Fact("council/s1/hall", "ballot", fmt.Sprint(n), "one"), storagetest.Fact("council/s1/members", "seat", fmt.Sprint(n%4), "two"))
		}
		var answers []storage.Kept
		if n%2 == 0 {
			answers = append(answers, storage.Kept{Device: "d1", Stream: "council/s1", Answer: change.Answer{ID: fmt.Sprint("c", n), Outcome: change.Accepted, Body: []byte(`{"a":"<b>"}`)}})
		}
		if len(entries)+len(answers) > 0 {
			must(t, r.Commit(background, entries, answers))
		}
	}
	return r
}

func replicate(t *testing.T, from, to *storage.Room, size int) {
	t.Helper()
	for {
		at, err := to.End(background)
		must(t, err)
		batches, err := from.Batches(background, at.Batch, size)
		must(t, err)
		if len(batches) == 0 {
			return
		}
		must(t, to.Append(background, at.Batch, batches))
	}
}

// all is everything that a log consists of.
func all(t *testing.T, r *storage.Room) []change.Batch {
	t.Helper()
	batches, err := r.Batches(background, 0, 1<<30)
	must(t, err)
	return batches
}

// A log that was taken over batch by batch, whatever their size, is the same and proves itself.
func TestReplica(t *testing.T) {
	for _, size := range []int{1, 500, 1 << 20} {
		folder := t.TempDir()
		from, to := written(t, filepath.Join(folder, "from"), 40), openRoom(t, filepath.Join(folder, "to"))
		replicate(t, from, to, size)
		if !reflect.DeepEqual(all(t, from), all(t, to)) {
			t.Fatalf("size %d: the logs differ", size)
		}
		one, err := from.Book(background)
		must(t, err)
		other, err := to.Book(background)
		must(t, err)
		if !reflect.DeepEqual(one, other) {
			t.Errorf("size %d: ends differ: %v, %v", size, one, other)
		}
		findings, err := to.Verify(background)
		must(t, err)
		for _, f := range findings {
			if !f.OK() {
				t.Errorf("size %d: %+v", size, f)
			}
		}
		answer, known, err := to.Answered(background, "d1", "c4")
		must(t, err)
		if expected, _, err := from.Answered(background, "d1", "c4"); err != nil || !known || !reflect.DeepEqual(answer, expected) {
			t.Errorf("size %d: answer %v %+v, %v", size, known, answer, err)
		}
		at, err := to.End(background)
		must(t, err)
		must(t, from.Contains(background, at, other.Streams))
		must(t, from.Contains(background, change.Position{}, nil))
	}
}

// What does not continue the log is not written, be it out of order, altered or left out.
func TestReplicaRefuses(t *testing.T) {
	folder := t.TempDir()
	from := written(t, filepath.Join(folder, "from"), 12)
	batches := all(t, from)
	for what, damage := range map[string]func([]change.Batch) (uint64, []change.Batch){
		"a batch left out":    func(b []change.Batch) (uint64, []change.Batch) { return 3, append(b[3:4:4], b[5:]...) },
		"a batch again":       func(b []change.Batch) (uint64, []change.Batch) { return 3, b[2:] },
		"another end":         func(b []change.Batch) (uint64, []change.Batch) { return 2, b[3:] },
		"a body altered":      func(b []change.Batch) (uint64, []change.Batch) { b[4].Changes[0].Body = []byte(`"x"`); return 3, b[3:] },
		"a number of the log": func(b []change.Batch) (uint64, []change.Batch) { b[3].Changes[0].ID = 1; return 3, b[3:] },
		"a change out of order": func(b []change.Batch) (uint64, []change.Batch) {
			b[3].Changes[0], b[3].Changes[1] = b[3].Changes[1], b[3].Changes[0]
			return 3, b[3:]
		},
	} {
		to := openRoom(t, filepath.Join(t.TempDir(), "to"))
		must(t, to.Append(background, 0, all(t, from)[:3]))
		after, damaged := damage(all(t, from))
		if err := to.Append(background, after, damaged); !errors.Is(err, storage.ErrDiverged) {
			t.Errorf("%s: %v", what, err)
		}
		if got := all(t, to); !reflect.DeepEqual(got, batches[:3]) {
			t.Errorf("%s: something was written", what)
		}
	}
}

// A log that went another way is known by its heads, and by where it ends.
func TestContains(t *testing.T) {
	folder := t.TempDir()
	from, other := written(t, filepath.Join(folder, "from"), 12), written(t, filepath.Join(folder, "other"), 8)
	book, err := other.Book(background)
	must(t, err)
	at, err := other.End(background)
	must(t, err)
	must(t, from.Contains(background, at, book.Streams))
	wrong := book.Streams["council/s1"]
	wrong.Hash[0]++
	for what, err := range map[string]error{
		"another hash":   from.Contains(background, at, map[change.Stream]change.Head{"council/s1": wrong}),
		"another stream": from.Contains(background, at, map[change.Stream]change.Head{"council/s9": wrong}),
		"further on":     from.Contains(background, change.Position{Batch: 99, Change: 99}, book.Streams),
		"another change": from.Contains(background, change.Position{Batch: at.Batch, Change: at.Change - 1}, book.Streams),
		"no batch":       from.Contains(background, change.Position{}, book.Streams),
	} {
		if !errors.Is(err, storage.ErrDiverged) {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, err := other.Batches(background, 99, 100); !errors.Is(err, storage.ErrDiverged) {
		t.Errorf("batches after one that is not here: %v", err)
	}
}
