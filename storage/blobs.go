package storage

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"github.com/zeebo/blake3"
	"golang.org/x/sync/singleflight"
)

// Blobs keeps the bytes of papers on disk, each under the BLAKE3 hash of its bytes. A file under
// such a name is always whole and right: it is checked before it gets the name.
// Safe for use from any goroutine.
type Blobs struct {
	folder string
	making singleflight.Group // of manifests

	mu      sync.Mutex
	slots   map[string]*slot
	checked map[string]*marks    // of unfinished papers: what this process has checked itself
	begun   map[string]*Assembly // the last of each unfinished paper
	wholes  map[string]*Checked  // of papers that were held against their hash whole
	keys    map[string][]byte    // of papers that are sealed, by hash
	names   map[string]string    // of folders, by key
}

// What stands beside the bytes of a paper, behind its hash. On disk: only ever add.
const (
	partSuffix     = ".part"     // its first bytes, in order
	piecesSuffix   = ".pieces"   // some of its pieces, each in its place
	haveSuffix     = ".have"     // which of them
	manifestSuffix = ".manifest" // of what pieces it is made
	lockSuffix     = ".lock"     // held by the process that writes it
	damagedSuffix  = ".damaged"  // its bytes, after the disk changed them: shown to nobody
)

// OpenBlobs opens or makes the folder.
func OpenBlobs(folder string) (*Blobs, error) {
	if err := makeFolder(folder); err != nil {
		return nil, tell(folder, err)
	}
	return &Blobs{folder: folder, slots: map[string]*slot{}, checked: map[string]*marks{}, begun: map[string]*Assembly{}, wholes: map[string]*Checked{}}, nil
}

// ErrWrongHash says that bytes are not those that were announced.
var ErrWrongHash = errors.New("storage: bytes do not have the hash they came under")

// ValidHash reports whether text is a BLAKE3 hash in lower-case hexadecimal. Everything that comes
// from outside passes it before it becomes part of a path.
func ValidHash(text string) bool {
	sum, err := hex.DecodeString(text)
	return err == nil && len(sum) == 32 && hex.EncodeToString(sum) == text
}

// Path returns where the bytes of hash lie, or would lie.
func (b *Blobs) Path(hash string) string { return b.spot(hash).path }

// Has reports whether the bytes are here.
func (b *Blobs) Has(hash string) bool {
	info, err := os.Stat(b.Path(hash))
	return err == nil && info.Mode().IsRegular()
}

// Open opens the bytes for reading, where they lie as they are; ErrSealed where they lie under a key.
func (b *Blobs) Open(hash string) (*os.File, error) {
	p := b.spot(hash)
	if p.key != nil {
		return nil, ErrSealed
	}
	return os.Open(p.path)
}

// OpenPaper opens the bytes for reading, whatever they lie under.
func (b *Blobs) OpenPaper(hash string) (*File, error) { return b.spot(hash).open("", os.O_RDONLY) }

// PartSize returns how many bytes of an unfinished transfer are here.
func (b *Blobs) PartSize(hash string) int64 {
	info, err := os.Stat(b.Path(hash) + partSuffix)
	if err != nil {
		return 0
	}
	return info.Size()
}

// Receive takes the bytes of hash from offset on. What was already here before offset is kept, so
// a transfer that breaks off goes on where it stopped; an offset beyond what is here is refused with
// ErrGap. When the stream ends the whole is checked: only right bytes get their name; wrong ones are
// thrown away and ErrWrongHash returned. Of two transfers of one hash the later goes on, and the
// earlier ends with ErrOvertaken: it may hang on a connection that is dead.
// progress may be nil; it is called with the bytes that are here.
func (b *Blobs) Receive(ctx context.Context, hash string, offset int64, from io.Reader, progress func(int64)) error {
	if !ValidHash(hash) {
		return ErrWrongHash
	}
	slot := b.enter(hash)
	defer b.leave(hash, slot)
	to := b.spot(hash)
	target := to.path
	part, err := slot.begin(ctx, to, partSuffix, func(file *File) error { return cut(file, offset) })
	if err != nil || part == nil {
		return tell(target, err)
	}
	defer part.Close()
	if err := pour(ctx, part, from, offset, progress); err != nil {
		return tell(target, err)
	}
	return tell(target, part.finish(target, hash))
}

func pour(ctx context.Context, to io.Writer, from io.Reader, done int64, progress func(int64)) error {
	buffer := make([]byte, 256<<10)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		n, err := from.Read(buffer)
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				return err
			}
			done += int64(n)
			if progress != nil {
				progress(done)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// Remove forgets the bytes of hash, and any part of them.
func (b *Blobs) Remove(hash string) error {
	b.forget(hash)
	target := b.Path(hash)
	for _, suffix := range []string{"", partSuffix, piecesSuffix, haveSuffix, manifestSuffix, damagedSuffix} {
		name := target + suffix
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return tell(target, err)
		}
	}
	return nil
}

// Keep removes every blob that is not wanted, and returns how many went.
func (b *Blobs) Keep(wanted func(hash string) bool) (int, error) {
	gone := map[string]bool{}
	err := b.walk(func(hash, name string) error {
		if wanted(hash) && filepath.Dir(name) == filepath.Dir(b.Path(hash)) { // and under its key
			return nil
		}
		if !strings.HasSuffix(name, manifestSuffix) {
			gone[hash] = true
		}
		b.forget(hash)
		return os.Remove(name)
	})
	if err != nil {
		return len(gone), fmt.Errorf("storage: keep blobs: %w", err)
	}
	return len(gone), nil
}

// walk visits every file of every paper.
func (b *Blobs) walk(visit func(hash, name string) error) error {
	return filepath.WalkDir(b.folder, func(name string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a transfer ended meanwhile
		}
		if err != nil || entry.IsDir() {
			return err
		}
		hash := entry.Name()
		if len(hash) > 64 {
			hash = hash[:64]
		}
		if !ValidHash(hash) {
			return nil
		}
		return visit(hash, name)
	})
}

// Sum reads bytes to their end and returns the hash under which Blobs keeps them, and their number.
func Sum(from io.Reader) (hash string, size int64, err error) {
	sum := blake3.New()
	size, err = io.Copy(sum, from)
	return hex.EncodeToString(sum.Sum(nil)), size, err
}
