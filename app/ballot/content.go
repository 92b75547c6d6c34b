package ballot

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// What a ballot holds at most.
const (
	MaxText  = 2_000    // letters of an opinion
	MaxBytes = 64 << 10 // of a ballot as it is written
)

// Content is what one ballot says. The zero value is a ballot that says nothing (phiếu trắng). Which fields a ballot
// fills is its method's. Written on disk and on the wire: only ever add.
type Content struct {
	Answer  Answer              `json:"answer,omitempty"`  // to the whole, or to all options at once
	Options []string            `json:"options,omitempty"` // those marked: chosen, or struck out
	Answers map[string][]Answer `json:"answers,omitempty"` // the marks on each line; several make the line invalid
	Points  map[string]int      `json:"points,omitempty"`  // 0 points are said, and not the same as saying nothing
	Text    string              `json:"text,omitempty"`    // an opinion's words, tidy
}

// Encode writes what a ballot says in the one form it is kept and sent in: ballots that say the same are the same bytes.
func (c Content) Encode() []byte {
	c = c.ordered()
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(c); err != nil {
		panic("ballot: " + err.Error()) // strings, numbers and maps by string: they always encode
	}
	return bytes.TrimSuffix(text.Bytes(), []byte("\n"))
}

// Same reports whether two ballots say the same. A ballot said again gets the receipt it got before.
func Same(a, b Content) bool { return bytes.Equal(a.Encode(), b.Encode()) }

// Decode reads what Encode wrote, and nothing else: an unknown or repeated field, an option or mark that stands twice,
// another order, spaces, or anything behind it is refused. The error is a Refusal. Whether the ballot is valid is its
// sheet's to say.
func Decode(text []byte) (Content, error) {
	if len(text) > MaxBytes {
		return Content{}, Refusal{TooLarge}
	}
	var c Content
	if json.Unmarshal(text, &c) != nil || !bytes.Equal(c.Encode(), text) || c.repeats() {
		return Content{}, Refusal{Unreadable}
	}
	return c, nil
}

// ordered is the same content with lists in order and without empty ones.
func (c Content) ordered() Content {
	c.Options = slices.Sorted(slices.Values(c.Options))
	marked := make(map[string][]Answer, len(c.Answers))
	for option, marks := range c.Answers {
		if len(marks) > 0 {
			marked[option] = slices.SortedFunc(slices.Values(marks), func(a, b Answer) int {
				return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
			})
		}
	}
	c.Answers = marked
	return c
}

// repeats reports whether an option, or an answer on one line, is marked twice.
func (c Content) repeats() bool {
	return repeats(c.Options) || slices.ContainsFunc(slices.Collect(maps.Values(c.Answers)), repeats)
}

// blank reports whether the ballot says nothing.
func (c Content) blank() bool {
	marked := false
	for _, marks := range c.Answers {
		marked = marked || len(marks) > 0
	}
	return c.Answer == "" && len(c.Options) == 0 && !marked && len(c.Points) == 0 && c.Text == ""
}

// Tidy returns words as a ballot holds them: composed letters (NFC), lines ended by \n without spaces around them, no
// empty lines at the ends and no two of them together, and no letters that nobody sees.
func Tidy(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\t", " ", "\u2028", "\n", "\u2029", "\n").Replace(norm.NFC.String(strings.ToValidUTF8(text, "")))
	text = strings.Map(func(r rune) rune {
		if r != '\n' && !unicode.IsGraphic(r) {
			return -1
		}
		return r
	}, text)
	var tidy []string
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.Join(strings.Fields(line), " ")
		if line != "" || len(tidy) > 0 && tidy[len(tidy)-1] != "" {
			tidy = append(tidy, line)
		}
	}
	return norm.NFC.String(strings.TrimRight(strings.Join(tidy, "\n"), "\n"))
}

// textFault returns what is wrong with the words of an opinion.
func textFault(text string) string {
	switch {
	case utf8.RuneCountInString(text) > MaxText:
		return TooLong
	case Tidy(text) != text:
		return WrongText
	}
	return ""
}
