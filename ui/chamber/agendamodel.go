package chamber

import "congso.vn/congso/app/council"

// agendaModel keeps which item and which paper are open. It follows the session from item to item
// until the person opens another item, and again when the person comes back to the one under way.
type agendaModel struct {
	session string
	item    string
	away    bool              // the person opened another item than the one under way
	papers  map[string]string // by item: the paper open last
}

// at brings the choice up to the moment and returns the open item and paper, "" for none.
func (a *agendaModel) at(m *moment) (item, paper string) {
	if a.session != m.state.ID || a.papers == nil {
		*a = agendaModel{session: m.state.ID, papers: map[string]string{}}
	}
	current := m.state.Session.Current
	if _, there := m.state.Items[a.item]; !there {
		a.item, a.away = "", false
	}
	if !a.away && current != "" {
		a.item = current
	}
	if agenda := m.state.Agenda(); a.item == "" && len(agenda) > 0 {
		a.item = firstWithPapers(m.state, agenda)
	}
	return a.item, a.paperOf(m.state, a.item)
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

// chooseItem opens another item.
func (a *agendaModel) chooseItem(m *moment, item string) {
	a.item, a.away = item, item != m.state.Session.Current
}

// choosePaper opens another paper of the open item.
func (a *agendaModel) choosePaper(paper string) { a.papers[a.item] = paper }
