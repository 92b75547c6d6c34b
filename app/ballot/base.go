package ballot

// Base is the number that a majority or a percentage is a fraction of: the 100 % base. The names are OpenSlides'.
// Written on disk: only ever add.
type Base string

// The bases. What app/council calls total, present, voting and valid are BaseEntitled, BasePresent, BaseCast and BaseYN.
const (
	BaseY        Base = "Y"                // what was said for all options together (yes or points); without those said to all at once
	BaseYN       Base = "YN"               // for and against on this line
	BaseYNA      Base = "YNA"              // for, against and abstaining on this line
	BaseN        Base = "N"                // against, of all options together
	BaseValid    Base = "valid"            // valid ballots, those that abstain included
	BaseCast     Base = "cast"             // ballots received, valid or not
	BaseEntitled Base = "entitled"         // all who the body has by law, or may vote
	BasePresent  Base = "entitled_present" // those of them present
	BaseDisabled Base = "disabled"         // none: nothing is said in percent, and no majority is told by it
)

// Bases lists every base.
var Bases = []Base{BaseY, BaseYN, BaseYNA, BaseN, BaseValid, BaseCast, BaseEntitled, BasePresent, BaseDisabled}

// Electorate is who may vote, fixed when the poll was opened.
type Electorate struct {
	Entitled int `json:"entitled"` // tổng số đại biểu
	Present  int `json:"present"`  // đại biểu có mặt
}

// Base returns the number that a base stands for on a line.
func (c Count) Base(base Base, line string, who Electorate) Votes {
	yes, no, abstain := c.Of(line, Yes), c.Of(line, No), c.Of(line, Abstain)
	switch base {
	case BaseY:
		return c.together(Yes) + c.together(Points)
	case BaseN:
		return c.together(No)
	case BaseYN:
		return yes + no
	case BaseYNA:
		return yes + no + abstain
	case BaseValid:
		return c.ValidVotes
	case BaseCast:
		return c.Cast
	case BaseEntitled:
		return Whole(max(who.Entitled, 0))
	case BasePresent:
		return Whole(max(who.Present, 0))
	}
	return 0
}

// together is an answer of all options; of the whole, where it is all there is.
func (c Count) together(answer Answer) Votes {
	var sum Votes
	options := false
	for id, line := range c.Lines {
		if id != "" {
			sum += line.Answers[answer]
			options = true
		}
	}
	if !options {
		return c.Of("", answer)
	}
	return sum
}
