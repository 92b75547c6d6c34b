package storage_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
	"congso.vn/congso/storage/storagetest"
)

// An extract holds one stream with its answers, sound, and not a byte of another.
func TestExtractHoldsOneStream(t *testing.T) {
	folder := t.TempDir()
	r, ledger := openRoom(t, folder), storagetest.NewLedger()
	defer r.Close()
	fact := func(stream change.Stream, key, text string) change.Draft {
		draft := storagetest.Fact(change.Audience(stream+"/members"), "item", key, text)
		draft.Stream = stream
		return draft
	}
	old, now := storagetest.HashOf([]byte("cũ")), storagetest.HashOf([]byte("mới"))
	for i := range 200 {
		key := string(rune('a' + i%26))
		entries := ledger.Write(fact("council/s1", key, "của phiên này"), fact("council/s2", key, "BÍ MẬT của phiên khác"), fact("people", key, "THẺ của người khác"))
		if i == 0 {
			entries = append(entries, ledger.Write(storagetest.Paper("council/s1/members", "d", old, false))...)
		}
		if i == 1 {
			entries = append(entries, ledger.Write(storagetest.Paper("council/s1/members", "d", now, false))...)
		}
		must(t, r.Commit(background, entries, []storage.Kept{
			{Device: "d1", Stream: "council/s1", Answer: change.Answer{ID: "a" + key + string(rune('0'+i/26)), Outcome: change.Accepted}},
			{Device: "d1", Stream: "council/s2", Answer: change.Answer{ID: "b" + key + string(rune('0'+i/26)), Outcome: change.Refused, Code: "LÝ-DO"}},
		}))
	}
	must(t, r.SetSetting(background, "name", []byte("TÊN-PHÒNG")))
	place := t.TempDir()
	file := filepath.Join(place, "session.db")
	must(t, r.Extract(background, "council/s1", file))
	part := soundAlone(t, file)
	defer part.Close()
	book, err := part.Book(background)
	must(t, err)
	whole, err := r.Book(background)
	must(t, err)
	if len(book.Streams) != 1 || book.Streams["council/s1"] != whole.Streams["council/s1"] {
		t.Errorf("%+v, the room has %+v", book.Streams, whole.Streams)
	}
	if got := book.Audiences["council/s1/members"]; got != whole.Audiences["council/s1/members"] || len(book.Audiences) != 1 {
		t.Errorf("%+v", book.Audiences)
	}
	if count, err := part.Answers(background, "council/s1"); err != nil || count != 200 {
		t.Errorf("%d answers, %v", count, err)
	}
	named, readable, err := part.Named(background, "council/s1")
	if err != nil || !slices.Equal(named, []string{old, now}) || readable[old] || !readable[now] {
		t.Errorf("%v %v %v", named, readable, err)
	}
	data, err := os.ReadFile(file)
	must(t, err)
	for _, foreign := range []string{"BÍ MẬT", "THẺ", "LÝ-DO", "TÊN-PHÒNG", "council/s2"} {
		if bytes.Contains(data, []byte(foreign)) {
			t.Errorf("%q is in the extract", foreign)
		}
	}
	if names, _ := os.ReadDir(place); len(names) != 1 {
		t.Errorf("left behind: %v", names)
	}
	if err := r.Extract(background, "council/s1", file); !errors.Is(err, fs.ErrExist) {
		t.Errorf("over an existing file: %v", err)
	}
}
