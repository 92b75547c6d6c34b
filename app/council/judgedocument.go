package council

import (
	"encoding/hex"
	"slices"
	"strings"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

var documentJudgements = map[string]judgement{
	PutDocument:      {people.RunSession, on(putDocument)},
	WithdrawDocument: {people.RunSession, on(withdrawDocument)},
	ReadDocument:     {people.RunSession, on(readDocument)},
	CheckDocument:    {people.RunSession, on(checkDocument)},
	StopReading:      {people.RunSession, on(stopReading)},
	ReadAgain:        {people.RunSession, on(readAgain)},
}

// putDocument hands a paper in, or a new revision of it, or changes who may see it.
func putDocument(d *deed, _ change.Actor, command change.Command, v Document, bench Bench) change.Answer {
	before, existed := d.state.Documents[v.ID]
	if answer, old := stale(DocumentKind, command.Base, before.Seq, before); old {
		return answer
	}
	v.Title, v.Short = people.Clean(v.Title), people.Clean(v.Short)
	original := v.Original
	v.Original = nil
	sum, err := hex.DecodeString(v.Blob)
	item, itemKnown := d.state.Items[v.Item]
	switch {
	case v.ID == "" || err != nil || len(sum) != 32 || v.Size <= 0 || v.Pages < 0:
		return change.Refuse("command.unreadable")
	case v.Title == "":
		return change.Refuse("document.no-title")
	case tooLong(v.Title, v.Short, v.ID):
		return change.Refuse("too-long")
	case !itemKnown:
		return change.Refuse("item.unknown")
	case !d.mayBeShownTo(v.Audience):
		return change.Refuse("document.audience")
	case !d.state.isWithin(v.Audience, item.Visibility):
		return change.Refuse("document.wider-than-item")
	case !bench.HasBlob(v.Blob):
		return change.Refuse("document.no-bytes")
	case !existed && len(d.state.Documents) >= maxPapers:
		return change.Refuse("too-many")
	}
	if original != nil {
		if code := checkOriginal(original, bench); code != "" {
			return change.Refuse(code)
		}
	}
	v.Withdrawn, v.Revision, v.At = false, max(before.Revision, 1), before.At
	if !existed || before.Blob != v.Blob {
		v.Revision, v.At = before.Revision+1, bench.Now.UnixMilli()
	}
	if v.Order == 0 {
		v.Order = len(d.state.Papers(v.Item)) + 1
	}
	if existed && before.Audience != v.Audience {
		d.takeBack(DocumentKind, before.Audience, v.ID) // those who lose it are told so
	}
	d.write(DocumentKind, v.Audience, v.ID, v)
	d.keepOriginal(v, original)
	d.followDocument(before, v)
	d.followIssues(before, v)
	return change.Accept()
}

func withdrawDocument(d *deed, _ change.Actor, _ change.Command, v Pointing, _ Bench) change.Answer {
	document, ok := d.state.Documents[v.ID]
	if !ok || document.Withdrawn {
		return change.Refuse("document.unknown")
	}
	before := document
	document.Withdrawn = true
	if document.Audience != d.clerks() {
		d.takeBack(DocumentKind, document.Audience, v.ID)
	}
	document.Audience = d.clerks() // the clerk can still see that it was there
	d.write(DocumentKind, d.clerks(), v.ID, document)
	d.followDocument(before, document)
	d.followIssues(before, document)
	return change.Accept()
}

// mayBeShownTo reports whether an audience is one that a paper of this session can have.
func (d *deed) mayBeShownTo(audience change.Audience) bool {
	switch audience {
	case people.Members(d.state.ID), d.clerks(), d.hall():
		return true
	}
	group, isGroup := strings.CutPrefix(string(audience), string(people.GroupOf(d.state.ID, "")))
	if isGroup {
		for _, known := range d.state.Groups() {
			if group == known {
				return true
			}
		}
	}
	return false
}

// BearsBlobs reports whether a kind of facts makes bytes readable.
func BearsBlobs(kind string) bool {
	return kind == DocumentKind || kind == ReadingKind || kind == OriginalKind || kind == IssueKind
}

// BlobsOf returns the bytes that a change makes readable to its audience.
func BlobsOf(c change.Change) []string {
	if c.TakenBack() {
		return nil
	}
	switch c.Kind {
	case DocumentKind:
		if document, err := decode[Document](c); err == nil && !document.Withdrawn {
			return []string{document.Blob}
		}
	case OriginalKind:
		return originalBlob(c)
	case ReadingKind:
		if reading, err := decode[Reading](c); err == nil && reading.Text != "" {
			return []string{reading.Text}
		}
	case IssueKind:
		if issue, err := decode[Issue](c); err == nil {
			return slices.DeleteFunc([]string{issue.Blob, issue.Text}, func(hash string) bool { return hash == "" })
		}
	}
	return nil
}
