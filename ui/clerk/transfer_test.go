package clerk

import (
	"errors"
	"testing"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

func TestAPackIsImported(t *testing.T) {
	s := light(t, newFakeRoom())
	s.packs.remarks = []string{"Nội dung 3 chưa có tài liệu.", "Đại biểu thứ 7 chưa có số ghế."}
	s.clerk.Dropped([]string{"/media/usb/kyhop3.zip"})
	if got := <-s.packs.path; got != "/media/usb/kyhop3.zip" {
		t.Errorf("imports %s", got)
	}
	s.until("Đang nhập “kyhop3.zip”")
	s.packs.progress <- [2]int64{5 << 20, 20 << 20}
	s.until("5,0 MB trên 20,0 MB · 25 %")
	s.clerk.Dropped([]string{"/media/usb/khac.zip"})
	s.until("Đang nhập một gói khác.")
	s.packs.end <- nil
	s.until("Đã nhập xong “kyhop3.zip”.")
	if !s.shows("2 điều cần biết") || !s.shows("Nội dung 3 chưa có tài liệu.") || !s.shows("Đại biểu thứ 7 chưa có số ghế.") {
		t.Error("the remarks are not listed")
	}
}

func TestAFaultyPackListsEveryFault(t *testing.T) {
	s := light(t, newFakeRoom())
	s.picker.path = "/media/usb/kyhop3.zip"
	s.tap("Nhập gói zip")
	<-s.packs.path
	s.packs.end <- faults{"session.json, dòng 4: thiếu tên.", "tailieu/2.pdf: tệp bị hỏng."}
	s.until("Chưa nhập được “kyhop3.zip”.")
	if !s.shows("2 lỗi cần sửa") || !s.shows("session.json, dòng 4: thiếu tên.") || !s.shows("tailieu/2.pdf: tệp bị hỏng.") {
		t.Error("the faults are not listed")
	}
	s.tap("Đóng")
	if s.shows("tệp bị hỏng") {
		t.Error("the faults are still there")
	}
}

func TestAnImportIsCancelled(t *testing.T) {
	s := light(t, newFakeRoom())
	s.clerk.Dropped([]string{"/media/usb/kyhop3"})
	<-s.packs.path
	s.until("Đang nhập “kyhop3”")
	s.tap("Thôi")
	s.until("Đã dừng nhập “kyhop3”. Chưa có gì được ghi.")
}

// preparing is a desktop with the first item open in the preparation.
func preparing(t *testing.T) *stage {
	s := light(t, prepared(t, 6))
	s.page(preparePage)
	s.clerk.desk.showItem("i1")
	s.settle()
	return s
}

func TestPapersAreDroppedOntoTheOpenItem(t *testing.T) {
	s := preparing(t)
	s.clerk.Dropped([]string{"/home/thuky/To_trinh_215.pdf", "/home/thuky/Phu_luc.pdf"})
	s.until("Đang chờ đến lượt")
	s.uploads.progress <- [2]int64{1 << 20, 4 << 20}
	s.until("1,0 MB trên 4,0 MB · 25 %")
	s.uploads.end <- nil
	s.until("Đã phát “To_trinh_215.pdf”")
	s.uploads.end <- nil
	s.until("Đã phát “Phu_luc.pdf”")
	papers := s.Session().Papers("i1")
	if len(papers) != 2 || papers[0].Title != "To trinh 215" || papers[0].Audience != people.Members(sessionID) || papers[0].Blob != someHash {
		t.Errorf("the item has %+v", papers)
	}
}

// An office paper is turned into a PDF by the server, and can be saved as it was handed in.
func TestOfficePapersKeepTheirOriginal(t *testing.T) {
	s := preparing(t)
	s.uploads.original = &council.Original{File: someHash, Size: 9, Name: "Tờ trình 215.docx"}
	s.clerk.Dropped([]string{"/home/thuky/To_trinh_215.docx"})
	s.uploads.stage <- UploadWaiting
	s.until("Đang chờ máy chủ chuyển sang PDF")
	s.uploads.stage <- UploadTurning
	s.until("Máy chủ đang chuyển sang PDF…")
	s.uploads.end <- nil
	s.until("Đã phát “To_trinh_215.docx”")
	papers := s.Session().Papers("i1")
	if _, known := s.Session().OriginalOf(papers[0]); len(papers) != 1 || !known {
		t.Fatalf("the item has %+v without an original", papers)
	}
	s.tap("Lưu bản gốc (Word)")
	s.until("Đã lưu bản gốc: /home/thuky/Downloads/Tờ trình 215.docx")
	if len(s.originals.saved) != 1 || s.originals.saved[0].File != someHash {
		t.Errorf("saved %+v", s.originals.saved)
	}
	s.originals.fail = people.ErrOffline
	s.tap("Lưu bản gốc (Word)")
	s.until("Không kết nối được máy chủ")
}

func TestAFailedUploadIsTriedAgain(t *testing.T) {
	s := preparing(t)
	s.picker.path = "/home/thuky/hong.pdf"
	s.tap("Thêm tài liệu")
	s.uploads.end <- faults{"Tệp có mật khẩu."}
	s.until("Tệp có mật khẩu.")
	s.tap("Thử lại")
	s.uploads.end <- errors.Join(people.ErrOffline, errors.New("gone"))
	s.until("Không kết nối được máy chủ")
	s.tap("Thử lại")
	s.uploads.end <- nil
	s.until("Đã phát “hong.pdf”")
	if len(s.clerk.desk.uploads) != 0 {
		t.Error("the upload is still listed")
	}
}

func TestAnUploadIsCancelled(t *testing.T) {
	s := preparing(t)
	s.clerk.Dropped([]string{"/home/thuky/dai.pdf"})
	s.uploads.progress <- [2]int64{1, 2}
	s.tap("Thôi")
	s.loop.Until(t, "the upload is gone", func() bool { return len(s.clerk.desk.uploads) == 0 })
	if s.did(council.PutDocument) != 0 || len(s.Session().Papers("i1")) != 0 {
		t.Error("a cancelled paper was handed out")
	}
}

func TestAPaperGetsANewRevision(t *testing.T) {
	s := preparing(t)
	s.clerk.desk.showItem("i4")
	before := s.Session().Documents["d1"]
	s.must(t, stream, council.PutDocument, before.Seq, council.Document{
		ID: "d1", Item: "i4", Title: before.Title, Short: before.Short, Audience: before.Audience, Blob: "cd" + someHash[2:], Size: 9, Pages: 1, Order: 1,
	})
	s.picker.path = "/home/thuky/To_trinh_214_v2.pdf"
	s.clerk.desk.replacePaper("d1")
	s.uploads.end <- nil
	s.until("Đã phát")
	after := s.Session().Documents["d1"]
	if after.Revision != 3 || after.Title != before.Title || after.Audience != before.Audience || after.Blob != someHash {
		t.Errorf("the paper is %+v", after)
	}
	s.until("bản 3")
}

func TestNothingIsDroppedIntoAClosedSession(t *testing.T) {
	room := running(t, 30)
	room.must(t, stream, council.CloseSession, 0, council.Pointing{})
	s := light(t, room)
	s.page(preparePage)
	s.clerk.Dropped([]string{"/home/thuky/To_trinh_215.pdf"})
	s.until("Kỳ họp đã bế mạc nên không sửa được nữa.")
	if len(s.clerk.desk.uploads) != 0 || s.clerk.desk.packs.running {
		t.Error("the file is on its way")
	}
}

func TestStoppingCancelsTransfers(t *testing.T) {
	s := light(t, newFakeRoom())
	s.clerk.Dropped([]string{"/media/usb/kyhop3.zip"})
	<-s.packs.path
	s.clerk.Stop()
	if s.clerk.desk.background.Err() == nil {
		t.Error("the import goes on")
	}
	if len(s.watchers) != 0 {
		t.Error("the room is still watched")
	}
}
