package speaking

import (
	"cmp"
	"slices"
)

// Row is one place of the queue.
type Row struct {
	Entry
	Place  int   // 1 …
	Why    Why   // why it stands there
	Absent bool  // passed over until the person is there; the place stays
	Spoken Total // contributions of the person so far
}

// Queue returns who waits, in the order in which they will be called. Interposed questions come before everyone, an answer
// directly under its question, before the speeches points of order by category, then interventions, then contributions
// by the chosen order; where the chair placed somebody by hand, that wins.
func (l List) Queue(bench Bench) []Row {
	answers := map[string][]Entry{} // by question
	var questions []Entry
	for _, e := range l.in(Waiting) {
		switch e.Kind {
		case Answer:
			answers[e.Question] = append(answers[e.Question], e)
		case Interposed:
			questions = append(questions, e)
		}
	}
	var queue []Row
	put := func(row Row) {
		queue = append(queue, row)
		for _, answer := range answers[row.ID] {
			queue = append(queue, Row{Entry: answer, Why: WhyAnswer})
		}
		delete(answers, row.ID)
	}
	for _, question := range questions {
		put(Row{Entry: question, Why: WhyInterposed})
	}
	for _, row := range l.body(bench) {
		put(row)
	}
	var asked []Row // answers to what is asked already are next
	for _, left := range answers {
		for _, answer := range left {
			asked = append(asked, Row{Entry: answer, Why: WhyAnswer})
		}
	}
	slices.SortFunc(asked, func(a, b Row) int { return cmp.Compare(a.Number, b.Number) })
	queue = append(asked, queue...)
	spoken := l.spoken(bench)
	for i := range queue {
		queue[i].Spoken = spoken(queue[i].Person)
		queue[i].Place, queue[i].Absent = i+1, !bench.present(queue[i].Person)
	}
	return queue
}

// By returns the list as it would be in another order, for the chair to look at before choosing.
func (l List) By(order Order) List {
	l.Setup.Order = order
	return l
}

// Next returns who is called next: the first in the queue who is present.
func (l List) Next(bench Bench) (Entry, bool) {
	for _, row := range l.Queue(bench) {
		if !row.Absent {
			return row.Entry, true
		}
	}
	return Entry{}, false
}

// body is the part of the queue in which the chair may place requests by hand: all but questions and answers.
func (l List) body(bench Bench) []Row {
	var points, interventions, pinned []Row
	var contributions []Entry
	for _, e := range l.in(Waiting) {
		switch {
		case e.Kind.aside():
		case e.Pin > 0:
			pinned = append(pinned, Row{Entry: e, Why: WhyMoved})
		case e.Kind == PointOfOrder:
			points = append(points, Row{Entry: e, Why: WhyPointOfOrder})
		case e.Kind == Intervention:
			interventions = append(interventions, Row{Entry: e, Why: WhyIntervention})
		default:
			contributions = append(contributions, e)
		}
	}
	slices.SortStableFunc(points, func(a, b Row) int {
		return cmp.Compare(l.Setup.rank(a.Category), l.Setup.rank(b.Category))
	})
	slices.SortStableFunc(pinned, func(a, b Row) int { return cmp.Compare(a.Pin, b.Pin) })
	free := slices.Concat(points, interventions, l.inOrder(contributions, bench))
	rows := make([]Row, 0, len(free)+len(pinned))
	for len(free)+len(pinned) > 0 {
		if len(pinned) > 0 && (len(free) == 0 || pinned[0].Pin <= len(rows)+1) {
			rows, pinned = append(rows, pinned[0]), pinned[1:]
		} else {
			rows, free = append(rows, free[0]), free[1:]
		}
	}
	return rows
}

func rowOf(rows []Row, id string) int {
	return slices.IndexFunc(rows, func(row Row) bool { return row.ID == id })
}
