package kit

import (
	"strings"
	"unicode"
)

// keyRole says what a key of the screen's keyboard is for.
type keyRole uint8

const (
	letterKey keyRole = iota // writes its letter
	toneKey
	shiftKey
	backKey
	undoKey
	methodKey
	pageKey
	blankKey
	enterKey
	doneKey
	hideKey
)

// keyPage is a set of keys.
type keyPage uint8

const (
	letterPage keyPage = iota
	numberPage
	symbolPage
)

// keySpec is one key. Its share is the part of the keyboard's width that it takes; a whole row has ten.
type keySpec struct {
	role   keyRole
	letter rune
	tone   ToneMark
	page   keyPage // the one it leads to
	share  float32
}

// rowShare is how many shares a row has.
const rowShare = 10

// keyRows are the keys of a page. enter says whether there is anything for Enter to do.
func keyRows(page keyPage, enter bool) [][]keySpec {
	rows := [][]keySpec{{
		{role: toneKey, tone: Acute, share: 1}, {role: toneKey, tone: Grave, share: 1}, {role: toneKey, tone: HookTop, share: 1},
		{role: toneKey, tone: Tilde, share: 1}, {role: toneKey, tone: DotLow, share: 1},
		{role: undoKey, share: 2.2}, {role: methodKey, share: 1.6}, {role: hideKey, share: 1.2},
	}}
	other, third := keySpec{role: shiftKey, share: 1.5}, "zxcvbnm"
	turn := keySpec{role: pageKey, page: numberPage, share: 1.5}
	switch page {
	case letterPage:
		rows = append(rows, letterKeys("qwertyuiop"), letterKeys("asdfghjkl’"))
	case numberPage:
		rows = append(rows, letterKeys("1234567890"), letterKeys(`-/:;()%&@"`))
		other, third = keySpec{role: pageKey, page: symbolPage, share: 1.5}, "?!’'+=_"
		turn.page = letterPage
	case symbolPage:
		rows = append(rows, letterKeys(`[]{}#*^\|~`), letterKeys("<>$€₫§°•…`"))
		other, third = keySpec{role: pageKey, page: numberPage, share: 1.5}, "“”‘’–—×"
		turn.page = letterPage
	}
	row := append([]keySpec{other}, letterKeys(third)...)
	rows = append(rows, append(row, keySpec{role: backKey, share: 1.5}))
	last := []keySpec{turn, {letter: ',', share: 1}, {role: blankKey, share: 5}, {letter: '.', share: 1}, {role: doneKey, share: 1.5}}
	if enter {
		last[2].share -= 1.2
		last = append(last[:4], keySpec{role: enterKey, share: 1.2}, last[4])
	}
	return append(rows, last)
}

func letterKeys(letters string) []keySpec {
	var keys []keySpec
	for _, letter := range letters {
		keys = append(keys, keySpec{letter: letter, share: 1})
	}
	return keys
}

// letterForms are what a long press on a letter offers: each vowel with its tones in the order of the keys
// of tones, a line for each mark.
var letterForms = map[rune][]string{
	'a': {"aáàảãạ", "ăắằẳẵặ", "âấầẩẫậ"},
	'd': {"dđ"},
	'e': {"eéèẻẽẹ", "êếềểễệ"},
	'i': {"iíìỉĩị"},
	'o': {"oóòỏõọ", "ôốồổỗộ", "ơớờởỡợ"},
	'u': {"uúùủũụ", "ưứừửữự"},
	'y': {"yýỳỷỹỵ"},
	',': {",;:-–"},
	'’': {"’'\"“”"},
	'.': {".?!…/"},
}

// letterHints are written small on the keys that have more than tones to offer.
var letterHints = map[rune]string{'a': "ăâ", 'd': "đ", 'e': "ê", 'o': "ôơ", 'u': "ư", '.': "?!"}

// formsOf are the forms of a letter in its case.
func formsOf(letter rune, upper bool) [][]rune {
	var forms [][]rune
	for _, line := range letterForms[unicode.ToLower(letter)] {
		if upper {
			line = strings.ToUpper(line)
		}
		forms = append(forms, []rune(line))
	}
	return forms
}

// box is a place on the keyboard.
type box struct{ x, y, width, height float32 }

// keyboardGap lies between the faces of two keys; a finger in the gap is on the nearer one.
const keyboardGap = 8

// keyBoxes are the places of keys, without gaps, on a keyboard of a width, below the margin at the top.
func keyBoxes(rows [][]keySpec, width, high float32) [][]box {
	boxes := make([][]box, len(rows))
	unit := width / rowShare
	for i, row := range rows {
		var whole float32
		for _, key := range row {
			whole += key.share
		}
		x := (rowShare - whole) / 2 * unit // a shorter row stands in the middle
		for _, key := range row {
			boxes[i] = append(boxes[i], box{x, float32(i) * high, key.share * unit, high})
			x += key.share * unit
		}
	}
	return boxes
}

// keyHigh is how high a key's face and gap are in a window of a height, under a scale: about a third of the
// window for all rows, and never under 48 for a face.
func keyHigh(window, scale float32) float32 {
	share, most := float32(0.38), float32(64)
	if scale > 1 {
		share, most = 0.46, 84
	}
	face := (share*window - 6*keyboardGap) / 5
	return min(max(face, 48), most) + keyboardGap
}
