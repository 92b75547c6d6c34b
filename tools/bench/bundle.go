package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"congso.vn/congso/app/bundle"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/rehearse"
	"congso.vn/congso/sync/link"
)

// bundles is the time in which a device that draws nothing has a page from the room: one that the room draws for it, and
// one that it drew before; and how many bytes that is. Of a page of text and of a scanned one.
func bundles(ctx context.Context, b *bench) error {
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
	text, err := os.ReadFile(filepath.Join(b.data, "gov-manual-429-pages.pdf"))
	if err != nil {
		return fmt.Errorf("no real papers in %s: %w", b.data, err)
	}
	const scans = 60
	scan, err := scannedPaper(scans)
	if err != nil {
		return err
	}
	hashes, err := layOut(ctx, clerk, []paperAt{{"a paper of text", text}, {"a scanned paper", scan}})
	if err != nil {
		return err
	}
	card, err := rehearse.Card(ctx, clerk, "p0")
	if err != nil {
		return err
	}
	invitation, err := b.invite(ctx, s, people.DelegateMode, 1)
	if err != nil {
		return err
	}
	t, err := atWork(ctx, filepath.Join(b.work, "tablet"), invitation, s.address, card)
	if err != nil {
		return err
	}
	defer t.end()
	for i, kind := range []string{"text", "scan"} {
		if err := t.until(ctx, func() bool { return t.station.Holds(hashes[i]) }); err != nil {
			return err
		}
		cold, warm, bytes, err := t.pagesOf(ctx, hashes[i])
		if err != nil {
			return err
		}
		figure("bundle.page_ms_"+kind, "ms", cold)
		figure("bundle.page_ms_"+kind+"_kept", "ms", warm)
		figure("bundle.bytes_"+kind, "KB", bytes)
	}
	return nil
}

// pagesOf fetches pages that lie too far apart to have been made ahead, each twice.
func (t *tabletAtWork) pagesOf(ctx context.Context, paper string) (cold, warm, kilobytes []float64, err error) {
	if _, err := link.Bundle(ctx, t.station.Do, paper, bundle.BookName().String(), link.Now, bundle.MostBytes); err != nil {
		return nil, nil, nil, err
	}
	for page := 3; page < 60; page += 8 {
		for _, took := range []*[]float64{&cold, &warm} {
			began := time.Now()
			data, err := link.Bundle(ctx, t.station.Do, paper, bundle.PictureName(page, bundle.Reading).String(), link.Now, bundle.MostBytes)
			if err != nil {
				return nil, nil, nil, fmt.Errorf("page %s: %w", strconv.Itoa(page), err)
			}
			*took = append(*took, milliseconds(time.Since(began)))
			if took == &warm {
				kilobytes = append(kilobytes, float64(len(data))/1e3)
			}
		}
	}
	return cold, warm, kilobytes, nil
}
