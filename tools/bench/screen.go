package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"os"
	"os/exec"
	"slices"
	"time"
)

// watcher reads the picture of a screen where the X server keeps it, without asking the server.
type watcher struct {
	file        *os.File
	start, line int64
	box         []byte
}

func (s *screen) watcher() (*watcher, error) {
	file, err := os.Open(s.picture)
	if err != nil {
		return nil, err
	}
	var head [80]byte
	if _, err := file.ReadAt(head[:], 0); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	word := func(at int) int64 { return int64(binary.BigEndian.Uint32(head[4*at:])) }
	return &watcher{file: file, start: word(0) + word(19)*12, line: word(12)}, nil // header, colour map
}

// look reads a part of the screen: four bytes a pixel, blue, green, red and one that says nothing.
func (w *watcher) look(part image.Rectangle) ([]byte, error) {
	wide := 4 * part.Dx()
	w.box = slices.Grow(w.box[:0], wide*part.Dy())[:wide*part.Dy()]
	for y := range part.Dy() {
		if _, err := w.file.ReadAt(w.box[y*wide:(y+1)*wide], w.start+int64(part.Min.Y+y)*w.line+4*int64(part.Min.X)); err != nil {
			return nil, err
		}
	}
	return w.box, nil
}

// patience is how long something is waited for on the screen.
const patience = 3 * time.Second

// errNothing is what a screen shows when it was to show something.
var errNothing = errors.New("nothing is to be seen")

// until waits until a part of the screen looks so, and tells when.
func (w *watcher) until(ctx context.Context, part image.Rectangle, so func(pixels []byte) bool) (time.Time, error) {
	for deadline := time.Now().Add(patience); time.Now().Before(deadline) && ctx.Err() == nil; time.Sleep(200 * time.Microsecond) {
		pixels, err := w.look(part)
		if err != nil {
			return time.Time{}, err
		}
		if so(pixels) {
			return time.Now(), nil
		}
	}
	return time.Time{}, errors.Join(errNothing, ctx.Err())
}

// still waits until a part of the screen has not changed for so long.
func (w *watcher) still(ctx context.Context, part image.Rectangle, long time.Duration) error {
	before, err := w.look(part)
	if err != nil {
		return err
	}
	before = slices.Clone(before)
	since := time.Now()
	for deadline := since.Add(30 * time.Second); time.Since(since) < long; time.Sleep(20 * time.Millisecond) {
		now, err := w.look(part)
		if err != nil {
			return err
		}
		if !slices.Equal(now, before) {
			before, since = slices.Clone(now), time.Now()
		}
		if time.Now().After(deadline) || ctx.Err() != nil {
			return errors.Join(errors.New("it does not come to rest"), ctx.Err())
		}
	}
	return nil
}

// atWindow opens the delegate's window with a paper in it, and gives a hand and an eye there.
func (b *bench) atWindow(ctx context.Context, do func(*pointer, *watcher) error) error {
	return b.withWindow(ctx, nil, func(ctx context.Context, on *screen, _ *exec.Cmd) error { return atScreen(ctx, on, do) })
}

// atScreen gives a hand and an eye at a screen on which the first page is awaited.
func atScreen(ctx context.Context, on *screen, do func(*pointer, *watcher) error) error {
	eye, err := on.watcher()
	if err != nil {
		return err
	}
	defer eye.file.Close()
	hand, err := newPointer(on.display)
	if err != nil {
		return err
	}
	defer hand.close()
	if err := eye.still(ctx, shownPage, time.Second); err != nil {
		return fmt.Errorf("the first page: %w", err)
	}
	return do(hand, eye)
}

// notMeasured tells why there is no figure, where there is no window or it is not as it was.
func notMeasured(name string, err error) error {
	if err != nil {
		fmt.Printf("figure %s not measured: %v\n", name, err)
	}
	return err
}
