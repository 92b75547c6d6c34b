package opendata

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// The namespace of Akoma Ntoso 3.0, OASIS Standard of 29 August 2018.
const aknNamespace = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"

// Minutes writes the minutes of a session as an Akoma Ntoso debate. There must be at least one paragraph
// that is public, or a time of opening: the standard knows no debate without content. An error is an
// *Error.
func Minutes(session Session, options Options) ([]byte, error) {
	s, err := prepare(session)
	if err != nil {
		return nil, err
	}
	if len(s.Minutes) == 0 && s.OpenedAt == 0 {
		return nil, &Error{NothingToWrite, "minutes", ""}
	}
	w := &aknWriter{s: s, o: options, references: &element{name: "references"}, refs: map[string]string{}, votings: map[string]*element{}, told: map[string]bool{},
		items: map[string]Item{}, polls: map[string]Poll{}, speeches: map[string]Speech{}, names: map[string]string{}}
	var text bytes.Buffer
	text.WriteString(xml.Header)
	encoder := xml.NewEncoder(&text)
	if err := w.document().write(encoder); err != nil {
		return nil, err
	}
	if err := encoder.Close(); err != nil {
		return nil, err
	}
	return text.Bytes(), nil
}

type aknWriter struct {
	s          Session
	o          Options
	references *element
	refs       map[string]string   // "#TLCPerson_1", by kind and id
	votings    map[string]*element // the numbers of each poll
	told       map[string]bool     // polls whose result a paragraph has told

	items    map[string]Item
	polls    map[string]Poll
	speeches map[string]Speech
	names    map[string]string
}

func (w *aknWriter) document() *element {
	for _, item := range w.s.Items {
		w.items[item.ID] = item
	}
	for _, poll := range w.s.Polls {
		w.polls[poll.ID] = poll
	}
	for _, speech := range w.s.Speeches {
		w.speeches[speech.ID] = speech
	}
	for _, person := range w.s.People {
		w.names[person.ID] = person.Name
	}
	root := (&element{name: "akomaNtoso"}).with("xmlns", aknNamespace)
	debate := root.add("debate").with("name", "minutes")
	author := w.refer("TLCOrganization", "organization", w.s.Body.ID, w.s.Body.Name)
	meta := debate.add("meta")
	w.identification(meta.add("identification").with("source", author), author)
	w.analysis(meta, author)
	w.preface(debate.add("preface"))
	w.body(debate.add("debateBody"))
	w.references.with("source", author)
	meta.children = append(meta.children, w.references)
	return root
}

// day is the day of the session, by which its minutes are called.
func (w *aknWriter) day() string {
	if day := w.o.date(first(w.s.OpenedAt, w.s.StartsAt, w.s.ModifiedAt)); day != "" {
		return day
	}
	return "0001-01-01" // the standard's fields need a date
}

// identification names the work, its expression and this manifestation (Naming Convention, section 4).
func (w *aknWriter) identification(e *element, author string) {
	work := "/akn/vn/debate/" + slug(w.s.Body.ID) + "/" + w.day() + "/" + slug(w.s.Number)
	expression := work + "/" + w.s.Language + "@" + w.day()
	written := w.day()
	if at := w.o.date(w.s.ModifiedAt); at != "" {
		written = at
	}
	level := func(name, address, this, date, event string) *element {
		l := e.add(name)
		l.add("FRBRthis").with("value", this)
		l.add("FRBRuri").with("value", address)
		l.add("FRBRdate").with("date", date, "name", event)
		l.add("FRBRauthor").with("href", author)
		return l
	}
	level("FRBRWork", work, work+"/!main", w.day(), "generation").add("FRBRcountry").with("value", "vn")
	level("FRBRExpression", expression, expression+"/!main", w.day(), "generation").add("FRBRlanguage").with("language", w.s.Language)
	level("FRBRManifestation", expression+".xml", expression+"/!main.xml", written, "generation").add("FRBRformat").with("value", "application/akn+xml")
}

// slug writes an id as one step of an address of the Naming Convention, which leaves out what XML cannot
// hold; other letters are allowed there.
func slug(id string) string {
	return strings.NewReplacer("%2F", "-", "%20", "-").Replace(escaped(id))
}

func (w *aknWriter) preface(e *element) {
	p := func(name, text string) *element { return e.add("p").add(name).say(text) }
	p("docProponent", orElse(w.s.Body.Name, w.s.Body.ID))
	p("docTitle", orElse(w.s.Title, w.s.ID))
	if at := first(w.s.OpenedAt, w.s.StartsAt); at != 0 {
		p("docDate", w.o.in(at).Format("02/01/2006")).with("date", w.o.date(at))
	}
	if w.s.Place != "" {
		p("location", w.s.Place).with("refersTo", w.refer("TLCLocation", "location", w.s.Place, w.s.Place))
	}
}

// refer gives the reference to a person, an organization, a place or a concept, and lists it once.
func (w *aknWriter) refer(element, kind, id, name string) string {
	key := kind + "/" + id
	if w.refs[key] == "" {
		listed := w.references.part(element).with("href", "/akn/ontology/"+kind+"/vn/"+slug(id))
		listed.with("showAs", orElse(name, id))
		w.refs[key] = "#" + listed.id
	}
	return w.refs[key]
}

func (w *aknWriter) person(id string) string {
	if id == "" {
		return ""
	}
	return w.refer("TLCPerson", "person", id, w.names[id])
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
