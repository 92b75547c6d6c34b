package clerk

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/assets"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/kit/kittest"
)

// stage is a desktop in a window over a fake room.
type stage struct {
	*fakeRoom
	t          testing.TB
	loop       *kittest.Loop
	clock      *fakeClock
	clerk      *Clerk
	window     fyne.Window
	packs      *fakePacks
	uploads    *fakeUploads
	sheets     *fakeSheets
	originals  *fakeOriginals
	looks      *fakeLooks
	picker     *fakePicker
	clipboard  *fakeClipboard
	rehearsals *fakeRehearsals
	reported   []error
}

// fakeClock keeps what is to happen later until a test has it happen.
type fakeClock struct {
	mu      sync.Mutex
	waiting []*later
}

type later struct {
	wait    time.Duration
	do      func()
	stopped bool
}

func (f *fakeClock) After(wait time.Duration, do func()) func() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	one := &later{wait: wait, do: do}
	f.waiting = append(f.waiting, one)
	return func() bool {
		f.mu.Lock()
		defer f.mu.Unlock()
		was := !one.stopped
		one.stopped = true
		return was
	}
}

// fire has everything happen that waits for so long or less.
func (f *fakeClock) fire(wait time.Duration) {
	f.mu.Lock()
	due := []func(){}
	for _, one := range f.waiting {
		if !one.stopped && one.wait <= wait {
			one.stopped = true
			due = append(due, one.do)
		}
	}
	f.mu.Unlock()
	for _, do := range due {
		do()
	}
}

func newStage(t testing.TB, room *fakeRoom, palette kit.Palette, size fyne.Size) *stage {
	t.Helper()
	kittest.Start(t, palette, 1)
	s := &stage{
		fakeRoom: room, t: t, loop: kittest.NewLoop(), clock: &fakeClock{}, packs: newFakePacks(), uploads: newFakeUploads(),
		sheets: &fakeSheets{}, originals: &fakeOriginals{}, looks: &fakeLooks{Look{Language: assets.Vietnamese, Dark: palette.Dark}}, picker: &fakePicker{}, clipboard: &fakeClipboard{}, rehearsals: newFakeRehearsals(),
	}
	s.window = test.NewWindow(nil)
	s.window.SetPadded(false)
	ids := 0
	s.clerk = New(Config{
		Room: room, Sessions: room, People: room, Acts: room, Packs: s.packs, Uploads: s.uploads, Originals: s.originals, Readings: room, Sheets: s.sheets, Looks: s.looks, Rehearsals: s.rehearsals,
		Window: s.window, Picker: s.picker, Clipboard: s.clipboard, Words: assets.LoadWords(assets.Vietnamese),
		Post: s.loop.Post, Now: room.Now, After: s.clock.After,
		NewID:  func() string { ids++; return fmt.Sprint("new", ids) },
		Report: func(err error) string { s.reported = append(s.reported, err); return "a1b2c3" },
	})
	s.window.SetContent(s.clerk.Content())
	s.window.Resize(size)
	s.clerk.Start()
	t.Cleanup(func() { s.clerk.Stop(); s.window.Close() })
	s.settle()
	return s
}

func (s *stage) settle() {
	s.loop.Drain()
	size := s.window.Canvas().Size()
	kittest.Settle(s.window.Content(), size)
}

// top is what a person can reach: the dialog that is up, else the screen.
func (s *stage) top() fyne.CanvasObject {
	if over := s.window.Canvas().Overlays().Top(); over != nil {
		return over
	}
	return s.window.Content()
}

func (s *stage) tap(label string) {
	s.t.Helper()
	s.wait()
	kittest.Tap(s.t, s.top(), label)
	s.settle()
}

func (s *stage) shows(words string) bool { return kittest.Shows(s.top(), words) }

// until waits for words to be on the screen.
func (s *stage) until(words string) {
	s.t.Helper()
	s.loop.Until(s.t, "the screen says "+words, func() bool { return s.shows(words) })
	s.settle()
}

// quiet waits until nothing is under way.
func (s *stage) quiet() {
	s.t.Helper()
	s.loop.Until(s.t, "nothing is under way", func() bool { return len(s.clerk.desk.busy) == 0 })
	s.settle()
}

// wait is the moment that a person takes between two acts.
func (s *stage) wait() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(held)
}

func (s *stage) key(name fyne.KeyName) {
	s.wait()
	s.held(name)
}

// held is a key that comes without any time between.
func (s *stage) held(name fyne.KeyName) {
	s.window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: name})
	s.settle()
}

func (s *stage) page(shown page) {
	s.clerk.desk.showPage(shown)
	s.settle()
}

// field finds a text field of the open form.
func (s *stage) field(id string) *kit.TextField {
	s.t.Helper()
	field := s.clerk.screen.form.texts[id]
	if field == nil {
		s.t.Fatalf("the form has no text field %q", id)
	}
	return field
}

const sessionID = "s3"

var stream = people.CouncilStream(sessionID)

var names = []string{
	"Nguyễn Thị Phương Thảo Nguyên", "Lê Hoàng Hiệp Phạm Thị Minh Khuê", "H’Mai Niê", "Ksor H’Blăm Êban Mlô", "Đặng Quốc Bảo",
	"Phan Thị Hồng Nhung", "Lương Văn Xiêm", "Hồ Thị Quỳnh Trang", "Trịnh Thị Kim Oanh", "Cao Tiến Dũng", "Võ Hoài An", "Lê Thị Bảo Trâm",
	"Nguyễn Văn Đức", "Trần Thị Ngọc", "Lò Thị Mai", "Vàng A Páo", "Đỗ Mạnh Hùng", "Bùi Thị Lan", "Dương Quang Khải", "Hoàng Minh Ánh",
}

const longTitle = "Tờ trình và dự thảo Nghị quyết về việc điều chỉnh, bổ sung Kế hoạch đầu tư công trung hạn giai đoạn 2026–2030 nguồn vốn ngân sách địa phương và phân bổ chi tiết Kế hoạch đầu tư công năm 2027 trên địa bàn phường"

// prepared fills a room with a session of so many deputies, prepared.
func prepared(t testing.TB, deputies int) *fakeRoom {
	t.Helper()
	room := newFakeRoom()
	starts := time.Date(2026, 12, 18, 7, 30, 0, 0, room.now.Location()).UnixMilli()
	room.must(t, stream, council.CreateSession, 0, council.Session{
		Title: "Kỳ họp thứ Ba", Office: "Hội đồng nhân dân phường Trường Vinh", Superior: "Hội đồng nhân dân tỉnh Nghệ An", Term: "Khóa II, nhiệm kỳ 2026–2031",
		Body: council.PeoplesCouncil, Place: "Hội trường UBND phường, 12 đường Lê Lợi", Locality: "Trường Vinh", StartsAt: starts, Total: deputies, Chair: "p1",
	})
	for i := range deputies {
		id, name := fmt.Sprint("p", i+1), names[i%len(names)]
		group := fmt.Sprintf("Tổ đại biểu số %d", i%3+1)
		room.must(t, people.Stream, people.PutPersonKind, 0, people.Person{ID: id, Name: name, Role: people.Delegate, Group: group, Position: "Đại biểu HĐND phường"})
		room.must(t, stream, council.PutDeputy, 0, council.Deputy{Person: id, Name: name, Group: group, Position: "Đại biểu HĐND phường", Seat: i + 1, Voting: true})
	}
	room.must(t, people.Stream, people.PutPersonKind, 0, people.Person{ID: "guest", Name: "Nguyễn Thị Bích Ngọc", Role: people.Clerk, Position: "Chánh Văn phòng"})
	for i, title := range []string{"Khai mạc kỳ họp", "Kinh tế – xã hội năm 2026", "Thu, chi ngân sách", longTitle, "Chất vấn và trả lời chất vấn", "Mức chi hỗ trợ tổ dân phố", "Bầu bổ sung Ủy viên UBND", "Thông qua nghị quyết, bế mạc"} {
		room.must(t, stream, council.PutItem, 0, council.Item{ID: fmt.Sprint("i", i+1), Title: title, Minutes: 20 + i*5, Presenter: "Ông Lê Văn Bình, Chủ tịch UBND phường"})
	}
	for i, paper := range []council.Document{
		{Title: "Tờ trình số 214/TTr-UBND về Kế hoạch đầu tư công năm 2027", Short: "Tờ trình 214", Audience: people.Members(sessionID), Size: 1843200, Pages: 14},
		{Title: "Dự thảo Nghị quyết về Kế hoạch đầu tư công năm 2027", Short: "Dự thảo nghị quyết", Audience: people.Hall(sessionID), Size: 640000, Pages: 6},
		{Title: "Báo cáo thẩm tra của Ban Kinh tế – Xã hội", Short: "Báo cáo thẩm tra", Audience: people.GroupOf(sessionID, "Tổ đại biểu số 2"), Size: 2843200, Pages: 22},
		{Title: "Kịch bản điều hành của chủ tọa", Audience: people.ClerkOf(sessionID), Size: 43200, Pages: 3},
	} {
		paper.ID, paper.Item, paper.Blob = fmt.Sprint("d", i+1), "i4", someHash
		room.must(t, stream, council.PutDocument, 0, paper)
	}
	for i, question := range []string{"Sửa đổi khoản 2 Điều 3 của dự thảo Nghị quyết", "Thông qua toàn văn Nghị quyết về Kế hoạch đầu tư công năm 2027"} {
		room.must(t, stream, council.CreatePoll, 0, council.PollDraft{
			ID: fmt.Sprint("v", i+1), Item: "i4", Question: question, Form: council.Approval, Openness: council.OpenVote, Rule: "hdnd.majority", Seconds: 60, Running: true,
		})
	}
	return room
}

// running is a session of so many deputies in the fourth item, all present but two.
func running(t testing.TB, deputies int) *fakeRoom {
	t.Helper()
	room := prepared(t, deputies)
	for i := range deputies {
		line := council.Attendance{Person: fmt.Sprint("p", i+1), State: council.Present}
		switch i {
		case deputies - 3:
			line.State, line.Reason = council.Excused, "công tác tại Hà Nội"
		case deputies - 13:
			line.State = council.Absent
		}
		room.must(t, stream, council.SetAttendance, 0, line)
	}
	room.must(t, stream, council.OpenSession, 0, council.Pointing{})
	for _, item := range []string{"i1", "i2", "i3", "i4"} {
		room.must(t, stream, council.StartItem, 0, council.Pointing{ID: item})
	}
	return room
}

// voting is a running session in the middle of a vote: two in three have voted.
func voting(t testing.TB, deputies int) *fakeRoom {
	t.Helper()
	room := running(t, deputies)
	room.must(t, stream, council.OpenPoll, 0, council.Pointing{ID: "v1"})
	for i := range deputies {
		person := fmt.Sprint("p", i+1)
		if i%3 == 2 || !room.Session().IsPresent(person) {
			continue
		}
		room.vote(t, sessionID, "v1", person, []council.Choice{council.Yes, council.Yes, council.No, council.Yes, council.Abstain}[i%5])
	}
	room.pass(18 * time.Second)
	return room
}

// withDevices adds so many tablets and two that wait.
func withDevices(t testing.TB, room *fakeRoom, count int) *fakeRoom {
	t.Helper()
	server := change.Actor{}
	add := func(device people.Device) {
		if err := room.judge(server, people.Stream, people.RegisterKind, 0, device); err != nil {
			t.Fatal(err)
		}
	}
	add(people.Device{ID: "clerk", Name: "Máy thư ký", Mode: people.ClerkMode, State: people.Approved})
	add(people.Device{ID: "hall", Name: "Màn hình hội trường", Mode: people.HallMode, State: people.Approved})
	room.here["clerk"], room.here["hall"] = true, true
	for i := range count {
		id := fmt.Sprint("t", i+1)
		add(people.Device{ID: id, Name: fmt.Sprintf("Máy số %d", i+1), Mode: people.DelegateMode, State: people.Approved})
		room.here[id] = i != 4
		holding := people.Holding{Device: id, Person: fmt.Sprint("p", i+1)}
		if i < 6 {
			room.change(func() {
				room.people = room.people.Clone()
				room.people.Holdings[id] = holding
			})
		}
	}
	add(people.Device{ID: "w1", Name: "Galaxy Tab A9", Mode: people.DelegateMode, State: people.Pending, Digits: "482913"})
	add(people.Device{ID: "w2", Name: "iPad của ông Bình", Mode: people.DelegateMode, State: people.Pending})
	return room
}
