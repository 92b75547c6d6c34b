package council

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"congso.vn/congso/app/people"
)

// revised puts other bytes of p1 in place, for whoever has it.
func (c *chamber) revised(blob string, audience ...string) {
	c.Helper()
	c.must(clerk, PutDocument, c.state.Documents["p1"].Seq, paper(func(d *Document) {
		d.ID, d.Blob, d.Audience = "p1", blob, c.state.Documents["p1"].Audience
		if len(audience) > 0 {
			d.Audience = people.GroupOf("s1", audience[0])
		}
	}))
}

// issues is what p1 was before: "2 ff11, 1 0011".
func (c *chamber) issues() string {
	var all []string
	for _, issue := range c.state.IssuesOf("p1") {
		all = append(all, fmt.Sprintf("%d %s%s", issue.Revision, issue.Blob[:4], issue.Text[:min(4, len(issue.Text))]))
	}
	return strings.Join(all, ", ")
}

// A revision that another takes the place of stays readable for those who had it, with its words.
func TestEarlierIssuesStay(t *testing.T) {
	c := prepared(t)
	c.revised(paperBytes) // the same bytes are no new issue
	equal(t, "of one revision", c.issues(), "")
	c.must(server, ReadDocument, 0, reading(func(*Reading) {}))
	c.revised(otherBytes)
	equal(t, "of a second one", c.issues(), "1 "+paperBytes[:4]+otherBytes[:4])
	latest := c.log[len(c.log)-1]
	if blobs := BlobsOf(latest); latest.Kind != IssueKind || latest.Audience != people.Members("s1") || !BearsBlobs(IssueKind) || !slices.Equal(blobs, []string{paperBytes, otherBytes}) {
		t.Errorf("%s for %s makes %v readable", latest.Kind, latest.Audience, blobs)
	}
	// What it becomes again it was not before.
	c.revised(paperBytes)
	equal(t, "back again", c.issues(), "2 "+otherBytes[:4])
	for _, issue := range c.state.IssuesOf("p1") {
		if issue.At == 0 || issue.Size == 0 {
			t.Errorf("%+v", issue)
		}
	}
}

// Other people than before do not learn what a paper was, and a withdrawn one is withdrawn with all that it was.
func TestEarlierIssuesGoWithTheirReaders(t *testing.T) {
	for name, do := range map[string]func(c *chamber){
		"for others":       func(c *chamber) { c.revised(otherBytes, "Tổ 2") },
		"new and for less": func(c *chamber) { c.revised(paperBytes, "Tổ 2") },
		"withdrawn":        func(c *chamber) { c.must(clerk, WithdrawDocument, 0, Pointing{"p1"}) },
		"handed out again": func(c *chamber) {
			c.must(clerk, WithdrawDocument, 0, Pointing{"p1"})
			c.must(clerk, PutDocument, c.state.Documents["p1"].Seq, paper(func(d *Document) { d.ID, d.Blob, d.Audience = "p1", paperBytes, people.ClerkOf("s1") }))
		},
	} {
		c := prepared(t)
		c.revised(otherBytes)
		do(c)
		if got := c.issues(); got != "" {
			t.Errorf("%s: %s is kept", name, got)
		}
		for _, held := range c.log {
			if held.Kind == IssueKind && !held.TakenBack() && held.Audience != people.Members("s1") {
				t.Errorf("%s: told to %s", name, held.Audience)
			}
		}
	}
}

// Only the latest are kept.
func TestEarlierIssuesAreBounded(t *testing.T) {
	c := prepared(t)
	before := c.state.Documents["p1"]
	for n := range 12 {
		d := &deed{state: c.state}
		before = c.state.Documents["p1"]
		after := before
		after.Revision, after.Blob = before.Revision+1, fmt.Sprintf("%064x", n)
		d.write(DocumentKind, after.Audience, after.ID, after)
		d.followIssues(before, after)
		c.write(d.drafts)
		if got, want := len(c.state.IssuesOf("p1")), min(n+1, mostIssues); got != want {
			t.Fatalf("%d issues after %d revisions, not %d", got, n+2, want)
		}
	}
	if latest := c.state.IssuesOf("p1")[0]; latest.Blob != before.Blob {
		t.Errorf("the latest is %+v", latest)
	}
}
