package storage

import (
	"fmt"

	"congso.vn/congso/app/change"
)

// trail follows one stream through the log and finds the first change that cannot be trusted.
type trail struct {
	finding Finding
	head    change.Head
	// doubt is the number of a change that the next one does not continue. One of the two was
	// altered; whatever comes after them vouches for the second, or does not.
	doubt uint64
}

// follow takes the next row of the stream.
func (t *trail) follow(c change.Change) {
	t.finding.Count++
	switch {
	case t.finding.BadSeq != 0:
		return
	case c.Seq != t.head.Seq+1:
		t.settle(c.Previous == t.head.Hash)
		if t.finding.BadSeq == 0 {
			t.finding.BadSeq, t.finding.Reason = t.head.Seq+1, fmt.Sprintf("number %d follows %d", c.Seq, t.head.Seq)
		}
		return
	case t.doubt != 0:
		t.settle(c.Previous == t.head.Hash)
		return
	case c.Previous != t.head.Hash && c.Seq == 1:
		t.finding.BadSeq, t.finding.Reason = 1, "the first change continues another"
		return
	case c.Previous != t.head.Hash:
		t.doubt = t.head.Seq
	}
	t.head = change.Head{Seq: c.Seq, Hash: c.Hash()}
	if t.doubt == 0 {
		t.finding.Head = t.head.Hash
	}
}

// settle decides which of two changes was altered, by whether the second is vouched for.
func (t *trail) settle(vouched bool) {
	if t.doubt == 0 {
		return
	}
	t.finding.BadSeq = t.doubt + 1
	if vouched {
		t.finding.BadSeq = t.doubt
	}
	t.finding.Reason = fmt.Sprintf("number %d does not continue %d; number %d was altered", t.doubt+1, t.doubt, t.finding.BadSeq)
}

// end compares the end of the stream with where it was when it was last written.
func (t *trail) end(stored change.Head) Finding {
	if t.finding.BadSeq == 0 {
		t.settle(stored == t.head)
	}
	if t.finding.BadSeq == 0 && stored != t.head {
		if t.finding.BadSeq = min(stored.Seq, t.finding.Count) + 1; stored.Seq == t.finding.Count {
			t.finding.BadSeq = t.finding.Count
		}
		t.finding.Reason = fmt.Sprintf("the log ends at %d, but was at %d", t.finding.Count, stored.Seq)
	}
	return t.finding
}
