package chamber

import (
	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/frame"
)

// agendaModel keeps which item and which paper are open. It follows the session from item to item
// until the person opens another item, and again when the person comes back to the one under way.
type agendaModel struct {
	session string
	item    string
	away    bool              // the person opened another item than the one under way
	papers  map[string]string // by item: the paper open last
}

// At brings the choice up to the moment and returns the open item and paper, "" for none.
func (a *agendaModel) At(m *frame.Moment) (item, paper string) {
	if a.session != m.State.ID || a.papers == nil {
		*a = agendaModel{session: m.State.ID, papers: map[string]string{}}
	}
	current := m.State.Session.Current
	if _, there := m.State.Items[a.item]; !there {
		a.item, a.away = "", false
	}
	if !a.away && current != "" {
		a.item = current
	}
	if agenda := m.State.Agenda(); a.item == "" && len(agenda) > 0 {
		a.item = firstWithPapers(m.State, agenda)
	}
	return a.item, a.paperOf(m.State, a.item)
}

func firstWithPapers(state *council.State, agenda []council.Item) string {
	for _, item := range agenda {
		if len(state.Papers(item.ID)) > 0 {
			return item.ID
		}
	}
	return agenda[0].ID
}

func (a *agendaModel) paperOf(state *council.State, item string) string {
	papers := state.Papers(item)
	for _, paper := range papers {
		if paper.ID == a.papers[item] {
			return paper.ID
		}
	}
	if len(papers) == 0 {
		return ""
	}
	return papers[0].ID
}

// ChooseItem opens another item.
func (a *agendaModel) ChooseItem(m *frame.Moment, item string) {
	a.item, a.away = item, item != m.State.Session.Current
}

// ChoosePaper opens another paper of the open item.
func (a *agendaModel) ChoosePaper(paper string) { a.papers[a.item] = paper }
