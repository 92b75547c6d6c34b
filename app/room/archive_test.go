package room_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/storage"
)

// archived waits for the archives of the room's folder; there must come to be so many.
func (b *bed) archived(count int) []string {
	b.t.Helper()
	deadline := time.After(patience)
	for {
		files, err := filepath.Glob(filepath.Join(b.folder, "archive", "*.congso"))
		if err != nil {
			b.t.Fatal(err)
		}
		if len(files) >= count {
			return files
		}
		select {
		case <-deadline:
			b.t.Fatalf("%d archives, want %d", len(files), count)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// closedSession closes a session in which two sat, and returns its archive, which the server makes by itself.
func (b *bed) closedSession() (file string, paper []byte) {
	b.t.Helper()
	stream, paper := b.session(2)
	b.seated("p1")
	b.seated("p2")
	b.do(stream, council.CloseSession, struct{}{})
	return b.archived(1)[0], paper
}

// votedSession is a closed session in which everybody voted.
func (b *bed) votedSession() (file string, paper []byte) {
	b.t.Helper()
	stream, paper := b.session(2)
	first, second := b.seated("p1"), b.seated("p2")
	b.do(stream, council.OpenPoll, council.Pointing{ID: "q"})
	for _, d := range []*device{first, second} {
		d.until("the poll is open", func() bool { _, running := d.Seat().Session().RunningPoll(); return running })
		if err := d.Seat().Cast(b.t.Context(), "q", council.Yes); err != nil {
			b.t.Fatal(err)
		}
		d.until("the receipt is here", func() bool { return d.Seat().Vote("q").State == council.VoteReceived })
	}
	b.do(stream, council.ClosePoll, council.Pointing{ID: "q"})
	first.until("the count is done", func() bool { return first.Seat().Session().Polls["q"].State == council.PollFinished })
	b.do(stream, council.PublishPoll, council.Pointing{ID: "q"})
	b.do(stream, council.CloseSession, struct{}{})
	return b.archived(1)[0], paper
}

// When a session closes the server makes its archive, which is good alone, and holds that session with
// its answers and papers and nothing of another, no card and no device.
func TestClosedSessionIsArchived(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	other := council.Import{Session: council.Session{ID: "s2", Title: "PHIÊN-KHÁC", Body: council.PeoplesCouncil}, Items: []council.Item{{ID: "i1", Order: 1, Title: "Nội dung"}}}
	b.do(people.CouncilStream("s2"), council.ImportSession, other)
	made, paper := b.votedSession()
	if name := filepath.Base(made); !strings.HasPrefix(name, "s1-20") {
		t.Errorf("called %s", name)
	}
	file := filepath.Join(t.TempDir(), "giữ lâu dài.congso") // alone, and under another name
	data, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o600); err != nil {
		t.Fatal(err)
	}
	m, err := room.VerifyArchive(t.Context(), file, nil)
	if err != nil {
		t.Fatal(err)
	}
	hash, _, err := storage.Sum(bytes.NewReader(paper))
	if err != nil {
		t.Fatal(err)
	}
	heads := headsOf(t, b.folder)
	if m.Session.Title != "Kỳ họp thứ Ba" || m.Session.State != council.SessionClosed || m.Head != heads[people.CouncilStream("s1")] || m.Room != "Phòng thử" {
		t.Errorf("%+v", m)
	}
	if len(m.Papers) != 1 || m.Papers[0].Hash != hash || m.Papers[0].Title != "Tờ trình 214" || !m.Papers[0].Valid {
		t.Errorf("%+v", m.Papers)
	}
	if len(m.Persons) != 2 || m.Persons[0].Name != "Đại biểu p1" || m.Answers != 4 || len(m.Epochs) != 1 {
		t.Errorf("%+v, %d answers, %+v", m.Persons, m.Answers, m.Epochs)
	}
	if !bytes.Contains(data, paper) {
		t.Error("the paper is packed: nobody finds it without the program")
	}
	for _, foreign := range []string{"PHIÊN-KHÁC", "council/s2", "people/", "credential"} {
		if bytes.Contains(data, []byte(foreign)) {
			t.Errorf("%s is in the archive", foreign)
		}
	}
	if info, err := os.Stat(made); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}

// One bit changed anywhere, one byte less or more: the archive is refused.
func TestDamagedArchiveIsRefused(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	made, _ := b.closedSession()
	b.halt()
	whole, err := os.ReadFile(made)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "x.congso")
	refused := func(what any, data []byte) {
		t.Helper()
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := room.VerifyArchive(t.Context(), file, nil)
		if code := faultOf(err); code != room.DamagedCopy && code != room.NoArchive {
			t.Errorf("%v: %v", what, err)
		}
	}
	places := []int{0, 1, 4, 10, 14, len(whole) - 1, len(whole) - 64, len(whole) - 65, len(whole) - 90, len(whole) - 100, len(whole) - 120}
	for range 200 {
		places = append(places, rand.IntN(len(whole)))
	}
	for _, at := range places {
		data := bytes.Clone(whole)
		data[at] ^= 1 << rand.IntN(8)
		refused(at, data)
	}
	refused("one byte less", whole[:len(whole)-1])
	refused("one byte more", append(bytes.Clone(whole), '0'))
	refused("half", whole[:len(whole)/2])
	refused("nothing", nil)
	refused("a text", []byte("Kính gửi"))
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := room.VerifyArchive(t.Context(), file, nil); err != nil {
		t.Errorf("as it was: %v", err)
	}
}

// Whoever alters an archive and seals it again is found out: he lacks the server's key, and what the
// manifest says of the log and the papers is checked against them.
func TestForgedArchiveIsRefused(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	made, _ := b.closedSession()
	b.halt()
	for what, alter := range map[string]func(name string, data []byte) (string, []byte){
		"another title": func(name string, data []byte) (string, []byte) {
			if name == "archive.json" {
				data = bytes.Replace(data, []byte("Kỳ họp thứ Ba"), []byte("Kỳ họp thứ Tư"), 1)
			}
			return name, data
		},
		"another log": func(name string, data []byte) (string, []byte) {
			if name == "session.db" {
				data = bytes.Replace(data, []byte("Tờ trình 214"), []byte("Tờ trình 215"), -1)
			}
			return name, data
		},
		"another paper": func(name string, data []byte) (string, []byte) {
			if strings.HasPrefix(name, "papers/") {
				data = append([]byte{}, "%PDF-1.7 another"...)
			}
			return name, data
		},
		"a paper left out": func(name string, data []byte) (string, []byte) {
			if strings.HasPrefix(name, "papers/") {
				name = "thêm.txt"
			}
			return name, data
		},
		"another room's word": func(name string, data []byte) (string, []byte) {
			if name == "signature.json" {
				var signed map[string][]byte
				if err := json.Unmarshal(data, &signed); err != nil {
					t.Fatal(err)
				}
				signed["signature"][3] ^= 1
				data, _ = json.Marshal(signed) // a plain map
			}
			return name, data
		},
		"nothing": func(name string, data []byte) (string, []byte) { return name, data },
	} {
		t.Run(what, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "x.congso")
			reseal(t, made, file, alter)
			_, err := room.VerifyArchive(t.Context(), file, nil)
			if what == "nothing" && err != nil || what != "nothing" && faultOf(err) != room.DamagedCopy && faultOf(err) != room.DamagedPaper {
				t.Errorf("%v", err)
			}
		})
	}
}

// reseal writes an archive again with altered entries, and seals it as the program does.
func reseal(t *testing.T, from, to string, alter func(name string, data []byte) (string, []byte)) {
	t.Helper()
	const seal = "congso session archive 1 "
	r, err := zip.OpenReader(from)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, entry := range r.File {
		f, err := entry.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(f)
		if err != nil {
			t.Fatal(err)
		}
		name, data := alter(entry.Name, data)
		e, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := e.Write(data); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.SetComment(seal + strings.Repeat("0", 64)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	before := out.Bytes()[:out.Len()-64]
	sum, _, err := storage.Sum(bytes.NewReader(before))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, append(bytes.Clone(before), sum...), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A session that closed without its archive, because the server died then, gets it at the next start,
// over whatever a crash left; one that has its archive keeps that very file.
func TestArchivedAtStart(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	made, _ := b.closedSession()
	before, err := os.Stat(made)
	if err != nil {
		t.Fatal(err)
	}
	b.halt()
	b.start()
	b.do(people.CouncilStream("s2"), council.ImportSession, council.Import{Session: council.Session{ID: "s2", Title: "Hai", Body: council.PeoplesCouncil}})
	b.halt()
	if now, err := os.Stat(made); err != nil || !os.SameFile(before, now) {
		t.Errorf("made again: %v", err)
	}
	if err := os.Remove(made); err != nil {
		t.Fatal(err)
	}
	making := filepath.Join(b.folder, "archive", "making")
	if err := os.MkdirAll(making, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"session.db", "finished", "session.db.new", "session.db.loose"} {
		if err := os.WriteFile(filepath.Join(making, name), []byte("nửa chừng"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b.start()
	if again := b.archived(1); again[0] != made {
		t.Errorf("%v", again)
	}
	if _, err := room.VerifyArchive(t.Context(), made, nil); err != nil {
		t.Error(err)
	}
	b.halt()
	if files := tree(t, filepath.Join(b.folder, "archive")); len(files) != 1 {
		t.Errorf("%v", files)
	}
	// A server that was killed when the archive had its name already, and its drafts were still there.
	if err := os.MkdirAll(making, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(making, "session.db"), []byte("nháp"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := room.Archive(t.Context(), b.config(), "s1"); faultOf(err) != room.ArchiveIsHere {
		t.Errorf("archived twice: %v", err)
	}
	if files := tree(t, filepath.Join(b.folder, "archive")); len(files) != 1 {
		t.Errorf("drafts are left: %v", files)
	}
}

// By hand: only what is closed, only once, and never with a paper that is damaged.
func TestArchiveByHand(t *testing.T) {
	t.Parallel()
	b := newBed(t)
	stream, _ := b.session(1)
	bad := b.paper("d2", "sẽ hỏng")
	archive := func(session string) ([]string, error) {
		return room.Archive(t.Context(), b.config(), session)
	}
	if _, err := archive("s1"); faultOf(err) != room.NotClosed {
		t.Errorf("under way: %v", err)
	}
	if _, err := archive("s9"); faultOf(err) != room.NoSession {
		t.Errorf("unknown: %v", err)
	}
	rehearsal := people.RehearsalID("r1")
	b.do(people.CouncilStream(rehearsal), council.ImportSession, council.Import{Session: council.Session{ID: rehearsal, Title: "Diễn tập", Body: council.PeoplesCouncil}})
	b.do(people.CouncilStream(rehearsal), council.OpenSession, struct{}{})
	b.do(people.CouncilStream(rehearsal), council.CloseSession, struct{}{})
	if files, err := archive(""); err != nil || len(files) != 0 {
		t.Errorf("%v %v", files, err)
	}
	path := b.room.Blobs().Path(bad)
	flip(t, path, 2)
	b.do(stream, council.CloseSession, struct{}{})
	b.halt()
	if files, _ := filepath.Glob(filepath.Join(b.folder, "archive", "*.congso")); len(files) != 0 {
		t.Fatalf("archived with a damaged paper: %v", files)
	}
	if _, err := archive("s1"); faultOf(err) != room.DamagedPaper || !strings.Contains(err.Error(), "Tài liệu d2") {
		t.Errorf("a damaged paper: %v", err)
	}
	if err := os.WriteFile(path, []byte("sẽ hỏng"), 0o600); err != nil {
		t.Fatal(err)
	}
	files, err := archive("")
	if err != nil || len(files) != 1 {
		t.Fatalf("%v %v", files, err)
	}
	if m, err := room.VerifyArchive(t.Context(), files[0], nil); err != nil || len(m.Papers) != 2 {
		t.Errorf("%+v %v", m.Papers, err)
	}
	if _, err := archive("s1"); faultOf(err) != room.ArchiveIsHere {
		t.Errorf("a second time: %v", err)
	}
	if _, err := room.Archive(t.Context(), room.Config{Folder: t.TempDir(), Now: time.Now}, ""); faultOf(err) != room.NoRoom {
		t.Errorf("no room: %v", err)
	}
}
