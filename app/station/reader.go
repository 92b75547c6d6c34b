package station

import (
	"context"
	"errors"
	"sync"

	"congso.vn/congso/storage"
	"congso.vn/congso/sync/link"
)

// Reader reads one paper (tài liệu) at offsets, whether it is here, is coming or has not begun to: what is
// not here is fetched before all else, and waited for. No byte is given that was not checked. Its methods may
// be called from any goroutine; they are those that the renderer of pages declares.
type Reader struct {
	hash    string
	blobs   *storage.Blobs
	fetcher *link.Fetcher
	mend    func(error) error // has it fetched anew where it was changed on the disk

	mu       sync.Mutex
	whole    *storage.Checked // once all of it is here
	err      error            // why there is none, when it was looked for last
	checking chan struct{}    // closed when it is known; nil while nobody looks
}

// Reader returns a reader of a paper.
func (s *Station) Reader(blob string) *Reader {
	s.bringBack(blob)
	return &Reader{hash: blob, blobs: s.folder.blobs, fetcher: s.fetcher, mend: func(err error) error { return s.mend(blob, err) }}
}

// PaperSize returns how many bytes a paper has that is here whole; 0 for all others.
func (s *Station) PaperSize(blob string) int64 {
	file, err := s.folder.blobs.OpenPaper(blob)
	if err != nil {
		return 0
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return 0
	}
	return info.Size()
}

// Size is the number of bytes of the whole paper.
func (r *Reader) Size(ctx context.Context) (size int64, err error) {
	err = r.with(ctx, 0, 1, func(from *storage.Checked) error {
		size = from.Size()
		return nil
	})
	return size, err
}

// ReadAt fills all of into with the bytes from offset on.
func (r *Reader) ReadAt(ctx context.Context, into []byte, offset int64) error {
	return r.with(ctx, offset, int64(len(into)), func(from *storage.Checked) error { return from.Read(into, offset) })
}

// with uses what is here of a paper, once a part of it is. While the transfer ends the pieces are gone before
// the whole is there.
func (r *Reader) with(ctx context.Context, offset, length int64, use func(*storage.Checked) error) error {
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		whole, err := r.all(ctx)
		if err != nil {
			return err
		}
		if whole != nil {
			return r.used(whole, use(whole))
		}
		if err := r.fetcher.Bring(ctx, r.hash, offset, length); err != nil {
			return err
		}
		begun, ok := r.blobs.Begun(r.hash)
		if !ok && !r.blobs.Has(r.hash) {
			return storage.ErrNotHere // removed in this moment
		}
		if ok {
			if err := use(begun); !errors.Is(err, storage.ErrNotHere) {
				return err
			}
		}
	}
}

// all is the whole paper; nil while it is not here. What has begun to be checked is checked to its end, though
// nobody waits for it any more: whoever comes back finds it done.
func (r *Reader) all(ctx context.Context) (*storage.Checked, error) {
	if !r.blobs.Has(r.hash) {
		return nil, nil
	}
	r.mu.Lock()
	if r.whole != nil {
		defer r.mu.Unlock()
		return r.whole, nil
	}
	if r.checking == nil {
		r.checking = make(chan struct{})
		go r.check(r.checking)
	}
	done := r.checking
	r.mu.Unlock()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-done:
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.whole, r.err
}

// check holds the whole paper against its hash.
func (r *Reader) check(done chan struct{}) {
	whole, err := r.blobs.Whole(context.Background(), r.hash)
	if err != nil {
		err = r.mend(err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.whole, r.err, r.checking = whole, err, nil
	close(done)
}

// used forgets a whole paper that could not be read.
func (r *Reader) used(whole *storage.Checked, err error) error {
	if err == nil {
		return nil
	}
	r.mu.Lock()
	if r.whole == whole {
		r.whole = nil
	}
	r.mu.Unlock()
	return r.mend(err)
}
