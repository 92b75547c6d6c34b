package bundle

// reach is how many pages before and behind one that is looked at are made ready.
const reach = 3

// mostAhead is how many pages wait to be made ready; of more the oldest are let go.
const mostAhead = 512

// Wish is a page that somebody will look at soon.
type Wish struct {
	Paper string // hash
	Page  int
	Width int
	far   int // pages from the one that was looked at
	turn  int // when it was wished for
}

// Ahead is what is made while nobody waits: the pages beside those that are looked at. The zero value is empty. It is
// pure; not safe for concurrent use.
type Ahead struct {
	wishes []Wish
	turns  int
}

// Seen notes that a page of a paper with so many pages was asked for in a width.
func (a *Ahead) Seen(paper string, page, pages, width int) {
	a.turns++
	for far := 1; far <= reach; far++ {
		for _, beside := range []int{page + far, page - far} {
			if beside >= 0 && beside < pages {
				a.put(Wish{paper, beside, width, far, a.turns})
			}
		}
	}
	if over := len(a.wishes) - mostAhead; over > 0 {
		a.wishes = append([]Wish(nil), a.wishes[over:]...)
	}
}

// put adds a wish, the later of two that are the same.
func (a *Ahead) put(wish Wish) {
	kept := a.wishes[:0]
	for _, other := range a.wishes {
		if other.Paper != wish.Paper || other.Page != wish.Page || other.Width != wish.Width {
			kept = append(kept, other)
		}
	}
	a.wishes = append(kept, wish)
}

// Next takes the page to be made next: of the papers that now tells to be under way first, then nearest to what was
// looked at, then what was looked at last.
func (a *Ahead) Next(now func(paper string) bool) (wish Wish, ok bool) {
	best := -1
	for i, one := range a.wishes {
		if best < 0 || before(one, a.wishes[best], now) {
			best = i
		}
	}
	if best < 0 {
		return Wish{}, false
	}
	wish = a.wishes[best]
	a.wishes = append(a.wishes[:best], a.wishes[best+1:]...)
	return wish, true
}

func before(a, b Wish, now func(string) bool) bool {
	if of, other := now(a.Paper), now(b.Paper); of != other {
		return of
	}
	if a.far != b.far {
		return a.far < b.far
	}
	return a.turn > b.turn
}

// Forget lets go of the pages of papers that are gone.
func (a *Ahead) Forget(gone func(paper string) bool) {
	kept := a.wishes[:0]
	for _, one := range a.wishes {
		if !gone(one.Paper) {
			kept = append(kept, one)
		}
	}
	a.wishes = kept
}

// Len is how many pages wait.
func (a *Ahead) Len() int { return len(a.wishes) }
