package clerk

import (
	"errors"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit/kittest"
)

func TestASessionIsCreatedFromNothing(t *testing.T) {
	room := newFakeRoom()
	s := light(t, room)
	if !s.shows("Chưa có kỳ họp nào") {
		t.Fatal("the empty list does not say so")
	}
	s.tap("Tạo kỳ họp")
	s.tap("Lưu")
	s.until("Chưa có tên kỳ họp.")
	s.field("title").SetText("Phiên họp tháng 12")
	s.field("date").SetText("31/2/2026")
	s.tap("Lưu")
	s.until("Ngày giờ chưa đúng.")
	s.field("date").SetText("18/12/2026")
	s.field("hour").SetText("7:30")
	s.field("total").SetText("25")
	s.tap("Ủy ban nhân dân")
	s.tap("Lưu")
	s.until("Đã tạo kỳ họp.")
	session := room.Session().Session
	if session.Title != "Phiên họp tháng 12" || session.Body != council.PeoplesCommittee || session.Total != 25 || session.StartsAt != 1797553800000 {
		t.Errorf("created %+v", session)
	}
	if s.clerk.desk.page != preparePage {
		t.Error("the preparation is not shown")
	}

	s.tap("Thêm nội dung")
	s.field("title").SetText("Khai mạc")
	s.field("minutes").SetText("mười")
	s.tap("Lưu")
	s.until("Hãy nhập một số.")
	s.field("minutes").SetText("10")
	s.tap("Lưu")
	s.until("Đã thêm nội dung.")
	s.tap("Thêm biểu quyết")
	if !s.shows("Quá nửa tổng số thành viên, ngang phiếu thì theo bên có chủ tọa") || !s.shows("Luật 72/2025/QH15") {
		t.Error("the majority is not said with its clause")
	}
	s.field("question").SetText("Thông qua chương trình")
	s.tap("Ghi tên")
	s.tap("Lưu")
	s.until("Đã lưu cuộc biểu quyết.")
	polls := room.Session().PollsOf("")
	if len(polls) != 1 || polls[0].Openness != council.NamedVote || polls[0].Rule.ID != "ubnd.majority" || polls[0].Seconds != 60 {
		t.Errorf("made %+v", polls)
	}
}

// clashing opens the form of item 4, has another clerk change the item meanwhile, and saves.
func clashing(t *testing.T) (*fakeRoom, *stage) {
	room := prepared(t, 6)
	s := light(t, room)
	s.page(preparePage)
	s.clerk.desk.showItem("i4")
	s.clerk.desk.changeItem("i4")
	s.settle()
	s.field("title").SetText("Tên của tôi")
	other := room.Session().Items["i4"]
	other.Title, other.Minutes = "Tên người khác ghi", 90
	room.must(t, stream, council.PutItem, other.Seq, other)
	s.tap("Lưu")
	s.until("máy thư ký khác đã ghi")
	if !s.shows("Tên của tôi") || !s.shows("Tên người khác ghi") || !s.shows("90") || !s.shows("35") {
		t.Error("both values are not shown")
	}
	if s.shows("Người trình bày") {
		t.Error("what is the same on both sides is shown too")
	}
	return room, s
}

func TestAStaleEditKeepsMine(t *testing.T) {
	room, s := clashing(t)
	s.tap("Giữ của tôi")
	s.until("Đã lưu.")
	if item := room.Session().Items["i4"]; item.Title != "Tên của tôi" || item.Minutes != 35 {
		t.Errorf("the item is %+v", item)
	}
}

func TestAStaleEditTakesTheirs(t *testing.T) {
	room, s := clashing(t)
	s.tap("Lấy bản vừa ghi")
	s.until("Giữ nguyên bản vừa được ghi.")
	if item := room.Session().Items["i4"]; item.Title != "Tên người khác ghi" || item.Minutes != 90 {
		t.Errorf("the item is %+v", item)
	}
	if s.window.Canvas().Overlays().Top() != nil {
		t.Error("a dialog is still up")
	}
}

// Every form that edits something must be able to tell what another clerk wrote meanwhile.
func TestEveryEditCanClash(t *testing.T) {
	touch := map[string]func(t *testing.T, room *fakeRoom){
		"session": func(t *testing.T, room *fakeRoom) {
			now := room.Session().Session
			now.Place = "Nơi khác"
			room.must(t, stream, council.EditSession, now.Seq, now)
		},
		"paper": func(t *testing.T, room *fakeRoom) {
			now := room.Session().Documents["d1"]
			now.Title = "Nơi khác"
			room.must(t, stream, council.PutDocument, now.Seq, now)
		},
		"poll": func(t *testing.T, room *fakeRoom) {
			poll := room.Session().Polls["v1"]
			draft := drafted(poll)
			draft.Question = "Nơi khác"
			room.must(t, stream, council.EditPoll, poll.Seq, draft)
		},
		"deputy": func(t *testing.T, room *fakeRoom) {
			now := room.Session().Deputies["p2"]
			now.Position = "Nơi khác"
			room.must(t, stream, council.PutDeputy, now.Seq, now)
		},
		"person": func(t *testing.T, room *fakeRoom) {
			now := room.people.Persons["p2"]
			now.Position = "Nơi khác"
			room.must(t, people.Stream, people.PutPersonKind, now.Revision, now)
		},
	}
	open := map[string]struct {
		form  func(d *desk)
		field string
		kept  func(room *fakeRoom) string
	}{
		"session": {func(d *desk) { d.changeSession(sessionID) }, "place", func(r *fakeRoom) string { return r.Session().Session.Place }},
		"paper":   {func(d *desk) { d.changePaper("d1") }, "title", func(r *fakeRoom) string { return r.Session().Documents["d1"].Title }},
		"poll":    {func(d *desk) { d.changePoll("v1") }, "question", func(r *fakeRoom) string { return r.Session().Polls["v1"].Question }},
		"deputy":  {func(d *desk) { d.changePerson("p2") }, "position", func(r *fakeRoom) string { return r.Session().Deputies["p2"].Position }},
		"person":  {func(d *desk) { d.changePerson("p2") }, "position", func(r *fakeRoom) string { return r.people.Persons["p2"].Position }},
	}
	for name, one := range open {
		t.Run(name, func(t *testing.T) {
			room := prepared(t, 6)
			s := light(t, room)
			one.form(s.clerk.desk)
			s.settle()
			s.field(one.field).SetText("Của tôi đây")
			touch[name](t, room)
			s.tap("Lưu")
			s.until("máy thư ký khác đã ghi")
			if !s.shows("Nơi khác") || !s.shows("Của tôi đây") {
				t.Error("both values are not shown")
			}
			s.tap("Giữ của tôi")
			s.until("Đã lưu")
			if got := one.kept(room); got != "Của tôi đây" {
				t.Errorf("kept %q", got)
			}
		})
	}
}

func TestARefusedEditKeepsWhatWasWritten(t *testing.T) {
	room := prepared(t, 6)
	s := light(t, room)
	s.page(peoplePage)
	s.clerk.desk.changePerson("p2")
	s.settle()
	s.field("name").SetText("Lê Hoàng Hiệp")
	s.field("seat").SetText("1")
	s.tap("Lưu")
	s.until("Ghế này đã có đại biểu khác")
	if s.field("name").Text() != "Lê Hoàng Hiệp" {
		t.Error("what was written is lost")
	}
	s.field("seat").SetText("12")
	s.tap("Lưu")
	s.until("Đã lưu.")
	if deputy := room.Session().Deputies["p2"]; deputy.Seat != 12 || deputy.Name != "Lê Hoàng Hiệp" {
		t.Errorf("the roster has %+v", deputy)
	}
	if person := room.people.Persons["p2"]; person.Name != "Lê Hoàng Hiệp" {
		t.Errorf("the register has %+v", person)
	}
}

func TestWhatIsRemovedComesBack(t *testing.T) {
	room := prepared(t, 6)
	s := light(t, room)
	s.page(preparePage)
	s.clerk.desk.showItem("i5")
	s.settle()
	before := room.Session().Items["i5"]
	s.tap("Bỏ")
	s.until("Đã bỏ nội dung")
	s.tap("Hoàn tác")
	s.quiet()
	if after := room.Session().Items["i5"]; after.Title != before.Title || after.Order != before.Order {
		t.Errorf("the item came back as %+v", after)
	}

	s.clerk.desk.showItem("i4")
	s.settle()
	s.clerk.desk.withdrawPaper("d1")
	s.until("Đã thu hồi “Tờ trình 214”")
	if !room.Session().Documents["d1"].Withdrawn {
		t.Fatal("the paper is not withdrawn")
	}
	s.tap("Hoàn tác")
	s.until("Đã phát lại")
	if paper := room.Session().Documents["d1"]; paper.Withdrawn || paper.Audience != people.Members(sessionID) || paper.Revision != 1 {
		t.Errorf("the paper came back as %+v", paper)
	}

	s.clerk.desk.removePoll("v1")
	s.until("Đã bỏ cuộc biểu quyết.")
	s.tap("Hoàn tác")
	s.quiet()
	if room.Session().Polls["v1"].Question == "" {
		t.Error("the poll did not come back")
	}
}

func TestAPaperIsShownToAGroup(t *testing.T) {
	room := prepared(t, 6)
	s := light(t, room)
	s.page(preparePage)
	s.clerk.desk.changePaper("d1")
	s.settle()
	s.tap("Chỉ Tổ đại biểu số 3")
	s.tap("Lưu")
	s.until("Đã lưu.")
	if got := room.Session().Documents["d1"].Audience; got != people.GroupOf(sessionID, "Tổ đại biểu số 3") {
		t.Errorf("it may be seen by %s", got)
	}
}

func TestTheAgendaIsReordered(t *testing.T) {
	room := prepared(t, 6)
	s := light(t, room)
	s.page(preparePage)
	s.clerk.desk.showItem("i3")
	s.settle()
	s.tap("Chuyển lên trước")
	s.quiet()
	s.tap("Chuyển lên trước")
	s.quiet()
	order := []string{}
	for _, item := range room.Session().Agenda() {
		order = append(order, item.ID)
	}
	if got := strings.Join(order, " "); got != "i3 i1 i2 i4 i5 i6 i7 i8" {
		t.Errorf("the agenda is %s", got)
	}
	s.key(fyne.KeyDown)
	if s.clerk.desk.item != "i1" {
		t.Errorf("the arrow opened %s", s.clerk.desk.item)
	}
}

func TestErrorsAreSaidInWords(t *testing.T) {
	room := prepared(t, 6)
	s := light(t, room)
	d := s.clerk.desk
	for _, one := range []struct {
		err  error
		want string
	}{
		{&people.Refusal{Code: "poll.running"}, "Đang có"},
		{&people.Refusal{Code: "of-a-later-version"}, "mã of-a-later-version"},
		{errors.Join(people.ErrOffline, errors.New("dial")), "Không kết nối được máy chủ"},
		{faults{"Dòng một.", "Dòng hai."}, "Dòng một. Dòng hai."},
		{errors.New("disk"), "Mã nhật ký: a1b2c3"},
	} {
		if got := d.sentence(one.err); !strings.Contains(got, one.want) {
			t.Errorf("%v is said as %q", one.err, got)
		}
	}
	if len(s.reported) != 1 || s.reported[0].Error() != "disk" {
		t.Errorf("reported %v", s.reported)
	}
	s.clerk.desk.complain(&people.Refusal{Code: "not-allowed"})
	s.settle()
	s.clock.fire(noticeStays)
	s.settle()
	if s.clerk.desk.notice.sight.Serial == 0 {
		t.Error("a refusal went away by itself")
	}
	s.key(fyne.KeyEscape)
	if s.clerk.desk.notice.sight.Serial != 0 {
		t.Error("Escape does not close the message")
	}
}

func TestTheLanguageChanges(t *testing.T) {
	s := light(t, running(t, 30))
	s.page(runPage)
	s.tap("English")
	if s.looks.look.Language != assets.English {
		t.Fatal("the look was not set")
	}
	s.clerk.SetWords(assets.LoadWords(assets.English))
	s.settle()
	for _, words := range []string{"Open the vote", "Agenda", "Deputies", "Quorum: 20 needed, 28 present"} {
		if !s.shows(words) {
			t.Errorf("the screen does not say %q", words)
		}
	}
	for _, word := range []string{"Chương trình", "Điểm danh"} {
		if kittest.Shows(s.window.Content(), word) {
			t.Errorf("the screen still says %q", word)
		}
	}
	s.tap("Light or dark")
	if !s.looks.look.Dark {
		t.Error("it did not turn dark")
	}
}

func TestAnotherSessionIsChosen(t *testing.T) {
	room := prepared(t, 6)
	other := people.CouncilStream("s4")
	room.must(t, other, council.CreateSession, 0, council.Session{Title: "Kỳ họp thứ Tư", Body: council.PeoplesCouncil})
	s := light(t, room)
	choose := s.clerk.screen.sessions.list.shown["s4"].holder
	kittest.Tap(t, choose, "Mở kỳ họp này")
	s.settle()
	if room.Session().ID != "s4" || !s.shows("Chương trình chưa có nội dung nào.") {
		t.Error("the other session is not shown")
	}
}
