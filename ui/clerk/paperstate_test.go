package clerk

import (
	"testing"

	"congso.vn/congso/app/council"
)

// paper puts a paper with remarks and an original before the clerk, as the server does.
func withRemarks(s *stage) {
	paper := s.Session().Documents["d1"]
	paper.Original = &council.Original{File: someHash, Size: 9, Name: "Tờ trình 214.docx"}
	s.must(s.t, stream, council.PutDocument, paper.Seq, paper)
	s.serve(s.t, council.CheckDocument, council.Check{Document: "d1", Blob: paper.Blob, Remarks: []council.PaperRemark{
		{Code: "no-seal", Hint: true},
		{Code: "low-resolution", Pages: [][2]int{{0, 0}, {2, 5}, {11, 11}}},
		{Code: "not-embedded", Names: []string{"Tahoma", "Cambria"}, Pages: [][2]int{{0, 11}}},
		{Code: "crashed", Fault: true, Pages: [][2]int{{6, 6}}},
		{Code: "of-a-newer-server"},
		{Code: "margins", Hint: true, Pages: [][2]int{{0, 3}}},
	}})
}

func TestRemarksOnAPaperAreRead(t *testing.T) {
	s := preparing(t)
	s.clerk.desk.showItem("i4")
	s.settle()
	if s.shows("nhận xét") {
		t.Error("remarks before the server has looked")
	}
	withRemarks(s)
	s.until("5 nhận xét")
	s.tap("5 nhận xét")
	s.until("Nhận xét về tài liệu")
	for _, text := range []string{"Trang 1, 3–6, 12", "Tahoma, Cambria", "Trang 7", "Không thấy con dấu đỏ", "Lề trang khác quy định", "Tài liệu vẫn được phát bình thường"} {
		if !s.shows(text) {
			t.Errorf("it says nothing of %q", text)
		}
	}
	lines := s.clerk.desk.remarks.Lines
	if len(lines) != 5 || lines[0].Hint || lines[2].Hint || !lines[3].Hint || lines[0].Pages != "Trang 1, 3–6, 12" {
		t.Errorf("%+v", lines)
	}
	s.tap("Đóng")
	s.loop.Until(t, "they are closed", func() bool { return s.clerk.desk.remarks.Serial == 0 })

	// A new revision has remarks of its own.
	paper := s.Session().Documents["d1"]
	paper.Blob = "cd" + someHash[2:]
	s.must(t, stream, council.PutDocument, paper.Seq, paper)
	s.loop.Until(t, "the remarks are gone", func() bool { s.settle(); return !s.shows("5 nhận xét") })
	s.serve(t, council.CheckDocument, council.Check{Document: "d1", Blob: paper.Blob, Fault: "encrypted"})
	s.until("1 nhận xét")
}

func TestReadingIsSeenAndStopped(t *testing.T) {
	s := preparing(t)
	s.clerk.desk.showItem("i4")
	s.until("Đang chờ máy chủ đọc chữ")
	s.change(func() {
		s.reading = council.ReadingProgress{Session: s.session().ID, Document: "d1", Page: 3, Pages: 12}
	})
	s.until("trang 3/12")
	s.tap("Thôi đọc")
	s.until("đã cho thôi")
	s.change(func() { s.reading = council.ReadingProgress{} })
	s.tap("Đọc lại")
	s.until("Máy chủ sẽ đọc lại")
	paper := s.Session().Documents["d1"]
	s.serve(t, council.ReadDocument, council.Reading{Document: "d1", Blob: paper.Blob, Fault: "encrypted"})
	s.until("Không đọc được chữ: Tài liệu có mật khẩu")
	s.tap("Đọc lại")
	s.serve(t, council.ReadDocument, council.Reading{Document: "d1", Blob: paper.Blob, Text: someHash, Size: 9, Pages: 12, Scanned: 8, Bare: 2})
	s.until("2 trang không đọc được chữ")
	s.tap("Đọc lại")
	s.serve(t, council.ReadDocument, council.Reading{Document: "d1", Blob: paper.Blob, Text: someHash, Size: 9, Pages: 12})
	s.loop.Until(t, "nothing is left to say", func() bool { s.settle(); return s.clerk.desk.readingOf(s.Session(), paper) == readingSight{} })
}

func TestSpans(t *testing.T) {
	if got := spans([][2]int{{0, 0}, {2, 5}, {11, 12}}); got != "1, 3–6, 12–13" {
		t.Error(got)
	}
}
