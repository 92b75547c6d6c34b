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

	"golang.org/x/sync/errgroup"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/rehearse"
	"congso.vn/congso/app/station"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/link"
)

// One paper of 100 MB to eight devices, as to one access point's at once.
const (
	paperBytes = 100 << 20
	takers     = 8
)

// blobToEight is the time from the moment when eight devices want a paper to the moment when the last has
// it whole, checked and durable on its disk, over TLS on the loopback.
func blobToEight(ctx context.Context, b *bench) error {
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
	session := council.Import{Session: council.Session{ID: played, Title: "Kỳ họp thứ Ba", Body: council.PeoplesCouncil},
		Deputies: []council.Deputy{{Person: "p0", Name: "Nguyễn Thị Phương Thảo", Voting: true}}, Items: []council.Item{{ID: "i0", Order: 1, Title: title(0, 0)}}}
	var papers []string
	for round := range rounds {
		data := make([]byte, paperBytes)
		rand.NewChaCha8([32]byte{byte(round)}).Read(data)
		hash, size, err := handInBytes(ctx, clerk, data)
		if err != nil {
			return err
		}
		papers = append(papers, hash)
		session.Documents = append(session.Documents, council.Document{
			ID: "d" + strconv.Itoa(round), Item: "i0", Order: round + 1, Title: "Bản đồ quy hoạch", Audience: people.Members(played), Revision: 1, Blob: hash, Size: size,
		})
	}
	if _, err := clerk.ask(ctx, playedStream, council.ImportSession, session); err != nil {
		return err
	}
	invitation, err := b.invite(ctx, s, people.DelegateMode, takers)
	if err != nil {
		return err
	}
	var devices []*rehearse.Device
	for range takers {
		d, err := join(ctx, s.address, invitation, people.DelegateMode)
		if err != nil {
			return err
		}
		if err := rehearse.Seat(ctx, clerk, d.Device, "p0"); err != nil {
			return err
		}
		devices = append(devices, d.Device)
	}
	var values, plain []float64
	for round, paper := range papers {
		began := time.Now()
		group, within := errgroup.WithContext(ctx)
		for i, d := range devices {
			group.Go(func() error {
				return take(within, d, filepath.Join(b.work, fmt.Sprintf("shelf-%d-%d", round, i)), paper)
			})
		}
		if err := group.Wait(); err != nil {
			return err
		}
		values = append(values, time.Since(began).Seconds())
		took, err := writePlain(filepath.Join(b.work, "plain"))
		if err != nil {
			return err
		}
		plain = append(plain, took.Seconds())
	}
	figure("sync.blob_100mb_x8", "s", values)
	figure("disk.write_8x100mb", "s", plain)
	return nil
}

// writePlain is the time that the same bytes need to be durable on the same disk with nothing else done: what
// the figure beside it cannot be below.
func writePlain(folder string) (time.Duration, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return 0, err
	}
	defer os.RemoveAll(folder)
	data := make([]byte, paperBytes)
	rand.NewChaCha8([32]byte{1}).Read(data)
	began := time.Now()
	var group errgroup.Group
	for taker := range takers {
		group.Go(func() error {
			file, err := os.Create(filepath.Join(folder, strconv.Itoa(taker)))
			if err != nil {
				return err
			}
			_, err = file.Write(data)
			return errors.Join(err, file.Sync(), file.Close())
		})
	}
	err := group.Wait()
	return time.Since(began), err
}

// take has a device fetch a paper into a folder.
func take(ctx context.Context, d *rehearse.Device, folder, paper string) error {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	shelf, err := storage.OpenBlobs(folder)
	if err != nil {
		return err
	}
	changed := make(chan struct{}, 1)
	fetcher := link.NewFetcher(link.FetcherConfig{Shelf: shelf, Pieces: station.Pieces{Blobs: shelf}, Wrong: storage.ErrWrongHash, Do: d.Request, Now: time.Now, Logger: slog.New(slog.DiscardHandler), Changed: func() {
		select {
		case changed <- struct{}{}:
		default:
		}
	}})
	fetcher.Want([]string{paper})
	done := make(chan error, 1)
	go func() { done <- fetcher.Serve(ctx) }()
	defer func() { cancel(); <-done }()
	for !fetcher.State(paper).Have {
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("paper not whole: %w", ctx.Err())
		}
	}
	return nil
}
