package storage_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
	"congso.vn/congso/storage/storagetest"
)

// receipt is what the child says after a group is on the disk.
type receipt struct {
	Command string
	Seq     uint64
	Hash    change.Hash
}

const killedFolder = "CONGSO_TEST_KILLED_FOLDER"

// TestWriteUntilKilled is the child of TestKilled: it writes groups, and prints a receipt for each
// entry when Commit has returned.
func TestWriteUntilKilled(t *testing.T) {
	folder := os.Getenv(killedFolder)
	if folder == "" {
		return // it is nothing by itself
	}
	r := openRoom(t, folder)
	book, err := r.Book(background)
	must(t, err)
	ledger := storagetest.NewLedger()
	ledger.Streams, ledger.Audiences = book.Streams, book.Audiences
	out := json.NewEncoder(os.Stdout)
	for {
		var drafts []change.Draft
		for range 1 + rand.IntN(12) {
			drafts = append(drafts, storagetest.Fact("council/s1/server", "ballot", fmt.Sprint(rand.IntN(500)), fmt.Sprint(rand.Uint64())))
		}
		entries := ledger.Write(drafts...)
		var answers []storage.Kept
		for _, e := range entries {
			id := fmt.Sprintf("c-%d", e.Seq)
			answers = append(answers, storage.Kept{Device: "d1", Stream: e.Stream, Answer: change.Answer{
				ID: id, Outcome: change.Accepted, Receipt: &change.Receipt{Epoch: e.Epoch, Stream: e.Stream, Command: id, Seq: e.Seq, At: e.At}}})
		}
		must(t, r.Commit(background, entries, answers))
		for _, e := range entries {
			must(t, out.Encode(receipt{fmt.Sprintf("c-%d", e.Seq), e.Seq, e.Change.Hash()}))
		}
	}
}

// A server killed at any moment has lost nothing that it gave a receipt for, and goes on.
func TestKilled(t *testing.T) {
	rounds := 24
	if testing.Short() {
		rounds = 4
	}
	folder := t.TempDir()
	var receipts []receipt
	for round := range rounds {
		fresh := writeAndKill(t, folder, 1+rand.IntN(120))
		receipts = append(receipts, fresh...)
		r := openRoom(t, folder)
		held := map[uint64]change.Hash{}
		must(t, r.Stream(background, "council/s1", func(c change.Change) error {
			held[c.Seq] = c.Hash()
			return nil
		}))
		for _, given := range receipts {
			if held[given.Seq] != given.Hash {
				t.Fatalf("round %d: number %d has a receipt and is not in the log", round, given.Seq)
			}
		}
		for _, given := range fresh {
			answer, known, err := r.Answered(background, "d1", given.Command)
			if err != nil || !known || answer.Receipt == nil || answer.Receipt.Seq != given.Seq {
				t.Fatalf("round %d: command %s has a receipt and no answer: %+v %v", round, given.Command, answer, err)
			}
		}
		// A group is there whole: every change of the log has its answer.
		for seq := range held {
			if _, known, err := r.Answered(background, "d1", fmt.Sprintf("c-%d", seq)); err != nil || !known {
				t.Fatalf("round %d: number %d is in the log without its answer: %v", round, seq, err)
			}
		}
		must(t, r.Close())
		if bad := told(t, folder); len(bad) > 0 {
			t.Fatalf("round %d: %+v", round, bad)
		}
	}
	t.Logf("%d receipts in %d rounds", len(receipts), rounds)
}

// writeAndKill runs the child until it has printed some receipts, kills it, and returns all that it
// had printed by then.
func writeAndKill(t *testing.T, folder string, lines int) []receipt {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^TestWriteUntilKilled$")
	child.Env = append(os.Environ(), killedFolder+"="+folder)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	must(t, err)
	must(t, child.Start())
	var receipts []receipt
	scanner := bufio.NewScanner(out)
	for scanner.Scan() {
		var r receipt
		if err := json.Unmarshal(scanner.Bytes(), &r); err != nil {
			t.Errorf("the child says %q", scanner.Text())
			break
		}
		if receipts = append(receipts, r); len(receipts) == lines {
			must(t, child.Process.Kill())
		}
	}
	_ = child.Process.Kill()
	_ = child.Wait()
	if len(receipts) < lines {
		t.Fatalf("%d receipts were printed, want %d at least", len(receipts), lines)
	}
	return receipts
}
