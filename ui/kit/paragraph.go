package kit

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"
)

// Paragraph is words that wrap. Its height follows its width: the layouts of this package ask HeightFor
// and give it the room in one pass. In a Row it wants to stand in Fill. A no-break space never wraps.
type Paragraph struct {
	widget.BaseWidget
	text     string
	style    Style
	maxLines int

	brokenFor brokenKey
	lines     []string
}

type brokenKey struct {
	text  string
	style Style
	scale float32
	width float32
}

// NewParagraph makes wrapping words in a style.
func NewParagraph(text string, style Style) *Paragraph {
	p := &Paragraph{text: text, style: style}
	p.ExtendBaseWidget(p)
	return p
}

// MaxLines lets the words end in "…" after so many lines, and returns the paragraph; 0 is no limit.
func (p *Paragraph) MaxLines(count int) *Paragraph {
	p.maxLines = count
	p.brokenFor = brokenKey{}
	p.Refresh()
	return p
}

// Text returns the words.
func (p *Paragraph) Text() string { return p.text }

// SetText changes the words; the same words again cost nothing.
func (p *Paragraph) SetText(text string) {
	if p.text == text {
		return
	}
	p.text = text
	p.Refresh()
}

// SetStyle changes the look; the same style again costs nothing.
func (p *Paragraph) SetStyle(style Style) {
	if p.style == style {
		return
	}
	p.style = style
	p.Refresh()
}

// Baseline tells how far the first line's foot stands below the top.
func (p *Paragraph) Baseline() float32 { return p.style.baseline(LookOf(p)) }

// HeightFor tells how high the words stand when they are so wide.
func (p *Paragraph) HeightFor(width float32) float32 {
	look := LookOf(p)
	return float32(max(1, len(p.broken(look, width)))) * p.style.line(look)
}

// Natural tells the size of the words when only their own line ends break them.
func (p *Paragraph) Natural() fyne.Size {
	look := LookOf(p)
	var wide float32
	lines := strings.Split(drawn(p.text), "\n")
	for _, line := range lines {
		wide = max(wide, p.style.width(look, line))
	}
	return fyne.NewSize(wide, float32(len(lines))*p.style.line(look))
}

// AccessibilityLabel is the words.
func (p *Paragraph) AccessibilityLabel() string { return p.text }

// AccessibilityRole is text.
func (p *Paragraph) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is part of fyne.Widget.
func (p *Paragraph) CreateRenderer() fyne.WidgetRenderer {
	d := &drawing{owner: p}
	var drawnLines []*canvas.Text
	d.layout = func(size fyne.Size) {
		look := LookOf(p)
		words := p.broken(look, size.Width)
		for len(drawnLines) < len(words) {
			drawnLines = append(drawnLines, canvas.NewText("", nil))
		}
		drawnLines = drawnLines[:len(words)]
		d.objects = d.objects[:0]
		for i, line := range drawnLines {
			p.style.paint(look, line, drawn(words[i]))
			p.style.place(look, line, fyne.NewPos(0, float32(i)*p.style.line(look)), size.Width)
			d.objects = append(d.objects, line)
		}
	}
	d.min = func() fyne.Size {
		look := LookOf(p)
		width := p.Size().Width
		if width <= 0 {
			return fyne.NewSize(p.longestWord(look), p.style.line(look))
		}
		return fyne.NewSize(p.longestWord(look), p.HeightFor(width))
	}
	return newDrawing(d)
}

func (p *Paragraph) longestWord(look Look) float32 {
	var wide float32
	for _, word := range strings.FieldsFunc(p.text, func(r rune) bool { return r == ' ' || r == '\n' }) {
		wide = max(wide, p.style.width(look, drawn(word)))
	}
	return min(wide, look.Dp(240))
}

func (p *Paragraph) broken(look Look, width float32) []string {
	key := brokenKey{p.text, p.style, look.Scale, width}
	if key == p.brokenFor {
		return p.lines
	}
	p.brokenFor = key
	p.lines = wrap(p.text, width, p.maxLines, func(text string) float32 { return p.style.width(look, drawn(text)) })
	return p.lines
}

// wrap breaks words at spaces, and inside a word only where the word alone is too wide.
func wrap(text string, width float32, limit int, measure func(string) float32) []string {
	const slack = 0.5 // sizes are rounded on their way through layouts
	var lines []string
	for _, paragraph := range strings.Split(text, "\n") {
		line := ""
		for _, word := range wordsFor(paragraph, width+slack, measure) {
			joined := word
			if line != "" {
				joined = line + " " + word
			}
			if measure(joined) <= width+slack || width <= 0 {
				line = joined
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			for measure(word) > width+slack {
				head, tail := splitWord(word, width+slack, measure)
				if tail == "" {
					break
				}
				lines = append(lines, head)
				word = tail
			}
			line = word
		}
		lines = append(lines, line)
	}
	if limit > 0 && len(lines) > limit {
		last := lines[limit-1] + "…"
		for measure(last) > width+slack && len(last) > len("…") {
			runes := []rune(strings.TrimSuffix(last, "…"))
			last = strings.TrimRight(string(runes[:len(runes)-1]), " ") + "…"
		}
		lines = append(lines[:limit-1:limit-1], last)
	}
	return lines
}

// wordsFor splits at spaces, and at no-break spaces only what would not fit otherwise.
func wordsFor(text string, width float32, measure func(string) float32) []string {
	words := strings.FieldsFunc(text, func(r rune) bool { return r == ' ' })
	for i := 0; i < len(words); i++ {
		if strings.ContainsRune(words[i], '\u00a0') && width > 0.5 && measure(words[i]) > width {
			parts := strings.Split(words[i], "\u00a0")
			words = append(words[:i:i], append(parts, words[i+1:]...)...)
			i += len(parts) - 1
		}
	}
	return words
}

func splitWord(word string, width float32, measure func(string) float32) (head, tail string) {
	runes := []rune(word)
	cut := 1
	for cut < len(runes) && measure(string(runes[:cut+1])) <= width {
		cut++
	}
	for cut < len(runes) && unicode.Is(unicode.Mn, runes[cut]) {
		cut++ // a mark stays with its letter
	}
	return string(runes[:cut]), string(runes[cut:])
}

// KeepNumbers ties every number to the word before it ("năm 2027", "Điều 3"), so that titles wrap
// before both.
func KeepNumbers(text string) string {
	runes := []rune(text)
	for i := 1; i+1 < len(runes); i++ {
		if runes[i] == ' ' && unicode.IsDigit(runes[i+1]) && unicode.IsLetter(runes[i-1]) {
			runes[i] = '\u00a0'
		}
	}
	return string(runes)
}
