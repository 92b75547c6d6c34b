package chamber

import (
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// railValue is the agenda at the left.
type railValue struct {
	Title, Note string
	Old         bool // the news is old: nothing here looks live
	Rows        []railRow
	Empty       string // said where there is no agenda
	Foot        string // "Đã tải 16/19 tài liệu"
	Away        string // "2 chưa tải · 1 đã gỡ"
	Missing     int    // papers not downloaded
	Removed     int    // papers that were here and gave way to others
	Done        string // "Đã điểm danh lúc 07:52"
}

// railRow is one agenda item.
type railRow struct {
	ID      string
	Number  string // "2.1"; empty for what is internal
	Depth   int    // how many items it belongs to, one in the other
	Title   string
	Status  string // "Đang xem xét", of the current item
	Note    string
	State   council.ItemState
	Current bool
	Chosen  bool
	Missing int        // papers of the item not downloaded
	Removed int        // papers of the item that were here and gave way to others
	Papers  []paperRow // of the chosen item
}

// paperRow is one paper of the chosen item.
type paperRow struct {
	ID, Name string
	Chosen   bool
	Load     pageview.LoadValue
}

// railOf says what the agenda shows. Chosen and paper are what is open.
func railOf(m *frame.Moment, chosen, paper string, papers pageview.Papers) railValue {
	value := railValue{Title: m.Words.Say("chamber.rail.title"), Old: m.Old()}
	agenda := m.State.Agenda()
	if len(agenda) == 0 {
		value.Empty = m.Words.Say("chamber.rail.empty")
	}
	numbers, total := m.State.Numbers(), 0
	for _, item := range agenda {
		row := railRow{
			ID: item.ID, Number: numbers[item.ID], Depth: m.State.Depth(item.ID), Title: kit.KeepNumbers(item.Title), State: item.State,
			Current: item.ID == m.State.Session.Current, Chosen: item.ID == chosen,
		}
		documents := m.State.Papers(item.ID)
		for _, document := range documents {
			load := pageview.LoadOf(m, document, papers)
			switch load.State {
			case pageview.LoadReady:
			case pageview.LoadRemoved:
				row.Removed++
			default:
				row.Missing++
			}
			if row.Chosen {
				row.Papers = append(row.Papers, paperRow{
					ID: document.ID, Name: kit.KeepNumbers(document.Name()), Chosen: document.ID == paper, Load: load,
				})
			}
		}
		total += len(documents)
		value.Missing += row.Missing
		value.Removed += row.Removed
		row.Status, row.Note = rowNote(m, item, row, len(documents))
		value.Rows = append(value.Rows, row)
	}
	if total > 0 {
		value.Foot = m.Words.Say(frame.Pick(value.Missing > 0 && value.Removed > 0, "chamber.rail.downloaded.short", "chamber.rail.downloaded"), "have", total-value.Missing-value.Removed, "total", total)
	}
	value.Away = awayNote(m, value.Missing, value.Removed)
	value.Note = railNote(m, len(agenda))
	return value
}

func railNote(m *frame.Moment, items int) string {
	session := m.State.Session
	current := m.State.Items[session.Current]
	contact := frame.HourMinute(m.Standing.LastContact, m.Now)
	switch {
	case m.Age() >= frame.StaleAfter:
		return m.Words.Say("chamber.rail.stale", "time", contact)
	case m.Old():
		return m.Words.Say("chamber.rail.old", "age", frame.RoughAge(m.Words, m.Age()), "time", contact)
	case session.State == council.SessionClosed:
		return m.Words.Say("chamber.rail.closed")
	case current.ID != "" && current.Parent == "" && current.Visibility == council.Common:
		return m.Words.Say("chamber.rail.at", "number", m.State.Numbers()[current.ID], "total", firstLevel(m.State))
	case current.ID != "":
		return m.ItemNumber(current.ID)
	case session.State == council.SessionOpen:
		return m.Words.Say("chamber.rail.open")
	case session.StartsAt != 0:
		at := time.UnixMilli(session.StartsAt)
		return m.Words.Say("chamber.rail.starts", "time", frame.HourMinute(at, m.Now), "day", at.In(m.Now.Location()).Format("02/01"))
	case items > 0:
		return m.Words.Say("chamber.rail.items", "count", items)
	}
	return ""
}

// firstLevel counts the items that are numbered and belong to no other.
func firstLevel(state *council.State) int {
	count := 0
	for _, item := range state.Siblings("") {
		if item.Visibility == council.Common {
			count++
		}
	}
	return count
}

func rowNote(m *frame.Moment, item council.Item, row railRow, papers int) (status, note string) {
	if papers > 0 {
		note = m.Words.Say("chamber.rail.papers", "count", papers)
	}
	if row.Missing+row.Removed > 0 {
		note = awayNote(m, row.Missing, row.Removed)
	}
	if item.Late {
		note = frame.Joined(m.Words.Say("chamber.rail.late"), note)
	}
	if item.Visibility != council.Common {
		note = frame.Joined(m.Words.Say("chamber.rail.internal"), note)
	}
	switch current := row.Current; {
	case current && m.Old():
		return m.Words.Say("chamber.rail.current-old", "time", frame.HourMinute(m.Standing.LastContact, m.Now)), ""
	case current:
		return m.Words.Say("chamber.rail.current"), note
	case item.State != council.ItemDone && item.StartsAt != 0:
		return "", frame.Joined(m.Clock(item.StartsAt), note)
	}
	return "", note
}

// awayNote counts what is not here: never fetched, and fetched before and removed.
func awayNote(m *frame.Moment, missing, removed int) (note string) {
	if missing > 0 {
		note = m.Words.Say("chamber.rail.missing", "count", missing)
	}
	if removed > 0 {
		note = frame.Joined(note, m.Words.Say("chamber.rail.removed", "count", removed))
	}
	return note
}
