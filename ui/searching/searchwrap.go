package searching

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"congso.vn/congso/app/search"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
)

// foundText is wrapping words of which some are marked, over a few lines at most.
type foundText struct {
	widget.BaseWidget
	parts  []search.Part
	style  kit.Style
	most   int // lines
	broken struct {
		width, scale float32
		lines        []foundLine
	}
}

// foundLine is a line of runs, each marked or not.
type foundLine []foundRun

type foundRun struct {
	text  string
	found bool
	x     float32
	width float32
}

func newFoundText(style kit.Style, most int) *foundText {
	t := &foundText{style: style, most: most}
	t.ExtendBaseWidget(t)
	return t
}

func (t *foundText) set(parts []search.Part) {
	if sameParts(t.parts, parts) {
		return
	}
	t.parts = parts
	t.broken.lines = nil
	t.Refresh()
}

func sameParts(a, b []search.Part) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// AccessibilityLabel is the words.
func (t *foundText) AccessibilityLabel() string {
	var said strings.Builder
	for _, part := range t.parts {
		said.WriteString(part.Text)
	}
	return said.String()
}

// AccessibilityRole is text.
func (t *foundText) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (t *foundText) line(look kit.Look) float32 { return look.Dp(t.style.LineHeight) }

func (t *foundText) face(found bool) fyne.TextStyle {
	return fyne.TextStyle{Bold: found || t.style.Weight == kit.SemiBold}
}

func (t *foundText) measure(look kit.Look, text string, found bool) float32 {
	return fyne.MeasureText(strings.ReplaceAll(text, "\u00a0", " "), look.Dp(t.style.Size), t.face(found)).Width
}

// foundAir is what stands beside marked words.
const foundAir = 3

// lines breaks the words to a width.
func (t *foundText) lines(look kit.Look, width float32) []foundLine {
	if t.broken.lines != nil && t.broken.width == width && t.broken.scale == look.Scale {
		return t.broken.lines
	}
	t.broken.width, t.broken.scale = width, look.Scale
	b := &foundBreaker{text: t, look: look, width: width, space: t.measure(look, " ", false)}
	for i, part := range t.parts {
		b.glued = i > 0 && !strings.HasSuffix(t.parts[i-1].Text, " ") && !strings.HasPrefix(part.Text, " ")
		for _, word := range strings.FieldsFunc(part.Text, func(r rune) bool { return r == ' ' || r == '\n' }) {
			b.add(word, part.Found)
			b.glued = false
		}
	}
	b.end()
	if len(b.done) > t.most {
		b.done = b.done[:t.most]
		last := b.done[t.most-1]
		run := &last[len(last)-1]
		dots := t.measure(look, "…", run.found)
		for run.x+run.width+dots > width && strings.ContainsRune(run.text, ' ') {
			run.text = run.text[:strings.LastIndexByte(run.text, ' ')]
			run.width = t.measure(look, run.text, run.found)
		}
		run.text += "…"
		run.width += dots
	}
	t.broken.lines = b.done
	return b.done
}

// foundBreaker lays words into lines.
type foundBreaker struct {
	text  *foundText
	look  kit.Look
	width float32
	space float32
	glued bool // the next word follows the one before without a space
	now   foundLine
	x     float32
	done  []foundLine
}

func (b *foundBreaker) add(word string, found bool) {
	wide := b.text.measure(b.look, word, found)
	gap := frame.Pick(b.glued || len(b.now) == 0, 0, b.space)
	if found {
		wide += 2 * b.look.Dp(foundAir)
	}
	if len(b.now) > 0 && b.x+gap+wide > b.width+0.5 {
		b.end()
		gap = 0
	}
	if last := len(b.now) - 1; last >= 0 && b.now[last].found == found {
		run := &b.now[last]
		run.text += frame.Pick(gap > 0, " ", "") + word
		run.width = b.text.measure(b.look, run.text, found)
		b.x = run.x + run.width + frame.Pick(found, b.look.Dp(foundAir), 0)
		return
	}
	x := b.x + gap + frame.Pick(found, b.look.Dp(foundAir), 0)
	width := b.text.measure(b.look, word, found)
	b.now = append(b.now, foundRun{word, found, x, width})
	b.x = x + width + frame.Pick(found, b.look.Dp(foundAir), 0)
}

func (b *foundBreaker) end() {
	if len(b.now) > 0 {
		b.done = append(b.done, b.now)
	}
	b.now, b.x = nil, 0
}

// HeightFor tells how high the words stand when they are so wide.
func (t *foundText) HeightFor(width float32) float32 {
	look := kit.LookOf(t)
	return float32(max(1, len(t.lines(look, width)))) * t.line(look)
}

// CreateRenderer is part of fyne.Widget.
func (t *foundText) CreateRenderer() fyne.WidgetRenderer {
	d := &frame.Drawing{Owner: t}
	d.Place = func(size fyne.Size) {
		look := kit.LookOf(t)
		d.Parts = nil
		var texts []fyne.CanvasObject
		for i, line := range t.lines(look, size.Width) {
			top := float32(i) * t.line(look)
			for _, run := range line {
				text := canvas.NewText(strings.ReplaceAll(run.text, "\u00a0", " "), look.Color(t.style.Color))
				text.TextSize, text.TextStyle = look.Dp(t.style.Size), t.face(run.found)
				least := text.MinSize()
				frame.Put(text, run.x, top+(t.line(look)-least.Height)/2, least.Width, least.Height)
				texts = append(texts, text)
				if run.found {
					ground := canvas.NewRectangle(look.Color(kit.Mark))
					ground.CornerRadius = look.Dp(3)
					frame.Put(ground, run.x-look.Dp(foundAir), top+look.Dp(1), run.width+2*look.Dp(foundAir), t.line(look)-look.Dp(2))
					d.Parts = append(d.Parts, ground)
				}
			}
		}
		d.Parts = append(d.Parts, texts...)
	}
	d.Least = func() fyne.Size {
		look := kit.LookOf(t)
		if width := t.Size().Width; width > 0 {
			return fyne.NewSize(look.Dp(120), t.HeightFor(width))
		}
		return fyne.NewSize(look.Dp(120), t.line(look))
	}
	return frame.NewDrawing(d)
}
