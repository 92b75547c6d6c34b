package storage_test

import (
	"testing"

	"congso.vn/congso/storage"
)

func TestPageTexts(t *testing.T) {
	x, err := storage.NewPageTexts(background)
	must(t, err)
	t.Cleanup(func() { x.Close() })
	page := func(id int64, want storage.PageText, wanted bool) {
		t.Helper()
		if p, there, err := x.Page(background, id); err != nil || there != wanted || p != want {
			t.Errorf("page %d: %+v %v %v", id, p, there, err)
		}
	}
	must(t, x.Put(background, "a", 1, []storage.PageText{{Number: 0, Text: "Đường"}, {Number: 4, Text: "Dưỡng lão", Scanned: true}}))
	must(t, x.Put(background, "b", 3, []storage.PageText{{Number: 2, Text: "đường"}}))
	page(2, storage.PageText{Document: "a", Number: 4, Text: "Dưỡng lão", Scanned: true}, true)
	page(3, storage.PageText{Document: "b", Number: 2, Text: "đường"}, true)
	// Put again replaces.
	must(t, x.Put(background, "a", 4, []storage.PageText{{Number: 1, Text: "Cầu"}}))
	page(1, storage.PageText{}, false)
	page(4, storage.PageText{Document: "a", Number: 1, Text: "Cầu"}, true)
	must(t, x.Remove(background, "b"))
	page(3, storage.PageText{}, false)
	if err := x.Put(background, "c", 4, []storage.PageText{{Text: "chỗ của trang khác"}}); err == nil {
		t.Error("a page takes the place of another")
	}
	page(4, storage.PageText{Document: "a", Number: 1, Text: "Cầu"}, true)
}
