package station

import (
	"testing"

	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/search"
	"congso.vn/congso/storage"
)

// What nobody may search any more is not in the memory either.
func TestWordsGoWithWhoMayReadThem(t *testing.T) {
	var w words
	put := func(hash, text string) {
		exact, folded := search.Columns(text)
		if err := w.put(t.Context(), hash, []storage.PageText{{Text: text}}, []search.PageWords{{Exact: exact, Folded: folded}}); err != nil {
			t.Fatal(err)
		}
	}
	found := func(typed string) int {
		hits, texts, err := w.find(t.Context(), search.Parse(typed))
		if err != nil || len(hits) != len(texts) {
			t.Fatalf("%d hits, %d texts: %v", len(hits), len(texts), err)
		}
		return len(hits)
	}
	put("a", "ngân sách phường")
	put("b", "ngân sách xã")
	w.last, w.named = papertext.Text{Pages: make([]papertext.Page, 1)}, "b"
	if found("ngan sach") != 2 {
		t.Error("two papers are not found")
	}
	if err := w.keep(t.Context(), map[string]bool{"a": true}); err != nil {
		t.Fatal(err)
	}
	if found("ngan sach") != 1 || found("xã ") != 0 || w.has("b") || w.named != "" || w.last.Pages != nil {
		t.Error("a paper that went is still here")
	}
	if err := w.keep(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if w.index != nil || w.has("a") || found("ngan sach") != 0 {
		t.Error("words are left for nobody")
	}
	put("a", "ngân sách phường")
	if found("phuong") != 1 {
		t.Error("nothing is found by whoever comes next")
	}
}
