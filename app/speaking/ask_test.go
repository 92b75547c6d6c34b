package speaking

import (
	"strings"
	"testing"
)

func TestAskingIsRefusedWithItsReason(t *testing.T) {
	points := func(o *Options) { o.Categories = []Category{{"order", "Trình tự"}, {"data", "Số liệu"}} }
	present := func(o *Options) { o.PresentOnly = true }
	for _, row := range []struct {
		name   string
		change func(*Options)
		before func(*room)
		by     Actor
		ask    Ask
		code   string
	}{
		{name: "nobody", by: Actor{}, ask: Ask{Kind: Contribution}, code: UnknownPerson},
		{name: "a clerk for nobody", by: clerk, ask: Ask{Kind: Contribution}, code: UnknownPerson},
		{name: "a stranger", by: delegate("x"), ask: Ask{Kind: Contribution}, code: UnknownPerson},
		{name: "for somebody else", by: delegate("a"), ask: Ask{Kind: Contribution, Person: "b"}, code: NotAllowed},
		{name: "no kind", by: delegate("a"), ask: Ask{}, code: UnknownKind},
		{name: "twice", before: func(r *room) { r.ask(Contribution, "a") }, by: delegate("a"), ask: Ask{Kind: Contribution}, code: WaitingAlready},
		{name: "against while for", before: func(r *room) { r.ask(Pro, "a") }, by: delegate("a"), ask: Ask{Kind: Contra}, code: WaitingAlready},
		{name: "twice while unapproved", change: func(o *Options) { o.Approval = true }, before: func(r *room) { r.ask(Contribution, "a") }, by: delegate("a"), ask: Ask{Kind: Pro}, code: WaitingAlready},
		{name: "the same id", before: func(r *room) { r.do(delegate("b"), Ask{OfEntry: of("new"), Kind: Contribution}) }, by: delegate("a"), ask: Ask{Kind: Contribution}, code: AskedAlready},
		{name: "closed", before: func(r *room) { r.do(chair, Close{OfList{"i1"}}) }, by: delegate("a"), ask: Ask{Kind: Contribution}, code: ListClosed},
		{name: "closed to the clerk", before: func(r *room) { r.do(chair, Close{OfList{"i1"}}) }, by: clerk, ask: Ask{Kind: Contribution, Person: "a"}, code: ListClosed},
		{name: "absent", change: present, before: func(r *room) { r.absent["a"] = true }, by: delegate("a"), ask: Ask{Kind: Contribution}, code: NotPresent},
		{name: "a point without category", change: points, by: delegate("a"), ask: Ask{Kind: PointOfOrder}, code: UnknownCategory},
		{name: "a point of an unknown category", change: points, by: delegate("a"), ask: Ask{Kind: PointOfOrder, Category: "x"}, code: UnknownCategory},
		{name: "a category where there is none", by: delegate("a"), ask: Ask{Kind: PointOfOrder, Category: "x"}, code: UnknownCategory},
		{name: "a contribution with a category", change: points, by: delegate("a"), ask: Ask{Kind: Contribution, Category: "order"}, code: UnknownCategory},
		{name: "an answer to nothing", by: delegate("a"), ask: Ask{Kind: Answer}, code: UnknownQuestion},
		{name: "an answer to a contribution", before: func(r *room) { r.ask(Contribution, "b") }, by: delegate("a"), ask: Ask{Kind: Answer, Question: "b"}, code: UnknownQuestion},
		{name: "an answer to oneself", before: func(r *room) { r.ask(Intervention, "a") }, by: delegate("a"), ask: Ask{Kind: Answer, Question: "a"}, code: UnknownQuestion},
		{name: "an answer to what was withdrawn", before: func(r *room) { r.ask(Intervention, "b"); r.do(delegate("b"), Withdraw{of("b")}) }, by: delegate("a"), ask: Ask{Kind: Answer, Question: "b"}, code: UnknownQuestion},
		{name: "a contribution about a question", before: func(r *room) { r.ask(Intervention, "b") }, by: delegate("a"), ask: Ask{Kind: Contribution, Question: "b"}, code: UnknownQuestion},
		{name: "a question while nobody speaks", by: delegate("a"), ask: Ask{Kind: Interposed}, code: NobodySpeaks},
		{name: "a question to oneself", before: func(r *room) { r.ask(Contribution, "a"); r.do(chair, begin) }, by: delegate("a"), ask: Ask{Kind: Interposed}, code: NobodySpeaks},
		{name: "a long note", by: delegate("a"), ask: Ask{Kind: Contribution, Note: strings.Repeat("ữ", maxText+1)}, code: TooLong},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := aRoom(t, row.change)
			if row.before != nil {
				row.before(r)
			}
			row.ask.OfEntry = of("new")
			r.refused(row.code, row.by, row.ask)
		})
	}
	r := aRoom(t, nil)
	for _, id := range []string{"", "a/b", strings.Repeat("x", 65), "\xff"} {
		r.refused(Unreadable, delegate("a"), Ask{OfEntry: of(id), Kind: Contribution})
	}
	r.refused(Unreadable, delegate("a"), Ask{OfEntry: OfEntry{OfList{"i2"}, "x"}, Kind: Contribution})
	r.list.Entries = make([]Entry, maxEntries)
	r.refused(TooMany, delegate("a"), Ask{OfEntry: of("x"), Kind: Contribution})
}

func TestAskingWritesOneEntry(t *testing.T) {
	r := aRoom(t, nil)
	r.ask(Contribution, "b")
	r.do(clerk, Ask{OfEntry: of("x"), Kind: Pro, Person: "a", Note: "  về điểm 2 "})
	e, _ := r.list.Entry("x")
	equal(t, "number", e.Number, 2)
	equal(t, "person and group", e.Person+e.Group, "aA")
	equal(t, "by", e.By, Desk)
	equal(t, "note", e.Note, "về điểm 2")
	equal(t, "state", e.State, Waiting)
	equal(t, "asked at", e.AskedAt, r.now.UnixMilli())
	equal(t, "key", e.Key(), "i1/x")
	own, _ := r.list.Entry("b")
	equal(t, "by oneself", own.By, "")
	r.do(delegate("c"), Ask{OfEntry: of("y"), Kind: Pro, Person: "c"})
	r.do(Actor{Person: "s", Clerk: true}, Ask{OfEntry: of("z"), Kind: Pro, Person: "d"})
	entered, _ := r.list.Entry("z")
	equal(t, "by a clerk who is known", entered.By, "s")
	r.ask(Intervention, "b") // beside what b waits for
	equal(t, "queue", r.queue(), "b2 b x y z")
}

func TestAClosedListHasItsExceptions(t *testing.T) {
	r := aRoom(t, nil)
	r.ask(Contribution, "a")
	r.do(clerk, Close{OfList{"i1"}})
	r.refused(ClosedAlready, chair, Close{OfList{"i1"}})
	r.refused(NotAllowed, delegate("a"), Reopen{OfList{"i1"}})
	r.ask(PointOfOrder, "b")
	r.do(chair, Ask{OfEntry: of("x"), Kind: Contribution, Person: "c"}) // the chair may
	equal(t, "who waits stays", r.queue(), "b a x")
	r.do(chair, Reopen{OfList{"i1"}})
	r.refused(OpenAlready, chair, Reopen{OfList{"i1"}})
	r.refused(NotAllowed, delegate("a"), Close{OfList{"i1"}})
	r.ask(Contribution, "d")
	options := UsualOptions()
	options.AfterClose = nil
	r.do(chair, Arrange{OfList{"i1"}, options})
	r.do(chair, Close{OfList{"i1"}})
	r.refused(ListClosed, delegate("e"), Ask{OfEntry: of("p"), Kind: PointOfOrder})
}

func TestTheChairApproves(t *testing.T) {
	r := aRoom(t, func(o *Options) { o.Approval = true })
	r.ask(Contribution, "a", "b", "c", "d")
	equal(t, "nobody waits", r.queue(), "")
	equal(t, "all are pending", len(r.list.Pending()), 4)
	r.refused(NotApproved, chair, Start{OfEntry: of("a")})
	r.refused(NobodyWaits, chair, begin)
	r.refused(NotAllowed, delegate("a"), Approve{of("a")})
	r.refused(NotAllowed, delegate("a"), Refuse{OfEntry: of("b")})
	r.do(chair, Approve{of("b")})
	r.wait(1000)
	r.do(clerk, Approve{of("a")})
	equal(t, "by number, not by approval", r.queue(), "a b")
	r.refused(NotAsked, chair, Approve{of("a")})
	r.refused(UnknownEntry, chair, Approve{of("x")})
	r.refused(TooLong, chair, Refuse{of("c"), strings.Repeat("x", maxText+1)})
	r.do(chair, Refuse{of("c"), " hết giờ "})
	e, _ := r.list.Entry("c")
	equal(t, "refused", e.State, Refused)
	equal(t, "reason", e.Reason, "hết giờ")
	equal(t, "settled", e.Settled, r.now.UnixMilli())
	r.refused(NotAsked, chair, Approve{of("c")})
	r.do(delegate("d"), Withdraw{of("d")})
	r.ask(Contribution, "c")                                            // may ask anew
	r.do(chair, Ask{OfEntry: of("x"), Kind: Contribution, Person: "e"}) // needs nobody's leave
	equal(t, "queue", r.queue(), "a b x")
}

func TestWithdrawing(t *testing.T) {
	r := aRoom(t, nil)
	r.ask(Contribution, "a", "b", "c")
	r.refused(NotAllowed, delegate("b"), Withdraw{of("a")})
	r.refused(NotAllowed, Actor{}, Withdraw{of("a")})
	r.refused(UnknownEntry, delegate("a"), Withdraw{of("x")})
	r.do(delegate("a"), Withdraw{of("a")})
	equal(t, "state", r.state("a"), Withdrawn)
	r.refused(NotWaiting, delegate("a"), Withdraw{of("a")})
	r.do(chair, begin)
	r.refused(NotWaiting, delegate("b"), Withdraw{of("b")})
	r.do(clerk, Withdraw{of("c")})
	equal(t, "queue", r.queue(), "")
	r.ask(Contribution, "a")
	equal(t, "a new number", r.list.Entries[3].Number, 4)
}

func TestClearingSettlesWhoWaits(t *testing.T) {
	r := aRoom(t, nil)
	r.ask(Contribution, "a", "b", "c")
	r.do(chair, begin)
	r.do(chair, Skip{of("b")})
	r.refused(NotAllowed, delegate("a"), Clear{OfList{"i1"}})
	r.do(clerk, Clear{OfList{"i1"}})
	equal(t, "states", string(r.state("a")+r.state("b")+r.state("c")), "speakingclearedcleared")
	r.refused(NobodyWaits, chair, Clear{OfList{"i1"}})
}

// Who is not there keeps the place and is passed over; who was called and did not come keeps the number.
func TestTheAbsentAreSkippedAndKept(t *testing.T) {
	r := aRoom(t, nil)
	r.ask(Contribution, "a", "b", "c")
	r.absent["a"] = true
	next, _ := r.list.Next(r.bench())
	equal(t, "next", next.ID, "b")
	equal(t, "absent is said", r.list.Queue(r.bench())[0].Absent, true)
	equal(t, "present is said", r.list.Queue(r.bench())[1].Absent, false)
	r.refused(NotAllowed, delegate("b"), Skip{of("b")})
	r.refused(UnknownEntry, chair, Skip{of("x")})
	r.do(chair, Skip{of("a")})
	r.refused(NotWaiting, chair, Skip{of("a")})
	r.do(chair, Skip{of("b")})
	equal(t, "away", len(r.list.Away()), 2)
	equal(t, "queue", r.queue(), "c")
	r.refused(NotAllowed, delegate("c"), Recall{of("a")})
	r.refused(NotAllowed, Actor{}, Recall{of("a")})
	r.refused(NotSkipped, chair, Recall{of("c")})
	r.refused(UnknownEntry, chair, Recall{of("x")})
	r.do(delegate("a"), Recall{of("a")})
	r.do(delegate("b"), Ask{OfEntry: of("b2"), Kind: Pro}) // asking anew is coming back
	equal(t, "with the old numbers", r.queue(), "a b c")
	r.do(chair, Skip{of("a")})
	r.do(chair, Start{OfEntry: of("a")}) // straight from there
	equal(t, "speaks", r.state("a"), Speaking)
}

func TestPresentOnly(t *testing.T) {
	r := aRoom(t, func(o *Options) { o.PresentOnly = true })
	r.ask(Contribution, "a")
	r.do(chair, Skip{of("a")})
	r.absent["a"] = true
	r.refused(NotPresent, delegate("a"), Recall{of("a")})
	r.refused(NotPresent, chair, Start{OfEntry: of("a")})
	r.absent["a"] = false
	r.do(chair, Recall{of("a")})
	r.do(chair, Start{OfEntry: of("a")})
}
