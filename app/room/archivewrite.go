package room

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/zeebo/blake3"

	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
)

// writeArchive writes an archive and has it on the disk when it returns nil.
func writeArchive(ctx context.Context, file string, m ArchiveManifest, database string, blobs *storage.Blobs, authority *trust.Authority) (err error) {
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	manifest, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return err
	}
	signed, err := json.Marshal(sealing{
		Certificate: authority.Server().Certificate(), Authority: authority.Certificate(),
		Signature: authority.Server().Sign(append([]byte(archivePrefix), manifest...)),
	})
	if err != nil {
		return err
	}
	buffered := bufio.NewWriterSize(f, 1<<20)
	w := zip.NewWriter(buffered)
	if err := w.SetComment(archiveSeal + strings.Repeat("0", sumLength)); err != nil {
		return err
	}
	for _, entry := range []struct {
		name string
		data []byte
	}{{archiveManifest, manifest}, {archiveSignature, signed}} {
		if err := store(ctx, w, m, entry.name, strings.NewReader(string(entry.data))); err != nil {
			return err
		}
	}
	if err := storeFile(ctx, w, m, archiveDatabase, database, m.Database.Sum); err != nil {
		return err
	}
	for _, paper := range m.Papers {
		if err := storeFile(ctx, w, m, paperName(paper.Hash), blobs.Path(paper.Hash), paper.Hash); err != nil {
			return err
		}
	}
	if err := errors.Join(w.Close(), buffered.Flush()); err != nil {
		return err
	}
	if err := seal(f); err != nil {
		return err
	}
	return f.Sync()
}

// storeFile adds a file, and refuses one whose bytes are not those that were announced.
func storeFile(ctx context.Context, w *zip.Writer, m ArchiveManifest, name, file, sum string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	hash := blake3.New()
	if err := store(ctx, w, m, name, io.TeeReader(f, hash)); err != nil {
		return err
	}
	if hex.EncodeToString(hash.Sum(nil)) != sum {
		return &CopyFault{Code: DamagedPaper, Path: name, Err: storage.ErrWrongHash}
	}
	return nil
}

func store(ctx context.Context, w *zip.Writer, m ArchiveManifest, name string, from io.Reader) error {
	to, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store, Modified: m.Made()})
	if err != nil {
		return err
	}
	_, err = io.Copy(to, mindful{ctx, from})
	return err
}

// mindful reads until its context ends.
type mindful struct {
	ctx  context.Context
	from io.Reader
}

func (r mindful) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}

// seal writes the hash of all that stands before it at the end of the file.
func seal(f *os.File) error {
	sum, at, err := sealed(f)
	if err != nil {
		return err
	}
	_, err = f.WriteAt([]byte(sum), at)
	return err
}

// sealed returns the hash of everything before the seal's own hash, and where that stands.
func sealed(f *os.File) (sum string, at int64, err error) {
	info, err := f.Stat()
	if err != nil {
		return "", 0, err
	}
	at = info.Size() - sumLength
	sum, _, err = storage.Sum(bufio.NewReaderSize(io.NewSectionReader(f, 0, at), 1<<20))
	return sum, at, err
}
