package export

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// nameBytes is how long a name may be: file systems take 255 bytes, and something is put behind it.
const nameBytes = 160

// reserved are names that Windows keeps for itself, whatever ends them.
var reserved = []string{"con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"}

// fileName is a title as every file system takes it; otherwise where nothing is left of it.
func fileName(title, otherwise string) string {
	name := strings.Map(func(letter rune) rune {
		switch {
		case unicode.IsSpace(letter):
			return ' '
		case unicode.IsControl(letter), unicode.Is(unicode.Cf, letter), letter == utf8.RuneError:
			return -1
		case strings.ContainsRune(`<>:"/\|?*`, letter):
			return '-'
		}
		return letter
	}, norm.NFC.String(title))
	name = strings.Join(strings.Fields(name), " ")
	for len(name) > nameBytes {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	name = strings.Trim(name, " .")
	stem, _, _ := strings.Cut(folded(name), ".")
	for _, one := range reserved {
		if strings.TrimSpace(stem) == one {
			name = "_" + name
		}
	}
	if name == "" {
		return otherwise
	}
	return name
}

// folded is a name as a disk sees it that does not tell small letters from capitals.
func folded(name string) string { return strings.ToLower(name) }

// free is a name that is not taken, with a number behind it where it was.
func free(name, ending string, taken func(string) bool) string {
	full := name + ending
	for n := 2; taken(full); n++ {
		full = fmt.Sprintf("%s (%d)%s", name, n, ending)
	}
	return full
}
