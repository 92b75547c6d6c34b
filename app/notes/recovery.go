package notes

import (
	"strings"
	"unicode"
)

// A recovery sheet (phiếu khôi phục) shows a secret as seven groups of four letters: 26 of the secret, whose last
// two bits are zero, and two that check. Those make every sum of the letters, and every sum of the letters each
// times a power of its place, zero in the field of 32 elements (x⁵ + x² + 1; a Reed-Solomon code): two wrong
// letters are always noticed, and of one it is known where it stands.
const (
	sheetLetters = 28
	sheetGroup   = 4
)

// Mistyped is why the text of a sheet is not taken.
type Mistyped struct {
	Length int // how many letters there are, where it is not 28; else 0
	Group  int // 1 to 7: where the one wrong letter stands, if only one is wrong; 0: not known
}

func (m *Mistyped) Error() string { return "notes: " + CodeMistyped }

// Sheet returns the text of the secret for a recovery sheet: "ABCD-EFGH-…".
func (s Secret) Sheet() string {
	code := append(symbols(secretText.EncodeToString(s[:])), 0, 0)
	// The last two letters a, b solve a + b = s0 and a·x²⁶ + b·x²⁷ = s1.
	s0, s1 := syndromes(code)
	b := times(s1^times(s0, power(26)), inverse(power(26)^power(27)))
	code[26], code[27] = s0^b, b
	var text strings.Builder
	for i, symbol := range code {
		if i > 0 && i%sheetGroup == 0 {
			text.WriteByte('-')
		}
		text.WriteByte(letters[symbol])
	}
	return text.String()
}

// ReadSheet reads what was typed off a sheet: small or capital letters, with or without what stands between
// groups. A *Mistyped says what is wrong; one mistyped letter is always told, and so are two.
func ReadSheet(typed string) (Secret, error) {
	text := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Dash, r) || r == '.' || r == '_' {
			return -1
		}
		return unicode.ToUpper(r)
	}, typed)
	if n := len([]rune(text)); n != sheetLetters {
		return Secret{}, &Mistyped{Length: n}
	}
	for i, r := range []rune(text) {
		if !strings.ContainsRune(letters, r) {
			return Secret{}, &Mistyped{Group: i/sheetGroup + 1}
		}
	}
	code := symbols(text)
	if s0, s1 := syndromes(code); s0 != 0 || s1 != 0 {
		for i := range code {
			if s0 != 0 && times(s0, power(i)) == s1 {
				return Secret{}, &Mistyped{Group: i/sheetGroup + 1}
			}
		}
		return Secret{}, &Mistyped{}
	}
	data, err := secretText.DecodeString(text[:26])
	if err != nil || len(data) != len(Secret{}) || code[25]&3 != 0 {
		return Secret{}, &Mistyped{}
	}
	return Secret(data), nil
}

func symbols(text string) []byte {
	code := make([]byte, len(text))
	for i := range text {
		code[i] = byte(strings.IndexByte(letters, text[i]))
	}
	return code
}

// syndromes are the two sums, which are zero where nothing is wrong.
func syndromes(code []byte) (s0, s1 byte) {
	for i, c := range code {
		s0 ^= c
		s1 ^= times(c, power(i))
	}
	return s0, s1
}

// times multiplies in the field.
func times(a, b byte) byte {
	var product byte
	for ; b > 0; b >>= 1 {
		if b&1 != 0 {
			product ^= a
		}
		if a <<= 1; a&32 != 0 {
			a ^= 0b100101
		}
	}
	return product
}

// power is x to the n.
func power(n int) byte {
	p := byte(1)
	for range n {
		p = times(p, 2)
	}
	return p
}

// inverse is the 30th power: every element's 31st is one.
func inverse(a byte) byte {
	p := byte(1)
	for range 30 {
		p = times(p, a)
	}
	return p
}
