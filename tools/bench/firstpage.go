package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/rehearse"
	"congso.vn/congso/app/station"
)

// The line of a tablet far from its access point, and the paper that somebody opens over it.
const (
	lineBits     = 20e6
	scannedPages = 400
)

// pageOfWhatIsComing is the time from the moment when a delegate asks for the first page of a paper of which
// nothing is on the tablet to its picture, over a narrow line that brings another paper at that moment.
func pageOfWhatIsComing(ctx context.Context, b *bench) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s, err := b.startServer(ctx, filepath.Join(b.work, "room"))
	if err != nil {
		return err
	}
	defer s.stop()
	clerk, err := b.clerk(ctx, s)
	if err != nil {
		return err
	}
	other := make([]byte, paperBytes)
	rand.NewChaCha8([32]byte{77}).Read(other)
	scan, err := scannedPaper(scannedPages)
	if err != nil {
		return err
	}
	papers := []paperAt{{"another paper", other}, {fmt.Sprintf("%d scanned pages", scannedPages), scan}}
	real, err := filepath.Glob(filepath.Join(b.data, "gov-*.pdf"))
	if err != nil {
		return err
	}
	for _, path := range real {
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		papers = append(papers, paperAt{filepath.Base(path), data})
	}
	hashes, err := layOut(ctx, clerk, papers)
	if err != nil {
		return err
	}
	line, err := layNarrow(ctx, s.address, lineBits)
	if err != nil {
		return err
	}
	renderer, stop, err := ownRenderer(ctx)
	if err != nil {
		return err
	}
	defer stop()
	card, err := rehearse.Card(ctx, clerk, "p0")
	if err != nil {
		return err
	}
	var took, sharp, fetched []float64
	for round := range rounds {
		invitation, err := b.invite(ctx, s, people.DelegateMode, 1)
		if err != nil {
			return err
		}
		t, err := coldTablet(ctx, filepath.Join(b.work, "tablet-"+strconv.Itoa(round)), invitation, line.address(), card, hashes[0])
		if err != nil {
			return err
		}
		asked := []string{hashes[1]}
		if round == 0 {
			asked = hashes[1:] // the real ones behind it, for information
		}
		for i, hash := range asked {
			opened, err := firstPage(ctx, t.station, renderer, line, hash)
			if err != nil {
				t.end()
				return err
			}
			if i == 0 {
				took, sharp, fetched = append(took, opened.preview), append(sharp, opened.sharp), append(fetched, opened.bytes)
			} else {
				fmt.Printf("  %s of %.3g MB: %.3g s, sharp %.3g s, %.3g MB over the line\n", papers[i+1].name, float64(len(papers[i+1].data))/1e6, opened.preview, opened.sharp, opened.bytes)
			}
		}
		t.end()
	}
	fmt.Printf("  %s of %.4g MB\n", papers[1].name, float64(len(scan))/1e6)
	figure("sync.page1_of_100mb_at_20mbit", "s", took)
	figure("sync.page1_of_100mb_sharp", "s", sharp)
	figure("sync.page1_of_100mb_fetched", "MB", fetched)
	return nil
}

// paperAt is a paper of the session.
type paperAt struct {
	name string
	data []byte
}

// layOut makes a session with these papers, in this order.
func layOut(ctx context.Context, clerk device, papers []paperAt) (hashes []string, err error) {
	session := council.Import{Session: council.Session{ID: played, Title: "Kỳ họp thứ Ba", Body: council.PeoplesCouncil},
		Deputies: []council.Deputy{{Person: "p0", Name: "Nguyễn Thị Phương Thảo", Voting: true}}, Items: []council.Item{{ID: "i0", Order: 1, Title: title(0, 0)}}}
	for i, paper := range papers {
		hash, size, err := handInBytes(ctx, clerk, paper.data)
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, hash)
		session.Documents = append(session.Documents, council.Document{
			ID: "d" + strconv.Itoa(i), Item: "i0", Order: i + 1, Title: paper.name, Audience: people.Members(played), Revision: 1, Blob: hash, Size: size,
		})
	}
	_, err = clerk.ask(ctx, playedStream, council.ImportSession, session)
	return hashes, err
}

// ownRenderer is the client with workers that are this program.
func ownRenderer(ctx context.Context) (*pages.Renderer, func(), error) {
	command, err := pages.Worker()
	if err != nil {
		return nil, nil, err
	}
	return rendererOf(ctx, command)
}

// coldTablet is a tablet on its way to the first of the papers.
func coldTablet(ctx context.Context, path, invitation, address, card, first string) (*tabletAtWork, error) {
	t, err := atWork(ctx, path, invitation, address, card)
	if err != nil {
		return nil, err
	}
	if err := t.until(ctx, func() bool { return t.station.State(first).Received > 1<<20 }); err != nil {
		t.end()
		return nil, err
	}
	return t, nil
}

// atWork is a station of a new folder in the room, with its person signed in.
func atWork(ctx context.Context, path, invitation, address, card string) (*tabletAtWork, error) {
	if err := joinFolder(ctx, path, invitation); err != nil {
		return nil, err
	}
	folder, err := station.OpenFolder(ctx, path)
	if err != nil {
		return nil, err
	}
	identity, err := folder.Identity(ctx)
	if err == nil {
		err = folder.Adopt(ctx, identity, []string{address})
	}
	if err != nil {
		return nil, errors.Join(err, folder.Close())
	}
	opened, err := station.Open(ctx, station.Config{Folder: folder, Identity: identity, Server: address, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, errors.Join(err, folder.Close())
	}
	within, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- opened.Serve(within) }()
	t := &tabletAtWork{opened, func() { cancel(); <-done; folder.Close() }}
	if err = t.inRoom(ctx, address); err == nil {
		err = opened.Seat().SignIn(ctx, card)
	}
	if err != nil {
		t.end()
		return nil, err
	}
	return t, nil
}

// until waits for a condition of the station.
func (t *tabletAtWork) until(ctx context.Context, condition func() bool) error {
	changed := make(chan struct{}, 1)
	defer t.station.Watch(func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	})()
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	for !condition() {
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// openedPage is how long a first page took in seconds, coarse and sharp, and how many megabytes came until the
// coarse one was there.
type openedPage struct{ preview, sharp, bytes float64 }

func firstPage(ctx context.Context, s *station.Station, renderer *pages.Renderer, line *narrow, hash string) (o openedPage, err error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	defer renderer.Forget(hash)
	before, began := line.down.sent.Load(), time.Now()
	if _, err = renderer.Open(ctx, pages.Source{ID: hash, At: s.Reader(hash), Partial: true}); err != nil {
		return o, err
	}
	if _, err = renderer.Render(ctx, hash, 0, pages.PreviewWidth, pages.Now); err != nil {
		return o, err
	}
	o.preview = time.Since(began).Seconds()
	o.bytes = float64(line.down.sent.Load()-before) / 1e6
	_, err = renderer.Render(ctx, hash, 0, 2*pages.PreviewWidth, pages.Now)
	o.sharp = time.Since(began).Seconds()
	return o, err
}
