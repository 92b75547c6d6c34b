package council

import (
	"slices"
	"strings"
	"testing"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// server is the room server itself: nobody's device.
var server = change.Actor{Mode: string(people.ClerkMode)}

func reading(change func(*Reading)) Reading {
	r := Reading{Document: "p1", Blob: paperBytes, Text: otherBytes, Size: 7, Pages: 2}
	change(&r)
	return r
}

func readingCases() []asked {
	read := first(ReadDocument, server, reading(func(*Reading) {}))
	replaced := func(c *chamber) {
		c.must(clerk, PutDocument, documentSeq("p1")(c), Document{ID: "p1", Item: "i2", Title: "Bản mới", Audience: people.Members("s1"), Blob: otherBytes, Size: 4})
	}
	return []asked{
		{name: "by the server", start: prepared, actor: server, kind: ReadDocument, body: reading(func(*Reading) {}), kinds: "reading@members"},
		{name: "without words", start: prepared, actor: server, kind: ReadDocument, body: reading(func(r *Reading) { r.Text, r.Size, r.Fault = "", 0, "encrypted" }), kinds: "reading@members"},
		{name: "signed", start: prepared, actor: server, kind: ReadDocument, body: reading(func(r *Reading) { r.Signed, r.Checked = []Signed{{State: SignedGood, Said: []string{"intact"}}}, 1 }), kinds: "reading@members"},
		{name: "signed in a way that nobody knows", start: prepared, actor: server, kind: ReadDocument, body: reading(func(r *Reading) { r.Signed = []Signed{{State: "fine"}} }), code: "command.unreadable"},
		{name: "signed by a name without end", start: prepared, actor: server, kind: ReadDocument, body: reading(func(r *Reading) {
			r.Signed = []Signed{{State: SignedGood, Name: strings.Repeat("a", 1000)}}
		}), code: "command.unreadable"},
		{name: "signed by a crowd", start: prepared, actor: server, kind: ReadDocument, body: reading(func(r *Reading) {
			r.Signed = slices.Repeat([]Signed{{State: SignedGood}}, MostSigned+1)
		}), code: "command.unreadable"},
		{name: "by a clerk", start: prepared, actor: clerk, kind: ReadDocument, body: reading(func(*Reading) {}), code: "not-allowed"},
		{name: "by a delegate", start: prepared, actor: tablet("d1"), kind: ReadDocument, body: reading(func(*Reading) {}), code: "not-allowed"},
		{name: "of nothing", start: prepared, actor: server, kind: ReadDocument, body: reading(func(r *Reading) { r.Document = "p9" }), code: "document.unknown"},
		{name: "of a withdrawn one", start: prepared, first: first(WithdrawDocument, clerk, Pointing{"p1"}), actor: server, kind: ReadDocument, body: reading(func(*Reading) {}), code: "document.unknown"},
		{name: "of another revision", start: prepared, first: replaced, actor: server, kind: ReadDocument, body: reading(func(*Reading) {}), code: "document.replaced"},
		{name: "without bytes", start: prepared, actor: server, kind: ReadDocument, body: reading(func(r *Reading) { r.Text = lostBytes }), code: "document.no-bytes"},
		{name: "with half a hash", start: prepared, actor: server, kind: ReadDocument, body: reading(func(r *Reading) { r.Text = "00ff" }), code: "command.unreadable"},
		{name: "of no size", start: prepared, actor: server, kind: ReadDocument, body: reading(func(r *Reading) { r.Size = 0 }), code: "command.unreadable"},

		// What was read goes where the paper goes.
		{name: "replaced", start: prepared, first: read, actor: clerk, kind: PutDocument, base: documentSeq("p1"),
			body: paper(func(d *Document) { d.ID, d.Blob = "p1", otherBytes }), kinds: "document@members reading@members issue@members"},
		{name: "renamed", start: prepared, first: read, actor: clerk, kind: PutDocument, base: documentSeq("p1"),
			body: paper(func(d *Document) { d.ID = "p1" }), kinds: "document@members"},
		{name: "for fewer than before", start: prepared, first: read, actor: clerk, kind: PutDocument, base: documentSeq("p1"),
			body: paper(func(d *Document) { d.ID, d.Audience = "p1", people.ClerkOf("s1") }), kinds: "document@members document@clerk reading@members reading@clerk"},
		{name: "withdrawn", start: prepared, first: read, actor: clerk, kind: WithdrawDocument, body: Pointing{"p1"}, kinds: "document@members document@clerk reading@members"},
	}
}

func TestReadingsStayWithTheirPapers(t *testing.T) {
	c := prepared(t)
	if unread := c.state.Unread(); len(unread) != 1 || unread[0].ID != "p1" {
		t.Fatalf("unread: %v", unread)
	}
	c.must(server, ReadDocument, 0, reading(func(*Reading) {}))
	equal(t, "unread", len(c.state.Unread()), 0)
	latest := c.log[len(c.log)-1]
	if blobs := BlobsOf(latest); !slices.Equal(blobs, []string{otherBytes}) || !BearsBlobs(latest.Kind) {
		t.Errorf("bytes of a reading: %v", blobs)
	}
	c.must(clerk, PutDocument, documentSeq("p1")(c), Document{ID: "p1", Item: "i2", Title: "Tờ trình", Audience: people.ClerkOf("s1"), Blob: paperBytes, Size: 10})
	equal(t, "of the same bytes", c.state.Readings["p1"].Text, otherBytes)
	c.must(clerk, PutDocument, documentSeq("p1")(c), Document{ID: "p1", Item: "i2", Title: "Tờ trình", Audience: people.ClerkOf("s1"), Blob: otherBytes, Size: 10})
	equal(t, "of a new revision", len(c.state.Readings), 0)
	equal(t, "unread again", len(c.state.Unread()), 1)
	c.must(clerk, WithdrawDocument, 0, Pointing{"p1"})
	equal(t, "unread when withdrawn", len(c.state.Unread()), 0)
}

// A paper is shown as validly signed only if every signature of it is, and all of them were looked at.
func TestStateOfSignatures(t *testing.T) {
	good, bad, unknown := Signed{State: SignedGood}, Signed{State: SignedBad}, Signed{State: SignedUnknown}
	for _, c := range []struct {
		signed   []Signed
		unlisted int
		checked  int64
		state    string
	}{
		{nil, 0, 1, ""},
		{[]Signed{good}, 0, 0, ""},
		{[]Signed{good, good}, 0, 1, SignedGood},
		{[]Signed{good, unknown}, 0, 1, SignedUnknown},
		{[]Signed{unknown, bad, good}, 0, 1, SignedBad},
		{[]Signed{good}, 1, 1, SignedUnknown},
		{[]Signed{bad}, 1, 1, SignedBad},
		{nil, 2, 1, SignedUnknown},
	} {
		if state := (Reading{Signed: c.signed, Unlisted: c.unlisted, Checked: c.checked}).State(); state != c.state {
			t.Errorf("%+v: %q", c, state)
		}
	}
}
