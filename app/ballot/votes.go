package ballot

import (
	"cmp"
	"math/bits"
	"strconv"
	"strings"
)

// Votes is an amount of votes, or of points, in millionths: ballots may weigh decimals, as OpenSlides' do, and are still
// added without any error. Bodies by Vietnamese law know whole votes alone. Written as a decimal number.
type Votes int64

// One is one vote.
const One Votes = 1_000_000

// MaxWeight is the most that one ballot weighs. MaxBallots ballots of it giving MaxPoints points still fit a number.
const (
	MaxWeight  = 10_000 * One
	MaxBallots = 10_000
)

// Whole returns n votes.
func Whole(n int) Votes { return Votes(n) * One }

// Int returns the whole votes, and whether that is all.
func (v Votes) Int() (int, bool) { return int(v / One), v%One == 0 }

// String writes the amount as a decimal number without zeros at its end: "2", "0.5".
func (v Votes) String() string {
	sign, amount := "", uint64(v)
	if v < 0 {
		sign, amount = "-", -amount
	}
	text := strconv.FormatUint(amount/uint64(One), 10)
	if part := amount % uint64(One); part > 0 {
		text += "." + strings.TrimRight(strconv.FormatUint(uint64(One)+part, 10)[1:], "0")
	}
	return sign + text
}

// ParseVotes reads a decimal number with at most six places behind its point, which is how OpenSlides writes weights
// ("1.000000"). The error is a Refusal.
func ParseVotes(text string) (Votes, error) {
	digits, negative := strings.CutPrefix(text, "-")
	before, after, pointed := strings.Cut(digits, ".")
	if !isDigits(before, 12) || pointed && !isDigits(after, 6) {
		return 0, Refusal{Unreadable}
	}
	amount, err := strconv.ParseInt(before+after+strings.Repeat("0", 6-len(after)), 10, 64)
	if err != nil {
		return 0, Refusal{Unreadable}
	}
	if negative {
		amount = -amount
	}
	return Votes(amount), nil
}

func isDigits(text string, most int) bool {
	return text != "" && len(text) <= most && strings.Trim(text, "0123456789") == ""
}

// MarshalJSON writes a JSON number.
func (v Votes) MarshalJSON() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalJSON reads what MarshalJSON wrote.
func (v *Votes) UnmarshalJSON(text []byte) error {
	read, err := ParseVotes(string(text))
	if err == nil {
		*v = read
	}
	return err
}

// compareProducts compares a·b with c·d, none of them below 0.
func compareProducts(a Votes, b int, c Votes, d int) int {
	high, low := bits.Mul64(uint64(a), uint64(b))
	otherHigh, otherLow := bits.Mul64(uint64(c), uint64(d))
	return cmp.Or(cmp.Compare(high, otherHigh), cmp.Compare(low, otherLow))
}

// Percent returns how many hundredths of a percent part is of base, rounded to the nearest, halves up: 19 of 47 is 4043,
// which minutes write as 40,43%. Of nothing there is no percentage.
func Percent(part, base Votes) (hundredths int, ok bool) {
	if base <= 0 || part < 0 || part/base > 1000 { // more than any share can be
		return 0, false
	}
	times, rest := uint64(part/base), uint64(part%base)
	high, low := bits.Mul64(rest, 10_000)
	quotient, left := bits.Div64(high, low, uint64(base))
	if left >= uint64(base)-left {
		quotient++
	}
	return int(times*10_000 + quotient), true
}
