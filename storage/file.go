package storage

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/zeebo/blake3"
	"golang.org/x/crypto/chacha20"
)

// spot is where the bytes of one paper lie, and under which key.
type spot struct {
	path string
	hash string
	key  []byte // of the session; nil: as they are
}

// Seal has the bytes of papers kept under keys from now on, by hash; those of all other papers are kept as they
// are. What lies here under another key counts for nothing, and Keep removes it.
func (b *Blobs) Seal(keys map[string][]byte) error {
	names := map[string]string{} // of folders, by key
	for _, key := range keys {
		if names[string(key)] != "" {
			continue
		}
		name, err := nameOf(key)
		if err != nil {
			return err
		}
		names[string(key)] = name
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for hash := range b.checked {
		if string(b.keys[hash]) != string(keys[hash]) {
			delete(b.checked, hash)
		}
	}
	for hash := range b.begun {
		if string(b.keys[hash]) != string(keys[hash]) {
			delete(b.begun, hash)
		}
	}
	for hash := range b.wholes {
		if string(b.keys[hash]) != string(keys[hash]) {
			delete(b.wholes, hash)
		}
	}
	b.keys, b.names = keys, names
	return nil
}

// nameOf is how the folder of a key is called; nobody comes from it to the key.
func nameOf(key []byte) (string, error) {
	name, err := hkdf.Key(sha256.New, key, nil, "congso papers of a key 1", 8)
	if err != nil {
		return "", fmt.Errorf("storage: seal papers: %w", err)
	}
	return hex.EncodeToString(name), nil
}

// Destroy removes every paper that lies under a key, and what was begun of any.
func (b *Blobs) Destroy(key []byte) error {
	name, err := nameOf(key)
	if err != nil {
		return err
	}
	if err := os.RemoveAll(filepath.Join(b.folder, name)); err != nil {
		return tell(b.folder, err)
	}
	return nil
}

// ReadPaper returns the bytes of a paper, or ErrWrongHash where they were changed on the disk.
func (b *Blobs) ReadPaper(ctx context.Context, hash string) ([]byte, error) {
	file, err := b.OpenPaper(hash)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	data := make([]byte, info.Size())
	if _, err := io.ReadFull(&stoppable{ctx, file}, data); err != nil {
		return nil, fmt.Errorf("storage: read paper: %w", err)
	}
	if sum := blake3.Sum256(data); hex.EncodeToString(sum[:]) != hash {
		return nil, ErrWrongHash
	}
	return data, nil
}

// spot returns where the bytes of hash lie, or would lie.
func (b *Blobs) spot(hash string) spot {
	if !ValidHash(hash) {
		return spot{path: filepath.Join(b.folder, "none"), hash: hash}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	key := b.keys[hash]
	return spot{path: filepath.Join(b.folder, b.names[string(key)], hash[:2], hash), hash: hash, key: key}
}

// open opens what stands beside the spot, or what lies there itself.
func (p spot) open(suffix string, flag int) (*File, error) {
	file, err := os.OpenFile(p.path+suffix, flag, 0o600)
	if err != nil {
		return nil, err
	}
	f := &File{file: file}
	if p.key == nil {
		return f, nil
	}
	if f.key, err = hkdf.Key(sha256.New, p.key, nil, "congso paper 1"+p.hash, chacha20.KeySize); err != nil {
		return nil, errors.Join(fmt.Errorf("storage: key of a paper: %w", err), file.Close())
	}
	return f, nil
}

// File is the bytes of a paper, which may lie on the disk under a key. They are read and written at any
// place, as those of a plain file.
//
// The cipher is XChaCha20: as long as the paper, and begun anew at any block of 64 bytes. It needs no nonce,
// for each key is of one paper alone, whose hash it is made of: the same place never has other bytes. It
// keeps nobody from changing the file, and need not: no byte is believed that does not fit the BLAKE3 hash of
// the paper or of its piece. Not safe for concurrent use, but for ReadAt and WriteAt.
type File struct {
	file *os.File
	key  []byte // nil: plain
	at   int64
}

var (
	_ io.ReadWriteSeeker = (*File)(nil)
	_ io.ReaderAt        = (*File)(nil)
	_ io.WriterAt        = (*File)(nil)
)

// stretch is how much is put into another form at once.
const stretch = 64 << 10

// turn puts bytes that stand at an offset from one form into the other.
func (f *File) turn(into, from []byte, offset int64) error {
	stream, err := chacha20.NewUnauthenticatedCipher(f.key, make([]byte, chacha20.NonceSizeX))
	if err != nil {
		return fmt.Errorf("storage: paper: %w", err)
	}
	const block = 64
	if offset < 0 || (offset+int64(len(from)))/block >= 1<<32 {
		return fmt.Errorf("storage: paper: offset %d", offset)
	}
	stream.SetCounter(uint32(offset / block))
	var skipped [block]byte
	stream.XORKeyStream(skipped[:offset%block], skipped[:offset%block])
	stream.XORKeyStream(into, from)
	return nil
}

// ReadAt is as of an os.File.
func (f *File) ReadAt(into []byte, offset int64) (int, error) {
	n, err := f.file.ReadAt(into, offset)
	if n > 0 && f.key != nil {
		if turned := f.turn(into[:n], into[:n], offset); turned != nil {
			return 0, turned
		}
	}
	return n, err
}

// WriteAt is as of an os.File; data is not changed.
func (f *File) WriteAt(data []byte, offset int64) (int, error) {
	if f.key == nil {
		return f.file.WriteAt(data, offset)
	}
	var buffer [stretch]byte
	done := 0
	for done < len(data) {
		part := data[done:min(len(data), done+stretch)]
		if err := f.turn(buffer[:len(part)], part, offset+int64(done)); err != nil {
			return done, err
		}
		n, err := f.file.WriteAt(buffer[:len(part)], offset+int64(done))
		done += n
		if err != nil {
			return done, err
		}
	}
	return done, nil
}

// Read is as of an os.File.
func (f *File) Read(into []byte) (int, error) {
	n, err := f.ReadAt(into, f.at)
	f.at += int64(n)
	if n > 0 && errors.Is(err, io.EOF) {
		err = nil
	}
	return n, err
}

// Write is as of an os.File.
func (f *File) Write(data []byte) (int, error) {
	n, err := f.WriteAt(data, f.at)
	f.at += int64(n)
	return n, err
}

// Seek is as of an os.File.
func (f *File) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += f.at
	case io.SeekEnd:
		info, err := f.file.Stat()
		if err != nil {
			return f.at, err
		}
		offset += info.Size()
	}
	if offset < 0 {
		return f.at, &fs.PathError{Op: "seek", Path: f.file.Name(), Err: fs.ErrInvalid}
	}
	f.at = offset
	return offset, nil
}

// Stat is as of an os.File: a paper has the same size in both forms.
func (f *File) Stat() (fs.FileInfo, error) { return f.file.Stat() }

// Truncate is as of an os.File. What it adds reads as anything.
func (f *File) Truncate(size int64) error { return f.file.Truncate(size) }

// Sync is as of an os.File.
func (f *File) Sync() error { return f.file.Sync() }

// Name is as of an os.File.
func (f *File) Name() string { return f.file.Name() }

// Close is as of an os.File.
func (f *File) Close() error { return f.file.Close() }
