package annotate

import (
	"bytes"
	"fmt"
	"time"

	"congso.vn/congso/app/ink"
	"congso.vn/congso/app/notes"
)

// pen puts marks onto one page.
type pen struct {
	options Options
	frame   frame
	page    ref
	tail    *tail
}

// printed is the flag of annotations that are printed too.
const printed = 4

// markerCover is how much of a marker covers what is under it, as app/ink bakes it.
const markerCover = 0.45

// annotation adds a mark to the tail; false where nothing can be drawn of it.
func (p pen) annotation(m notes.Mark) (ref, bool) {
	var about dict
	var a appearance
	switch m.Kind {
	case notes.Ink:
		s, err := ink.Decode(m.Stroke)
		if err != nil {
			return ref{}, false
		}
		about, a = p.ink(s)
	case notes.Highlight:
		about, a = p.highlight(m)
	case notes.Underline:
		about, a = p.underline(m)
	case notes.Sticky:
		about, a = p.sticky(m)
	case notes.Stamped:
		about, a = p.stamp(m)
	default:
		return ref{}, false
	}
	about = append(about, entry{"T", unicode(p.options.Author)}, entry{"NM", text(m.ID)},
		entry{"CreationDate", date(p.when(m))}, entry{"M", date(p.when(m))})
	return p.tail.add(p.place(about, a)), true
}

// when a mark was made, in the zone of the export.
func (p pen) when(m notes.Mark) time.Time {
	return time.UnixMilli(m.At.Millis).In(p.options.At.Location())
}

// place gives an annotation its rectangle and what it looks like. All is drawn on the page as it is shown, and brought
// into the paper's space once: a turned page shows everything upright.
func (p pen) place(about dict, a appearance) dict {
	on := p.frame.turned(a.bounds)
	m := p.frame.matrix()
	var content bytes.Buffer
	for _, n := range m {
		content.WriteString(string(numeral(n)) + " ")
	}
	content.WriteString("cm\n")
	content.Write(a.content.Bytes())
	form := dict{{"Type", name("XObject")}, {"Subtype", name("Form")}, {"FormType", count(1)}, {"BBox", on.array()}}
	states := dict{}
	if a.multiplies {
		states = states.with("M", dict{{"Type", name("ExtGState")}, {"BM", name("Multiply")}, {"CA", numeral(markerCover)}, {"ca", numeral(markerCover)}})
	}
	if a.clear {
		states = states.with("G", dict{{"Type", name("ExtGState")}, {"ca", numeral(stampCover)}})
	}
	form = form.with("Resources", dict{{"ExtGState", states}})
	drawn := p.tail.add(deflated(form, content.Bytes()))
	return append(dict{
		{"Type", name("Annot")}, {"Rect", on.array()}, {"P", p.page}, {"F", count(printed)}, {"AP", dict{{"N", drawn}}},
	}, about...)
}

// appearance is what is drawn of an annotation, in points of the page as it is shown.
type appearance struct {
	content    bytes.Buffer
	bounds     box
	multiplies bool // with what is under it, from /M on
	clear      bool // it shows what is under it, from /G on
}

func (a *appearance) put(format string, values ...any) {
	fmt.Fprintf(&a.content, format+"\n", values...)
}

// at writes places.
func (a *appearance) at(operator string, places ...point) {
	for _, p := range places {
		a.content.WriteString(string(numeral(p.x)) + " " + string(numeral(p.y)) + " ")
	}
	a.content.WriteString(operator + "\n")
}

// colour is set for lines and surfaces.
func (a *appearance) colour(c ink.Colour) {
	parts := shares(c)
	a.put("%s %s %s RG %s %s %s rg", parts[0], parts[1], parts[2], parts[0], parts[1], parts[2])
}

// shares are the parts of a colour from 0 to 1, to a thousandth.
func shares(c ink.Colour) [3]number {
	var parts [3]number
	for i := range parts {
		parts[i] = number(fmt.Sprintf("%.3f", float64(c>>(16-8*i)&0xff)/255))
	}
	return parts
}

func colourArray(c ink.Colour) array {
	parts := shares(c)
	return array{parts[0], parts[1], parts[2]}
}

// circle fills one, by four curves.
func (a *appearance) circle(at point, radius float64) {
	const k = 0.5523
	x, y, r, c := at.x, at.y, radius, radius*k
	a.at("m", point{x + r, y})
	a.at("c", point{x + r, y + c}, point{x + c, y + r}, point{x, y + r})
	a.at("c", point{x - c, y + r}, point{x - r, y + c}, point{x - r, y})
	a.at("c", point{x - r, y - c}, point{x - c, y - r}, point{x, y - r})
	a.at("c", point{x + c, y - r}, point{x + r, y - c}, point{x + r, y})
	a.put("f")
}

// rounded is the way around a box with round corners.
func (a *appearance) rounded(b box, radius float64) {
	const k = 0.4477
	r, c := radius, radius*k
	a.at("m", point{b.left + r, b.low})
	a.at("l", point{b.right - r, b.low})
	a.at("c", point{b.right - c, b.low}, point{b.right, b.low + c}, point{b.right, b.low + r})
	a.at("l", point{b.right, b.high - r})
	a.at("c", point{b.right, b.high - c}, point{b.right - c, b.high}, point{b.right - r, b.high})
	a.at("l", point{b.left + r, b.high})
	a.at("c", point{b.left + c, b.high}, point{b.left, b.high - c}, point{b.left, b.high - r})
	a.at("l", point{b.left, b.low + r})
	a.at("c", point{b.left, b.low + c}, point{b.left + c, b.low}, point{b.left + r, b.low})
	a.put("h")
}
