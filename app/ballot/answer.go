// Package ballot holds the rules of every kind of vote as plain values: what a ballot (phiếu) of each kind may say and
// when it is valid, what a set of ballots adds up to, what a rule of majority makes of that, who is elected, and how
// papers counted by hand or scanned join the ballots of tablets. It knows no session, no clock and no names: options are
// ids, and every sentence is its caller's.
//
// Three words are used throughout. A sheet (mẫu phiếu) says what ballots of one poll may say. Content is what one ballot
// says. A line (dòng) is what is counted for itself: an option of the sheet, or the whole, whose id is empty.
package ballot

import "slices"

// Answer is what a ballot says to one line. Written on disk and on the wire: only ever add.
type Answer string

// The answers. None and Points are never marked on a line: None is said to all options at once, and Points is under which
// the points that an option was given add up.
const (
	Yes     Answer = "yes"     // tán thành, đồng ý, tín nhiệm; also: chosen, left standing
	No      Answer = "no"      // không tán thành, không đồng ý; also: struck out
	Abstain Answer = "abstain" // không biểu quyết; also: nothing marked where that is allowed
	Other   Answer = "other"   // ý kiến khác, with a text
	High    Answer = "high"    // tín nhiệm cao
	Trust   Answer = "trust"   // tín nhiệm
	Low     Answer = "low"     // tín nhiệm thấp
	None    Answer = "none"    // không chọn phương án nào
	Points  Answer = "points"  // điểm
)

// answers is every answer in its order on paper and in encodings.
var answers = []Answer{Yes, No, Abstain, Other, High, Trust, Low, None, Points}

func rank(a Answer) int {
	if at := slices.Index(answers, a); at >= 0 {
		return at
	}
	return len(answers)
}
