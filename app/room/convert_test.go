package room_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/office"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/wire"
)

// turner makes a PDF that says what the paper says, or the error that waits for it. block, where set, holds it up.
type turner struct {
	fault error
	block chan struct{}
	left  chan struct{} // told of each that was called off, if it is not nil
	asked atomic.Int32
}

func (u *turner) Convert(ctx context.Context, paper io.ReaderAt, size int64, began func(), take func(string, int) error) error {
	u.asked.Add(1)
	if began != nil {
		began()
	}
	if u.block != nil {
		select {
		case <-u.block:
		case <-ctx.Done():
			if u.left != nil {
				u.left <- struct{}{}
			}
			return ctx.Err()
		}
	}
	if u.fault != nil {
		return u.fault
	}
	data := make([]byte, size)
	if _, err := paper.ReadAt(data, 0); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	folder, err := os.MkdirTemp("", "turned-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	path := filepath.Join(folder, "paper.pdf")
	if err := os.WriteFile(path, append([]byte("%PDF-1.7 of "), data...), 0o600); err != nil {
		return err
	}
	return take(path, 3)
}

func newConvertingBed(t *testing.T, u room.Converter) *bed {
	b := &bed{t: t, folder: filepath.Join(t.TempDir(), "room"), now: time.Now}
	if u != nil {
		b.turner = u
	}
	b.start()
	t.Cleanup(func() { b.halt() })
	b.session(2)
	return b
}

// handIn brings bytes from a device to the room.
func handIn(t *testing.T, d *device, data string) (hash string, size int64) {
	t.Helper()
	hash, size, err := storage.Sum(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := link.HandIn(t.Context(), d.Do, hash, size, strings.NewReader(data), nil); err != nil {
		t.Fatal(err)
	}
	return hash, size
}

// status is how the room answers a device that asks for something.
func status(t *testing.T, d *device, path string) int {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := d.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	return response.StatusCode
}

// An office paper becomes a PDF that the deputies read, and stays with the clerks as it was handed in.
func TestOfficePapersBecomePapers(t *testing.T) {
	u := &turner{}
	b := newConvertingBed(t, u)
	clerk, tablet := b.admit(people.ClerkMode), b.seated("p1")
	clerk.online()
	hash, size := handIn(t, clerk, "the words of an office paper")
	var states []string
	made, err := link.Convert(t.Context(), clerk.Do, hash, func(state string) { states = append(states, state) })
	if err != nil || made.Pages != 3 || made.Code != "" || strings.Join(states, " ") != "waiting turning" {
		t.Fatalf("%+v %v %v", made, states, err)
	}
	if again, err := link.Convert(t.Context(), clerk.Do, hash, nil); err != nil || again != made || u.asked.Load() != 1 {
		t.Errorf("asked again: %+v %v", again, err)
	}
	paper := council.Document{ID: "d2", Item: "i1", Title: "Báo cáo", Audience: people.Members("s1"), Blob: made.Blob, Size: made.Size, Pages: made.Pages,
		Original: &council.Original{File: hash, Size: size, Name: "Báo cáo.docx"}}
	if err := clerk.Seat().DoIn(t.Context(), people.CouncilStream("s1"), council.PutDocument, 0, paper); err != nil {
		t.Fatal(err)
	}
	tablet.until("the PDF is on the tablet", func() bool { return tablet.State(made.Blob).Have })
	if data, err := tablet.ReadPaper(t.Context(), made.Blob); err != nil || string(data) != "%PDF-1.7 of the words of an office paper" {
		t.Errorf("%q %v", data, err)
	}
	clerk.until("the clerk knows of the original", func() bool {
		original, known := clerk.Seat().Session().OriginalOf(clerk.Seat().Session().Documents["d2"])
		return known && original.File == hash && original.Name == "Báo cáo.docx"
	})
	if len(tablet.Seat().Session().Originals) != 0 {
		t.Error("a tablet knows of the original")
	}
	for device, want := range map[*device]int{clerk: 200, tablet: 404} {
		if got := status(t, device, "/blob/"+hash); got != want {
			t.Errorf("the original is answered with %d, want %d", got, want)
		}
	}
}

// What is wrong with an office paper is said, and its bytes are gone; nobody but a clerk's desk has one turned.
func TestOfficePapersThatAreNotTurned(t *testing.T) {
	u := &turner{fault: &office.Error{Code: office.CodeMacros}}
	b := newConvertingBed(t, u)
	clerk, tablet := b.admit(people.ClerkMode), b.seated("p1")
	clerk.online()
	hash, _ := handIn(t, clerk, "a paper with macros")
	made, err := link.Convert(t.Context(), clerk.Do, hash, nil)
	if err != nil || made.Code != "macros" || made.Blob != "" || b.room.Blobs().Has(hash) {
		t.Errorf("%+v %v", made, err)
	}
	if _, err := link.Convert(t.Context(), clerk.Do, hash, nil); !errors.Is(err, link.ErrNotAllowed) {
		t.Errorf("bytes that are not there: %v", err)
	}
	first := clerk.Seat().Session().Documents["d1"].Blob
	if made, err := link.Convert(t.Context(), clerk.Do, first, nil); err != nil || made.Code != "macros" || !b.room.Blobs().Has(first) {
		t.Errorf("the bytes of a paper of the session are gone: %+v %v", made, err)
	}
	if _, err := link.Convert(t.Context(), tablet.Do, first, nil); !errors.Is(err, link.ErrNotAllowed) {
		t.Errorf("for a tablet: %v", err)
	}
	u.fault = errors.New("the disk is full")
	if made, err := link.Convert(t.Context(), clerk.Do, first, nil); !errors.Is(err, link.ErrConversion) || made.Code != wire.ConversionUnavailable {
		t.Errorf("%+v %v", made, err)
	}
}

func TestWithoutConverter(t *testing.T) {
	b := newConvertingBed(t, nil)
	clerk := b.admit(people.ClerkMode)
	clerk.online()
	hash, _ := handIn(t, clerk, "a paper")
	if made, err := link.Convert(t.Context(), clerk.Do, hash, nil); err != nil || made.Code != "not-installed" {
		t.Errorf("%+v %v", made, err)
	}
}

// Who leaves ends the conversion, and nothing comes of it.
func TestConversionEndsWithWhoAsked(t *testing.T) {
	u := &turner{block: make(chan struct{}), left: make(chan struct{}, 1)}
	b := newConvertingBed(t, u)
	clerk := b.admit(people.ClerkMode)
	clerk.online()
	hash, _ := handIn(t, clerk, "a slow paper")
	ctx, leave := context.WithCancel(t.Context())
	_, err := link.Convert(ctx, clerk.Do, hash, func(state string) {
		if state == wire.ConversionTurning {
			leave()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	select {
	case <-u.left:
	case <-time.After(patience):
		t.Fatal("it goes on though nobody asks for it any more")
	}
	close(u.block)
	made, err := link.Convert(t.Context(), clerk.Do, hash, nil)
	if err != nil || made.Blob == "" || u.asked.Load() != 2 {
		t.Errorf("%+v %v, asked %d times", made, err, u.asked.Load())
	}
	if data, err := b.room.Blobs().ReadPaper(t.Context(), made.Blob); err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Errorf("%q %v", data, err)
	}
}
