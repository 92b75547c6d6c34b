package speaking

import (
	"fmt"
	"testing"
	"time"
)

func TestOrders(t *testing.T) {
	for _, row := range []struct {
		order       Order
		queue, whys string
	}{
		{ByAsking, "a2 c d b2 e f", "asked asked asked asked asked asked"},
		{FirstTimers, "c d e f a2 b2", "first-time first-time first-time first-time spoken spoken"},
		{LeastTime, "c d e f b2 a2", "least-time least-time least-time least-time least-time least-time"},
		{ByGroup, "c f a2 b2 d e", "group group group group group group"}, // A spoke first, then B
		{BySide, "d a2 c e b2 f", "side side side side side side"},        // d is the only one against
	} {
		t.Run(string(row.order), func(t *testing.T) {
			r := aRoom(t, func(o *Options) { o.Order = row.order })
			r.ask(Contribution, "a", "b")
			r.speak("a", 2*time.Minute)
			r.speak("b", time.Minute)
			r.ask(Contribution, "a", "c")
			r.ask(Contra, "d")
			r.ask(Contribution, "b")
			r.ask(Pro, "e")
			r.ask(Contribution, "f")
			if row.order == BySide {
				row.queue = "d e a2 c b2 f"
			}
			equal(t, "queue", r.queue(), row.queue)
			equal(t, "whys", r.whys(), row.whys)
			before := r.list.Setup.Order
			equal(t, "looked at in another order", len(r.list.By(ByAsking).Queue(r.bench())), 6)
			equal(t, "which chooses nothing", r.list.Setup.Order, before)
		})
	}
}

// Those who speak for and against come in turn while both wait, whoever began.
func TestSidesAlternate(t *testing.T) {
	r := aRoom(t, func(o *Options) { o.Order = BySide })
	r.ask(Pro, "a", "b", "c")
	r.ask(Contra, "d", "e")
	equal(t, "queue", r.queue(), "a d b e c")
	r.do(chair, begin)
	equal(t, "goes on where it was", r.queue(), "d b e c")
	r.do(chair, Start{OfEntry: of("b")})
	equal(t, "against is next", r.queue(), "d c e")
}

func TestGroupsComeInTurn(t *testing.T) {
	r := aRoom(t, func(o *Options) { o.Order = ByGroup })
	r.ask(Contribution, "a", "d", "b", "e", "c")
	equal(t, "queue", r.queue(), "a b c d e")
	r.do(chair, Start{OfEntry: of("b")})
	r.wait(time.Second)
	r.do(chair, Start{OfEntry: of("a")})
	equal(t, "that whose turn is longest ago", r.queue(), "c e d")
}

func TestEarlierItemsCount(t *testing.T) {
	r := aRoom(t, func(o *Options) { o.Order = FirstTimers })
	r.ask(Contribution, "a", "b")
	r.past = Totals{People: map[string]Total{"a": {2, time.Hour}}}
	equal(t, "first timers", r.queue(), "b a")
	row := r.list.Queue(r.bench())[1]
	equal(t, "speeches", row.Spoken, Total{2, time.Hour})
	r.speak("b", time.Minute)
	r.ask(Contribution, "b")
	r.list = r.list.By(LeastTime)
	equal(t, "least time", r.queue(), "b2 a")
	r.speak("b2", time.Minute)
	r.ask(Intervention, "b") // is no contribution
	equal(t, "of the person so far", r.list.Queue(r.bench())[0].Spoken, Total{2, 2 * time.Minute})
}

// While somebody speaks, their second request already counts as one of somebody who spoke.
func TestWhoSpeaksHasSpoken(t *testing.T) {
	r := aRoom(t, func(o *Options) { o.Order = FirstTimers })
	r.ask(Contribution, "a")
	r.do(chair, begin)
	r.ask(Contribution, "a", "b")
	equal(t, "queue", r.queue(), "b a2")
}

func TestPointsOfOrderAreRanked(t *testing.T) {
	r := aRoom(t, func(o *Options) { o.Categories = []Category{{"order", "Trình tự"}, {"data", "Số liệu"}} })
	r.ask(Contribution, "a")
	r.ask(Intervention, "b")
	for i, category := range []string{"data", "order", "data", "order"} {
		r.do(delegate(string("cdef"[i])), Ask{OfEntry: of(fmt.Sprint("p", i)), Kind: PointOfOrder, Category: category})
	}
	equal(t, "queue", r.queue(), "p1 p3 p0 p2 b a")
	equal(t, "whys", r.whys(), "point-of-order point-of-order point-of-order point-of-order intervention asked")
	options := UsualOptions() // the categories were given up meanwhile
	r.do(chair, Arrange{OfList{"i1"}, options})
	equal(t, "queue", r.queue(), "p0 p1 p2 p3 b a")
}

// Whatever the order says, nobody is passed by more often than the chair's patience.
func TestPatience(t *testing.T) {
	r := aRoom(t, func(o *Options) { o.Order, o.Patience = FirstTimers, 2 })
	r.ask(Contribution, "a")
	r.speak("a", time.Minute)
	r.ask(Contribution, "a", "b", "c", "d")
	r.speak("b", time.Minute)
	equal(t, "passed by once", r.queue(), "c d a2")
	r.speak("c", time.Minute)
	equal(t, "passed by twice", r.queue(), "a2 d")
	equal(t, "and why", r.whys(), "patience first-time")
}

func TestTheChairMoves(t *testing.T) {
	r := aRoom(t, func(o *Options) { o.Order = ByGroup })
	r.ask(Contribution, "a", "d", "b", "e", "c")
	equal(t, "queue", r.queue(), "a b c d e")
	r.refused(NotAllowed, delegate("a"), Move{OfEntry: of("e")})
	r.refused(UnknownEntry, chair, Move{OfEntry: of("x")})
	r.refused(UnknownEntry, chair, Move{OfEntry: of("e"), Before: "x"})
	r.do(chair, Move{OfEntry: of("e"), Before: "b"})
	equal(t, "before b", r.queue(), "a e b c d")
	equal(t, "and why", r.whys(), "group moved group group group")
	r.do(chair, Move{OfEntry: of("a")})
	equal(t, "last, and e moves up", r.queue(), "e d b c a")
	r.do(chair, Move{OfEntry: of("d"), Before: "d"})
	equal(t, "where it stands", r.queue()+r.whys(), "e d b c amoved moved group group moved")
	r.do(chair, Move{OfEntry: of("e"), Before: "c"})
	equal(t, "further down", r.queue(), "d b e c a")
	options := r.list.Setup.Options
	options.Order = ByAsking
	r.do(chair, Arrange{OfList{"i1"}, options})
	equal(t, "stays in another order", r.queue(), "d b e c a")
	r.do(chair, begin) // d
	equal(t, "moves up", r.queue(), "b e c a")
	r.do(delegate("b"), Withdraw{of("b")})
	equal(t, "when one ahead leaves", r.queue(), "e c a")
	r.do(chair, Skip{of("a")})
	r.refused(NotWaiting, chair, Move{OfEntry: of("a")})
	r.refused(UnknownEntry, chair, Move{OfEntry: of("c"), Before: "a"})
	r.do(chair, Recall{of("a")})
	equal(t, "without the place by hand", r.queue(), "e a c")
	r.ask(PointOfOrder, "f")
	equal(t, "the chair's place is before points of order", r.queue(), "e f a c")
	r.do(chair, Move{OfEntry: of("e"), Free: true})
	equal(t, "set free", r.queue(), "f a e c")
	equal(t, "no longer said", r.whys(), "point-of-order asked asked asked")
	r.ask(Interposed, "b")
	r.refused(NotMovable, chair, Move{OfEntry: of("b2")})
	r.do(chair, Move{OfEntry: of("c"), Before: "b2"})
	equal(t, "before a question is first behind it", r.queue(), "b2 c f a e")
	r.ask(Intervention, "a")
	r.do(delegate("d"), Ask{OfEntry: of("answer"), Kind: Answer, Question: "a2"})
	equal(t, "queue", r.queue(), "b2 c f a2 answer a e")
	r.do(chair, Move{OfEntry: of("e"), Before: "answer"})
	equal(t, "before an answer is before its question", r.queue(), "b2 c f e a2 answer a")
	r.do(chair, Move{OfEntry: of("a2")})
	equal(t, "the answer goes along", r.queue(), "b2 c f e a a2 answer")
}

func TestOptionsAreChecked(t *testing.T) {
	r := aRoom(t, nil)
	for _, row := range []struct {
		code   string
		change func(*Options)
	}{
		{UnknownOrder, func(o *Options) { o.Order = "x" }},
		{WrongNumber, func(o *Options) { o.Warning = -1 }},
		{WrongNumber, func(o *Options) { o.Warning = maxWarning + 1 }},
		{WrongNumber, func(o *Options) { o.Patience = 0 }},
		{WrongNumber, func(o *Options) { o.Patience = maxPatience + 1 }},
		{WrongNumber, func(o *Options) { o.Limits[0].Seconds = -1 }},
		{WrongNumber, func(o *Options) { o.Limits[0].Seconds = maxExtra + 1 }},
		{WrongNumber, func(o *Options) { o.Limits[0].From = 0 }},
		{WrongNumber, func(o *Options) { o.Limits[0].Kind = "x" }},
		{WrongNumber, func(o *Options) { o.Limits[1].From = 1 }},
		{TooMany, func(o *Options) { o.Limits = make([]Limit, maxLimits+1) }},
		{TooMany, func(o *Options) { o.Categories = make([]Category, maxCategories+1) }},
		{UnknownKind, func(o *Options) { o.AfterClose = []Kind{"x"} }},
		{UnknownCategory, func(o *Options) { o.Categories = []Category{{"a", "A"}, {"a", "B"}} }},
		{UnknownCategory, func(o *Options) { o.Categories = []Category{{"a", "  "}} }},
		{UnknownCategory, func(o *Options) { o.Categories = []Category{{"", "A"}} }},
	} {
		options := UsualOptions()
		row.change(&options)
		r.refused(row.code, chair, Arrange{OfList{"i1"}, options})
	}
	r.refused(NotAllowed, delegate("a"), Arrange{OfList{"i1"}, UsualOptions()})
	options := UsualOptions()
	options.Limits[0].Seconds = 1
	equal(t, "the table itself stays", DefaultLimits[0].Seconds, 420)
	r.do(clerk, Arrange{OfList{"i1"}, options})
	equal(t, "chosen", r.list.Setup.Limits[0].Seconds, 1)
}
