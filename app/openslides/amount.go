package openslides

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
)

// Amount is a number of votes in millionths, for votes can weigh a fraction: 2_000_000 is two votes.
type Amount int64

// Amounts that are no numbers. OpenSlides writes the first two as -1 and -2 where a count was entered
// by hand.
const (
	Majority     Amount = -1_000_000    // "a majority", uncounted
	Undocumented Amount = -2_000_000    // counted, but not written down
	Unknown      Amount = math.MinInt64 // nothing stands there
)

// Vote is the amount of one vote.
const Vote Amount = 1_000_000

// Known tells whether the amount is a number.
func (a Amount) Known() bool { return a >= 0 }

// Whole returns the number of votes, where it is one without a fraction.
func (a Amount) Whole() (int, bool) {
	if !a.Known() || a%Vote != 0 {
		return 0, false
	}
	return int(a / Vote), true
}

// String is the shortest decimal: "2", "0.5".
func (a Amount) String() string {
	if a == Unknown {
		return ""
	}
	sign := ""
	if a < 0 {
		sign, a = "-", -a
	}
	text := sign + strconv.FormatInt(int64(a/Vote), 10)
	if rest := a % Vote; rest != 0 {
		text += "." + strings.TrimRight(strconv.FormatInt(int64(Vote+rest), 10)[1:], "0")
	}
	return text
}

// maxVotes bounds what one amount may be, so that sums of many stay numbers.
const maxVotes = 1_000_000_000

var errNoAmount = errors.New("no amount")

// parseAmount reads a decimal with at most six digits behind the point, in quotes or not.
func parseAmount(raw json.RawMessage) (Amount, error) {
	text := strings.Trim(string(raw), `"`)
	text, negative := strings.CutPrefix(text, "-")
	before, behind, _ := strings.Cut(text, ".")
	if before == "" || len(behind) > 6 || strings.Trim(before+behind, "0123456789") != "" {
		return Unknown, errNoAmount
	}
	votes, err := strconv.ParseInt(before, 10, 64)
	if err != nil || votes > maxVotes {
		return Unknown, errNoAmount
	}
	rest, _ := strconv.ParseInt((behind + "000000")[:6], 10, 64)
	amount := Amount(votes)*Vote + Amount(rest)
	if negative {
		if amount = -amount; amount != Majority && amount != Undocumented && amount != 0 {
			return Unknown, errNoAmount
		}
	}
	return amount, nil
}

// amount reads a field; Unknown stands for nothing.
func (o *object) amount(field string) Amount {
	raw, there := o.value(field)
	if !there {
		return Unknown
	}
	amount, err := parseAmount(raw)
	if err != nil {
		o.remark(WrongValue, field)
	}
	return amount
}
