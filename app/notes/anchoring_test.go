package notes

import (
	"fmt"
	"image"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"congso.vn/congso/app/ink"
)

// set lays paragraphs out on pages, a word of three letters some 18 pt wide, twelve lines a page; a page's content
// is what it says.
func set(blob string, paragraphs ...string) Paper {
	const perLine, lines = 8, 12
	p := Paper{Blob: blob}
	var leaf *Leaf
	line := lines
	for _, paragraph := range paragraphs {
		words := strings.Fields(paragraph)
		for len(words) > 0 {
			if line == lines {
				p.Leaves = append(p.Leaves, Leaf{Size: image.Pt(59_500, 84_200)})
				leaf, line = &p.Leaves[len(p.Leaves)-1], 0
			}
			x := 5000
			for _, w := range words[:min(perLine, len(words))] {
				width := 600 * len([]rune(w))
				leaf.Words = append(leaf.Words, Word{w, image.Rect(x, 6000+line*1800, x+width, 7200+line*1800)})
				x += width + 400
			}
			leaf.Content += strings.Join(words[:min(perLine, len(words))], " ") + "\n"
			words = words[min(perLine, len(words)):]
			line++
		}
	}
	return p
}

// light marks the words of a paper that read as a quote does, the nth time it stands there.
func light(t testing.TB, p Paper, quote string, nth int) Mark {
	words := strings.Fields(quote)
	for page, leaf := range p.Leaves {
		for i := range leaf.Words {
			if i+len(words) > len(leaf.Words) || !slices.EqualFunc(leaf.Words[i:i+len(words)], words, func(w Word, text string) bool { return w.Text == text }) {
				continue
			}
			if nth--; nth < 0 {
				a, ok := Quote(p, page, i, i+len(words))
				if !ok || a.Quote != exact(quote) {
					t.Fatalf("%q is quoted as %+v", quote, a)
				}
				return Mark{ID: "m", Kind: Highlight, Anchor: a}
			}
		}
	}
	t.Fatalf("%q is not there", quote)
	return Mark{}
}

// under is the text that lies in the quads of an anchor.
func under(p Paper, a Anchor) string {
	var words []Word
	for _, w := range p.Leaves[a.Page].Words {
		middle := w.Rect.Min.Add(w.Rect.Max).Div(2)
		if slices.ContainsFunc(a.Quads, func(quad image.Rectangle) bool { return middle.In(quad) }) {
			words = append(words, w)
		}
	}
	return joined(words)
}

func said(p Paper, anchors []Anchor) string {
	var texts []string
	for _, a := range anchors {
		if a.Blob != p.Blob || a.Content != p.Leaves[a.Page].Content {
			return "an anchor to another page"
		}
		texts = append(texts, under(p, a))
	}
	return strings.Join(texts, " ")
}

const (
	first  = "Căn cứ Luật Tổ chức chính quyền địa phương ngày 16 tháng 6 năm 2025;"
	second = "Điều 1. Phê duyệt kế hoạch đầu tư công năm 2027 với tổng vốn 1.250 tỷ đồng từ ngân sách tỉnh."
	third  = "Điều 2. Ủy ban nhân dân tỉnh chịu trách nhiệm thi hành nghị quyết này kể từ ngày ký."
	fourth = "Thường trực Hội đồng nhân dân giám sát việc thực hiện và báo cáo tại kỳ họp cuối năm."
	other  = "Đoạn này được thêm vào sau khi thẩm tra, theo ý kiến của Ban Kinh tế và Ngân sách."
)

func TestHighlightsFindTheirWords(t *testing.T) {
	old := set("old", first, second, third, fourth, third)
	filler := strings.Repeat("đệm ", 70)
	for _, row := range []struct {
		what    string
		quote   string
		nth     int
		issued  Paper
		verdict Verdict
		page    int
		offers  int
	}{
		{"the same", "tổng vốn", 0, set("new", first, second, third, fourth, third), Stays, 0, 0},
		{"a page before it", "tổng vốn", 0, Paper{"new", append(slices.Clone(set("x", filler+filler).Leaves), old.Leaves...)}, Stays, 2, 0},
		{"a paragraph before it", "tổng vốn 1.250 tỷ đồng", 0, set("new", other, first, second, third, fourth, third), Moved, 0, 0},
		{"a short word, by what is around it", "năm", 1, set("new", other, first, second, third, fourth, third), Moved, 0, 0},
		{"on another page", "tổng vốn", 0, set("new", filler, filler, first, second, third, fourth, third), Moved, 1, 0},
		{"broken between lines anew", "chính quyền địa phương", 0, set("new", "Xét tờ trình "+first, second), Moved, 0, 0},
		{"paragraphs changed places", "giám sát việc thực hiện", 0, set("new", fourth, second, first, third), Moved, 0, 0},
		{"the words are gone", "tổng vốn", 0, set("new", first, third, fourth, third), Orphan, 0, 0},
		{"other words", "tổng vốn 1.250 tỷ đồng", 0, set("new", first, strings.Replace(second, "1.250", "1.350", 1), third, fourth, third), Orphan, 0, 0},
		{"other marks on a letter", "chịu trách nhiệm thi hành", 0, set("new", first, strings.Replace(third, "trách", "trạch", 1)), Orphan, 0, 0},
		{"a word that others have", "năm", 1, set("new", first, third, fourth, third), Orphan, 0, 0},
		{"one of two alike, both there", "Ủy ban nhân dân", 1, set("new", other, first, second, third, fourth, third), Moved, 1, 0},
		{"one of two alike, one gone", "Ủy ban nhân dân tỉnh", 1, set("new", other, first, second, third, fourth), Orphan, 0, 0},
		{"now twice", "giám sát việc", 0, set("new", fourth, other, fourth), Orphan, 0, 2},
		{"composed otherwise, with other dashes and spaces", "Phê duyệt kế hoạch", 0, set("new", other, first, strings.Replace(second, "Phê duyệt", "Phe\u0302 duyệ\u00adt", 1)), Moved, 0, 0},
	} {
		m := light(t, old, row.quote, row.nth)
		got := Reanchor([]Mark{m}, old, row.issued)[0]
		if got.Verdict != row.verdict || len(got.Candidates) < row.offers {
			t.Errorf("%s: %+v", row.what, got)
			continue
		}
		if row.verdict == Orphan {
			if len(got.Anchors) > 0 || got.Mark.Anchor.Blob != "old" {
				t.Errorf("%s: %+v", row.what, got)
			}
			continue
		}
		if got.Anchors[0].Page != row.page || fold(said(row.issued, got.Anchors)) != fold(row.quote) {
			t.Errorf("%s: page %d, %q", row.what, got.Anchors[0].Page, said(row.issued, got.Anchors))
		}
		if row.verdict == Moved && len(got.Anchors[0].Quads) > 2 {
			t.Errorf("%s: %v", row.what, got.Anchors[0].Quads)
		}
	}
}

// Marks made on an issue before the old one are found by their words alone.
func TestQuotesOfAnOlderIssue(t *testing.T) {
	older, old := set("older", second, third), set("old", first, second, third)
	issued := set("new", other, first, second, third, fourth)
	m := light(t, older, "tổng vốn 1.250 tỷ đồng", 0)
	if got := Reanchor([]Mark{m}, old, issued)[0]; got.Verdict != Moved || said(issued, got.Anchors) != m.Anchor.Quote {
		t.Errorf("%+v", got)
	}
	lone := Mark{ID: "m", Kind: Highlight, Anchor: Anchor{Blob: "older", Content: "x", Quote: "năm", Quads: []image.Rectangle{image.Rect(0, 0, 9, 9)}}}
	if got := Reanchor([]Mark{lone}, old, issued)[0]; got.Verdict != Orphan || len(got.Candidates) == 0 {
		t.Errorf("a word without any around it: %+v", got)
	}
}

// A quote that is broken between two pages is shown on both.
func TestQuoteOverTwoPages(t *testing.T) {
	old := set("old", first, second)
	m := light(t, old, "đồng từ ngân sách tỉnh.", 0)
	pad := strings.Repeat("đệm ", 8*8)
	issued := set("new", pad, first, second)
	got := Reanchor([]Mark{m}, old, issued)[0]
	if len(issued.Leaves) != 2 || got.Verdict != Moved {
		t.Fatalf("%d pages, %+v", len(issued.Leaves), got)
	}
	long := light(t, old, "1. Phê duyệt kế hoạch đầu tư công năm 2027", 0)
	if got = Reanchor([]Mark{long}, old, issued)[0]; got.Verdict != Moved || said(issued, got.Anchors) != long.Anchor.Quote || len(got.Anchors) > 2 {
		t.Errorf("%q: %+v", said(issued, got.Anchors), got)
	}
}

func TestInkGoesWithTheWordsUnderIt(t *testing.T) {
	old := set("old", first, second, third, fourth)
	at := light(t, old, "tổng vốn", 0).Anchor
	around := at.Quads[0]
	s := ink.Stroke{Tool: ink.Pen, Width: 100, Points: []ink.Point{{X: int32(around.Min.X), Y: int32(around.Max.Y)}, {X: int32(around.Max.X), Y: int32(around.Max.Y), Millis: 100}}}
	data, err := ink.Encode(s)
	if err != nil {
		t.Fatal(err)
	}
	m := Mark{ID: "m", Kind: Ink, Stroke: data, Anchor: Anchor{Blob: "old", Content: at.Content, Page: at.Page}}
	note := Mark{ID: "n", Kind: Sticky, Anchor: m.Anchor}
	note.Anchor.Quads = []image.Rectangle{around}
	far := note
	far.Anchor.Quads = []image.Rectangle{image.Rect(30_000, 70_000, 31_000, 71_000)}
	check := func(what string, issued Paper, want ...Verdict) {
		t.Helper()
		for i, got := range Reanchor([]Mark{m, note, far}, old, issued) {
			if got.Verdict != want[i] {
				t.Errorf("%s, %d: %+v", what, i, got)
			} else if got.Verdict == Moved {
				there := light(t, issued, "tổng vốn", 0).Anchor
				if by := there.Quads[0].Min.Sub(around.Min); got.By != by || got.Anchors[0].Page != there.Page {
					t.Errorf("%s, %d: by %v, want %v", what, i, got.By, by)
				}
			}
		}
	}
	check("the same", set("new", first, second, third, fourth), Stays, Stays, Stays)
	check("two lines down", set("new", other, first, second, third, fourth), Moved, Moved, Orphan)
	check("another page", set("new", strings.Repeat("đệm ", 8*13), first, second, third, fourth), Moved, Moved, Orphan)
	check("the words are gone", set("new", first, third, fourth), Orphan, Orphan, Orphan)
	check("one of them is another", set("new", first, strings.Replace(second, "vốn", "chi", 1), third), Orphan, Orphan, Orphan)
	check("broken between lines anew", set("new", "Xét "+first, "Nay thì có "+second, third), Orphan, Orphan, Orphan)
	check("a scan", Paper{"new", []Leaf{{Content: "scan"}}}, Orphan, Orphan, Orphan)
}

func TestPagesAlikeKeepTheirOrder(t *testing.T) {
	blank, text := Leaf{Content: "blank"}, set("x", first).Leaves[0]
	old := Paper{"old", []Leaf{blank, text, blank}}
	m := Mark{ID: "m", Kind: Sticky, Anchor: Anchor{Blob: "old", Page: 2, Content: "blank", Quads: []image.Rectangle{image.Rect(0, 0, 9, 9)}}}
	got := Reanchor([]Mark{m}, old, Paper{"new", []Leaf{text, blank, text, blank}})[0]
	if got.Verdict != Stays || got.Anchors[0].Page != 3 || got.Anchors[0].Blob != "new" {
		t.Errorf("%+v", got)
	}
	got = Reanchor([]Mark{m}, old, Paper{"new", []Leaf{blank, blank, blank}})[0]
	if got.Verdict != Orphan || len(got.Candidates) != 3 {
		t.Errorf("one more: %+v", got)
	}
	if got = Reanchor([]Mark{m}, old, Paper{"new", []Leaf{text, blank}})[0]; got.Verdict != Stays || got.Anchors[0].Page != 1 {
		t.Errorf("one is left: %+v", got)
	}
}

// Paragraphs and pages are put in, taken out and changed: what is marked in a paragraph that is still there is
// found in it, and nothing comes to lie on words that differ.
func TestMarksOnUnchangedTextAreFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := []string{"ngân", "sách", "tỉnh", "vốn", "đầu", "tư", "công", "năm", "dự", "án", "đường", "trường", "học", "của", "và"}
		// Paragraphs are drawn as a whole: made of one word over and over they would be at no certain place. Each
		// begins and ends with a word of its own, or its first word could be that of another put before it; see
		// TestWordsAtTheBorderOfParagraphsAlike.
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "text"), 1))
		drawn := 0
		paragraph := func() string {
			text := make([]string, 20+random.IntN(25))
			for i := range text {
				text[i] = words[random.IntN(len(words))]
			}
			drawn++
			text[0], text[len(text)-1] = fmt.Sprint("điều", drawn), fmt.Sprint("hết", drawn)
			return strings.Join(text, " ")
		}
		var before []string
		for range rapid.IntRange(1, 8).Draw(t, "paragraphs") {
			before = append(before, paragraph())
		}
		type piece struct {
			text string
			was  int // -1: new
		}
		var after []piece
		for i, text := range before {
			switch rapid.IntRange(0, 5).Draw(t, "change") {
			case 0:
			case 1:
				after = append(after, piece{paragraph(), -1}, piece{text, i})
			case 2:
				after = append(after, piece{strings.Repeat("trang mới ", 48), -1}, piece{text, i})
			default:
				after = append(after, piece{text, i})
			}
		}
		if rapid.Bool().Draw(t, "changes places") {
			after = rapid.Permutation(after).Draw(t, "order")
		}
		var texts []string
		starts, count := map[int]int{}, 0 // where the words of a paragraph begin now
		for _, p := range after {
			texts = append(texts, p.text)
			if p.was >= 0 {
				starts[p.was] = count
			}
			count += len(strings.Fields(p.text))
		}
		old, issued := set("old", before...), set("new", texts...)
		var marks []Mark
		var of, at []int // paragraph, and word of it
		offset := 0
		for i, text := range before {
			length := len(strings.Fields(text))
			first := rapid.IntRange(0, length-1).Draw(t, "first")
			end := min(length, first+rapid.IntRange(1, 9).Draw(t, "words"))
			page, inPage := 0, offset+first
			for inPage >= len(old.Leaves[page].Words) {
				inPage -= len(old.Leaves[page].Words)
				page++
			}
			a, ok := Quote(old, page, inPage, min(inPage+end-first, len(old.Leaves[page].Words)))
			if !ok {
				t.Fatal("not quoted")
			}
			marks, of, at = append(marks, Mark{ID: fmt.Sprint(i), Kind: Highlight, Anchor: a}), append(of, i), append(at, first)
			offset += length
		}
		for i, got := range Reanchor(marks, old, issued) {
			start, kept := starts[of[i]]
			if got.Verdict != Orphan {
				if text := said(issued, got.Anchors); text != got.Mark.Anchor.Quote {
					t.Fatalf("%q lies on %q", got.Mark.Anchor.Quote, text)
				}
			}
			if !kept {
				continue
			}
			page, inPage := 0, start+at[i]
			for inPage >= len(issued.Leaves[page].Words) {
				inPage -= len(issued.Leaves[page].Words)
				page++
			}
			if got.Verdict == Orphan {
				t.Fatalf("%q is there and not found: %+v", got.Mark.Anchor.Quote, got)
			}
			if a := got.Anchors[0]; a.Page != page || !issued.Leaves[page].Words[inPage].Rect.In(a.Quads[0]) {
				t.Fatalf("%q is on page %d at %v, should be on %d at %v", got.Mark.Anchor.Quote, a.Page, a.Quads[0], page, issued.Leaves[page].Words[inPage].Rect)
			}
		}
	})
}

// A paragraph is put before another that begins with the same word. Nobody can tell whether a mark on that word
// goes with what stands before it or behind it: it is an orphan that names both.
func TestWordsAtTheBorderOfParagraphsAlike(t *testing.T) {
	first, second := "ngân sách vốn đầu tư công năm học của trường", "tỉnh năm công ngân đầu trường án và dự của đường"
	old, issued := set("old", first, second), set("new", first, "tỉnh ngân dự sách học và sách vốn trường tư án", second)
	mark := light(t, old, "tỉnh", 0)
	got := Reanchor([]Mark{mark}, old, issued)[0]
	if got.Verdict != Orphan || len(got.Candidates) != 2 || len(got.Anchors) != 0 {
		t.Fatalf("%+v", got)
	}
	for _, there := range got.Candidates {
		if text := said(issued, []Anchor{there}); text != "tỉnh" {
			t.Errorf("a candidate lies on %q", text)
		}
	}
	// A mark that goes on into the paragraph goes with it.
	if got := Reanchor([]Mark{light(t, old, "tỉnh năm", 0)}, old, issued)[0]; got.Verdict == Orphan {
		t.Errorf("%+v", got)
	}
}

func TestQuotesAreOfThePage(t *testing.T) {
	p := set("p", first, second)
	a, ok := Quote(p, 0, 3, 6)
	if !ok || a.Quote != "Tổ chức chính" || a.Before != "Căn cứ Luật" || !strings.HasPrefix(a.After, "quyền địa phương") || len([]rune(a.After)) != Context || len(a.Quads) != 1 {
		t.Errorf("%+v", a)
	}
	if over, _ := Quote(p, 0, 6, 12); len(over.Quads) != 2 || len([]rune(over.Before)) > Context {
		t.Errorf("over two lines: %+v", over)
	}
	for _, bad := range [][3]int{{-1, 0, 1}, {1, 0, 1}, {0, -1, 1}, {0, 2, 2}, {0, 0, 999}} {
		if _, ok := Quote(p, bad[0], bad[1], bad[2]); ok {
			t.Errorf("%v is quoted", bad)
		}
	}
}

// A dossier of 300 pages with 500 marks on it, of which every page changed.
func BenchmarkReanchor300Pages(b *testing.B) {
	var paragraphs []string
	for i := range 1200 {
		text := ""
		for k := range 30 {
			text += fmt.Sprintf("từ%d ", (i*31+k*k*7)%900)
		}
		paragraphs = append(paragraphs, text)
	}
	old, issued := set("old", paragraphs...), set("new", append([]string{"Một đoạn mới."}, paragraphs...)...)
	var marks []Mark
	for i := range 500 {
		a, ok := Quote(old, i%300, 10, 14)
		if !ok {
			b.Fatal("not quoted")
		}
		marks = append(marks, Mark{ID: fmt.Sprint(i), Kind: Highlight, Anchor: a})
	}
	b.ReportMetric(float64(len(old.Leaves)), "pages")
	for b.Loop() {
		for _, p := range Reanchor(marks, old, issued) {
			if p.Verdict != Moved {
				b.Fatalf("%+v", p)
			}
		}
	}
}
