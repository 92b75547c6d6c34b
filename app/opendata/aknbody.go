package opendata

import "strconv"

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
