package openslides

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// Paragraphs turns a text that was written as HTML into plain paragraphs: composed (NFC), blanks single,
// list entries with "–" or their number, cells of a table row with " | " between them. What is bold or
// slanted is plain; lost says that pictures, links, scripts, styles or embedded pages were left out. Any
// input gives an answer.
func Paragraphs(text string) (paragraphs []string, lost bool) {
	w := writer{}
	tokens := html.NewTokenizer(strings.NewReader(text))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			w.end()
			return w.paragraphs, w.lost
		case html.TextToken:
			if w.silent == 0 {
				w.text.WriteString(string(tokens.Text()))
			}
		case html.StartTagToken:
			name, _ := tokens.TagName()
			w.start(string(name))
		case html.SelfClosingTagToken:
			name, _ := tokens.TagName()
			w.start(string(name))
			if silent[string(name)] {
				w.stop(string(name))
			}
		case html.EndTagToken:
			name, _ := tokens.TagName()
			w.stop(string(name))
		}
	}
}

// writer gathers paragraphs.
type writer struct {
	paragraphs []string
	text       strings.Builder
	mark       string // before the next paragraph: of a list entry
	lists      []int  // the lists around: the last number given, or bullets
	silent     int    // elements around that are no text
	lost       bool
}

const bullets = -1

// end closes the paragraph, if there is one.
func (w *writer) end() {
	text := strings.TrimSuffix(line(w.text.String()), " |")
	w.text.Reset()
	if text == "" {
		return
	}
	w.paragraphs = append(w.paragraphs, w.mark+text)
	w.mark = ""
}

func (w *writer) start(name string) {
	if silent[name] {
		w.silent, w.lost = w.silent+1, true
		return
	}
	switch name {
	case "img", "iframe", "video", "audio", "object", "embed", "svg", "math", "a":
		w.lost = true
	case "td", "th":
		if strings.TrimSpace(w.text.String()) != "" {
			w.text.WriteString(" | ")
		}
	case "ul", "ol":
		w.end()
		first := bullets
		if name == "ol" {
			first = 0
		}
		w.lists = append(w.lists, first)
	case "li":
		w.end()
		w.mark = "– "
		if last := len(w.lists) - 1; last >= 0 && w.lists[last] != bullets {
			w.lists[last]++
			w.mark = strconv.Itoa(w.lists[last]) + ". "
		}
	default:
		if blocks[name] {
			w.end()
		}
	}
}

func (w *writer) stop(name string) {
	if silent[name] {
		w.silent = max(w.silent-1, 0)
		return
	}
	switch name {
	case "ul", "ol":
		w.end()
		if len(w.lists) > 0 {
			w.lists = w.lists[:len(w.lists)-1]
		}
		w.mark = ""
	case "li":
		w.end()
		w.mark = ""
	default:
		if blocks[name] {
			w.end()
		}
	}
}

// silent are the elements whose content is no text.
var silent = map[string]bool{"script": true, "style": true}

// blocks are the elements that begin and end a paragraph.
var blocks = map[string]bool{"p": true, "div": true, "br": true, "hr": true, "tr": true, "table": true, "caption": true, "pre": true,
	"blockquote": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "dl": true, "dt": true, "dd": true,
	"section": true, "article": true, "header": true, "footer": true, "figure": true, "figcaption": true, "body": true, "html": true}

// paragraphs reads a field that is written as HTML.
func (o *object) paragraphs(field string) []string {
	text, _ := read[string](o, field)
	paragraphs, lost := Paragraphs(text)
	if lost {
		o.remark(MarkupLost, field)
	}
	return paragraphs
}
