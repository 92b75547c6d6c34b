//go:build linux

package power

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/app/station"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/hub"
	"congso.vn/congso/sync/trust"
)

// bundle is some papers, in order.
type bundle struct {
	hashes []string
	data   map[string][]byte
}

func newBundle(t *testing.T, rng *rand.Rand, count, size int) bundle {
	t.Helper()
	b := bundle{data: map[string][]byte{}}
	for range count {
		paper := make([]byte, size/2+rng.IntN(size))
		for i := range paper {
			paper[i] = byte(rng.Uint32())
		}
		hash, _, err := storage.Sum(bytes.NewReader(paper))
		if err != nil {
			t.Fatal(err)
		}
		b.hashes, b.data[hash] = append(b.hashes, hash), paper
	}
	return b
}

// named returns the papers that lie under their names below a folder.
func named(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if storage.ValidHash(filepath.Base(path)) {
			all[filepath.Base(path)] = path
		}
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return all
}

// clerk hands papers in as a clerk's device does.
type clerk struct {
	t  *testing.T
	to *http.Client
}

func newClerk(t *testing.T, identity *trust.Identity, address string) clerk {
	return clerk{t, &http.Client{Transport: &http.Transport{DisableKeepAlives: true, DialTLSContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&tls.Dialer{Config: identity.TLS()}).DialContext(ctx, "tcp", address)
	}}}}
}

// hand hands a paper in from where it broke off; an error where the server is gone.
func (c clerk) hand(hash string, paper []byte) (status int, err error) {
	ask, err := http.NewRequest(http.MethodHead, "https://room/blob/"+hash, nil)
	if err != nil {
		c.t.Fatal(err)
	}
	answer, err := c.to.Do(ask)
	if err != nil {
		return 0, err
	}
	answer.Body.Close()
	if answer.StatusCode == http.StatusOK {
		return http.StatusNoContent, nil
	}
	offset, err := strconv.Atoi(answer.Header.Get(hub.UploadOffset))
	if err != nil {
		c.t.Fatalf("asked how much is here: %d %v", answer.StatusCode, err)
	}
	put, err := http.NewRequest(http.MethodPut, "https://room/blob/"+hash, bytes.NewReader(paper[min(offset, len(paper)):]))
	if err != nil {
		c.t.Fatal(err)
	}
	put.Header.Set(hub.UploadOffset, strconv.Itoa(offset))
	if answer, err = c.to.Do(put); err != nil {
		return 0, err
	}
	answer.Body.Close()
	return answer.StatusCode, nil
}

// TestPowerCutPapersOfTheServer: the server loses its power again and again while papers are handed in, and
// with it all that it did not sync, or any part of that. A paper that was taken is there and right, under its
// name there is never anything else, and the transfers go on.
func TestPowerCutPapersOfTheServer(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	t.Logf("seed %d", seed)
	p := newPlant(t, 1)
	p.library = preload(t, filepath.Dir(p.folder))
	hands := newClerk(t, p.admit(people.ClerkMode), p.address)
	gone, taken := 0, map[string]bool{}
	check := func(when string) {
		t.Helper()
		there := named(t, filepath.Join(p.folder, "blobs"))
		for hash, path := range there {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if sum, _, err := storage.Sum(bytes.NewReader(data)); err != nil || sum != hash {
				t.Errorf("%s: %s lies there with other bytes, %v", when, hash, err)
			}
		}
		for hash := range taken {
			if there[hash] == "" {
				t.Errorf("%s: %s was taken and is not there", when, hash)
			}
		}
	}
	papers := bundle{data: map[string][]byte{}}
	for round := range rounds(6) {
		p.serve()
		more := newBundle(t, rng, 6, 600<<10)
		papers.hashes = append(papers.hashes, more.hashes...)
		for hash, data := range more.data {
			papers.data[hash] = data
		}
		cut := time.AfterFunc(time.Duration(10+rng.IntN(120))*time.Millisecond, func() { _ = p.serving.Process.Kill() })
		for _, hash := range papers.hashes {
			status, err := hands.hand(hash, papers.data[hash])
			if err != nil {
				break
			}
			if taken[hash] = status == http.StatusNoContent; !taken[hash] {
				delete(taken, hash) // what was left of it was not right, and is thrown away
			}
		}
		cut.Stop()
		p.kill()
		lost, err := forget(p.folder, p.journal, []float64{0, 0.5, 0.9}[round%3], rng)
		if err != nil {
			t.Fatal(err)
		}
		gone += lost
		if check(fmt.Sprint("round ", round)); t.Failed() {
			return
		}
	}
	p.serve()
	for _, hash := range papers.hashes {
		status, err := hands.hand(hash, papers.data[hash])
		if err == nil && status == http.StatusUnprocessableEntity {
			status, err = hands.hand(hash, papers.data[hash]) // from its beginning
		}
		if taken[hash] = true; err != nil || status != http.StatusNoContent {
			t.Errorf("%s is not taken: %d %v", hash, status, err)
		}
	}
	p.kill()
	check("at the end")
	if gone == 0 {
		t.Error("no power cut took anything")
	}
	t.Logf("figure sync.power_cut_handed_in %d papers, %d things taken back", len(papers.hashes), gone)
}

// admit makes a device of a mode while no server runs.
func (p *plant) admit(mode people.Mode) *trust.Identity {
	p.t.Helper()
	identity, err := p.opened(func(r *room.Room) (*trust.Identity, error) { return r.Admit(p.t.Context(), string(mode), mode) })
	if err != nil {
		p.t.Fatal(err)
	}
	return identity
}

// opened does something in the room while no server runs.
func (p *plant) opened(do func(*room.Room) (*trust.Identity, error)) (*trust.Identity, error) {
	opened, err := room.Open(p.t.Context(), room.Config{Folder: p.folder, Loopback: true, Now: time.Now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(p.t.Context())
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		stop()
		return nil, errors.Join(err, opened.Close())
	}
	done, ready := make(chan error, 1), make(chan struct{})
	go func() { done <- opened.Serve(ctx, listener, func() { close(ready) }) }()
	<-ready
	identity, err := do(opened)
	stop()
	return identity, errors.Join(err, <-done, opened.Close())
}

// Environment of the test program when it runs as a tablet that will lose its power.
const (
	tabletFolder  = "CONGSO_TEST_TABLET_FOLDER"
	tabletAddress = "CONGSO_TEST_TABLET_ADDRESS"
)

// TestTabletUntilKilled is the child of TestPowerCutPapersOfATablet: a tablet that fetches the papers of its
// session, and prints each that it has.
func TestTabletUntilKilled(t *testing.T) {
	path := os.Getenv(tabletFolder)
	if path == "" {
		return // it is nothing by itself
	}
	folder, err := station.OpenFolder(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	identity, err := folder.Identity(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	opened, err := station.Open(t.Context(), station.Config{Folder: folder, Identity: identity, Server: os.Getenv(tabletAddress), Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	changed := make(chan struct{}, 1)
	opened.Watch(func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})
	go func() {
		for range changed {
			for _, document := range opened.Seat().Session().Documents {
				if opened.State(document.Blob).Have && !said[document.Blob] {
					said[document.Blob] = true
					fmt.Println("have", document.Blob)
				}
			}
		}
	}()
	if err := opened.Serve(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestPowerCutPapersOfATablet: a tablet loses its power again and again while it fetches the papers of its
// session. What it said that it has is there afterwards and right, nothing else ever lies under the name of a
// paper, and it goes on until it has everything.
func TestPowerCutPapersOfATablet(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	t.Logf("seed %d", seed)
	where := t.TempDir()
	p := newPlantIn(t, filepath.Join(where, "room"), where, 1, 1)
	library := preload(t, where)
	papers := newBundle(t, rng, 10, 800<<10)
	if _, err := p.opened(func(r *room.Room) (*trust.Identity, error) {
		for i, hash := range papers.hashes {
			data := papers.data[hash]
			if err := r.Blobs().Receive(t.Context(), hash, 0, bytes.NewReader(data), nil); err != nil {
				return nil, err
			}
			document := council.Document{ID: fmt.Sprint("d", i), Item: "i1", Order: i + 1, Title: "Tài liệu", Audience: people.Members(session), Revision: 1, Blob: hash, Size: int64(len(data))}
			if err := r.Do(t.Context(), "", stream, council.PutDocument, document); err != nil {
				return nil, err
			}
		}
		return nil, r.Do(t.Context(), "", stream, council.ClosePoll, council.Pointing{ID: ballotPoll}) // while one runs papers wait
	}); err != nil {
		t.Fatal(err)
	}
	p.serve()
	path, journal := filepath.Join(where, "tablet"), filepath.Join(where, "journal of the tablet")
	folder, err := station.OpenFolder(t.Context(), path)
	if err == nil {
		err = errors.Join(folder.Adopt(t.Context(), p.spare[0], []string{p.address}), folder.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
	said, gone := map[string]bool{}, 0
	for round := range rounds(3) {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		child := exec.Command(self, "-test.run=^TestTabletUntilKilled$")
		child.Env = append(append(os.Environ(), tabletFolder+"="+path, tabletAddress+"="+p.address), seen(library, path, journal)...)
		child.Stderr = os.Stderr
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		lines, news := bufio.NewScanner(out), 0
		late := time.AfterFunc(30*time.Second, func() { _ = child.Process.Kill() })
		for lines.Scan() {
			var hash string
			if n, _ := fmt.Sscanf(lines.Text(), "have %s", &hash); n == 1 {
				if news++; !said[hash] && news > len(said) || len(said) == len(papers.hashes) {
					time.AfterFunc(time.Duration(rng.IntN(30))*time.Millisecond, func() { _ = child.Process.Kill() })
				}
				said[hash] = true
			}
		}
		late.Stop()
		_ = child.Wait()
		lost, err := forget(path, journal, []float64{0, 0.5, 0.9}[round%3], rng)
		if err != nil {
			t.Fatal(err)
		}
		gone += lost
		if checkTablet(t, fmt.Sprint("round ", round), path, p.address, papers, said, false); t.Failed() {
			return
		}
	}
	checkTablet(t, "at the end", path, p.address, papers, said, true)
	if gone == 0 || len(said) == 0 {
		t.Errorf("%d papers were here, %d things were taken back: nothing was put to the test", len(said), gone)
	}
	t.Logf("figure sync.power_cut_fetched %d of %d papers before the last power cut, %d things taken back", len(said), len(papers.hashes), gone)
}

// checkTablet switches the tablet on: all that it has under a name is right, and all that it said it has is
// here, as far as its database knows of it. With fetch it fetches the rest first.
func checkTablet(t *testing.T, when, path, address string, papers bundle, said map[string]bool, fetch bool) {
	t.Helper()
	there := named(t, filepath.Join(path, "papers"))
	folder, err := station.OpenFolder(t.Context(), path)
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	identity, err := folder.Identity(t.Context())
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	if !fetch {
		address = "127.0.0.1:1" // nobody is there
	}
	opened, err := station.Open(t.Context(), station.Config{Folder: folder, Identity: identity, Server: address, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatalf("%s: %v", when, err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- opened.Serve(ctx) }()
	known := map[string]bool{}
	for _, document := range opened.Seat().Session().Documents {
		known[document.Blob] = true
	}
	for _, hash := range papers.hashes {
		if !fetch && !known[hash] {
			continue // the database lost the document: it is told anew, and the paper is looked for then
		}
		if fetch || there[hash] != "" || said[hash] {
			eventually(t, when+": the paper is here", func() bool { return opened.State(hash).Have })
		}
		got, err := opened.ReadPaper(t.Context(), hash)
		right := err == nil && bytes.Equal(got, papers.data[hash])
		switch {
		case there[hash] != "" && !right:
			t.Errorf("%s: %s lies there and is read as %d bytes, %v", when, hash, len(got), err)
		case (said[hash] || fetch) && !right:
			t.Errorf("%s: %s was here and is not: %v", when, hash, err)
		}
	}
	stop()
	if err := errors.Join(<-done, folder.Close()); err != nil {
		t.Error(err)
	}
}
