package search

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

func TestColumns(t *testing.T) {
	for _, row := range []struct{ text, exact, folded string }{
		{"", "", ""},
		{"  \n… — ", "", ""},
		{"Đường  PHỐ,\nHà-Nội", "đường phố hà nội", "duong pho ha noi"},
		{norm.NFD.String("Đường phố"), "đường phố", "duong pho"},
		{"hoà bình, hòa bình", "hòa bình hòa bình", "hoa binh hoa binh"},
		{"khoẻ, thuý, Quý, quỳ, loá", "khỏe thúy quý quỳ lóa", "khoe thuy quy quy loa"},
		{"oà oàn toà toàn", "òa oàn tòa toàn", "oa oan toa toan"},
		{"H’Mai Niê, Ksor H’Blăm Êban", "h mai niê ksor h blăm êban", "h mai nie ksor h blam eban"},
		{"số 123/2025/NQ-HĐND", "số 123 2025 nq hđnd", "so 123 2025 nq hdnd"},
		{"1.000 m² ﬁn", "1 000 m2 fin", "1 000 m2 fin"},
		{"ươ ữ ậ ễ ộ", "ươ ữ ậ ễ ộ", "uo u a e o"},
	} {
		if exact, folded := Columns(row.text); exact != row.exact || folded != row.folded {
			t.Errorf("%q: %q, %q, want %q, %q", row.text, exact, folded, row.exact, row.folded)
		}
	}
}

// Both columns have the same words at the same places, whatever the text: a phrase is the same stretch.
func FuzzColumns(f *testing.F) {
	for _, text := range []string{"Đường hoà", "e\u0301\u0301 x", "\u0301", "²³ ½", "İ ẞ ǅ", "a\u200bb", "日本", "\xff\xfe a"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		exact, folded := Columns(text)
		if !utf8.ValidString(text) {
			return // letters that are none come as they are; the index takes bytes
		}
		if a, b := strings.Count(exact, " "), strings.Count(folded, " "); a != b {
			t.Errorf("%q: %q and %q", text, exact, folded)
		}
	})
}

// What is looked up for Vietnamese words is what Unicode says of them.
func FuzzFold(f *testing.F) {
	for _, word := range []string{"đường", "ĳ", "ßx", "a\u0301", "ệ", "ı", "日", "ữ1"} {
		f.Add(word)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, letter := range text {
			if kindOf(letter) != slowKindOf(letter) {
				t.Errorf("%q: %d, want %d", letter, kindOf(letter), slowKindOf(letter))
			}
		}
		exact := exactWord(text)
		if folded, ok := foldKnown(text); ok && folded != foldAny(exact) {
			t.Errorf("%q: %q, want %q", text, folded, foldAny(exact))
		}
		if folded := foldWord(exact); utf8.ValidString(exact) && folded != foldAny(exact) {
			t.Errorf("%q: %q, want %q", exact, folded, foldAny(exact))
		}
	})
}
