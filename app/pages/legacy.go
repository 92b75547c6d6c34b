package pages

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Papers from before Unicode were written with fonts whose Latin letters look like Vietnamese ones: by TCVN3
// (TCVN 5712:1993, fonts named .Vn…) with one sign for each letter with its tone, by VNI with a letter and a
// sign behind it. What is read out of them is Latin until it is turned by the font's name.

// tcvn3 is the signs of TCVN3 from 0xA1 on; spaces stand for those that are none.
const tcvn3 = "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ "

// tcvn3Hyphen is the sign for ư, which the common encoding of PDF gives as a hyphen.
const tcvn3Hyphen = 'ư'

// fromTCVN3 turns one word. A hyphen beside small letters, or beside signs, is ư: no word is parted there, but
// for the numbers of papers, which go on with a capital or a digit.
func fromTCVN3(text string) string {
	letters := []rune(text)
	isLetter := func(i int) bool {
		return i >= 0 && i < len(letters) && (unicode.IsLower(letters[i]) || letters[i] >= 0xA1 && letters[i] <= 0xFF && letters[i] != 0xAD)
	}
	isNumber := func(i int) bool {
		return i >= 0 && i < len(letters) && letters[i] < 0x80 && (unicode.IsUpper(letters[i]) || unicode.IsDigit(letters[i])) && letters[i] != '-'
	}
	var b strings.Builder
	table := []rune(tcvn3)
	for i, letter := range letters {
		switch at := int(letter) - 0xA1; {
		case letter == 0xAD, letter == '-' && !isNumber(i+1) && !isNumber(i-1) && (isLetter(i-1) || isLetter(i+1)):
			b.WriteRune(tcvn3Hyphen)
		case at >= 0 && at < len(table) && table[at] != ' ':
			b.WriteRune(table[at])
		default:
			b.WriteRune(letter)
		}
	}
	return b.String()
}

// vniAlone are the signs of VNI that are letters by themselves.
var vniAlone = map[rune]rune{
	'ñ': 'đ', 'ô': 'ơ', 'ö': 'ư', 'æ': 'ỉ', 'ó': 'ĩ', 'ò': 'ị', 'î': 'ỵ',
	'Ñ': 'Đ', 'Ô': 'Ơ', 'Ö': 'Ư', 'Æ': 'Ỉ', 'Ó': 'Ĩ', 'Ò': 'Ị', 'Î': 'Ỵ',
}

// vniMarks are the marks that a sign of VNI puts on the letter before it, as Unicode has them.
var vniMarks = map[rune]string{
	'ø': "\u0300", 'ù': "\u0301", 'û': "\u0309", 'õ': "\u0303", 'ï': "\u0323",
	'ê': "\u0306", 'è': "\u0306\u0300", 'é': "\u0306\u0301", 'ú': "\u0306\u0309", 'ü': "\u0306\u0303", 'ë': "\u0306\u0323",
	'â': "\u0302", 'à': "\u0302\u0300", 'á': "\u0302\u0301", 'å': "\u0302\u0309", 'ã': "\u0302\u0303", 'ä': "\u0302\u0323",
}

// fromVNI turns one word.
func fromVNI(text string) string {
	var b strings.Builder
	var before rune // the letter that a sign may stand behind
	for _, letter := range text {
		marks := vniMarks[unicode.ToLower(letter)]
		alone, isAlone := vniAlone[letter]
		switch {
		case marks != "" && strings.ContainsRune("aeouyơư", unicode.ToLower(before)):
			b.WriteString(marks)
			before = 0
			continue
		case isAlone:
			letter = alone
		}
		b.WriteRune(letter)
		before = letter
	}
	return norm.NFC.String(b.String())
}

// legacy turns what was read out of a font of that name. A word that has letters which no old font has was
// written with its letters as they are.
func legacy(font, text string) string {
	for _, letter := range text {
		if letter > 0xFF {
			return text
		}
	}
	_, font = subset(font)
	switch {
	case isVNI(font):
		return fromVNI(text)
	case isTCVN3(font):
		turned := fromTCVN3(text)
		// Fonts of capitals are named so: .VnTimeH, .VnArialH, .VnTimeH-Bold.
		if base, _, _ := strings.Cut(font, "-"); strings.HasSuffix(strings.TrimSuffix(base, "Bold"), "H") {
			return strings.ToUpper(turned)
		}
		return turned
	}
	return text
}

// subset parts the name of a font from the mark that says that only a part of it is there.
func subset(font string) (mark, name string) {
	if mark, name, found := strings.Cut(font, "+"); found {
		return mark, name
	}
	return "", font
}

func isVNI(font string) bool {
	return strings.HasPrefix(strings.ToLower(strings.TrimPrefix(font, ".")), "vni")
}

func isTCVN3(font string) bool { return strings.HasPrefix(strings.ToLower(font), ".vn") }

// isLegacy reports whether a font of that name, without mark, is one of before Unicode.
func isLegacy(font string) bool { return isVNI(font) || isTCVN3(font) }

// mayBeLegacy reports whether letters could be an old font's: only these are looked at, for the renderer is
// asked for the font of each.
func mayBeLegacy(text string) bool {
	for _, letter := range text {
		if letter >= 0xA1 && letter <= 0xFF || letter == '-' {
			return true
		}
	}
	return false
}
