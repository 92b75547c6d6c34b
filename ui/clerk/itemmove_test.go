package clerk

import (
	"strings"
	"testing"

	"congso.vn/congso/app/council"
)

// branched is the prepared session with parts of its second item, and what not everybody sees.
func branched(t testing.TB) *fakeRoom {
	room := prepared(t, 30)
	for _, item := range []council.Item{
		{ID: "x1", Parent: "i2", Title: "Tờ trình của Ủy ban nhân dân phường"},
		{ID: "x2", Parent: "i2", Title: "Báo cáo thẩm tra của Ban Kinh tế – Ngân sách", Minutes: 10},
		{ID: "x21", Parent: "x2", Title: "Ý kiến của Mặt trận"},
		{ID: "x3", Parent: "i2", Title: "Họp riêng về nhân sự", Visibility: council.Internal},
		{ID: "x4", Title: "Nhắc kỹ thuật kiểm tra micrô", Visibility: council.Hidden},
	} {
		room.must(t, stream, council.PutItem, 0, item)
	}
	return room
}

func (s *stage) agenda() string {
	state := s.clerk.desk.state()
	numbers := state.Numbers()
	var lines []string
	for _, item := range state.Agenda() {
		if number := numbers[item.ID]; strings.HasPrefix(number, "2") || strings.HasPrefix(number, "1") && len(number) == 1 {
			lines = append(lines, number+" "+item.ID)
		}
	}
	return strings.Join(lines, ", ")
}

// reads waits for the first two items to be, with their parts, and for nothing to be under way.
func (s *stage) reads(want string) {
	s.t.Helper()
	s.loop.Until(s.t, "the agenda reads "+want, func() bool { return s.agenda() == want && len(s.clerk.desk.busy) == 0 })
	s.settle()
}

// An item goes up and down among its siblings, below the one before it and out again, with all that belongs to it;
// what would not change anything cannot be pressed, and what went far can be taken back.
func TestItemsAreMoved(t *testing.T) {
	s := light(t, branched(t))
	s.page(preparePage)
	for _, step := range []struct{ id, way, want string }{
		{"x2", "up", "1 i1, 2 i2, 2.1 x2, 2.1.1 x21, 2.2 x1"},
		{"x2", "down", "1 i1, 2 i2, 2.1 x1, 2.2 x2, 2.2.1 x21"},
		{"x2", "in", "1 i1, 2 i2, 2.1 x1, 2.1.1 x2, 2.1.1.1 x21"},
		{"x2", "out", "1 i1, 2 i2, 2.1 x1, 2.2 x2, 2.2.1 x21"},
	} {
		s.clerk.desk.showItem(step.id)
		s.settle()
		s.clerk.desk.moveItem(step.id, step.way)
		s.reads(step.want)
	}
	for id, want := range map[string]string{"i1": "down", "x1": "down out", "x21": "out", "x3": "up in out"} {
		s.clerk.desk.showItem(id)
		for _, row := range s.clerk.desk.itemRows(s.clerk.desk.state()) {
			if row.ID == id && strings.Join(row.Ways, " ") != want {
				t.Errorf("%s may go %v, want %s", id, row.Ways, want)
			}
		}
	}
}

// What went to another level can be taken back.
func TestMovesAreTakenBack(t *testing.T) {
	s := light(t, branched(t))
	s.page(preparePage)
	s.clerk.desk.moveItem("x21", "out")
	s.reads("1 i1, 2 i2, 2.1 x1, 2.2 x2, 2.3 x21")
	s.tap("Hoàn tác")
	s.reads("1 i1, 2 i2, 2.1 x1, 2.2 x2, 2.2.1 x21")
}
