package kind

import (
	"cmp"
	"slices"
)

// Queue returns the numbers of a series that were given out and reported, by the time at which they were
// given out: whoever came first is first, whichever number is on the paper.
func (n *Numbers) Queue(of Series) []Number {
	var queue []Number
	for _, number := range n.numbers {
		if number.Series == of && !number.Voided {
			queue = append(queue, number)
		}
	}
	slices.SortFunc(queue, func(a, b Number) int {
		return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.Number, b.Number))
	})
	return queue
}

// Account is where every number of a series stands.
type Account struct {
	Issued []int // reported with what they were given to
	Paper  []int // given out by a device that was given up before it could report them
	Voided []int
	Open   []int // on a device
}

// Account returns where every number of a series stands: each in one place.
func (n *Numbers) Account(of Series) Account {
	var a Account
	for _, block := range n.Blocks(of) {
		for i := block.From; i <= block.To; i++ {
			number, reported := n.numbers[of.key(i)]
			switch {
			case reported && number.Voided, !reported && block.Closed && i > block.High:
				a.Voided = append(a.Voided, i)
			case reported:
				a.Issued = append(a.Issued, i)
			case block.Closed:
				a.Paper = append(a.Paper, i)
			default:
				a.Open = append(a.Open, i)
			}
		}
	}
	return a
}
