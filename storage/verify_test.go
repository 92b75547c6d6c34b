package storage_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
	"congso.vn/congso/storage/storagetest"
)

// told is what Verify says against the store in a folder; an error counts as said.
func told(t *testing.T, folder string) []storage.Finding {
	t.Helper()
	r, err := storage.OpenRoom(background, filepath.Join(folder, "room.db"))
	if err != nil {
		return []storage.Finding{{Stream: "open", Reason: err.Error()}}
	}
	defer r.Close()
	findings, err := r.Verify(background)
	if err != nil {
		return []storage.Finding{{Stream: "verify", Reason: err.Error()}}
	}
	var bad []storage.Finding
	for _, f := range findings {
		if !f.OK() {
			bad = append(bad, f)
		}
	}
	return bad
}

// copies returns where the body of a row stands in the file: pages that were split keep old copies
// of rows in their free space, and those do not count.
func copies(data, body []byte) []int {
	var places []int
	for from := 0; ; {
		at := bytes.Index(data[from:], body)
		if at < 0 {
			return places
		}
		places = append(places, from+at)
		from += at + 1
	}
}

// flipped writes a copy of the database with one byte changed, so far from the body of a row.
func flipped(t *testing.T, data, body []byte, offset int) string {
	t.Helper()
	folder := t.TempDir()
	changed := bytes.Clone(data)
	for _, at := range copies(data, body) {
		changed[at+offset] ^= 0x01
	}
	must(t, os.WriteFile(filepath.Join(folder, "room.db"), changed, 0o600))
	return folder
}

// One byte changed in a row of the log names that row: not the one after it, not the last.
func TestFlippedByteNamesTheRow(t *testing.T) {
	folder := t.TempDir()
	_, all := filled(t, folder)
	data, err := os.ReadFile(filepath.Join(folder, "room.db"))
	must(t, err)
	for i, e := range all {
		places := map[string]int{"first byte of the body": 0, "last byte of the body": len(e.Body) - 1, "hash of the one before": len(e.Body) + 5}
		for what, offset := range places {
			bad := told(t, flipped(t, data, e.Body, offset))
			if len(bad) == 0 || bad[0].BadSeq != e.Seq || bad[0].Stream != e.Stream {
				t.Errorf("%s of number %d of %d: told %+v", what, i+1, len(all), bad)
			}
		}
	}
}

// No byte of a row can change unnoticed, but those that tell SQLite text from bytes: with them the
// row still says the same.
func TestEveryByteOfARowCounts(t *testing.T) {
	folder := t.TempDir()
	_, all := filled(t, folder)
	data, err := os.ReadFile(filepath.Join(folder, "room.db"))
	must(t, err)
	middle := all[len(all)/2]
	first := -len(middle.Stream) - len(middle.Kind) - len(middle.Audience) - len(middle.Key) - 20
	step, quiet := 1, 0
	if testing.Short() {
		step = 11
	}
	for offset := first; offset < len(middle.Body)+32; offset += step {
		folder := flipped(t, data, middle.Body, offset)
		if len(told(t, folder)) == 0 {
			quiet++
			saysTheSame(t, folder, all)
		}
	}
	if quiet > 6 {
		t.Errorf("%d bytes changed unnoticed", quiet)
	}
}

func saysTheSame(t *testing.T, folder string, all []change.Entry) {
	t.Helper()
	r := openRoom(t, folder)
	defer r.Close()
	var held []change.Change
	must(t, r.Stream(background, "council/s1", func(c change.Change) error {
		held = append(held, c)
		return nil
	}))
	if fmt.Sprint(held) != fmt.Sprint(storagetest.Changes(all)) {
		t.Errorf("a change went unnoticed:\n%+v", held)
	}
}

func TestMissingRows(t *testing.T) {
	for name, c := range map[string]struct {
		delete string
		bad    uint64
	}{
		"one in the middle": {"seq=7", 7}, "the first": {"seq=1", 1}, "the last": {"seq=24", 24}, "the last five": {"seq>19", 20}, "all": {"1", 1},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			filled(t, folder)
			raw(t, filepath.Join(folder, "room.db"), "DELETE FROM change WHERE "+c.delete)
			if bad := told(t, folder); len(bad) != 1 || bad[0].BadSeq != c.bad {
				t.Errorf("told %+v, want number %d", bad, c.bad)
			}
		})
	}
}

// Someone who alters a row and mends the chain after it is still found by where the log was.
func TestRewrittenChain(t *testing.T) {
	folder := t.TempDir()
	_, all := filled(t, folder)
	file := filepath.Join(folder, "room.db")
	head := change.Head{Seq: all[8].Seq, Hash: all[8].Hash()}
	for i, e := range all[9:] {
		draft := change.Draft{Stream: e.Stream, Kind: e.Kind, Audience: e.Audience, Key: e.Key, Body: e.Body}
		if i == 0 {
			draft.Body = []byte(`"đã sửa"`)
		}
		var c change.Change
		c, head = head.Append(draft, e.Epoch, e.At)
		raw(t, file, fmt.Sprintf("UPDATE change SET body=x'%x', prev=x'%x' WHERE seq=%d", []byte(c.Body), c.Previous[:], c.Seq))
	}
	if bad := told(t, folder); len(bad) != 1 || bad[0].BadSeq == 0 {
		t.Errorf("told %+v", bad)
	}
}

// A projection that was tampered with is told, by its name, and Rebuild mends it.
func TestProjections(t *testing.T) {
	for what, c := range map[string]struct{ statement, stream string }{
		"a place less":          {"DELETE FROM placed WHERE place=5", "projection placed"},
		"another change":        {"UPDATE placed SET change=change-1 WHERE place=5", "projection placed"},
		"another running hash":  {"UPDATE placed SET running=zeroblob(32) WHERE place=5", "projection placed"},
		"an old fact":           {"UPDATE fact SET change=1 WHERE kind='item' AND key='3'", "projection fact"},
		"a fact less":           {"DELETE FROM fact WHERE kind='item' AND key='3'", "projection fact"},
		"a fact more":           {"INSERT INTO fact VALUES ('council/s1', 'item', 'thêm', 1)", "projection fact"},
		"a reader more":         {"INSERT INTO readable SELECT hash, 'council/s1/hall', stream, kind, key FROM readable LIMIT 1", "projection readable"},
		"a reader less":         {"DELETE FROM readable", "projection readable"},
		"an audience's head":    {"UPDATE audience_head SET place=place-1", "projection audience_head"},
		"an audience too many":  {"INSERT INTO audience_head VALUES ('council/s9/hall', 0, zeroblob(32))", "projection audience_head"},
		"a stream's head":       {"UPDATE stream_head SET hash=zeroblob(32)", "council/s1"},
		"a stream's head moved": {"UPDATE stream_head SET seq=3", "council/s1"},
		"a stream too many":     {"INSERT INTO stream_head VALUES ('council/s9', 4, zeroblob(32))", "council/s9"},
	} {
		t.Run(what, func(t *testing.T) {
			folder := t.TempDir()
			ledger, _ := filled(t, folder)
			raw(t, filepath.Join(folder, "room.db"), c.statement)
			if bad := told(t, folder); len(bad) != 1 || string(bad[0].Stream) != c.stream {
				t.Fatalf("told %+v, want of %s", bad, c.stream)
			}
			r := openRoom(t, folder)
			must(t, r.Rebuild(background))
			must(t, r.Close())
			if bad := told(t, folder); len(bad) != 0 {
				t.Errorf("after the rebuilding: %+v", bad)
			}
			r = openRoom(t, folder)
			book, err := r.Book(background)
			must(t, err)
			if fmt.Sprint(book.Streams, book.Audiences) != fmt.Sprint(ledger.Streams, ledger.Audiences) {
				t.Errorf("heads after the rebuilding: %+v", book)
			}
		})
	}
}

// An index that does not agree with its table is told too.
func TestIndexApartFromItsTable(t *testing.T) {
	folder := t.TempDir()
	filled(t, folder)
	raw(t, filepath.Join(folder, "room.db"), "PRAGMA writable_schema=ON",
		"UPDATE sqlite_schema SET rootpage=(SELECT rootpage FROM sqlite_schema WHERE name='setting') WHERE name='readable_by_fact'")
	bad := told(t, folder)
	if len(bad) == 0 {
		t.Error("nothing was told")
	}
}

// Verify neither waits for a server that is writing, nor makes it wait, nor finds faults in what
// is written meanwhile.
func TestVerifyBesideAServer(t *testing.T) {
	folder := t.TempDir()
	ledger, _ := filled(t, folder)
	r := openRoom(t, folder)

	other, err := sql.Open("sqlite3", filepath.Join(folder, "room.db")+"?_txlock=immediate")
	must(t, err)
	defer other.Close()
	holding, err := other.Begin()
	must(t, err)
	soon, cancel := context.WithTimeout(background, 3*time.Second) // less than SQLite's own patience
	defer cancel()
	if findings, err := r.Verify(soon); err != nil || len(findings) != 1 || !findings[0].OK() {
		t.Errorf("while another writes: %+v, %v", findings, err)
	}
	must(t, holding.Rollback())

	ending, stop := context.WithCancel(background)
	var writing sync.WaitGroup
	var longest time.Duration
	groups := 0
	writing.Go(func() {
		for ending.Err() == nil {
			began := time.Now()
			if err := r.Commit(background, ledger.Write(storagetest.Fact("council/s1/members", "item", fmt.Sprint(groups%9), strings.Repeat("x", groups%50))), nil); err != nil {
				t.Errorf("a group while the log is verified: %v", err)
				return
			}
			longest, groups = max(longest, time.Since(began)), groups+1
		}
	})
	for range 15 {
		findings, err := r.Verify(background)
		if err != nil || len(findings) != 1 || !findings[0].OK() {
			t.Errorf("%+v, %v", findings, err)
		}
	}
	stop()
	writing.Wait()
	if groups == 0 || longest > 4*time.Second {
		t.Errorf("%d groups were written, the slowest in %v", groups, longest)
	}
}
