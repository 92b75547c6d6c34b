package council

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// asked is one command in a chamber, and how it must be answered.
type asked struct {
	name  string
	start func(failing) *chamber
	first func(*chamber) // what happens before, where the start is not enough
	actor change.Actor
	kind  string
	base  func(*chamber) uint64
	body  any
	// bodyOf is the body where it depends on what came before; nil: body.
	bodyOf func(*chamber) any
	code   string // of the refusal; empty: accepted …
	again  bool   // … or done before
	kinds  string // what is written, as kind@audience
}

func first(kind string, actor change.Actor, body any) func(*chamber) {
	return func(c *chamber) { c.must(actor, kind, 0, body) }
}

// full writes so many facts of a kind.
func full(kind string, count int) func(*chamber) {
	return func(c *chamber) {
		var drafts []change.Draft
		for i := range count {
			drafts = append(drafts, change.Draft{Kind: kind, Audience: people.Hall("s1"), Key: fmt.Sprint(i), Body: json.RawMessage(fmt.Sprintf(`{"id":"%d"}`, i))})
		}
		c.write(drafts)
	}
}

var long = strings.Repeat("ấ", 601)

func draft(change func(*PollDraft)) PollDraft {
	d := PollDraft{ID: "q", Item: "i1", Question: "Thông qua?", Form: Approval, Openness: OpenVote, Rule: "hdnd.majority"}
	change(&d)
	return d
}

func paper(change func(*Document)) Document {
	d := Document{ID: "p2", Item: "i1", Title: "Báo cáo", Audience: people.Members("s1"), Blob: paperBytes, Size: 5}
	change(&d)
	return d
}

func itemSeq(id string) func(*chamber) uint64 {
	return func(c *chamber) uint64 { return c.state.Items[id].Seq }
}

func pollSeq(id string) func(*chamber) uint64 {
	return func(c *chamber) uint64 { return c.state.Polls[id].Seq }
}

func deputySeq(id string) func(*chamber) uint64 {
	return func(c *chamber) uint64 { return c.state.Deputies[id].Seq }
}

func documentSeq(id string) func(*chamber) uint64 {
	return func(c *chamber) uint64 { return c.state.Documents[id].Seq }
}

func sessionSeq(c *chamber) uint64 { return c.state.Session.Seq }

func finished(t failing) *chamber  { return closed(t, "named") }
func votingOn(t failing) *chamber  { return voting(t, "named") }
func replacing(t failing) *chamber { return voting(t, "open") }
func over(t failing) *chamber {
	c := sitting(t)
	c.must(clerk, CloseSession, 0, nil)
	return c
}

func sessionCases() []asked {
	good := Session{Title: "K", Body: PeoplesCouncil}
	with := func(change func(*Session)) Session { v := good; change(&v); return v }
	return []asked{
		{name: "create", start: empty, actor: clerk, kind: CreateSession, body: good, kinds: "session@hall"},
		{name: "create twice", start: prepared, actor: clerk, kind: CreateSession, body: good, code: "session.exists"},
		{name: "create untitled", start: empty, actor: clerk, kind: CreateSession, body: with(func(s *Session) { s.Title = " \u00a0" }), code: "session.no-title"},
		{name: "create without body", start: empty, actor: clerk, kind: CreateSession, body: Session{Title: "K"}, code: "session.no-body"},
		{name: "create with letters for numbers", start: empty, actor: clerk, kind: CreateSession, body: with(func(s *Session) { s.Numerals = "greek" }), code: "session.numerals"},
		{name: "create for nobody", start: empty, actor: clerk, kind: CreateSession, body: with(func(s *Session) { s.Total = -1 }), code: "session.total"},
		{name: "create for too many", start: empty, actor: clerk, kind: CreateSession, body: with(func(s *Session) { s.Total = 1001 }), code: "session.total"},
		{name: "create too long", start: empty, actor: clerk, kind: CreateSession, body: with(func(s *Session) { s.Office = long }), code: "too-long"},
		{name: "create by a delegate", start: empty, actor: tablet("d1"), kind: CreateSession, body: good, code: "not-allowed"},
		{name: "create with a slash", start: func(t failing) *chamber { c := empty(t); c.state.ID, c.follower.ID = "a/b", "a/b"; return c }, actor: clerk, kind: CreateSession, body: good, code: "command.unreadable"},
		{name: "edit", start: sitting, actor: clerk, kind: EditSession, base: sessionSeq, body: with(func(s *Session) { s.State = SessionClosed }), kinds: "session@hall"},
		{name: "edit untitled", start: sitting, actor: clerk, kind: EditSession, base: sessionSeq, body: Session{Body: PeoplesCouncil}, code: "session.no-title"},
		{name: "edit what another edited", start: sitting, actor: clerk, kind: EditSession, body: good, code: "stale"},
		{name: "edit by a delegate", start: sitting, actor: tablet("d1"), kind: EditSession, base: sessionSeq, body: good, code: "not-allowed"},
		{name: "edit nothing", start: empty, actor: clerk, kind: EditSession, body: good, code: "session.unknown"},
		{name: "edit after closing", start: over, actor: clerk, kind: EditSession, base: sessionSeq, body: good, code: "session.closed"},
		{name: "open", start: prepared, actor: clerk, kind: OpenSession, kinds: "session@hall"},
		{name: "open twice", start: sitting, actor: clerk, kind: OpenSession, code: "session.open-already"},
		{name: "open from the hall", start: prepared, actor: hall, kind: OpenSession, code: "not-allowed"},
		{name: "close", start: sitting, actor: clerk, kind: CloseSession, kinds: "session@hall"},
		{name: "close in the middle", start: sitting, first: first(StartItem, clerk, Pointing{"i1"}), actor: clerk, kind: CloseSession, kinds: "item@hall session@hall"},
		{name: "close what is not open", start: prepared, actor: clerk, kind: CloseSession, code: "session.not-open"},
		{name: "close during a poll", start: votingOn, actor: clerk, kind: CloseSession, code: "poll.running"},
		{name: "close twice", start: over, actor: clerk, kind: CloseSession, code: "session.closed"},
		{name: "an unknown command", start: sitting, actor: clerk, kind: "session.dissolve", code: "command.unknown"},
		{name: "a body that is none", start: sitting, actor: clerk, kind: EditSession, body: json.RawMessage(`["x"]`), code: "command.unreadable"},
	}
}

// branched is the prepared session with parts below its second item: i21, i22, and i221 below that.
func branched(t failing) *chamber {
	c := prepared(t)
	c.must(clerk, PutItem, 0, Item{ID: "i21", Title: "Tờ trình", Parent: "i2"})
	c.must(clerk, PutItem, 0, Item{ID: "i22", Title: "Thảo luận", Parent: "i2"})
	c.must(clerk, PutItem, 0, Item{ID: "i221", Title: "Ý kiến của Ban", Parent: "i22"})
	return c
}

func agendaCases() []asked {
	return []asked{
		{name: "put", start: prepared, actor: clerk, kind: PutItem, body: Item{ID: "i3", Title: "Bế mạc"}, kinds: "item@hall"},
		{name: "put anew", start: prepared, actor: clerk, kind: PutItem, base: itemSeq("i1"), body: Item{ID: "i1", Title: "Bế mạc"}, kinds: "item@hall"},
		{name: "put over another's", start: prepared, actor: clerk, kind: PutItem, body: Item{ID: "i1", Title: "Bế mạc"}, code: "stale"},
		{name: "put for more than a day", start: prepared, actor: clerk, kind: PutItem, body: Item{ID: "i3", Title: "x", Minutes: 1441}, code: "item.minutes"},
		{name: "put as what is unheard of", start: prepared, actor: clerk, kind: PutItem, body: Item{ID: "i3", Title: "x", Visibility: "open"}, code: "item.visibility"},
		{name: "put below nothing", start: prepared, actor: clerk, kind: PutItem, body: Item{ID: "i3", Title: "x", Parent: "i9"}, code: "item.parent"},
		{name: "put below itself", start: prepared, actor: clerk, kind: PutItem, base: itemSeq("i1"), body: Item{ID: "i1", Title: "x", Parent: "i1"}, code: "item.parent"},
		{name: "put below what is below it", start: branched, actor: clerk, kind: PutItem, base: itemSeq("i2"), body: Item{ID: "i2", Title: "x", Parent: "i22"}, code: "item.parent"},
		{name: "put on the fourth level", start: branched, actor: clerk, kind: PutItem, body: Item{ID: "i3", Title: "x", Parent: "i221"}, kinds: "item@hall"},
		{name: "put on the fifth level", start: branched, first: first(PutItem, clerk, Item{ID: "i2211", Title: "x", Parent: "i221"}), actor: clerk, kind: PutItem, body: Item{ID: "i3", Title: "x", Parent: "i2211"}, code: "item.parent"},
		{name: "put internally", start: prepared, actor: clerk, kind: PutItem, body: Item{ID: "i3", Title: "x", Visibility: Internal}, kinds: "item@members"},
		{name: "put hidden", start: prepared, actor: clerk, kind: PutItem, body: Item{ID: "i3", Title: "x", Visibility: Hidden}, kinds: "item@clerk"},
		{name: "put out of sight", start: prepared, actor: clerk, kind: PutItem, base: itemSeq("i1"), body: Item{ID: "i1", Title: "x", Visibility: Hidden}, kinds: "item@hall item@clerk"},
		{name: "put openly below what is internal", start: branched, first: first(PutItem, clerk, Item{ID: "in", Title: "x", Visibility: Internal}), actor: clerk, kind: PutItem, body: Item{ID: "i3", Title: "x", Parent: "in"}, code: "item.wider-than-parent"},
		{name: "put out of sight with open parts", start: branched, actor: clerk, kind: PutItem, base: itemSeq("i22"), body: Item{ID: "i22", Title: "x", Parent: "i2", Visibility: Internal}, code: "item.narrower-than-parts"},
		{name: "put out of sight with votes", start: prepared, actor: clerk, kind: PutItem, base: itemSeq("i2"), body: Item{ID: "i2", Title: "x", Visibility: Internal}, code: "item.has-polls"},
		{name: "put out of sight with papers", start: prepared, first: first(PutDocument, clerk, Document{ID: "p3", Item: "i1", Title: "Tờ trình", Audience: people.Hall("s1"), Blob: paperBytes, Size: 10}), actor: clerk, kind: PutItem, base: itemSeq("i1"), body: Item{ID: "i1", Title: "x", Visibility: Internal}, code: "item.papers-shown"},
		{name: "move", start: prepared, actor: clerk, kind: MoveItem, body: Moving{ID: "i2", Before: "i1"}, kinds: "item@hall item@hall"},
		{name: "move below", start: prepared, actor: clerk, kind: MoveItem, body: Moving{ID: "i1", Parent: "i2"}, kinds: "item@hall"},
		{name: "move behind all", start: branched, actor: clerk, kind: MoveItem, body: Moving{ID: "i21", Parent: "i2"}, kinds: "item@hall item@hall"},
		{name: "move below itself", start: branched, actor: clerk, kind: MoveItem, body: Moving{ID: "i2", Parent: "i221"}, code: "item.parent"},
		{name: "move too deep", start: branched, first: first(PutItem, clerk, Item{ID: "i211", Title: "x", Parent: "i21"}), actor: clerk, kind: MoveItem, body: Moving{ID: "i22", Parent: "i211"}, code: "item.parent"},
		{name: "move what is gone", start: prepared, actor: clerk, kind: MoveItem, body: Moving{ID: "i9"}, code: "item.unknown"},
		{name: "move before what is elsewhere", start: branched, actor: clerk, kind: MoveItem, body: Moving{ID: "i1", Before: "i21"}, code: "item.unknown"},
		{name: "move by a delegate", start: prepared, actor: tablet("d2"), kind: MoveItem, body: Moving{ID: "i2", Before: "i1"}, code: "not-allowed"},
		{name: "remove with parts", start: branched, actor: clerk, kind: RemoveItem, body: Pointing{"i22"}, code: "item.not-empty"},
		{name: "start what is hidden", start: sitting, first: first(PutItem, clerk, Item{ID: "h", Title: "x", Visibility: Hidden}), actor: clerk, kind: StartItem, body: Pointing{"h"}, code: "item.hidden"},
		{name: "put untitled", start: prepared, actor: clerk, kind: PutItem, body: Item{ID: "i3"}, code: "item.no-title"},
		{name: "put without id", start: prepared, actor: clerk, kind: PutItem, body: Item{Title: "x"}, code: "command.unreadable"},
		{name: "put too long", start: prepared, actor: clerk, kind: PutItem, body: Item{ID: "i3", Title: "x", Presenter: long}, code: "too-long"},
		{name: "put by a delegate", start: prepared, actor: tablet("d1"), kind: PutItem, body: Item{ID: "i3", Title: "x"}, code: "not-allowed"},
		{name: "put by the hall", start: prepared, actor: hall, kind: PutItem, body: Item{ID: "i3", Title: "x"}, code: "not-allowed"},
		{name: "put one too many", start: prepared, actor: clerk, kind: PutItem, body: Item{ID: "x", Title: "x"}, code: "too-many", first: full(ItemKind, maxItems-2)},
		{name: "remove", start: prepared, actor: clerk, kind: RemoveItem, body: Pointing{"i1"}, kinds: "item@hall"},
		{name: "remove with papers", start: prepared, actor: clerk, kind: RemoveItem, body: Pointing{"i2"}, code: "item.not-empty"},
		{name: "remove nothing", start: prepared, actor: clerk, kind: RemoveItem, body: Pointing{"i9"}, code: "item.unknown"},
		{name: "remove what began", start: sitting, first: first(StartItem, clerk, Pointing{"i1"}), actor: clerk, kind: RemoveItem, body: Pointing{"i1"}, code: "item.begun"},
		{name: "start", start: sitting, actor: clerk, kind: StartItem, body: Pointing{"i1"}, kinds: "item@hall session@hall"},
		{name: "start the next", start: sitting, first: first(StartItem, clerk, Pointing{"i1"}), actor: clerk, kind: StartItem, body: Pointing{"i2"}, kinds: "item@hall item@hall session@hall"},
		{name: "start twice", start: sitting, first: first(StartItem, clerk, Pointing{"i1"}), actor: clerk, kind: StartItem, body: Pointing{"i1"}, code: "item.current-already"},
		{name: "start too early", start: prepared, actor: clerk, kind: StartItem, body: Pointing{"i1"}, code: "session.not-open"},
		{name: "start during a poll", start: votingOn, actor: clerk, kind: StartItem, body: Pointing{"i1"}, code: "poll.running"},
		{name: "start nothing", start: sitting, actor: clerk, kind: StartItem, body: Pointing{}, code: "item.unknown"},
		{name: "start by the chair", start: sitting, actor: tablet("d1"), kind: StartItem, body: Pointing{"i1"}, kinds: "item@hall session@hall"},
		{name: "start by a delegate", start: sitting, actor: tablet("d2"), kind: StartItem, body: Pointing{"i1"}, code: "not-allowed"},
	}
}

func documentCases() []asked {
	as := func(id, group string) change.Audience { return people.GroupOf(id, group) }
	return []asked{
		{name: "put for more than its item", start: prepared, first: first(PutItem, clerk, Item{ID: "in", Title: "x", Visibility: Hidden}), actor: clerk, kind: PutDocument, body: paper(func(d *Document) { d.Item = "in" }), code: "document.wider-than-item"},
		{name: "for members", start: prepared, actor: clerk, kind: PutDocument, body: paper(func(*Document) {}), kinds: "document@members"},
		{name: "for a group", start: prepared, actor: clerk, kind: PutDocument, body: paper(func(d *Document) { d.Audience = as("s1", "Tổ 1") }), kinds: "document@group:Tổ 1"},
		{name: "for the hall", start: prepared, actor: clerk, kind: PutDocument, body: paper(func(d *Document) { d.Audience = people.Hall("s1") }), kinds: "document@hall"},
		{name: "for an unknown group", start: prepared, actor: clerk, kind: PutDocument, body: paper(func(d *Document) { d.Audience = as("s1", "Tổ 9") }), code: "document.audience"},
		{name: "for another session", start: prepared, actor: clerk, kind: PutDocument, body: paper(func(d *Document) { d.Audience = people.Members("s2") }), code: "document.audience"},
		{name: "for one person", start: prepared, actor: clerk, kind: PutDocument, body: paper(func(d *Document) { d.Audience = people.PersonOf("s1", "d1") }), code: "document.audience"},
		{name: "for fewer than before", start: prepared, actor: clerk, kind: PutDocument, base: documentSeq("p1"),
			body: paper(func(d *Document) { d.ID, d.Audience = "p1", people.ClerkOf("s1") }), kinds: "document@members document@clerk"},
		{name: "over another's", start: prepared, actor: clerk, kind: PutDocument, body: paper(func(d *Document) { d.ID = "p1" }), code: "stale"},
		{name: "untitled", start: prepared, actor: clerk, kind: PutDocument, body: paper(func(d *Document) { d.Title = " " }), code: "document.no-title"},
		{name: "too long", start: prepared, actor: clerk, kind: PutDocument, body: paper(func(d *Document) { d.Short = long }), code: "too-long"},
		{name: "of no item", start: prepared, actor: clerk, kind: PutDocument, body: paper(func(d *Document) { d.Item = "i9" }), code: "item.unknown"},
		{name: "without bytes", start: prepared, actor: clerk, kind: PutDocument, body: paper(func(d *Document) { d.Blob = lostBytes }), code: "document.no-bytes"},
		{name: "with half a hash", start: prepared, actor: clerk, kind: PutDocument, body: paper(func(d *Document) { d.Blob = "00ff" }), code: "command.unreadable"},
		{name: "with a path for a hash", start: prepared, actor: clerk, kind: PutDocument, body: paper(func(d *Document) { d.Blob = "../" + paperBytes[3:] }), code: "command.unreadable"},
		{name: "of no size", start: prepared, actor: clerk, kind: PutDocument, body: paper(func(d *Document) { d.Size = 0 }), code: "command.unreadable"},
		{name: "one too many", start: prepared, actor: clerk, kind: PutDocument, body: paper(func(*Document) {}), code: "too-many", first: full(DocumentKind, maxPapers-1)},
		{name: "by a delegate", start: prepared, actor: tablet("d1"), kind: PutDocument, body: paper(func(*Document) {}), code: "not-allowed"},
		{name: "withdraw", start: prepared, actor: clerk, kind: WithdrawDocument, body: Pointing{"p1"}, kinds: "document@members document@clerk"},
		{name: "withdraw twice", start: prepared, first: first(WithdrawDocument, clerk, Pointing{"p1"}), actor: clerk, kind: WithdrawDocument, body: Pointing{"p1"}, code: "document.unknown"},
		{name: "withdraw nothing", start: prepared, actor: clerk, kind: WithdrawDocument, body: Pointing{"p9"}, code: "document.unknown"},
		{name: "withdraw by a delegate", start: prepared, actor: tablet("d1"), kind: WithdrawDocument, body: Pointing{"p1"}, code: "not-allowed"},
	}
}

func rollCases() []asked {
	deputy := Deputy{Person: "d4", Name: "Võ Thị Sáu", Seat: 9, Voting: true}
	with := func(change func(*Deputy)) Deputy { v := deputy; change(&v); return v }
	return []asked{
		{name: "put", start: prepared, actor: clerk, kind: PutDeputy, body: deputy, kinds: "deputy@hall"},
		{name: "put over another's", start: prepared, actor: clerk, kind: PutDeputy, body: with(func(d *Deputy) { d.Person = "d1" }), code: "stale"},
		{name: "put in one's own seat", start: prepared, actor: clerk, kind: PutDeputy, base: deputySeq("d1"), body: with(func(d *Deputy) { d.Person, d.Seat = "d1", 1 }), kinds: "deputy@hall"},
		{name: "put in another's seat", start: prepared, actor: clerk, kind: PutDeputy, body: with(func(d *Deputy) { d.Seat = 1 }), code: "deputy.seat-taken"},
		{name: "put out of the room", start: prepared, actor: clerk, kind: PutDeputy, body: with(func(d *Deputy) { d.Seat = 10000 }), code: "deputy.seat"},
		{name: "put as secretary", start: prepared, actor: clerk, kind: PutDeputy, body: with(func(d *Deputy) { d.Role, d.Teller = people.Secretary, true }), kinds: "deputy@hall"},
		{name: "put as what is unheard of", start: prepared, actor: clerk, kind: PutDeputy, body: with(func(d *Deputy) { d.Role = "king" }), code: "deputy.role"},
		{name: "put as a guest who votes", start: prepared, actor: clerk, kind: PutDeputy, body: with(func(d *Deputy) { d.Role = people.Guest }), code: "deputy.guest-votes"},
		{name: "put as staff who vote", start: prepared, actor: clerk, kind: PutDeputy, body: with(func(d *Deputy) { d.Role = people.Committee }), code: "deputy.guest-votes"},
		{name: "put without a name", start: prepared, actor: clerk, kind: PutDeputy, body: with(func(d *Deputy) { d.Name = "" }), code: "deputy.no-name"},
		{name: "put without id", start: prepared, actor: clerk, kind: PutDeputy, body: with(func(d *Deputy) { d.Person = "" }), code: "command.unreadable"},
		{name: "put with a slash", start: prepared, actor: clerk, kind: PutDeputy, body: with(func(d *Deputy) { d.Person = "named/d1" }), code: "command.unreadable"},
		{name: "put too long", start: prepared, actor: clerk, kind: PutDeputy, body: with(func(d *Deputy) { d.Group = long }), code: "too-long"},
		{name: "put one too many", start: prepared, actor: clerk, kind: PutDeputy, body: deputy, code: "too-many", first: full(DeputyKind, maxDeputies-4)},
		{name: "put a voter during a poll", start: votingOn, actor: clerk, kind: PutDeputy, body: deputy, code: "poll.running"},
		{name: "give a guest the vote during a poll", start: votingOn, actor: clerk, kind: PutDeputy, base: deputySeq("g1"), body: with(func(d *Deputy) { d.Person = "g1" }), code: "poll.running"},
		{name: "put a guest during a poll", start: votingOn, actor: clerk, kind: PutDeputy, body: with(func(d *Deputy) { d.Voting = false }), kinds: "deputy@hall"},
		{name: "put by a delegate", start: prepared, actor: tablet("d1"), kind: PutDeputy, body: deputy, code: "not-allowed"},
		{name: "remove", start: prepared, actor: clerk, kind: RemoveDeputy, body: Pointing{"d3"}, kinds: "deputy@hall"},
		{name: "remove who is present", start: sitting, actor: clerk, kind: RemoveDeputy, body: Pointing{"d2"}, kinds: "deputy@hall attendance@hall"},
		{name: "remove who has voted", start: finished, actor: clerk, kind: RemoveDeputy, body: Pointing{"d2"}, code: "deputy.has-voted"},
		{name: "remove nobody", start: prepared, actor: clerk, kind: RemoveDeputy, body: Pointing{"d9"}, code: "deputy.unknown"},
		{name: "mark", start: sitting, actor: clerk, kind: SetAttendance, body: Attendance{Person: "d2", State: Left}, kinds: "attendance@hall"},
		{name: "mark nobody", start: sitting, actor: clerk, kind: SetAttendance, body: Attendance{Person: "d9", State: Present}, code: "deputy.unknown"},
		{name: "mark with no word", start: sitting, actor: clerk, kind: SetAttendance, body: Attendance{Person: "d2", State: "asleep"}, code: "command.unreadable"},
		{name: "mark with a long reason", start: sitting, actor: clerk, kind: SetAttendance, body: Attendance{Person: "d2", State: Excused, Reason: long}, code: "too-long"},
		{name: "mark another", start: sitting, actor: tablet("d1"), kind: SetAttendance, body: Attendance{Person: "d3", State: Present}, code: "not-allowed"},
		{name: "attend", start: sitting, actor: tablet("d3"), kind: Attend, kinds: "attendance@hall"},
		{name: "attend twice", start: sitting, actor: tablet("d2"), kind: Attend, again: true},
		{name: "attend for another", start: sitting, actor: tablet("d3"), kind: Attend, body: Attendance{Person: "d1", State: Left}, kinds: "attendance@hall"},
		{name: "attend as a stranger", start: sitting, actor: tablet("x"), kind: Attend, code: "deputy.unknown"},
		{name: "attend as nobody", start: sitting, actor: tablet(""), kind: Attend, code: "deputy.unknown"},
		{name: "attend at the clerk's desk", start: sitting, actor: clerk, kind: Attend, code: "not-allowed"},
	}
}

// second makes d2 the one who conducts in the chair's place.
func second(c *chamber) {
	v := c.state.Deputies["d2"]
	v.Role = people.DeputyChair
	c.must(clerk, PutDeputy, v.Seq, v)
}

func pollCases() []asked {
	create := func(name, code string, change func(*PollDraft)) asked {
		c := asked{name: "create " + name, start: prepared, actor: clerk, kind: CreatePoll, body: draft(change), code: code}
		if code == "" {
			c.kinds = "poll@hall"
		}
		return c
	}
	return []asked{
		create("", "", func(*PollDraft) {}),
		create("of no question", "poll.no-question", func(d *PollDraft) { d.Question = "  " }),
		create("too long", "too-long", func(d *PollDraft) { d.Question = long }),
		create("of no item", "item.unknown", func(d *PollDraft) { d.Item = "i9" }),
		{name: "create of an internal item", start: prepared, first: first(PutItem, clerk, Item{ID: "in", Title: "x", Visibility: Internal}), actor: clerk, kind: CreatePoll, body: draft(func(d *PollDraft) { d.Item = "in" }), code: "poll.item-not-common"},
		create("of no form", "poll.form", func(d *PollDraft) { d.Form = "secret" }),
		create("of no rule", "poll.rule", func(d *PollDraft) { d.Rule = "" }),
		create("by the rule of presence", "poll.rule", func(d *PollDraft) { d.Rule = "hdnd.quorum" }),
		create("by the committee's rule", "poll.rule", func(d *PollDraft) { d.Rule = "ubnd.majority" }),
		create("in secret", "poll.openness", func(d *PollDraft) { d.Openness = "secret" }),
		create("of less than no time", "poll.seconds", func(d *PollDraft) { d.Seconds = -1 }),
		create("of two days", "poll.seconds", func(d *PollDraft) { d.Seconds = 2 * maxPollSeconds }),
		create("without id", "command.unreadable", func(d *PollDraft) { d.ID = "" }),
		create("with a slash", "command.unreadable", func(d *PollDraft) { d.ID = "named/d1" }),
		{name: "create one too many", start: prepared, actor: clerk, kind: CreatePoll, body: draft(func(*PollDraft) {}), code: "too-many", first: full(PollKind, maxPolls-2)},
		create("twice", "poll.exists", func(d *PollDraft) { d.ID = "open" }),
		{name: "create as a delegate", start: prepared, actor: tablet("d1"), kind: CreatePoll, body: draft(func(*PollDraft) {}), code: "not-allowed"},
		{name: "edit", start: prepared, actor: clerk, kind: EditPoll, base: pollSeq("open"), body: draft(func(d *PollDraft) { d.ID = "open" }), kinds: "poll@hall"},
		{name: "edit another's", start: prepared, actor: clerk, kind: EditPoll, body: draft(func(d *PollDraft) { d.ID = "open" }), code: "stale"},
		{name: "edit into nothing", start: prepared, actor: clerk, kind: EditPoll, base: pollSeq("open"), body: draft(func(d *PollDraft) { d.ID, d.Question = "open", "" }), code: "poll.no-question"},
		{name: "edit nothing", start: prepared, actor: clerk, kind: EditPoll, body: draft(func(*PollDraft) {}), code: "poll.unknown"},
		{name: "edit what runs", start: votingOn, actor: clerk, kind: EditPoll, base: pollSeq("named"), body: draft(func(d *PollDraft) { d.ID = "named" }), code: "poll.begun"},
		{name: "remove", start: prepared, actor: clerk, kind: RemovePoll, body: Pointing{"open"}, kinds: "poll@hall"},
		{name: "remove nothing", start: prepared, actor: clerk, kind: RemovePoll, body: Pointing{"q"}, code: "poll.unknown"},
		{name: "remove what is counted", start: finished, actor: clerk, kind: RemovePoll, body: Pointing{"named"}, code: "poll.begun"},
		{name: "open", start: sitting, actor: clerk, kind: OpenPoll, body: Pointing{"named"}, kinds: "poll@hall tally@hall"},
		{name: "open nothing", start: sitting, actor: clerk, kind: OpenPoll, body: Pointing{"q"}, code: "poll.unknown"},
		{name: "open before the session", start: prepared, actor: clerk, kind: OpenPoll, body: Pointing{"named"}, code: "session.not-open"},
		{name: "open twice", start: votingOn, actor: clerk, kind: OpenPoll, body: Pointing{"named"}, code: "poll.begun"},
		{name: "open anew", start: finished, actor: clerk, kind: OpenPoll, body: Pointing{"named"}, code: "poll.begun"},
		{name: "open a second", start: votingOn, actor: clerk, kind: OpenPoll, body: Pointing{"open"}, code: "poll.running"},
		{name: "open without quorum", start: sitting, first: first(SetAttendance, clerk, Attendance{Person: "d2", State: Left}), actor: clerk, kind: OpenPoll, body: Pointing{"named"}, code: "poll.no-quorum"},
		{name: "open with a guest for quorum", start: sitting, first: func(c *chamber) {
			c.must(clerk, SetAttendance, 0, Attendance{Person: "d2", State: Left})
			c.must(tablet("g1"), Attend, 0, nil)
		}, actor: clerk, kind: OpenPoll, body: Pointing{"named"}, code: "poll.no-quorum"},
		{name: "open after the body changed", start: sitting, first: func(c *chamber) {
			c.must(clerk, EditSession, sessionSeq(c), Session{Title: "K", Body: PeoplesCommittee})
		}, actor: clerk, kind: OpenPoll, body: Pointing{"named"}, code: "poll.rule"},
		{name: "open as the chair", start: sitting, actor: tablet("d1"), kind: OpenPoll, body: Pointing{"named"}, kinds: "poll@hall tally@hall"},
		{name: "open as a delegate", start: sitting, actor: tablet("d2"), kind: OpenPoll, body: Pointing{"named"}, code: "not-allowed"},
		{name: "open as a deputy chair", start: sitting, first: second, actor: tablet("d2"), kind: OpenPoll, body: Pointing{"named"}, kinds: "poll@hall tally@hall"},
		{name: "open on the hall's screen by the chair", start: sitting, actor: change.Actor{Device: "x", Mode: string(people.HallMode), Person: "d1"}, kind: OpenPoll, body: Pointing{"named"}, code: "not-allowed"},
		{name: "close", start: votingOn, actor: clerk, kind: ClosePoll, body: Pointing{"named"}, kinds: "poll@hall"},
		{name: "close twice", start: votingOn, first: first(ClosePoll, clerk, Pointing{"named"}), actor: clerk, kind: ClosePoll, body: Pointing{"named"}, code: "poll.closing-already"},
		{name: "close in its last seconds", start: votingOn, first: func(c *chamber) { c.wait(56 * time.Second) }, actor: clerk, kind: ClosePoll, body: Pointing{"named"}, code: "poll.closing-already"},
		{name: "close what is not open", start: sitting, actor: clerk, kind: ClosePoll, body: Pointing{"named"}, code: "poll.not-running"},
		{name: "close nothing", start: sitting, actor: clerk, kind: ClosePoll, body: Pointing{}, code: "poll.unknown"},
		{name: "close as the chair", start: votingOn, actor: tablet("d1"), kind: ClosePoll, body: Pointing{"named"}, kinds: "poll@hall"},
		{name: "close as a delegate", start: votingOn, actor: tablet("d2"), kind: ClosePoll, body: Pointing{"named"}, code: "not-allowed"},
		{name: "publish as the chair", start: finished, actor: tablet("d1"), kind: PublishPoll, body: Pointing{"named"}, kinds: "poll@hall result@hall roll@hall"},
		{name: "publish as a delegate", start: finished, actor: tablet("d2"), kind: PublishPoll, body: Pointing{"named"}, code: "not-allowed"},
		{name: "publish", start: finished, actor: clerk, kind: PublishPoll, body: Pointing{"named"}, kinds: "poll@hall result@hall roll@hall"},
		{name: "publish without names", start: func(t failing) *chamber { return closed(t, "open") }, actor: clerk, kind: PublishPoll, body: Pointing{"open"}, kinds: "poll@hall result@hall"},
		{name: "publish twice", start: finished, first: first(PublishPoll, clerk, Pointing{"named"}), actor: clerk, kind: PublishPoll, body: Pointing{"named"}, code: "poll.published-already"},
		{name: "publish before the end", start: votingOn, actor: clerk, kind: PublishPoll, body: Pointing{"named"}, code: "poll.not-finished"},
		{name: "publish during the notice", start: votingOn, first: first(ClosePoll, clerk, Pointing{"named"}), actor: clerk, kind: PublishPoll, body: Pointing{"named"}, code: "poll.not-finished"},
		{name: "publish nothing", start: sitting, actor: clerk, kind: PublishPoll, body: Pointing{"q"}, code: "poll.unknown"},
		{name: "publish from the hall", start: finished, actor: hall, kind: PublishPoll, body: Pointing{"named"}, code: "not-allowed"},
	}
}

func ballotCases() []asked {
	yes := first(CastBallot, tablet("d1"), Casting{"named", Yes})
	yesOpen := first(CastBallot, tablet("d1"), Casting{"open", Yes})
	late := func(wait time.Duration) func(*chamber) {
		return func(c *chamber) {
			c.must(clerk, ClosePoll, 0, Pointing{"named"})
			c.now = c.now.Add(wait)
		}
	}
	return []asked{
		{name: "cast", start: votingOn, actor: tablet("d1"), kind: CastBallot, body: Casting{"named", Yes}, kinds: "ballot@person:d1 cast@chair"},
		{name: "cast and abstain", start: votingOn, actor: tablet("d2"), kind: CastBallot, body: Casting{"named", Abstain}, kinds: "ballot@person:d2 cast@chair"},
		{name: "cast the same again", start: votingOn, first: yes, actor: tablet("d1"), kind: CastBallot, body: Casting{"named", Yes}, again: true},
		{name: "cast another", start: votingOn, first: yes, actor: tablet("d1"), kind: CastBallot, body: Casting{"named", No}, code: "poll.voted-already"},
		{name: "replace", start: replacing, first: yesOpen, actor: tablet("d1"), kind: CastBallot, body: Casting{"open", No}, kinds: "ballot@person:d1 cast@chair"},
		{name: "replace after the end", start: replacing, first: func(c *chamber) {
			yesOpen(c)
			c.must(clerk, ClosePoll, 0, Pointing{"open"})
			c.wait(ClosingNotice)
		}, actor: tablet("d1"), kind: CastBallot, body: Casting{"open", No}, code: "poll.closed"},
		{name: "cast the same again after the end", start: finished, actor: tablet("d1"), kind: CastBallot, body: Casting{"named", Yes}, again: true},
		{name: "cast within the notice", start: votingOn, first: late(ClosingNotice - time.Millisecond), actor: tablet("d1"), kind: CastBallot, body: Casting{"named", Yes}, kinds: "ballot@person:d1 cast@chair"},
		{name: "cast as the notice ends", start: votingOn, first: late(ClosingNotice), actor: tablet("d1"), kind: CastBallot, body: Casting{"named", Yes}, code: "poll.closed"},
		{name: "cast as the time is over", start: votingOn, first: func(c *chamber) { c.now = c.now.Add(time.Minute) }, actor: tablet("d1"), kind: CastBallot, body: Casting{"named", Yes}, code: "poll.closed"},
		{name: "cast in a finished poll", start: finished, actor: tablet("d3"), kind: CastBallot, body: Casting{"named", Yes}, code: "poll.closed"},
		{name: "cast too early", start: sitting, actor: tablet("d1"), kind: CastBallot, body: Casting{"named", Yes}, code: "poll.not-started"},
		{name: "cast in no poll", start: votingOn, actor: tablet("d1"), kind: CastBallot, body: Casting{"q", Yes}, code: "poll.unknown"},
		{name: "cast in another poll", start: votingOn, actor: tablet("d1"), kind: CastBallot, body: Casting{"open", Yes}, code: "poll.not-started"},
		{name: "cast from outside", start: votingOn, actor: tablet("d3"), kind: CastBallot, body: Casting{"named", Yes}, code: "poll.absent"},
		{name: "cast as a guest", start: votingOn, first: first(Attend, tablet("g1"), nil), actor: tablet("g1"), kind: CastBallot, body: Casting{"named", Yes}, code: "poll.not-entitled"},
		{name: "cast as a stranger", start: votingOn, actor: tablet("x"), kind: CastBallot, body: Casting{"named", Yes}, code: "poll.not-entitled"},
		{name: "cast as nobody", start: votingOn, actor: tablet(""), kind: CastBallot, body: Casting{"named", Yes}, code: "poll.not-entitled"},
		{name: "cast at the clerk's desk", start: votingOn, actor: change.Actor{Mode: "clerk", Person: "d1"}, kind: CastBallot, body: Casting{"named", Yes}, code: "not-allowed"},
		{name: "cast in the hall", start: votingOn, actor: change.Actor{Mode: "hall", Person: "d1"}, kind: CastBallot, body: Casting{"named", Yes}, code: "not-allowed"},
		{name: "cast what is no choice", start: votingOn, actor: tablet("d1"), kind: CastBallot, body: Casting{"named", "maybe"}, code: "poll.choice"},
		{name: "cast nothing", start: votingOn, actor: tablet("d1"), kind: CastBallot, body: Casting{Poll: "named"}, code: "poll.choice"},
	}
}

func everyCase() map[string][]asked {
	return map[string][]asked{"session": sessionCases(), "agenda": agendaCases(), "document": documentCases(),
		"roll": rollCases(), "poll": pollCases(), "ballot": ballotCases(), "import": importCases(), "rehearsal": rehearsalCases(), "reading": readingCases(), "original": originalCases(), "check": checkCases(), "note": noteCases(), "floor": floorCases()}
}

func TestJudge(t *testing.T) {
	for part, cases := range everyCase() {
		for _, want := range cases {
			t.Run(part+"/"+want.name, func(t *testing.T) {
				c := want.start(t)
				if want.first != nil {
					want.first(c)
				}
				var base uint64
				if want.base != nil {
					base = want.base(c)
				}
				length := len(c.log)
				if want.bodyOf != nil {
					want.body = want.bodyOf(c)
				}
				answer := c.ask(want.actor, want.kind, base, want.body)
				outcome := change.Accepted
				if want.again {
					outcome = change.Duplicate
				} else if want.code != "" {
					outcome = change.Refused
				}
				equal(t, "outcome", answer.Outcome, outcome)
				equal(t, "code", answer.Code, want.code)
				equal(t, "changes", c.kinds(length), want.kinds)
			})
		}
	}
}

// Every command that there is, and every reason to refuse one, stands in the tables above and has
// its sentence.
func TestNoRuleWithoutATest(t *testing.T) {
	accepted, refused := map[string]bool{}, map[string]bool{}
	for _, cases := range everyCase() {
		for _, c := range cases {
			refused[c.code] = true
			accepted[c.kind] = accepted[c.kind] || c.code == ""
		}
	}
	for _, kind := range slices.Concat([]string{CreateSession, ImportSession}, keysOf(judgements)) {
		if !accepted[kind] {
			t.Errorf("%s is never accepted in the tables", kind)
		}
	}
	sentences := map[string]string{}
	words, err := os.ReadFile(filepath.Join("..", "..", "assets", "words", "vi", "refusal.json"))
	if err == nil {
		err = json.Unmarshal(words, &sentences)
	}
	if err != nil {
		t.Fatal(err)
	}
	codes := codesInSource(t)
	if len(codes) < 35 {
		t.Fatalf("only %d codes found: %v", len(codes), codes)
	}
	for _, code := range codes {
		if !refused[code] {
			t.Errorf("%s is never refused for in the tables", code)
		}
		if sentences["refusal."+code] == "" {
			t.Errorf("%s has no sentence", code)
		}
	}
}

func keysOf[V any](m map[string]V) []string {
	var keys []string
	for key := range m {
		keys = append(keys, key)
	}
	return keys
}

// codesInSource finds the reasons to refuse in the rules: what is given to Refuse or returned as a
// text by itself.
func codesInSource(t *testing.T) []string {
	t.Helper()
	var codes []string
	isCode := regexp.MustCompile(`^[a-z]+([.-][a-z-]+)*$`)
	add := func(expression ast.Expr) {
		literal, ok := expression.(*ast.BasicLit)
		if !ok || literal.Kind != token.STRING {
			return
		}
		code, err := strconv.Unquote(literal.Value)
		if err == nil && isCode.MatchString(code) && !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, source := range sources {
		if strings.HasSuffix(source, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), source, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(node ast.Node) bool {
			switch n := node.(type) {
			case *ast.CallExpr:
				if called, ok := n.Fun.(*ast.SelectorExpr); ok && called.Sel.Name == "Refuse" {
					add(n.Args[0])
				}
			case *ast.ReturnStmt:
				if len(n.Results) > 0 {
					add(n.Results[len(n.Results)-1])
				}
			}
			return true
		})
	}
	return codes
}
