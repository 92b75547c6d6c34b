package opendata

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var options = Options{Base: "https://hdnd.example.gov.vn/oparl/"}

func at(text string) int64 {
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return moment.UnixMilli()
}

// sitting is a session with something of each kind. What must never be written holds the word KÍN.
func sitting() Session {
	return Session{
		ID: "ky-hop-3", Title: "Kỳ họp thứ Ba", Number: "12", Place: "Hội trường A, phường Trường Vinh",
		Body: Body{ID: "hdnd", Name: "Hội đồng nhân dân phường Trường Vinh", Short: "HĐND", Classification: "Hội đồng nhân dân phường",
			Website: "https://truongvinh.example.gov.vn/", License: "https://example.gov.vn/giay-phep", Mail: "hdnd@example.gov.vn"},
		Term:     Term{"khoa-2", "Khóa II, nhiệm kỳ 2026–2031", "2026-03-15", "2031-03-14"},
		StartsAt: at("2026-12-01T08:00:00+07:00"), OpenedAt: at("2026-12-01T08:05:00+07:00"), ClosedAt: at("2026-12-02T00:10:00+07:00"),
		ModifiedAt: at("2026-12-02T09:00:00+07:00"), Chair: "p1",
		Groups: []Group{{ID: "to-1", Name: "Tổ đại biểu số 1", Classification: "Tổ đại biểu"}},
		People: []Person{
			{ID: "p1", Name: "Nguyễn Thị Ánh", FamilyName: "Nguyễn Thị", GivenName: "Ánh", Titles: []string{"TS."}, Position: "Chủ tịch", Present: true},
			{ID: "p2", Name: "Trần Đức", Present: true},
			{ID: "p3", Name: "Lê <Văn> & \"Bình\""},
		},
		Memberships: []Membership{
			{ID: "m1", Person: "p1", Role: "Chủ tịch", Voting: true, Begins: "2026-03-15"},
			{ID: "m2", Person: "p2", Role: "Đại biểu", Voting: true},
			{ID: "m3", Person: "p2", Group: "to-1", Role: "Tổ trưởng"},
		},
		Items: []Item{
			{ID: "i1", Number: "1", Title: "Kế hoạch đầu tư công năm 2027", Public: true, StartsAt: at("2026-12-01T08:15:00+07:00"), Result: "Thông qua", Resolution: "Nghị quyết 45"},
			{ID: "i2", Parent: "i1", Number: "1.1", Title: "Thảo luận", Public: true},
			{ID: "i3", Number: "2", Title: "KÍN: nhân sự", Result: "KÍN", Resolution: "KÍN"},
			{ID: "i4", Parent: "i3", Number: "2.1", Title: "KÍN: phần của nội dung kín", Public: true},
		},
		Papers: []Paper{
			{ID: "d1", Item: "i1", Name: "Tờ trình về Kế hoạch", Reference: "214/TTr-UBND", Date: "2026-11-20", Type: "Tờ trình", Public: true,
				File: File{Name: "to-trinh.pdf", Type: "application/pdf", Size: 82930, SHA512: strings.Repeat("ab", 64)}},
			{ID: "d2", Item: "i1", Name: "Báo cáo", Public: true, File: File{Address: "https://example.gov.vn/bao-cao.pdf"}},
			{ID: "d3", Item: "i1", Name: "KÍN: giấy nội bộ"},
			{ID: "d4", Item: "i4", Name: "KÍN: giấy của nội dung kín", Public: true},
		},
		Polls: []Poll{
			{ID: "b1", Item: "i1", Question: "Thông qua Nghị quyết?", Openness: NamedPoll, Requirement: "quá nửa tổng số đại biểu (Luật 72/2025/QH15)", Published: true,
				Result: Pass, ResultText: "Được thông qua", OpenedAt: at("2026-12-01T10:00:00+07:00"), ClosedAt: at("2026-12-01T10:02:00+07:00"), Quorum: 2, Present: 2,
				Counts: []Count{{Yes, "tán thành", 1}, {No, "không tán thành", 1}, {Abstain, "không biểu quyết", 0}}, Votes: []Vote{{"p1", Yes}, {"p2", No}}},
			{ID: "b2", Item: "i1", Question: "Bầu Trưởng ban", Openness: SecretPoll, Published: true, Counts: []Count{{"c1", "Trần Đức", 2}},
				Votes: []Vote{{"p1", "c1"}, {"p2", "c1"}}},
			{ID: "b3", Item: "i1", Question: "KÍN: chưa công bố", Openness: NamedPoll, Counts: []Count{{Yes, "KÍN", 1}}},
			{ID: "b4", Item: "i4", Question: "KÍN: của nội dung kín", Openness: OpenPoll, Published: true},
		},
		Speeches: []Speech{
			{ID: "s1", Item: "i2", Person: "p2", BeganAt: at("2026-12-01T09:00:00+07:00"), EndedAt: at("2026-12-01T09:03:20+07:00"), Title: "Về vốn"},
			{ID: "s2", Item: "i4", Person: "p1", Text: "KÍN: phát biểu"},
		},
		Minutes: []Paragraph{
			{Text: "Chào cờ.\nĐiểm danh."},
			{Item: "i1", Text: "Chủ tọa giới thiệu Tờ trình 214."},
			{Item: "i2", Kind: Spoken, Person: "p2", From: "Đại biểu Trần Đức:", Speech: "s1", Text: "Kính thưa kỳ họp.\nTôi có hai ý."},
			{Item: "i2", Kind: AskedQuestion, Person: "p2", To: "p1", Text: "Vốn ở đâu?"},
			{Item: "i2", Kind: GivenAnswer, Person: "p1", Text: "Từ ngân sách."},
			{Item: "i1", Kind: Summary, Poll: "b1", Text: "Có 1/2 đại biểu tán thành."},
			{Item: "i1", Kind: Summary, Poll: "b2", Text: "Bầu Trưởng ban: 2 phiếu."},
			{Item: "i1", Poll: "b3", Text: "KÍN: kết quả chưa công bố"},
			{Item: "i3", Text: "KÍN: bàn về nhân sự"},
			{Item: "i4", Kind: Spoken, Person: "p1", Speech: "s2", Text: "KÍN"},
			{Speech: "s2", Text: "KÍN: nhắc lại phát biểu"},
			{Text: "Bế mạc."},
		},
	}
}

func shared(t testing.TB, parts ...string) string {
	t.Helper()
	folder := os.Getenv("CONGSO_DATA")
	if folder == "" {
		folder = filepath.Join("..", "..", "..", "shared", "data")
	}
	path := filepath.Join(append([]string{folder, "council"}, parts...)...)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		t.Skip("shared data absent: ", path)
	}
	return path
}

// forms writes a session in all three forms.
func forms(t testing.TB, s Session) (oparl, popolo, minutes string) {
	t.Helper()
	objects, err := ToOParl(s, options)
	if err != nil {
		t.Fatal(err)
	}
	classes, err := ToPopolo(s, options)
	if err != nil {
		t.Fatal(err)
	}
	text, err := Minutes(s, options)
	if err != nil {
		t.Fatal(err)
	}
	first, err := JSON(objects)
	if err != nil {
		t.Fatal(err)
	}
	second, err := JSON(classes)
	if err != nil {
		t.Fatal(err)
	}
	return string(first), string(second), string(text)
}
