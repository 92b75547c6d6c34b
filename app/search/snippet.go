package search

import "strings"

// snippetWords is how many words of a page are shown around what was found.
const snippetWords = 24

// Part is a stretch of a snippet.
type Part struct {
	Text  string
	Found bool // it is what was asked for
}

// Snippet returns the words around the place of a text that answers most of a query, on one line. What was
// left out before and behind is marked by "…". Where nothing answers it is the text's beginning.
func (q Query) Snippet(text string) []Part {
	words := cut(text)
	if len(words) == 0 || q.Empty() {
		return nil
	}
	exact, folded := make([]string, len(words)), make([]string, len(words))
	for i, w := range words {
		f := q.forms(text[w.first:w.end])
		exact[i], folded[i] = f.exact, f.folded
	}
	found, _ := q.answers(exact, folded)
	from := best(found, len(words))
	to := min(from+snippetWords, len(words))

	var parts []Part
	add := func(text string, is bool) {
		if text = oneLine(text); text == "" {
			return
		}
		if last := len(parts) - 1; last >= 0 && parts[last].Found == is {
			parts[last].Text += text
			return
		}
		parts = append(parts, Part{text, is})
	}
	if from > 0 {
		add("… ", false)
	}
	at := words[from].first
	for _, s := range found {
		if s.End <= from || s.First >= to {
			continue
		}
		first, end := max(s.First, from), min(s.End, to)
		add(text[at:words[first].first], false)
		add(text[words[first].first:words[end-1].end], true)
		at = words[end-1].end
	}
	end := len(text)
	if to < len(words) {
		end = words[to-1].end
	}
	add(strings.TrimRight(text[at:end], " \r\n\t"), false)
	if to < len(words) {
		add(" …", false)
	}
	return parts
}

// best returns the first word of the window that shows most of what was found, with a few words before it.
func best(found []Span, count int) int {
	if len(found) == 0 || count <= snippetWords {
		return 0
	}
	at, most := 0, 0
	for i, s := range found {
		shown := 0
		for _, other := range found[i:] {
			if other.End > s.First+snippetWords-snippetWords/4 {
				break
			}
			shown += other.End - other.First
		}
		if shown > most {
			at, most = i, shown
		}
	}
	return min(max(found[at].First-snippetWords/4, 0), count-snippetWords)
}

// oneLine puts one space where there are lines' ends and several spaces.
func oneLine(text string) string {
	fields := strings.Fields(text)
	if len(fields) == 0 {
		if text == "" {
			return ""
		}
		return " "
	}
	line := strings.Join(fields, " ")
	if strings.TrimLeft(text[:1], " \r\n\t") == "" {
		line = " " + line
	}
	if strings.TrimLeft(text[len(text)-1:], " \r\n\t") == "" {
		line += " "
	}
	return line
}
