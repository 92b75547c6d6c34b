package council

import (
	"fmt"
	"testing"

	"congso.vn/congso/app/people"
)

func whole(spoil func(*Import)) Import {
	v := Import{
		Session:   Session{ID: "another", Title: "Kỳ họp thứ Ba", Body: PeoplesCouncil, State: SessionClosed, Chair: "d1"},
		Items:     []Item{{ID: "i1", Title: "Khai mạc", State: ItemDone}, {ID: "i2", Title: "Kế hoạch"}},
		Deputies:  []Deputy{{Person: "d1", Name: "Nguyễn Thị Ánh", Group: "Tổ 1", Seat: 1, Voting: true}, {Person: "d2", Name: "Trần Văn Đức", Seat: 2, Voting: true}},
		Documents: []Document{{ID: "p1", Item: "i2", Title: "Tờ trình", Audience: people.GroupOf("s1", "Tổ 1"), Blob: paperBytes, Size: 3}},
		Polls:     []PollDraft{{ID: "q1", Item: "i2", Question: "Thông qua?", Form: Approval, Openness: OpenVote, Rule: "hdnd.majority"}},
	}
	spoil(&v)
	return v
}

func importCases() []asked {
	refused := func(name, code string, spoil func(*Import)) asked {
		return asked{name: name, start: empty, actor: clerk, kind: ImportSession, body: whole(spoil), code: code}
	}
	return []asked{
		{name: "whole", start: empty, actor: clerk, kind: ImportSession, body: whole(func(*Import) {}),
			kinds: "session@hall item@hall item@hall deputy@hall deputy@hall document@group:Tổ 1 poll@hall"},
		{name: "over another", start: prepared, actor: clerk, kind: ImportSession, body: whole(func(*Import) {}), code: "session.exists"},
		{name: "by a delegate", start: empty, actor: tablet("d1"), kind: ImportSession, body: whole(func(*Import) {}), code: "not-allowed"},
		refused("without a title", "session.no-title", func(v *Import) { v.Session.Title = "" }),
		refused("one item twice", "stale", func(v *Import) { v.Items[1].ID = "i1" }),
		refused("one deputy twice", "stale", func(v *Import) { v.Deputies[1].Person = "d1" }),
		refused("two in one seat", "deputy.seat-taken", func(v *Import) { v.Deputies[1].Seat = 1 }),
		refused("a paper without bytes", "document.no-bytes", func(v *Import) { v.Documents[0].Blob = lostBytes }),
		refused("a paper of no item", "item.unknown", func(v *Import) { v.Documents[0].Item = "i9" }),
		refused("a paper of no group", "document.audience", func(v *Import) { v.Documents[0].Audience = people.GroupOf("s1", "Tổ 2") }),
		refused("a poll by another body's rule", "poll.rule", func(v *Import) { v.Polls[0].Rule = "ubnd.majority" }),
		refused("one poll twice", "poll.exists", func(v *Import) { v.Polls = append(v.Polls, v.Polls[0]) }),
		refused("too many polls", "too-many", func(v *Import) { v.Polls = make([]PollDraft, maxPolls+1) }),
		refused("too many papers", "too-many", func(v *Import) { v.Documents = make([]Document, maxPapers+1) }),
		refused("too many deputies", "too-many", func(v *Import) { v.Deputies = make([]Deputy, maxDeputies+1) }),
		refused("too many items", "too-many", func(v *Import) {
			for i := range maxItems {
				v.Items = append(v.Items, Item{ID: fmt.Sprint(i), Title: "x"})
			}
		}),
	}
}

// What comes in by import stands as if it had been typed: begun by nobody, under this session's id.
func TestImportedSessionIsPrepared(t *testing.T) {
	c := empty(t)
	c.must(clerk, ImportSession, 0, whole(func(*Import) {}))
	equal(t, "session", c.state.Session.ID, "s1")
	equal(t, "state", c.state.Session.State, SessionPrepared)
	equal(t, "chair", c.state.Session.Chair, "d1")
	for _, item := range c.state.Items {
		equal(t, "item "+item.ID, item.State, ItemComing)
	}
	document := c.state.Documents["p1"]
	equal(t, "revision", document.Revision, 1)
	equal(t, "at", document.At, c.now.UnixMilli())
	equal(t, "poll", c.state.Polls["q1"].State, PollCreated)
	equal(t, "total", c.state.Total(), 2)
}
