package hub

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
)

// scribe writes groups and notes, in their order, what was said.
type scribe struct {
	*writer
	log     *memory
	rules   *rules
	said    []string
	answers map[string][]change.Answer
}

func newScribe() *scribe {
	s := &scribe{log: newMemory(), answers: map[string][]change.Answer{}}
	s.rules = newRules(s.log)
	s.writer = newWriter(s.log, s.rules, func(entries []change.Entry) { s.said = append(s.said, fmt.Sprint("told ", len(entries))) })
	return s
}

func (s *scribe) write(commands ...change.Command) {
	var group []submission
	for _, command := range commands {
		group = append(group, s.from("d1", command))
	}
	s.group(context.Background(), group)
}

func (s *scribe) from(device string, command change.Command) submission {
	return submission{change.Actor{Device: device}, command, func(answer change.Answer) {
		s.said = append(s.said, "answered "+command.ID)
		s.answers[command.ID] = append(s.answers[command.ID], answer)
	}}
}

func (s *scribe) last(t *testing.T, id string) change.Answer {
	t.Helper()
	if len(s.answers[id]) == 0 {
		t.Fatalf("command %s was never answered", id)
	}
	return s.answers[id][len(s.answers[id])-1]
}

// Commands of one group are judged one after the other, each on what the earlier ones left.
func TestGroupJudgedInOrder(t *testing.T) {
	s := newScribe()
	s.write(noteCommand("a", 0, note{hall, "k", "một"}), noteCommand("b", 0, note{hall, "k", "hai"}), noteCommand("c", 1, note{members, "k", "ba"}), noteCommand("d", 0, note{hall, "m", "bốn"}))
	for id, want := range map[string]change.Outcome{"a": change.Accepted, "b": change.Refused, "c": change.Accepted, "d": change.Accepted} {
		if got := s.last(t, id); got.Outcome != want || got.ID != id {
			t.Errorf("%s: %+v, want %s", id, got, want)
		}
	}
	if len(s.log.groups) != 1 || len(s.log.entries) != 3 {
		t.Fatalf("%d groups with %d entries were written", len(s.log.groups), len(s.log.entries))
	}
	var head change.Head
	places := map[change.Audience]change.Cursor{}
	for _, e := range s.log.entries {
		var err error
		head, err = head.Follow(e.Change)
		must(t, err)
		places[e.Audience] = places[e.Audience].Next(e.Change)
		if got := (change.Cursor{Place: e.Place, Running: e.Running}); got != places[e.Audience] {
			t.Errorf("number %d stands at %+v, want %+v", e.Seq, got, places[e.Audience])
		}
	}
	if want := []string{"told 3", "answered a", "answered b", "answered c", "answered d"}; !slices.Equal(s.said, want) {
		t.Errorf("said %q, want %q", s.said, want)
	}
}

func TestReceipts(t *testing.T) {
	s := newScribe()
	s.write(noteCommand("a", 0, note{hall, "k", "một"}), noteCommand("b", 9, note{hall, "k", "hai"}))
	answer := s.last(t, "a")
	if answer.Receipt == nil {
		t.Fatal("no receipt")
	}
	first := s.log.entries[0]
	want := change.Receipt{Epoch: 1, Stream: "council/s1", Command: "a", Seq: first.Seq, At: first.At}
	want.Signature = signature(want.Message())
	if fmt.Sprint(*answer.Receipt) != fmt.Sprint(want) {
		t.Errorf("receipt %+v, want %+v", *answer.Receipt, want)
	}
	if s.last(t, "b").Receipt != nil {
		t.Error("a refusal has a receipt")
	}
	if kept := s.log.answers["d1/a"]; kept.Receipt == nil || kept.Receipt.Signature != nil || kept.Once != nil {
		t.Errorf("kept as %+v", kept)
	}
}

// A command that comes again is answered as before and never done again: in one group, in a later
// one, after a restart. The same id from another device is another command.
func TestDuplicates(t *testing.T) {
	s := newScribe()
	a, refused := noteCommand("a", 0, note{hall, "k", "một"}), noteCommand("r", 7, note{hall, "k", "sai"})
	s.write(a, a, refused)
	s.write(a, refused, noteCommand("n", 0, note{hall, "n", "mới"}))
	// What the refused one was based on is true by now; its answer stays what it was.
	for i := len(s.log.entries); i < 7; i++ {
		s.write(noteCommand(fmt.Sprint("x", i), 0, note{hall, fmt.Sprint("x", i), ""}))
	}
	restarted := newScribe()
	restarted.log = s.log
	restarted.rules = newRules(s.log)
	restarted.writer = newWriter(s.log, restarted.rules, func([]change.Entry) {})
	restarted.write(a, refused)
	for id, answers := range map[string][]change.Answer{"a": append(s.answers["a"], restarted.answers["a"]...), "r": append(s.answers["r"], restarted.answers["r"]...)} {
		for _, got := range answers {
			got.Once = nil
			first := answers[0]
			first.Once = nil
			if fmt.Sprintf("%+v %+v", got.Receipt, got.Outcome) != fmt.Sprintf("%+v %+v", first.Receipt, first.Outcome) || got.ID != id {
				t.Errorf("%s: %+v, first %+v", id, got, first)
			}
		}
	}
	if len(s.answers["a"]) != 3 || len(restarted.answers["a"]) != 1 || s.rules.judged["a"] != 1 || restarted.rules.judged["a"] != 0 || s.rules.judged["r"] != 1 {
		t.Errorf("answered %d and %d times, judged %v and %v", len(s.answers["a"]), len(restarted.answers["a"]), s.rules.judged, restarted.rules.judged)
	}
	group := []submission{s.from("d2", noteCommand("a", 1, note{hall, "k", "của máy khác"}))}
	s.group(context.Background(), group)
	if got := s.last(t, "a"); got.Outcome != change.Accepted || s.rules.judged["a"] != 2 {
		t.Errorf("another device's command with the same id: %+v", got)
	}
}

// What the server itself submits has no device to come again from: two are two.
func TestServersOwnCommands(t *testing.T) {
	s := newScribe()
	var group []submission
	for i := range 2 {
		group = append(group, s.from("", noteCommand("", 0, note{hall, fmt.Sprint(i), "máy chủ"})))
	}
	s.group(context.Background(), group)
	if len(s.log.entries) != 2 || len(s.log.answers) != 0 {
		t.Errorf("%d entries, answers kept: %v", len(s.log.entries), s.log.answers)
	}
}

// Where the group cannot be committed nobody is told anything but that; the same commands are done
// once when they come again.
func TestFailedCommit(t *testing.T) {
	a, b, c := noteCommand("a", 0, note{hall, "k", "một"}), noteCommand("b", 1, note{hall, "k", "hai"}), noteCommand("c", 7, note{hall, "k", "sai"})
	for name, failing := range map[string]struct{ set, unset func(s *scribe) }{
		"the disk is full": {func(s *scribe) { s.log.failing = errors.New("full") }, func(s *scribe) { s.log.failing = nil }},
		"answers unread":   {func(s *scribe) { s.log.unread = errors.New("i/o") }, func(s *scribe) { s.log.unread = nil }},
		"not folded":       {func(s *scribe) { s.rules.unfolded = errors.New("not folded") }, func(s *scribe) { s.rules.unfolded = nil }},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScribe()
			failing.set(s)
			for round := range 2 {
				s.write(a, b, a, c)
				for id, times := range map[string]int{"a": 2, "b": 1, "c": 1} {
					if got := s.last(t, id); got.Outcome != change.Failed || got.Receipt != nil || got.Once != nil || len(s.answers[id]) != times*(round+1) {
						t.Errorf("%s: %+v, answered %d times", id, got, len(s.answers[id]))
					}
				}
				if s.rules.forgot != round+1 {
					t.Errorf("the state was read anew %d times in %d rounds", s.rules.forgot, round+1)
				}
			}
			if len(s.log.entries) != 0 || len(s.log.answers) != 0 || strings.Contains(fmt.Sprint(s.said), "told") {
				t.Fatalf("%d entries, %d answers, said %q", len(s.log.entries), len(s.log.answers), s.said)
			}
			failing.unset(s)
			s.write(a, b, c)
			if got := s.last(t, "b"); got.Outcome != change.Accepted || got.Receipt == nil || got.Receipt.Seq != 2 {
				t.Errorf("sent again: %+v", got)
			}
			if len(s.log.entries) != 2 || s.log.entries[0].Seq != 1 || s.log.entries[1].Place != 2 {
				t.Errorf("written: %+v", s.log.entries)
			}
		})
	}
}

// An answer that the rules could not give now is not kept: the command is judged when it comes again.
func TestFailedAnswerIsNotKept(t *testing.T) {
	s := newScribe()
	s.rules.failing["a"] = true
	s.write(noteCommand("a", 0, note{hall, "k", "một"}))
	if got := s.last(t, "a"); got.Outcome != change.Failed || len(s.log.answers) != 0 {
		t.Fatalf("%+v, kept %v", got, s.log.answers)
	}
	delete(s.rules.failing, "a")
	s.write(noteCommand("a", 0, note{hall, "k", "một"}))
	if got := s.last(t, "a"); got.Outcome != change.Accepted {
		t.Errorf("%+v", got)
	}
}

// What time brings about is written with or without commands, and told like everything else.
func TestDue(t *testing.T) {
	s := newScribe()
	s.group(context.Background(), nil)
	if len(s.log.groups) != 0 || len(s.said) != 0 {
		t.Fatalf("an empty group was written: %q", s.said)
	}
	s.rules.due = []change.Draft{{Stream: "council/s1", Kind: "note", Audience: hall, Key: "closed", Body: []byte(`"hết giờ"`)}}
	s.group(context.Background(), nil)
	s.rules.due = []change.Draft{{Stream: "council/s2", Kind: "note", Audience: members, Key: "closed", Body: []byte(`"hết giờ"`)}}
	s.write(noteCommand("a", 0, note{hall, "k", "một"}))
	if len(s.log.entries) != 3 || len(s.log.groups) != 2 || s.log.entries[2].Stream != "council/s2" || s.log.entries[2].Seq != 1 {
		t.Errorf("%+v", s.log.entries)
	}
}

// However commands, repetitions, failures and restarts mix: each accepted command stands in the log
// once, each answer to it is the same, and the chain holds.
func TestWriterOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newScribe()
		done := map[string]change.Answer{}
		for range rapid.IntRange(1, 12).Draw(t, "groups") {
			if rapid.IntRange(0, 3).Draw(t, "restart") == 0 {
				s.rules = newRules(s.log)
				s.writer = newWriter(s.log, s.rules, func([]change.Entry) {})
			}
			s.log.failing = nil
			if rapid.IntRange(0, 3).Draw(t, "failing") == 0 {
				s.log.failing = errors.New("full")
			}
			var commands []change.Command
			for range rapid.IntRange(0, 6).Draw(t, "size") {
				id := rapid.IntRange(0, 9).Draw(t, "id")
				commands = append(commands, noteCommand(fmt.Sprint(id), 0, note{hall, fmt.Sprint("k", id/2), fmt.Sprint(id)}))
			}
			s.answers = map[string][]change.Answer{}
			s.write(commands...)
			answered := 0
			for id, answers := range s.answers {
				answered += len(answers)
				for _, answer := range answers {
					if answer.Outcome == change.Failed {
						continue
					}
					before, known := done[id]
					if known && fmt.Sprint(before.Outcome, before.Receipt) != fmt.Sprint(answer.Outcome, answer.Receipt) {
						t.Fatalf("%s: %+v, before %+v", id, answer, before)
					}
					done[id] = answer
				}
			}
			if answered != len(commands) {
				t.Fatalf("%d of %d commands were answered", answered, len(commands))
			}
		}
		var head change.Head
		written := map[string]int{}
		for _, e := range s.log.entries {
			var err error
			if head, err = head.Follow(e.Change); err != nil {
				t.Fatal(err)
			}
			written[e.Key]++
		}
		accepted := 0
		for _, answer := range done {
			if answer.Outcome == change.Accepted {
				accepted++
			}
		}
		if accepted != len(s.log.entries) {
			t.Fatalf("%d commands are accepted, %d changes written", accepted, len(s.log.entries))
		}
		for key, times := range written {
			if times != 1 {
				t.Fatalf("%s was written %d times", key, times)
			}
		}
	})
}
