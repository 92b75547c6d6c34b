package storage_test

import (
	"fmt"
	"testing"

	"congso.vn/congso/storage"
)

// numbers names the pages of these ids.
func numbers(t *testing.T, x *storage.Index, ids []int64) string {
	t.Helper()
	var found []string
	for _, id := range ids {
		p, there, err := x.Page(background, id)
		if err != nil || !there {
			t.Fatalf("page %d: %v %v", id, there, err)
		}
		found = append(found, fmt.Sprint(p.Document, p.Number))
	}
	return fmt.Sprint(found)
}

func TestIndex(t *testing.T) {
	x, err := storage.NewIndex(background)
	must(t, err)
	t.Cleanup(func() { x.Close() })
	must(t, x.Put(background, "a", []storage.IndexedPage{
		{Number: 0, Text: "Đường", Exact: "đường", Folded: "duong"}, {Number: 4, Text: "Dưỡng lão", Exact: "dưỡng lão", Folded: "duong lao"},
	}))
	must(t, x.Put(background, "b", []storage.IndexedPage{{Number: 2, Text: "đường", Exact: "đường", Folded: "duong"}}))
	find := func(match, want string) {
		t.Helper()
		found, err := x.Find(background, match, 9)
		if err != nil || numbers(t, x, found) != want {
			t.Errorf("%s: %v %v, want %s", match, numbers(t, x, found), err, want)
		}
	}
	find(`exact: "đường"`, "[a0 b2]")
	find(`folded: "duong"`, "[a0 a4 b2]")
	find(`folded: "duong lao"`, "[a4]")
	find(`folded: "lao duong"`, "[]")
	find(`folded: ("la"*)`, "[a4]")
	if found, err := x.Find(background, `folded: "duong"`, 1); err != nil || numbers(t, x, found) != "[a0]" {
		t.Errorf("%+v %v", found, err)
	} else if p, _, err := x.Page(background, found[0]); err != nil || p.Text != "Đường" {
		t.Errorf("%q %v", p.Text, err)
	}
	// Put again replaces, and what was there is found no more.
	must(t, x.Put(background, "a", []storage.IndexedPage{{Number: 1, Text: "Cầu", Exact: "cầu", Folded: "cau"}}))
	find(`exact: "đường"`, "[b2]")
	find(`folded: "cau"`, "[a1]")
	if p, there, err := x.Page(background, 1); err != nil || there || p.Text != "" {
		t.Errorf("of a page that is gone: %q %v", p.Text, err)
	}
	must(t, x.Remove(background, "b"))
	find(`folded: "duong"`, "[]")
	if _, err := x.Find(background, `folded: (`, 1); err == nil {
		t.Error("half a question is answered")
	}
}
