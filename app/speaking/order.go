package speaking

import (
	"cmp"
	"slices"
)

// Order is the option that says in which order contributions come. Its sentence for the chair stands under
// "speaking.order."+Order. Written on disk: only ever add.
type Order string

// The orders. In each, equals come in the order in which they asked; and whoever has been passed by as often as
// Options.Patience says goes first.
const (
	ByAsking    Order = "asked" // who asked first
	FirstTimers Order = "first" // who has not spoken yet, then the others
	LeastTime   Order = "time"  // who has spoken least so far
	ByGroup     Order = "group" // groups (tổ) in turn: that which has waited longest for its turn
	BySide      Order = "side"  // for and against in turn
)

// Orders lists every order, as the chair is offered them.
var Orders = []Order{ByAsking, FirstTimers, LeastTime, ByGroup, BySide}

func (o Order) known() bool { return slices.Contains(Orders, o) }

// Why is the reason for a place in the queue. Its sentence stands under "speaking.why."+Why.
type Why string

// The reasons.
const (
	WhyAsked        Why = "asked"          // theo thứ tự đăng ký
	WhyFirstTime    Why = "first-time"     // vì chưa phát biểu lần nào
	WhySpoken       Why = "spoken"         // vì đã phát biểu, sau người chưa phát biểu
	WhyLeastTime    Why = "least-time"     // theo tổng thời gian đã phát biểu, ít trước nhiều sau
	WhyGroup        Why = "group"          // đến lượt tổ
	WhySide         Why = "side"           // xen kẽ tán thành và không tán thành
	WhyPatience     Why = "patience"       // đã nhường nhiều lượt
	WhyMoved        Why = "moved"          // chủ tọa xếp
	WhyInterposed   Why = "interposed"     // hỏi xen, trước mọi người
	WhyAnswer       Why = "answer"         // trả lời, ngay sau câu hỏi
	WhyPointOfOrder Why = "point-of-order" // về trình tự, thủ tục
	WhyIntervention Why = "intervention"   // tranh luận, ngay sau phát biểu
)

// Whys lists every reason, so that a test can hold the sentences against them.
var Whys = []Why{WhyAsked, WhyFirstTime, WhySpoken, WhyLeastTime, WhyGroup, WhySide, WhyPatience, WhyMoved, WhyInterposed,
	WhyAnswer, WhyPointOfOrder, WhyIntervention}

// inOrder arranges waiting contributions by the list's order. Each comes once, with its reason.
func (l List) inOrder(waiting []Entry, bench Bench) []Row {
	begun := l.begun()
	spoken := l.spoken(bench)
	var first, rest []Row
	for _, e := range waiting {
		row := Row{Entry: e, Why: WhyAsked, Spoken: spoken(e.Person)}
		if passedBy(e, begun) >= l.Setup.Patience {
			row.Why = WhyPatience
			first = append(first, row)
		} else {
			rest = append(rest, row)
		}
	}
	switch l.Setup.Order {
	case FirstTimers:
		slices.SortStableFunc(rest, func(a, b Row) int { return cmp.Compare(min(a.Spoken.Speeches, 1), min(b.Spoken.Speeches, 1)) })
		for i := range rest {
			rest[i].Why = WhyFirstTime
			if rest[i].Spoken.Speeches > 0 {
				rest[i].Why = WhySpoken
			}
		}
	case LeastTime:
		slices.SortStableFunc(rest, func(a, b Row) int { return cmp.Compare(a.Spoken.Time, b.Spoken.Time) })
		because(rest, WhyLeastTime)
	case ByGroup:
		rest = inTurn(rest, begun, first, func(e Entry) string { return e.Group })
		because(rest, WhyGroup)
	case BySide:
		rest = inTurn(rest, begun, first, func(e Entry) string { return string(e.Kind) })
		because(rest, WhySide)
	}
	return append(first, rest...)
}

func because(rows []Row, why Why) {
	for i := range rows {
		rows[i].Why = why
	}
}

// begun returns the contributions that have begun, in the order in which they did.
func (l List) begun() []Entry {
	var begun []Entry
	for _, e := range l.Entries {
		if e.Held() && e.Kind.contribution() {
			begun = append(begun, e)
		}
	}
	slices.SortStableFunc(begun, func(a, b Entry) int { return cmp.Compare(a.StartedAt(), b.StartedAt()) })
	return begun
}

// spoken returns what a person has contributed so far, to this item and to those before that count.
func (l List) spoken(bench Bench) func(person string) Total {
	here := Sum(l.Entries, bench.Now, Contributions...)
	return func(person string) Total {
		total := here.People[person]
		total.add(bench.Past.People[person])
		return total
	}
}

// passedBy is how many contributions began that were asked for later.
func passedBy(e Entry, begun []Entry) int {
	n := 0
	for _, other := range begun {
		if other.Number > e.Number {
			n++
		}
	}
	return n
}

// inTurn lets the sides speak in turn: the next is always of the side whose last turn is longest ago, never before all
// others, and within a side who asked first. Those in ahead have their turn before.
func inTurn(rows []Row, begun []Entry, ahead []Row, side func(Entry) string) []Row {
	last := map[string]int{}
	turn := 0
	take := func(e Entry) {
		turn++
		last[side(e)] = turn
	}
	for _, e := range begun {
		take(e)
	}
	for _, row := range ahead {
		take(row.Entry)
	}
	waiting := map[string][]Row{}
	for _, row := range rows {
		waiting[side(row.Entry)] = append(waiting[side(row.Entry)], row)
	}
	ordered := make([]Row, 0, len(rows))
	for len(waiting) > 0 {
		var next Row
		for of, queue := range waiting {
			if head := queue[0]; next.ID == "" || cmp.Or(cmp.Compare(last[of], last[side(next.Entry)]), cmp.Compare(head.Number, next.Number)) < 0 {
				next = head
			}
		}
		of := side(next.Entry)
		if waiting[of] = waiting[of][1:]; len(waiting[of]) == 0 {
			delete(waiting, of)
		}
		take(next.Entry)
		ordered = append(ordered, next)
	}
	return ordered
}
