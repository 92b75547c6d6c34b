package clerk

import (
	"context"
	"errors"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// fakeRehearsals plays what a test says.
type fakeRehearsals struct {
	plans chan RehearsalPlan
	steps chan string
	end   chan error
	says  RehearsalReport
}

func newFakeRehearsals() *fakeRehearsals {
	return &fakeRehearsals{plans: make(chan RehearsalPlan, 1), steps: make(chan string), end: make(chan error, 1)}
}

func (*fakeRehearsals) Steps() []string {
	return []string{"pair", "join", "sign-in", "first", "attend", "paper", "edit", "ballot", "result", "again", "end"}
}

func (f *fakeRehearsals) Rehearse(ctx context.Context, plan RehearsalPlan, told func(string)) (RehearsalReport, error) {
	f.plans <- plan
	for {
		select {
		case step := <-f.steps:
			told(step)
		case err := <-f.end:
			return f.says, err
		case <-ctx.Done():
			return RehearsalReport{}, ctx.Err()
		}
	}
}

func (f *fakeRoom) Owing(device string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.owing[device]
}

func (f *fakeRoom) Papers() map[string]people.PaperCount {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.papers
}

func (f *fakeSheets) Certificate(report RehearsalReport) (string, error) {
	return f.make("certificate")
}

func figuresOf(late time.Duration) []RehearsalFigure {
	var all []RehearsalFigure
	for i, step := range (*fakeRehearsals)(nil).Steps()[:10] {
		took := time.Duration(i+1) * 37 * time.Millisecond
		all = append(all, RehearsalFigure{Step: step, Count: 50, Middle: took, Late: 3 * took, Most: 4*took + late})
	}
	return all
}

// counted gives every tablet a count of papers: the first two are short of some.
func counted(room *fakeRoom) *fakeRoom {
	room.papers = map[string]people.PaperCount{}
	for i, id := range []string{"t1", "t2", "t3", "t4", "t5"} {
		count := people.PaperCount{Session: sessionID, Have: 14, Want: 14, Bytes: 90 << 20, Total: 90 << 20, At: room.now.Add(-20 * time.Second)}
		if i < 2 {
			count.Have, count.Bytes = 5*(i+1), int64(30*(i+1))<<20
		}
		room.papers[id] = count
	}
	return room
}

// How many tablets have everything is counted over those in somebody's hands, and who has not is listed.
func TestPapersOnTablets(t *testing.T) {
	room := counted(withDevices(t, prepared(t, 30), 12))
	s := newStage(t, room, kit.LightPalette(), fyne.NewSize(1280, 800))
	s.page(readyPage)
	if !s.shows("Đã nhận đủ tài liệu: 3/6 máy") {
		t.Error("the count is not shown")
	}
	for _, words := range []string{"5/14 tài liệu · còn 60,0 MB", "10/14 tài liệu", "Máy chưa báo"} {
		if !s.shows(words) {
			t.Errorf("%q is not shown", words)
		}
	}
	s.change(func() {
		for id, count := range room.papers {
			count.Have, count.Bytes = count.Want, count.Total
			room.papers[id] = count
		}
		room.papers["t6"] = room.papers["t1"]
	})
	s.until("Đã nhận đủ tài liệu: 6/6 máy")
}

// While the server does not see its standby every page says that ballots wait; going on alone asks first.
func TestStandbyOutOfSight(t *testing.T) {
	s := newStage(t, withDevices(t, running(t, 30), 12), kit.LightPalette(), fyne.NewSize(1280, 800))
	if s.shows("Không thấy máy dự phòng") {
		t.Fatal("it warns of nothing")
	}
	s.change(func() {
		s.standing.Duty = people.Duty{Standby: people.LostStandby, Since: s.now.UnixMilli(), Name: "Máy chủ B"}
	})
	s.until("Không thấy máy dự phòng Máy chủ B từ 09:26:12. Phiếu đang chờ")
	s.tap("Đi tiếp một mình")
	s.until("Máy dự phòng không được thay máy chủ nữa")
	if len(s.acts) > 0 && s.acts[len(s.acts)-1] == people.GoAloneKind {
		t.Fatal("done before a yes")
	}
	s.pass(time.Second)
	s.tap("Đi tiếp một mình")
	s.until("Máy chủ đã đi tiếp một mình.")
	if s.acts[len(s.acts)-1] != people.GoAloneKind {
		t.Errorf("%v", s.acts)
	}
}

// A rehearsal shows each step, can be stopped, and ends with a verdict in words; only a good one has a
// certificate.
func TestRehearsal(t *testing.T) {
	s := newStage(t, withDevices(t, prepared(t, 30), 12), kit.LightPalette(), fyne.NewSize(1280, 800))
	s.page(readyPage)
	s.tap("100 máy")
	s.tap("Yếu")
	s.tap("Bắt đầu diễn tập")
	if plan := <-s.rehearsals.plans; plan != (RehearsalPlan{Devices: 100, Line: "weak"}) {
		t.Errorf("%+v", plan)
	}
	s.rehearsals.steps <- "attend"
	s.until("Điểm danh")
	s.tap("Dừng")
	s.until("Bắt đầu diễn tập")

	s.rehearsals.says = RehearsalReport{At: s.now, Devices: 100, Ballots: 300, Figures: figuresOf(9 * time.Second), Reasons: []RehearsalReason{
		{Code: "slow", Step: "ballot", Took: 2400 * time.Millisecond, Bound: 2 * time.Second}, {Code: "not-there", Step: "paper", Count: 3}}}
	s.tap("Bắt đầu diễn tập")
	<-s.rehearsals.plans
	s.rehearsals.end <- nil
	s.until("CHƯA SẴN SÀNG")
	for _, words := range []string{"“Phiếu được xác nhận” mất 2,4 giây, quá 2,0 giây", "3 máy không làm xong việc “Tải đủ tài liệu”"} {
		if !s.shows(words) {
			t.Errorf("%q is not shown", words)
		}
	}
	if s.shows("In giấy chứng nhận") {
		t.Error("a certificate of what is not so")
	}

	s.rehearsals.says.Ready, s.rehearsals.says.Reasons = true, nil
	s.tap("Bắt đầu diễn tập")
	<-s.rehearsals.plans
	s.rehearsals.end <- nil
	s.until("In giấy chứng nhận sẵn sàng")
	s.tap("In giấy chứng nhận sẵn sàng")
	s.until("Đã tạo và mở tệp /tmp/certificate.pdf")

	s.tap("Bắt đầu diễn tập")
	<-s.rehearsals.plans
	s.rehearsals.end <- errors.New("the server went away")
	s.until("a1b2c3")
}

// Nobody rehearses while a session sits, or without a server.
func TestNoRehearsalNow(t *testing.T) {
	s := newStage(t, withDevices(t, running(t, 30), 12), kit.LightPalette(), fyne.NewSize(1280, 800))
	s.page(readyPage)
	if !s.shows("Đang có phiên họp mở. Diễn tập khi không ai họp.") {
		t.Error("no reason is shown")
	}
	s.clerk.desk.rehearse()
	select {
	case <-s.rehearsals.plans:
		t.Error("it began")
	default:
	}
}

// Tablets that still hold what they may not see are named until they wiped it.
func TestOwedWipingIsListed(t *testing.T) {
	room := withDevices(t, prepared(t, 30), 12)
	room.owing = map[string]int{"t5": 3}
	s := newStage(t, room, kit.LightPalette(), fyne.NewSize(1280, 800))
	s.page(readyPage)
	if !s.shows("1 máy còn giữ dữ liệu phải xoá") || !s.shows("Chưa xoá: máy đang vắng mặt.") {
		t.Error("it is not listed")
	}
	s.change(func() { room.owing = nil })
	s.settle()
	if s.shows("còn giữ dữ liệu phải xoá") {
		t.Error("it is listed still")
	}
}
