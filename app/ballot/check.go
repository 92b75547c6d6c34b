package ballot

import (
	"maps"
	"slices"
)

// Check returns the code of what makes a ballot invalid on this sheet, or nothing where it is valid. A valid ballot may
// have lines that are invalid for themselves: see Count.
func (s Sheet) Check(c Content) string {
	method, known := MethodByID(s.Method)
	if !known {
		return SheetMethod
	}
	if c.repeats() {
		return TwiceMarked
	}
	if c.Answer != "" && method.part != whole {
		return s.checkAtOnce(c)
	}
	if !method.says(c) {
		return WrongKind
	}
	switch method.part {
	case whole:
		return s.checkWhole(method, c)
	case marks:
		return s.checkMarks(c)
	case lines:
		return s.checkLines(c)
	default:
		return s.checkPoints(c)
	}
}

// says reports whether a ballot fills no field but its method's.
func (m Method) says(c Content) bool {
	return (m.part == whole || c.Answer == "") && (m.part == marks || len(c.Options) == 0) &&
		(m.part == lines || len(c.Answers) == 0) && (m.part == given || len(c.Points) == 0) && (m.Text || c.Text == "")
}

// checkAtOnce: who says one thing to all options says nothing besides.
func (s Sheet) checkAtOnce(c Content) string {
	answer := c.Answer
	c.Answer = ""
	switch {
	case !slices.Contains(s.AtOnce, answer):
		return UnknownAnswer
	case !c.blank():
		return WrongKind
	}
	return ""
}

func (s Sheet) checkWhole(method Method, c Content) string {
	switch {
	case c.blank():
		return Empty
	case !slices.Contains(s.Allowed(), c.Answer):
		return UnknownAnswer
	case c.Answer == Other && c.Text == "":
		return NoText
	}
	if method.Text {
		return textFault(c.Text)
	}
	return ""
}

func (s Sheet) checkMarks(c Content) string {
	if !within(c.Options, s.Options) {
		return UnknownOption
	}
	return s.checkNumber(s.chosen(c), c)
}

// chosen is how many options a ballot of marks chooses.
func (s Sheet) chosen(c Content) int {
	if s.Strike {
		return len(s.Options) - len(c.Options)
	}
	return len(c.Options)
}

// checkNumber holds how many options a ballot speaks of against the limits.
func (s Sheet) checkNumber(options int, c Content) string {
	switch {
	case options < s.MinOptions && c.blank():
		return Empty
	case options < s.MinOptions:
		return TooFew
	case s.MaxOptions > 0 && options > s.MaxOptions:
		return TooMany
	}
	return ""
}

func (s Sheet) checkLines(c Content) string {
	allowed, spoken, yes := s.Allowed(), 0, 0
	for _, option := range slices.Sorted(maps.Keys(c.Answers)) {
		marked := c.Answers[option]
		switch {
		case !slices.Contains(s.Options, option):
			return UnknownOption
		case !within(marked, allowed):
			return UnknownAnswer
		}
		if len(marked) > 0 {
			spoken++
		}
		if len(marked) == 1 && marked[0] == Yes {
			yes++
		}
	}
	if code := s.checkNumber(spoken, c); code != "" {
		return code
	}
	if s.MaxYes > 0 && yes > s.MaxYes {
		return TooManyYes
	}
	return ""
}

func (s Sheet) checkPoints(c Content) string {
	sum := 0
	for _, option := range slices.Sorted(maps.Keys(c.Points)) {
		points := c.Points[option]
		switch {
		case !slices.Contains(s.Options, option):
			return UnknownOption
		case points < 0 || points > MaxPoints:
			return WrongPoints
		case s.MaxPerOption > 0 && points > s.MaxPerOption:
			return TooManyPerLine
		}
		sum += points
	}
	if code := s.checkNumber(len(c.Points), c); code != "" {
		return code
	}
	switch {
	case sum < s.MinSum && c.blank():
		return Empty
	case sum < s.MinSum:
		return TooFewPoints
	case s.MaxSum > 0 && sum > s.MaxSum:
		return TooManyPoints
	}
	return ""
}
