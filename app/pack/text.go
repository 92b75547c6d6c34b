package pack

import (
	"bytes"
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"congso.vn/congso/app/people"
	"golang.org/x/text/encoding"
	utf "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// clean returns a text as it is kept: no control letters, composed, single spaces. One that is
// used twice gives the same.
func clean(text string) string {
	return people.Clean(strings.Map(func(letter rune) rune {
		if unicode.IsControl(letter) && !unicode.IsSpace(letter) {
			return -1
		}
		return letter
	}, strings.ToValidUTF8(text, "\uFFFD")))
}

// tooLong reports whether a cleaned text has more letters than the council takes.
func tooLong(text string) bool { return utf8.RuneCountInString(text) > maxLetters }

// readText reads a whole text file: UTF-8 with or without mark, or UTF-16 with its mark, as
// Windows' editor and Excel save it. Bytes that are no text are left as they are.
func (r *reading) readText(ctx context.Context, e *entry) ([]byte, error) {
	limits := r.limits
	limits.File = min(limits.File, textSize)
	var data bytes.Buffer
	if _, err := r.pour(ctx, e, limits, &data); err != nil {
		return nil, err
	}
	return withoutMark(data.Bytes()), nil
}

func withoutMark(data []byte) []byte {
	if rest, marked := bytes.CutPrefix(data, []byte("\xEF\xBB\xBF")); marked {
		return rest
	}
	text, _, err := transform.Bytes(utf.BOMOverride(encoding.Nop.NewDecoder()), data)
	if err != nil { // no decoder of these fails; what it cannot read it shows as a mark
		return data
	}
	return text
}

// position says where in a text an offset is: line and letter, 1 …
func position(text []byte, offset int) (line, column int) {
	before := text[:min(max(offset, 0), len(text))]
	line = bytes.Count(before, []byte("\n")) + 1
	column = utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return line, column
}
