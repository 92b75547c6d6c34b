package officetext

import "slices"

// Type (loại văn bản) is a type of office paper.
type Type struct {
	ID           string `json:"id"`                     // written on disk: only ever add
	Name         string `json:"name"`                   // as it stands on paper, before it is put in capitals
	Abbreviation string `json:"abbreviation,omitempty"` // in the notation; empty for letters (công văn), which have none
	Register     string `json:"register,omitempty"`     // how registers call it where the notation has none: CV
	Source
}

// Types of the council's own work, by id.
const (
	Resolution  = "resolution" // nghị quyết
	Decision    = "decision"   // quyết định
	Notice      = "notice"     // thông báo
	Report      = "report"     // báo cáo
	Minutes     = "minutes"    // biên bản
	Submission  = "submission" // tờ trình
	Invitation  = "invitation" // giấy mời
	Letter      = "letter"     // công văn
	Programme   = "programme"  // chương trình
	PlanOfWork  = "plan"       // kế hoạch
	Directive   = "directive"  // chỉ thị
	PowerOfSign = "power"      // giấy ủy quyền
	Telegram    = "telegram"   // công điện
)

// Where the table of types comes from, and what registers call letters [M].
const (
	typesSource   = "NĐ 30/2020/NĐ-CP, Phụ lục III, mục I"
	lettersSource = components + "3b"
	letterCode    = "CV"
)

// types are those of Phụ lục III [M].
func types() []Type {
	var all []Type
	for _, row := range [][3]string{
		{Resolution, "Nghị quyết", "NQ"}, {Decision, "Quyết định", "QĐ"}, {Directive, "Chỉ thị", "CT"}, {"statute", "Quy chế", "QC"},
		{"provision", "Quy định", "QyĐ"}, {"communique", "Thông cáo", "TC"}, {Notice, "Thông báo", "TB"}, {"guidance", "Hướng dẫn", "HD"},
		{Programme, "Chương trình", "CTr"}, {PlanOfWork, "Kế hoạch", "KH"}, {"scheme", "Phương án", "PA"}, {"proposal", "Đề án", "ĐA"},
		{"project", "Dự án", "DA"}, {Report, "Báo cáo", "BC"}, {Minutes, "Biên bản", "BB"}, {Submission, "Tờ trình", "TTr"},
		{"contract", "Hợp đồng", "HĐ"}, {Telegram, "Công điện", "CĐ"}, {"memorandum", "Bản ghi nhớ", "BGN"}, {"agreement", "Bản thỏa thuận", "BTT"},
		{PowerOfSign, "Giấy ủy quyền", "GUQ"}, {Invitation, "Giấy mời", "GM"}, {"introduction", "Giấy giới thiệu", "GGT"}, {"leave", "Giấy nghỉ phép", "GNP"},
		{"sending", "Phiếu gửi", "PG"}, {"forwarding", "Phiếu chuyển", "PC"}, {"message", "Phiếu báo", "PB"},
	} {
		all = append(all, Type{ID: row[0], Name: row[1], Abbreviation: row[2], Source: Source{typesSource, Remembered}})
	}
	return append(all, Type{ID: Letter, Name: "Công văn", Register: letterCode, Source: Source{lettersSource, Remembered}})
}

// Type returns the type of that id.
func (f Form) Type(id string) (Type, bool) {
	i := slices.IndexFunc(f.Types, func(row Type) bool { return row.ID == id })
	if i < 0 {
		return Type{}, false
	}
	return f.Types[i], true
}

// TypeOf returns the type of that abbreviation.
func (f Form) TypeOf(abbreviation string) (Type, bool) {
	i := slices.IndexFunc(f.Types, func(row Type) bool { return row.Abbreviation == abbreviation && abbreviation != "" })
	if i < 0 {
		return Type{}, false
	}
	return f.Types[i], true
}
