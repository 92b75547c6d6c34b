package search

import "unicode"

// letterKind is what a letter is to whoever cuts words.
type letterKind uint8

const (
	noWord     letterKind = iota
	wordLetter            // a letter or a digit
	wordMark              // a mark, which belongs to the word that it stands in
)

// The letters of Vietnamese and its neighbours stand in these two stretches of Unicode. What is to be known of
// them is looked up: Unicode's own tables take ten times as long, and a page has a thousand letters.
const (
	latinEnd       = 0x250
	additionalFrom = 0x1e00
	additionalEnd  = 0x1f00
)

// letters are the letters of both stretches.
var letters = func() (all [latinEnd + additionalEnd - additionalFrom]struct {
	kind letterKind
	base byte // the small letter without marks, below 0x80; 0: it has none
}) {
	for i := range all {
		letter := rune(i)
		if i >= latinEnd {
			letter += additionalFrom - latinEnd
		}
		all[i].kind = slowKindOf(letter)
		if folded := foldAny(exactOther(string(letter))); len(folded) == 1 && all[i].kind == wordLetter {
			all[i].base = folded[0]
		}
	}
	return all
}()

// known is a letter's place among letters; false for others.
func known(letter rune) (int, bool) {
	switch {
	case letter < latinEnd:
		return int(letter), letter >= 0
	case letter >= additionalFrom && letter < additionalEnd:
		return int(letter) - additionalFrom + latinEnd, true
	}
	return 0, false
}

func kindOf(letter rune) letterKind {
	if at, ok := known(letter); ok {
		return letters[at].kind
	}
	return slowKindOf(letter)
}

func slowKindOf(letter rune) letterKind {
	switch {
	case unicode.IsLetter(letter) || unicode.IsNumber(letter):
		return wordLetter
	case unicode.IsMark(letter):
		return wordMark
	}
	return noWord
}

// baseOf is a letter as a small one without marks; 0 where that is not looked up.
func baseOf(letter rune) byte {
	if at, ok := known(letter); ok {
		return letters[at].base
	}
	return 0
}
