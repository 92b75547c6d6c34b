package council

import (
	"slices"
	"testing"

	"congso.vn/congso/app/people"
)

func original(change func(*Original)) func(*Document) {
	return func(d *Document) {
		o := Original{File: otherBytes, Size: 9, Name: " Tờ trình.docx "}
		change(&o)
		d.Original = &o
	}
}

func originalCases() []asked {
	kept := first(PutDocument, clerk, paper(original(func(*Original) {})))
	return []asked{
		{name: "with its original", start: prepared, actor: clerk, kind: PutDocument, body: paper(original(func(*Original) {})), kinds: "document@members original@clerk"},
		{name: "with an original without bytes", start: prepared, actor: clerk, kind: PutDocument, body: paper(original(func(o *Original) { o.File = lostBytes })), code: "document.no-bytes"},
		{name: "with half a hash of an original", start: prepared, actor: clerk, kind: PutDocument, body: paper(original(func(o *Original) { o.File = "00ff" })), code: "command.unreadable"},
		{name: "with an empty original", start: prepared, actor: clerk, kind: PutDocument, body: paper(original(func(o *Original) { o.Size = 0 })), code: "command.unreadable"},
		{name: "with an original without a name", start: prepared, actor: clerk, kind: PutDocument, body: paper(original(func(o *Original) { o.Name = " " })), code: "command.unreadable"},
		{name: "with an original of a long name", start: prepared, actor: clerk, kind: PutDocument, body: paper(original(func(o *Original) { o.Name = long })), code: "too-long"},

		// The original stays with the revision that was made from it, and with the clerks.
		{name: "original of a paper that is renamed", start: prepared, first: kept, actor: clerk, kind: PutDocument, base: documentSeq("p2"),
			body: paper(func(d *Document) { d.Title = "Tên mới" }), kinds: "document@members"},
		{name: "original of a paper that is replaced", start: prepared, first: kept, actor: clerk, kind: PutDocument, base: documentSeq("p2"),
			body: paper(func(d *Document) { d.Blob = otherBytes }), kinds: "document@members original@clerk issue@members"},
		{name: "original of a paper that is withdrawn", start: prepared, first: kept, actor: clerk, kind: WithdrawDocument, body: Pointing{"p2"}, kinds: "document@members document@clerk"},
		{name: "original of a paper for the hall", start: prepared, first: kept, actor: clerk, kind: PutDocument, base: documentSeq("p2"),
			body: paper(func(d *Document) { d.Audience = people.Hall("s1") }), kinds: "document@members document@hall"},
	}
}

func TestOriginalsAreTheClerks(t *testing.T) {
	c := prepared(t)
	c.must(clerk, PutDocument, 0, paper(original(func(*Original) {})))
	got, known := c.state.OriginalOf(c.state.Documents["p2"])
	equal(t, "original", got, Original{Document: "p2", Blob: paperBytes, File: otherBytes, Size: 9, Name: "Tờ trình.docx"})
	latest := c.log[len(c.log)-1]
	if !known || latest.Audience != people.ClerkOf("s1") || !slices.Equal(BlobsOf(latest), []string{otherBytes}) || !BearsBlobs(latest.Kind) {
		t.Errorf("%v %+v", known, latest)
	}
	if c.state.Documents["p2"].Original != nil {
		t.Error("everybody who may read the paper knows of its original")
	}
	c.must(clerk, PutDocument, documentSeq("p2")(c), paper(func(d *Document) { d.Blob = otherBytes }))
	if _, known := c.state.OriginalOf(c.state.Documents["p2"]); known || len(c.state.Originals) != 0 {
		t.Error("the original of a former revision is kept")
	}
	for _, entry := range c.log {
		if blobs := BlobsOf(entry); entry.Kind == OriginalKind && entry.TakenBack() && blobs != nil {
			t.Errorf("what is taken back makes readable %v", blobs)
		}
		if entry.Kind == IssueKind && slices.Contains(BlobsOf(entry), otherBytes) {
			t.Error("who had the paper before may read what it was made from")
		}
	}
}

func check(change func(*Check)) Check {
	v := Check{Document: "p1", Blob: paperBytes, Remarks: []PaperRemark{{Code: "not-a4", Pages: [][2]int{{0, 2}}}}}
	change(&v)
	return v
}

func checkCases() []asked {
	checked := first(CheckDocument, server, check(func(*Check) {}))
	replaced := func(c *chamber) {
		c.must(clerk, PutDocument, documentSeq("p1")(c), Document{ID: "p1", Item: "i2", Title: "Bản mới", Audience: people.Members("s1"), Blob: otherBytes, Size: 4})
	}
	stopped := first(StopReading, clerk, Pointing{"p1"})
	return []asked{
		{name: "checked", start: prepared, actor: server, kind: CheckDocument, body: check(func(*Check) {}), kinds: "check@clerk"},
		{name: "checked by a clerk", start: prepared, actor: clerk, kind: CheckDocument, body: check(func(*Check) {}), code: "not-allowed"},
		{name: "check of nothing", start: prepared, actor: server, kind: CheckDocument, body: check(func(v *Check) { v.Document = "p9" }), code: "document.unknown"},
		{name: "check of a withdrawn one", start: prepared, first: first(WithdrawDocument, clerk, Pointing{"p1"}), actor: server, kind: CheckDocument, body: check(func(*Check) {}), code: "document.unknown"},
		{name: "check of another revision", start: prepared, first: replaced, actor: server, kind: CheckDocument, body: check(func(*Check) {}), code: "document.replaced"},
		{name: "check without a code", start: prepared, actor: server, kind: CheckDocument, body: check(func(v *Check) { v.Remarks[0].Code = "" }), code: "command.unreadable"},
		{name: "check with too much", start: prepared, actor: server, kind: CheckDocument, body: check(func(v *Check) { v.Remarks[0].Pages = make([][2]int, MaxSpans+1) }), code: "command.unreadable"},
		{name: "check with a crowd of fonts", start: prepared, actor: server, kind: CheckDocument, body: check(func(v *Check) { v.Remarks[0].Names = make([]string, maxFonts+1) }), code: "command.unreadable"},
		{name: "check with a long font", start: prepared, actor: server, kind: CheckDocument, body: check(func(v *Check) { v.Remarks[0].Names = []string{long} }), code: "command.unreadable"},
		{name: "check with too many", start: prepared, actor: server, kind: CheckDocument, body: check(func(v *Check) { v.Remarks = make([]PaperRemark, maxRemarks+1) }), code: "command.unreadable"},
		{name: "check of what is replaced", start: prepared, first: checked, actor: clerk, kind: PutDocument, base: documentSeq("p1"),
			body: paper(func(d *Document) { d.ID, d.Blob = "p1", otherBytes }), kinds: "document@members check@clerk issue@members"},
		{name: "check of what is withdrawn", start: prepared, first: checked, actor: clerk, kind: WithdrawDocument, body: Pointing{"p1"}, kinds: "document@members document@clerk check@clerk"},

		{name: "reading stopped", start: prepared, actor: clerk, kind: StopReading, body: Pointing{"p1"}, kinds: "reading@members"},
		{name: "reading stopped that is done", start: prepared, first: first(ReadDocument, server, reading(func(*Reading) {})), actor: clerk, kind: StopReading, body: Pointing{"p1"}, code: "document.read-already"},
		{name: "reading stopped of nothing", start: prepared, actor: clerk, kind: StopReading, body: Pointing{"p9"}, code: "document.unknown"},
		{name: "read again", start: prepared, first: stopped, actor: clerk, kind: ReadAgain, body: Pointing{"p1"}, kinds: "reading@members"},
		{name: "read again with what was remarked", start: prepared, first: func(c *chamber) { stopped(c); checked(c) }, actor: clerk, kind: ReadAgain, body: Pointing{"p1"}, kinds: "reading@members check@clerk"},
		{name: "read again what has bare pages", start: prepared, first: first(ReadDocument, server, reading(func(r *Reading) { r.Bare = 1 })), actor: clerk, kind: ReadAgain, body: Pointing{"p1"}, kinds: "reading@members"},
		{name: "read again what was read", start: prepared, first: first(ReadDocument, server, reading(func(*Reading) {})), actor: clerk, kind: ReadAgain, body: Pointing{"p1"}, code: "document.read-already"},
		{name: "read again what was not read", start: prepared, actor: clerk, kind: ReadAgain, body: Pointing{"p1"}, code: "document.not-read"},
		{name: "read again nothing", start: prepared, actor: clerk, kind: ReadAgain, body: Pointing{"p9"}, code: "document.unknown"},
		{name: "read again by a delegate", start: prepared, first: stopped, actor: tablet("d1"), kind: ReadAgain, body: Pointing{"p1"}, code: "not-allowed"},
	}
}

func TestChecksAreOfOneRevision(t *testing.T) {
	c := prepared(t)
	equal(t, "unchecked", len(c.state.Unchecked()), 1)
	c.must(server, CheckDocument, 0, check(func(*Check) {}))
	equal(t, "unchecked afterwards", len(c.state.Unchecked()), 0)
	got, checked := c.state.CheckOf(c.state.Documents["p1"])
	if !checked || len(got.Remarks) != 1 || got.Remarks[0].Pages[0] != [2]int{0, 2} {
		t.Errorf("%+v", got)
	}
	c.must(clerk, StopReading, 0, Pointing{"p1"})
	if r, read := c.state.ReadingOf(c.state.Documents["p1"]); !read || r.Fault != ReadingStopped {
		t.Errorf("%+v", r)
	}
	c.must(clerk, ReadAgain, 0, Pointing{"p1"})
	equal(t, "unread again", len(c.state.Unread()), 1)
	equal(t, "unchecked again", len(c.state.Unchecked()), 1)
}
