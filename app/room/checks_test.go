package room_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/papertext"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/reading"
)

// looker remarks the same of every paper, or fails once.
type looker struct {
	asked atomic.Int32
	fails atomic.Bool
}

func (l *looker) Inspect(ctx context.Context, _ string, read func(context.Context) ([]byte, error), limit time.Duration) (reading.Report, error) {
	l.asked.Add(1)
	if _, err := read(ctx); err != nil || limit <= 0 || l.fails.Swap(false) {
		return reading.Report{}, errors.Join(err, errors.New("no worker"))
	}
	return reading.Report{Pages: 5, Remarks: []reading.Remark{{Code: "not-a4", Pages: []int{0, 1, 2, 4}}, {Code: "no-seal", Hint: true}, {Code: "not-embedded", Names: []string{"Tahoma"}}}}, nil
}

// What is remarked of papers reaches the clerks, of each revision anew, and nobody else.
func TestRemarksReachTheClerks(t *testing.T) {
	l := &looker{}
	b := &bed{t: t, folder: t.TempDir(), now: time.Now, looker: l}
	b.start()
	t.Cleanup(func() { b.halt() })
	b.session(2)
	clerk, tablet := b.admit(people.ClerkMode), b.seated("p1")
	checked := func() bool {
		_, checked := clerk.Seat().Session().CheckOf(clerk.Seat().Session().Documents["d1"])
		return checked
	}
	clerk.until("the paper is looked at", checked)
	check, _ := clerk.Seat().Session().CheckOf(clerk.Seat().Session().Documents["d1"])
	if len(check.Remarks) != 3 || len(check.Remarks[0].Pages) != 2 || check.Remarks[0].Pages[0] != [2]int{0, 2} || check.Remarks[0].Pages[1] != [2]int{4, 4} ||
		!check.Remarks[1].Hint || check.Remarks[2].Names[0] != "Tahoma" {
		t.Errorf("%+v", check)
	}
	document := b.revise(clerk.Seat().Session().Documents["d1"].Seq, council.Document{ID: "d1", Item: "i1", Order: 1, Title: "Tờ trình 214", Audience: people.Members("s1"), Revision: 2}, []byte("%PDF-1.9 of the second revision"))
	clerk.until("the revision is looked at", func() bool {
		return clerk.Seat().Session().Documents["d1"].Blob == document.Blob && checked()
	})
	tablet.until("the revision is on the tablet", func() bool { return tablet.State(document.Blob).Have })
	if len(tablet.Seat().Session().Checks) != 0 {
		t.Error("a tablet is told what is remarked")
	}
	if l.asked.Load() != 2 {
		t.Errorf("looked %d times", l.asked.Load())
	}
}

// patient reads until it is told to, or is left.
type patient struct {
	begun   chan struct{}
	proceed chan struct{}
	left    atomic.Int32
}

func (p *patient) Read(ctx context.Context, _ string, _ func(context.Context) ([]byte, error), progress func(done, total int)) (papertext.Text, error) {
	progress(3, 20)
	p.begun <- struct{}{}
	select {
	case <-p.proceed:
		return papertext.Text{Pages: []papertext.Page{{Width: 1, Height: 1, Words: []papertext.Word{{Text: "chữ"}}}}}, nil
	case <-ctx.Done():
		p.left.Add(1)
		return papertext.Text{}, ctx.Err()
	}
}

// A clerk sees how far the reading of a paper is, calls it off, and has it read again.
func TestReadingIsCalledOffAndBegunAgain(t *testing.T) {
	p := &patient{begun: make(chan struct{}), proceed: make(chan struct{})}
	b := &bed{t: t, folder: t.TempDir(), now: time.Now, scribe: p}
	b.start()
	t.Cleanup(func() { b.halt() })
	stream, _ := b.session(1)
	clerk := b.admit(people.ClerkMode)
	clerk.online()
	<-p.begun
	clerk.until("the clerk sees the page", func() bool {
		return clerk.Seat().ReadingNow() == council.ReadingProgress{Session: "s1", Document: "d1", Page: 3, Pages: 20}
	})
	if err := clerk.Seat().DoIn(t.Context(), stream, council.StopReading, 0, council.Pointing{ID: "d1"}); err != nil {
		t.Fatal(err)
	}
	clerk.until("the paper is left", func() bool {
		return clerk.Seat().Session().Readings["d1"].Fault == council.ReadingStopped && p.left.Load() == 1 && clerk.Seat().ReadingNow() == council.ReadingProgress{}
	})
	if err := clerk.Seat().DoIn(t.Context(), stream, council.ReadAgain, 0, council.Pointing{ID: "d1"}); err != nil {
		t.Fatal(err)
	}
	<-p.begun
	close(p.proceed)
	clerk.until("the paper is read", func() bool { return clerk.Seat().Session().Readings["d1"].Text != "" })
}

// A paper that nobody could look at for a reason that passes is still read.
func TestPapersAreReadWithoutRemarks(t *testing.T) {
	l, r := &looker{}, &scribe{}
	l.fails.Store(true)
	b := &bed{t: t, folder: t.TempDir(), now: time.Now, looker: l, scribe: r}
	b.start()
	t.Cleanup(func() { b.halt() })
	b.session(1)
	clerk := b.admit(people.ClerkMode)
	clerk.until("the paper is read", func() bool { return clerk.Seat().Session().Readings["d1"].Text != "" })
}
