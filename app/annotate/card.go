package annotate

import (
	"strings"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
)

const (
	noteWidth  = 170.0 // points of a note whose place is narrower
	noteBorder = 6.0
	noteShare  = 0.45 // of the page's height that a note covers at most
	lineHigh   = 1.35 // of the size of letters
	stampCover = 0.85 // how much of the paper a stamp's ground covers, as on the screen
)

const (
	dark   ink.Colour = 0x1f2937 // of words on notes
	agree  ink.Colour = 0x1e7b4f
	review ink.Colour = 0x8a5a00
	quiet  ink.Colour = 0x6b7280
)

// within moves a box so that it lies on the page, as far as it fits there.
func (f frame) within(b box) box {
	wide, tall := f.size()
	dx := max(min(0, wide-b.right), -b.left)
	dy := max(min(0, tall-b.high), -b.low)
	return box{b.left + dx, b.low + dy, b.right + dx, b.high + dy}
}

// sticky is a note: a sheet with its words, as large as they need. What does not fit is cut short in the drawing; all
// of it stands in the contents.
func (p pen) sticky(m notes.Mark) (dict, appearance) {
	c := m.Colour
	if c == 0 {
		c = yellow
	}
	lies := union(m.Anchor.Quads)
	pageWide, pageTall := p.frame.size()
	width := min(max(lies.wide(), noteWidth), pageWide)
	high := pageTall * noteShare
	var lines []string
	size := 0.0
	if letter := p.options.Letter; letter != nil {
		for _, size = range []float64{10, 9, 8, 7} {
			lines = letter.lines(m.Text, size, width-2*noteBorder)
			if float64(len(lines))*size*lineHigh+2*noteBorder <= high {
				break
			}
		}
		if fit := max(1, int((high-2*noteBorder)/(size*lineHigh))); len(lines) > fit {
			lines = lines[:fit]
			lines[fit-1] = strings.TrimRight(lines[fit-1], " .,") + " …"
		}
	}
	tall := max(float64(len(lines))*size*lineHigh+2*noteBorder, min(lies.tall(), high), 20)
	on := p.frame.within(box{lies.left, lies.low, lies.left + width, lies.low + tall})
	a := appearance{bounds: on}
	a.colour(tint(c))
	a.put("%s %s %s %s re f", numeral(on.left), numeral(on.low), numeral(on.wide()), numeral(on.tall()))
	a.colour(c)
	a.put("0.8 w %s %s %s %s re S", numeral(on.left+0.4), numeral(on.low+0.4), numeral(on.wide()-0.8), numeral(on.tall()-0.8))
	a.colour(dark)
	for i, line := range lines {
		a.letters(p.options.Letter, line, size, point{on.left + noteBorder, on.low + noteBorder + (float64(i)+0.85)*size*lineHigh - 0.1*size})
	}
	return dict{
		{"Subtype", name("FreeText")}, {"Contents", unicode(m.Text)}, {"DA", text("0.122 0.161 0.216 rg /Helv 10 Tf")},
		{"C", colourArray(tint(c))}, {"Q", count(0)},
	}, a
}

// tint is a colour as paper of a note has it.
func tint(c ink.Colour) ink.Colour {
	var out ink.Colour
	for shift := 0; shift <= 16; shift += 8 {
		out |= (255 - (255-c>>shift&0xff)*45/100) << shift
	}
	return out
}

// stamp is a frame with the words of a stamp, as large as its place allows.
func (p pen) stamp(m notes.Mark) (dict, appearance) {
	words, c, standard := p.options.Stamps[m.Stamp], m.Colour, name("Approved")
	if m.Stamp == notes.Review {
		standard = "ForComment"
	}
	if c == 0 && m.Stamp == notes.Review {
		c = review
	} else if c == 0 {
		c = agree
	}
	lies := union(m.Anchor.Quads)
	size := min(max((lies.tall()-2)*0.5, 9), 28)
	wide := lies.wide()
	if letter := p.options.Strong; letter != nil {
		wide = max(wide, letter.width(composed(words), size)+1.6*size)
	}
	tall := max(lies.tall(), 1.9*size)
	on := p.frame.within(box{lies.left, lies.low, lies.left + wide, lies.low + tall})
	a := appearance{bounds: on, clear: true}
	border := max(tall*0.07, 1)
	inner := box{on.left + border, on.low + border, on.right - border, on.high - border}
	a.put("q /G gs 1 1 1 rg")
	a.rounded(inner, tall*0.25)
	a.put("f Q")
	a.colour(c)
	a.put("%s w", numeral(border))
	a.rounded(inner, tall*0.25)
	a.put("S")
	if letter := p.options.Strong; letter != nil {
		line := composed(words)
		a.letters(letter, line, size, point{(on.left + on.right - letter.width(line, size)) / 2, (on.low+on.high)/2 + size*0.35})
	}
	return dict{{"Subtype", name("Stamp")}, {"Name", standard}, {"Contents", unicode(words)}, {"C", colourArray(c)}}, a
}

// notice is the line that says what the copy is.
func (p pen) notice() ref {
	const size = 7
	line := composed(p.options.Notice)
	wide, _ := p.frame.size()
	long := p.options.Letter.width(line, size)
	on := p.frame.within(box{(wide - long) / 2, 6, (wide + long) / 2, 6 + size*1.6})
	a := appearance{bounds: on}
	a.colour(quiet)
	a.letters(p.options.Letter, line, size, point{on.left, on.low + size*1.1})
	return p.tail.add(p.place(dict{
		{"Subtype", name("FreeText")}, {"Contents", unicode(p.options.Notice)}, {"DA", text("0.42 0.447 0.502 rg /Helv 7 Tf")},
		{"T", unicode(p.options.Author)}, {"M", date(p.options.At)},
	}, a))
}
