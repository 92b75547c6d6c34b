package print

import (
	"strconv"
	"strings"
)

// whole says a number with its thousands apart: "48.650".
func (s *sheet) whole(n int) string {
	digits := strconv.Itoa(n)
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	mark := s.words.Say("print.thousands")
	for at := len(digits) - 3; at > 0; at -= 3 {
		digits = digits[:at] + mark + digits[at:]
	}
	return sign + digits
}

// wall stands inside what would be read as a mark; it is dropped when marks have been read.
const wall = "\u2060"

// safe keeps what people typed from being read as marks of bold and italic.
func safe(text string) string {
	return strings.NewReplacer("**", "*"+wall+"*"+wall, "__", "_"+wall+"_"+wall).Replace(clean(text))
}

// unstopped drops the full stop that people type after a title, where the sentence has its own.
func unstopped(text string) string { return strings.TrimRight(clean(text), ". ") }
