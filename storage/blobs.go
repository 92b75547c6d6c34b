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

	"github.com/zeebo/blake3"
)

// Blobs keeps the bytes of papers on disk, each under the BLAKE3 hash of its bytes. A file under
// such a name is always whole and right: it is checked before it gets the name.
// Safe for use from any goroutine.
type Blobs struct{ folder string }

// OpenBlobs opens or makes the folder.
func OpenBlobs(folder string) (*Blobs, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, tell(folder, err)
	}
	return &Blobs{folder}, nil
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
func (b *Blobs) Path(hash string) string {
	if !ValidHash(hash) {
		return filepath.Join(b.folder, "none")
	}
	return filepath.Join(b.folder, hash[:2], hash)
}

// Has reports whether the bytes are here.
func (b *Blobs) Has(hash string) bool {
	info, err := os.Stat(b.Path(hash))
	return err == nil && info.Mode().IsRegular()
}

// Open opens the bytes for reading.
func (b *Blobs) Open(hash string) (*os.File, error) { return os.Open(b.Path(hash)) }

// PartSize returns how many bytes of an unfinished transfer are here.
func (b *Blobs) PartSize(hash string) int64 {
	info, err := os.Stat(b.Path(hash) + ".part")
	if err != nil {
		return 0
	}
	return info.Size()
}

// Receive takes the bytes of hash from offset on. What was already here before offset is kept, so
// a transfer that breaks off goes on where it stopped. When the stream ends the whole is checked:
// only right bytes get their name; wrong ones are thrown away and ErrWrongHash returned.
// progress may be nil; it is called with the bytes that are here.
func (b *Blobs) Receive(ctx context.Context, hash string, offset int64, from io.Reader, progress func(int64)) error {
	if !ValidHash(hash) {
		return ErrWrongHash
	}
	if b.Has(hash) {
		return nil
	}
	target := b.Path(hash)
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return tell(target, err)
	}
	part, err := os.OpenFile(target+".part", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return tell(target, err)
	}
	defer part.Close()
	if err := part.Truncate(offset); err != nil {
		return tell(target, err)
	}
	if _, err := part.Seek(offset, io.SeekStart); err != nil {
		return tell(target, err)
	}
	if err := pour(ctx, part, from, offset, progress); err != nil {
		return tell(target, err)
	}
	if _, err := part.Seek(0, io.SeekStart); err != nil {
		return tell(target, err)
	}
	sum := blake3.New()
	if _, err := io.Copy(sum, part); err != nil {
		return tell(target, err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != hash {
		return errors.Join(ErrWrongHash, os.Remove(target+".part"))
	}
	if err := part.Sync(); err != nil {
		return tell(target, err)
	}
	if err := part.Close(); err != nil {
		return tell(target, err)
	}
	if err := os.Rename(target+".part", target); err != nil {
		return tell(target, err)
	}
	return syncDir(filepath.Dir(target))
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
	target := b.Path(hash)
	for _, name := range []string{target, target + ".part"} {
		if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return tell(target, err)
		}
	}
	return nil
}

// Keep removes every blob that is not wanted, and returns how many went.
func (b *Blobs) Keep(wanted func(hash string) bool) (int, error) {
	removed := 0
	err := filepath.WalkDir(b.folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		hash := entry.Name()
		if len(hash) > 64 {
			hash = hash[:64] // an unfinished one
		}
		if ValidHash(hash) && !wanted(hash) {
			removed++
			return os.Remove(name)
		}
		return nil
	})
	if err != nil {
		return removed, fmt.Errorf("storage: keep blobs: %w", err)
	}
	return removed, nil
}
