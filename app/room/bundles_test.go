package room_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/bundle"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/leaves"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/reading"
	"congso.vn/congso/app/room"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/link"
)

// keptPictures is how many bytes of pictures the readers of tests keep.
const keptPictures = 64 << 20

// newBundleBed is a room whose pages are drawn by real workers and whose devices draw none.
func newBundleBed(t *testing.T) *bed {
	t.Helper()
	drawer, err := pages.Start(context.Background(), t.TempDir(), 2, quiet())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(drawer.Close)
	if err := drawer.Warm(t.Context()); err != nil { // with an empty cache it is compiled first
		t.Fatal(err)
	}
	return bundleBedWith(t, drawer)
}

func bundleBedWith(t *testing.T, drawer room.PageMaker) *bed {
	t.Helper()
	b := &bed{t: t, folder: filepath.Join(t.TempDir(), "room"), now: time.Now, drawer: drawer, bundle: true}
	b.start()
	t.Cleanup(func() { b.halt() })
	return b
}

// paged hands a paper of that many pages in.
func (b *bed) paged(id string, count int) council.Document {
	b.t.Helper()
	return b.revise(0, council.Document{ID: id, Item: "i1", Order: 2, Title: "Phụ lục " + id, Audience: people.Members("s1"), Revision: 1}, pagedPaper(count, id))
}

// stocked waits until every page of a paper lies on the device to be read.
func (d *device) stocked(blob string, count int) {
	d.t.Helper()
	d.until("all pages are here", func() bool {
		for page := range count {
			if !slices.Contains(d.Widths(blob, page), bundle.Reading) {
				return false
			}
		}
		return true
	})
}

// picture asks for a page and waits for it.
func picture(t *testing.T, r *leaves.Reader, blob string, page, width int, urgency bundle.Urgency) (*image.RGBA, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 3*patience)
	defer cancel()
	done := make(chan error, 1)
	r.Request(ctx, blob, page, width, urgency, func(err error) { done <- err })
	if err := <-done; err != nil {
		return nil, err
	}
	got, exact, ok := r.Picture(blob, page, width)
	if !exact || !ok {
		t.Fatalf("page %d of %d pixels: %v %v", page, width, exact, ok)
	}
	return got, nil
}

// reddish counts pixels that are red.
func reddish(picture *image.RGBA) (count int) {
	for i := 0; i+3 < len(picture.Pix); i += 4 {
		if int(picture.Pix[i])-int(picture.Pix[i+1]) > 100 && int(picture.Pix[i])-int(picture.Pix[i+2]) > 90 {
			count++
		}
	}
	return count
}

// files are the files below a folder whose path holds a word.
func files(t *testing.T, folder, word string) (found []string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.Contains(path, word) && !strings.HasSuffix(path, ".new") {
			found = append(found, path)
		}
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A device that draws nothing reads a paper: pages, outline, labels, links and words; what it brought it reads without
// the room, sealed on its disk, and what it did not bring comes when the room is back. The paper itself is not there.
func TestDeviceReadsWhatTheRoomDraws(t *testing.T) {
	desk, err := reading.Open(t.Context(), t.TempDir(), quiet())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(desk.Close)
	b := newBundleBed(t)
	b.halt()
	b.scribe = desk
	b.start()
	b.session(2)
	document := b.paged("d2", 3)
	tablet, clerk := b.takenBy("p1", b.card("p1").Card), b.admit(people.ClerkMode)
	reader := leaves.New(tablet, keptPictures)
	book, err := reader.Open(t.Context(), document.Blob, true)
	if err != nil {
		t.Fatal(err)
	}
	if len(book.Sizes) != 3 || book.Sizes[0] != (bundle.Size{Width: 595, Height: 842}) || !slices.Equal(book.Labels, []string{"i", "ii", "iii"}) ||
		!slices.Equal(book.Headings, []bundle.Heading{{Title: "Chapter one", Page: 2}}) {
		t.Errorf("%+v", book)
	}
	leaf, err := reader.Leaf(t.Context(), document.Blob, 0)
	if err != nil || len(leaf.Links) != 2 || leaf.Links[0].Page != 2 || leaf.Links[1].Address != "https://example.org/x" {
		t.Errorf("%+v: %v", leaf, err)
	}
	for _, width := range []int{128, 800, 1111, 1600} {
		got, err := picture(t, reader, document.Blob, 0, width, bundle.Now)
		if err != nil {
			t.Fatal(err)
		}
		if got.Rect.Dx() != width || got.Rect.Dy() != bundle.HeightOf(book.Sizes[0], width) || reddish(got) < width {
			t.Fatalf("%d wide: %v, %d red", width, got.Rect, reddish(got))
		}
	}
	tablet.until("the paper can be opened", func() bool { return tablet.State(document.Blob).Have })
	tablet.until("the words are here", func() bool {
		text, here, err := tablet.Words(t.Context(), document.Blob)
		return err == nil && here && len(text.Pages) == 3 && strings.HasPrefix(text.Pages[1].Plain(), "d2 page 2")
	})
	tablet.stocked(document.Blob, 3)
	clerk.until("the clerk sees that it is there", func() bool {
		held := clerk.Seat().Papers()[tablet.id]
		return held.Want == 2 && held.Have == 1 // d1 is no real paper: nobody can draw it
	})
	if tablet.Folder().Blobs().Has(document.Blob) {
		t.Error("the paper itself was brought")
	}

	b.halt()
	tablet.until("the room is away", func() bool { return tablet.Seat().Standing().Link != people.Online })
	again := leaves.New(tablet, keptPictures)
	if book, err := again.Open(t.Context(), document.Blob, false); err != nil || len(book.Sizes) != 3 {
		t.Fatalf("without the room: %v", err)
	}
	for page := range 3 {
		if got, err := picture(t, again, document.Blob, page, 700, bundle.Now); err != nil || reddish(got) == 0 {
			t.Errorf("page %d without the room: %v", page, err)
		}
	}
	if _, err := again.Leaf(t.Context(), document.Blob, 1); err != nil {
		t.Errorf("links without the room: %v", err)
	}
	fresh := leaves.New(tablet, keptPictures)
	if _, err := picture(t, fresh, document.Blob, 1, 2600, bundle.Now); !errors.Is(err, bundle.ErrLate) {
		t.Errorf("what is not here: %v", err)
	}
	came := make(chan error, 1)
	fresh.Request(t.Context(), document.Blob, 1, 2600, bundle.Whenever, func(err error) { came <- err })
	sealed := 0
	for _, path := range files(t, filepath.Join(tablet.Folder().Path(), "pages"), document.Blob) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte("\x89PNG\r\n")) || bytes.Contains(data, []byte("\x1f\x8b\x08\x00\x00\x00")) {
			t.Errorf("%s lies there in the open", path)
		}
		sealed++
	}
	if sealed < 7 { // a book, three pages and three leaves at least
		t.Errorf("%d parts lie there", sealed)
	}
	select {
	case err := <-came:
		t.Fatalf("before the room was back: %v", err)
	default:
	}
	b.start()
	select {
	case err := <-came:
		if got, _, ok := fresh.Picture(document.Blob, 1, 2600); err != nil || !ok || got.Rect.Dx() != 2600 {
			t.Errorf("once the room was back: %v", err)
		}
	case <-time.After(patience):
		t.Fatal("it never came")
	}
}

// Withdrawn, a paper's pages are nowhere: not on a device, not in its memory, and not on the server.
func TestWithdrawnPapersTakeTheirPagesAlong(t *testing.T) {
	b := newBundleBed(t)
	stream, _ := b.session(1)
	document := b.paged("d2", 2)
	tablet := b.takenBy("p1", b.card("p1").Card)
	tablet.stocked(document.Blob, 2)
	reader := leaves.New(tablet, keptPictures)
	if _, err := picture(t, reader, document.Blob, 0, 800, bundle.Now); err != nil {
		t.Fatal(err)
	}
	there := func() int { return len(files(t, filepath.Join(b.folder, "pages"), document.Blob)) }
	if there() == 0 {
		t.Fatal("the server kept nothing")
	}
	b.do(stream, council.WithdrawDocument, council.Pointing{ID: "d2"})
	tablet.until("its pages went from the tablet", func() bool {
		return len(files(t, tablet.Folder().Path(), document.Blob)) == 0 && !tablet.Holds(document.Blob)
	})
	if _, _, ok := reader.Picture(document.Blob, 0, 800); ok {
		t.Error("its picture is shown on")
	}
	if _, err := picture(t, reader, document.Blob, 0, 1600, bundle.Now); !errors.Is(err, bundle.ErrGone) {
		t.Errorf("it is asked for: %v", err)
	}
	if _, err := link.Bundle(t.Context(), tablet.Do, document.Blob, bundle.BookName().String(), link.Now, 1<<20); !errors.Is(err, link.ErrWithheld) {
		t.Errorf("the room gives it: %v", err)
	}
	tablet.until("its pages went from the server", func() bool { return there() == 0 })
}

// Given back, a tablet has no pages any more, and neither has one that is pulled out of the wall in the middle.
func TestPagesGoWithTheirHolder(t *testing.T) {
	b := newBundleBed(t)
	b.session(1)
	document := b.paged("d2", 2)
	tablet := b.takenBy("p1", b.card("p1").Card)
	tablet.stocked(document.Blob, 2)
	folder := filepath.Join(tablet.Folder().Path(), "pages")
	if err := tablet.Seat().SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	tablet.until("no pages are left", func() bool { return len(files(t, folder, "")) == 0 && !tablet.Holds(document.Blob) })
	if _, err := tablet.Part(t.Context(), document.Blob, bundle.PictureName(0, bundle.Reading), bundle.Now); !errors.Is(err, bundle.ErrGone) {
		t.Errorf("whoever takes it next: %v", err)
	}
}

// Who may not see a paper is told the same of it as of one that there is not.
func TestPagesGoByAudience(t *testing.T) {
	b := newBundleBed(t)
	b.session(2)
	mine := b.revise(0, council.Document{ID: "d2", Item: "i1", Order: 2, Title: "Riêng", Audience: people.ClerkOf("s1"), Revision: 1}, pagedPaper(1, "d2"))
	owner, other := b.admit(people.ClerkMode), b.takenBy("p1", b.card("p1").Card)
	owner.online()
	if _, err := link.Bundle(t.Context(), owner.Do, mine.Blob, "book", link.Now, 1<<20); err != nil {
		t.Fatal(err)
	}
	nobody, _, _ := storage.Sum(strings.NewReader("no such paper"))
	for _, hash := range []string{mine.Blob, nobody} {
		for _, name := range []string{"book", "leaf-0", "page-0-1600", "page-0-1601", "../trust"} {
			if _, err := link.Bundle(t.Context(), other.Do, hash, name, link.Now, 1<<20); !errors.Is(err, link.ErrWithheld) {
				t.Errorf("%s of %.8s: %v", name, hash, err)
			}
		}
	}
	if _, err := other.Part(t.Context(), mine.Blob, bundle.BookName(), bundle.Now); !errors.Is(err, bundle.ErrGone) {
		t.Errorf("on the device: %v", err)
	}
}

// What the disk did to a kept page is found, and the page made anew.
func TestDamagedPagesAreMadeAnew(t *testing.T) {
	b := newBundleBed(t)
	b.session(1)
	document := b.paged("d2", 1)
	tablet := b.takenBy("p1", b.card("p1").Card)
	tablet.stocked(document.Blob, 1)
	name := bundle.PictureName(0, bundle.Reading)
	want, err := tablet.Part(t.Context(), document.Blob, name, bundle.Now)
	if err != nil {
		t.Fatal(err)
	}
	spoil := func(folder string, how func([]byte) []byte) {
		for _, path := range files(t, folder, name.String()) {
			data, err := os.ReadFile(path)
			if err == nil {
				err = os.WriteFile(path, how(data), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	flip := func(data []byte) []byte { data[len(data)/2] ^= 4; return data }
	half := func(data []byte) []byte { return data[:len(data)/2] }
	none := func([]byte) []byte { return nil }
	for _, how := range []func([]byte) []byte{flip, half, none} {
		spoil(filepath.Join(tablet.Folder().Path(), "pages"), how)
		spoil(filepath.Join(b.folder, "pages"), how)
		if got, err := tablet.Part(t.Context(), document.Blob, name, bundle.Now); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d bytes, want %d: %v", len(got), len(want), err)
		}
	}
}

// A paper with a password is not opened: the room is told no password.
func TestLockedPapersAreSaid(t *testing.T) {
	b := newBundleBed(t)
	b.session(1)
	data, err := os.ReadFile(filepath.Join(sharedData(), "documents", "horror-encryption_openpassword.pdf"))
	if err != nil {
		t.Skipf("shared data absent: %v", err)
	}
	document := b.revise(0, council.Document{ID: "d2", Item: "i1", Order: 2, Title: "Mật", Audience: people.Members("s1"), Revision: 1}, data)
	tablet := b.takenBy("p1", b.card("p1").Card)
	var fault *bundle.Fault
	if _, err := leaves.New(tablet, keptPictures).Open(t.Context(), document.Blob, true); !errors.As(err, &fault) || fault.Code != string(pages.CodeEncrypted) {
		t.Errorf("%v", err)
	}
	tablet.until("it can be opened, to be told so", func() bool { return tablet.State(document.Blob).Have })
}

// sharedData is where papers of strangers lie.
func sharedData() string {
	if folder := os.Getenv("CONGSO_DATA"); folder != "" {
		return folder
	}
	return filepath.Join("..", "..", "..", "shared", "data")
}
