package print

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func noteList() NoteList {
	l := NoteList{Owner: names[0], Office: session().Office, Session: session().Title}
	paper := NotedPaper{Title: "Tờ trình về Kế hoạch đầu tư công năm 2027", Issue: "Bản 2"}
	for i := range 60 {
		paper.Notes = append(paper.Notes, NoteLine{Page: i + 1, Kind: "Tô sáng", At: printedAt.UnixMilli() - int64(i)*60_000,
			Words: "“ưu tiên cải tạo mương thoát nước tổ dân phố 5 và **tổ dân phố 9**, sửa chữa Trường Tiểu học Trường Vinh 2”"})
	}
	l.Papers = append(l.Papers, paper,
		NotedPaper{Title: "Không có gì"},
		NotedPaper{Title: "Báo cáo thẩm tra", Notes: []NoteLine{
			{Page: 3, Kind: "Ghi chú dán", Words: "Đề nghị làm rõ nguồn vốn;\nđối chiếu mục 3", At: printedAt.UnixMilli()},
			{Page: 4, Kind: "Viết tay", Words: longWord + longWord, At: printedAt.UnixMilli()},
			{Page: 5, Kind: "Dấu ghi nhớ", Words: "Đồng ý 😀", At: printedAt.UnixMilli()},
		}})
	return l
}

func TestNotesOnPaper(t *testing.T) {
	file := printed(t, func(w io.Writer) error { return press().Notes(w, noteList()) })
	text := textOf(t, file)
	wants(t, text, "GHI CHÚ CỦA ĐẠI BIỂU", names[0], "Kỳ họp thứ Ba", "không có giá trị pháp lý",
		"Tờ trình về Kế hoạch đầu tư công năm 2027 (Bản 2)", "Tô sáng", "Báo cáo thẩm tra", "Đề nghị làm rõ nguồn vốn; đối chiếu mục 3", "Đồng ý □", "09:41 08/12/2026")
	if strings.Contains(text, "Không có gì") {
		t.Error("a paper without notes is listed")
	}
	if folder := os.Getenv("CONGSO_PICTURES"); folder != "" {
		if err := os.WriteFile(filepath.Join(folder, "notes.pdf"), file, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pages := pagesOf(t, file)
	for n, page := range pages[:len(pages)-1] {
		if !strings.Contains(strings.Join(strings.Fields(page), " "), "Trang Loại") {
			t.Errorf("page %d has no head of the table: %s", n+1, page[:200])
		}
	}
	var refusal Refusal
	if err := press().Notes(io.Discard, NoteList{Papers: []NotedPaper{{Title: "Không"}}}); !errors.As(err, &refusal) || refusal.Code != Empty {
		t.Errorf("nothing: %v", err)
	}
}

func TestNotesAsText(t *testing.T) {
	var out strings.Builder
	if err := press().NotesText(&out, noteList()); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\n")
	if lines[0] != "GHI CHÚ CỦA ĐẠI BIỂU" || lines[1] != names[0] {
		t.Errorf("it begins %q", lines[:3])
	}
	want := "Trang 3, Ghi chú dán (09:41 08/12/2026): Đề nghị làm rõ nguồn vốn; đối chiếu mục 3"
	if !strings.Contains(out.String(), want+"\n") {
		t.Errorf("no line %q in\n%s", want, out.String())
	}
	if got := len(lines); got != 5+1+2+60+2+3 {
		t.Errorf("%d lines", got)
	}
}
