package opendata

import (
	"bytes"
	"encoding/xml"
	"strconv"
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

// body writes a section for each run of paragraphs about one item, in the order of the minutes.
func (w *aknWriter) body(e *element) {
	if w.s.OpenedAt != 0 {
		w.clock(e.part("debateSection").with("name", "opening"), w.s.OpenedAt, "startTime")
	}
	var section *element
	for i, paragraph := range w.s.Minutes {
		if i == 0 || w.s.Minutes[i-1].Item != paragraph.Item {
			section = w.section(e, paragraph.Item)
		}
		w.paragraph(section, paragraph)
	}
	if w.s.ClosedAt != 0 {
		w.clock(e.part("adjournment"), w.s.ClosedAt, "endTime")
	}
}

func (w *aknWriter) clock(section *element, at int64, kind string) {
	section.add("p").add("recordedTime").with("time", w.o.moment(at), "type", kind).say(w.o.in(at).Format("15:04"))
}

func (w *aknWriter) section(e *element, id string) *element {
	if id == "" {
		return e.part("debateSection").with("name", "proceedings")
	}
	item := w.items[id]
	section := e.part("debateSection").with("name", "item")
	if item.Number != "" {
		section.add("num").say(item.Number)
	}
	section.add("heading").say(orElse(item.Title, id))
	return section
}

func (w *aknWriter) paragraph(section *element, p Paragraph) {
	var made *element
	if p.spoken() {
		made = section.part(p.Kind)
		speech := w.speeches[p.Speech]
		made.with("by", w.person(p.Person), "to", w.person(p.To), "startTime", w.o.moment(speech.BeganAt), "endTime", w.o.moment(speech.EndedAt))
		made.add("from").say(orElse(orElse(p.From, w.names[p.Person]), p.Person))
		for _, line := range atLeastOne(lines(p.Text)) {
			made.add("p").say(line)
		}
	} else {
		name := "narrative"
		if p.Kind == Summary || p.Poll != "" {
			name = "summary"
		}
		for _, line := range atLeastOne(lines(p.Text)) {
			next := section.part(name).say(line)
			if made == nil {
				made = next
			}
		}
	}
	if poll, known := w.polls[p.Poll]; known && !w.told[p.Poll] {
		w.told[p.Poll] = true
		if voting := w.votings[p.Poll]; voting != nil {
			voting.with("href", "#"+made.id, "refersTo", "#"+section.id)
			w.votes(section, poll, voting)
		}
	}
}

// votes lists who voted how, a paragraph for each choice. Only polls by name have votes here. A vote's
// choice is the count that it is in, as the standard's type voteRef asks.
func (w *aknWriter) votes(section *element, poll Poll, voting *element) {
	if len(poll.Votes) == 0 {
		return
	}
	list := section.part("debateSection").with("name", "votes")
	numbers := kept(voting.children, func(child any) bool { return child.(*element).name == "count" })
	for i, count := range poll.Counts {
		p := (&element{name: "p"}).say(orElse(count.Label, count.Choice) + ": ")
		some := false
		for _, vote := range poll.Votes {
			if vote.Choice != count.Choice {
				continue
			}
			if some {
				p.say(", ")
			}
			some = true
			p.add("vote").with("by", w.person(vote.Person), "choice", "#"+numbers[i].(*element).id).say(orElse(w.names[vote.Person], vote.Person))
		}
		if some {
			list.children = append(list.children, p)
		}
	}
}

// choice refers to what a count is of.
func (w *aknWriter) choice(poll Poll, count Count) string {
	switch count.Choice {
	case Yes, No, Abstain:
		return w.refer("TLCConcept", "concept", count.Choice, count.Label)
	}
	return w.refer("TLCConcept", "concept", poll.ID+"-"+count.Choice, orElse(count.Label, count.Choice))
}

// analysis tells the numbers of all polls that have some: the standard wants a number in each.
func (w *aknWriter) analysis(meta *element, source string) {
	polls := kept(w.s.Polls, func(poll Poll) bool { return poll.Quorum > 0 || len(poll.Counts) > 0 })
	if len(polls) == 0 {
		return
	}
	parliamentary := meta.add("analysis").with("source", source).add("parliamentary")
	for _, poll := range polls {
		voting := parliamentary.part("voting")
		w.votings[poll.ID] = voting
		if poll.Result != "" {
			voting.with("outcome", w.refer("TLCConcept", "concept", poll.Result, poll.ResultText))
		}
		if poll.Quorum > 0 {
			voting.part("quorum").with("value", strconv.Itoa(poll.Quorum))
		}
		for _, count := range poll.Counts {
			voting.part("count").with("refersTo", w.choice(poll, count), "value", strconv.Itoa(count.Value))
		}
	}
}

// atLeastOne keeps a paragraph that says nothing, for its place may say something: one who spoke unheard.
func atLeastOne(lines []string) []string {
	if len(lines) == 0 {
		return []string{""}
	}
	return lines
}
