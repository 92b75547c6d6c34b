package ballot

import (
	"maps"
	"slices"
)

// Cast is one ballot as it is counted.
type Cast struct {
	Content Content `json:"content"`
	Weight  Votes   `json:"weight,omitempty"` // 0: one vote
	Void    bool    `json:"void,omitempty"`   // invalid whatever it says: torn, not by the form, or it cannot be read
}

// weight is what the ballot weighs; a weight that makes no sense weighs nothing and makes it invalid.
func (c Cast) weight() (Votes, bool) {
	switch {
	case c.Weight == 0:
		return One, true
	case c.Weight < 0 || c.Weight > MaxWeight:
		return 0, false
	}
	return c.Weight, true
}

// Line is what came together for one line. Answers holds only what was said, so an amount of 0 stands for no entry.
type Line struct {
	Answers map[Answer]Votes `json:"answers,omitempty"`
	Invalid Votes            `json:"invalid,omitempty"` // on valid ballots: marked several times, or not at all where it must be
}

// Count is what a set of ballots adds up to. Its zero value is that of no ballots. Written on disk: only ever add.
type Count struct {
	Received int `json:"received"` // ballots (phiếu thu về)
	Valid    int `json:"valid"`    // hợp lệ
	Invalid  int `json:"invalid"`  // không hợp lệ

	Cast       Votes `json:"cast"`        // what those received weigh
	ValidVotes Votes `json:"valid_votes"` // what those valid weigh

	// Lines by id. What was said to all options at once stands in the line "", beside those of the options and not in them:
	// so does OpenSlides count, and so does a ballot that left all options unmarked where it may: as abstaining there.
	Lines map[string]Line `json:"lines,omitempty"`
}

// Of returns how much was said of an answer on a line.
func (c Count) Of(line string, answer Answer) Votes { return c.Lines[line].Answers[answer] }

// Count adds up ballots. Ballots that are not valid on this sheet are counted as invalid, and nothing they say is.
func (s Sheet) Count(casts []Cast) Count {
	var count Count
	for _, cast := range casts {
		weight, sound := cast.weight()
		count.Received++
		count.Cast += weight
		if cast.Void || !sound || s.Check(cast.Content) != "" {
			count.Invalid++
			continue
		}
		count.Valid++
		count.ValidVotes += weight
		s.add(&count, cast.Content, weight)
	}
	return count
}

// add counts what a valid ballot says.
func (s Sheet) add(count *Count, c Content, weight Votes) {
	part := s.method().part
	switch {
	case c.Answer != "":
		count.say("", c.Answer, weight)
	case part == marks:
		s.addMarks(count, c, weight)
	case part == lines:
		s.addLines(count, c, weight)
	case part == given:
		for option, points := range c.Points {
			count.say(option, Points, weight*Votes(points))
		}
		if len(c.Points) == 0 {
			count.say("", Abstain, weight)
		}
	}
}

func (s Sheet) addMarks(count *Count, c Content, weight Votes) {
	if !s.Strike {
		for _, option := range c.Options {
			count.say(option, Yes, weight)
		}
		if len(c.Options) == 0 {
			count.say("", Abstain, weight)
		}
		return
	}
	for _, option := range s.Options {
		answer := Yes
		if slices.Contains(c.Options, option) {
			answer = No
		}
		count.say(option, answer, weight)
	}
}

func (s Sheet) addLines(count *Count, c Content, weight Votes) {
	for _, option := range s.Options {
		switch marked := c.Answers[option]; {
		case len(marked) == 1:
			count.say(option, marked[0], weight)
		case len(marked) > 1 || s.EveryLine:
			line := count.line(option)
			line.Invalid += weight
			count.Lines[option] = line
		}
	}
}

// line returns a line that may be written to.
func (c *Count) line(id string) Line {
	if c.Lines == nil {
		c.Lines = map[string]Line{}
	}
	line := c.Lines[id]
	if line.Answers == nil {
		line.Answers = map[Answer]Votes{}
	}
	return line
}

func (c *Count) say(id string, answer Answer, votes Votes) {
	if votes == 0 {
		return
	}
	line := c.line(id)
	line.Answers[answer] += votes
	c.Lines[id] = line
}

// Plus returns both counts together, as if their ballots had lain in one box. Neither is changed.
func (c Count) Plus(other Count) Count {
	sum := Count{Received: c.Received + other.Received, Valid: c.Valid + other.Valid, Invalid: c.Invalid + other.Invalid,
		Cast: c.Cast + other.Cast, ValidVotes: c.ValidVotes + other.ValidVotes}
	for _, one := range []Count{c, other} {
		for _, id := range slices.Sorted(maps.Keys(one.Lines)) {
			for answer, votes := range one.Lines[id].Answers {
				sum.say(id, answer, votes)
			}
			if invalid := one.Lines[id].Invalid; invalid != 0 {
				line := sum.line(id)
				line.Invalid += invalid
				sum.Lines[id] = line
			}
		}
	}
	return sum
}
