package storage_test

import (
	"context"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
	"congso.vn/congso/storage/storagetest"
)

// A device that is given a snapshot, folded in one go or in pieces, and the changes after it holds what
// one holds that was given every change.
func TestFold(t *testing.T) {
	ctx := context.Background()
	audiences := []change.Audience{"hall", "members"}
	kinds := []string{"item", "tally"}
	rapid.Check(t, func(rt *rapid.T) {
		folder := t.TempDir()
		log, err := storage.OpenRoom(ctx, filepath.Join(folder, "room.db"))
		if err != nil {
			rt.Fatal(err)
		}
		defer log.Close()
		open := func(name string) *storage.Device {
			d, err := storage.OpenDevice(ctx, filepath.Join(folder, name))
			if err != nil {
				rt.Fatal(err)
			}
			return d
		}
		slow, quick := open("slow.db"), open("quick.db")
		defer slow.Close()
		defer quick.Close()
		ledger := storagetest.NewLedger()
		facts, at := map[change.Audience][]change.Change{}, map[change.Audience]change.Cursor{}
		for i := range rapid.IntRange(1, 12).Draw(rt, "groups") {
			var drafts []change.Draft
			for j := range rapid.IntRange(1, 5).Draw(rt, "drafts") {
				audience, kind := rapid.SampledFrom(audiences).Draw(rt, "audience"), rapid.SampledFrom(kinds).Draw(rt, "kind")
				key := fmt.Sprint(rapid.IntRange(0, 4).Draw(rt, "key"))
				if rapid.IntRange(0, 3).Draw(rt, "gone") == 0 {
					drafts = append(drafts, storagetest.Gone(audience, kind, key))
				} else {
					drafts = append(drafts, storagetest.Fact(audience, kind, key, fmt.Sprint(i, j)))
				}
			}
			entries := ledger.Write(drafts...)
			if err := log.Commit(ctx, entries, nil); err != nil {
				rt.Fatal(err)
			}
			for _, audience := range audiences {
				var own []change.Change
				for _, e := range entries {
					if e.Audience == audience {
						own = append(own, e.Change)
					}
				}
				if len(own) > 0 {
					if err := slow.Take(ctx, audience, own, ledger.Audiences[audience]); err != nil {
						rt.Fatal(err)
					}
				}
				if rapid.Bool().Draw(rt, "fold") {
					if facts[audience], at[audience], err = log.Fold(ctx, audience, facts[audience], at[audience]); err != nil {
						rt.Fatal(err)
					}
				}
			}
		}
		for _, audience := range audiences {
			whole, to, err := log.Fold(ctx, audience, facts[audience], at[audience])
			if err != nil || to != ledger.Audiences[audience] {
				rt.Fatalf("%s ends at %+v: %v", audience, to, err)
			}
			if to.Place == 0 {
				continue
			}
			if err := quick.Replace(ctx, audience, whole, to); err != nil {
				rt.Fatal(err)
			}
		}
		want, _ := slow.Facts(ctx)
		got, _ := quick.Facts(ctx)
		same := slices.EqualFunc(want, got, func(a, b change.Change) bool { return reflect.DeepEqual(a, b) })
		wantAt, _ := slow.Cursors(ctx)
		gotAt, _ := quick.Cursors(ctx)
		if !same || !reflect.DeepEqual(wantAt, gotAt) {
			rt.Fatalf("held %+v at %v, want %+v at %v", got, gotAt, want, wantAt)
		}
	})
}
