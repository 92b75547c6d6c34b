package clerk

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

var desktopSize = fyne.NewSize(1280, 800)

func light(t testing.TB, room *fakeRoom) *stage {
	return newStage(t, room, kit.LightPalette(), desktopSize)
}

// A whole session by keys alone: open it, take up the first item, open a poll, close it, publish it.
func TestASessionIsRunByKeys(t *testing.T) {
	room := prepared(t, 30)
	for i := range 28 {
		room.must(t, stream, council.SetAttendance, 0, council.Attendance{Person: fmt.Sprint("p", i+1), State: council.Present})
	}
	room.must(t, stream, council.CreatePoll, 0, council.PollDraft{
		ID: "first", Item: "i1", Question: "Thông qua chương trình", Form: council.Approval, Openness: council.OpenVote, Rule: "hdnd.majority", Running: true,
	})
	s := light(t, room)
	s.page(runPage)
	session := func() council.Session { return room.Session().Session }
	poll := func() council.PollState { return room.Session().Polls["first"].State }

	s.key(fyne.KeyReturn)
	s.until("Việc này không hoàn tác được.")
	if session().State != council.SessionPrepared {
		t.Fatal("the session was opened before the question was answered")
	}
	s.key(fyne.KeyReturn) // the dialog's yes
	s.until("Nội dung 1: Khai mạc kỳ họp")
	if session().State != council.SessionOpen {
		t.Fatal("the session is not open")
	}
	s.key(fyne.KeyReturn)
	s.until("Biểu quyết: Thông qua chương trình")
	if session().Current != "i1" {
		t.Fatalf("the item under way is %q", session().Current)
	}
	s.key(fyne.KeyF5)
	s.until("Còn 28 người chưa bỏ phiếu")
	for i := range 20 {
		room.vote(t, sessionID, "first", fmt.Sprint("p", i+1), council.Yes)
	}
	s.until("Còn 8 người chưa bỏ phiếu")
	s.until("Đã nhận 20/28 phiếu")
	s.key(fyne.KeyF6)
	s.until("Đang đóng")
	if poll() != council.PollStarted {
		t.Fatal("the poll ended before its notice ran out")
	}
	room.pass(council.ClosingNotice)
	s.until("Được thông qua 20/30")
	if poll() != council.PollFinished {
		t.Fatalf("the poll is %s", poll())
	}
	s.key(fyne.KeyReturn)
	s.until("Không thu lại được.")
	s.key(fyne.KeyReturn)
	s.until("Đã công bố kết quả.")
	if poll() != council.PollPublished {
		t.Fatalf("the poll is %s", poll())
	}
	s.tap("In kết quả")
	s.until("/tmp/result-first.pdf")
	if !slices.Equal(s.sheets.opened, []string{"/tmp/result-first.pdf"}) {
		t.Errorf("opened %v", s.sheets.opened)
	}
	s.until("Nội dung 2: Kinh tế")
}

func TestAHeldKeyDoesOneAct(t *testing.T) {
	room := prepared(t, 30)
	s := light(t, room)
	s.page(runPage)
	s.key(fyne.KeyReturn)
	for range 5 {
		s.held(fyne.KeyReturn)
	}
	s.quiet()
	if room.Session().Session.State != council.SessionPrepared {
		t.Fatal("a held key opened the session")
	}
	s.tap("Khai mạc kỳ họp")
	s.until("Nội dung 1: Khai mạc kỳ họp")
	s.key(fyne.KeyReturn)
	for range 5 {
		s.held(fyne.KeyReturn)
		s.quiet()
	}
	if got := room.did(council.StartItem); got != 1 {
		t.Errorf("a held key took up %d items", got)
	}
}

func TestAPollIsNotOpenedWithoutQuorum(t *testing.T) {
	room := prepared(t, 30)
	room.must(t, stream, council.OpenSession, 0, council.Pointing{})
	room.must(t, stream, council.StartItem, 0, council.Pointing{ID: "i4"})
	s := light(t, room)
	s.until("Cần 20 đại biểu có mặt, mới có 0.")
	s.key(fyne.KeyReturn)
	s.key(fyne.KeyF5)
	s.quiet()
	if room.did(council.OpenPoll) != 0 {
		t.Error("the poll was opened")
	}
}

func TestTheTextOfAnActUnderWayIsNotRepeated(t *testing.T) {
	room := running(t, 30)
	room.hold = make(chan struct{})
	s := light(t, room)
	s.key(fyne.KeyF5)
	s.key(fyne.KeyF5)
	if s.shows("Đang làm…") {
		t.Error("work is shown at once")
	}
	s.clock.fire(patience)
	s.until("Đang làm…")
	close(room.hold)
	s.quiet()
	if s.shows("Đang làm…") {
		t.Error("work is still shown")
	}
	if got := room.did(council.OpenPoll); got != 1 {
		t.Errorf("the poll was opened %d times", got)
	}
}

func TestTheClockCountsDownToTheClosing(t *testing.T) {
	room := voting(t, 30)
	s := light(t, room)
	if got := s.clerk.screen.run.live.clock.Text(); got != "00:42" {
		t.Errorf("the clock says %s", got)
	}
	room.pass(time.Second)
	s.clock.fire(time.Second)
	s.loop.Drain()
	if got := s.clerk.screen.run.live.clock.Text(); got != "00:41" {
		t.Errorf("a second later the clock says %s", got)
	}
}

// A ballot is the deputy's: nothing on the clerk's screen touches one that is cast.
func TestNothingTouchesABallot(t *testing.T) {
	s := light(t, voting(t, 30))
	before := s.Session().Casts["v1"]
	for _, tile := range kittest.FindAll[*kit.ListRow](s.clerk.screen.run.roll.tiles.holder) {
		if tile.OnTapped != nil {
			t.Error("a voter's tile can be tapped")
		}
	}
	if s.clerk.desk.deeds[deedName(council.CastBallot)] != nil {
		t.Error("the desk can cast a ballot")
	}
	if len(before) != 19 {
		t.Errorf("%d have voted", len(before))
	}
}

// Only what changed is built again: a vote leaves the other tiles and the agenda alone.
func TestAVoteRedrawsOneTile(t *testing.T) {
	room := voting(t, 30)
	s := light(t, room)
	shown := s.clerk.screen.run.roll.tiles.shown
	object := func(person string) fyne.CanvasObject { return shown[person].holder.Objects[0] }
	other, own := object("p1"), object("p3")
	agenda := s.clerk.screen.run.rail.list.shown["i1"].holder.Objects[0]
	room.vote(t, sessionID, "v1", "p3", council.Yes)
	s.until("20/28")
	if object("p1") != other || s.clerk.screen.run.rail.list.shown["i1"].holder.Objects[0] != agenda {
		t.Error("what did not change was built again")
	}
	if object("p3") == own {
		t.Error("the voter's tile was not drawn again")
	}
}

func TestTheRollIsTakenAndCorrected(t *testing.T) {
	room := prepared(t, 6)
	room.must(t, stream, council.OpenSession, 0, council.Pointing{})
	s := light(t, room)
	is := func(person string) council.Attendance { return room.Session().Attendances[person] }

	s.tap("Ghi có mặt: H’Mai Niê")
	s.until("H’Mai Niê: Có mặt")
	s.tap("Ghi vắng: H’Mai Niê")
	s.until("H’Mai Niê: Vắng không lý do")
	if is("p3").State != council.Absent {
		t.Fatalf("the roll says %+v", is("p3"))
	}
	s.tap("Hoàn tác")
	s.quiet()
	if is("p3").State != council.Present {
		t.Fatalf("taken back, the roll says %+v", is("p3"))
	}

	s.tap("Ksor H’Blăm Êban Mlô")
	s.tap("Vắng có phép")
	s.field("reason").SetText("công tác tại Hà Nội")
	s.tap("Lưu")
	s.until("Vắng có phép · công tác tại Hà Nội")
	if is("p4").State != council.Excused {
		t.Fatalf("the roll says %+v", is("p4"))
	}

	s.tap("Còn lại có mặt")
	s.until("Ghi có mặt cho 4 đại biểu")
	s.tap("Ghi có mặt")
	s.until("Đã ghi có mặt 4 đại biểu.")
	if got := room.Session().Present(); got != 5 {
		t.Errorf("%d are present", got)
	}
	s.tap("In điểm danh")
	s.until("/tmp/attendance.pdf")
}

func TestGoingToAnotherItemCanBeTakenBack(t *testing.T) {
	room := running(t, 30)
	room.must(t, stream, council.RemovePoll, 0, council.Pointing{ID: "v1"})
	room.must(t, stream, council.RemovePoll, 0, council.Pointing{ID: "v2"})
	s := light(t, room)
	s.key(fyne.KeyEnter)
	s.until("Đang xem xét nội dung 5")
	s.tap("Hoàn tác")
	s.quiet()
	if got := room.Session().Session.Current; got != "i4" {
		t.Errorf("the item under way is %s", got)
	}
}

// A button that has the keyboard keeps it while its card is built again, and lets it go with the card.
func TestTheKeyboardStaysOnAnAct(t *testing.T) {
	room := running(t, 30)
	s := light(t, room)
	canvas := s.window.Canvas()
	key := string(openPoll) + "/v1/F5"
	canvas.Focus(s.clerk.screen.made[string(changePoll)+"/v1/"])
	poll := room.Session().Polls["v1"]
	draft := drafted(poll)
	draft.Question = "Câu hỏi khác"
	room.must(t, stream, council.EditPoll, poll.Seq, draft)
	s.until("Câu hỏi khác")
	if canvas.Focused() == nil || canvas.Focused() != s.clerk.screen.made[string(changePoll)+"/v1/"] {
		t.Errorf("the keyboard is at %v", canvas.Focused())
	}
	canvas.Focus(s.clerk.screen.made[key])
	room.must(t, stream, council.OpenPoll, 0, council.Pointing{ID: "v1"})
	s.until("Đang biểu quyết")
	if canvas.Focused() != nil {
		t.Errorf("the keyboard stayed at %v", canvas.Focused())
	}
}

func TestClosingSaysWhatIsLeft(t *testing.T) {
	room := running(t, 30)
	s := light(t, room)
	s.clerk.desk.closeSession()
	s.settle()
	if !s.shows("Còn 4 nội dung chưa xem xét.") {
		t.Error("what is left is not said")
	}
	s.tap("Bế mạc kỳ họp")
	s.until("Kỳ họp đã bế mạc")
	if kittest.HasButton(s.window.Content(), "Thêm biểu quyết") || kittest.HasButton(s.window.Content(), "Ghi có mặt: H’Mai Niê") {
		t.Error("a closed session can be changed")
	}
}

func TestWaitingActsAreMarked(t *testing.T) {
	room := running(t, 30)
	s := light(t, room)
	room.change(func() {
		room.offline = true
		room.standing.Link, room.standing.Since = people.Offline, room.now.Add(-12*time.Minute)
		room.standing.LastContact = room.now.Add(-12 * time.Minute)
	})
	s.until("Ngoại tuyến từ 09:14 · 12 phút trước")
	s.tap("Ghi vắng: H’Mai Niê")
	s.until("Chưa gửi được.")
	room.change(func() {
		room.standing.Unsent = []people.Unsent{{Kind: council.SetAttendance, About: "p3", Detail: "absent", Since: room.now}}
	})
	s.until("1 CHƯA GỬI")
	row := s.clerk.screen.run.roll.list.shown["p3"].holder
	if !kittest.Shows(row, "CHƯA GỬI") {
		t.Error("the line that waits is not marked")
	}
	s.tap("Ngoại tuyến từ 09:14 · 12 phút trước")
	if room.retried != 1 {
		t.Errorf("retried %d times", room.retried)
	}
}
