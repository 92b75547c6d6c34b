package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/uuid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/notes"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/station"
	"congso.vn/congso/assets"
	"congso.vn/congso/storage"
	"congso.vn/congso/ui/notebook"
)

// onePage is a paper that readers open.
const onePage = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n" +
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n"

// notedTablet is a tablet that p1 took by card, in a session with one paper.
func notedTablet(t *testing.T) (at *station.Station, blob string) {
	t.Helper()
	s := &serving{t: t, folder: filepath.Join(t.TempDir(), "room")}
	s.start()
	t.Cleanup(func() { s.halt() })
	blob, size, err := storage.Sum(strings.NewReader(onePage))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.room.Blobs().Receive(t.Context(), blob, 0, strings.NewReader(onePage), nil); err != nil {
		t.Fatal(err)
	}
	submit := func(kind string, stream change.Stream, body any) change.Answer {
		data, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := s.room.Submit(t.Context(), change.Command{ID: uuid.Must(uuid.NewV7()).String(), Kind: kind, Stream: stream, Body: data})
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		return answer
	}
	stream := people.CouncilStream("s1")
	submit(council.ImportSession, stream, council.Import{
		Session:   council.Session{ID: "s1", Title: "Kỳ họp thứ Ba", Office: "HĐND phường Trường Vinh", Body: council.PeoplesCouncil},
		Items:     []council.Item{{ID: "i1", Order: 1, Title: "Kế hoạch đầu tư công"}},
		Documents: []council.Document{{ID: "d1", Item: "i1", Order: 1, Title: "Tờ trình 214", Audience: people.Members("s1"), Revision: 1, Blob: blob, Size: size}},
		Deputies:  []council.Deputy{{Person: "p1", Name: "Lê Bá Thành", Voting: true}},
	})
	submit(council.OpenSession, stream, struct{}{})
	var card people.Card
	if err := json.Unmarshal(submit(people.IssueCardKind, people.Stream, people.Pointing{ID: "p1"}).Once, &card); err != nil {
		t.Fatal(err)
	}
	identity, err := s.room.Admit(t.Context(), "Máy số 1", people.DelegateMode)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := station.OpenFolder(t.Context(), filepath.Join(t.TempDir(), "tablet"))
	if err != nil {
		t.Fatal(err)
	}
	address := (&net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: s.port}).String()
	if err := folder.Adopt(t.Context(), identity, []string{address}); err != nil {
		t.Fatal(err)
	}
	at, err = station.Open(t.Context(), station.Config{Folder: folder, Identity: identity, Server: address, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- at.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-done, folder.Close()); err != nil {
			t.Errorf("tablet: %v", err)
		}
	})
	eventually(t, "the tablet is online", func() bool { return at.Seat().Standing().Link == people.Online })
	if err := at.Seat().SignIn(t.Context(), card.Card); err != nil {
		t.Fatal(err)
	}
	eventually(t, "session, locks and paper are here", func() bool {
		return at.Seat().Session().Exists() && !at.Seat().WantsNoteKeys() && at.State(blob).Have
	})
	return at, blob
}

// A delegate's sealed notes become files in the tablet, or where they chose; given back, what lies in the tablet goes.
func TestSealedNotesBecomeFiles(t *testing.T) {
	at, blob := notedTablet(t)
	renderer, err := newRenderer()
	if err != nil {
		t.Fatal(err)
	}
	words := assets.LoadWords(assets.Vietnamese)
	exports := noteExports{at, pageMaker{renderer, at}, func() *assets.Words { return words }}
	if noted := exports.Noted("s1"); len(noted) != 0 {
		t.Errorf("before anything was noted: %+v", noted)
	}
	moment := at.Seat().NoteMoment()
	mark := notes.Mark{ID: uuid.Must(uuid.NewV7()).String(), Kind: notes.Sticky, Text: "Hỏi Sở Tài chính", At: moment,
		Anchor: notes.Anchor{Blob: blob, Quads: []image.Rectangle{image.Rect(6000, 6000, 8000, 8000)}}}
	edit := notes.Edit{ID: uuid.Must(uuid.NewV7()).String(), At: moment, Adds: []notes.Mark{mark}}
	if err := at.Seat().WriteNotes(t.Context(), "s1", notes.Placed{Place: notes.Own, Edit: edit}); err != nil {
		t.Fatal(err)
	}
	noted := exports.Noted("s1")
	if len(noted) != 1 || noted[0] != (notebook.NotedPaper{Document: "d1", Blob: blob, Title: "Tờ trình 214", Notes: 1}) {
		t.Fatalf("%+v", noted)
	}
	for _, folder := range []string{"", t.TempDir()} {
		heard := 0
		made, err := exports.Export(t.Context(), notebook.Export{Session: "s1", Papers: noted, List: true, Folder: folder}, func(notebook.ExportProgress) { heard++ })
		if err != nil || made.Files != 3 || heard != 3 {
			t.Fatalf("%d files, told %d times: %v", made.Files, heard, err)
		}
		if want := pick(folder == "", exports.OwnFolder(), folder); filepath.Dir(made.Folder) != want || !strings.Contains(made.Folder, "Lê Bá Thành") {
			t.Errorf("they lie in %s, not in %s", made.Folder, want)
		}
		copied, err := os.ReadFile(filepath.Join(made.Folder, "Tờ trình 214 – ghi chú.pdf"))
		if err != nil || !bytes.HasPrefix(copied, []byte(onePage)) || !bytes.Contains(copied, []byte(mark.ID)) && !bytes.Contains(copied, []byte("/FreeText")) {
			t.Errorf("%v: %d bytes", err, len(copied))
		}
		list, err := os.ReadFile(filepath.Join(made.Folder, "Danh sách ghi chú.txt"))
		if err != nil || !strings.Contains(string(list), "Hỏi Sở Tài chính") {
			t.Errorf("%v: %s", err, list)
		}
	}
	var fault *notebook.ExportFault
	wanted := notebook.Export{Session: "s1", Papers: noted, Folder: filepath.Join(t.TempDir(), "none")}
	if _, err := exports.Export(t.Context(), wanted, func(notebook.ExportProgress) {}); !errors.As(err, &fault) || fault.Code != "gone" {
		t.Errorf("into no folder: %v", err)
	}
	if !exports.Here() {
		t.Error("it is not told that files lie in the tablet")
	}
	if err := at.Seat().SignOut(t.Context()); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the tablet is nobody's, and its exports are gone", func() bool {
		_, err := os.Stat(exports.OwnFolder())
		return len(exports.Noted("s1")) == 0 && errors.Is(err, os.ErrNotExist)
	})
	if exports.Here() {
		t.Error("files are told of that are gone")
	}
	if _, err := exports.Export(t.Context(), notebook.Export{Session: "s1", Papers: noted}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("once it is given back: %v", err)
	}
}

// Folders lead down and up again, to where one began.
func TestFoldersLeadUpAgain(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	within := filepath.Join(home, "Documents", "Kỳ họp")
	if err := os.MkdirAll(within, 0o700); err != nil {
		t.Fatal(err)
	}
	var exports noteExports
	begin, err := exports.Browse(t.Context(), "")
	if err != nil || begin.Path != "" {
		t.Fatalf("%+v %v", begin, err)
	}
	var documents string
	for _, one := range begin.Within {
		if one.Kind == "documents" {
			documents = one.Path
		}
	}
	first, err := exports.Browse(t.Context(), documents)
	if err != nil || first.Up != "" || len(first.Within) != 1 || first.Within[0].Path != within {
		t.Errorf("%+v %v", first, err)
	}
	if second, err := exports.Browse(t.Context(), within); err != nil || second.Up != documents || len(second.Within) != 0 {
		t.Errorf("%+v %v", second, err)
	}
	var fault *notebook.ExportFault
	if _, err := exports.Browse(t.Context(), filepath.Join(home, "none")); !errors.As(err, &fault) || fault.Code != "gone" {
		t.Errorf("none: %v", err)
	}
}

func pick[T any](first bool, one, other T) T {
	if first {
		return one
	}
	return other
}
