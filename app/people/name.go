package people

import (
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"
	"unicode"
)

// GivenName returns the last word of a Vietnamese full name, by which names are sorted and people
// are called.
func GivenName(full string) string {
	words := strings.Fields(full)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// Initials returns two letters for a person's badge: first of the middle or family name, first of
// the given name ("Trần Thị Ngọc" → "TN").
func Initials(full string) string {
	words := strings.Fields(full)
	switch len(words) {
	case 0:
		return ""
	case 1:
		return firstLetter(words[0])
	}
	return firstLetter(words[len(words)-2]) + firstLetter(words[len(words)-1])
}

func firstLetter(word string) string {
	for _, letter := range word {
		return strings.ToUpper(string(letter))
	}
	return ""
}

// SortByName sorts in Vietnamese order: by given name, then family and middle names, with the
// order of tones that the language's collation has.
func SortByName[T any](items []T, name func(T) string) {
	vietnamese := collate.New(language.Vietnamese)
	slices.SortStableFunc(items, func(a, b T) int {
		left, right := name(a), name(b)
		if order := vietnamese.CompareString(GivenName(left), GivenName(right)); order != 0 {
			return order
		}
		return vietnamese.CompareString(left, right)
	})
}

// Fold returns text as searches compare it: without tones and marks, đ as d, lower case.
// "Nguyễn Đức" folds to "nguyen duc".
func Fold(text string) string {
	marks := transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)
	folded, _, err := transform.String(marks, strings.ToLower(text))
	if err != nil { // only for bytes that are no text; compare them as they are
		folded = strings.ToLower(text)
	}
	return strings.ReplaceAll(folded, "đ", "d")
}

// Clean returns a name or title as it is kept: NFC, single spaces, none at the ends.
func Clean(text string) string { return strings.Join(strings.Fields(norm.NFC.String(text)), " ") }
