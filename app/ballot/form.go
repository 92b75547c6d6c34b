package ballot

import "slices"

// Standing is how sure a row of a table is. Written on disk: only ever add.
type Standing string

// The standings.
const (
	Found      Standing = "found"       // read in its source
	SecondHand Standing = "second-hand" // read in what others write of it
	Remembered Standing = "remembered"  // from memory: to be held against the law before it is relied on
)

// Form (hình thức phiếu) is one row: how a kind of vote is held by a law or by custom. It turns options and posts into a
// sheet. An office corrects rows without a new program. Written on disk: only ever add.
type Form struct {
	ID       string   `json:"id"`
	Clause   string   `json:"clause"`
	Standing Standing `json:"standing"`
	Sheet    Sheet    `json:"sheet"` // without its options

	// PostsLimit says that a ballot may be for no more options than there are posts.
	PostsLimit bool `json:"posts_limit,omitempty"`

	Consequences []Consequence `json:"consequences,omitempty"`
}

// Consequence is what follows where an answer reaches a majority, beside the vote's own result.
type Consequence struct {
	ID       string   `json:"id"`
	Majority Majority `json:"majority"`
}

// DefaultForms is the table as the law stood when the program was made. An office overrides it.
//
// Sources: votes of members of people's committees are tán thành / không tán thành / không biểu quyết (found). A ballot
// of an election is invalid where it leaves more names than there are posts, and where every name is struck out: Luật Bầu
// cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân 85/2015/QH13, điều 74 khoản 1 (second-hand); that a council's own
// elections follow it is remembered, and so is that a line with no mark or with both is invalid for that person alone.
// Three levels, and what follows when more than half or two thirds of all deputies say tín nhiệm thấp: Nghị quyết
// 96/2023/QH15 (second-hand; the form of its ballot remembered). The written opinion is that of working rules (quy chế
// làm việc), remembered.
var DefaultForms = []Form{
	{ID: "approval", Clause: "Luật 72/2025/QH15", Standing: Found, Sheet: Sheet{Method: Approval}},
	{ID: "approval.yes-no", Standing: Remembered, Sheet: Sheet{Method: Approval, Answers: []Answer{Yes, No}}},
	{ID: "selection.one", Standing: Remembered, Sheet: Sheet{Method: Selection, MinOptions: 1, MaxOptions: 1, AtOnce: []Answer{None}}},
	{ID: "selection.several", Standing: Remembered, Sheet: Sheet{Method: Selection, MinOptions: 1, AtOnce: []Answer{None}}},
	{ID: "election.strike", Clause: "Luật 85/2015/QH13, điều 74 khoản 1", Standing: SecondHand, PostsLimit: true,
		Sheet: Sheet{Method: Election, Strike: true, MinOptions: 1}},
	{ID: "election.choose", Clause: "Luật 85/2015/QH13, điều 74 khoản 1", Standing: SecondHand, PostsLimit: true,
		Sheet: Sheet{Method: Election, MinOptions: 1}},
	{ID: "election.agree", Standing: Remembered, PostsLimit: true,
		Sheet: Sheet{Method: RatingApproval, Answers: []Answer{Yes, No}, EveryLine: true, MinOptions: 1}},
	{ID: "confidence", Clause: "Nghị quyết 96/2023/QH15", Standing: Remembered,
		Sheet: Sheet{Method: Confidence, EveryLine: true, MinOptions: 1},
		Consequences: []Consequence{
			{ID: "confidence.may-resign", Majority: Majority{Answer: Low, Base: BaseEntitled, Numerator: 1, Denominator: 2, Strict: true}},
			{ID: "confidence.put-to-vote", Majority: Majority{Answer: Low, Base: BaseEntitled, Numerator: 2, Denominator: 3}},
		}},
	{ID: "confidence.vote", Clause: "Nghị quyết 96/2023/QH15", Standing: Remembered,
		Sheet: Sheet{Method: RatingApproval, Answers: []Answer{Yes, No}, EveryLine: true, MinOptions: 1}},
	{ID: "rating.score", Standing: Remembered, Sheet: Sheet{Method: RatingScore}},
	{ID: "rating.approval", Standing: Remembered, Sheet: Sheet{Method: RatingApproval}},
	{ID: "opinion", Clause: "Quy chế làm việc", Standing: Remembered, Sheet: Sheet{Method: Opinion}},
}

// DefaultElectionRules is the table of who is elected. More than half of all deputies: Luật 72/2025/QH15 for what a
// council decides (second-hand for elections). More than half of the valid ballots: Luật 85/2015/QH13, điều 78
// (second-hand), where a tie goes to the older; here a tie is reported and voted on again, which is a council's custom.
// The most votes alone is a custom, remembered.
var DefaultElectionRules = []ElectionRule{
	{ID: "elected.half-of-all", Clause: "Luật 72/2025/QH15", Standing: SecondHand,
		Majority: Majority{Base: BaseEntitled, Numerator: 1, Denominator: 2, Strict: true}},
	{ID: "elected.half-of-valid", Clause: "Luật 85/2015/QH13, điều 78", Standing: SecondHand,
		Majority: Majority{Base: BaseValid, Numerator: 1, Denominator: 2, Strict: true}},
	{ID: "elected.most", Standing: Remembered, Majority: Majority{Base: BaseValid}},
}

// FormByID finds a row of a table.
func FormByID(forms []Form, id string) (Form, bool) {
	at := slices.IndexFunc(forms, func(f Form) bool { return f.ID == id })
	if at < 0 {
		return Form{}, false
	}
	return forms[at], true
}

// Make returns the sheet for these options. posts is how many are to be elected; it matters where PostsLimit says so.
// Whether the sheet can be used is told by its Fault.
func (f Form) Make(options []string, posts int) Sheet {
	s := f.Sheet
	s.Options, s.Answers, s.AtOnce = slices.Clone(options), slices.Clone(s.Answers), slices.Clone(s.AtOnce)
	if f.PostsLimit && posts > 0 {
		limit := min(posts, len(options))
		if s.method().part == lines {
			s.MaxYes = limit
		} else {
			s.MaxOptions = limit
		}
	}
	return s
}

// Follows returns the ids of the consequences of a count for one option, in the order of their row.
func (f Form) Follows(count Count, option string, who Electorate) []string {
	var ids []string
	for _, consequence := range f.Consequences {
		if consequence.Majority.Decide(count, option, who, false).Passed {
			ids = append(ids, consequence.ID)
		}
	}
	return ids
}
