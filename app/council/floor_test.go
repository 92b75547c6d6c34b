package council

import (
	"encoding/json"
	"time"

	"congso.vn/congso/app/speaking"
)

// floorCases are the acts on a list of speakers; their own rules are tested in app/speaking.
func floorCases() []asked {
	list := speaking.OfList{Item: "i2"}
	of := func(id string) speaking.OfEntry { return speaking.OfEntry{OfList: list, ID: id} }
	d2, g1 := tablet("d2"), tablet("g1")
	chair := tablet("d1")
	wants := func(c *chamber) {
		c.must(d2, speaking.AskCommand, 0, speaking.Ask{OfEntry: of(""), Kind: speaking.Contribution})
	}
	speaks := func(c *chamber) { wants(c); c.must(clerk, speaking.StartCommand, 0, speaking.Start{OfEntry: of("")}) }
	approving := func(c *chamber) {
		options := speaking.UsualOptions()
		options.Approval = true
		c.must(chair, speaking.ArrangeCommand, 0, speaking.Arrange{OfList: list, Options: options})
		wants(c)
	}
	last := func(c *chamber) string { // the request that was made last
		latest := ""
		for id, entry := range c.state.Speeches["i2"] {
			if latest == "" || entry.Number > c.state.Speeches["i2"][latest].Number {
				latest = id
			}
		}
		return latest
	}
	about := func(act func(id string) any) func(c *chamber) any {
		return func(c *chamber) any { return act(last(c)) }
	}
	return []asked{
		{name: "ask", start: sitting, actor: d2, kind: speaking.AskCommand, body: speaking.Ask{OfEntry: of(""), Kind: speaking.Contribution}, kinds: "speech@hall"},
		{name: "ask as a guest", start: sitting, actor: g1, kind: speaking.AskCommand, body: speaking.Ask{OfEntry: of(""), Kind: speaking.Contribution}, kinds: "speech@hall"},
		{name: "ask from elsewhere", start: sitting, first: func(c *chamber) {
			options := speaking.UsualOptions()
			options.PresentOnly = true
			c.must(clerk, speaking.ArrangeCommand, 0, speaking.Arrange{OfList: list, Options: options})
		}, actor: tablet("d3"), kind: speaking.AskCommand, body: speaking.Ask{OfEntry: of(""), Kind: speaking.Contribution}, code: speaking.NotPresent},
		{name: "ask as nobody", start: sitting, actor: tablet(""), kind: speaking.AskCommand, body: speaking.Ask{OfEntry: of(""), Kind: speaking.Contribution}, code: speaking.UnknownPerson},
		{name: "ask from the hall", start: sitting, actor: hall, kind: speaking.AskCommand, body: speaking.Ask{OfEntry: of(""), Kind: speaking.Contribution}, code: "not-allowed"},
		{name: "ask on nothing", start: sitting, actor: d2, kind: speaking.AskCommand, body: speaking.Ask{OfEntry: speaking.OfEntry{OfList: speaking.OfList{Item: "i9"}}, Kind: speaking.Contribution}, code: "item.unknown"},
		{name: "ask on what is hidden", start: sitting, first: first(PutItem, clerk, Item{ID: "h", Title: "x", Visibility: Hidden}), actor: clerk, kind: speaking.CloseCommand, body: speaking.Close{OfList: speaking.OfList{Item: "h"}}, code: "item.hidden"},
		{name: "ask what is none", start: sitting, actor: d2, kind: speaking.AskCommand, body: json.RawMessage(`["x"]`), code: speaking.Unreadable},
		{name: "withdraw a request", start: sitting, first: wants, actor: d2, kind: speaking.WithdrawCommand, bodyOf: about(func(id string) any { return speaking.Withdraw{OfEntry: of(id)} }), kinds: "speech@hall"},
		{name: "withdraw another's", start: sitting, first: wants, actor: g1, kind: speaking.WithdrawCommand, bodyOf: about(func(id string) any { return speaking.Withdraw{OfEntry: of(id)} }), code: speaking.NotAllowed},
		{name: "approve", start: sitting, first: approving, actor: chair, kind: speaking.ApproveCommand, bodyOf: about(func(id string) any { return speaking.Approve{OfEntry: of(id)} }), kinds: "speech@hall"},
		{name: "refuse", start: sitting, first: approving, actor: clerk, kind: speaking.RefuseCommand, bodyOf: about(func(id string) any { return speaking.Refuse{OfEntry: of(id), Reason: "đã nói"} }), kinds: "speech@hall"},
		{name: "move a request", start: sitting, first: wants, actor: chair, kind: speaking.MoveCommand, bodyOf: about(func(id string) any { return speaking.Move{OfEntry: of(id)} }), kinds: "speech@hall"},
		{name: "skip", start: sitting, first: wants, actor: clerk, kind: speaking.SkipCommand, bodyOf: about(func(id string) any { return speaking.Skip{OfEntry: of(id)} }), kinds: "speech@hall"},
		{name: "recall", start: sitting, first: func(c *chamber) {
			wants(c)
			c.must(clerk, speaking.SkipCommand, 0, speaking.Skip{OfEntry: of(last(c))})
		}, actor: clerk, kind: speaking.RecallCommand,
			bodyOf: about(func(id string) any { return speaking.Recall{OfEntry: of(id)} }), kinds: "speech@hall"},
		{name: "give the floor", start: sitting, first: wants, actor: chair, kind: speaking.StartCommand, body: speaking.Start{OfEntry: of("")}, kinds: "speech@hall"},
		{name: "take the floor", start: sitting, first: wants, actor: d2, kind: speaking.StartCommand, body: speaking.Start{OfEntry: of("")}, code: speaking.NotAllowed},
		{name: "give the floor too early", start: prepared, actor: clerk, kind: speaking.StartCommand, body: speaking.Start{OfEntry: of("")}, code: "session.not-open"},
		{name: "pause", start: sitting, first: speaks, actor: clerk, kind: speaking.PauseCommand, body: speaking.Pause{OfEntry: of("")}, kinds: "speech@hall"},
		{name: "resume", start: sitting, first: func(c *chamber) { speaks(c); c.must(clerk, speaking.PauseCommand, 0, speaking.Pause{OfEntry: of("")}) }, actor: clerk, kind: speaking.ResumeCommand, body: speaking.Resume{OfEntry: of("")}, kinds: "speech@hall"},
		{name: "end a speech", start: sitting, first: speaks, actor: clerk, kind: speaking.EndCommand, body: speaking.End{OfEntry: of("")}, kinds: "speech@hall"},
		{name: "extend", start: sitting, first: speaks, actor: chair, kind: speaking.ExtendCommand, body: speaking.Extend{OfEntry: of(""), Seconds: 60}, kinds: "speech@hall"},
		{name: "extend as the clerk", start: sitting, first: speaks, actor: clerk, kind: speaking.ExtendCommand, body: speaking.Extend{OfEntry: of(""), Seconds: 60}, code: speaking.NotAllowed},
		{name: "close a list", start: sitting, actor: clerk, kind: speaking.CloseCommand, body: speaking.Close{OfList: list}, kinds: "list@hall"},
		{name: "reopen a list", start: sitting, first: first(speaking.CloseCommand, clerk, speaking.Close{OfList: list}), actor: chair, kind: speaking.ReopenCommand, body: speaking.Reopen{OfList: list}, kinds: "list@hall"},
		{name: "clear a list", start: sitting, first: wants, actor: clerk, kind: speaking.ClearCommand, body: speaking.Clear{OfList: list}, kinds: "speech@hall"},
		{name: "arrange", start: sitting, actor: chair, kind: speaking.ArrangeCommand, body: speaking.Arrange{OfList: list, Options: speaking.UsualOptions()}, kinds: "list@hall"},
		{name: "grant", start: sitting, actor: clerk, kind: speaking.GrantCommand, body: speaking.Grant{OfList: list, Seconds: map[string]int{"Tổ 1": 60, "Tổ 2": 60}}, kinds: "list@hall"},
		{name: "share an overrun", start: sitting, first: func(c *chamber) {
			c.must(clerk, speaking.GrantCommand, 0, speaking.Grant{OfList: list, Seconds: map[string]int{"Tổ 1": 60, "Tổ 2": 60}})
			speaks(c)
			c.wait(2 * time.Minute)
			c.must(clerk, speaking.EndCommand, 0, speaking.End{OfEntry: of("")})
		}, actor: chair, kind: speaking.ShareCommand, body: speaking.Share{OfList: list, Group: "Tổ 1"}, kinds: "list@hall"},
		{name: "go on while somebody speaks", start: sitting, first: func(c *chamber) { c.must(clerk, StartItem, 0, Pointing{"i2"}); speaks(c) }, actor: clerk, kind: StartItem, body: Pointing{"i1"}, kinds: "speech@hall item@hall item@hall session@hall"},
		{name: "close while somebody speaks", start: sitting, first: func(c *chamber) { c.must(clerk, StartItem, 0, Pointing{"i2"}); speaks(c) }, actor: clerk, kind: CloseSession, kinds: "item@hall speech@hall session@hall"},
		{name: "hide what was asked to speak on", start: branched, first: first(speaking.AskCommand, clerk, speaking.Ask{OfEntry: speaking.OfEntry{OfList: speaking.OfList{Item: "i221"}}, Kind: speaking.Contribution, Person: "d2"}), actor: clerk, kind: PutItem, base: itemSeq("i221"),
			body: Item{ID: "i221", Title: "x", Parent: "i22", Visibility: Internal}, code: "item.has-speeches"},
	}
}
