package speaking

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"testing"
)

func TestCommandsAreReadAsTheyWereWritten(t *testing.T) {
	for kind, act := range map[string]Act{
		AskCommand: Ask{of("x"), PointOfOrder, "a", "order", "q", "Xin nói"}, WithdrawCommand: Withdraw{of("x")}, ApproveCommand: Approve{of("x")},
		RefuseCommand: Refuse{of("x"), "hết giờ"}, MoveCommand: Move{of("x"), "y", true}, SkipCommand: Skip{of("x")}, RecallCommand: Recall{of("x")},
		StartCommand: Start{of("x"), 60}, PauseCommand: Pause{of("x")}, ResumeCommand: Resume{of("x")}, EndCommand: End{of("x")},
		ExtendCommand: Extend{of("x"), 60}, CloseCommand: Close{OfList{"i1"}}, ReopenCommand: Reopen{OfList{"i1"}}, ClearCommand: Clear{OfList{"i1"}},
		ArrangeCommand: Arrange{OfList{"i1"}, UsualOptions()}, GrantCommand: Grant{OfList{"i1"}, map[string]int{"A": 60}}, ShareCommand: Share{OfList{"i1"}, "A"},
	} {
		body, _ := json.Marshal(act)
		read, err := ReadAct(kind, body)
		if err != nil || !reflect.DeepEqual(read, act) || read.About() != "i1" {
			t.Errorf("%s: %s is %+v, %v", kind, body, read, err)
		}
		if !slices.Contains(Commands(), kind) {
			t.Errorf("%s is not listed", kind)
		}
	}
	equal(t, "commands", len(Commands()), 18)
	for _, row := range [][2]string{{"speaking.sing", "{}"}, {AskCommand, "{"}, {AskCommand, `{"kind":3}`}, {AskCommand, ""}} {
		if act, err := ReadAct(row[0], []byte(row[1])); act != nil || !errors.Is(err, Refusal{Unreadable}) {
			t.Errorf("%q: %v, %v", row, act, err)
		}
	}
}

// Written on disk: a name that changes loses what was written under the old one.
func TestFactsAsTheyStandOnDisk(t *testing.T) {
	entry, _ := json.Marshal(Entry{ID: "x", Item: "i1", Number: 3, Person: "a", Group: "A", Kind: Interposed, Category: "c", Question: "q",
		Note: "n", By: Desk, State: Paused, Reason: "r", AskedAt: 1, Settled: 2, Pin: 4, Waits: "w",
		Timing: Timing{Allotted: 60, Extra: 180, Spells: []Spell{{5, 6}, {From: 7}}}})
	equal(t, "entry", string(entry), `{"id":"x","item":"i1","number":3,"person":"a","group":"A","kind":"interposed_question","category":"c","question":"q","note":"n","by":"clerk","state":"paused","reason":"r","asked_at":1,"settled_at":2,"pin":4,"waits":"w","allotted":60,"extra":180,"spells":[{"from":5,"to":6},{"from":7}]}`)
	setup, _ := json.Marshal(Setup{Item: "i1", Closed: true, Budgets: []Budget{{"A", 60, 5}}, Options: Options{Order: BySide, Approval: true, PresentOnly: true,
		AfterClose: []Kind{PointOfOrder}, Categories: []Category{{"c", "C"}}, Limits: []Limit{{Pro, 1, 60, "x"}}, Warning: 180, Patience: 10}})
	equal(t, "setup", string(setup), `{"item":"i1","closed":true,"budgets":[{"group":"A","initial":60,"additional":5}],"order":"side","approval":true,"present_only":true,"after_close":["point_of_order"],"categories":[{"id":"c","title":"C"}],"limits":[{"kind":"pro","from":1,"seconds":60,"clause":"x"}],"warning":180,"patience":10}`)
	equal(t, "states", string(Asked+Waiting+Skipped+Speaking+Paused+Ended+Refused+Withdrawn+Cleared), "askedwaitingskippedspeakingpausedendedrefusedwithdrawncleared")
}

func TestTheTableIsSound(t *testing.T) {
	equal(t, "usual options", UsualOptions().fault(), "")
	for _, kind := range Kinds {
		if _, limited := LimitOf(DefaultLimits, kind, 1); !limited {
			t.Errorf("%s has no limit", kind)
		}
	}
}

// Whatever a device sends, nothing panics and nothing is torn.
func FuzzAct(f *testing.F) {
	f.Add(AskCommand, []byte(`{"item":"i1","id":"n","kind":"answer","question":"b"}`), true)
	f.Add(MoveCommand, []byte(`{"item":"i1","id":"a","before":"b"}`), true)
	f.Add(ArrangeCommand, []byte(`{"item":"i1","options":{"order":"group","patience":1,"limits":[{"kind":"pro","from":1,"seconds":9}]}}`), true)
	f.Add(GrantCommand, []byte(`{"item":"i1","seconds":{"A":60}}`), false)
	f.Add(StartCommand, []byte(`{"item":"i1","seconds":86401}`), true)
	f.Fuzz(func(t *testing.T, kind string, body []byte, leads bool) {
		act, err := ReadAct(kind, body)
		if err != nil {
			return
		}
		r := aRoom(t, nil)
		r.ask(Contribution, "a", "b", "c")
		r.do(chair, begin)
		r.ask(Interposed, "b")
		by := delegate("a")
		if leads {
			by = chair
		}
		if err := r.try(by, act); err != nil {
			if refusal := (Refusal{}); !errors.As(err, &refusal) || !slices.Contains(Codes, refusal.Code) {
				t.Fatal(err)
			}
		}
		if top, _ := r.list.Floor(); r.list.Setup.fault() != "" || top.State == Speaking && !top.Running() {
			t.Fatalf("%+v", r.list)
		}
		r.list.Overview(r.bench())
	})
}
