package storage

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/zeebo/blake3"
)

// ErrOvertaken says that a later transfer of the same bytes goes on in place of this one.
var ErrOvertaken = errors.New("storage: another transfer of the same bytes goes on")

// slot is where the transfers of one hash meet. Only the latest writes, so that nothing touches a
// file between the moment it is checked and the moment it gets its name. While there are any, other
// processes are kept out.
type slot struct {
	users int // guarded by Blobs.mu

	mu     sync.Mutex
	lock   *pathLock
	latest *part
}

// part is the unfinished file of one transfer.
type part struct {
	*File
	slot *slot
}

func (b *Blobs) enter(hash string) *slot {
	b.mu.Lock()
	defer b.mu.Unlock()
	s := b.slots[hash]
	if s == nil {
		s = &slot{}
		b.slots[hash] = s
	}
	s.users++
	return s
}

func (b *Blobs) leave(hash string, s *slot) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if s.users--; s.users == 0 {
		delete(b.slots, hash)
		s.lock.release()
	}
}

// How often, and how long, it is looked whether another process has done with the bytes.
const (
	lookAgain = 50 * time.Millisecond
	waitFor   = 20 * time.Second
)

// begin opens the unfinished file, has it made ready, and ends the transfer before; it returns nil where
// the whole is here already. It waits for another process that is at the same bytes, and returns
// ErrBusy when that takes too long.
func (s *slot) begin(ctx context.Context, at spot, suffix string, ready func(*File) error) (*part, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, waitFor, ErrBusy)
	defer cancel()
	for {
		p, err := s.try(at, suffix, ready)
		if !errors.Is(err, ErrBusy) {
			return p, err
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(lookAgain):
		}
	}
}

func (s *slot) try(at spot, suffix string, ready func(*File) error) (*part, error) {
	target := at.path
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := makeFolder(filepath.Dir(target)); err != nil {
		return nil, err
	}
	if s.lock == nil {
		lock, err := lockPath(target + lockSuffix)
		if err != nil {
			return nil, err
		}
		s.lock = lock
	}
	if info, err := os.Stat(target); err == nil && info.Mode().IsRegular() {
		return nil, nil
	}
	file, err := at.open(suffix, os.O_RDWR|os.O_CREATE)
	if err != nil {
		return nil, err
	}
	if err := ready(file); err != nil {
		file.Close()
		return nil, err
	}
	if s.latest != nil {
		s.latest.Close()
	}
	s.latest = &part{file, s}
	return s.latest, nil
}

// cut leaves a file with what stands before offset, ready for more.
func cut(file *File, offset int64) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if offset < 0 || offset > info.Size() {
		return fmt.Errorf("%w: %d bytes are here, offset %d", ErrGap, info.Size(), offset)
	}
	if err := file.Truncate(offset); err != nil {
		return err
	}
	_, err = file.Seek(offset, io.SeekStart)
	return err
}

// Write adds to the unfinished file, unless a later transfer does.
func (p *part) Write(data []byte) (int, error) {
	p.slot.mu.Lock()
	defer p.slot.mu.Unlock()
	if p.slot.latest != p {
		return 0, ErrOvertaken
	}
	return p.File.Write(data)
}

// WriteAt puts data into its place in the unfinished file, unless a later transfer does.
func (p *part) WriteAt(data []byte, offset int64) (int, error) {
	p.slot.mu.Lock()
	defer p.slot.mu.Unlock()
	if p.slot.latest != p {
		return 0, ErrOvertaken
	}
	return p.File.WriteAt(data, offset)
}

// over ends a transfer before its end; false where another goes on, or the whole has its name.
func (s *slot) over(p *part) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.latest != p {
		return false
	}
	s.latest = nil
	return true
}

// finish gives the file its name if it has the right bytes, and removes it otherwise.
func (p *part) finish(target, hash string) error {
	p.slot.mu.Lock()
	defer p.slot.mu.Unlock()
	if p.slot.latest != p {
		return ErrOvertaken
	}
	p.slot.latest = nil
	unfinished := p.Name()
	if _, err := p.Seek(0, io.SeekStart); err != nil {
		return err
	}
	sum := blake3.New()
	if _, err := io.CopyBuffer(sum, struct{ io.Reader }{p.File}, make([]byte, 1<<20)); err != nil {
		return err
	}
	if hex.EncodeToString(sum.Sum(nil)) != hash {
		return errors.Join(ErrWrongHash, p.Close(), os.Remove(unfinished))
	}
	if err := p.Sync(); err != nil {
		return err
	}
	if err := p.Close(); err != nil {
		return err
	}
	if err := os.Rename(unfinished, target); err != nil {
		return err
	}
	return syncDir(filepath.Dir(target))
}
