package council

// Body is a kind of deciding body. Written on disk: only ever add.
type Body string

// The bodies.
const (
	PeoplesCouncil   Body = "hdnd" // Hội đồng nhân dân
	PeoplesCommittee Body = "ubnd" // Ủy ban nhân dân
)

// Base is the number that a majority is a fraction of: the 100 % base. Written on disk.
type Base string

// The bases.
const (
	OfTotal   Base = "total"   // all deputies the body has by law
	OfPresent Base = "present" // those present
	OfVoting  Base = "voting"  // those who cast a ballot, abstentions included
	OfValid   Base = "valid"   // those who chose for or against
)

// Tie says what follows when as many are for as against. Written on disk.
type Tie string

// The tie rules.
const (
	TieFails Tie = ""
	TieChair Tie = "chair" // the chair's side decides
)

// MajorityRule (tỷ lệ thông qua) is one row of the law's table. It is copied into a poll when the
// poll is made, so that a table changed later never changes an old result.
type MajorityRule struct {
	ID          string `json:"id"`
	Body        Body   `json:"body"`
	Clause      string `json:"clause"` // the clause cited, as it stands on paper
	Base        Base   `json:"base"`
	Numerator   int    `json:"numerator"`
	Denominator int    `json:"denominator"`
	Strict      bool   `json:"strict"` // more than the fraction; false: at least
	Tie         Tie    `json:"tie,omitempty"`
	Quorum      bool   `json:"quorum,omitempty"` // the rule is about presence, not about a vote
}

// DefaultRules is the table as the law stood when the program was made. An office overrides it.
//
// Sources: Luật Tổ chức chính quyền địa phương 77/2015/QH13, điều 91 khoản 3 (council: more than
// half of the total; removal: at least two thirds of the total), điều 114 (committee), điều 117
// khoản 3 (a tie follows the chair); Luật 72/2025/QH15 took them over. The quorum of two thirds
// and the tie rule are from memory of the older law; they are rows here so that an office can
// correct them without a new program.
var DefaultRules = []MajorityRule{
	{ID: "hdnd.majority", Body: PeoplesCouncil, Clause: "Luật 72/2025/QH15", Base: OfTotal, Numerator: 1, Denominator: 2, Strict: true},
	{ID: "hdnd.two-thirds", Body: PeoplesCouncil, Clause: "Luật 72/2025/QH15", Base: OfTotal, Numerator: 2, Denominator: 3},
	{ID: "hdnd.quorum", Body: PeoplesCouncil, Clause: "Luật 72/2025/QH15", Base: OfTotal, Numerator: 2, Denominator: 3, Quorum: true},
	{ID: "ubnd.majority", Body: PeoplesCommittee, Clause: "Luật 72/2025/QH15", Base: OfTotal, Numerator: 1, Denominator: 2, Strict: true, Tie: TieChair},
	{ID: "ubnd.quorum", Body: PeoplesCommittee, Clause: "Luật 72/2025/QH15", Base: OfTotal, Numerator: 2, Denominator: 3, Quorum: true},
}

// RuleByID finds a row of a table.
func RuleByID(rules []MajorityRule, id string) (MajorityRule, bool) {
	for _, rule := range rules {
		if rule.ID == id {
			return rule, true
		}
	}
	return MajorityRule{}, false
}

// QuorumRule finds the row about presence for a body.
func QuorumRule(rules []MajorityRule, body Body) (MajorityRule, bool) {
	for _, rule := range rules {
		if rule.Body == body && rule.Quorum {
			return rule, true
		}
	}
	return MajorityRule{}, false
}

// VoteRules returns the rows a poll of this body may use.
func VoteRules(rules []MajorityRule, body Body) []MajorityRule {
	var found []MajorityRule
	for _, rule := range rules {
		if rule.Body == body && !rule.Quorum {
			found = append(found, rule)
		}
	}
	return found
}

// Valid reports whether the row makes sense: a fraction between 0 and 1 of a known base.
func (r MajorityRule) Valid() bool {
	switch r.Base {
	case OfTotal, OfPresent, OfVoting, OfValid:
	default:
		return false
	}
	switch r.Tie {
	case TieFails, TieChair:
	default:
		return false
	}
	if r.ID == "" || r.Numerator < 1 || r.Denominator < 1 || r.Numerator > r.Denominator {
		return false
	}
	return !(r.Strict && r.Numerator == r.Denominator) // more than all is never reached
}

// Needed is how many are needed out of base: with Strict the first number above the fraction,
// else the first number at or above it. Computed in whole numbers; 82 gives 42 for more than half
// and 55 for at least two thirds. Of an empty base one is needed, so nothing passes on no votes.
func (r MajorityRule) Needed(base int) int {
	part := base * r.Numerator
	needed := part / r.Denominator
	if r.Strict || part%r.Denominator != 0 {
		needed++
	}
	return max(needed, 1)
}

// Count is what a poll came to.
type Count struct {
	Total    int `json:"total"`    // deputies the body has by law
	Present  int `json:"present"`  // voting deputies present
	Received int `json:"received"` // ballots
	Yes      int `json:"yes"`      // tán thành
	No       int `json:"no"`       // không tán thành
	Abstain  int `json:"abstain"`  // không biểu quyết
}

// Of returns the number that base stands for.
func (c Count) Of(base Base) int {
	switch base {
	case OfPresent:
		return c.Present
	case OfVoting:
		return c.Received
	case OfValid:
		return c.Yes + c.No
	default:
		return c.Total
	}
}

// Verdict is what a rule says of a count.
type Verdict struct {
	Base    int  `json:"base"`
	Needed  int  `json:"needed"`
	Missing int  `json:"missing"` // votes in favour still missing, the base being as it is; 0 when passed
	Passed  bool `json:"passed"`
	ByChair bool `json:"by_chair,omitempty"` // a tie that the chair's side decided
}

// Decide applies the rule. chairYes says that the chair voted in favour; it matters in a tie only.
func (r MajorityRule) Decide(c Count, chairYes bool) Verdict {
	v := Verdict{Base: c.Of(r.Base)}
	v.Needed = r.Needed(v.Base)
	v.Passed = c.Yes >= v.Needed
	if !v.Passed && r.Tie == TieChair && c.Yes == c.No && c.Yes > 0 && chairYes {
		v.Passed, v.ByChair = true, true
	}
	if !v.Passed {
		v.Missing = v.Needed - c.Yes
		if r.Tie == TieChair && chairYes && c.No > c.Yes {
			v.Missing = min(v.Missing, c.No-c.Yes) // a tie would do
		}
	}
	return v
}
