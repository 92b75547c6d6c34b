package chamber

import (
	"errors"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit/kittest"
	"congso.vn/congso/ui/pageview"
)

// expiredBench is a tablet that was not near the room for eight days: its holder's facts are gone, and a ballot
// waits that nobody here can read.
func expiredBench(t *testing.T) *bench {
	b := newBench(t, council.NewState(""), at(9, 16, 5))
	b.standing.Link, b.standing.Since, b.standing.LastContact = people.Offline, at(9, 14, 10), at(9, 14, 10).AddDate(0, 0, -8)
	b.standing.Expired = true
	b.standing.Unsent = []people.Unsent{{Command: "c1", Since: at(9, 14, 13).AddDate(0, 0, -8), Sealed: true}}
	return b
}

// givenBackBench is a tablet that its person gave back without the room, with two things to send.
func givenBackBench(t *testing.T) *bench {
	b := newBench(t, council.NewState(""), at(9, 16, 5))
	b.standing.Link, b.standing.Since, b.standing.LastContact, b.standing.Person = people.Offline, at(9, 14, 10), at(9, 14, 10), ""
	b.standing.Unsent = []people.Unsent{{Command: "c1", Since: at(9, 14, 13), Sealed: true}, {Command: "c2", Since: at(9, 15, 0), Sealed: true}}
	return b
}

// lapsedBench is a tablet whose person marked themselves present too late, and did something before that which
// this version has no words for.
func lapsedBench(t *testing.T) *bench {
	s := sitting(t).write(council.AttendanceKind, me, nil)
	b := newBench(t, s.state, at(9, 26, 0))
	b.lapsed = []people.Unsent{{Command: "c1", Kind: council.Attend, Since: at(9, 14, 13)}, {Command: "c2", Kind: "floor.ask", About: "i4", Since: at(9, 20, 0)}}
	return b
}

// removedBench is a session that is over, with papers that gave way to a newer one's, and one that never came.
func removedBench(t *testing.T) *bench {
	s := sitting(t).session(func(v *council.Session) {
		v.State, v.ClosedAt, v.Current = council.SessionClosed, at(11, 30, 0).UnixMilli(), ""
	})
	b := newBench(t, s.state, at(15, 0, 0))
	for _, blob := range []string{"blobd2", "blobd3", "blobd5", "blobd6", "blobd7"} {
		b.load[blob] = council.PaperState{Removed: true}
	}
	b.load["blobd4"] = council.PaperState{}
	return b
}

func says(t *testing.T, b *bench, what string, words ...string) {
	t.Helper()
	all := strings.Join(kittest.Texts(b.delegate.Content()), " ")
	for _, sentence := range words {
		if !strings.Contains(all, sentence) {
			t.Errorf("%s: %q is not said in %q", what, sentence, all)
		}
	}
}

// What was here and is gone is no empty agenda: it is said why, what was kept and that it comes back.
func TestExpiredIsNoEmptyAgenda(t *testing.T) {
	b := expiredBench(t)
	screen, _ := stand(t, b)
	words := b.setting().Words
	if acts := actsOf(screen.moment); len(acts) != 1 || acts[0].Age != "đã 8 ngày" {
		t.Errorf("waits %+v", acts)
	}
	if shown := nothingOf(screen.moment); shown.Text != words.Say("expired") || !shown.Retry || !strings.Contains(shown.Note, words.Say("unsent.sealed", "count", 1)) {
		t.Errorf("%+v", shown)
	}
	says(t, b, "away", "Dữ liệu đã hết hạn giữ", "lâu không gặp máy chủ", "Không mất gì")
	if kittest.Shows(screen.Content(), "Chưa có kỳ họp") || kittest.Shows(screen.Content(), "Dữ liệu lúc") {
		t.Error("it looks as if there were no session")
	}
	kittest.Tap(t, screen.Content(), "Thử lại ngay")
	if b.retries != 1 {
		t.Error("not retried")
	}
	b.turn(func() { b.standing.Link = people.Online })
	if shown := nothingOf(screen.moment); shown.Retry || !strings.HasPrefix(shown.Note, words.Say("chamber.expired.coming")) {
		t.Errorf("when the room is back: %+v", shown)
	}
	state := sitting(t).state
	b.turn(func() { b.standing.Expired, b.standing.Unsent, b.state = false, nil, state })
	if !kittest.Shows(screen.Content(), "Chương trình") || kittest.Shows(screen.Content(), "hết hạn giữ") {
		t.Error("the agenda is not back")
	}
}

// What is sealed is counted apart from what the holder did, and nothing is told of it.
func TestSealedActsAreCountedApart(t *testing.T) {
	b := offlineBench(t)
	b.standing.Unsent = append(b.standing.Unsent, people.Unsent{Command: "x1", Since: at(9, 10, 0), Sealed: true}, people.Unsent{Command: "x2", Since: at(9, 11, 0), Sealed: true})
	screen, window := stand(t, b)
	screen.vote.putAside()
	b.settle()
	m := screen.moment
	if bar := frame.BarOf(m); bar.Unsent != "1 CHƯA GỬI · 2 NIÊM PHONG" || !bar.UnsentLoud {
		t.Errorf("the bar says %q, loud %v", bar.Unsent, bar.UnsentLoud)
	}
	acts := actsOf(m)
	if len(acts) != 2 || acts[0].Sealed || !acts[1].Sealed || acts[1].Title != "2 việc chưa gửi, đã niêm phong" || acts[1].Age != "đã 6 phút 05 giây" {
		t.Errorf("listed %+v", acts)
	}
	screen.view.desk.bar.OnUnsent()
	for _, words := range []string{"Phiếu: Tán thành", "2 việc chưa gửi, đã niêm phong"} {
		if !kittest.Shows(over(window), words) {
			t.Errorf("the list does not say %q", words)
		}
	}
	screen.confirmLeave()
	if !kittest.Shows(over(window), "Còn 1 việc CHƯA GỬI") {
		t.Error("giving back does not count the holder's own alone")
	}
	b.turn(func() { b.standing.Unsent = b.standing.Unsent[1:] })
	if bar := frame.BarOf(screen.moment); bar.Unsent != "2 NIÊM PHONG" {
		t.Errorf("with nothing of the holder's the bar says %q", bar.Unsent)
	}
}

// A tablet that was given back without the room says what stays sealed and that it goes out by itself, for as
// long as nobody can take it.
func TestGivenBackSaysWhatStaysSealed(t *testing.T) {
	b := givenBackBench(t)
	screen, _ := stand(t, b)
	says(t, b, "cut off", "Máy đã trả, chờ kết nối", "Dữ liệu cá nhân đã xóa khỏi máy này", "Còn 2 việc chưa gửi, đã niêm phong", "tự gửi")
	if kittest.HasButton(screen.Content(), "7") || kittest.Shows(screen.Content(), "Mời nhận máy") {
		t.Error("a code is asked for that cannot be tried")
	}
	kittest.Tap(t, screen.Content(), "Thử lại ngay")
	if b.retries != 1 {
		t.Error("not retried")
	}
	b.turn(func() { b.standing.Link, b.standing.LastContact = people.Online, at(9, 16, 5) })
	if !kittest.HasButton(screen.Content(), "7") {
		t.Error("it cannot be taken while the room is there")
	}
	says(t, b, "while it sends", "2 việc chưa gửi, đã niêm phong")
	b.turn(func() { b.standing.Unsent = nil })
	if kittest.Shows(screen.Content(), "niêm phong") {
		t.Error("it still says that something waits")
	}
}

// Without the room, but with nothing to send, it is an ordinary tablet that nobody holds.
func TestNobodysTabletWithoutRoomAsksForACode(t *testing.T) {
	b := givenBackBench(t)
	b.standing.Unsent = nil
	screen, _ := stand(t, b)
	if !kittest.HasButton(screen.Content(), "7") {
		t.Error("no keypad")
	}
}

// Who did something too late is told once, act by act, and can do it anew where that makes sense.
func TestLapsedIsSaidOnce(t *testing.T) {
	b := lapsedBench(t)
	done := make(chan string, 1)
	b.again = func(command string) error {
		done <- command
		b.Shown(command)
		return nil
	}
	screen, _ := stand(t, b)
	says(t, b, "late", "HẾT HẠN", "Điểm danh có mặt", "lúc 09:14", "không được tính", "và 1 việc nữa")
	kittest.Tap(t, screen.Content(), "Gửi lại")
	b.loop.Until(t, "done anew", func() bool { return !kittest.Shows(screen.Content(), "09:14") })
	if command := <-done; command != "c1" {
		t.Errorf("%q was done anew", command)
	}
	says(t, b, "the next", "Một việc đã làm trên máy này", "lúc 09:20")
	kittest.Tap(t, screen.Content(), "Đã rõ")
	b.settle()
	if kittest.Shows(screen.Content(), "HẾT HẠN") || len(b.Lapsed()) != 0 {
		t.Error("it is still said after it was seen")
	}
}

// What cannot be done anew any more offers no button; what is refused stays, with the reason.
func TestLapsedOffersWhatMakesSense(t *testing.T) {
	b := lapsedBench(t)
	b.again = func(string) error { return &people.Refusal{Code: "session.closed"} }
	screen, _ := stand(t, b)
	kittest.Tap(t, screen.Content(), "Gửi lại")
	b.loop.Until(t, "refused", func() bool { return screen.lapse.busy == "" })
	value := screen.lapse.value(screen.moment)
	if value.Command != "c1" || value.Fault != b.setting().Words.Say("refusal.session.closed") {
		t.Errorf("refused, and shown %+v", value)
	}
	b.again = func(string) error { return errors.New("disk") }
	screen.lapse.again("c1")
	b.loop.Until(t, "failed", func() bool { return screen.lapse.busy == "" && len(b.reported) == 1 })
	for name, act := range map[string]people.Unsent{
		"sealed":         {Command: "c1", Sealed: true},
		"present by now": {Command: "c1", Kind: council.Attend},
		"no such poll":   {Command: "c1", Kind: council.CastBallot, About: "v9"},
	} {
		state := sitting(t).state
		b.turn(func() { b.lapsed, b.state = []people.Unsent{act}, state })
		if value := screen.lapse.value(screen.moment); value.Again || value.Command == "" {
			t.Errorf("%s: %+v", name, value)
		}
	}
	state := sitting(t).session(func(v *council.Session) { v.State = council.SessionClosed }).state
	b.turn(func() { b.lapsed, b.state = []people.Unsent{{Command: "c1", Kind: "floor.ask"}}, state })
	if value := screen.lapse.value(screen.moment); value.Again {
		t.Errorf("after the session: %+v", value)
	}
	b.turn(func() { b.standing.Person, b.lapsed = "", nil })
	if screen.lapse.fault != "" {
		t.Error("the next person would read the fault")
	}
}

// A paper that gave way looks different from one that never came, in every list; opened it says why, is asked
// for, and goes on saying so until it is here.
func TestRemovedPapersComeBackAtATap(t *testing.T) {
	b := removedBench(t)
	screen, _ := stand(t, b)
	screen.agenda.ChooseItem(screen.moment, "i4")
	screen.heart.Beat()
	item, paper := screen.agenda.At(screen.moment)
	rail := railOf(screen.moment, item, paper, b)
	row := rail.Rows[3]
	if row.Missing != 1 || row.Removed != 2 || row.Note != "1 chưa tải · 2 đã gỡ" {
		t.Errorf("of the item it says %d, %d: %q", row.Missing, row.Removed, row.Note)
	}
	if row := rail.Rows[4]; row.Missing != 0 || row.Removed != 2 || !strings.HasSuffix(row.Note, "2 đã gỡ") {
		t.Errorf("of the next %q", row.Note)
	}
	if rail.Foot != "Đã tải 3/9" || rail.Away != "1 chưa tải · 5 đã gỡ" || rail.Missing != 1 || rail.Removed != 5 {
		t.Errorf("at the foot %q, %q", rail.Foot, rail.Away)
	}
	if removed, missing := row.Papers[1].Load, row.Papers[3].Load; removed.State != pageview.LoadRemoved || missing.State != pageview.LoadWaiting || removed.Text == missing.Text {
		t.Errorf("both look alike: %+v %+v", removed, missing)
	}
	says(t, b, "in the list", "Đã gỡ, chạm để tải lại", "Chờ tải")
	if len(b.wanted) != 0 {
		t.Fatalf("asked for before anybody opened it: %q", b.wanted)
	}
	kittest.Tap(t, screen.view.desk.rail.content, "Dự thảo nghị quyết")
	b.settle()
	if len(b.wanted) != 1 || b.wanted[0] != "blobd2" {
		t.Errorf("asked for %q", b.wanted)
	}
	says(t, b, "opened", "đã gỡ để nhường chỗ cho kỳ họp mới", "Máy đang tải lại")
	b.turn(func() { b.load["blobd2"] = council.PaperState{Waiting: true} }) // asked for, it is removed no longer
	says(t, b, "in line", "đã gỡ để nhường chỗ cho kỳ họp mới")
	b.turn(func() { b.standing.Link, b.standing.Since = people.Offline, at(14, 0, 0) })
	says(t, b, "cut off", "có kết nối là máy tự tải lại")
	b.turn(func() { b.standing.Link = people.Online; b.load["blobd2"] = council.PaperState{Received: 1_000_000} })
	says(t, b, "on its way", "Đang tải tài liệu về máy")
	b.turn(func() { b.load["blobd2"] = council.PaperState{Have: true} })
	b.loop.Until(t, "it is open", func() bool { return screen.view.desk.paper.Value.Stage == pageview.PaperOpen })
}

// Cut off, a removed paper is still no paper that was never fetched.
func TestRemovedPapersOffline(t *testing.T) {
	b := removedBench(t)
	b.standing.Link, b.standing.Since, b.standing.LastContact = people.Offline, at(14, 0, 0), at(14, 0, 0)
	screen, _ := stand(t, b)
	b.pass(time.Second)
	removed := pageview.LoadOf(screen.moment, screen.moment.State.Documents["d2"], b)
	missing := pageview.LoadOf(screen.moment, screen.moment.State.Documents["d4"], b)
	if removed.State != pageview.LoadRemoved || removed.Text != "Đã gỡ để nhường chỗ" || missing.State != pageview.LoadNone {
		t.Errorf("removed %+v, missing %+v", removed, missing)
	}
}
