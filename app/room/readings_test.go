package room_test

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
)

// scribe says of each paper the words that its bytes are, or an error that waits for it.
type scribe struct {
	mu     sync.Mutex
	fault  error
	asked  int
	before func() // while a paper is read
}

func (r *scribe) Read(ctx context.Context, _ string, read func(context.Context) ([]byte, error), progress func(done, total int)) (papertext.Text, error) {
	r.mu.Lock()
	r.asked++
	fault, before := r.fault, r.before
	r.before = nil
	r.mu.Unlock()
	data, err := read(ctx)
	if err = errors.Join(err, fault); err != nil {
		return papertext.Text{}, err
	}
	if before != nil {
		before()
	}
	if progress != nil {
		progress(1, 2)
		progress(2, 2)
	}
	scanned := papertext.Page{Width: 1, Height: 1, Scanned: true, Words: []papertext.Word{{Text: string(data[:9])}}}
	return papertext.Text{Pages: []papertext.Page{scanned, {Width: 1, Height: 1}}}, nil
}

func (r *scribe) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.asked
}

func newReadingBed(t *testing.T, r *scribe) *bed {
	b := &bed{t: t, folder: t.TempDir(), now: time.Now, scribe: r}
	b.start()
	t.Cleanup(func() { b.halt() })
	return b
}

// The words of a paper reach whoever may read the paper, whatever becomes of it.
func TestWordsOfPapersReachDevices(t *testing.T) {
	r := &scribe{}
	b := newReadingBed(t, r)
	b.session(2)
	tablet, clerk := b.seated("p1"), b.admit(people.ClerkMode)
	said := func(d *device, document string) string {
		session := d.Seat().Session()
		read := session.Readings[document]
		if read.Text == "" || read.Blob != session.Documents[document].Blob || !d.State(read.Text).Have {
			return ""
		}
		data, err := d.ReadPaper(t.Context(), read.Text)
		if err != nil {
			return ""
		}
		text, err := papertext.Decode(data)
		if err != nil || len(text.Pages) != read.Pages || read.Scanned != 1 || read.Bare != 1 {
			t.Fatalf("%+v: %v", read, err)
		}
		return text.Pages[0].Plain()
	}
	tablet.until("the words are here", func() bool { return said(tablet, "d1") == "%PDF-1.7 " })
	document := b.revise(tablet.Seat().Session().Documents["d1"].Seq, council.Document{ID: "d1", Item: "i1", Order: 1, Title: "Tờ trình 214", Audience: people.Members("s1"), Revision: 2}, []byte("%PDF-1.9 of the second revision"))
	tablet.until("the words of the revision are here", func() bool { return said(tablet, "d1") == "%PDF-1.9 " })
	words := tablet.Seat().Session().Readings["d1"].Text

	// Restarted it reads nothing again.
	before := r.count()
	b.halt()
	b.start()
	clerk.online()
	clerk.until("the clerk knows of the words", func() bool { return clerk.Seat().Session().Readings["d1"].Text == words })
	if after := r.count(); after != before {
		t.Errorf("a paper that was read is read again: %d, %d", before, after)
	}
	document.Audience = people.ClerkOf("s1")
	command := change.Command{ID: "away", Kind: council.PutDocument, Stream: people.CouncilStream("s1"), Base: clerk.Seat().Session().Documents["d1"].Seq, Body: body(document)}
	if answer, err := b.room.Submit(t.Context(), command); err != nil || answer.Outcome != change.Accepted {
		t.Fatalf("%+v %v", answer, err)
	}
	tablet.until("paper and words are gone from the tablet", func() bool {
		return !tablet.Folder().Blobs().Has(document.Blob) && !tablet.Folder().Blobs().Has(words)
	})
	if read := clerk.Seat().Session().Readings["d1"]; read.Text != words {
		t.Errorf("the clerk has lost the words: %+v", read)
	}
}

// What is the paper's fault is said, once; what passes is tried again; and what was replaced while it was
// read leaves nothing behind.
func TestPapersThatAreNotRead(t *testing.T) {
	r := &scribe{fault: pages.ErrEncrypted}
	b := newReadingBed(t, r)
	b.session(1)
	clerk := b.admit(people.ClerkMode)
	clerk.until("the fault is told", func() bool { return clerk.Seat().Session().Readings["d1"].Fault == "encrypted" })

	r.mu.Lock()
	r.fault = errors.New("the disk is full")
	asked := r.asked
	r.mu.Unlock()
	replace := func(paper string) {
		b.revise(b.room.Sessions()[0].Documents["d1"].Seq, council.Document{ID: "d1", Item: "i1", Order: 1, Title: "Tờ trình", Audience: people.Members("s1")}, []byte(paper))
	}
	replace("%PDF-1.2 the second")
	clerk.until("the second was tried", func() bool { return r.count() > asked && len(clerk.Seat().Session().Readings) == 0 })

	r.mu.Lock()
	r.fault, r.before = nil, func() { replace("%PDF-1.4 the fourth") }
	r.mu.Unlock()
	replace("%PDF-1.3 the third")
	clerk.until("the fourth is read", func() bool {
		session := clerk.Seat().Session()
		return session.Readings["d1"].Text != "" && session.Readings["d1"].Blob == session.Documents["d1"].Blob
	})
	read := clerk.Seat().Session().Readings["d1"]
	data, err := b.room.Blobs().ReadPaper(t.Context(), read.Text)
	if err != nil || read.Fault != "" {
		t.Fatalf("%+v %v", read, err)
	}
	if text, err := papertext.Decode(data); err != nil || text.Pages[0].Plain() != "%PDF-1.4 " {
		t.Errorf("%+v %v", text, err)
	}
	third, err := papertext.Encode(papertext.Text{Pages: []papertext.Page{
		{Width: 1, Height: 1, Scanned: true, Words: []papertext.Word{{Text: "%PDF-1.3 "}}}, {Width: 1, Height: 1}}})
	if err != nil {
		t.Fatal(err)
	}
	if hash := sumOf(t, third); b.room.Blobs().Has(hash) {
		t.Error("the words of the third are left behind")
	}
}

// sumOf is the name of bytes among papers.
func sumOf(t *testing.T, data []byte) string {
	t.Helper()
	hash, _, err := storage.Sum(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return hash
}
