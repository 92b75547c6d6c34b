package print

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"congso.vn/congso/app/council"
)

func TestAttendanceSaysWhoIsHere(t *testing.T) {
	a := attendance(30)
	file := printed(t, func(w io.Writer) error { return press().Attendance(w, a) })
	text := textOf(t, file)
	wants(t, text, "DANH SÁCH ĐIỂM DANH", "Địa điểm: Hội trường tầng 2", "Thời điểm: 09 giờ 41 phút 05 giây, ngày 08/12/2026.",
		"Khách mời", "Phùng Thị Khánh Huyền",
		"Tổng số đại biểu: 30. Có mặt: 26; vắng có phép: 1; vắng không lý do: 1; ra về sớm: 1; chưa điểm danh: 1.",
		"Số đại biểu cần có mặt: 20 (ít nhất 2/3 của 30, Luật 72/2025/QH15): đủ.", "THƯ KÝ", "CHỦ TỌA", "06:38–07:38", "08:38–09:38", "từ 09:41")
	pages := len(pagesOf(t, file))
	if got, want := codeIn(t, logOn(pictureOf(t, file, pages))), a.Log.QR(); got != want {
		t.Errorf("the code reads %q, want %q", got, want)
	}
	for person := range a.Roll {
		a.Roll[person] = council.Attendance{Person: person, State: council.Absent}
	}
	wants(t, textOf(t, printed(t, func(w io.Writer) error { return press().Attendance(w, a) })), "Luật 72/2025/QH15): không đủ.")
}

// Three hundred deputies: every page of the table has its head and its number, and nobody is lost.
func TestLongAttendanceRepeatsItsHead(t *testing.T) {
	pages := pagesOf(t, printed(t, func(w io.Writer) error { return press().Attendance(w, attendance(300)) }))
	if len(pages) < 10 {
		t.Fatalf("300 deputies fill %d pages", len(pages))
	}
	all := strings.Join(pages, "\n")
	for n := range 300 {
		if !strings.Contains(all, fmt.Sprintf("\n%d ", n+1)) && !strings.Contains(all, fmt.Sprintf("\n%d\n", n+1)) {
			t.Errorf("row %d is missing", n+1)
		}
	}
	for n, page := range pages {
		lines := strings.Split(page, "\n")
		if number := fmt.Sprint(n + 1); (lines[0] == number) != (n > 0) {
			t.Errorf("page %s begins with %q", number, lines[0])
		}
		if n < len(pages)-1 && !slices.ContainsFunc(lines, func(line string) bool { return strings.HasPrefix(line, "TT Họ và tên Tổ") }) {
			t.Errorf("page %d has no head of the table", n+1)
		}
	}
}

func TestAttendanceOfState(t *testing.T) {
	state := council.NewState("s3")
	state.Session = session()
	for _, deputy := range deputies(3) {
		state.Deputies[deputy.Person] = deputy
	}
	state.Session.Chair = "p000"
	state.Attendances["p001"] = council.Attendance{Person: "p001", State: council.Present, At: printedAt.UnixMilli()}
	a := AttendanceOf(state, council.DefaultRules, someLog())
	if a.Total != 3 || len(a.Roster) != 3 || a.Chair != names[0] || a.Roll["p001"].State != council.Present || a.Quorum.ID != "hdnd.quorum" {
		t.Errorf("the state became %+v", a)
	}
	var refusal Refusal
	if err := press().Attendance(io.Discard, Attendance{}); !errors.As(err, &refusal) || refusal.Code != Empty {
		t.Errorf("an empty roster: %v", err)
	}
}
