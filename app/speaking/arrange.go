package speaking

import (
	"maps"
	"slices"
	"time"
)

// Move gives a waiting request a place by hand: before another, or last. The chair's place wins over every order and is
// said in the queue; it is kept, moving up with those who leave, until the speech begins or the request is set free.
// Interposed questions and answers have a place of their own and cannot be moved.
type Move struct {
	OfEntry
	Before string `json:"before,omitempty"` // a waiting request; empty: behind all
	Free   bool   `json:"free,omitempty"`   // back to the place that the order gives it
}

func (a Move) do(l List, by Actor, bench Bench) (Written, error) {
	e, ok := l.Entry(a.ID)
	switch {
	case !by.leads():
		return refuse(NotAllowed)
	case !ok:
		return refuse(UnknownEntry)
	case e.State != Waiting:
		return refuse(NotWaiting)
	case e.Kind.aside():
		return refuse(NotMovable)
	case a.Free:
		e.Pin = 0
		return Written{Entries: []Entry{e}}, nil
	}
	rows := l.body(bench)
	from := rowOf(rows, e.ID)
	to := from
	if a.Before != e.ID {
		rows = slices.Delete(rows, from, from+1)
		if to, ok = l.placeBefore(rows, a.Before); !ok {
			return refuse(UnknownEntry)
		}
		rows = slices.Insert(rows, to, Row{Entry: e})
	}
	var written Written
	for i, row := range rows {
		if pin := i + 1; (row.ID == e.ID || row.Pin > 0) && row.Pin != pin {
			row.Pin = pin
			written.Entries = append(written.Entries, row.Entry)
		}
	}
	return written, nil
}

// placeBefore is the index in rows before which a request stands. What stands before all of them has the first.
func (l List) placeBefore(rows []Row, id string) (int, bool) {
	if id == "" {
		return len(rows), true
	}
	e, ok := l.Entry(id)
	if !ok || e.State != Waiting {
		return 0, false
	}
	if e.Kind == Answer {
		id = e.Question
	}
	return max(rowOf(rows, id), 0), true
}

// movedUp are the requests behind e that have a place by hand, each one place further up: e leaves the queue.
func (l List) movedUp(e Entry, bench Bench) []Entry {
	if e.State != Waiting || e.Kind.aside() {
		return nil
	}
	var up []Entry
	rows := l.body(bench)
	for i := rowOf(rows, e.ID) + 1; i < len(rows); i++ {
		if rows[i].Pin > 0 {
			rows[i].Pin = i
			up = append(up, rows[i].Entry)
		}
	}
	return up
}

// Skip (vắng khi được mời) passes over who was called and is not there. The request keeps its number.
type Skip struct{ OfEntry }

func (a Skip) do(l List, by Actor, bench Bench) (Written, error) {
	e, ok := l.Entry(a.ID)
	switch {
	case !by.leads():
		return refuse(NotAllowed)
	case !ok:
		return refuse(UnknownEntry)
	case e.State != Waiting:
		return refuse(NotWaiting)
	}
	written := Written{Entries: l.movedUp(e, bench)}
	e.State, e.Pin = Skipped, 0
	written.Entries = append(written.Entries, e)
	return written, nil
}

// Recall (quay lại danh sách) lets who was skipped wait again, at the place of the old number.
type Recall struct{ OfEntry }

func (a Recall) do(l List, by Actor, bench Bench) (Written, error) {
	e, ok := l.Entry(a.ID)
	switch {
	case !ok:
		return refuse(UnknownEntry)
	case !by.leads() && (by.Person == "" || e.Person != by.Person):
		return refuse(NotAllowed)
	case e.State != Skipped:
		return refuse(NotSkipped)
	case l.Setup.PresentOnly && !bench.present(e.Person):
		return refuse(NotPresent)
	}
	e.State = Waiting
	return Written{Entries: []Entry{e}}, nil
}

// Close (khóa danh sách) takes no more requests but those of Options.AfterClose. Who waits stays.
type Close struct{ OfList }

func (Close) do(l List, by Actor, _ Bench) (Written, error) {
	switch {
	case !by.leads():
		return refuse(NotAllowed)
	case l.Setup.Closed:
		return refuse(ClosedAlready)
	}
	l.Setup.Closed = true
	return Written{Setup: &l.Setup}, nil
}

// Reopen (mở lại danh sách) takes requests again.
type Reopen struct{ OfList }

func (Reopen) do(l List, by Actor, _ Bench) (Written, error) {
	switch {
	case !by.leads():
		return refuse(NotAllowed)
	case !l.Setup.Closed:
		return refuse(OpenAlready)
	}
	l.Setup.Closed = false
	return Written{Setup: &l.Setup}, nil
}

// Clear (xóa danh sách chờ) settles every open request. Who has the floor keeps it.
type Clear struct{ OfList }

func (Clear) do(l List, by Actor, bench Bench) (Written, error) {
	if !by.leads() {
		return refuse(NotAllowed)
	}
	var written Written
	for _, e := range l.Entries {
		if e.Open() {
			e.State, e.Settled, e.Pin = Cleared, bench.Now.UnixMilli(), 0
			written.Entries = append(written.Entries, e)
		}
	}
	if len(written.Entries) == 0 {
		return refuse(NobodyWaits)
	}
	return written, nil
}

// Arrange chooses the options of a list. What has begun keeps the time that it was given; who waits may stand elsewhere.
type Arrange struct {
	OfList
	Options Options `json:"options"`
}

func (a Arrange) do(l List, by Actor, _ Bench) (Written, error) {
	if !by.leads() {
		return refuse(NotAllowed)
	}
	for i := range a.Options.Categories {
		a.Options.Categories[i].Title = tidy(a.Options.Categories[i].Title)
	}
	if code := a.Options.fault(); code != "" {
		return refuse(code)
	}
	l.Setup.Options = a.Options
	return Written{Setup: &l.Setup}, nil
}

// Grant gives groups their budgets, in seconds, in place of those before. What overruns gave stays with a group that keeps
// one.
type Grant struct {
	OfList
	Seconds map[string]int `json:"seconds"` // by group; a group left out has no budget
}

func (a Grant) do(l List, by Actor, _ Bench) (Written, error) {
	switch {
	case !by.leads():
		return refuse(NotAllowed)
	case len(a.Seconds) > maxBudgets:
		return refuse(TooMany)
	}
	var budgets []Budget
	for _, group := range slices.Sorted(maps.Keys(a.Seconds)) {
		seconds := a.Seconds[group]
		switch {
		case group == "":
			return refuse(UnknownGroup)
		case !short(group):
			return refuse(TooLong)
		case seconds < 0 || seconds > maxExtra:
			return refuse(WrongNumber)
		}
		before, _ := l.Budget(group)
		budgets = append(budgets, Budget{group, seconds, before.Additional})
	}
	l.Setup.Budgets = budgets
	return Written{Setup: &l.Setup}, nil
}

// Share gives the overrun of one group to all, that one among them, so that it stands at nothing and each has again as
// much more than it as before. As OpenSlides does it. The chair alone may, and not while the group speaks.
type Share struct {
	OfList
	Group string `json:"group"`
}

func (a Share) do(l List, by Actor, bench Bench) (Written, error) {
	left, ok := l.Remaining(a.Group, bench.Now)
	top, below := l.Floor()
	switch {
	case !by.Chair:
		return refuse(NotAllowed)
	case !ok:
		return refuse(UnknownGroup)
	case top.chargedTo(a.Group) || below.chargedTo(a.Group):
		return refuse(Busy)
	case left >= 0:
		return refuse(NoOverrun)
	}
	overrun := int((-left + time.Second - 1) / time.Second)
	budgets := slices.Clone(l.Setup.Budgets)
	for i := range budgets {
		budgets[i].Additional += overrun
	}
	l.Setup.Budgets = budgets
	return Written{Setup: &l.Setup}, nil
}

func (e Entry) chargedTo(group string) bool {
	return e.ID != "" && e.Kind.contribution() && e.Group == group
}
