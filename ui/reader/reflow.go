package reader

import (
	"slices"
	"strings"
	"unicode"

	"congso.vn/congso/app/papertext"
)

// flowBlock is a paragraph, or a heading, of a paper whose words are shown without its pages.
type flowBlock struct {
	Text    string
	Heading bool
}

// flowLine is one line of a page.
type flowLine struct {
	text                     string
	left, top, right, bottom int32
}

// flowOf puts the words of a page together to paragraphs. A line begins a new one where it stands further in than the
// others, begins with a number or a dash, stands further below, or where the line before it ends early. Lines in
// capitals, and those that begin as parts of official papers do, are headings.
func flowOf(page papertext.Page) []flowBlock {
	lines := unnumbered(linesOf(page))
	if len(lines) == 0 {
		return nil
	}
	left, right := edgesOf(lines)
	high := lines[0].bottom - lines[0].top
	var blocks []flowBlock
	for i, line := range lines {
		heading := isHeading(line.text)
		begins := i == 0 || heading || blocks[len(blocks)-1].Heading || beginsItem(line.text)
		if i > 0 && !begins {
			before := lines[i-1]
			begins = line.left > left+2*high || // further in
				before.right < right-(right-left)/6 || // the line before ends early
				line.top-before.bottom > max(high, line.bottom-line.top) || // further below
				line.top < before.top-high // another column, or a table
		}
		switch {
		case begins:
			blocks = append(blocks, flowBlock{line.text, heading})
		case strings.HasSuffix(blocks[len(blocks)-1].Text, "-"):
			last := &blocks[len(blocks)-1]
			last.Text += line.text
		default:
			blocks[len(blocks)-1].Text += " " + line.text
		}
	}
	return blocks
}

// linesOf is the lines of a page, in the order in which they are read.
func linesOf(page papertext.Page) []flowLine {
	var lines []flowLine
	var words []string
	var line flowLine
	for i, word := range page.Words {
		if len(words) == 0 {
			line = flowLine{left: word.Box.Left, top: word.Box.Top, right: word.Box.Right, bottom: word.Box.Bottom}
		}
		words = append(words, word.Text)
		line.left, line.right = min(line.left, word.Box.Left), max(line.right, word.Box.Right)
		line.top, line.bottom = min(line.top, word.Box.Top), max(line.bottom, word.Box.Bottom)
		if word.Ends || i == len(page.Words)-1 {
			line.text = strings.Join(words, " ")
			lines = append(lines, line)
			words = nil
		}
	}
	return lines
}

// unnumbered is the lines without the page's own number at its head or foot, which is told apart from them.
func unnumbered(lines []flowLine) []flowLine {
	if len(lines) > 1 && isNumber(lines[0].text) {
		lines = lines[1:]
	}
	if len(lines) > 1 && isNumber(lines[len(lines)-1].text) {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// isNumber tells whether a line is a page's number: "12", "- 12 -".
func isNumber(text string) bool {
	text = strings.Trim(text, "-– ")
	return text != "" && len(text) <= 4 && strings.Trim(text, "0123456789") == ""
}

// edgesOf is where most lines begin, and where the longer ones end.
func edgesOf(lines []flowLine) (left, right int32) {
	var lefts, rights []int32
	for _, line := range lines {
		lefts, rights = append(lefts, line.left), append(rights, line.right)
	}
	slices.Sort(lefts)
	slices.Sort(rights)
	return lefts[len(lefts)/4], rights[len(rights)*3/4]
}

// partWords begin the headings of official papers.
var partWords = []string{"Phần ", "Chương ", "Mục ", "Điều ", "Phụ lục "}

// longestHeading is how many letters a heading has at most.
const longestHeading = 120

func isHeading(text string) bool {
	if len([]rune(text)) > longestHeading {
		return false
	}
	for _, word := range partWords {
		if after, is := strings.CutPrefix(text, word); is && after != "" && (unicode.IsDigit([]rune(after)[0]) || unicode.IsUpper([]rune(after)[0])) {
			return true
		}
	}
	upper := 0
	for _, letter := range text {
		if unicode.IsLower(letter) {
			return false
		}
		if unicode.IsUpper(letter) {
			upper++
		}
	}
	return upper >= 4
}

// beginsItem tells whether a line begins as items of lists do: "1.", "2.1.", "a)", "-", "+", "IV.".
func beginsItem(text string) bool {
	first, _, _ := strings.Cut(text, " ")
	switch first {
	case "":
		return false
	case "-", "–", "+", "•", "*":
		return true
	}
	mark := first[len(first)-1]
	if mark != '.' && mark != ')' || len(first) > 8 {
		return false
	}
	body := strings.TrimRight(first, ".)")
	if body == "" {
		return false
	}
	digits := strings.Trim(body, "0123456789.") == ""
	roman := strings.Trim(body, "IVXLC") == ""
	letter := len([]rune(body)) == 1 && unicode.IsLetter([]rune(body)[0])
	return digits || roman || letter
}

// sentencesOf cuts the words of a page into what is read aloud in one breath: sentences, and parts of those that are
// very long.
func sentencesOf(page papertext.Page) []string {
	var sentences []string
	for _, block := range flowOf(page) {
		var words []string
		flush := func() {
			if len(words) > 0 {
				sentences = append(sentences, strings.Join(words, " "))
				words = nil
			}
		}
		for _, word := range strings.Fields(block.Text) {
			words = append(words, word)
			if endsSentence(word, len(words)) || len(words) >= 60 {
				flush()
			}
		}
		flush()
	}
	return sentences
}

// endsSentence tells whether a word, the nth of a sentence, ends it. Numbers of items, such as "1." at the beginning,
// do not.
func endsSentence(word string, nth int) bool {
	if strings.HasSuffix(word, ";") || strings.HasSuffix(word, "!") || strings.HasSuffix(word, "?") || strings.HasSuffix(word, "./.") {
		return true
	}
	return strings.HasSuffix(word, ".") && !(nth <= 2 && beginsItem(word)) && len([]rune(word)) > 3
}
