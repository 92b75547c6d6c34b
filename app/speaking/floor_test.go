package speaking

import (
	"testing"
	"time"
)

func TestOneSpeaksAfterTheOther(t *testing.T) {
	r := aRoom(t, nil)
	r.ask(Contribution, "a", "b", "c")
	r.refused(NotAllowed, delegate("a"), begin)
	r.refused(NobodySpeaks, chair, end)
	r.refused(NotAllowed, delegate("a"), end)
	r.refused(UnknownEntry, chair, Start{OfEntry: of("x")})
	r.refused(NotOnFloor, chair, Pause{of("a")})
	r.do(clerk, begin)
	r.wait(90 * time.Second) // over midnight
	r.refused(NotWaiting, chair, Start{OfEntry: of("a")})
	r.do(chair, Start{OfEntry: of("c")}) // out of order, ends a
	equal(t, "a", r.state("a"), Ended)
	equal(t, "a spoke", r.spoken("a"), 90*time.Second)
	r.wait(10 * time.Second)
	r.refused(NotAllowed, delegate("c"), pause)
	r.do(chair, pause)
	r.refused(PausedAlready, chair, pause)
	r.wait(time.Hour)
	r.do(chair, resume)
	r.refused(RunningAlready, chair, resume)
	r.wait(5 * time.Second)
	r.do(clerk, End{of("c")})
	r.refused(NotOnFloor, chair, End{of("c")})
	equal(t, "c spoke, the pause not counted", r.spoken("c"), 15*time.Second)
	r.wait(time.Hour)
	equal(t, "and no longer", r.spoken("c"), 15*time.Second)
	equal(t, "queue", r.queue(), "b")
	r.do(chair, begin)
	r.do(chair, pause)
	r.ask(Contribution, "d")
	r.do(chair, begin) // ends who is paused, too
	equal(t, "b", r.state("b"), Ended)
}

// A question pauses who speaks; the question and its answer over, the speech goes on.
func TestAQuestionInterruptsAndTheSpeechGoesOn(t *testing.T) {
	r := aRoom(t, nil)
	r.ask(Contribution, "a", "b")
	r.do(chair, begin)
	r.ask(PointOfOrder, "c")
	r.ask(Interposed, "d", "e")
	equal(t, "before everyone", r.queue(), "d e c b")
	r.do(delegate("a"), Ask{OfEntry: of("answer"), Kind: Answer, Question: "d"})
	equal(t, "the answer under its question", r.queue(), "d answer e c b")
	r.wait(time.Minute)
	r.do(chair, begin)
	equal(t, "a", r.state("a"), Paused)
	equal(t, "d", r.state("d"), Speaking)
	r.wait(20 * time.Second)
	r.refused(InterposedAlready, chair, Start{OfEntry: of("e")})
	r.refused(Interrupted, chair, Start{OfEntry: of("b")})
	r.refused(Busy, chair, Resume{of("a")})
	r.do(chair, end)
	equal(t, "an answer waits, so a waits", r.state("a"), Paused)
	equal(t, "it is next", r.queue(), "answer e c b")
	r.refused(InterposedAlready, chair, Start{OfEntry: of("e")})
	r.refused(Interrupted, chair, Start{OfEntry: of("b")})
	r.do(chair, begin)
	r.wait(30 * time.Second)
	r.do(chair, end)
	equal(t, "a goes on", r.state("a"), Speaking)
	r.wait(time.Minute)
	r.do(chair, begin) // the second question; nobody answers
	r.refused(UnknownQuestion, delegate("a"), Ask{OfEntry: of("x"), Kind: Answer, Question: "b"})
	r.wait(time.Minute)
	r.do(chair, pause) // of the question
	r.refused(Busy, chair, Resume{of("a")})
	r.do(chair, resume)
	r.do(chair, end)
	r.wait(time.Second)
	equal(t, "a spoke", r.spoken("a"), 2*time.Minute+time.Second)
	equal(t, "d spoke", r.spoken("d"), 20*time.Second)
	equal(t, "the answer took", r.spoken("answer"), 30*time.Second)
	equal(t, "e spoke", r.spoken("e"), time.Minute)
	r.do(chair, begin)
	equal(t, "then the others", r.state("c")+r.state("a"), Speaking+Ended)
}

func TestAnswersAndPauses(t *testing.T) {
	r := aRoom(t, nil)
	r.ask(Contribution, "a", "b")
	r.do(chair, begin)
	r.ask(Interposed, "c", "d")
	r.do(chair, begin)
	r.do(delegate("a"), Ask{OfEntry: of("to c"), Kind: Answer, Question: "c"})
	r.do(delegate("e"), Ask{OfEntry: of("too"), Kind: Answer, Question: "c"})
	r.do(delegate("a"), Ask{OfEntry: of("to d"), Kind: Answer, Question: "d"})
	equal(t, "queue", r.queue(), "to c too d to d b")
	r.refused(Interrupted, chair, Start{OfEntry: of("to d")})
	r.do(chair, begin) // ends the question
	equal(t, "c ended, a waits", r.state("c")+r.state("a"), Ended+Paused)
	r.refused(InterposedAlready, chair, Start{OfEntry: of("d")})
	r.refused(Interrupted, chair, Start{OfEntry: of("to d")})
	r.do(chair, end)
	equal(t, "the second answer waits", r.state("a"), Paused)
	r.refused(Interrupted, chair, Start{OfEntry: of("to d")})
	r.do(chair, Resume{of("a")}) // the chair does without it
	equal(t, "a goes on", r.state("a"), Speaking)
	r.do(chair, pause) // by hand
	r.do(chair, Start{OfEntry: of("too")})
	equal(t, "stays paused", r.state("a"), Paused)
	r.do(chair, end)
	equal(t, "still", r.state("a"), Paused)
	r.do(chair, begin) // d asks into the pause
	equal(t, "still paused by hand", r.state("a"), Paused)
	r.refused(Interrupted, chair, Start{OfEntry: of("b")})
	r.do(chair, Start{OfEntry: of("to d")})
	r.do(chair, End{of("a")}) // the one below may be ended
	equal(t, "answer still speaks", r.state("to d"), Speaking)
	r.do(chair, Start{OfEntry: of("b")})
	equal(t, "and is ended as any", r.state("to d")+r.state("b"), Ended+Speaking)
}

// An answer to an intervention interrupts nobody.
func TestAnswersToInterventions(t *testing.T) {
	r := aRoom(t, nil)
	r.ask(Contribution, "a", "b")
	r.ask(Intervention, "c")
	r.do(delegate("a"), Ask{OfEntry: of("answer"), Kind: Answer, Question: "c"})
	equal(t, "queue", r.queue(), "c answer a b")
	r.do(chair, Start{OfEntry: of("b")})
	r.do(chair, begin)
	equal(t, "b is over", r.state("b"), Ended)
	r.do(chair, begin)
	equal(t, "so is c", r.state("c"), Ended)
	equal(t, "why", r.whys(), "asked")
}

func TestTimesComeFromTheTable(t *testing.T) {
	r := aRoom(t, nil)
	r.past.People = map[string]Total{"a": {3, time.Hour}} // other items do not count for the limit
	allotted := func(id string) int { e, _ := r.list.Entry(id); return e.Allotted }
	r.ask(Contribution, "a")
	r.speak("a", time.Minute)
	equal(t, "first speech", allotted("a"), 420)
	r.ask(Pro, "a")
	r.speak("a2", time.Minute)
	equal(t, "second, though for another side", allotted("a2"), 180)
	r.ask(Intervention, "a")
	r.speak("a3", time.Minute)
	equal(t, "intervention", allotted("a3"), 180)
	r.ask(Contribution, "b")
	r.refused(WrongNumber, chair, Start{of("b"), -1})
	r.refused(WrongNumber, chair, Start{of("b"), maxExtra + 1})
	r.do(chair, Start{of("b"), 600})
	equal(t, "for this speech", allotted("b"), 600)
	for _, row := range []struct {
		kind    Kind
		nth     int
		seconds int
		ok      bool
	}{{Contra, 1, 420, true}, {Contra, 2, 180, true}, {Contra, 7, 180, true}, {Answer, 4, 180, true}, {"x", 1, 0, false}} {
		limit, ok := LimitOf(DefaultLimits, row.kind, row.nth)
		equal(t, string(row.kind), limit.Seconds, row.seconds)
		equal(t, string(row.kind), ok, row.ok)
	}
	limit, ok := LimitOf([]Limit{{Kind: Pro, From: 2, Seconds: 0}, {Kind: Pro, From: 1, Seconds: 60}}, Pro, 2)
	equal(t, "unlimited from the second on", ok, false)
	equal(t, "row", limit.From, 2)
}

func TestTheChairAloneExtends(t *testing.T) {
	r := aRoom(t, nil)
	r.refused(NotAllowed, clerk, Extend{of(""), 60})
	r.refused(NobodySpeaks, chair, Extend{of(""), 60})
	r.ask(Contribution, "a")
	r.refused(NotOnFloor, chair, Extend{of("a"), 60})
	r.do(chair, begin)
	r.refused(NotAllowed, clerk, Extend{of("a"), 60})
	for _, seconds := range []int{0, -60, 61, 600} {
		r.refused(WrongNumber, chair, Extend{of("a"), seconds})
	}
	for _, seconds := range []int{60, 180, 300} {
		r.do(chair, Extend{of(""), seconds})
	}
	e, _ := r.list.Entry("a")
	equal(t, "extra", e.Extra, 540)
	equal(t, "limit", r.list.Clock(e, r.now).Limit, 16*time.Minute)
	if _, ok := (Timing{Extra: maxExtra - 59}).Extended(60); ok {
		t.Error("extended beyond a day")
	}
}
