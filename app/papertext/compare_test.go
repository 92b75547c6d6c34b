package papertext

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// pagesOf makes a text of pages, each with the words of a line; a page that begins with "#" looks like what follows.
func pagesOf(pages ...string) Text {
	var t Text
	for _, said := range pages {
		said, looks, _ := strings.Cut(said, "#")
		page := Page{Width: 59528, Height: 84189, Content: said + looks}
		for i, word := range strings.Fields(said) {
			page.Words = append(page.Words, Word{Text: word, Box: Box{Left: int32(100 * i), Right: int32(100*i + 90), Bottom: 10}})
		}
		t.Pages = append(t.Pages, page)
	}
	return t
}

// told is the changes as they are read: "1:một hai→2:ba".
func told(c Comparison, old, issued Text) string {
	var all []string
	side := func(t Text, spans []Span, page int) string {
		var words []string
		for _, span := range spans {
			for _, w := range t.Pages[span.Page].Words[span.First:span.End] {
				words = append(words, w.Text)
			}
		}
		return fmt.Sprintf("%d:%s", page+1, strings.Join(words, " "))
	}
	for _, change := range c.Changes {
		said := side(old, change.Old, change.OldPage) + "→" + side(issued, change.New, change.NewPage)
		if change.Looks {
			said += "*"
		}
		all = append(all, said)
	}
	return strings.Join(all, " | ")
}

func TestCompare(t *testing.T) {
	long := "Căn cứ Luật Tổ chức chính quyền địa phương; xét đề nghị của Ủy ban nhân dân phường, Hội đồng nhân dân quyết nghị"
	for _, one := range []struct {
		name        string
		old, issued []string
		want        string
	}{
		{"the same", []string{long}, []string{long}, ""},
		{"a number", []string{long + " tổng vốn 12,4 tỷ đồng"}, []string{long + " tổng vốn 13,1 tỷ đồng"}, "1:12,4→1:13,1"},
		{"came", []string{long + " Điều 1"}, []string{long + " và các ban Điều 1"}, "1:→1:và các ban"},
		{"went", []string{long + " và các ban Điều 1"}, []string{long + " Điều 1"}, "1:và các ban→1:"},
		{"near ones are one", []string{long + " một hai ba bốn"}, []string{long + " năm hai sáu bốn"}, "1:một hai ba→1:năm hai sáu"},
		{"apart they are two", []string{"một a b c d hai"}, []string{"ba a b c d bốn"}, "1:một→1:ba | 1:hai→1:bốn"},
		{"over pages", []string{"a b c d e f g", "h i j"}, []string{"mới a b c d", "e f g h i j"}, "1:→1:mới"},
		{"at a page's end", []string{"a b c d", "e f g"}, []string{"a b c d mới tinh", "e f g"}, "1:→1:mới tinh"},
		{"at a page's beginning", []string{"a b c d", "cũ e f g"}, []string{"a b c d", "e f g"}, "2:cũ→2:"},
		{"a page came", []string{"a b c", "x y z"}, []string{"a b c", "mới tinh", "x y z"}, "2:→2:mới tinh"},
		{"a change over a page's end", []string{"a b c một hai", "ba bốn x y z"}, []string{"a b c năm", "sáu x y z"}, "1:một hai ba bốn→1:năm sáu"},
		{"only a stamp", []string{"a b c#trắng"}, []string{"a b c#dấu"}, "1:→1:*"},
		{"moved, and no picture", []string{"a b c#x", "d"}, []string{"d", "a b c#x"}, "1:→1:d | 2:d→2:"},
		{"a scan", []string{"#một", "#hai"}, []string{"#một", "#ba"}, "2:→2:*"},
		{"a scan is shorter", []string{"#một", "#hai"}, []string{"#một"}, "2:→1:*"},
		{"of nothing", nil, []string{"a b"}, "1:→1:a b"},
		{"to nothing", []string{"a b"}, nil, "1:a b→1:"},
	} {
		old, issued := pagesOf(one.old...), pagesOf(one.issued...)
		if got := told(Compare(old, issued), old, issued); got != one.want {
			t.Errorf("%s: %q, want %q", one.name, got, one.want)
		}
	}
}

// Pages stand beside those that have their words, also where others came between.
func TestTwins(t *testing.T) {
	c := Compare(pagesOf("a b c d", "e f g h", "#hình"), pagesOf("mới", "a b c d", "e f g h", "thêm", "#hình"))
	if !slices.Equal(c.OldTwin, []int{1, 2, 4}) || !slices.Equal(c.NewTwin, []int{0, 0, 1, 2, 2}) {
		t.Errorf("%v %v", c.OldTwin, c.NewTwin)
	}
}

// Whatever two texts are: the changes with the words between them make the one out of the other, no word is in two
// changes, and every page has a twin that there is.
func TestChangesMakeTheNewIssue(t *testing.T) {
	words := rapid.SliceOfN(rapid.SampledFrom(strings.Fields("a b c d e f g h")), 0, 60)
	text := rapid.Custom(func(t *rapid.T) Text {
		var pages []string
		for range rapid.IntRange(0, 4).Draw(t, "pages") {
			pages = append(pages, strings.Join(words.Draw(t, "words"), " "))
		}
		return pagesOf(pages...)
	})
	rapid.Check(t, func(t *rapid.T) {
		old, issued := text.Draw(t, "old"), text.Draw(t, "issued")
		if rapid.Bool().Draw(t, "alike") && len(old.Pages) > 0 {
			issued.Pages = append(slices.Clone(old.Pages[:1]), issued.Pages...)
		}
		hold(t, old, issued)
	})
}

func hold(t interface{ Fatalf(string, ...any) }, old, issued Text) {
	c := Compare(old, issued)
	rest := func(text Text, of func(Change) []Span) []string {
		taken := map[[2]int]bool{}
		for _, change := range c.Changes {
			for _, span := range of(change) {
				for w := span.First; w < span.End; w++ {
					if taken[[2]int{span.Page, w}] {
						t.Fatalf("word %d of page %d is in two changes", w, span.Page)
					}
					taken[[2]int{span.Page, w}] = true
				}
			}
		}
		var left []string
		for number, page := range text.Pages {
			for w, word := range page.Words {
				if !taken[[2]int{number, w}] {
					left = append(left, word.Text)
				}
			}
		}
		return left
	}
	one, other := rest(old, func(c Change) []Span { return c.Old }), rest(issued, func(c Change) []Span { return c.New })
	if !slices.Equal(one, other) {
		t.Fatalf("what is no change is %v and %v", one, other)
	}
	for _, twin := range c.OldTwin {
		if twin < 0 || twin >= max(1, len(issued.Pages)) {
			t.Fatalf("twins %v", c.OldTwin)
		}
	}
	for _, twin := range c.NewTwin {
		if twin < 0 || twin >= max(1, len(old.Pages)) {
			t.Fatalf("twins %v", c.NewTwin)
		}
	}
	for _, change := range c.Changes {
		if change.OldPage < 0 || change.NewPage < 0 || change.OldPage >= max(1, len(old.Pages)) || change.NewPage >= max(1, len(issued.Pages)) {
			t.Fatalf("%+v", change)
		}
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("a b c", "a x c")
	f.Add("", "một\fhai")
	f.Add("a a a a\fa a", "a a\fa b a a")
	f.Fuzz(func(t *testing.T, old, issued string) {
		if len(old)+len(issued) > 4000 {
			return
		}
		hold(t, pagesOf(strings.Split(old, "\f")...), pagesOf(strings.Split(issued, "\f")...))
	})
}

// A long paper that changed in a hundred places is compared while a person looks on.
func TestLongPapersAreQuick(t *testing.T) {
	var old, issued []string
	for page := range 400 {
		var words []string
		for w := range 350 {
			words = append(words, fmt.Sprintf("%c%d", 'a'+w%23, (page*w)%97))
		}
		old = append(old, strings.Join(words, " "))
		if page%4 == 0 {
			words[100] = "đổi"
		}
		issued = append(issued, strings.Join(words, " "))
	}
	began := time.Now()
	c := Compare(pagesOf(old...), pagesOf(issued...))
	if took := time.Since(began); took > 5*time.Second || len(c.Changes) != 100 {
		t.Errorf("%d changes in %s", len(c.Changes), took)
	}
}
