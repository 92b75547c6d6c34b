package ballot

// part is which field of a Content a method's ballots fill.
type part string

const (
	whole part = "whole" // one answer
	marks part = "marks" // a set of options
	lines part = "lines" // answers for each option
	given part = "given" // points for each option
)

// Method is a kind of vote: a row of Methods.
type Method struct {
	ID      string
	Answers []Answer // what the whole, or a line, may be answered with, in their order on paper
	AtOnce  []Answer // what a sheet may allow to be said to all options at once
	Strike  bool     // its marks may strike out instead of choosing
	Text    bool     // words may go with the answer

	part part
}

// The methods. The names that OpenSlides has are OpenSlides'. Written on disk: only ever add.
const (
	Approval       = "approval"        // biểu quyết: one answer
	Selection      = "selection"       // chọn phương án
	Election       = "election"        // bầu cử theo danh sách
	Confidence     = "confidence"      // lấy phiếu tín nhiệm
	RatingScore    = "rating_score"    // chấm điểm
	RatingApproval = "rating_approval" // biểu quyết từng phương án, từng người
	Opinion        = "opinion"         // phiếu lấy ý kiến
)

// Methods is the table of all kinds of votes.
var Methods = []Method{
	{ID: Approval, part: whole, Answers: []Answer{Yes, No, Abstain}},
	{ID: Selection, part: marks, AtOnce: []Answer{Yes, No, Abstain, None}, Strike: true},
	{ID: Election, part: marks, Strike: true},
	{ID: Confidence, part: lines, Answers: []Answer{High, Trust, Low}},
	{ID: RatingScore, part: given, AtOnce: []Answer{Yes, No, Abstain}},
	{ID: RatingApproval, part: lines, Answers: []Answer{Yes, No, Abstain}, AtOnce: []Answer{Yes, No, Abstain}},
	{ID: Opinion, part: whole, Answers: []Answer{Yes, No, Other}, Text: true},
}

// MethodByID finds a row of Methods.
func MethodByID(id string) (Method, bool) {
	for _, method := range Methods {
		if method.ID == id {
			return method, true
		}
	}
	return Method{}, false
}

// HasOptions reports whether ballots of the method speak of options.
func (m Method) HasOptions() bool { return m.part != whole && m.part != "" }
