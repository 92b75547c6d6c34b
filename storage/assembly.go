package storage

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"sync"

	"github.com/zeebo/blake3"

	"congso.vn/congso/app/chunk"
)

// Assembly is a paper that comes in pieces, in any order. What is put is kept on disk at once: whatever
// ends the program, only the piece that was on its way comes again. Safe for use from any goroutine.
type Assembly struct {
	blobs    *Blobs
	hash     string
	manifest chunk.Manifest
	spans    []chunk.Span
	same     map[chunk.Hash][]int // of each piece, where it stands
	spot     spot
	slot     *slot
	part     *part
	file     *os.File // of the marks
	fresh    bool     // nothing of the paper was here
	pushed   int64    // how much of what was put the disk was asked to write

	mu       sync.Mutex
	marks    *marks
	received int64
	closed   bool
}

// Assemble goes on with a paper that comes in pieces: those that were here are checked, and those that
// other papers have are taken from them. It returns nil where the whole is here already. As with
// Receive, of two transfers of one hash the later goes on. The caller closes it.
func (b *Blobs) Assemble(ctx context.Context, hash string, m chunk.Manifest) (*Assembly, error) {
	if !ValidHash(hash) || hex.EncodeToString(m.Hash[:]) != hash {
		return nil, ErrWrongHash
	}
	a := &Assembly{blobs: b, hash: hash, manifest: m, spans: m.Spans(), spot: b.spot(hash), same: make(map[chunk.Hash][]int, len(m.Chunks)), slot: b.enter(hash), marks: newMarks(m)}
	for i, c := range m.Chunks {
		a.same[c.Hash] = append(a.same[c.Hash], i)
	}
	err := a.open(ctx)
	if err != nil || a.part == nil {
		return nil, errors.Join(tell(b.Path(hash), err), a.Close())
	}
	b.mu.Lock()
	b.begun[hash] = a
	b.mu.Unlock()
	return a, nil
}

func (a *Assembly) open(ctx context.Context) error {
	target := a.spot.path
	part, err := a.slot.begin(ctx, a.spot, piecesSuffix, func(file *File) error {
		return a.adopt(file, target)
	})
	if err != nil || part == nil {
		return err
	}
	a.part = part
	if err := a.blobs.keep(a.hash, a.manifest); err != nil {
		return err
	}
	if a.file, err = os.OpenFile(target+haveSuffix, os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return err
	}
	if err := a.check(ctx); err != nil {
		return err
	}
	return a.borrow(ctx)
}

// adopt makes the unfinished file ready: it has its full size from the start. What came by the plain way
// before counts as pieces that are to be checked.
func (a *Assembly) adopt(file *File, target string) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if a.fresh = info.Size() != a.manifest.Size; a.fresh {
		a.blobs.forget(a.hash)
		before, err := a.spot.open(partSuffix, os.O_RDONLY)
		if err == nil {
			a.fresh = false
			_, err = io.CopyBuffer(file, before, make([]byte, 1<<20))
			err = errors.Join(err, before.Close(), os.Remove(target+partSuffix), os.Remove(target+haveSuffix))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return file.Truncate(a.manifest.Size)
}

// check reads what is marked and holds it against its hash. What this process has checked before is
// believed.
func (a *Assembly) check(ctx context.Context) error {
	a.blobs.mu.Lock()
	known := a.blobs.checked[a.hash]
	a.blobs.mu.Unlock()
	if known != nil && known.of == a.marks.of {
		a.marks = known.clone()
		a.count()
		return nil
	}
	claimed := newMarks(a.manifest)
	if err := claimed.read(a.file); err != nil {
		return err
	}
	if info, err := a.file.Stat(); err != nil {
		return err
	} else if info.Size() == 0 && !a.fresh { // nothing was noted: whatever stands there may be right
		for i := range claimed.set {
			claimed.set[i] = 0xff
		}
	}
	for i := range a.spans {
		if err := ctx.Err(); err != nil {
			return err
		}
		if claimed.has(i) && a.right(a.part.File, a.spans[i], i) != nil {
			a.marks.set[i/8] |= 1 << (i % 8)
		}
	}
	a.count()
	return a.marks.write(a.file)
}

// right reads a piece at a place of a file, and returns it if it is the piece of index.
func (a *Assembly) right(from *File, at chunk.Span, index int) []byte {
	data := make([]byte, at.Size)
	if _, err := from.ReadAt(data, at.Offset); err != nil || blake3.Sum256(data) != a.manifest.Chunks[index].Hash {
		return nil
	}
	return data
}

func (a *Assembly) count() {
	for i, span := range a.spans {
		if a.marks.has(i) {
			a.received += int64(span.Size)
		}
	}
}

// Missing returns the pieces that are not here, in order.
func (a *Assembly) Missing() []int {
	a.mu.Lock()
	defer a.mu.Unlock()
	var missing []int
	for i := range a.spans {
		if !a.marks.has(i) {
			missing = append(missing, i)
		}
	}
	return missing
}

// Received returns how many bytes are here.
func (a *Assembly) Received() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.received
}

// pushEvery is after how many bytes the disk is asked to begin writing, so that little is left to wait for
// when the paper is whole.
const pushEvery = 4 << 20

// Put takes pieces that follow each other, the first of them being that of index, and keeps those that are
// right, wherever else they stand in the paper too. It returns the wrong ones, of which no trace is left.
// Many at once are written at once: that is several times as fast as one after the other.
func (a *Assembly) Put(index int, data []byte) (wrong []int, err error) {
	if index < 0 || index >= len(a.spans) {
		return nil, fmt.Errorf("storage: piece %d of %d", index, len(a.spans))
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	begin, size := 0, 0 // of the right ones that are not written yet
	for at := 0; ; {
		end := len(data)
		if index < len(a.spans) {
			end = min(end, at+int(a.spans[index].Size))
		}
		if one := data[at:end]; index < len(a.spans) && blake3.Sum256(one) == a.manifest.Chunks[index].Hash {
			size += len(one)
		} else {
			wrong = append(wrong, index)
			if err := a.write(index, data[begin:begin+size]); err != nil {
				return wrong, err
			}
			begin, size = end, 0
		}
		at, index = end, index+1
		if at == len(data) {
			break
		}
	}
	if err := a.write(index, data[begin:begin+size]); err != nil {
		return wrong, err
	}
	if a.received-a.pushed >= pushEvery {
		a.pushed = a.received
		push(a.part.file)
	}
	return wrong, nil
}

// write keeps right pieces that end before that of index, and marks them when they are written.
func (a *Assembly) write(before int, data []byte) error {
	if len(data) == 0 {
		return nil
	}
	first := before
	for left := len(data); left > 0; left -= int(a.spans[first].Size) {
		first--
	}
	if _, err := a.part.WriteAt(data, a.spans[first].Offset); err != nil {
		return tell(a.part.Name(), err)
	}
	var written []int
	for i := first; i < before; i++ {
		one := data[a.spans[i].Offset-a.spans[first].Offset:][:a.spans[i].Size]
		for _, twin := range a.same[a.manifest.Chunks[i].Hash] {
			if twin < first || twin >= before {
				if a.marks.has(twin) {
					continue
				}
				if _, err := a.part.WriteAt(one, a.spans[twin].Offset); err != nil {
					return tell(a.part.Name(), err)
				}
			}
			written = append(written, twin)
		}
	}
	slices.Sort(written)
	written = slices.Compact(written)
	fresh := int64(0)
	for _, i := range written {
		if !a.marks.has(i) {
			fresh += int64(a.spans[i].Size)
		}
	}
	if err := a.marks.add(a.file, written); err != nil {
		return tell(a.file.Name(), err)
	}
	a.received += fresh
	return nil
}

// Finish checks the whole and gives it its name; wrong bytes, whose pieces were all as the manifest said,
// are thrown away with it, and ErrWrongHash returned.
func (a *Assembly) Finish(ctx context.Context) error {
	if missing := a.Missing(); len(missing) > 0 {
		return fmt.Errorf("%w: %d pieces are missing", ErrGap, len(missing))
	}
	target := a.spot.path
	err := a.part.finish(target, a.hash)
	if err != nil && !errors.Is(err, ErrWrongHash) {
		return tell(target, err)
	}
	a.blobs.forget(a.hash)
	spent := []string{haveSuffix, partSuffix}
	if err != nil {
		spent = append(spent, manifestSuffix)
	}
	for _, suffix := range spent {
		if gone := os.Remove(target + suffix); gone != nil && !errors.Is(gone, fs.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	return tell(target, err)
}

func (b *Blobs) forget(hash string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.checked, hash)
	delete(b.begun, hash)
	delete(b.wholes, hash)
}

// Close leaves what is here for the next time.
func (a *Assembly) Close() error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.closed {
		return nil
	}
	a.closed = true
	var err error
	if a.file != nil {
		err = a.file.Close()
	}
	if a.part != nil {
		if a.slot.over(a.part) {
			a.blobs.mu.Lock()
			a.blobs.checked[a.hash] = a.marks
			a.blobs.mu.Unlock()
		}
		if closing := a.part.Close(); !errors.Is(closing, os.ErrClosed) {
			err = errors.Join(err, closing)
		}
	}
	a.blobs.leave(a.hash, a.slot)
	return err
}
