package papertext

import (
	"hash/maphash"
	"sort"
)

// rowLengths are of the rows of words that are looked for, the longest first: rows that stand once in either text
// are the same place.
var rowLengths = []int{6, 3, 1}

// mostSteps is how many words may have come and gone where no such row stands.
const mostSteps = 1500

// match writes down for words of a which words of b they became: in order, and as many as are found. oldFrom and
// newFrom are the numbers of the first of each.
func match(a, b []string, oldFrom, newFrom int, to []int) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		to[oldFrom] = newFrom
		a, b, oldFrom, newFrom = a[1:], b[1:], oldFrom+1, newFrom+1
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
		to[oldFrom+len(a)] = newFrom + len(b)
	}
	if len(a) == 0 || len(b) == 0 {
		return
	}
	for _, length := range rowLengths {
		if anchors := rising(once(a, b, length)); len(anchors) > 0 {
			between(a, b, oldFrom, newFrom, to, anchors, length)
			return
		}
	}
	shortest(a, b, oldFrom, newFrom, to)
}

// pair is a place of a and one of b that are the same.
type pair struct{ old, new int }

var seed = maphash.MakeSeed()

// once are the rows of so many words that stand once in either text, in the order of a.
func once(a, b []string, length int) []pair {
	there := places(b, length)
	var pairs []pair
	for row, i := range places(a, length) {
		if j, is := there[row]; is && i >= 0 && j >= 0 && same(a[i:i+length], b[j:j+length]) {
			pairs = append(pairs, pair{i, j})
		}
	}
	sort.Slice(pairs, func(x, y int) bool { return pairs[x].old < pairs[y].old })
	return pairs
}

// places are where rows begin, by hash; -1 for those that stand more than once.
func places(words []string, length int) map[uint64]int {
	at := make(map[uint64]int, len(words))
	var hash maphash.Hash
	hash.SetSeed(seed)
	for i := 0; i+length <= len(words); i++ {
		hash.Reset()
		for _, word := range words[i : i+length] {
			_, _ = hash.WriteString(word) // a hash takes everything
			_ = hash.WriteByte(0)
		}
		if _, is := at[hash.Sum64()]; is {
			at[hash.Sum64()] = -1
		} else {
			at[hash.Sum64()] = i
		}
	}
	return at
}

func same(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// rising are the most pairs that follow each other in both texts (patience sorting).
func rising(pairs []pair) []pair {
	var tops []int // of each pile, the last pair's number
	before := make([]int, len(pairs))
	for n, p := range pairs {
		pile := sort.Search(len(tops), func(i int) bool { return pairs[tops[i]].new >= p.new })
		before[n] = -1
		if pile > 0 {
			before[n] = tops[pile-1]
		}
		if pile == len(tops) {
			tops = append(tops, n)
		} else {
			tops[pile] = n
		}
	}
	if len(tops) == 0 {
		return nil
	}
	chosen := make([]pair, len(tops))
	for n, i := tops[len(tops)-1], len(tops)-1; i >= 0; n, i = before[n], i-1 {
		chosen[i] = pairs[n]
	}
	return chosen
}

// between takes the rows for the same place, and looks between them.
func between(a, b []string, oldFrom, newFrom int, to []int, anchors []pair, length int) {
	i, j := 0, 0
	for _, p := range anchors {
		from := 0 // of the row, what an overlapping one has not taken already
		if p.old < i || p.new < j {
			if p.old-p.new != i-j {
				continue
			}
			from = i - p.old
		}
		if from >= length {
			continue
		}
		if from == 0 {
			match(a[i:p.old], b[j:p.new], oldFrom+i, newFrom+j, to)
		}
		for k := from; k < length; k++ {
			to[oldFrom+p.old+k] = newFrom + p.new + k
		}
		i, j = p.old+length, p.new+length
	}
	match(a[i:], b[j:], oldFrom+i, newFrom+j, to)
}

// shortest finds the shortest way from one text to the other (Myers 1986), where that goes over no more than
// mostSteps words that came or went; else it finds nothing.
func shortest(a, b []string, oldFrom, newFrom int, to []int) {
	limit := min(len(a)+len(b), mostSteps)
	far := make([]int32, 2*limit+2) // by diagonal: how far into a
	var trail [][]int32             // of every number of steps
	for steps := 0; steps <= limit; steps++ {
		trail = append(trail, append([]int32(nil), far[limit-steps:limit+steps+2]...))
		for k := -steps; k <= steps; k += 2 {
			i := reach(far, limit, steps, k)
			for int(i) < len(a) && int(i)-k < len(b) && a[i] == b[int(i)-k] {
				i++
			}
			far[limit+k] = i
			if int(i) >= len(a) && int(i)-k >= len(b) {
				walkBack(a, b, oldFrom, newFrom, to, trail)
				return
			}
		}
	}
}

// reach is how far into a one more step leads on a diagonal: a word of b that came, or one of a that went.
func reach(far []int32, middle, steps, k int) int32 {
	if k == -steps || k != steps && far[middle+k-1] < far[middle+k+1] {
		return far[middle+k+1]
	}
	return far[middle+k-1] + 1
}

// walkBack goes the way back that was found, and writes down the words that are the same on it.
func walkBack(a, b []string, oldFrom, newFrom int, to []int, trail [][]int32) {
	i, j := len(a), len(b)
	for steps := len(trail) - 1; steps >= 0; steps-- {
		far, k := trail[steps], i-j
		before := k - 1
		if k == -steps || k != steps && far[steps+k-1] < far[steps+k+1] {
			before = k + 1
		}
		oldI, oldJ := 0, 0
		if steps > 0 {
			oldI = int(far[steps+before])
			oldJ = oldI - before
		}
		for i > oldI && j > oldJ && a[i-1] == b[j-1] {
			i, j = i-1, j-1
			to[oldFrom+i] = newFrom + j
		}
		i, j = oldI, oldJ
	}
}
