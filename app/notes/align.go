package notes

import "hash/fnv"

// window is how many words in a row, which stand once in either issue, are taken for the same place.
const window = 5

// alignment says for each word of an old issue which word of the new one it became; -1 for none, or where
// nobody could tell. It finds paragraphs that moved as well as those that stayed: rows of words that stand once in
// both issues are the same place, and what is alike before and behind them goes along. Of two old words that
// would become one new word, and of one that would become two, nothing is said.
type alignment []int

func align(old, issued text) alignment {
	to := make(alignment, len(old.words))
	ahead, behind := make([]int, len(to)), make([]int, len(to))
	for i := range to {
		to[i], ahead[i], behind[i] = -1, -1, -1
	}
	there := rows(issued)
	for row, at := range rows(old) {
		other, is := there[row]
		if !is || at < 0 || other < 0 || !equal(old.words[at:at+window], issued.words[other:other+window]) {
			continue
		}
		for i := range window {
			if to[at+i] == -1 {
				to[at+i] = other + i
			} else if to[at+i] != other+i {
				to[at+i] = -2
			}
		}
	}
	same := func(i, j int) bool {
		return i >= 0 && j >= 0 && j < len(issued.words) && old.words[i].same == issued.words[j].same
	}
	for i := range to {
		if ahead[i] = to[i]; to[i] == -1 && i > 0 && ahead[i-1] >= 0 && same(i, ahead[i-1]+1) {
			ahead[i] = ahead[i-1] + 1
		}
	}
	for i := len(to) - 1; i >= 0; i-- {
		if behind[i] = to[i]; to[i] == -1 && i+1 < len(to) && behind[i+1] > 0 && same(i, behind[i+1]-1) {
			behind[i] = behind[i+1] - 1
		}
	}
	claims := map[int]int{}
	for i := range to {
		if ahead[i] >= 0 && behind[i] >= 0 && ahead[i] != behind[i] {
			to[i] = -1
		} else {
			to[i] = max(ahead[i], behind[i], -1)
		}
		if to[i] >= 0 {
			claims[to[i]]++
		}
	}
	for i := range to {
		if to[i] >= 0 && claims[to[i]] > 1 {
			to[i] = -1
		}
	}
	return to
}

// rows returns where each row of words stands, by its hash; -1 where it stands more than once.
func rows(t text) map[uint64]int {
	at := make(map[uint64]int, len(t.words))
	for i := 0; i+window <= len(t.words); i++ {
		h := fnv.New64a()
		for _, w := range t.words[i : i+window] {
			h.Write([]byte(w.same))
			h.Write([]byte{0})
		}
		if _, is := at[h.Sum64()]; is {
			at[h.Sum64()] = -1
		} else {
			at[h.Sum64()] = i
		}
	}
	return at
}

func equal(a, b []word) bool {
	for i := range a {
		if a[i].same != b[i].same {
			return false
		}
	}
	return true
}
