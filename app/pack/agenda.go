package pack

import (
	"path"
	"strconv"
	"strings"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// planned is an item of the agenda before its papers were read.
type planned struct {
	item   council.Item
	place  []Step
	papers []plannedPaper
	polls  []council.PollDraft
}

type plannedPaper struct {
	entry    *entry
	listed   bool // in session.json, not merely found
	place    []Step
	title    string
	short    string
	audience string
}

// fillSession takes the session over.
func (r *reading) fillSession(text *sessionText) {
	session := &r.result.Import.Session
	session.Title, session.Office, session.Superior = text.Session.Title, text.Session.Office, text.Session.Superior
	session.Term, session.Place, session.Locality = text.Session.Term, text.Session.Place, text.Session.Locality
	session.Body, session.StartsAt = council.Body(text.Session.Body), int64(text.Session.StartsAt)
	session.Total = int(text.Session.Total)
	voting := 0
	for _, deputy := range r.result.Import.Deputies {
		if deputy.Voting {
			voting++
		}
	}
	if session.Total > 0 && session.Total < voting {
		r.found.remark(placed(remark(TotalSmall, sessionFile,
			"total", strconv.Itoa(session.Total), "voting", strconv.Itoa(voting)), []Step{{"session", 0}, {"total", 0}}))
		session.Total = voting
	}
}

func placed(r Remark, place []Step) Remark {
	r.Place = place
	return r
}

// planned looks the items of session.json over and finds their files.
func (r *reading) planned(items []itemText) []planned {
	var agenda []planned
	refs := map[string]bool{}
	papers, polls := 0, 0
	for i, text := range items {
		place := []Step{{"items", i + 1}}
		if ref := sameAs(text.Ref); ref != "" {
			if refs[ref] {
				r.found.remark(placed(remark(ItemRefTwice, sessionFile, "ref", text.Ref), place))
			}
			refs[ref] = true
		}
		item := planned{place: place, item: council.Item{
			ID: r.options.NewID(), Order: i + 1, Title: text.Title, Presenter: text.Presenter,
			StartsAt: int64(text.StartsAt), Minutes: int(text.Minutes),
		}}
		for j, paper := range text.Papers {
			item.papers = r.plannedPaper(item.papers, paper, append(place[:1:1], Step{"papers", j + 1}))
		}
		for j, poll := range text.Polls {
			item.polls = r.plannedPoll(item.polls, poll, item.item.ID, append(place[:1:1], Step{"polls", j + 1}))
		}
		papers, polls = papers+len(text.Papers), polls+len(text.Polls)
		agenda = append(agenda, item)
	}
	r.tooMany(TooManyPapers, papers, maxPapers)
	r.tooMany(TooManyPolls, polls, maxPolls)
	return agenda
}

func (r *reading) tooMany(code string, count, limit int) {
	if count > limit {
		r.found.fault(remark(code, "", "count", strconv.Itoa(count), "limit", strconv.Itoa(limit)))
	}
}

func (r *reading) plannedPaper(papers []plannedPaper, text paperText, place []Step) []plannedPaper {
	named, safe := inside(text.File)
	e, known := r.tree.find(named)
	switch {
	case !safe:
		r.found.fault(placed(remark(PathUnsafe, text.File), place))
		return papers
	case !known:
		r.found.fault(placed(remark(FileMissing, text.File), place))
		return papers
	}
	e.visited = true
	if !r.isPlain(e, e.path) {
		return papers
	}
	title := text.Title
	if title == "" {
		title = r.titleOf(e)
	}
	return append(papers, plannedPaper{entry: e, listed: true, place: place, title: title, short: text.Short, audience: text.Audience})
}

// plannedPoll takes a poll over, or leaves it out with a remark where its rule is not one by which
// this body votes: no poll is better than one counted wrongly.
func (r *reading) plannedPoll(polls []council.PollDraft, text pollText, item string, place []Step) []council.PollDraft {
	body := r.result.Import.Session.Body
	rule, known := council.RuleByID(r.options.Rules, text.Rule)
	if !known || rule.Quorum || rule.Body != body || !rule.Valid() {
		var ids []string
		for _, possible := range council.VoteRules(r.options.Rules, body) {
			ids = append(ids, possible.ID)
		}
		r.found.remark(placed(remark(RuleUnknown, sessionFile,
			"rule", text.Rule, "question", text.Question, "rules", strings.Join(ids, ", ")), place))
		return polls
	}
	poll := council.PollDraft{
		ID: r.options.NewID(), Item: item, Question: text.Question, Form: text.Form, Openness: council.Openness(text.Openness),
		Rule: text.Rule, Seconds: int(text.Seconds), Running: text.Running, Replace: text.Replace,
	}
	if poll.Form == "" {
		poll.Form = council.Approval
	}
	if poll.Openness == "" {
		poll.Openness = council.OpenVote
	}
	return append(polls, poll)
}

// fillAgenda makes the items, documents and polls of the import, now that the papers were read.
func (r *reading) fillAgenda(agenda []planned) {
	seen, told := map[string]*entry{}, map[*entry]bool{} // the first of each hash; those remarked on
	taken := &r.result.Import
	for _, item := range agenda {
		order := 0
		for _, paper := range item.papers {
			if !r.usable(paper) {
				continue
			}
			order++
			found := r.blobs[paper.entry]
			first, again := seen[found.hash]
			switch {
			case !again:
				seen[found.hash] = paper.entry
			case first != paper.entry && !told[paper.entry]:
				r.found.remark(placed(remark(PaperSameBytes, paper.entry.path, "other", first.path), paper.place))
				told[paper.entry] = true
			}
			document := council.Document{
				ID: r.options.NewID(), Item: item.item.ID, Order: order, Title: paper.title, Short: paper.short,
				Audience: r.audience(paper), Blob: found.hash, Size: found.size,
			}
			taken.Documents = append(taken.Documents, document)
			r.result.Papers = append(r.result.Papers, r.paper(paper.entry, document.ID))
		}
		if r.result.Offered && order == 0 {
			continue // an item made of files of which none can be used
		}
		item.item.Order = len(taken.Items) + 1
		taken.Items = append(taken.Items, item.item)
		taken.Polls = append(taken.Polls, item.polls...)
	}
	if r.result.Offered && len(taken.Documents) == 0 {
		r.found.fault(remark(NothingInside, ""))
	}
}

// usable says whether a paper was read and is one, or notes why not.
func (r *reading) usable(paper plannedPaper) bool {
	switch found := r.blobs[paper.entry]; {
	case !found.ok:
		return false // its fault is noted
	case found.size == 0:
		r.found.remark(placed(remark(PaperEmpty, paper.entry.path), paper.place))
		return false
	case found.office: // what it is by its bytes is seen by who makes a PDF of it
	case !found.pdf && paper.listed:
		r.found.fault(placed(remark(PaperNotPDF, paper.entry.path), paper.place))
		return false
	case !found.pdf:
		r.found.remark(remark(PaperLeftOut, paper.entry.path))
		return false
	}
	return true
}

// audience returns who may see a paper. For a group that is not on the roster it is the clerks
// alone: a paper meant for few is never shown to more.
func (r *reading) audience(paper plannedPaper) change.Audience {
	id := r.result.Import.Session.ID
	switch paper.audience {
	case "", "members":
		return people.Members(id)
	case "clerk":
		return people.ClerkOf(id)
	case "hall":
		return people.Hall(id)
	}
	name := clean(strings.TrimPrefix(paper.audience, "group:"))
	if group, known := r.groups[sameAs(name)]; known {
		return people.GroupOf(id, group)
	}
	r.found.remark(placed(remark(GroupUnknown, paper.entry.path, "group", name), paper.place))
	return people.ClerkOf(id)
}

func baseName(name string) string { return path.Base(name) }
