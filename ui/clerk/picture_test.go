//go:build !race

// Drawing is the work of one goroutine; the race detector would only make it ten times as long.

package clerk

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

// scenes are the pictures that are made of the desktop, each with how it comes about.
var scenes = []struct {
	name string
	room func(t testing.TB) *fakeRoom
	set  func(s *stage)
}{
	{"empty", func(testing.TB) *fakeRoom { return newFakeRoom() }, nil},
	{"sessions", func(t testing.TB) *fakeRoom { return prepared(t, 30) }, nil},
	{"prepare", func(t testing.TB) *fakeRoom { return prepared(t, 30) }, func(s *stage) { s.page(preparePage); s.clerk.desk.showItem("i4") }},
	{"prepare-tree", branched, func(s *stage) { s.page(preparePage); s.clerk.desk.showItem("x2") }},
	{"item-form", branched, func(s *stage) { s.page(preparePage); s.clerk.desk.changeItem("x2") }},
	{"run-tree", func(t testing.TB) *fakeRoom {
		room := branched(t)
		room.must(t, stream, council.OpenSession, 0, struct{}{})
		room.must(t, stream, council.PutItem, 0, council.Item{ID: "late", Parent: "i2", Title: "Tờ trình bổ sung vốn sửa chữa trường học"})
		room.must(t, stream, council.StartItem, 0, council.Pointing{ID: "x1"})
		return room
	}, nil},
	{"people", func(t testing.TB) *fakeRoom { return prepared(t, 30) }, func(s *stage) { s.page(peoplePage) }},
	{"devices", func(t testing.TB) *fakeRoom { return withDevices(t, prepared(t, 30), 12) }, func(s *stage) {
		s.page(devicesPage)
		s.tap("Tạo mã mời")
		s.until("Còn 05:00")
	}},
	{"run", func(t testing.TB) *fakeRoom { return withDevices(t, running(t, 30), 12) }, nil},
	{"vote100", func(t testing.TB) *fakeRoom { return voting(t, 100) }, nil},
	{"published", func(t testing.TB) *fakeRoom {
		room := voting(t, 30)
		room.pass(time.Minute)
		room.must(t, stream, council.PublishPoll, 0, council.Pointing{ID: "v1"})
		room.must(t, stream, council.OpenPoll, 0, council.Pointing{ID: "v2"})
		room.pass(time.Minute)
		return room
	}, nil},
	{"opening", func(t testing.TB) *fakeRoom { return prepared(t, 30) }, func(s *stage) { s.page(runPage); s.key(fyne.KeyReturn) }},
	{"session-form", func(t testing.TB) *fakeRoom { return prepared(t, 30) }, func(s *stage) { s.tap("Tạo kỳ họp"); s.tap("Lưu"); s.until("Chưa có tên kỳ họp.") }},
	{"poll-form", func(t testing.TB) *fakeRoom { return prepared(t, 30) }, func(s *stage) { s.page(preparePage); s.clerk.desk.changePoll("v1") }},
	{"person-form", func(t testing.TB) *fakeRoom { return prepared(t, 30) }, func(s *stage) { s.page(peoplePage); s.clerk.desk.changePerson("p1") }},
	{"people-personal", personal, func(s *stage) { s.page(peoplePage) }},
	{"person-personal-form", personal, func(s *stage) { s.page(peoplePage); s.clerk.desk.changePerson("p11") }},
	{"person-erased-form", personal, func(s *stage) { s.page(peoplePage); s.clerk.desk.changePerson("p20") }},
	{"erase-form", func(t testing.TB) *fakeRoom { return withDevices(t, personal(t), 12) }, func(s *stage) {
		s.page(peoplePage)
		s.clerk.desk.erasePerson("p1")
		s.settle()
		s.field("reason").SetText("có đơn ngày 12/12/2026")
		s.tap("Xoá dữ liệu cá nhân")
	}},
	{"roll-form", func(t testing.TB) *fakeRoom { return running(t, 30) }, func(s *stage) { s.clerk.desk.changeRoll("p28") }},
	{"paper-form", func(t testing.TB) *fakeRoom { return prepared(t, 30) }, func(s *stage) { s.page(preparePage); s.clerk.desk.changePaper("d3") }},
	{"clash", func(t testing.TB) *fakeRoom { return prepared(t, 30) }, func(s *stage) {
		s.page(preparePage)
		s.clerk.desk.changeItem("i4")
		s.settle()
		s.field("title").SetText("Kế hoạch đầu tư công năm 2027")
		other := s.Session().Items["i4"]
		other.Minutes, other.Presenter = 90, "Bà Trần Thị Ngọc, Trưởng phòng Kinh tế"
		s.must(s.t, stream, council.PutItem, other.Seq, other)
		s.tap("Lưu")
		s.until("máy thư ký khác đã ghi")
	}},
	{"import", func(t testing.TB) *fakeRoom { return prepared(t, 30) }, func(s *stage) {
		s.clerk.Dropped([]string{"/media/usb/kyhop-thu-ba-2026.zip"})
		<-s.packs.path
		s.packs.progress <- [2]int64{5 << 20, 20 << 20}
		s.until("25 %")
	}},
	{"import-failed", func(t testing.TB) *fakeRoom { return newFakeRoom() }, func(s *stage) {
		s.packs.remarks = []string{"session.json, nội dung 3: chưa có tài liệu."}
		s.clerk.Dropped([]string{"/media/usb/kyhop-thu-ba-2026.zip"})
		<-s.packs.path
		s.packs.end <- faults{"session.json, dòng 4, ký tự 12: thiếu tên kỳ họp (title).", "tailieu/to-trinh-214.pdf: Tệp có mật khẩu. Hãy lưu lại không đặt mật khẩu.", "daibieu.csv, dòng 17: ghế 8 đã có người khác."}
		s.until("3 lỗi cần sửa")
	}},
	{"papers-state", func(t testing.TB) *fakeRoom { return prepared(t, 30) }, func(s *stage) {
		s.page(preparePage)
		s.clerk.desk.showItem("i4")
		s.settle()
		withRemarks(s)
		s.change(func() {
			s.reading = council.ReadingProgress{Session: s.session().ID, Document: "d1", Page: 3, Pages: 12}
		})
		if paper, known := s.Session().Documents["d2"]; known {
			s.serve(s.t, council.ReadDocument, council.Reading{Document: "d2", Blob: paper.Blob, Fault: "encrypted"})
		}
		s.clerk.Dropped([]string{"/home/thuky/Bao_cao_tham_tra.docx"})
		s.uploads.stage <- UploadTurning
		s.until("Máy chủ đang chuyển sang PDF")
		s.until("trang 3/12")
	}},
	{"remarks", func(t testing.TB) *fakeRoom { return prepared(t, 30) }, func(s *stage) {
		s.page(preparePage)
		s.clerk.desk.showItem("i4")
		s.settle()
		withRemarks(s)
		s.until("5 nhận xét")
		s.tap("5 nhận xét")
	}},
	{"upload", func(t testing.TB) *fakeRoom { return prepared(t, 30) }, func(s *stage) {
		s.page(preparePage)
		s.clerk.Dropped([]string{"/home/thuky/Phu_luc_so_lieu.pdf"})
		s.uploads.end <- faults{"Tệp có mật khẩu. Hãy lưu lại không đặt mật khẩu."}
		s.until("Tệp có mật khẩu")
		s.clerk.Dropped([]string{"/home/thuky/To_trinh_215.pdf", "/home/thuky/Bao_cao.pdf"})
		s.uploads.progress <- [2]int64{3 << 20, 8 << 20}
		s.until("37 %")
	}},
	{"cards", func(t testing.TB) *fakeRoom { return prepared(t, 12) }, func(s *stage) {
		s.page(peoplePage)
		s.tap("Cấp mã và thẻ")
		s.tap("Cấp cho 12 người")
		s.until("12 mã vừa cấp")
		s.quiet()
	}},
	{"revoke", func(t testing.TB) *fakeRoom { return withDevices(t, prepared(t, 30), 12) }, func(s *stage) { s.page(devicesPage); s.clerk.desk.revokeDevice("t1") }},
	{"offline", func(t testing.TB) *fakeRoom { return running(t, 30) }, func(s *stage) {
		s.change(func() {
			s.fakeRoom.offline = true
			s.standing.Link, s.standing.Since, s.standing.LastContact = people.Offline, s.now.Add(-12*time.Minute), s.now.Add(-12*time.Minute)
			s.standing.Unsent = []people.Unsent{{Kind: council.SetAttendance, About: "p3", Since: s.now.Add(-time.Minute)}}
		})
		s.clerk.desk.markAbsent("p3")
		s.until("Chưa gửi được.")
	}},
	{"pick", func(t testing.TB) *fakeRoom { return newFakeRoom() }, func(s *stage) {
		folder := s.t.TempDir()
		for _, name := range []string{"Ảnh", "Đại hội", "Hồ sơ kỳ họp thứ Ba"} {
			if err := os.Mkdir(filepath.Join(folder, name), 0o755); err != nil {
				s.t.Fatal(err)
			}
		}
		for _, name := range []string{"kyhop-thu-ba.zip", "Tờ trình 214.pdf", "ghi chú.txt"} {
			if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
				s.t.Fatal(err)
			}
		}
		(&windowPicker{screen: s.clerk.screen, folder: folder}).Pick([]string{".zip"}, func(string) {})
	}},
	{"ready", func(t testing.TB) *fakeRoom { return counted(withDevices(t, prepared(t, 30), 12)) }, func(s *stage) {
		s.change(func() {
			s.owing = map[string]int{"t9": 2}
			s.standing.Duty = people.Duty{Standby: people.AttachedStandby, Since: s.now.UnixMilli(), Name: "Máy chủ B"}
		})
		s.page(readyPage)
	}},
	{"ready-running", func(t testing.TB) *fakeRoom { return counted(withDevices(t, prepared(t, 30), 12)) }, func(s *stage) {
		s.page(readyPage)
		s.tap("Bắt đầu diễn tập")
		<-s.rehearsals.plans
		s.rehearsals.steps <- "paper"
		s.until("Tải đủ tài liệu")
	}},
	{"ready-report", func(t testing.TB) *fakeRoom { return counted(withDevices(t, prepared(t, 30), 12)) }, func(s *stage) {
		s.page(readyPage)
		s.rehearsals.says = RehearsalReport{At: s.now, Devices: 50, Ballots: 150, Figures: figuresOf(0), Ready: true}
		s.tap("Bắt đầu diễn tập")
		<-s.rehearsals.plans
		s.rehearsals.end <- nil
		s.until("SẴN SÀNG")
	}},
	{"ready-not", func(t testing.TB) *fakeRoom { return counted(withDevices(t, prepared(t, 30), 12)) }, func(s *stage) {
		s.change(func() {
			s.standing.Duty = people.Duty{Standby: people.LostStandby, Since: s.now.UnixMilli(), Name: "Máy chủ dự phòng phòng họp tầng hai"}
		})
		s.page(readyPage)
		s.rehearsals.says = RehearsalReport{At: s.now, Devices: 200, Ballots: 597, Figures: figuresOf(12 * time.Second), Reasons: []RehearsalReason{
			{Code: "slow", Step: "ballot", Took: 2400 * time.Millisecond, Bound: 2 * time.Second}, {Code: "not-there", Step: "paper", Count: 3}}}
		s.tap("Bắt đầu diễn tập")
		<-s.rehearsals.plans
		s.rehearsals.end <- nil
		s.until("CHƯA SẴN SÀNG")
	}},
	{"vote", func(t testing.TB) *fakeRoom { return withDevices(t, voting(t, 30), 12) }, nil},
}

// TestPictures lays every page out in the narrowest window, in both languages, and holds what no screen
// may show. Where CONGSO_PICTURES names a folder it does so in every size and theme, and keeps pictures.
func TestPictures(t *testing.T) {
	keep := os.Getenv("CONGSO_PICTURES") != ""
	sizes := []fyne.Size{{Width: 1280, Height: 800}, {Width: 1920, Height: 1080}, {Width: 1024, Height: 600}}
	for _, scene := range scenes {
		for _, size := range sizes {
			for _, palette := range []kit.Palette{kit.LightPalette(), kit.DarkPalette()} {
				look := "light"
				if palette.Dark {
					look = "dark"
				}
				if !keep && (palette.Dark || size.Width > 1024) { // the narrowest is the hardest, colours have no measure
					continue
				}
				name := fmt.Sprintf("clerk-%s-%.0fx%.0f-%s", scene.name, size.Width, size.Height, look)
				t.Run(name, func(t *testing.T) {
					s := newStage(t, scene.room(t), palette, size)
					if scene.set != nil {
						scene.set(s)
					}
					s.settle()
					if keep {
						kittest.Keep(t, name, kittest.Capture(s.window))
					}
					stands(t, s)
					s.clerk.SetWords(assets.LoadWords(assets.English)) // its words have other lengths
					s.settle()
					stands(t, s)
				})
			}
		}
	}
}

// stands holds what no picture may show: a target too small for a finger, words wider than their room.
func stands(t *testing.T, s *stage) {
	t.Helper()
	width, words, targets := s.window.Canvas().Size().Width, 0, 0
	kittest.Walk(s.top(), func(object fyne.CanvasObject, at fyne.Position) bool {
		if text, is := object.(*canvas.Text); is && text.Text != "" {
			wide := text.MinSize().Width
			words++
			if room := text.Size().Width; wide > room+1 {
				t.Errorf("%q is %.0f wide and has %.0f", text.Text, wide, room)
			}
			if at.X < -1 || at.X+min(wide, text.Size().Width) > width+1 {
				t.Errorf("%q stands outside the window", text.Text)
			}
		}
		named, isNamed := object.(fyne.Accessible)
		_, tappable := object.(fyne.Tappable)
		if off, can := object.(fyne.Disableable); tappable && isNamed && named.AccessibilityLabel() != "" && (!can || !off.Disabled()) {
			targets++
			if size := object.Size(); size.Width < 48 || size.Height < 48 {
				t.Errorf("%q is only %.0f × %.0f", named.AccessibilityLabel(), size.Width, size.Height)
			}
		}
		return false
	})
	if words < 3 || targets < 1 {
		t.Errorf("only %d words and %d targets were seen", words, targets)
	}
}
