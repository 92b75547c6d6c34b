package clerk

import (
	"context"
	"encoding/json"
	"fmt"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/ui/kit"
)

// cards are the codes that were issued and are not put away yet. They are said once: nobody, the
// server included, can tell them again, so they stay here until a person lets them go.
type cards struct {
	issued   map[string]bool // since the desktop started
	list     []people.Card
	names    map[string]string
	running  bool
	stop     bool
	done, of int
	fault    string
	printing bool
	printed  string
}

func (d *desk) cardsSight() cardsSight {
	c := &d.cards
	s := cardsSight{Shown: c.running || len(c.list) > 0 || c.fault != "", Running: c.running, Printing: c.printing, Fault: c.fault, Printed: c.printed}
	if !s.Shown {
		return s
	}
	s.Title = d.say("clerk.cards.title", "count", len(c.list))
	if c.running {
		s.Progress = d.say("clerk.cards.progress", "done", c.done, "of", c.of)
		s.Share = float32(c.done) / float32(max(1, c.of))
	}
	for _, card := range c.list {
		s.Rows = append(s.Rows, cardRow{Name: c.names[card.Person], Code: spaced(card.Code)})
	}
	return s
}

// spaced is a code as it is read out: 1234 5678.
func spaced(code string) string {
	if len(code) != 8 {
		return code
	}
	return code[:4] + " " + code[4:]
}

// issueCard issues a new code and card to one person; the old ones stop working.
func (d *desk) issueCard(id string) {
	for _, one := range d.everyone(d.state()) {
		if one.id() == id {
			d.ask(d.say("clerk.card.issue"), d.say("clerk.card.issue.ask", "name", one.name()), d.say("clerk.card.issue"), "card", func() {
				d.issue([]someone{one})
			})
			return
		}
	}
}

// issueAll issues codes to everyone on the roster, or, without a session, to everyone in the register.
func (d *desk) issueAll() {
	state := d.state()
	var all []someone
	for _, one := range d.everyone(state) {
		if one.person.Erased == 0 && (one.onRoster || !state.Exists() || len(state.Deputies) == 0) {
			if d.group == "" || one.group() == d.group {
				all = append(all, one)
			}
		}
	}
	if len(all) == 0 {
		return
	}
	d.ask(d.say("clerk.cards.issue"), d.say("clerk.cards.issue.ask", "count", len(all)), d.say("clerk.cards.issue.confirm", "count", len(all)), "card", func() {
		d.issue(all)
	})
}

// issue asks the server for one card after the other. What was issued before a fault is kept.
func (d *desk) issue(all []someone) {
	c := &d.cards
	if c.running {
		return
	}
	c.running, c.stop, c.done, c.of, c.fault, c.printed = true, false, 0, len(all), "", ""
	if c.names == nil {
		c.names = map[string]string{}
	}
	d.issueNext(all)
	d.refresh()
}

func (d *desk) issueNext(rest []someone) {
	c := &d.cards
	if len(rest) == 0 || c.stop {
		c.running = false
		return
	}
	one := rest[0]
	person := one.person
	if !one.known { // the roster came without the register: the server issues only to whom it knows
		person = people.Person{ID: one.id(), Name: one.name(), Group: one.group(), Position: one.deputy.Position, Role: roleOf(one.deputy)}
	}
	var card people.Card
	d.act("card."+one.id(), func(ctx context.Context) error {
		if !one.known {
			if err := d.config.Acts.DoIn(ctx, people.Stream, people.PutPersonKind, 0, person); err != nil {
				return err
			}
		}
		said, err := d.config.Acts.Ask(ctx, people.IssueCardKind, people.Pointing{ID: one.id()})
		if err != nil {
			return err
		}
		if err := json.Unmarshal(said, &card); err != nil {
			return fmt.Errorf("clerk: read card: %w", err)
		}
		return nil
	}, func(err error) {
		if err != nil {
			c.running, c.fault = false, d.sentence(err)
			return
		}
		d.take(card, one.name())
		d.issueNext(rest[1:])
	})
}

// take keeps a card in place of an older one of the same person.
func (d *desk) take(card people.Card, name string) {
	c := &d.cards
	c.done++
	c.issued[card.Person], c.names[card.Person] = true, name
	for i, before := range c.list {
		if before.Person == card.Person {
			c.list[i] = card
			return
		}
	}
	c.list = append(c.list, card)
}

func roleOf(deputy council.Deputy) people.Role {
	if deputy.Voting {
		return people.Delegate
	}
	return people.Guest
}

func (d *desk) stopCards() { d.cards.stop = true }

// printCards makes the PDF and opens it. Where that fails the cards are still here, to try again.
func (d *desk) printCards() {
	c := &d.cards
	if c.printing || c.running || len(c.list) == 0 {
		return
	}
	list := append([]people.Card(nil), c.list...)
	c.printing, c.fault = true, ""
	path := ""
	d.act("cards.print", func(context.Context) (err error) {
		if path, err = d.config.Sheets.Cards(list); err != nil {
			return err
		}
		return d.config.Sheets.Open(path)
	}, func(err error) {
		c.printing = false
		if err != nil {
			c.fault = d.sentence(err)
			return
		}
		c.printed = path
		d.notify(kit.DoneStrip, "printer", d.say("clerk.printed", "path", path))
	})
}

// dropCards puts the codes away for good; where they were not printed it asks first.
func (d *desk) dropCards() {
	drop := func() {
		d.cards.list, d.cards.fault, d.cards.printed, d.cards.names = nil, "", "", nil
		d.refresh()
	}
	if d.cards.running {
		return
	}
	if len(d.cards.list) == 0 || d.cards.printed != "" {
		drop()
		return
	}
	d.ask(d.say("clerk.cards.drop"), d.say("clerk.cards.drop.ask", "count", len(d.cards.list)), d.say("clerk.cards.drop.confirm"), "trash", drop)
}
