package officetext

import (
	"errors"
	"slices"
	"testing"
)

func TestWhoSignsForWhom(t *testing.T) {
	const committee = "Ủy ban nhân dân"
	for _, row := range []struct {
		name    string
		signing Signing
		want    []string
		code    string
	}{
		{"one head", Signing{Right: AsHead, Head: "Giám đốc"}, []string{"GIÁM ĐỐC"}, ""},
		{"together", Signing{Right: AsHead, Head: "Chủ tịch", Collective: committee}, []string{"TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"}, ""},
		{"acting", Signing{Right: AsActingHead, Head: "Giám đốc"}, []string{"Q. GIÁM ĐỐC"}, ""},
		{"acting, together", Signing{Right: AsActingHead, Head: "Chủ tịch", Collective: committee}, []string{"TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"}, ""},
		{"deputy", Signing{Right: ForHead, Head: "Giám đốc", Position: "Phó  Giám đốc"}, []string{"KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"}, ""},
		{"deputy, together", Signing{Right: ForHead, Head: "Chủ tịch", Position: "Phó Chủ tịch", Collective: committee}, []string{"TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}, ""},
		{"by order", Signing{Right: ByOrder, Head: "Chủ tịch", UnitHead: "Chánh Văn phòng", Collective: committee}, []string{"TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"}, ""},
		{"by order, the deputy", Signing{Right: ByOrderFor, Head: "Chủ tịch", UnitHead: "Chánh Văn phòng", Position: "Phó Chánh Văn phòng"}, []string{"TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"}, ""},
		{"by authority", Signing{Right: ByAuthority, Head: "Chủ tịch", Position: "Giám đốc Sở Nội vụ", Collective: committee}, []string{"TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ NỘI VỤ"}, ""},
		{"authority handed on", Signing{Right: ByAuthorityFor, Head: "Chủ tịch", Position: "Phó Giám đốc"}, nil, NotHandedOn},
		{"no head", Signing{Right: AsHead}, nil, WrongSigner}, {"no such right", Signing{Right: "?", Head: "Chủ tịch"}, nil, WrongSigner},
		{"deputy without position", Signing{Right: ForHead, Head: "Chủ tịch"}, nil, WrongSigner}, {"head for the head", Signing{Right: ForHead, Head: "Chủ tịch", Position: "chủ tịch"}, nil, WrongSigner},
		{"order to nobody", Signing{Right: ByOrder, Head: "Chủ tịch"}, nil, WrongSigner}, {"order to the wrong one", Signing{Right: ByOrder, Head: "Chủ tịch", UnitHead: "Chánh Văn phòng", Position: "Chuyên viên"}, nil, WrongSigner},
		{"deputy of no unit", Signing{Right: ByOrderFor, Head: "Chủ tịch", Position: "Phó Chánh Văn phòng"}, nil, WrongSigner}, {"the unit's head for themselves", Signing{Right: ByOrderFor, Head: "Chủ tịch", UnitHead: "Chánh Văn phòng", Position: "Chánh Văn phòng"}, nil, WrongSigner},
		{"unit's deputy without position", Signing{Right: ByOrderFor, Head: "Chủ tịch", UnitHead: "Chánh Văn phòng"}, nil, WrongSigner}, {"authority to nobody", Signing{Right: ByAuthority, Head: "Chủ tịch"}, nil, WrongSigner},
	} {
		row.signing.Name = "Nguyễn Văn An"
		got, err := row.signing.Lines()
		if row.code != "" && !errors.Is(err, refuse(row.code)) || row.code == "" && err != nil || !slices.Equal(got, row.want) {
			t.Errorf("%s: %q, %v", row.name, got, err)
		}
	}
	if _, err := (Signing{Right: AsHead, Head: "Chủ tịch", Name: "  "}).Lines(); !errors.Is(err, refuse(WrongSigner)) {
		t.Errorf("nobody signs: %v", err)
	}
}

func TestNames(t *testing.T) {
	for _, row := range []struct{ name, what, instead string }{
		{"Nguyễn Văn An", "", ""}, {"Y Phương", "", ""}, {"Ông Ích Khiêm", "", ""}, {"K’Đen", "", ""}, {"A", "", ""}, {"TS", "", ""}, {"Anh Đức", "", ""},
		{"TS. Nguyễn Văn An", TitleBefore, "Nguyễn Văn An"}, {"PGS. TS Nguyễn Văn An", TitleBefore, "Nguyễn Văn An"}, {"PGS.TS. Nguyễn Văn An", TitleBefore, "Nguyễn Văn An"},
		{"ThS.Trần Thị Bình", TitleBefore, "Trần Thị Bình"}, {"Tiến sĩ Lê Văn Chi", TitleBefore, "Lê Văn Chi"}, {"phó giáo sư Lê Văn Chi", TitleBefore, "Lê Văn Chi"}, {"NSƯT Hoàng Lan", TitleBefore, "Hoàng Lan"},
		{"nguyễn văn An", WrongCapitals, "Nguyễn Văn An"}, {"Nguyễn văn An", WrongCapitals, "Nguyễn Văn An"},
	} {
		fault, wrong := CheckName(row.name)
		if wrong != (row.what != "") || wrong && (fault.What != row.what || fault.Instead != row.instead || fault.Component != SignerName) {
			t.Errorf("%q: %v, %+v", row.name, wrong, fault)
		}
	}
}

func TestCapitals(t *testing.T) {
	form := Decree()
	for _, row := range []struct{ text, words, instead string }{
		{"Căn cứ Điều 5 và khoản 2 Điều 7, Ủy ban nhân dân phường họp.", "", ""},
		{"Căn cứ điều 5 của Luật.", "điều 5", "Điều"}, {"Theo Khoản 2 Điều 7.", "Khoản", "khoản"}, {"Khoản 2 Điều 7 nêu rõ.", "", ""}, {"Các điều này là đủ.", "", ""},
		{"Theo chương IV.", "chương", "Chương"}, {"Chương trình họp và điều kiện", "", ""}, {"phụ lục I kèm theo", "phụ lục", "Phụ lục"}, {"tại Điểm a khoản 1", "Điểm", "điểm"},
		{"gửi Uỷ Ban Nhân Dân phường", "", ""}, // another spelling: not a matter of capitals
		{"gửi Ủy Ban Nhân Dân phường", "Ủy Ban Nhân Dân", "Ủy ban nhân dân"}, {"gửi ủy ban nhân dân phường", "ủy ban nhân dân", "Ủy ban nhân dân"},
		{"HỘI ĐỒNG NHÂN DÂN quyết nghị về việc", "", ""}, {"HỘI ĐỒNG NHÂN DÂN PHƯỜNG điều 5", "điều", "Điều"}, {"QUYẾT ĐỊNH VỀ VIỆC ĐIỀU 5", "", ""},
		{"họp sáng thứ hai tuần tới", "thứ hai", "thứ Hai"}, {"họp lần thứ hai trong năm", "", ""}, {"họp vào thứ Năm", "", ""}, {"đọc thứ hai", "", ""},
		{"Họp xong. chủ tọa kết luận.", "chủ", "Chủ"}, {"TM. ủy viên", "", ""}, {"Mức 1. a", "", ""}, {"v.v. và các việc khác", "", ""}, {"Đồng ý? không.", "không", "Không"}, {"gồm ... các việc", "", ""},
		{"tại việt nam", "việt nam", "Việt Nam"}, {"theo điểm đ khoản 1", "", ""}, {"Theo Điểm đ khoản 1", "Điểm", "điểm"}, {"các điều ở trên", "", ""}, {"Danh mục 46 nhiệm vụ", "", ""}, {"Huy chương 2", "", ""}, {"theo tiểu mục 4", "tiểu mục", "Tiểu mục"}, {"theo mục 46", "mục", "Mục"}, {"tại điều, khoản", "", ""}, {"khoản\u00a02", "", ""},
	} {
		faults := form.CheckCapitals(row.text)
		if row.instead == "" && len(faults) == 0 {
			continue
		}
		if len(faults) != 1 || faults[0].Instead != row.instead || faults[0].What != WrongCapitals || faults[0].Point == "" || row.text[faults[0].At:faults[0].At+len(faults[0].Words)] != faults[0].Words {
			t.Errorf("%q: %+v, want %q", row.text, faults, row.instead)
		}
	}
}
