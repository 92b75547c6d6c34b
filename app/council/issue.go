package council

import (
	"cmp"
	"slices"
	"strconv"
)

// Issue (bản trước) is a revision of a paper that another one took the place of. Who may see the paper may see what
// it was before: they had it. It is kept for as long as the paper is shown to the same people.
type Issue struct {
	Document string `json:"document"`
	Revision int    `json:"revision"`
	Blob     string `json:"blob"` // BLAKE3 of the bytes
	Size     int64  `json:"size"`
	Pages    int    `json:"pages,omitempty"`
	Text     string `json:"text,omitempty"`      // BLAKE3 of the words, as in Reading; empty where nobody had read it
	TextSize int64  `json:"text_size,omitempty"` // bytes
	At       int64  `json:"at,omitempty"`        // when it was handed in, milliseconds since 1970
}

// mostIssues is how many earlier revisions of a paper are kept.
const mostIssues = 5

func (i Issue) key() string { return i.Document + "/" + strconv.Itoa(i.Revision) }

// IssuesOf returns what a document was before it became as it stands, the latest first.
func (s *State) IssuesOf(document string) []Issue {
	var issues []Issue
	for _, issue := range s.Issues {
		if issue.Document == document {
			issues = append(issues, issue)
		}
	}
	slices.SortFunc(issues, func(a, b Issue) int { return cmp.Compare(b.Revision, a.Revision) })
	return issues
}

// followIssues keeps what a document was before. Other people than before do not learn of it, and what was
// withdrawn is withdrawn in every revision.
func (d *deed) followIssues(before, after Document) {
	issues := d.state.IssuesOf(before.ID)
	if after.Withdrawn || after.Audience != before.Audience {
		for _, issue := range issues {
			d.takeBack(IssueKind, before.Audience, issue.key())
		}
		return
	}
	if before.ID == "" || before.Withdrawn || before.Blob == after.Blob {
		return
	}
	for i, issue := range issues {
		if issue.Blob == after.Blob || i >= mostIssues-1 { // it is the paper again, or too long ago
			d.takeBack(IssueKind, before.Audience, issue.key())
		}
	}
	issue := Issue{Document: before.ID, Revision: before.Revision, Blob: before.Blob, Size: before.Size, Pages: before.Pages, At: before.At}
	if reading, read := d.state.ReadingOf(before); read {
		issue.Text, issue.TextSize = reading.Text, reading.Size
	}
	d.write(IssueKind, after.Audience, issue.key(), issue)
}
