package clerk

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// paperOrder is an item's papers, those withdrawn last: the clerk still sees that they were there.
func paperOrder(state *council.State, item string) []council.Document {
	papers := state.Papers(item)
	var withdrawn []council.Document
	for _, document := range state.Documents {
		if document.Item == item && document.Withdrawn {
			withdrawn = append(withdrawn, document)
		}
	}
	slices.SortFunc(withdrawn, func(a, b council.Document) int {
		return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID))
	})
	return append(papers, withdrawn...)
}

func (d *desk) paperAbout(paper council.Document) string {
	pages := ""
	if paper.Pages > 0 {
		pages = d.say("clerk.paper.pages", "count", paper.Pages)
	}
	revision := ""
	if paper.Revision > 1 {
		revision = d.say("clerk.paper.revision", "number", paper.Revision)
	}
	state := ""
	if paper.Withdrawn {
		state = d.say("clerk.paper.withdrawn")
	}
	return joined(" · ", state, revision, pages, d.megabytes(paper.Size), joined(" ", d.hour(paper.At), d.date(paper.At)))
}

// audience says who may see a paper.
func (d *desk) audience(state *council.State, audience change.Audience) string {
	switch audience {
	case people.Hall(state.ID):
		return d.say("clerk.audience.hall")
	case people.Members(state.ID):
		return d.say("clerk.audience.members")
	case people.ClerkOf(state.ID):
		return d.say("clerk.audience.clerk")
	}
	group, _ := strings.CutPrefix(string(audience), string(people.GroupOf(state.ID, "")))
	return d.say("clerk.audience.group", "group", group)
}

func (d *desk) audienceField(state *council.State, value change.Audience) field {
	f := field{ID: "audience", Label: d.say("clerk.paper.audience"), Kind: listField, Value: string(value), About: map[string]string{}}
	add := func(audience change.Audience, icon, about string) {
		f.Options = append(f.Options, kit.Option{ID: string(audience), Text: d.audience(state, audience), Icon: icon})
		f.About[string(audience)] = about
	}
	add(people.Members(state.ID), "people", d.say("clerk.audience.members.about"))
	add(people.Hall(state.ID), "monitor", d.say("clerk.audience.hall.about"))
	for _, group := range state.Groups() {
		add(people.GroupOf(state.ID, group), "people", d.say("clerk.audience.group.about"))
	}
	add(people.ClerkOf(state.ID), "lock", d.say("clerk.audience.clerk.about"))
	return f
}

func (d *desk) changePaper(id string) {
	state := d.state()
	before, known := state.Documents[id]
	if !known {
		return
	}
	base, stream := before.Seq, people.CouncilStream(state.ID)
	form := &openForm{faultAt: map[string]string{"document.no-title": "title", "document.audience": "audience"}}
	form.done = func() { d.notify(kit.DoneStrip, "check", d.say("clerk.saved")) }
	form.sight = formSight{Title: d.say("clerk.paper.change"), Save: d.say("clerk.save"), Fields: []field{
		{ID: "title", Label: d.say("clerk.paper.title"), Value: before.Title},
		{ID: "short", Label: d.say("clerk.paper.short"), Help: d.say("clerk.paper.short.help"), Value: before.Short},
		d.audienceField(state, before.Audience),
	}}
	form.send = func(ctx context.Context, a map[string]string) error {
		paper := before
		paper.Title, paper.Short, paper.Audience = a["title"], a["short"], change.Audience(a["audience"])
		return d.config.Acts.DoIn(ctx, stream, council.PutDocument, base, paper)
	}
	form.stale = func(body json.RawMessage) (map[string]string, error) {
		now, seq, err := current[council.Document](body)
		before, base = now, seq // a new revision of the bytes is kept
		return map[string]string{"title": now.Title, "short": now.Short, "audience": string(now.Audience)}, err
	}
	d.openForm(form)
}

// withdrawPaper takes a paper from everyone but the clerks. It can be given back.
func (d *desk) withdrawPaper(id string) {
	paper, known := d.state().Documents[id]
	if !known {
		return
	}
	d.do("paper.withdraw", council.WithdrawDocument, 0, council.Pointing{ID: id}, func() {
		d.undoable(d.say("clerk.paper.withdrawn.done", "name", paper.Name()), func() { d.giveBack(paper) })
	})
}

// giveBack hands a withdrawn paper out again, to those who could see it.
func (d *desk) giveBack(paper council.Document) {
	base := d.state().Documents[paper.ID].Seq
	d.do("paper.withdraw", council.PutDocument, base, paper, func() {
		d.notify(kit.DoneStrip, "check", d.say("clerk.paper.restored", "name", paper.Name()))
	})
}

// restorePaper hands a paper out to the deputies that was withdrawn at some time before.
func (d *desk) restorePaper(id string) {
	state := d.state()
	if paper, known := state.Documents[id]; known {
		paper.Audience = people.Members(state.ID)
		d.giveBack(paper)
	}
}
