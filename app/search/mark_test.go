package search

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSpans(t *testing.T) {
	text := strings.Fields("Ngân sách xã và ngan sach huyện, ngân hàng; sách của xã. Số (123/2025/NQ-HĐND)")
	for _, row := range []struct{ typed, want string }{
		{"", "[]"},
		{"ngân sách ", "[{0 2}]"},
		{"ngan sach ", "[{4 6}]"},             // as typed wins
		{"NGÂN SÁCH XÃ ", "[{0 3}]"},          //
		{"hàng xã ", "[{2 3} {8 9} {11 12}]"}, // each of them, neighbours in one
		{"hang xa", "[{2 3} {8 9} {11 12}]"},  // without marks where the marks find nothing
		{"huyen", "[{6 7}]"},
		{"huy", "[{6 7}]"}, // goes on
		{"huy ", "[]"},     // a whole word
		{"xã tỉnh ", "[]"}, // one is not here
		{`"sách của"`, "[{9 11}]"},
		{"2025 nq ", "[{13 14}]"}, // one word of a page, several of a query
	} {
		if got := fmt.Sprint(Parse(row.typed).Spans(text)); got != row.want {
			t.Errorf("%q: %s, want %s", row.typed, got, row.want)
		}
	}
}

func say(parts []Part) string {
	var b strings.Builder
	for _, p := range parts {
		if p.Found {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestSnippet(t *testing.T) {
	long := strings.Repeat("chữ ", 60) + "dự toán\nthu  chi NGÂN SÁCH xã năm 2026 " + strings.Repeat("đuôi ", 60)
	for _, row := range []struct{ typed, text, want string }{
		{"x", "", ""},
		{"x", "không  có gì\n", "không có gì"},
		{"sách", "Ngân sách.", "Ngân [sách]."},
		{"ngan sach", long, "… chữ chữ dự toán thu chi [NGÂN SÁCH] xã năm 2026 " + strings.TrimSpace(strings.Repeat("đuôi ", 13)) + " …"},
		{"xyz", long, strings.TrimSpace(strings.Repeat("chữ ", 24)) + " …"},
	} {
		if got := say(Parse(row.typed).Snippet(row.text)); got != row.want {
			t.Errorf("%q:\n%q, want\n%q", row.typed, got, row.want)
		}
	}
}

// Whatever is typed and written, a snippet is a stretch of the text, and nobody falls.
func FuzzSnippet(f *testing.F) {
	f.Add("ngân", "Ngân sách xã")
	f.Add("\"a b\" c", "a b c d a c b")
	f.Add("\u0301", "e\u0301")
	f.Fuzz(func(t *testing.T, typed, text string) {
		q := Parse(typed)
		words := strings.Fields(text)
		last := 0
		for _, s := range q.Spans(words) {
			if s.First < last || s.End <= s.First || s.End > len(words) {
				t.Errorf("%q in %q: %v", typed, text, s)
			}
			last = s.End
		}
		plain := strings.Join(strings.Fields(text), " ")
		for _, p := range q.Snippet(text) {
			if p.Found && !strings.Contains(plain, strings.TrimSpace(p.Text)) {
				t.Errorf("%q is not in %q", p.Text, plain)
			}
		}
	})
}

// Words that are passed over are none that answer: each is told as when all of them are looked at.
func TestAnswersAsIfAllWordsWereLookedAt(t *testing.T) {
	words := append(strings.Fields("Đ Đã ĐÀN dAng ﬁn 1/2 ½ xã-hòa (xanh), Xà"), meeting...)
	rapid.Check(t, func(t *rapid.T) {
		page := rapid.SliceOfN(rapid.SampledFrom(words), 0, 20).Draw(t, "page")
		typed := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 3).Draw(t, "typed"), " ") + rapid.SampledFrom([]string{"", " "}).Draw(t, "behind")
		q := Parse(typed)
		spans, exact := q.Answers(page)
		var all, folded []string
		var of []int
		for i, text := range page {
			for _, w := range cut(text) {
				f := new(Cutter).forms(text[w.first:w.end])
				all, folded, of = append(all, f.exact), append(folded, f.folded), append(of, i)
			}
		}
		found, wantExact := q.answers(all, folded)
		marked := map[int]bool{}
		for _, s := range found {
			for at := s.First; at < s.End; at++ {
				marked[of[at]] = true
			}
		}
		for _, s := range spans {
			for at := s.First; at < s.End; at++ {
				if !marked[at] {
					t.Fatalf("%q: word %d of %q is marked", typed, at, page)
				}
				delete(marked, at)
			}
		}
		if len(marked) > 0 || exact != wantExact {
			t.Fatalf("%q in %q: %v is not marked, exact %v", typed, page, marked, exact)
		}
	})
}
