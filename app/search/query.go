package search

import (
	"slices"
	"strings"
)

// Query is what somebody typed, cut into words. It is for one goroutine.
type Query struct {
	known  *Cutter  // the words that it was held against
	groups [][]term // words that must stand together: those between quotes, or one alone
	open   bool     // the last word may go on: nothing was typed behind it
}

type term struct{ exact, folded string }

// Parse reads what somebody typed. Words between quotation marks must stand one behind the other; whatever
// else is neither letter nor digit parts words. A query of nothing finds nothing.
func Parse(text string) Query {
	q := Query{known: new(Cutter)}
	count := 0
	add := func(part string, together bool) {
		var group []term
		for _, w := range cut(part) {
			if count++; count > mostTerms {
				break
			}
			exact := exactWord(part[w.first:w.end])
			t := term{exact, foldWord(exact)}
			if together {
				group = append(group, t)
			} else {
				q.groups = append(q.groups, []term{t})
			}
		}
		if len(group) > 0 {
			q.groups = append(q.groups, group)
		}
	}
	quoted := false
	for {
		at := strings.IndexAny(text, "\"“”„«»")
		if at < 0 {
			break
		}
		add(text[:at], quoted)
		quoted = !quoted
		text = strings.TrimLeft(text[at:], "\"“”„«»")
	}
	add(text, false) // a quotation that was not closed is none yet
	words := cut(text)
	q.open = len(words) > 0 && words[len(words)-1].end == len(text) && count <= mostTerms
	return q
}

// Empty reports whether nothing is asked.
func (q Query) Empty() bool { return len(q.groups) == 0 }

// stage is one question to the index.
type stage struct {
	asked         Question
	exact, phrase bool
}

// stages are the questions of a query, the closest first.
func (q Query) stages() []stage {
	if q.Empty() {
		return nil
	}
	single := len(q.groups) == 1
	exact, folded := q.words(exactOf), q.words(foldedOf)
	var stages []stage
	if !single {
		stages = append(stages, stage{Question{Groups: together(exact)}, true, true})
	}
	stages = append(stages, stage{Question{Groups: exact}, true, single})
	if !single {
		stages = append(stages, stage{Question{Groups: together(folded), Folded: true}, false, true})
	}
	stages = append(stages, stage{Question{Groups: folded, Folded: true}, false, single})
	if last := q.groups[len(q.groups)-1]; q.open && len(last[len(last)-1].folded) >= 2 {
		stages = append(stages, stage{asked: Question{Groups: folded, Folded: true, More: true}})
	}
	return stages
}

func exactOf(t term) string  { return t.exact }
func foldedOf(t term) string { return t.folded }

// words are the groups in one of their two forms.
func (q Query) words(of func(term) string) [][]string {
	groups := make([][]string, len(q.groups))
	for i, group := range q.groups {
		for _, t := range group {
			groups[i] = append(groups[i], of(t))
		}
	}
	return groups
}

// together makes one group of all.
func together(groups [][]string) [][]string { return [][]string{slices.Concat(groups...)} }
