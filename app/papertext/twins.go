package papertext

import (
	"cmp"
	"slices"
)

// twins says which page stands beside which: the one that has most of its words, else the one that looks the same,
// else the one beside the page before.
func twins(old, issued Text, a, b row, to []int) (ofOld, ofNew []int) {
	forth, back := counts(len(old.Pages)), counts(len(issued.Pages))
	for i, j := range to {
		if j >= 0 {
			forth[a.pages[i]][b.pages[j]]++
			back[b.pages[j]][a.pages[i]]++
		}
	}
	return twinsOf(old, issued, forth), twinsOf(issued, old, back)
}

func counts(pages int) []map[int]int {
	all := make([]map[int]int, pages)
	for i := range all {
		all[i] = map[int]int{}
	}
	return all
}

func twinsOf(of, other Text, shared []map[int]int) []int {
	looks := map[string]int{}
	for number, page := range other.Pages {
		if _, twice := looks[page.Content]; twice {
			looks[page.Content] = -1
		} else {
			looks[page.Content] = number
		}
	}
	all := make([]int, len(of.Pages))
	before := -1
	for number, page := range of.Pages {
		twin, most := -1, 0
		for candidate, count := range shared[number] {
			if count > most || count == most && candidate < twin {
				twin, most = candidate, count
			}
		}
		if like, is := looks[page.Content]; twin < 0 && is && page.Content != "" {
			twin = like
		}
		if twin < 0 {
			twin = min(before+1, len(other.Pages)-1)
		}
		twin = max(twin, 0)
		all[number], before = twin, twin
	}
	return all
}

// looks adds pages on which something without words is another: pages beside each other whose words stand where they
// stood and that look different, and pages without words that are not in the other issue.
func (c *Comparison) looks(old, issued Text) {
	seen := func(t Text) map[string]bool {
		all := map[string]bool{}
		for _, page := range t.Pages {
			all[page.Content] = true
		}
		return all
	}
	inOld, inNew := seen(old), seen(issued)
	told := map[int]bool{}
	for number, page := range issued.Pages {
		if page.Content == "" || inOld[page.Content] {
			continue
		}
		twin := c.NewTwin[number]
		beside := twin < len(old.Pages) && c.OldTwin[twin] == number
		switch {
		case beside && old.Pages[twin].Content != "" && slices.Equal(old.Pages[twin].Words, page.Words):
			told[twin] = true
			c.Changes = append(c.Changes, Change{OldPage: twin, NewPage: number, Looks: true})
		case page.Bare():
			c.Changes = append(c.Changes, Change{OldPage: twin, NewPage: number, Looks: true})
		}
	}
	for number, page := range old.Pages {
		if page.Bare() && page.Content != "" && !inNew[page.Content] && !told[number] && !slices.ContainsFunc(c.Changes, func(other Change) bool {
			return other.Looks && other.OldPage == number
		}) {
			c.Changes = append(c.Changes, Change{OldPage: number, NewPage: c.OldTwin[number], Looks: true})
		}
	}
}

// order puts the changes in the order in which the new issue is read.
func (c *Comparison) order() {
	slices.SortStableFunc(c.Changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(a.NewPage, b.NewPage), cmp.Compare(a.NewWord, b.NewWord), cmp.Compare(a.OldPage, b.OldPage), cmp.Compare(a.OldWord, b.OldWord))
	})
}
