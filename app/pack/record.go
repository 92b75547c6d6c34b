package pack

import (
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"
)

// maxJoined is how many lines a cell with line breaks may run over. A quote that is never closed
// would otherwise swallow the rest of the list.
const maxJoined = 10

// record reads the cells of the first line, and of those after it where a quoted cell runs on.
// It tells how many lines it used: one, where the line cannot be read.
func record(lines []string, comma rune) (cells []string, used int, ok bool) {
	text := ""
	for used < min(len(lines), maxJoined) && (used == 0 || quoteOpen(text)) {
		text += lines[used] + "\n"
		used++
	}
	if quoteOpen(text) || !isText(text) {
		return nil, 1, false
	}
	if strings.TrimSpace(text) == "" {
		return nil, used, true
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.Comma, reader.FieldsPerRecord = comma, -1
	cells, err := reader.Read()
	if err != nil {
		return nil, 1, false
	}
	if _, err := reader.Read(); !errors.Is(err, io.EOF) {
		return nil, 1, false
	}
	return cells, used, true
}

// isText reports whether every letter could be read.
func isText(text string) bool { return !strings.ContainsRune(text, utf8.RuneError) }

func quoteOpen(text string) bool { return strings.Count(text, `"`)%2 == 1 }

// separatorOf tells what separates the cells of a line of headings. Excel set to Vietnamese
// writes semicolons, because a comma is its decimal sign.
func separatorOf(line string) rune {
	best, most := ',', 0
	for _, separator := range ",;\t" {
		count, quoted := 0, false
		for _, letter := range line {
			switch letter {
			case '"':
				quoted = !quoted
			case separator:
				if !quoted {
					count++
				}
			}
		}
		if count > most {
			best, most = separator, count
		}
	}
	return best
}
