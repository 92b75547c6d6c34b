package search

import "strings"

// moved are the endings in which two spellings of one syllable are in use: hoà and hòa, khoẻ and khỏe, thuý
// and thúy. The ministry of education's rule of 1984 has the newer one, most papers the older one.
var moved = map[string]string{
	"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
	"oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
	"uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}

// settleTone gives a syllable in small composed letters its older spelling. In "quý" the u belongs to the
// consonant, and there is one spelling.
func settleTone(syllable string) string {
	if len(syllable) < 3 || syllable[len(syllable)-1] < 0x80 { // no marked letter at the end
		return syllable
	}
	for size := 3; size <= min(4, len(syllable)); size++ { // a plain letter and a marked one of two or three bytes
		before, newer := syllable[:len(syllable)-size], syllable[len(syllable)-size:]
		older, ok := moved[newer]
		if ok && !(newer[0] == 'u' && strings.HasSuffix(before, "q")) {
			return before + older
		}
	}
	return syllable
}
