package chamber

import (
	"slices"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit/kittest"
)

func TestVoteIsSentAfterFiveSeconds(t *testing.T) {
	b := voteBench(t)
	b.cast = func() error {
		b.change(func() { b.vote = council.Vote{State: council.VoteWaiting, Choice: council.Yes, Since: b.hand.now()} })
		return nil
	}
	screen, window := stand(t, b)
	if !kittest.Shows(over(window), "Thông qua Nghị quyết về Kế hoạch") || !kittest.Shows(over(window), "0:42") {
		t.Fatal("the sheet is not up")
	}
	kittest.Tap(t, over(window), "Tán thành")
	b.settle()
	for left := 5; left > 0; left-- {
		if value := screen.vote.value(screen.moment); value.Undo != left {
			t.Fatalf("%d seconds to undo, not %d", value.Undo, left)
		}
		if len(b.casts) != 0 {
			t.Fatal("sent before its time")
		}
		b.pass(time.Second)
	}
	b.loop.Until(t, "the ballot", func() bool { return screen.vote.chosen == "" })
	if !slices.Equal(b.casts, []council.Choice{council.Yes}) {
		t.Fatalf("cast %v", b.casts)
	}
	if !kittest.Shows(over(window), "Đang gửi phiếu") {
		t.Error("sending is not shown")
	}
	b.pass(3 * time.Second)
	if !kittest.Shows(over(window), "Phiếu đang chờ gửi") || !kittest.Shows(over(window), "CHƯA GỬI") {
		t.Error("a ballot that waits three seconds does not say so")
	}
	b.turn(func() { b.vote = received() })
	for _, words := range []string{"Phiếu đã được ghi nhận", "Máy chủ phòng họp ghi lúc 09:41:23", received().Receipt.Code()} {
		if !kittest.Shows(over(window), words) {
			t.Errorf("the receipt does not say %q", words)
		}
	}
	if kittest.HasButton(over(window), "Hoàn tác") || kittest.HasButton(over(window), "Chọn lại") {
		t.Error("a sent ballot can be taken back")
	}
	if len(b.casts) != 1 {
		t.Errorf("cast %d times", len(b.casts))
	}
}

func TestUndo(t *testing.T) {
	for name, undo := range map[string]string{"button": "Hoàn tác", "another answer": "Không tán thành"} {
		t.Run(name, func(t *testing.T) {
			b := voteBench(t)
			screen, window := stand(t, b)
			kittest.Tap(t, over(window), "Tán thành")
			b.settle()
			b.pass(4 * time.Second)
			kittest.Tap(t, over(window), undo)
			b.settle()
			b.pass(10 * time.Second)
			if len(b.casts) != 0 {
				t.Fatalf("cast %v after undo", b.casts)
			}
			if screen.vote.chosen != "" {
				t.Error("something is still chosen")
			}
		})
	}
}

func TestClosingShortensUndo(t *testing.T) {
	b := voteBench(t)
	screen, window := stand(t, b)
	b.pass(36 * time.Second) // six left
	kittest.Tap(t, over(window), "Không biểu quyết")
	b.settle()
	if len(b.casts) != 0 {
		t.Fatal("sent before the closing was announced")
	}
	b.pass(time.Second)
	b.loop.Until(t, "the ballot", func() bool { return screen.vote.chosen == "" })
	if !slices.Equal(b.casts, []council.Choice{council.Abstain}) {
		t.Fatalf("cast %v", b.casts)
	}
}

func TestAnnouncedClosingSendsAtOnce(t *testing.T) {
	b := voteBench(t)
	screen, window := stand(t, b)
	b.pass(37*time.Second + 100*time.Millisecond)
	if !kittest.Shows(over(window), "Chủ tọa sắp đóng biểu quyết") {
		t.Error("the closing is not announced")
	}
	kittest.Tap(t, over(window), "Tán thành")
	b.loop.Until(t, "the ballot", func() bool { return len(screen.vote.chosen) == 0 })
	if len(b.casts) != 1 {
		t.Fatalf("cast %v", b.casts)
	}
}

func TestStopDropsWhatIsNotSent(t *testing.T) {
	b := voteBench(t)
	screen, window := stand(t, b)
	kittest.Tap(t, over(window), "Tán thành")
	b.settle()
	screen.Stop()
	b.pass(time.Minute)
	if len(b.casts) != 0 {
		t.Fatalf("cast %v after the end", b.casts)
	}
	if over(window) != nil {
		t.Error("the sheet stays after the end")
	}
}

func TestPutAsideAndBack(t *testing.T) {
	b := voteBench(t)
	screen, window := stand(t, b)
	kittest.Tap(t, over(window), "Xem tài liệu trước")
	b.settle()
	if over(window) != nil {
		t.Fatal("the sheet is still up")
	}
	if !kittest.Shows(screen.Content(), "Đang biểu quyết, đại biểu chưa bỏ phiếu") || !kittest.Shows(screen.Content(), "0:42") {
		t.Fatal("nothing says that a vote is under way")
	}
	kittest.Tap(t, screen.Content(), "Đang biểu quyết, đại biểu chưa bỏ phiếu")
	b.settle()
	if over(window) == nil {
		t.Fatal("one tap does not bring the sheet back")
	}
	screen.vote.putAside()
	b.settle()
	b.pass(37 * time.Second)
	if over(window) == nil {
		t.Error("the sheet does not come back for the closing")
	}
}

func TestSheetLeavesAfterClosing(t *testing.T) {
	b := voteBench(t)
	b.vote = received()
	_, window := stand(t, b)
	closed := sitting(t).voting(at(9, 42, 0)).poll("v1", func(v *council.Poll) { v.State, v.ClosedAt = council.PollFinished, at(9, 41, 19).UnixMilli() })
	b.turn(func() { b.state = closed.state })
	b.pass(7 * time.Second)
	if over(window) == nil {
		t.Fatal("the sheet left too soon")
	}
	b.pass(2 * time.Second)
	if over(window) != nil {
		t.Fatal("the sheet stays for ever")
	}
}

func TestLateBallotIsToldNotCounted(t *testing.T) {
	b := offlineBench(t)
	_, window := stand(t, b)
	if !kittest.Shows(over(window), "Giờ biểu quyết đã hết mà phiếu chưa đến máy chủ") {
		t.Errorf("shown: %q", kittest.Texts(over(window)))
	}
	closed := sitting(t).voting(at(9, 14, 30)).poll("v1", func(v *council.Poll) { v.State, v.ClosedAt = council.PollFinished, at(9, 14, 30).UnixMilli() })
	b.turn(func() {
		b.state, b.standing.Link, b.standing.Unsent = closed.state, people.Online, nil
		b.vote = council.Vote{State: council.VoteRefused, Choice: council.Yes, Code: "poll.closed"}
	})
	for _, words := range []string{"Phiếu không được tính", "Biểu quyết đã đóng lúc 09:14:30"} {
		if !kittest.Shows(over(window), words) {
			t.Errorf("the sheet does not say %q", words)
		}
	}
	b.pass(time.Minute)
	if over(window) == nil {
		t.Error("bad news left by itself")
	}
}

func TestWhoMayNotVote(t *testing.T) {
	t.Run("guest", func(t *testing.T) {
		s := sitting(t)
		guest := s.state.Deputies[me]
		guest.Voting = false
		b := newBench(t, s.write(council.DeputyKind, me, guest).voting(at(9, 42, 0)).state, at(9, 41, 18))
		screen, window := stand(t, b)
		if over(window) != nil {
			t.Error("a guest gets a vote sheet")
		}
		if !kittest.Shows(screen.Content(), "Đang biểu quyết") {
			t.Error("a guest is not told of the vote")
		}
	})
	t.Run("absent", func(t *testing.T) {
		b := newBench(t, sitting(t).write(council.AttendanceKind, me, nil).voting(at(9, 42, 0)).state, at(9, 41, 18))
		_, window := stand(t, b)
		if kittest.HasButton(over(window), "Tán thành") {
			t.Error("an absent deputy can choose")
		}
		kittest.Tap(t, over(window), "Tôi có mặt")
		b.loop.Until(t, "attendance", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return b.attends == 1 })
		b.turn(func() { b.state = sitting(t).voting(at(9, 42, 0)).state })
		if !kittest.HasButton(over(window), "Tán thành") {
			t.Error("a present deputy cannot choose")
		}
	})
}

func TestRefusedCastIsSaid(t *testing.T) {
	b := voteBench(t)
	b.cast = func() error { return &people.Refusal{Code: "poll.voted-already"} }
	screen, window := stand(t, b)
	kittest.Tap(t, over(window), "Tán thành")
	b.settle()
	b.pass(5 * time.Second)
	b.loop.Until(t, "the refusal", func() bool { return screen.vote.trouble != "" })
	if !kittest.Shows(over(window), b.setting().Words.Say("refusal.poll.voted-already")) {
		t.Error("the reason is not shown")
	}
}

func TestReplace(t *testing.T) {
	s := sitting(t).voting(at(9, 42, 0)).poll("v1", func(v *council.Poll) { v.Replace = true })
	b := newBench(t, s.state, at(9, 41, 18))
	b.vote = received()
	_, window := stand(t, b)
	kittest.Tap(t, over(window), "Chọn lại")
	b.settle()
	kittest.Tap(t, over(window), "Không tán thành")
	b.settle()
	b.pass(5 * time.Second)
	b.loop.Until(t, "the ballot", func() bool { b.mu.Lock(); defer b.mu.Unlock(); return len(b.casts) == 1 })
	if b.casts[0] != council.No {
		t.Errorf("cast %v", b.casts)
	}
}

func TestResultIsTold(t *testing.T) {
	b := resultBench(t)
	screen, window := stand(t, b)
	const passed = "Được thông qua: 24/30 tán thành"
	kittest.Tap(t, screen.Content(), passed)
	b.settle()
	if !kittest.Shows(over(window), passed) {
		t.Error("the sheet does not tell the result")
	}
	kittest.Tap(t, over(window), "Trở lại tài liệu")
	b.settle()
	if kittest.Shows(screen.Content(), passed) {
		t.Error("a result that was read is told again")
	}
}

func TestAnotherPersonStartsClean(t *testing.T) {
	b := voteBench(t)
	screen, window := stand(t, b)
	kittest.Tap(t, over(window), "Tán thành")
	b.settle()
	b.turn(func() { b.standing.Person = "p2" })
	b.pass(10 * time.Second)
	if len(b.casts) != 0 {
		t.Fatalf("cast %v in another person's name", b.casts)
	}
	if screen.vote.chosen != "" {
		t.Error("another person's choice is kept")
	}
}
