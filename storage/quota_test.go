package storage

import (
	"bytes"
	"context"
	"encoding/hex"
	"slices"
	"testing"

	"github.com/zeebo/blake3"
)

func TestExcess(t *testing.T) {
	const gb = 1 << 30
	for _, c := range []struct{ used, free, total, want int64 }{
		{4 * gb, 60 * gb, 128 * gb, 0},
		{9 * gb, 60 * gb, 128 * gb, gb},    // papers have a bound of their own
		{2 * gb, gb / 2, 128 * gb, gb / 2}, // of a large disk a gigabyte stays free
		{2 * gb, gb, 128 * gb, 0},          //
		{gb, gb / 2, 4 * gb, 0},            // of a small one a tenth
		{gb / 8, 0, 128 * gb, gb / 8},      // no more than is here
		{9 * gb, 0, 0, gb},                 // nothing is known of the disk
	} {
		if got := DeviceQuota.excess(c.used, c.free, c.total); got != c.want {
			t.Errorf("%d used, %d free of %d: %d too many, want %d", c.used, c.free, c.total, got, c.want)
		}
	}
	if space, total, err := diskSpace(t.TempDir()); err != nil || space <= 0 || total < space {
		t.Errorf("this disk has %d of %d free: %v", space, total, err)
	}
}

func TestTrimRemovesTheOldestFirst(t *testing.T) {
	b, err := OpenBlobs(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	var hashes []string
	for i := range 6 {
		data := bytes.Repeat([]byte{byte(i)}, 100_000)
		sum := blake3.Sum256(data)
		hash := hex.EncodeToString(sum[:])
		if err := b.Receive(context.Background(), hash, 0, bytes.NewReader(data), nil); err != nil {
			t.Fatal(err)
		}
		if _, err := b.Manifest(context.Background(), hash); err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, hash)
	}
	oldest := []string{hashes[3], hashes[1], hashes[3], "never came", hashes[0]}
	if removed, err := b.Trim(Quota{Most: 700_000}, oldest); err != nil || len(removed) != 0 {
		t.Errorf("within the quota %v went: %v", removed, err)
	}
	removed, err := b.Trim(Quota{Most: 450_000}, oldest)
	if err != nil || !slices.Equal(removed, []string{hashes[3], hashes[1]}) {
		t.Errorf("%v went, want the first two of %v: %v", removed, oldest, err)
	}
	removed, err = b.Trim(Quota{Most: 1}, oldest)
	if err != nil || !slices.Equal(removed, []string{hashes[0]}) {
		t.Errorf("%v went, want what may go and is here: %v", removed, err)
	}
	for i, hash := range hashes {
		if here, want := b.Has(hash), i == 2 || i >= 4; here != want {
			t.Errorf("paper %d is here: %v", i, here)
		}
	}
}
