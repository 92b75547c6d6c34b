package print

import (
	"crypto/sha256"
	"fmt"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/assets"
)

var hanoi = time.FixedZone("ICT", 7*60*60)

// printedAt is the one time of all sheets in tests.
var printedAt = time.Date(2026, time.December, 8, 9, 41, 5, 0, hanoi)

func press() Press { return Press{Words: assets.LoadWords(assets.Vietnamese), At: printedAt} }

// names are as people here are called: long, short, with the marks and apostrophes of many peoples.
var names = []string{
	"Lê Bá Thành", "H’Mai Niê", "Ksor H’Blăm", "Nguyễn Thị Phương Thảo Nguyên",
	"Lê Hoàng Hiệp Phạm Thị Minh Khuê", "Ôn Như Hầu", "Y Thông Ayŭn", "Giàng Thị Mỷ Xóa",
	"Tôn Nữ Thị Quỳnh Trâm Công Huyền", "Đàng Năng Thị Kim Hoa", "Thạch Thị Sô Phia", "Điểu K’Lâm",
	"Bhríu Thị Nem", "Lò Văn Pẩn", "Võ Hoài An", "Cao Tiến Dũng", "Ya", "Nguyễn Hoàng Ngọc Bảo Trân Thiên Kim Phước Lộc Thọ",
}

// longWord has no place to break.
const longWord = "Nguyễnthịphươngthảonguyênlêhoànghiệpphạmthịminhkhuêtônnữthịquỳnhtrâmcônghuyềnđàngnăngthịkimhoa"

// deputies returns n deputies; names repeat with a number behind.
func deputies(n int) []council.Deputy {
	var roster []council.Deputy
	for i := range n {
		name := names[i%len(names)]
		if i >= len(names) {
			name += fmt.Sprintf(" %d", i)
		}
		roster = append(roster, council.Deputy{
			Person: fmt.Sprintf("p%03d", i), Name: name, Group: fmt.Sprintf("Tổ %d", i%3+1), Seat: i + 1, Voting: true,
			Position: []string{"Đại biểu", "Phó Trưởng ban Kinh tế – Ngân sách", "Ủy viên Ban Văn hóa – Xã hội"}[i%3],
		})
	}
	return roster
}

func session() council.Session {
	return council.Session{
		ID: "s3", Title: "Kỳ họp thứ Ba", Office: "Hội đồng nhân dân phường Trường Vinh", Term: "Khóa II, nhiệm kỳ 2026–2031",
		Body: council.PeoplesCouncil, Place: "Hội trường tầng 2, trụ sở phường Trường Vinh", Locality: "Trường Vinh",
	}
}

func someLog() Log {
	return Log{Stream: "council/s3", Head: change.Head{Seq: 412, Hash: sha256.Sum256([]byte("entry 412"))}}
}

func rule(id string) council.MajorityRule {
	found, _ := council.RuleByID(council.DefaultRules, id)
	return found
}

// result is a poll of total deputies with these counts; with names it is a named poll.
func result(total, present, yes, no, abstain int, named bool) Result {
	count := council.Count{Total: total, Present: present, Received: yes + no + abstain, Yes: yes, No: no, Abstain: abstain}
	r := Result{
		Session: session(), Number: "5", Item: council.Item{Title: "Kế hoạch đầu tư công năm 2027"},
		Poll: council.Poll{
			Question: "Thông qua dự thảo Nghị quyết về Kế hoạch đầu tư công năm 2027 của phường Trường Vinh", Openness: council.OpenVote,
			Rule: rule("hdnd.majority"), State: council.PollPublished, OpenedAt: printedAt.UnixMilli() - 65_000,
			Total: total, Present: present, Quorum: rule("hdnd.quorum").Needed(total),
		},
		Quorum: rule("hdnd.quorum"), Clerk: "Nguyễn Thị Bích Ngọc", Chair: "Lê Bá Thành", Log: someLog(),
	}
	r.Result = council.Result{Count: count, Verdict: r.Poll.Rule.Decide(count, false), ClosedAt: printedAt.UnixMilli()}
	if named {
		r.Poll.Openness = council.NamedVote
		r.Roster, r.Choices = deputies(total), map[string]council.Choice{}
		for i, deputy := range r.Roster {
			switch {
			case i < yes:
				r.Choices[deputy.Person] = council.Yes
			case i < yes+no:
				r.Choices[deputy.Person] = council.No
			case i < yes+no+abstain:
				r.Choices[deputy.Person] = council.Abstain
			}
		}
	}
	return r
}

func attendance(total int) Attendance {
	a := Attendance{
		Session: session(), Roster: deputies(total), Roll: map[string]council.Attendance{}, Total: total, Quorum: rule("hdnd.quorum"),
		Clerk: "Nguyễn Thị Bích Ngọc", Chair: "Lê Bá Thành", Log: someLog(),
	}
	for i, deputy := range a.Roster {
		line := council.Attendance{Person: deputy.Person, State: council.Present, At: printedAt.UnixMilli() - int64(i)*17_000, By: "self"}
		switch {
		case i == 3:
			line.State, line.Reason = council.Excused, "Đi công tác nước ngoài theo quyết định của cấp trên"
		case i == 7:
			line.State = council.Absent
		case i == 9:
			line.State = council.Left
			line.Earlier = []council.AttendanceMark{{State: council.Present, At: line.At - 3*60*60*1000}, {State: council.Left, At: line.At - 2*60*60*1000}, {State: council.Present, At: line.At - 60*60*1000}}
		case i == total-1:
			continue
		}
		a.Roll[deputy.Person] = line
	}
	a.Roster = append(a.Roster, council.Deputy{Person: "guest", Name: "Phùng Thị Khánh Huyền", Position: "Đại diện Thường trực HĐND tỉnh"})
	return a
}

func cards(n, perPage int) Cards {
	c := Cards{Office: session().Office, Session: "Kỳ họp thứ Ba, khóa II, nhiệm kỳ 2026–2031", PerPage: perPage}
	for i, deputy := range deputies(n) {
		sum := sha256.Sum256([]byte{byte(i), byte(i >> 8)})
		c.Cards = append(c.Cards, Card{
			Name: deputy.Name, Position: deputy.Position, Group: deputy.Group, Seat: deputy.Seat,
			Secret: fmt.Sprintf("congso:card:%x", sum[:16]), Code: fmt.Sprintf("%08d", 48271093+i*1301),
		})
	}
	return c
}

// paper is one office paper with everything that a paper may have.
func paper() Paper {
	rows := []Row{}
	for i := range 60 {
		rows = append(rows, Row{Cells: []string{fmt.Sprint(i + 1), "Cải tạo mương thoát nước tổ dân phố " + fmt.Sprint(i+1) + " đoạn từ đường Bến Đền đến kênh tiêu", "2.450", "1.200", "1.250"}})
	}
	rows = append(rows, Row{Kind: TotalRow, Cells: []string{"", "Tổng cộng", "147.000", "72.000", "75.000"}})
	table := Table{
		Unit: "Đơn vị tính: triệu đồng", Indexed: true, Rows: rows,
		Columns: []Column{
			{Title: "TT", Width: 11, Align: "center"}, {Title: "Tên dự án", Width: 82},
			{Title: "Tổng mức đầu tư", Width: 25, Align: "right"},
			{Title: "Ngân sách phường", Group: "Nguồn vốn năm 2027", Width: 23, Align: "right"},
			{Title: "Nguồn khác", Group: "Nguồn vốn năm 2027", Width: 22, Align: "right"},
		},
	}
	return Paper{
		Head: Head{Superior: "Ủy ban nhân dân", Issuer: "phường Trường Vinh", Number: "Số: 214/TTr-UBND", Place: "Trường Vinh", Date: printedAt},
		Kind: "TỜ TRÌNH", Abstract: "Về Kế hoạch đầu tư công năm 2027 của phường Trường Vinh",
		To:       []string{"Hội đồng nhân dân phường Trường Vinh."},
		Recitals: []string{"Căn cứ Luật Tổ chức chính quyền địa phương số 72/2025/QH15;", "Căn cứ Luật Đầu tư công số 58/2024/QH15 và các văn bản hướng dẫn;"},
		Body: []Block{
			{Text: "Ủy ban nhân dân phường kính trình Hội đồng nhân dân phường xem xét, thông qua Kế hoạch đầu tư công năm 2027 với các nội dung chính như sau:"},
			{Text: "1. Tổng vốn: 48.650 triệu đồng, trong đó ngân sách phường 31.200 triệu đồng, tỉnh hỗ trợ 14.450 triệu đồng, nguồn xã hội hóa 3.000 triệu đồng."},
			{Text: "2. Danh mục: 11 dự án, ưu tiên cải tạo mương thoát nước tổ dân phố 5 và tổ dân phố 9, sửa chữa Trường Tiểu học Trường Vinh 2, chiếu sáng đường Bến Đền."},
			{Text: "3. Thời gian thực hiện: từ tháng 01 đến hết tháng 12 năm 2027."},
			{Note: "(Gửi kèm: dự thảo Nghị quyết, Phụ lục danh mục dự án, Báo cáo thẩm tra.)"},
			{Text: "Kính trình Hội đồng nhân dân phường xem xét, quyết định./."},
		},
		Recipients: []string{"Như trên;", "Thường trực Đảng ủy, HĐND phường;", "Các đại biểu HĐND phường;", "Phòng Kinh tế, Hạ tầng và Đô thị;", "Lưu: VT."},
		Sign: Signature{
			Lines: []string{"TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"}, Name: "Hoàng Văn Thuận",
			Seal: &Seal{Upper: "ỦY BAN NHÂN DÂN", Lower: "PHƯỜNG TRƯỜNG VINH"},
		},
		Annexes: []Annex{
			{Name: "PHỤ LỤC I", Title: "Danh mục dự án", Note: "(Kèm theo Tờ trình số 214/TTr-UBND)", Body: []Block{{Table: &table}}},
			{Name: "PHỤ LỤC II", Title: "Phân kỳ vốn", Wide: true, Body: []Block{{Table: &table}}},
		},
	}
}
