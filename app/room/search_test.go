package room_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/search"
)

// plainReader takes the bytes of a paper for its text: pages parted by a form feed.
type plainReader struct{}

func (plainReader) Read(ctx context.Context, _ string, read func(context.Context) ([]byte, error), _ func(done, total int)) (papertext.Text, error) {
	data, err := read(ctx)
	if err != nil {
		return papertext.Text{}, err
	}
	var text papertext.Text
	for page := range strings.SplitSeq(string(data), "\f") {
		p := papertext.Page{Width: 59528, Height: 84189}
		for i, w := range strings.Fields(page) {
			p.Words = append(p.Words, papertext.Word{Text: w, Box: papertext.Box{Left: int32(100 * i), Right: int32(100*i + 90), Bottom: 10}})
		}
		text.Pages = append(text.Pages, p)
	}
	return text, nil
}

func told(results search.Results) string {
	var said []string
	for _, f := range results.Found {
		var b strings.Builder
		for _, part := range f.Parts {
			if part.Found {
				fmt.Fprintf(&b, "[%s]", part.Text)
			} else {
				b.WriteString(part.Text)
			}
		}
		said = append(said, fmt.Sprintf("%s%s %d %s", f.Item, f.Document, f.Page, b.String()))
	}
	return strings.Join(said, "\n")
}

// Words are found on the tablet, with the room or without it, as long as who may read the papers holds it.
func TestSearchOnATablet(t *testing.T) {
	b := &bed{t: t, folder: t.TempDir(), now: time.Now, scribe: plainReader{}}
	b.start()
	t.Cleanup(func() { b.halt() })
	b.session(2)
	tablet := b.seated("p1")
	document := b.revise(0, council.Document{ID: "d2", Item: "i1", Order: 2, Title: "Báo cáo thẩm tra", Audience: people.Members("s1"), Revision: 1},
		[]byte("Mở đầu về hoà giải\fDự toán ngân sách phường năm 2026\fngan sach khong dau\fngân hàng và sách vở"))
	find := func(typed string) string {
		results, err := tablet.Find(t.Context(), typed)
		if err != nil {
			t.Fatalf("%q: %v", typed, err)
		}
		return told(results)
	}
	tablet.until("the words are indexed", func() bool { return strings.Contains(find("thẩm tra hoà giải")+find("hòa giải"), "i1d2 0") })
	for typed, want := range map[string]string{
		"ngân sách": "i1d2 1 Dự toán [ngân sách] phường năm 2026\ni1d2 3 [ngân] hàng và [sách] vở\ni1d2 2 [ngan sach] khong dau",
		"ngan sach": "i1d2 2 [ngan sach] khong dau\ni1d2 1 Dự toán [ngân sách] phường năm 2026\ni1d2 3 [ngân] hàng và [sách] vở",
		"THẨM TRA":  "i1d2 -1 Báo cáo [thẩm tra]",
		"dau tu":    "i1 -1 Kế hoạch [đầu tư] công",
		"xyz":       "",
		"":          "",
	} {
		if got := find(typed); got != want {
			t.Errorf("%q:\n%s\nwant\n%s", typed, got, want)
		}
	}
	text, ok, err := tablet.Words(t.Context(), document.Blob)
	if err != nil || !ok || len(text.Pages) != 4 || text.Pages[1].Plain() != "Dự toán ngân sách phường năm 2026" {
		t.Errorf("%v %v %v", text, ok, err)
	}

	b.halt()
	if got := find("ngân sách phường"); got != "i1d2 1 Dự toán [ngân sách phường] năm 2026" {
		t.Errorf("without the room: %s", got)
	}
	b.start()
	tablet.online()
	if err := tablet.Seat().SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	tablet.until("nothing is found by whoever takes it next", func() bool { return find("ngân sách") == "" })
	if _, ok, err := tablet.Words(t.Context(), document.Blob); ok || err != nil {
		t.Errorf("words are told to nobody: %v %v", ok, err)
	}
}

// A new revision is searched in place of the one before, and a withdrawn paper not at all.
func TestSearchFollowsThePapers(t *testing.T) {
	b := &bed{t: t, folder: t.TempDir(), now: time.Now, scribe: plainReader{}}
	b.start()
	t.Cleanup(func() { b.halt() })
	stream, _ := b.session(1)
	tablet := b.seated("p1")
	find := func(typed string) string {
		results, err := tablet.Find(t.Context(), typed)
		if err != nil {
			t.Fatalf("%q: %v", typed, err)
		}
		return told(results)
	}
	put := func(after uint64, text string) {
		b.revise(after, council.Document{ID: "d2", Item: "i1", Order: 2, Title: "Báo cáo", Audience: people.Members("s1"), Revision: 1}, []byte(text))
	}
	put(0, "bản thứ nhất")
	tablet.until("the first is found", func() bool { return find("thứ nhất") != "" })
	put(tablet.Seat().Session().Documents["d2"].Seq, "bản thứ hai")
	tablet.until("the second is found, the first no more", func() bool { return find("thứ hai") != "" && find("thứ nhất") == "" })
	b.do(stream, council.WithdrawDocument, council.Pointing{ID: "d2"})
	tablet.until("nothing is found", func() bool { return find("thứ hai") == "" })
	for _, typed := range []string{`"`, `"a" OR *`, "NEAR(", "exact:", "-", "^x", `a" AND "b`, "\x00", "{a b}:c", strings.Repeat("từ ", 300)} {
		find(typed) // whatever is typed is no question to the database
	}
}
