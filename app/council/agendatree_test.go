package council

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// agendaText is the agenda as people read it.
func (s *State) agendaText() string {
	numbers := s.Numbers()
	var lines []string
	for _, item := range s.Agenda() {
		lines = append(lines, strings.TrimSpace(numbers[item.ID]+" "+item.ID))
	}
	return strings.Join(lines, ", ")
}

func TestNumbersOfTheAgenda(t *testing.T) {
	c := branched(t)
	equal(t, "arabic", c.state.agendaText(), "1 i1, 2 i2, 2.1 i21, 2.2 i22, 2.2.1 i221")
	c.must(clerk, PutItem, 0, Item{ID: "in", Title: "Họp riêng", Parent: "i2", Visibility: Internal})
	c.must(clerk, MoveItem, 0, Moving{ID: "in", Parent: "i2", Before: "i21"})
	equal(t, "what is internal has no number and takes none", c.state.agendaText(), "1 i1, 2 i2, in, 2.1 i21, 2.2 i22, 2.2.1 i221")
	session := c.state.Session
	session.Numerals = Roman
	c.must(clerk, EditSession, session.Seq, session)
	c.must(clerk, MoveItem, 0, Moving{ID: "i2", Before: "i1"})
	equal(t, "roman, after moving a branch", c.state.agendaText(), "I i2, in, I.1 i21, I.2 i22, I.2.1 i221, II i1")
	for n, want := range map[int]string{1: "I", 4: "IV", 9: "IX", 14: "XIV", 40: "XL", 90: "XC", 400: "CD", 627: "DCXXVII", 1999: "MCMXCIX"} {
		equal(t, fmt.Sprint(n), roman(n), want)
	}
}

// The hall, which does not see what is internal, numbers the rest alike; what belongs to an item that a screen does
// not see stands where the parents do.
func TestNumbersAreTheSameOnEveryScreen(t *testing.T) {
	c := branched(t)
	c.must(clerk, PutItem, 0, Item{ID: "in", Title: "Họp riêng", Visibility: Internal})
	c.must(clerk, PutItem, 0, Item{ID: "in1", Title: "Nhân sự", Parent: "in", Visibility: Internal})
	c.must(clerk, MoveItem, 0, Moving{ID: "in", Before: "i1"})
	hall, member := NewState("s1"), NewState("s1")
	for _, entry := range c.log {
		if entry.Audience == people.Hall("s1") {
			if err := hall.Apply(entry); err != nil {
				t.Fatal(err)
			}
		}
		if entry.Audience != people.ClerkOf("s1") && entry.Key != "in" {
			if err := member.Apply(entry); err != nil {
				t.Fatal(err)
			}
		}
	}
	equal(t, "the hall", hall.agendaText(), "1 i1, 2 i2, 2.1 i21, 2.2 i22, 2.2.1 i221")
	equal(t, "without the parent", strings.Contains(member.agendaText(), "1 i1") && strings.Contains(member.agendaText(), ", 2 i2, 2.1 i21"), true)
	equal(t, "what it belonged to is not lost", strings.Contains(member.agendaText(), "in1"), true)
}

// What comes onto the agenda of an open session is a supplement; so is a paper of it.
func TestSupplements(t *testing.T) {
	c := sitting(t)
	c.wait(time.Minute)
	c.must(clerk, PutItem, 0, Item{ID: "late", Title: "Tờ trình bổ sung"})
	c.must(clerk, PutDocument, 0, Document{ID: "p9", Item: "late", Title: "Tờ trình", Audience: people.Members("s1"), Blob: paperBytes, Size: 10})
	equal(t, "late", c.state.Items["late"].Late && !c.state.Items["i1"].Late, true)
	equal(t, "late paper", c.state.IsLate(c.state.Documents["p9"]) && !c.state.IsLate(c.state.Documents["p1"]), true)
	late := c.state.Items["late"]
	late.Title, late.Late = "Tờ trình", false
	c.must(clerk, PutItem, late.Seq, late)
	equal(t, "an edit leaves it what it is", c.state.Items["late"].Late, true)
}

// The time of an item runs while it is under way and no longer, also where it is taken up again.
func TestTimeOfAnItem(t *testing.T) {
	c := sitting(t)
	item := c.state.Items["i1"]
	item.Minutes = 10
	c.must(clerk, PutItem, item.Seq, item)
	left := func() time.Duration {
		d, planned := c.state.Items["i1"].Left(c.now)
		equal(t, "planned", planned, true)
		return d
	}
	equal(t, "before", left(), 10*time.Minute)
	c.must(clerk, StartItem, 0, Pointing{"i1"})
	c.wait(4 * time.Minute)
	equal(t, "under way", left(), 6*time.Minute)
	c.must(clerk, StartItem, 0, Pointing{"i2"})
	c.wait(time.Hour)
	equal(t, "another", left(), 6*time.Minute)
	c.must(clerk, StartItem, 0, Pointing{"i1"})
	c.wait(7 * time.Minute)
	equal(t, "run over", left(), -time.Minute)
	c.must(clerk, CloseSession, 0, nil)
	c.wait(time.Minute)
	equal(t, "closed", left(), -time.Minute)
	_, planned := c.state.Items["i2"].Left(c.now)
	equal(t, "none planned", planned, false)
}

func TestABlockDecidesItsParts(t *testing.T) {
	c := branched(t)
	equal(t, "alone", c.state.DecidedWith("i21"), "i21")
	block := c.state.Items["i2"]
	block.Block = true
	c.must(clerk, PutItem, block.Seq, block)
	equal(t, "in a block", c.state.DecidedWith("i21"), "i2")
	equal(t, "deeper", c.state.DecidedWith("i221"), "i221")
	equal(t, "itself", c.state.DecidedWith("i2"), "i2")
}

// Whatever is moved whereto: every item stands on the agenda once, below its parent, no deeper than four levels, and
// what was refused changed nothing.
func TestMovesKeepTheAgendaWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := branched(t)
		for i := range rapid.IntRange(0, 5).Draw(t, "more") {
			c.ask(clerk, PutItem, 0, Item{ID: fmt.Sprint("x", i), Title: "x", Parent: rapid.SampledFrom([]string{"", "i1", "i2", "i22", "i221"}).Draw(t, "below")})
		}
		ids := keysOf(c.state.Items)
		for range rapid.IntRange(1, 20).Draw(t, "moves") {
			place := rapid.SampledFrom(append(ids, "", "nothing"))
			moving := Moving{ID: rapid.SampledFrom(ids).Draw(t, "id"), Parent: place.Draw(t, "parent"), Before: place.Draw(t, "before")}
			before := c.state.agendaText()
			if answer := c.ask(clerk, MoveItem, 0, moving); answer.Outcome == change.Accepted && c.state.Items[moving.ID].Parent != moving.Parent {
				t.Fatalf("%+v: stands below %s", moving, c.state.Items[moving.ID].Parent)
			} else if answer.Outcome == change.Refused && c.state.agendaText() != before {
				t.Fatalf("%+v is refused and moved", moving)
			}
			agenda := c.state.Agenda()
			var read []string
			for i, item := range agenda {
				read = append(read, item.ID)
				parent := slices.IndexFunc(agenda, func(other Item) bool { return other.ID == item.Parent })
				if item.Parent != "" && (parent < 0 || parent >= i) || c.state.Depth(item.ID) >= maxDepth {
					t.Fatalf("%s stands wrong in %s", item.ID, c.state.agendaText())
				}
			}
			slices.Sort(read)
			if !slices.Equal(read, slices.Sorted(slices.Values(ids))) {
				t.Fatalf("%v of %v", read, ids)
			}
		}
	})
}
