package officetext

// Component (thành phần thể thức) is one part of an office paper. Written on disk: only ever add.
type Component string

// The components. The first nine groups are those that every paper has (NĐ 30/2020/NĐ-CP, điều 8) [F]: Quốc hiệu and
// Tiêu ngữ; issuing office; number and notation; place and date; type and abstract; body; signer; seal; recipients.
const (
	NationalNameLine Component = "national_name"  // 1: Quốc hiệu
	MottoLine        Component = "motto"          // 1: Tiêu ngữ
	SuperiorName     Component = "superior"       // 2: tên cơ quan chủ quản trực tiếp
	IssuerName       Component = "issuer"         // 2: tên cơ quan ban hành
	NumberLine       Component = "number"         // 3: số, ký hiệu
	DateLine         Component = "date"           // 4: địa danh và thời gian
	TypeName         Component = "type"           // 5a: tên loại
	Abstract         Component = "abstract"       // 5a: trích yếu nội dung
	LetterAbstract   Component = "subject"        // 5b: trích yếu of a công văn, "V/v"
	Grounds          Component = "grounds"        // 6: căn cứ ban hành
	Body             Component = "body"           // 6: nội dung
	PartWord         Component = "part"           // 6: "Phần I", "Chương I"
	PartTitle        Component = "part_title"     // 6: tiêu đề of a phần, chương
	SectionWord      Component = "section"        // 6: "Mục 1"
	SectionTitle     Component = "section_title"  // 6: tiêu đề of a mục
	Article          Component = "article"        // 6: "Điều 1." with its title
	SignerOffice     Component = "signer_office"  // 7: quyền hạn, chức vụ
	SignerName       Component = "signer_name"    // 7: họ và tên
	Addressee        Component = "addressee"      // 9a: "Kính gửi:" and to whom
	RecipientsWord   Component = "recipients"     // 9b: "Nơi nhận:"
	RecipientsList   Component = "recipient_list" // 9b: those who get it
	Urgency          Component = "urgency"        // 10: HỎA TỐC, THƯỢNG KHẨN, KHẨN; độ mật
	AnnexWord        Component = "annex"          // 11: "Phụ lục I"
	AnnexTitle       Component = "annex_title"    // 11: tiêu đề phụ lục
	AnnexNote        Component = "annex_note"     // 11: "(Kèm theo …)"
	Drafter          Component = "drafter"        // 12: ký hiệu người soạn thảo, số lượng bản
	OfficeAddress    Component = "address"        // 13: địa chỉ, điện thoại, trang thông tin
	PageNumber       Component = "page_number"    // 14: số trang, centred in the top margin, not on page 1
)

// The places in Phụ lục I, phần I.
const (
	general    = "NĐ 30/2020/NĐ-CP, Phụ lục I, phần I, mục I, khoản "
	components = "NĐ 30/2020/NĐ-CP, Phụ lục I, phần I, mục II, khoản "
	others     = "NĐ 30/2020/NĐ-CP, Phụ lục I, phần I, mục III, khoản "
)

var (
	textSize  = Span{13, 14}
	headSize  = Span{12, 13}
	shortLine = &Line{Span{1.0 / 3, 1.0 / 2}}
)

// Decree returns the table as the decree has it. The margins, the nine components and the sizes of the head are found
// [F]; all else is remembered [M].
func Decree() Form {
	found := func(point string) Source { return Source{point, Found} }
	remembered := func(point string) Source { return Source{point, Remembered} }
	bold := func(component Component, size Span, letters Case, align Align, line *Line, source Source) Measure {
		return Measure{Component: component, Points: size, Bold: true, Case: letters, Align: align, Line: line, Source: source}
	}
	upright := func(component Component, size Span, letters Case, align Align, source Source) Measure {
		return Measure{Component: component, Points: size, Case: letters, Align: align, Source: source}
	}
	italic := func(component Component, size Span, align Align, source Source) Measure {
		return Measure{Component: component, Points: size, Italic: true, Case: Ordinary, Align: align, Source: source}
	}
	return Form{
		Width: 210, Height: 297,
		Fonts: []string{"Times New Roman", "Liberation Serif", "Tinos"},
		Margins: []Margin{
			{TopSide, Span{20, 25}, found(general + "3")}, {BottomSide, Span{20, 25}, found(general + "3")},
			{LeftSide, Span{30, 35}, found(general + "3")}, {RightSide, Span{15, 20}, found(general + "3")},
		},
		Paragraphs: Paragraphs{Indents: []float64{10, 12.7}, Gap: Span{Least: 6}, Lines: Span{1, 1.5}, Source: remembered(components + "6")},
		Measures: []Measure{
			bold(NationalNameLine, headSize, Capitals, Centred, nil, found(components+"1a")),
			bold(MottoLine, textSize, Ordinary, Centred, &Line{Span{1, 1}}, found(components+"1b")),
			upright(SuperiorName, headSize, Capitals, Centred, found(components+"2b")),
			bold(IssuerName, headSize, Capitals, Centred, shortLine, found(components+"2b")),
			upright(NumberLine, Span{13, 13}, AnyCase, Centred, remembered(components+"3c")),
			italic(DateLine, textSize, Centred, remembered(components+"4c")),
			bold(TypeName, textSize, Capitals, Centred, nil, remembered(components+"5b")),
			bold(Abstract, textSize, Ordinary, Centred, shortLine, remembered(components+"5b")),
			upright(LetterAbstract, headSize, Ordinary, Centred, remembered(components+"5b")),
			italic(Grounds, textSize, Justified, remembered(components+"6b")),
			upright(Body, textSize, Ordinary, Justified, remembered(components+"6d")),
			bold(PartWord, textSize, Ordinary, Centred, nil, remembered(components+"6d")),
			bold(PartTitle, textSize, Capitals, Centred, nil, remembered(components+"6d")),
			bold(SectionWord, textSize, Ordinary, Centred, nil, remembered(components+"6d")),
			bold(SectionTitle, textSize, Capitals, Centred, nil, remembered(components+"6d")),
			bold(Article, textSize, Ordinary, AnyAlign, nil, remembered(components+"6d")),
			bold(SignerOffice, textSize, Capitals, Centred, nil, remembered(components+"7đ")),
			bold(SignerName, textSize, Ordinary, Centred, nil, remembered(components+"7đ")),
			upright(Addressee, textSize, Ordinary, AnyAlign, remembered(components+"9c")),
			{Component: RecipientsWord, Points: Span{12, 12}, Bold: true, Italic: true, Case: Ordinary, Align: AtLeft, Source: remembered(components + "9c")},
			upright(RecipientsList, Span{11, 11}, Ordinary, AtLeft, remembered(components+"9c")),
			bold(Urgency, textSize, Capitals, Centred, nil, remembered(others+"2")),
			bold(AnnexWord, Span{14, 14}, Ordinary, Centred, nil, remembered(others+"1")),
			bold(AnnexTitle, textSize, Capitals, Centred, nil, remembered(others+"1")),
			italic(AnnexNote, textSize, Centred, remembered(others+"1")),
			upright(Drafter, Span{11, 11}, AnyCase, AtLeft, remembered(others+"4")),
			upright(OfficeAddress, Span{11, 12}, AnyCase, AnyAlign, remembered(others+"5")),
			upright(PageNumber, textSize, AnyCase, Centred, remembered(general+"7")),
		},
		Types:    types(),
		Capitals: capitals(),
	}
}
