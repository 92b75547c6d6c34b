package speaking

import (
	"testing"
	"time"
)

func TestClock(t *testing.T) {
	start := time.Date(2026, 12, 31, 23, 58, 0, 0, time.UTC) // over the year's end
	seven := Timing{Allotted: 420}.Begun(start)
	for _, row := range []struct {
		name    string
		timing  Timing
		after   time.Duration
		warning time.Duration
		want    Clock
	}{
		{"at its start", seven, 0, 3 * time.Minute, Clock{Phase: Within, Running: true, Limit: 7 * time.Minute, Left: 7 * time.Minute, Next: 4 * time.Minute}},
		{"just before the warning", seven, 4*time.Minute - 1e6, 3 * time.Minute, Clock{Phase: Within, Running: true, Spoken: 4*time.Minute - 1e6, Limit: 7 * time.Minute, Left: 3*time.Minute + 1e6, Next: 1e6}},
		{"at the warning", seven, 4 * time.Minute, 3 * time.Minute, Clock{Phase: Warned, Running: true, Spoken: 4 * time.Minute, Limit: 7 * time.Minute, Left: 3 * time.Minute, Next: 3 * time.Minute}},
		{"just before the end", seven, 7*time.Minute - 1e6, 3 * time.Minute, Clock{Phase: Warned, Running: true, Spoken: 7*time.Minute - 1e6, Limit: 7 * time.Minute, Left: 1e6, Next: 1e6}},
		{"at the end", seven, 7 * time.Minute, 3 * time.Minute, Clock{Phase: Over, Running: true, Spoken: 7 * time.Minute, Limit: 7 * time.Minute}},
		{"beyond", seven, 7*time.Minute + 12*time.Second, 3 * time.Minute, Clock{Phase: Over, Running: true, Spoken: 432 * time.Second, Limit: 7 * time.Minute, Left: -12 * time.Second}},
		{"extended", Timing{Allotted: 420, Extra: 60}.Begun(start), 7 * time.Minute, 3 * time.Minute, Clock{Phase: Warned, Running: true, Spoken: 7 * time.Minute, Limit: 8 * time.Minute, Left: time.Minute, Next: time.Minute}},
		{"a short one", Timing{Allotted: 180}.Begun(start), 2 * time.Minute, 3 * time.Minute, Clock{Phase: Warned, Running: true, Spoken: 2 * time.Minute, Limit: 3 * time.Minute, Left: time.Minute, Next: time.Minute}},
		{"a short one before", Timing{Allotted: 180}.Begun(start), time.Minute, 3 * time.Minute, Clock{Phase: Within, Running: true, Spoken: time.Minute, Limit: 3 * time.Minute, Left: 2 * time.Minute, Next: time.Minute}},
		{"without a warning", seven, 7*time.Minute - 1e6, 0, Clock{Phase: Within, Running: true, Spoken: 7*time.Minute - 1e6, Limit: 7 * time.Minute, Left: 1e6, Next: 1e6}},
		{"without limit", Timing{Extra: 60}.Begun(start), time.Hour, 3 * time.Minute, Clock{Phase: Unlimited, Running: true, Spoken: time.Hour}},
		{"paused", seven.Halted(start.Add(time.Minute)), time.Hour, 3 * time.Minute, Clock{Phase: Within, Spoken: time.Minute, Limit: 7 * time.Minute, Left: 6 * time.Minute}},
		{"a clock that went back", seven, -time.Hour, 3 * time.Minute, Clock{Phase: Within, Running: true, Limit: 7 * time.Minute, Left: 7 * time.Minute, Next: 4 * time.Minute}},
	} {
		equal(t, row.name, row.timing.Clock(start.Add(row.after), row.warning), row.want)
	}
}

func TestTimingIsNotTornByTheServersClock(t *testing.T) {
	at := func(seconds int64) time.Time { return time.Unix(seconds, 0) }
	first := Timing{}.Begun(at(100))
	equal(t, "begins once", len(first.Begun(at(101)).Spells), 1)
	halted := first.Halted(at(90)) // the clock went back
	equal(t, "nothing spoken, nothing lost", halted.Spoken(at(90)), 0)
	equal(t, "not running", halted.Running(), false)
	equal(t, "halts once", halted.Halted(at(200)).EndedAt(), 100_000)
	again := halted.Begun(at(95))
	equal(t, "no overlap", again.Spells[1].From, 100_000)
	equal(t, "started at", again.StartedAt(), 100_000)
	equal(t, "the one before is as it was", len(halted.Spells), 1)
	equal(t, "first is as it was", first.Running(), true)
	equal(t, "never started", Timing{}.StartedAt()+Timing{}.EndedAt(), 0)
	equal(t, "before the world began", Timing{}.Begun(time.UnixMilli(0)).Halted(time.UnixMilli(0)).Running(), false)
}

func TestGroupBudgets(t *testing.T) {
	r := aRoom(t, func(o *Options) { o.Limits = []Limit{{Kind: Contribution, From: 1, Seconds: 420}} })
	grant := func(seconds map[string]int) Grant { return Grant{OfList{"i1"}, seconds} }
	left := func(group string) time.Duration {
		left, ok := r.list.Remaining(group, r.now)
		equal(t, group+" has a budget", ok, true)
		return left
	}
	r.refused(NotAllowed, delegate("a"), grant(map[string]int{"A": 60}))
	r.refused(UnknownGroup, chair, grant(map[string]int{"": 60}))
	r.refused(WrongNumber, chair, grant(map[string]int{"A": -1}))
	r.refused(WrongNumber, chair, grant(map[string]int{"A": maxExtra + 1}))
	r.do(clerk, grant(map[string]int{"A": 300, "B": 600}))
	if _, ok := r.list.Remaining("C", r.now); ok {
		t.Error("C has a budget")
	}
	r.ask(Contribution, "a", "b", "c", "d")
	r.do(chair, begin)
	r.wait(time.Minute)
	e, _ := r.list.Entry("a")
	clock := r.list.Clock(e, r.now)
	equal(t, "the group's time ends first", clock, Clock{Phase: Within, Running: true, ByGroup: true, Spoken: time.Minute, Limit: 5 * time.Minute, Left: 4 * time.Minute, Next: time.Minute})
	r.do(chair, Extend{of(""), 60})
	e, _ = r.list.Entry("a")
	equal(t, "extended", r.list.Clock(e, r.now).Left, 5*time.Minute)
	r.wait(5*time.Minute + 500*time.Millisecond)
	r.refused(Busy, chair, Share{OfList{"i1"}, "A"})
	r.do(chair, begin) // b
	r.wait(time.Minute)
	equal(t, "an overrun", left("A"), -(time.Minute + 500*time.Millisecond))
	equal(t, "B", left("B"), 9*time.Minute)
	e, _ = r.list.Entry("b")
	equal(t, "its own time ends first", r.list.Clock(e, r.now).ByGroup, false)
	r.ask(Intervention, "e")
	r.speak("e", time.Hour)
	equal(t, "an intervention costs the group nothing", left("B"), 9*time.Minute)
	r.refused(NotAllowed, clerk, Share{OfList{"i1"}, "A"})
	r.refused(NoOverrun, chair, Share{OfList{"i1"}, "B"})
	r.refused(UnknownGroup, chair, Share{OfList{"i1"}, "C"})
	r.do(chair, Share{OfList{"i1"}, "A"})
	equal(t, "given to all, in whole seconds", left("A"), 500*time.Millisecond)
	equal(t, "B got as much", left("B"), 9*time.Minute+61*time.Second)
	r.refused(NoOverrun, chair, Share{OfList{"i1"}, "A"})
	r.do(chair, Start{OfEntry: of("c")})
	e, _ = r.list.Entry("c")
	equal(t, "without a budget", r.list.Clock(e, r.now).Limit, 7*time.Minute)
	r.do(clerk, grant(map[string]int{"B": 1200}))
	budget, _ := r.list.Budget("B")
	equal(t, "a new grant keeps what was given", budget, Budget{"B", 1200, 61})
	if _, ok := r.list.Budget("A"); ok {
		t.Error("A keeps a budget")
	}
}

func TestOutlook(t *testing.T) {
	r := aRoom(t, func(o *Options) {
		o.Limits = []Limit{{Kind: Contribution, From: 1, Seconds: 420}, {Kind: Contribution, From: 2, Seconds: 180}, {Kind: PointOfOrder, From: 1, Seconds: 120}}
	})
	if _, ok := r.list.Outlook("a", r.bench()); ok {
		t.Error("an outlook for who did not ask")
	}
	r.ask(Contribution, "a", "b", "c", "d")
	look := func(person string) Outlook {
		outlook, ok := r.list.Outlook(person, r.bench())
		equal(t, person+" has an outlook", ok, true)
		return outlook
	}
	equal(t, "nobody spoke yet", look("b"), Outlook{Place: 2, Ahead: 1, Known: true, Latest: 7 * time.Minute})
	r.speak("a", 3*time.Minute)
	r.do(chair, begin) // b
	r.wait(time.Minute)
	r.ask(PointOfOrder, "e")
	equal(t, "on the floor", look("b"), Outlook{OnFloor: true, Known: true})
	equal(t, "d", look("d"), Outlook{Place: 3, Ahead: 2, Known: true, Soonest: 2*time.Minute + 2*time.Minute + 3*time.Minute, Latest: 6*time.Minute + 2*time.Minute + 7*time.Minute})
	r.absent["c"] = true
	equal(t, "who is not there takes nothing at the soonest", look("d").Soonest, 4*time.Minute)
	equal(t, "but may come", look("d").Latest, 15*time.Minute)
	from, to := Outlook{Soonest: 119 * time.Second, Latest: 121 * time.Second}.Minutes()
	equal(t, "minutes", [2]int{from, to}, [2]int{1, 3})
	r.wait(10 * time.Minute)
	equal(t, "who is over time may end now", look("d").Soonest, 2*time.Minute)
	o := r.list.Overview(r.bench())
	equal(t, "overview", [4]int{o.Pending, o.Waiting, o.Absent, o.Away}, [4]int{0, 3, 1, 0})
	equal(t, "the end of the list", o.End, Outlook{Ahead: 3, Known: true, Soonest: 5 * time.Minute, Latest: 16 * time.Minute})
	equal(t, "spoken", o.Spoken.All, Total{2, 14 * time.Minute})
	options := r.list.Setup.Options
	options.Approval, options.Limits = true, nil
	r.do(chair, Arrange{OfList{"i1"}, options})
	r.ask(Contribution, "f")
	equal(t, "not approved", look("f"), Outlook{Awaiting: true})
	equal(t, "an unlimited point of order", look("c").Known, false)
	r.do(delegate("e"), Withdraw{of("e")})
	equal(t, "unlimited, by the mean", look("d"), Outlook{Place: 2, Ahead: 1, Known: true, Latest: 3 * time.Minute})
	r.do(chair, Skip{of("c")})
	equal(t, "away", r.list.Overview(r.bench()).Away, 1)
}

func TestNothingIsKnownOfUnlimitedSpeeches(t *testing.T) {
	r := aRoom(t, func(o *Options) { o.Limits = nil })
	r.ask(Contribution, "a", "b")
	outlook, _ := r.list.Outlook("b", r.bench())
	equal(t, "b", outlook, Outlook{Place: 2, Ahead: 1})
	outlook, _ = r.list.Outlook("a", r.bench())
	equal(t, "a is next", outlook, Outlook{Place: 1, Known: true})
}

func TestSum(t *testing.T) {
	r := aRoom(t, nil)
	r.ask(Contribution, "a", "b", "d")
	r.ask(Intervention, "a")
	r.speak("a2", time.Minute)
	r.speak("a", 2*time.Minute)
	r.speak("b", 3*time.Minute)
	other := Entry{ID: "x", Item: "i2", Person: "a", Group: "A", Kind: Pro, State: Speaking, Timing: Timing{}.Begun(r.now)}
	r.wait(time.Minute)
	sum := Sum(append(r.list.Entries, other), r.now)
	equal(t, "all", sum.All, Total{4, 7 * time.Minute})
	equal(t, "a", sum.People["a"], Total{3, 4 * time.Minute})
	equal(t, "A", sum.Groups["A"], Total{3, 4 * time.Minute})
	equal(t, "B", sum.Groups["B"], Total{1, 3 * time.Minute})
	equal(t, "interventions", sum.Kinds[Intervention], Total{1, time.Minute})
	equal(t, "only contributions", Sum(r.list.Entries, r.now, Contributions...).People["a"], Total{1, 2 * time.Minute})
	equal(t, "who only waits is not there", len(sum.People), 2)
	equal(t, "mean", sum.People["a"].Mean(), 80*time.Second)
	equal(t, "mean of none", Total{}.Mean(), 0)
}
