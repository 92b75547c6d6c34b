package questioning

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/speaking"
	"congso.vn/congso/assets"
	"pgregory.net/rapid"
)

var (
	chair = Actor{Person: "chair", Approves: true, Leads: true, Chair: true}
	clerk = Actor{Approves: true, Leads: true}
	asker = Actor{Person: "a", Asks: true}
	other = Actor{Person: "b", Asks: true}
)

type tester interface {
	Helper()
	Fatalf(string, ...any)
}

type room struct {
	t    tester
	list List
	now  time.Time
}

func aRoom(t tester) *room {
	return &room{t, NewList("i"), time.Date(2026, 12, 1, 23, 59, 0, 0, time.UTC)}
}

func (r *room) bench() Bench {
	return Bench{r.now, DefaultLimits, func(p string) bool { return p == "o" || p == "a" }, func(p string) bool { return p == "a" || p == "b" || p == "o" }}
}

func (r *room) try(by Actor, act Act) error {
	written, err := Do(r.list, act, by, r.bench())
	r.list = r.list.With(written)
	return err
}

func (r *room) do(by Actor, acts ...Act) {
	r.t.Helper()
	for _, act := range acts {
		if err := r.try(by, act); err != nil {
			r.t.Fatalf("%T %+v: %v", act, act, err)
		}
	}
}

func (r *room) refused(code string, by Actor, act Act) {
	r.t.Helper()
	if err := r.try(by, act); !errors.Is(err, Refusal{code}) {
		r.t.Fatalf("%T %+v: %v, want %s", act, act, err, code)
	}
}

func (r *room) question(id string) Question { q, _ := r.list.Question(id); return q }

func of(id string) Of { return Of{"i", id} }

func register(id string) Register { return Register{Of: of(id), Official: "o", Text: "Vì sao?"} }

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestAQuestionRunsItsCourse(t *testing.T) {
	r := aRoom(t)
	r.do(asker, register("q"))
	r.do(chair, Return{of("q"), "chưa rõ"})
	equal(t, "reason", r.question("q").Reason, "chưa rõ")
	r.refused(WrongState, chair, Approve{of("q")})
	r.do(asker, Amend{of("q"), "o", "", "strokes"})
	equal(t, "reason after amending", r.question("q").Reason, "")
	r.do(chair, Approve{of("q")})
	r.refused(WrongState, asker, Amend{of("q"), "o", "x", ""})
	if _, shown := r.list.Showing(r.now); shown {
		t.Error("shown before it is put")
	}
	r.refused(WrongState, chair, Begin{of("q"), Answering, ""})
	r.do(chair, Put{of("q")})
	r.wait(30 * time.Second)
	showing, _ := r.list.Showing(r.now)
	equal(t, "who asks", showing.Round.Person, "a")
	equal(t, "left", showing.Clock.Left, 30*time.Second)
	r.refused(WrongRound, chair, Begin{of("q"), FollowUp, ""})
	r.refused(WrongRound, chair, Begin{of("q"), Debate, "b"})
	r.refused(WrongRound, chair, Begin{of("q"), Asking, ""})
	r.refused(NotDelegated, chair, Begin{of("q"), Answering, "b"})
	r.refused(NotAnswered, asker, Close{of("q"), Satisfied})
	r.do(chair, Begin{of("q"), Answering, "o"})
	equal(t, "not answered while answering", r.question("q").State, Asked)
	r.wait(time.Minute)
	r.do(chair, Pause{of("q")})
	r.refused(WrongState, chair, Pause{of("q")})
	r.wait(time.Hour)
	r.do(chair, Resume{of("q")})
	r.refused(WrongState, chair, Resume{of("q")})
	r.refused(NotAllowed, clerk, Extend{of("q"), 60})
	r.refused(WrongNumber, chair, Extend{of("q"), 61})
	r.do(chair, Extend{of("q"), 60})
	r.wait(time.Minute)
	showing, _ = r.list.Showing(r.now)
	equal(t, "left of the answer", showing.Clock.Left, 2*time.Minute)
	r.do(chair, End{of("q")})
	equal(t, "answered", r.question("q").State, Answered)
	r.refused(NoRound, chair, End{of("q")})
	r.do(chair, Begin{of("q"), FollowUp, ""}, Begin{of("q"), Answering, ""}, Begin{of("q"), Debate, "b"})
	r.refused(WrongRound, chair, Begin{of("q"), Debate, ""})
	r.refused(UnknownPerson, chair, Begin{of("q"), Debate, "o"})
	r.refused(UnknownPerson, chair, Begin{of("q"), Debate, "x"})
	var allotted []int
	for _, round := range r.question("q").Rounds {
		allotted = append(allotted, round.Allotted)
	}
	if !slices.Equal(allotted, []int{60, 180, 60, 180, 120}) {
		t.Errorf("rounds of %v seconds", allotted)
	}
	today, yesterday := r.now.Format(time.DateOnly), r.now.AddDate(0, 0, -1).Format(time.DateOnly)
	for _, due := range []string{yesterday, "2026-02-30", "", "31/12/2026"} {
		r.refused(WrongNumber, chair, Undertake{of("q"), "p", "Sửa đường", due})
	}
	r.refused(Empty, chair, Undertake{of("q"), "p", " ", today})
	r.do(chair, Undertake{of("q"), "p", "Sửa đường", today})
	r.refused(UnknownPromise, chair, Undertake{of("q"), "p", "Sửa đường", today})
	r.refused(UnknownPromise, chair, Keep{of("q"), "x"})
	r.refused(NotAllowed, other, Close{of("q"), Satisfied})
	r.refused(NotAllowed, asker, Close{of("q"), InWriting})
	r.refused(Unreadable, asker, Close{of("q"), "x"})
	r.do(asker, Close{of("q"), Unsatisfied})
	if _, open := r.question("q").Open(); open {
		t.Error("a round is under way after the end")
	}
	r.do(clerk, Keep{of("q"), "p"})
	r.refused(WrongState, clerk, Keep{of("q"), "p"})
	equal(t, "kept", r.question("q").Promises[0].KeptAt, r.now.UnixMilli())
	equal(t, "verdict", r.question("q").Verdict, Unsatisfied)
	r.refused(WrongState, asker, Close{of("q"), Satisfied})
}

func (r *room) wait(d time.Duration) { r.now = r.now.Add(d) }

// Several questions may be put before the first is answered; one round is under way at a time.
func TestSeveralArePut(t *testing.T) {
	r := aRoom(t)
	for _, id := range []string{"q1", "q2", "q3"} {
		r.do(asker, register(id))
		r.do(chair, Approve{of(id)})
	}
	r.do(chair, Put{of("q1")}, Put{of("q2")})
	r.wait(time.Second)
	showing, _ := r.list.Showing(r.now)
	equal(t, "shown", showing.Question.ID, "q2")
	equal(t, "waiting", showing.Waiting, 1)
	r.do(chair, Begin{of("q1"), Answering, ""})
	r.wait(time.Second)
	r.do(chair, Begin{of("q2"), Answering, ""})
	equal(t, "q1 is answered", r.question("q1").State, Answered)
	r.wait(time.Second)
	r.do(chair, End{of("q2")})
	showing, _ = r.list.Showing(r.now)
	equal(t, "the last stays shown", showing.Question.ID, "q2")
	r.do(chair, Close{of("q3"), InWriting})
	equal(t, "in writing without being put", r.question("q3").State, Closed)
}

func TestRegisteringIsRefusedWithItsReason(t *testing.T) {
	r := aRoom(t)
	r.do(asker, register("q"))
	r.do(clerk, Register{Of: of("p"), Person: "b", Official: "o", Ink: "x"})
	equal(t, "by the clerk", r.question("p").By, "clerk")
	equal(t, "number", r.question("p").Number, 2)
	for _, row := range []struct {
		code string
		by   Actor
		act  Act
	}{
		{RegisteredAlready, asker, register("q")},
		{Unreadable, asker, register("")},
		{Unreadable, asker, register("a/b")},
		{Unreadable, asker, Register{Of: Of{"j", "n"}, Official: "o", Text: "x"}},
		{NotAllowed, Actor{Person: "a"}, register("n")},
		{NotAllowed, other, Register{Of: of("n"), Person: "a", Official: "o", Text: "x"}},
		{UnknownPerson, clerk, Register{Of: of("n"), Person: "x", Official: "o", Text: "x"}},
		{Empty, asker, Register{Of: of("n"), Official: "o", Text: " "}},
		{TooLong, asker, Register{Of: of("n"), Official: "o", Text: strings.Repeat("ữ", maxText+1)}},
		{UnknownOfficial, asker, Register{Of: of("n"), Official: "x", Text: "x"}},
		{UnknownOfficial, asker, Register{Of: of("n"), Official: "a", Text: "x"}},
		{NotAllowed, asker, Approve{of("q")}},
		{NotAllowed, asker, Return{of("q"), "x"}},
		{Empty, chair, Return{of("q"), " "}},
		{TooLong, chair, Return{of("q"), strings.Repeat("x", maxReason+1)}},
		{UnknownQuestion, chair, Approve{of("x")}},
		{UnknownQuestion, asker, Withdraw{of("x")}},
		{NotAllowed, other, Withdraw{of("q")}},
		{NotAllowed, other, Amend{of("q"), "o", "x", ""}},
		{NotAllowed, asker, Put{of("q")}},
		{WrongState, chair, Put{of("q")}},
	} {
		r.refused(row.code, row.by, row.act)
	}
	r.do(asker, Withdraw{of("q")})
	r.refused(WrongState, asker, Withdraw{of("q")})
	r.do(chair, Approve{of("p")})
	r.do(other, Withdraw{of("p")}) // also when it is approved
	equal(t, "withdrawn", r.question("p").State, Withdrawn)
	r.list.Questions = make([]Question, maxQuestions)
	r.refused(TooMany, asker, register("n"))
}

// Whatever is done in whatever order: nothing is lost, one round at most is under way, and time is counted once.
func TestQuestionsStaySound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := aRoom(t)
		var running time.Duration
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			where := of(rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "question"))
			act := rapid.SampledFrom([]Act{register(where.ID), Amend{where, "o", "x", ""}, Withdraw{where}, Approve{where}, Approve{where}, Return{where, "x"},
				Put{where}, Put{where}, Begin{where, Answering, ""}, Begin{where, FollowUp, ""}, Begin{where, Debate, "b"}, Pause{where}, Resume{where},
				End{where}, Extend{where, 60}, Undertake{where, "p", "x", "2027-01-01"}, Keep{where, "p"}, Close{where, Satisfied}}).Draw(t, "act")
			by := rapid.SampledFrom([]Actor{chair, asker}).Draw(t, "by")
			before, kept := r.list, NewList("i", r.list.Questions...)
			_ = r.try(by, act)
			if !reflect.DeepEqual(before, kept) || len(r.list.Questions) < len(before.Questions) {
				t.Fatalf("%T wrote into the list, or lost a question", act)
			}
			after := time.Duration(rapid.IntRange(0, 300).Draw(t, "after")) * time.Second
			under, runs := 0, 0
			for _, q := range r.list.Questions {
				round, open := q.Open()
				if open {
					under++
				}
				if round.Running() {
					runs++
				}
				for _, over := range q.Rounds[:max(len(q.Rounds)-1, 0)] {
					if !over.Ended || over.Running() {
						t.Fatalf("%+v is not over", over)
					}
				}
				if (q.State == Closed) != (q.Verdict != "") || open && q.State != Asked && q.State != Answered {
					t.Fatalf("%+v", q)
				}
			}
			if under > 1 {
				t.Fatalf("%d rounds are under way", under)
			}
			running += time.Duration(runs) * after
			r.wait(after)
			var spoken time.Duration
			for _, q := range r.list.Questions {
				for _, round := range q.Rounds {
					spoken += round.Spoken(r.now)
				}
			}
			if spoken != running {
				t.Fatalf("%v spoken, %v were", spoken, running)
			}
		}
		body, _ := json.Marshal(r.list.Questions)
		var read []Question
		if err := json.Unmarshal(body, &read); err != nil {
			t.Fatalf("%v", err)
		}
		one, _ := r.list.Showing(r.now)
		two, _ := NewList("i", read...).Showing(r.now)
		if !reflect.DeepEqual(one, two) {
			t.Fatalf("after a restart %+v is shown, not %+v", two, one)
		}
	})
}

func TestWhateverIsSaidHasItsSentence(t *testing.T) {
	for _, language := range []assets.Language{assets.Vietnamese, assets.English} {
		words := assets.LoadWords(language)
		for _, code := range Codes {
			if !words.Has("refusal." + code) {
				t.Errorf("%s lacks refusal.%s", language, code)
			}
		}
	}
}

func TestAFactAsItStandsOnDisk(t *testing.T) {
	body, _ := json.Marshal(Question{ID: "q", Item: "i", Number: 1, Person: "a", By: "clerk", Text: "t", Ink: "h", Official: "o", State: Closed, Reason: "r",
		RegisteredAt: 1, AskedAt: 2, ClosedAt: 3, Verdict: InWriting, Rounds: []Round{{Asking, "a", true, speaking.Timing{Allotted: 60, Spells: []speaking.Spell{{From: 4, To: 5}}}}},
		Promises: []Promise{{"p", "x", "2027-01-01", 6, 7}}})
	equal(t, "question", string(body), `{"id":"q","item":"i","number":1,"person":"a","by":"clerk","text":"t","ink":"h","official":"o","state":"closed","reason":"r","registered_at":1,"asked_at":2,"closed_at":3,"verdict":"in_writing","rounds":[{"kind":"question","person":"a","ended":true,"allotted":60,"spells":[{"from":4,"to":5}]}],"promises":[{"id":"p","text":"x","due":"2027-01-01","at":6,"kept_at":7}]}`)
}

func TestEveryCommandIsRead(t *testing.T) {
	equal(t, "commands", len(Commands()), 14)
	for _, kind := range Commands() {
		if act, err := ReadAct(kind, []byte(`{"item":"i","id":"q"}`)); err != nil || act.About() != "i" {
			t.Errorf("%s: %+v, %v", kind, act, err)
		}
		if _, err := ReadAct(kind, []byte(`{`)); !errors.Is(err, Refusal{Unreadable}) {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// Whatever a device sends, nothing panics, and a refusal has a code.
func FuzzAct(f *testing.F) {
	f.Add("questioning.register", []byte(`{"item":"i","id":"n","official":"o","text":"x"}`))
	f.Add("questioning.begin", []byte(`{"item":"i","id":"q","kind":"answer"}`))
	f.Add("questioning.promise", []byte(`{"item":"i","id":"q","promise":"p","text":"x","due":"2027-01-01"}`))
	f.Add("questioning.close", []byte(`{"item":"i","id":"q","verdict":"in_writing"}`))
	f.Add("x", []byte(`{`))
	f.Fuzz(func(t *testing.T, kind string, body []byte) {
		act, err := ReadAct(kind, body)
		if err != nil {
			return
		}
		r := aRoom(t)
		r.do(asker, register("q"))
		r.do(chair, Approve{of("q")}, Put{of("q")})
		if err := r.try(chair, act); err != nil {
			if refusal := (Refusal{}); !errors.As(err, &refusal) || !slices.Contains(Codes, refusal.Code) {
				t.Fatal(err)
			}
		}
		r.list.Showing(r.now)
	})
}
