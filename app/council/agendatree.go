package council

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Numerals is how the items of an agenda are numbered. Written on disk: only ever add.
type Numerals string

// The ways of numbering.
const (
	Arabic Numerals = ""      // 1, 1.1, 1.2, 2
	Roman  Numerals = "roman" // I, I.1, I.2, II
)

// maxDepth is how deep an agenda goes: "1.1.1.1".
const maxDepth = 4

// Agenda returns the items in the order in which they are read: each before those that belong to it. An item whose
// parent is not known here, for this device may not see it, stands where the parents do.
func (s *State) Agenda() []Item {
	below := map[string][]Item{}
	for _, item := range slices.SortedFunc(maps.Values(s.Items), inOrder) {
		parent := item.Parent
		if _, known := s.Items[parent]; !known {
			parent = ""
		}
		below[parent] = append(below[parent], item)
	}
	agenda := make([]Item, 0, len(s.Items))
	var read func(parent string)
	read = func(parent string) {
		for _, item := range below[parent] {
			agenda = append(agenda, item)
			read(item.ID)
		}
	}
	read("")
	return agenda
}

func inOrder(a, b Item) int { return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID)) }

// Siblings returns the items that belong to a parent, in order.
func (s *State) Siblings(parent string) []Item {
	var siblings []Item
	for _, item := range s.Items {
		if item.Parent == parent {
			siblings = append(siblings, item)
		}
	}
	slices.SortFunc(siblings, inOrder)
	return siblings
}

// Depth is how many items an item belongs to, one in the other; 0 for the first level.
func (s *State) Depth(item string) int {
	depth := 0
	for parent := s.Items[item].Parent; parent != "" && depth < maxDepth; parent = s.Items[parent].Parent {
		if _, known := s.Items[parent]; known {
			depth++
		}
	}
	return depth
}

// Numbers are the numbers of all items that have one, as people say them. What is internal or hidden has none: the
// numbers are the same on every screen, whatever it may show.
func (s *State) Numbers() map[string]string {
	numbers, counts := map[string]string{}, map[string]int{}
	for _, item := range s.Agenda() {
		if item.Visibility != Common {
			continue
		}
		above := numbers[item.Parent]
		counts[item.Parent]++
		number := strconv.Itoa(counts[item.Parent])
		switch {
		case above != "":
			number = above + "." + number
		case s.Session.Numerals == Roman:
			number = roman(counts[item.Parent])
		}
		numbers[item.ID] = number
	}
	return numbers
}

// roman writes 1 … 3999 as the old Romans did.
func roman(n int) string {
	var b strings.Builder
	for _, sign := range []struct {
		worth int
		sign  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= sign.worth; n -= sign.worth {
			b.WriteString(sign.sign)
		}
	}
	return b.String()
}

// within reports whether an item is another or belongs to it, however deep.
func (s *State) within(item, other string) bool {
	for depth := 0; item != "" && depth <= maxDepth+1; depth++ {
		if item == other {
			return true
		}
		item = s.Items[item].Parent
	}
	return false
}

// height is how many levels an item and what belongs to it take.
func (s *State) height(item string) int {
	deepest := 0
	for id := range s.Items {
		if s.within(id, item) {
			deepest = max(deepest, s.Depth(id)-s.Depth(item))
		}
	}
	return deepest + 1
}

// DecidedWith returns the item whose vote decides this one: itself, or the block that it belongs to.
func (s *State) DecidedWith(item string) string {
	if parent, known := s.Items[s.Items[item].Parent]; known && parent.Block {
		return parent.ID
	}
	return item
}

// IsLate reports whether a paper was handed in, or in a new revision, after the session was opened.
func (s *State) IsLate(document Document) bool {
	return s.Session.OpenedAt != 0 && document.At > s.Session.OpenedAt
}
