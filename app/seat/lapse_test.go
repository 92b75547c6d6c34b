package seat

import (
	"context"
	"errors"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// Who asked for something that came too late is told, and nobody else, until they have seen it.
func TestLapsedIsToldToItsPerson(t *testing.T) {
	var c *chamber
	c = newChamber(t, func(command change.Command) {
		if command.Within != 60_000 {
			t.Errorf("counts for %d ms", command.Within)
		}
		go c.Settled(change.Answer{ID: command.ID, Outcome: change.Refused, Code: change.Expired})
	})
	err := c.DoWithin(t.Context(), people.CouncilStream("s1"), council.Attend, time.Minute, struct{}{})
	if refused, ok := errors.AsType[*people.Refusal](err); !ok || refused.Code != change.Expired {
		t.Errorf("told %v", err)
	}
	lapsed := c.Lapsed()
	if len(lapsed) != 1 || lapsed[0].Kind != council.Attend || len(c.Standing().Unsent) != 0 {
		t.Fatalf("lapsed %+v", lapsed)
	}
	c.Stood(people.Standing{Link: people.Online, Person: "p2"})
	if others := c.Lapsed(); len(others) != 0 {
		t.Errorf("another is told %+v", others)
	}
	c.Stood(people.Standing{Link: people.Online, Person: person})
	if c.Shown(lapsed[0].Command); len(c.Lapsed()) != 0 {
		t.Error("still told after it was seen")
	}
}

// What came too late is done anew as it was, and leaves the list; refused for another reason it stays.
func TestLapsedIsDoneAgain(t *testing.T) {
	var c *chamber
	outcome := change.Answer{Outcome: change.Refused, Code: change.Expired}
	var sent []change.Command
	c = newChamber(t, func(command change.Command) {
		sent = append(sent, command)
		answer := outcome
		answer.ID = command.ID
		go c.Settled(answer)
	})
	ask := func() error {
		return c.DoWithin(t.Context(), people.CouncilStream("s1"), council.Attend, time.Minute, struct{}{})
	}
	if err := ask(); err == nil {
		t.Fatal("not late")
	}
	first := c.Lapsed()[0].Command
	outcome = change.Answer{Outcome: change.Refused, Code: "session.closed"}
	if refused, ok := errors.AsType[*people.Refusal](c.Again(t.Context(), first)); !ok || refused.Code != "session.closed" {
		t.Errorf("refused, and told %+v", refused)
	}
	if lapsed := c.Lapsed(); len(lapsed) != 1 || lapsed[0].Command != first {
		t.Fatalf("refused, and the list is %+v", lapsed)
	}
	outcome = change.Answer{Outcome: change.Refused, Code: change.Expired}
	if err := c.Again(t.Context(), first); err == nil {
		t.Error("late again, and not told")
	}
	lapsed := c.Lapsed()
	if len(lapsed) != 1 || lapsed[0].Command == first {
		t.Fatalf("late again, and the list is %+v", lapsed)
	}
	outcome = change.Answer{Outcome: change.Accepted}
	if err := c.Again(t.Context(), lapsed[0].Command); err != nil || len(c.Lapsed()) != 0 {
		t.Errorf("in time: %v, the list is %+v", err, c.Lapsed())
	}
	for _, command := range sent {
		if command.Kind != council.Attend || command.Within != 60_000 || string(command.Body) != "{}" || command.Person != person {
			t.Errorf("sent %+v", command)
		}
	}
	if len(sent) != 4 {
		t.Errorf("sent %d commands", len(sent))
	}
}

// What is sealed nobody can do again, and another's list is nobody else's.
func TestLapsedOfAnotherIsNotDoneAgain(t *testing.T) {
	c := newChamber(t, func(change.Command) {})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.DoWithin(ctx, people.CouncilStream("s1"), council.Attend, time.Minute, struct{}{}); !errors.Is(err, people.ErrQueued) {
		t.Fatalf("told %v", err)
	}
	id := c.outbox.kept[0].ID
	c.Sealed([]Waiting{{Command: change.Command{ID: id, Kind: change.Sealed, Person: person}, Person: person}})
	c.Settled(change.Answer{ID: id, Outcome: change.Refused, Code: change.Expired})
	lapsed := c.Lapsed()
	if len(lapsed) != 1 || !lapsed[0].Sealed || lapsed[0].Kind != "" || lapsed[0].Command != id {
		t.Fatalf("lapsed %+v", lapsed)
	}
	if err := c.Again(t.Context(), id); err == nil {
		t.Error("what is sealed was done again")
	}
	c.Stood(people.Standing{Link: people.Online, Person: "p2"})
	if err := c.Again(t.Context(), id); err == nil || len(c.outbox.kept) != 1 {
		t.Errorf("another did it again: %v", err)
	}
}
