package notebook

import (
	"context"
	"image"
	"slices"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/ui/frame"
	"congso.vn/congso/ui/kit"
	"congso.vn/congso/ui/pageview"
)

// TrayValue is the tray (khay ghi chú): what found no place on the papers as they stand.
type TrayValue struct {
	Rows  []TrayRow
	More  string // how many others there are
	Empty string
}

// TrayRow is one card of it.
type TrayRow struct {
	Noted   Noted
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

// SaidFor is how long it is said what was done, with the way back.
const SaidFor = 12 * time.Second

// TrayModel puts what is in the tray on pages, keeps it or takes it away.
type TrayModel struct {
	Setting  *frame.Setting
	Book     Notebook
	Searches pageview.Searches
	Papers   pageview.Papers
	Errands  *frame.Errands
	Changed  func()
	Bounds   MarkBounds

	Kept    map[string]bool   // the person has seen it and lets it lie; until the tablet is given back
	names   map[string]string // how papers were called, by bytes
	Placing *Noted            // is put where the page is tapped next
	Busy    bool
	Said    string
	bad     bool // said is why something was not done
	undo    bool // and can be taken back
	until   time.Time
	turn    int
}

// Forget drops what concerns the person who held the tablet.
func (t *TrayModel) Forget() {
	t.turn++
	t.Kept, t.names, t.Placing, t.Busy = map[string]bool{}, map[string]string{}, nil, false
	t.Said, t.undo = "", false
}

// Left are the things in the tray: strokes of a page together.
func (t *TrayModel) Left(m *frame.Moment) []TrayRow {
	for _, document := range m.State.Documents {
		t.names[document.Blob] = document.Name()
		for _, issue := range m.State.IssuesOf(document.ID) {
			t.names[issue.Blob] = document.Name()
		}
	}
	type spot struct {
		page     notes.Page
		document string
	}
	var order []spot
	marks, hints := map[spot][]notes.Entry{}, map[string]*notes.Anchor{}
	for _, left := range t.Book.Tray(m.State.ID) {
		at := spot{notes.Page{Blob: left.Anchor.Blob, Number: left.Anchor.Page}, left.Document}
		if marks[at] == nil {
			order = append(order, at)
		}
		marks[at] = append(marks[at], left.Entry)
		if len(left.Candidates) > 0 {
			hints[left.ID] = &left.Candidates[0]
		}
	}
	var rows []TrayRow
	for _, at := range order {
		document := m.State.Documents[at.document]
		for _, one := range t.Bounds.NotedOn(document, at.page, marks[at], m.Person.Person) {
			row := TrayRow{Noted: one, Icon: NotedIcons[one.Kind], Kind: one.KindWords(m), When: WhenWords(one.At, m.Now), Words: one.Words(m)}
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

// Value is the tray at a moment, over an open paper.
func (t *TrayModel) Value(m *frame.Moment, document string) TrayValue {
	var value TrayValue
	rows := t.Left(m)
	for i, row := range rows {
		if i == mostTrayRows {
			value.More = m.Words.Say("notebook.tray.more", "count", len(rows)-mostTrayRows)
			break
		}
		value.Rows = append(value.Rows, t.row(m, row, document))
	}
	if len(rows) == 0 {
		value.Empty = m.Words.Say("notebook.tray.empty")
	}
	return value
}

// row says of a thing what paper it was on and what can be done.
func (t *TrayModel) row(m *frame.Moment, row TrayRow, document string) TrayRow {
	one := row.Noted
	row.Kept, row.Place, row.Here = t.Kept[one.Key()], document != "", t.Papers.State(one.Blob).Have
	switch name := t.names[one.Blob]; {
	case one.Document.ID != "":
		row.Paper = m.Words.Say("notebook.tray.place", "paper", one.Document.Name(), "page", one.Page+1)
		row.Why = m.Words.Say(frame.Pick(row.Here, "notebook.tray.why", "notebook.tray.why.away"))
	default:
		row.Paper = frame.Pick(name != "", m.Words.Say("notebook.place", "paper", name, "page", one.Page+1), m.Words.Say("notebook.tray.gone", "page", one.Page+1))
		row.Why, row.Here = m.Words.Say("notebook.tray.why.gone"), false
	}
	if row.At != nil && one.Document.ID != "" {
		row.Suggest = m.Words.Say("notebook.tray.suggest", "page", row.At.Page+1)
	}
	return row
}

// Waiting tells whether something is in the tray, and whether the person has not let it lie.
func (t *TrayModel) Waiting(m *frame.Moment) (some, fresh bool) {
	for _, row := range t.Left(m) {
		some, fresh = true, fresh || !t.Kept[row.Noted.Key()]
	}
	return some, fresh
}

// Keep lets a thing lie in the tray.
func (t *TrayModel) Keep(one Noted) {
	t.Kept[one.Key()] = true
	t.Changed()
}

// Place has the next tap on a page put a thing there.
func (t *TrayModel) Place(one Noted) {
	t.Placing, t.Said = &one, ""
	t.Changed()
}

// Cancel no longer puts anything anywhere.
func (t *TrayModel) Cancel() {
	t.Placing = nil
	t.Changed()
}

// Put puts what is to be placed around a point of a page of some bytes, 1/100 pt, as far as the page goes.
func (t *TrayModel) Put(blob string, page int, size, at image.Point) {
	if t.Placing == nil || t.Busy {
		return
	}
	one := *t.Placing
	bounds := one.Bounds
	by := at.Sub(bounds.Min.Add(bounds.Max).Div(2))
	by.X = held(by.X, -bounds.Min.X, size.X-bounds.Max.X)
	by.Y = held(by.Y, -bounds.Min.Y, size.Y-bounds.Max.Y)
	session := t.Setting.Room.Session().ID
	t.Placing = nil
	t.do("notebook.tray.placed", true, func(ctx context.Context) error {
		on := notes.Anchor{Blob: blob, Page: page}
		if text, ok, err := t.Searches.Words(ctx, blob); err == nil && ok && page < len(text.Pages) {
			on.Content = text.Pages[page].Content // without it the next issue finds it by its words alone
		}
		return t.Book.PlaceNotes(ctx, session, one.Marks, on, by)
	})
}

// held is a value between two, the lower one where they cross.
func held(value, low, high int) int { return max(min(value, high), low) }

// Remove takes a thing away.
func (t *TrayModel) Remove(one Noted) {
	session := t.Setting.Room.Session().ID
	t.do("notebook.tray.removed", true, func(ctx context.Context) error { return t.Book.RemoveNotes(ctx, session, one.Marks) })
}

// TakeBack undoes what was done last.
func (t *TrayModel) TakeBack() {
	session := t.Setting.Room.Session().ID
	t.do("notebook.tray.undone", false, func(ctx context.Context) error {
		_, err := t.Book.UndoNotes(ctx, session)
		return err
	})
}

// do does it on a goroutine of its own, and says then what was done.
func (t *TrayModel) do(said string, undo bool, do func(context.Context) error) {
	if t.Busy {
		return
	}
	t.Busy, t.Said, t.undo = true, "", false
	turn := t.turn
	t.Errands.Run(do, func(err error) {
		if turn != t.turn {
			return // somebody else holds the tablet
		}
		t.Busy = false
		t.until = t.Setting.Now().Add(SaidFor)
		if t.bad = err != nil; t.bad {
			t.Said = t.Setting.Sentence(err)
		} else {
			t.Said, t.undo = t.Setting.Words.Say(said), undo
		}
		t.Changed()
	})
	t.Changed()
}

// Band is what is said over the pages about the tray.
func (t *TrayModel) Band(m *frame.Moment) NoteBand {
	switch {
	case t.Placing != nil:
		return NoteBand{Kind: kit.InkStrip, Icon: "pin", Text: m.Words.Say("notebook.tray.tap"), Action: m.Words.Say("chamber.cancel"), Do: StopPlacing}
	case t.Said != "" && m.Now.Before(t.until):
		m.By(t.until)
		band := NoteBand{Kind: frame.Pick(t.bad, kit.AlertStrip, kit.DoneStrip), Icon: frame.Pick(t.bad, "warn", "check"), Text: t.Said}
		if t.undo {
			band.Action, band.Do = m.Words.Say("notebook.tray.undo"), TakeBack
		}
		return band
	}
	return NoteBand{}
}

// openedPaper is the paper that is on the screen.
type openedPaper struct{ session, Document, blob, name string }

// IssuesModel says what became of the open paper: it was issued anew, or withdrawn.
type IssuesModel struct {
	Book    Notebook
	Changed func()

	Last   openedPaper
	gone   openedPaper     // was withdrawn while it was open
	closed map[string]bool // papers (their bytes) of which it need not be said any more
}

// Forget drops what concerns the person who held the tablet.
func (i *IssuesModel) Forget() {
	i.Last, i.gone, i.closed = openedPaper{}, openedPaper{}, map[string]bool{}
}

// Hide says it no longer.
func (i *IssuesModel) Hide() {
	if i.gone != (openedPaper{}) {
		i.gone = openedPaper{}
	} else {
		i.closed[i.Last.blob] = true
	}
	i.Changed()
}

// Band is what is said over the pages about the open paper; left is what is in the tray.
func (i *IssuesModel) Band(m *frame.Moment, open string, left []TrayRow) NoteBand {
	document, there := m.State.Documents[open]
	if last := i.Last; last.session == m.State.ID && m.State.Exists() {
		if before, known := m.State.Documents[last.Document]; last.Document != "" && (!known || before.Withdrawn) {
			i.gone = last
		}
	}
	i.Last = openedPaper{session: m.State.ID}
	if there {
		i.Last = openedPaper{m.State.ID, open, document.Blob, document.Name()}
	}
	switch {
	case i.gone.session != "" && i.gone.session == m.State.ID:
		band := NoteBand{Kind: kit.NoticeStrip, Icon: "info", Text: m.Words.Say("notebook.gone", "name", i.gone.name), Close: true}
		for _, row := range left {
			if row.Noted.Document.ID == "" {
				band.Text += " " + m.Words.Say("notebook.gone.tray")
				band.Action, band.Do = m.Words.Say("notebook.gone.open"), OpenTray
				break
			}
		}
		return band
	case there && !i.closed[document.Blob]:
		return i.reissued(m, document, left)
	}
	return NoteBand{}
}

// reissued says that the open paper is a new issue of one that the person wrote on.
func (i *IssuesModel) reissued(m *frame.Moment, document council.Document, left []TrayRow) NoteBand {
	wrote, pending := false, false
	pages := i.Book.NotedPages(m.State.ID)
	for _, issue := range m.State.IssuesOf(document.ID) {
		for _, page := range pages {
			wrote = wrote || page.Blob == issue.Blob && slices.ContainsFunc(i.Book.NotesOn(m.State.ID, page), func(e notes.Entry) bool { return e.Author == m.Person.Person })
		}
		pending = pending || i.Book.CarryPending(m.State.ID, issue.Blob)
	}
	if !wrote {
		return NoteBand{}
	}
	band := NoteBand{Kind: kit.NoticeStrip, Icon: "doccheck", Text: m.Words.Say("notebook.reissued"), Action: m.Words.Say("notebook.reissued.see"), Do: SeeBefore, Close: true}
	lost := 0
	for _, row := range left {
		if row.Noted.Document.ID == document.ID {
			lost += len(row.Noted.Marks)
		}
	}
	switch {
	case pending:
		band.Text = m.Words.Say("notebook.reissued.pending")
	case lost > 0:
		band.Text = m.Words.Say("notebook.reissued.left", "count", lost)
	}
	return band
}
