package ballot

import (
	"cmp"
	"slices"
)

// ElectionRule (cách xác định người trúng cử) is one row: what an option must reach to be elected. A Majority with no
// denominator asks for nothing but the most votes. Written on disk: only ever add.
type ElectionRule struct {
	ID       string   `json:"id"`
	Clause   string   `json:"clause"`
	Standing Standing `json:"standing"`
	Majority Majority `json:"majority"`
}

// Place is where one option came in an election.
type Place struct {
	Option  string  `json:"option"`
	Rank    int     `json:"rank"` // 1 is the most votes; options with as many votes share a rank
	Verdict Verdict `json:"verdict"`
}

// Elected is what an election came to. Nothing is decided by lot or by order: who stand equal at the last place are Tied.
type Elected struct {
	Posts     int      `json:"posts"`                // how many were to be elected
	Options   []string `json:"options"`              // elected (trúng cử), the most votes first
	Tied      []string `json:"tied,omitempty"`       // equal at the last place, to be voted on again
	TiedPosts int      `json:"tied_posts,omitempty"` // how many of them can be elected
	Open      int      `json:"open"`                 // posts not filled (bầu thêm), those of the tie included
	Places    []Place  `json:"places"`               // every option, the most votes first
}

// Elect says who is elected to so many posts: those who reach the majority, where they are more than the posts those of
// them with the most votes, and nobody by an order of names. Points count where the sheet gives points.
func (r ElectionRule) Elect(s Sheet, count Count, who Electorate, posts int) Elected {
	majority := r.Majority
	if majority.Answer == "" && s.method().part == given {
		majority.Answer = Points
	}
	elected := Elected{Posts: max(posts, 0), Options: []string{}}
	for _, option := range s.Options {
		place := Place{Option: option}
		if majority.Denominator == 0 {
			votes := count.Of(option, majority.answer())
			place.Verdict = Verdict{Votes: votes, Base: count.Base(majority.Base, option, who), Needed: 1, Passed: votes > 0}
			if votes <= 0 {
				place.Verdict.Missing = 1
			}
		} else {
			place.Verdict = majority.Decide(count, option, who, false)
		}
		elected.Places = append(elected.Places, place)
	}
	slices.SortStableFunc(elected.Places, func(a, b Place) int { return cmp.Compare(b.Verdict.Votes, a.Verdict.Votes) })
	for n := range elected.Places {
		elected.Places[n].Rank = n + 1
		if n > 0 && elected.Places[n].Verdict.Votes == elected.Places[n-1].Verdict.Votes {
			elected.Places[n].Rank = elected.Places[n-1].Rank
		}
	}
	elected.fill()
	return elected
}

// fill takes the places rank by rank, as long as a whole rank finds posts.
func (e *Elected) fill() {
	e.Open = e.Posts
	for from := 0; from < len(e.Places) && e.Open > 0; {
		to := from
		var rank []string
		for to < len(e.Places) && e.Places[to].Rank == e.Places[from].Rank {
			if e.Places[to].Verdict.Passed {
				rank = append(rank, e.Places[to].Option)
			}
			to++
		}
		if len(rank) > e.Open {
			e.Tied, e.TiedPosts = rank, e.Open
			return
		}
		e.Options = append(e.Options, rank...)
		e.Open -= len(rank)
		from = to
	}
}
