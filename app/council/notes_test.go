package council

import (
	"encoding/json"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/kind"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
)

func piece(change func(*kind.Piece)) kind.Piece {
	p := kind.Piece{Place: notes.Own, ID: "019aa000-0000-7000-8000-000000000001", Body: json.RawMessage(`"c2VhbGVk"`)}
	change(&p)
	return p
}

func noteCases() []asked {
	written := first(notes.Add, tablet("d1"), piece(func(*kind.Piece) {}))
	closed := func(c *chamber) {
		c.must(clerk, OpenSession, 0, struct{}{})
		c.must(clerk, CloseSession, 0, struct{}{})
	}
	return []asked{
		{name: "one's own", start: prepared, actor: tablet("d1"), kind: notes.Add, body: piece(func(*kind.Piece) {}), kinds: "note@person:d1"},
		{name: "by a guest", start: prepared, actor: tablet("g1"), kind: notes.Add, body: piece(func(*kind.Piece) {}), kinds: "note@person:g1"},
		{name: "for all", start: prepared, actor: tablet("d1"), kind: notes.Add, body: piece(func(p *kind.Piece) { p.Place = notes.All }), kinds: "note@members"},
		{name: "for one other", start: prepared, actor: tablet("d1"), kind: notes.Add, body: piece(func(p *kind.Piece) { p.Place = notes.With("d2") }), kinds: "note@person:d2"},
		{name: "after the session", start: prepared, first: closed, actor: tablet("d1"), kind: notes.Add, body: piece(func(*kind.Piece) {}), kinds: "note@person:d1"},
		{name: "once more", start: prepared, first: written, actor: tablet("d1"), kind: notes.Add, body: piece(func(*kind.Piece) {}), again: true},
		{name: "other words under the same id", start: prepared, first: written, actor: tablet("d1"), kind: notes.Add, body: piece(func(p *kind.Piece) { p.Body = json.RawMessage(`"b3RoZXI="`) }), code: "set.other-body"},
		{name: "another's under the same id", start: prepared, first: written, actor: tablet("d2"), kind: notes.Add, body: piece(func(*kind.Piece) {}), kinds: "note@person:d2"},
		{name: "for a stranger", start: prepared, actor: tablet("d1"), kind: notes.Add, body: piece(func(p *kind.Piece) { p.Place = notes.With("x9") }), code: "deputy.unknown"},
		{name: "for nobody known", start: prepared, actor: tablet("d1"), kind: notes.Add, body: piece(func(p *kind.Piece) { p.Place = "desk" }), code: "deputy.unknown"},
		{name: "by a stranger", start: prepared, actor: tablet("x9"), kind: notes.Add, body: piece(func(*kind.Piece) {}), code: "not-allowed"},
		{name: "by a clerk", start: prepared, actor: clerk, kind: notes.Add, body: piece(func(*kind.Piece) {}), code: "not-allowed"},
		{name: "of nothing", start: prepared, actor: tablet("d1"), kind: notes.Add, body: piece(func(p *kind.Piece) { p.Body = nil }), code: "command.unreadable"},
		{name: "without an id", start: prepared, actor: tablet("d1"), kind: notes.Add, body: piece(func(p *kind.Piece) { p.ID = "1" }), code: "command.unreadable"},
	}
}

// A session that is nowhere takes no notes.
func TestNotesOfNoSession(t *testing.T) {
	c := empty(t)
	if answer := c.ask(tablet("d1"), notes.Add, 0, piece(func(*kind.Piece) {})); answer.Code != "session.unknown" && answer.Code != "command.unknown" {
		t.Errorf("%+v", answer)
	}
}

// A layer is seen live by whoever will see it when it is finished, and by nobody else.
func TestSharedLayer(t *testing.T) {
	roster := map[string]bool{"d1": true, "d2": true}
	known := func(person string) bool { return roster[person] }
	delegate := func(person string) change.Actor {
		return change.Actor{Device: "t", Mode: string(people.DelegateMode), Person: person}
	}
	for _, c := range []struct {
		actor change.Actor
		place string
		want  change.Audience
	}{
		{delegate("d1"), notes.All, people.Members("s")},
		{delegate("d1"), notes.With("d2"), people.PersonOf("s", "d2")},
		{delegate("d1"), notes.Own, ""},
		{delegate("d1"), "", ""},
		{delegate("d1"), "desk", ""},
		{delegate("d1"), notes.With("x9"), ""},
		{delegate("d1"), notes.With(""), ""},
		{delegate("x9"), notes.All, ""},
		{delegate(""), notes.All, ""},
		{change.Actor{Device: "c", Mode: string(people.ClerkMode), Person: "d1"}, notes.All, ""},
		{change.Actor{Device: "h", Mode: string(people.HallMode), Person: "d1"}, notes.All, ""},
	} {
		if got := SharedLayer("s", c.actor, c.place, known); got != c.want {
			t.Errorf("%+v in %q: %q, want %q", c.actor, c.place, got, c.want)
		}
	}
}
