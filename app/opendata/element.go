package opendata

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// element is one element of an XML document that is being built.
type element struct {
	name     string
	id       string // eId; empty: none
	attrs    []xml.Attr
	children []any // *element or string
	numbers  map[string]int
}

// with sets attributes: name, value, name, value, …; those without a value are left out.
func (e *element) with(pairs ...string) *element {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			e.attrs = append(e.attrs, xml.Attr{Name: xml.Name{Local: pairs[i]}, Value: pairs[i+1]})
		}
	}
	return e
}

// add appends an element without an eId.
func (e *element) add(name string) *element {
	child := &element{name: name}
	e.children = append(e.children, child)
	return child
}

// say appends text.
func (e *element) say(text string) *element {
	e.children = append(e.children, text)
	return e
}

// part appends an element with an eId: that of the part around it, two underscores, the name's short form,
// an underscore and its number there (Akoma Ntoso Naming Convention 1.0, section 5).
func (e *element) part(name string) *element {
	if e.numbers == nil {
		e.numbers = map[string]int{}
	}
	child := e.add(name)
	short := strings.ToLower(name)
	if name == "debateSection" {
		short = "dbsect"
	}
	e.numbers[short]++
	child.id = short + "_" + strconv.Itoa(e.numbers[short])
	if e.id != "" {
		child.id = e.id + "__" + child.id
	}
	return child
}

// inside are the elements that stand in running text, where blanks count.
var inside = " docProponent docTitle docDate recordedTime vote person quantity location "

// write writes the element with everything in it. Blocks get a line each.
func (e *element) write(to *xml.Encoder) error {
	start := xml.StartElement{Name: xml.Name{Local: e.name}}
	if e.id != "" {
		start.Attr = append(start.Attr, xml.Attr{Name: xml.Name{Local: "eId"}, Value: e.id})
	}
	start.Attr = append(start.Attr, e.attrs...)
	if err := to.EncodeToken(start); err != nil {
		return err
	}
	for _, child := range e.children {
		var err error
		switch child := child.(type) {
		case string:
			err = to.EncodeToken(xml.CharData(child))
		case *element:
			err = child.write(to)
		}
		if err != nil {
			return err
		}
	}
	if err := to.EncodeToken(start.End()); err != nil {
		return err
	}
	if strings.Contains(inside, " "+e.name+" ") {
		return nil
	}
	return to.EncodeToken(xml.CharData("\n"))
}
