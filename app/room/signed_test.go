package room_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/reading"
	"congso.vn/congso/app/signature"
)

// judge says of each paper the verdict that its bytes name, or an error that waits for it.
type judge struct {
	fault error
	asked chan struct{} // told of each paper, if it is not nil
}

func (j *judge) Signatures(_ context.Context, _ string, data []byte, now time.Time) (reading.Signed, error) {
	select {
	case j.asked <- struct{}{}:
	default:
	}
	if j.fault != nil {
		return reading.Signed{}, j.fault
	}
	by := signature.Certificate{Name: strings.Repeat("Nguyễn Văn An ", 60), Organisation: "UBND phường", From: now, Until: now, Signs: true}
	good := signature.Verdict{Integrity: signature.Intact, Coverage: signature.Whole, Chain: signature.Trusted, Signer: by, Claimed: now}
	switch {
	case bytes.Contains(data, []byte("altered")):
		return reading.Signed{Verdicts: []signature.Verdict{good, {Integrity: signature.Altered}}}, nil
	case bytes.Contains(data, []byte("unlisted")):
		return reading.Signed{Unlisted: 1}, nil
	case bytes.Contains(data, []byte("many")):
		return reading.Signed{Verdicts: make([]signature.Verdict, 100)}, nil
	}
	return reading.Signed{Verdicts: []signature.Verdict{good}}, nil
}

// What the server found of a paper's signatures is on the tablet of whoever reads the paper, of this revision of
// it and no other.
func TestSignaturesReachDevices(t *testing.T) {
	b := &bed{t: t, folder: t.TempDir(), now: time.Now, scribe: &scribe{}, judge: &judge{}}
	b.start()
	t.Cleanup(func() { b.halt() })
	b.session(2)
	tablet := b.seated("p1")
	revision := 1
	says := func(text, state string, signed, unlisted int) council.Reading {
		t.Helper()
		revision++
		b.revise(tablet.Seat().Session().Documents["d1"].Seq, council.Document{
			ID: "d1", Item: "i1", Order: 1, Title: "Tờ trình 214", Audience: people.Members("s1"), Revision: revision,
		}, []byte("%PDF-1.7 "+text))
		var read council.Reading
		tablet.until(text+" is read", func() bool {
			session := tablet.Seat().Session()
			var is bool
			read, is = session.ReadingOf(session.Documents["d1"])
			return is && session.Documents["d1"].Revision == revision
		})
		if read.State() != state || len(read.Signed) != signed || read.Unlisted != unlisted {
			t.Errorf("%s: state %q, %d signatures, %d unlisted, want %q, %d, %d", text, read.State(), len(read.Signed), read.Unlisted, state, signed, unlisted)
		}
		return read
	}
	read := says("signed", council.SignedGood, 1, 0)
	if s := read.Signed[0]; len([]rune(s.Name)) != 200 || s.Organisation != "UBND phường" || s.Said[0] != "intact" || s.Claimed == 0 || s.Stamped != 0 || read.Checked == 0 {
		t.Errorf("%+v", read)
	}
	says("altered", council.SignedBad, 2, 0)
	says("unlisted", council.SignedUnknown, 0, 1)
	says("many", council.SignedUnknown, 64, 36)
	b.judge.(*judge).fault = &pages.Error{Code: pages.CodeTooLarge}
	says("beyond all bounds", "", 0, 0)
}

// Trust that cannot be had for the moment is waited for: a paper does not pass for one without signatures.
func TestSignaturesAreTriedAgain(t *testing.T) {
	asked := make(chan struct{}, 1)
	b := &bed{t: t, folder: t.TempDir(), now: time.Now, scribe: &scribe{}, judge: &judge{fault: errors.New("no worker"), asked: asked}}
	b.start()
	t.Cleanup(func() { b.halt() })
	b.session(2)
	tablet := b.seated("p1")
	select {
	case <-asked:
	case <-time.After(patience):
		t.Fatal("nobody looks at the signatures")
	}
	b.halt()
	b.judge = &judge{}
	b.start()
	tablet.until("the paper is read", func() bool {
		session := tablet.Seat().Session()
		read, is := session.ReadingOf(session.Documents["d1"])
		if is && read.Checked == 0 {
			t.Fatal("a paper is read of which nobody could look at the signatures")
		}
		return is
	})
}
