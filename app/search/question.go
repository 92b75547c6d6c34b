package search

import "strings"

// Question is one question to an index: all its groups must stand on a page.
type Question struct {
	Groups [][]string // words that stand one behind the other, or one word alone
	Folded bool       // the words, and those of the page, are without their marks
	More   bool       // the last word may go on
}

// String is for people who look for a fault.
func (q Question) String() string {
	groups := make([]string, len(q.Groups))
	for i, group := range q.Groups {
		groups[i] = `"` + strings.Join(group, " ") + `"`
	}
	text, column := strings.Join(groups, " AND "), "exact"
	if q.More {
		text += "*"
	}
	if q.Folded {
		column = "folded"
	}
	return column + ": (" + text + ")"
}
