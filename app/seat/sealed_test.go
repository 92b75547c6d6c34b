package seat

import (
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// Of what waits as a box nothing is told but that it waits: to who holds the device after, not even that.
func TestSealedActsSayNothing(t *testing.T) {
	c := newChamber(t, nil)
	if err := c.Cast(t.Context(), "q", council.Yes); err != nil {
		t.Fatal(err)
	}
	cast := c.outbox.kept[0]
	c.Sealed([]Waiting{
		{Command: change.Command{ID: cast.ID, Kind: change.Sealed, Person: person}, Person: person},
		{Command: change.Command{ID: "of nobody here", Kind: change.Sealed}},
	})
	if vote := c.Vote("q"); vote.State != "" || vote.Choice != "" {
		t.Errorf("the ballot is remembered: %+v", vote)
	}
	for holder, want := range map[string]int{"": 1, person: 1, "p2": 0} {
		c.Stood(people.Standing{Link: people.Offline, Person: holder})
		unsent := c.Standing().Unsent
		if len(unsent) != want {
			t.Errorf("held by %q: %+v", holder, unsent)
		}
		for _, act := range unsent {
			if !act.Sealed || act.Kind != "" || act.About != "" || act.Detail != "" || act.Command != cast.ID {
				t.Errorf("held by %q: told %+v", holder, act)
			}
		}
	}
	c.Settled(change.Answer{ID: cast.ID, Outcome: change.Accepted})
	c.Stood(people.Standing{Link: people.Online})
	if unsent := c.Standing().Unsent; len(unsent) != 0 {
		t.Errorf("answered and told: %+v", unsent)
	}
}
