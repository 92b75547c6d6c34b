package speaking

// Limit is one row of the table of speaking times: a person's speeches of this kind on one item, from the From-th on, may
// take so long. The table is copied into each list when it is made, so that a table changed later leaves old lists as they are.
type Limit struct {
	Kind    Kind   `json:"kind"`
	From    int    `json:"from"`             // 1: from the first speech on
	Seconds int    `json:"seconds"`          // 0: without limit
	Clause  string `json:"clause,omitempty"` // the clause cited, as it stands on paper; empty: a rule of the house
}

// DefaultLimits is the table as the program brings it. A council gives itself its own rules (Nội quy kỳ họp HĐND); until an
// office enters them, these are the National Assembly's, taken over by analogy.
//
// Source: Nội quy kỳ họp Quốc hội, issued with Nghị quyết 71/2022/QH15, điều 18 khoản 3: a) first speech at most 7
// minutes, second at most 3; b) debate (tranh luận) at most 3 minutes each time. It says nothing of questions put in
// between, their answers and points of order: those rows are the house's.
var DefaultLimits = []Limit{
	{Kind: Contribution, From: 1, Seconds: 7 * 60, Clause: firstSpeech},
	{Kind: Contribution, From: 2, Seconds: 3 * 60, Clause: firstSpeech},
	{Kind: Pro, From: 1, Seconds: 7 * 60, Clause: firstSpeech},
	{Kind: Pro, From: 2, Seconds: 3 * 60, Clause: firstSpeech},
	{Kind: Contra, From: 1, Seconds: 7 * 60, Clause: firstSpeech},
	{Kind: Contra, From: 2, Seconds: 3 * 60, Clause: firstSpeech},
	{Kind: Intervention, From: 1, Seconds: 3 * 60, Clause: "Nội quy ban hành kèm theo Nghị quyết 71/2022/QH15, điểm b khoản 3 Điều 18"},
	{Kind: Interposed, From: 1, Seconds: 60},
	{Kind: Answer, From: 1, Seconds: 3 * 60},
	{Kind: PointOfOrder, From: 1, Seconds: 2 * 60},
}

const firstSpeech = "Nội quy ban hành kèm theo Nghị quyết 71/2022/QH15, điểm a khoản 3 Điều 18"

// LimitOf returns the row for a person's speech of a kind, the nth on the item; ok is false where nothing limits it.
func LimitOf(limits []Limit, kind Kind, nth int) (row Limit, ok bool) {
	for _, limit := range limits {
		if limit.Kind == kind && limit.From <= nth && limit.From > row.From {
			row, ok = limit, limit.Seconds > 0
		}
	}
	return row, ok
}

func (l Limit) sound() bool {
	return l.Kind.known() && l.From >= 1 && l.From <= 100 && l.Seconds >= 0 && l.Seconds <= maxExtra && short(l.Clause)
}
