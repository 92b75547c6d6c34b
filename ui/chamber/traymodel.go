package chamber

import (
	"context"
	"image"
	"slices"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/kit"
)

// trayValue is the tray (khay ghi chú): what found no place on the papers as they stand.
type trayValue struct {
	Rows  []trayRow
	More  string // how many others there are
	Empty string
}

// trayRow is one card of it.
type trayRow struct {
	Noted   noted
	Icon    string
	Paper   string // "Tờ trình 214, bản trước, trang 3"
	Kind    string
	When    string
	Words   string
	Why     string
	Here    bool          // its old page is here, to be shown
	Suggest string        // "Tới trang 4"; empty where nobody knows where it may belong
	At      *notes.Anchor // that place
	Place   bool          // a paper is open that it can be put on
	Kept    bool
}

// mostTrayRows is how many cards are shown.
const mostTrayRows = 40

// saidFor is how long it is said what was done, with the way back.
const saidFor = 12 * time.Second

// trayModel puts what is in the tray on pages, keeps it or takes it away.
type trayModel struct {
	setting  *Setting
	book     Notebook
	searches Searches
	papers   Papers
	errands  *errands
	changed  func()
	bounds   markBounds

	kept    map[string]bool   // the person has seen it and lets it lie; until the tablet is given back
	names   map[string]string // how papers were called, by bytes
	placing *noted            // is put where the page is tapped next
	busy    bool
	said    string
	bad     bool // said is why something was not done
	undo    bool // and can be taken back
	until   time.Time
	turn    int
}

// forget drops what concerns the person who held the tablet.
func (t *trayModel) forget() {
	t.turn++
	t.kept, t.names, t.placing, t.busy = map[string]bool{}, map[string]string{}, nil, false
	t.said, t.undo = "", false
}

// left are the things in the tray: strokes of a page together.
func (t *trayModel) left(m *moment) []trayRow {
	for _, document := range m.state.Documents {
		t.names[document.Blob] = document.Name()
		for _, issue := range m.state.IssuesOf(document.ID) {
			t.names[issue.Blob] = document.Name()
		}
	}
	type spot struct {
		page     notes.Page
		document string
	}
	var order []spot
	marks, hints := map[spot][]notes.Entry{}, map[string]*notes.Anchor{}
	for _, left := range t.book.Tray(m.state.ID) {
		at := spot{notes.Page{Blob: left.Anchor.Blob, Number: left.Anchor.Page}, left.Document}
		if marks[at] == nil {
			order = append(order, at)
		}
		marks[at] = append(marks[at], left.Entry)
		if len(left.Candidates) > 0 {
			hints[left.ID] = &left.Candidates[0]
		}
	}
	var rows []trayRow
	for _, at := range order {
		document := m.state.Documents[at.document]
		for _, one := range t.bounds.notedOn(document, at.page, marks[at], m.person.Person) {
			row := trayRow{Noted: one, Icon: notedIcons[one.Kind], Kind: one.kindWords(m), When: whenWords(one.At, m.now), Words: one.words(m)}
			for _, mark := range one.Marks {
				if row.At == nil {
					row.At = hints[mark.ID]
				}
			}
			rows = append(rows, row)
		}
	}
	return rows
}

// value is the tray at a moment, over an open paper.
func (t *trayModel) value(m *moment, document string) trayValue {
	var value trayValue
	rows := t.left(m)
	for i, row := range rows {
		if i == mostTrayRows {
			value.More = m.words.Say("notebook.tray.more", "count", len(rows)-mostTrayRows)
			break
		}
		value.Rows = append(value.Rows, t.row(m, row, document))
	}
	if len(rows) == 0 {
		value.Empty = m.words.Say("notebook.tray.empty")
	}
	return value
}

// row says of a thing what paper it was on and what can be done.
func (t *trayModel) row(m *moment, row trayRow, document string) trayRow {
	one := row.Noted
	row.Kept, row.Place, row.Here = t.kept[one.key()], document != "", t.papers.State(one.Blob).Have
	switch name := t.names[one.Blob]; {
	case one.Document.ID != "":
		row.Paper = m.words.Say("notebook.tray.place", "paper", one.Document.Name(), "page", one.Page+1)
		row.Why = m.words.Say(pick(row.Here, "notebook.tray.why", "notebook.tray.why.away"))
	default:
		row.Paper = pick(name != "", m.words.Say("notebook.place", "paper", name, "page", one.Page+1), m.words.Say("notebook.tray.gone", "page", one.Page+1))
		row.Why, row.Here = m.words.Say("notebook.tray.why.gone"), false
	}
	if row.At != nil && one.Document.ID != "" {
		row.Suggest = m.words.Say("notebook.tray.suggest", "page", row.At.Page+1)
	}
	return row
}

// waiting tells whether something is in the tray, and whether the person has not let it lie.
func (t *trayModel) waiting(m *moment) (some, fresh bool) {
	for _, row := range t.left(m) {
		some, fresh = true, fresh || !t.kept[row.Noted.key()]
	}
	return some, fresh
}

// keep lets a thing lie in the tray.
func (t *trayModel) keep(one noted) {
	t.kept[one.key()] = true
	t.changed()
}

// place has the next tap on a page put a thing there.
func (t *trayModel) place(one noted) {
	t.placing, t.said = &one, ""
	t.changed()
}

// cancel no longer puts anything anywhere.
func (t *trayModel) cancel() {
	t.placing = nil
	t.changed()
}

// put puts what is to be placed around a point of a page of some bytes, 1/100 pt, as far as the page goes.
func (t *trayModel) put(blob string, page int, size, at image.Point) {
	if t.placing == nil || t.busy {
		return
	}
	one := *t.placing
	bounds := one.Bounds
	by := at.Sub(bounds.Min.Add(bounds.Max).Div(2))
	by.X = held(by.X, -bounds.Min.X, size.X-bounds.Max.X)
	by.Y = held(by.Y, -bounds.Min.Y, size.Y-bounds.Max.Y)
	session := t.setting.Room.Session().ID
	t.placing = nil
	t.do("notebook.tray.placed", true, func(ctx context.Context) error {
		on := notes.Anchor{Blob: blob, Page: page}
		if text, ok, err := t.searches.Words(ctx, blob); err == nil && ok && page < len(text.Pages) {
			on.Content = text.Pages[page].Content // without it the next issue finds it by its words alone
		}
		return t.book.PlaceNotes(ctx, session, one.Marks, on, by)
	})
}

// held is a value between two, the lower one where they cross.
func held(value, low, high int) int { return max(min(value, high), low) }

// remove takes a thing away.
func (t *trayModel) remove(one noted) {
	session := t.setting.Room.Session().ID
	t.do("notebook.tray.removed", true, func(ctx context.Context) error { return t.book.RemoveNotes(ctx, session, one.Marks) })
}

// takeBack undoes what was done last.
func (t *trayModel) takeBack() {
	session := t.setting.Room.Session().ID
	t.do("notebook.tray.undone", false, func(ctx context.Context) error {
		_, err := t.book.UndoNotes(ctx, session)
		return err
	})
}

// do does it on a goroutine of its own, and says then what was done.
func (t *trayModel) do(said string, undo bool, do func(context.Context) error) {
	if t.busy {
		return
	}
	t.busy, t.said, t.undo = true, "", false
	turn := t.turn
	t.errands.run(do, func(err error) {
		if turn != t.turn {
			return // somebody else holds the tablet
		}
		t.busy = false
		t.until = t.setting.Now().Add(saidFor)
		if t.bad = err != nil; t.bad {
			t.said = t.setting.sentence(err)
		} else {
			t.said, t.undo = t.setting.Words.Say(said), undo
		}
		t.changed()
	})
	t.changed()
}

// band is what is said over the pages about the tray.
func (t *trayModel) band(m *moment) noteBand {
	switch {
	case t.placing != nil:
		return noteBand{Kind: kit.InkStrip, Icon: "pin", Text: m.words.Say("notebook.tray.tap"), Action: m.words.Say("chamber.cancel"), Do: stopPlacing}
	case t.said != "" && m.now.Before(t.until):
		m.by(t.until)
		band := noteBand{Kind: pick(t.bad, kit.AlertStrip, kit.DoneStrip), Icon: pick(t.bad, "warn", "check"), Text: t.said}
		if t.undo {
			band.Action, band.Do = m.words.Say("notebook.tray.undo"), takeBack
		}
		return band
	}
	return noteBand{}
}

// openedPaper is the paper that is on the screen.
type openedPaper struct{ session, document, blob, name string }

// issuesModel says what became of the open paper: it was issued anew, or withdrawn.
type issuesModel struct {
	book    Notebook
	changed func()

	last   openedPaper
	gone   openedPaper     // was withdrawn while it was open
	closed map[string]bool // papers (their bytes) of which it need not be said any more
}

// forget drops what concerns the person who held the tablet.
func (i *issuesModel) forget() {
	i.last, i.gone, i.closed = openedPaper{}, openedPaper{}, map[string]bool{}
}

// hide says it no longer.
func (i *issuesModel) hide() {
	if i.gone != (openedPaper{}) {
		i.gone = openedPaper{}
	} else {
		i.closed[i.last.blob] = true
	}
	i.changed()
}

// band is what is said over the pages about the open paper; left is what is in the tray.
func (i *issuesModel) band(m *moment, open string, left []trayRow) noteBand {
	document, there := m.state.Documents[open]
	if last := i.last; last.session == m.state.ID && m.state.Exists() {
		if before, known := m.state.Documents[last.document]; last.document != "" && (!known || before.Withdrawn) {
			i.gone = last
		}
	}
	i.last = openedPaper{session: m.state.ID}
	if there {
		i.last = openedPaper{m.state.ID, open, document.Blob, document.Name()}
	}
	switch {
	case i.gone.session != "" && i.gone.session == m.state.ID:
		band := noteBand{Kind: kit.NoticeStrip, Icon: "info", Text: m.words.Say("notebook.gone", "name", i.gone.name), Close: true}
		for _, row := range left {
			if row.Noted.Document.ID == "" {
				band.Text += " " + m.words.Say("notebook.gone.tray")
				band.Action, band.Do = m.words.Say("notebook.gone.open"), openTray
				break
			}
		}
		return band
	case there && !i.closed[document.Blob]:
		return i.reissued(m, document, left)
	}
	return noteBand{}
}

// reissued says that the open paper is a new issue of one that the person wrote on.
func (i *issuesModel) reissued(m *moment, document council.Document, left []trayRow) noteBand {
	wrote, pending := false, false
	pages := i.book.NotedPages(m.state.ID)
	for _, issue := range m.state.IssuesOf(document.ID) {
		for _, page := range pages {
			wrote = wrote || page.Blob == issue.Blob && slices.ContainsFunc(i.book.NotesOn(m.state.ID, page), func(e notes.Entry) bool { return e.Author == m.person.Person })
		}
		pending = pending || i.book.CarryPending(m.state.ID, issue.Blob)
	}
	if !wrote {
		return noteBand{}
	}
	band := noteBand{Kind: kit.NoticeStrip, Icon: "doccheck", Text: m.words.Say("notebook.reissued"), Action: m.words.Say("notebook.reissued.see"), Do: seeBefore, Close: true}
	lost := 0
	for _, row := range left {
		if row.Noted.Document.ID == document.ID {
			lost += len(row.Noted.Marks)
		}
	}
	switch {
	case pending:
		band.Text = m.words.Say("notebook.reissued.pending")
	case lost > 0:
		band.Text = m.words.Say("notebook.reissued.left", "count", lost)
	}
	return band
}
