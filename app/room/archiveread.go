package room

import (
	"archive/zip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
)

// VerifyArchive checks an archive alone, with nothing but the file: its seal over every byte, the
// server's signature, the chain and the projections of the session's log, and every paper. Whether the
// pin is that of the room one expects is for the reader to compare.
func VerifyArchive(ctx context.Context, file string, progress Progress) (ArchiveManifest, error) {
	var m ArchiveManifest
	f, err := os.Open(file)
	if err != nil {
		return m, err
	}
	defer f.Close()
	if err := checkSeal(f, file); err != nil {
		return m, err
	}
	info, err := f.Stat()
	if err != nil {
		return m, err
	}
	damaged := func(err error) error { return &CopyFault{Code: DamagedCopy, Path: file, Err: err} }
	opened, err := zip.NewReader(f, info.Size())
	if err != nil {
		return m, damaged(err)
	}
	entries := map[string]*zip.File{}
	for _, entry := range opened.File {
		if entries[entry.Name] != nil || entry.Method != zip.Store {
			return m, damaged(fmt.Errorf("%s stands twice or is packed", entry.Name))
		}
		entries[entry.Name] = entry
	}
	if m, err = readArchiveManifest(entries); err != nil {
		var fault *CopyFault
		if errors.As(err, &fault) {
			fault.Path = file
			return m, fault
		}
		return m, damaged(err)
	}
	if len(entries) != 3+len(m.Papers) {
		return m, damaged(errors.New("other entries than the manifest's"))
	}
	if err := m.verifyDatabase(ctx, entries[archiveDatabase]); err != nil {
		return m, err
	}
	return m, m.verifyPapers(ctx, entries, progress)
}

// checkSeal compares the whole file with the hash at its end.
func checkSeal(f *os.File, file string) error {
	sum, at, err := sealed(f)
	if err != nil || at < int64(len(archiveSeal)) {
		return &CopyFault{Code: NoArchive, Path: file, Err: err}
	}
	end := make([]byte, len(archiveSeal)+sumLength)
	if _, err := f.ReadAt(end, at-int64(len(archiveSeal))); err != nil {
		return err
	}
	if string(end[:len(archiveSeal)]) != archiveSeal {
		return &CopyFault{Code: NoArchive, Path: file}
	}
	if string(end[len(archiveSeal):]) != sum {
		return &CopyFault{Code: DamagedCopy, Path: file, Err: errors.New("other bytes than were sealed")}
	}
	return nil
}

// maxManifest is more than the manifest of any session.
const maxManifest = 64 << 20

func readArchiveManifest(entries map[string]*zip.File) (ArchiveManifest, error) {
	var m ArchiveManifest
	var by sealing
	written, err := readEntry(entries[archiveManifest])
	if err != nil {
		return m, err
	}
	signed, err := readEntry(entries[archiveSignature])
	if err != nil {
		return m, err
	}
	if err := errors.Join(json.Unmarshal(written, &m), json.Unmarshal(signed, &by)); err != nil {
		return m, err
	}
	if m.Format > archiveFormat {
		return m, &CopyFault{Code: NewerCopy}
	}
	pin, err := trust.ParsePin(m.Pin)
	if err != nil {
		return m, err
	}
	key, err := trust.ServerKey(by.Certificate, by.Authority, pin)
	if err != nil {
		return m, err
	}
	return m, trust.Verify(key, append([]byte(archivePrefix), written...), by.Signature)
}

func readEntry(entry *zip.File) ([]byte, error) {
	if entry == nil || entry.UncompressedSize64 > maxManifest {
		return nil, errors.New("no manifest or signature")
	}
	r, err := entry.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return io.ReadAll(r)
}

// verifyDatabase takes the session's log out and checks it.
func (m ArchiveManifest) verifyDatabase(ctx context.Context, entry *zip.File) (err error) {
	damaged := func(err error) error { return &CopyFault{Code: DamagedCopy, Path: archiveDatabase, Err: err} }
	if entry == nil {
		return damaged(nil)
	}
	aside, err := os.MkdirTemp("", "congso-verify-*") // 0700: sealed ballots are in it
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(aside)) }()
	file := filepath.Join(aside, archiveDatabase)
	if err := takeOut(ctx, entry, file); err != nil {
		return storage.Explain(file, err)
	}
	if found, err := sumOf(file, archiveDatabase); err != nil || found != m.Database {
		return damaged(err)
	}
	part, err := storage.OpenAlone(file)
	if err != nil {
		return err
	}
	defer part.Close()
	head, err := soundPart(ctx, part, m.Stream())
	if err != nil {
		return err
	}
	answers, err := part.Answers(ctx, m.Stream())
	if err != nil {
		return err
	}
	if head != m.Head || answers != m.Answers {
		return damaged(errors.New("another end than the manifest's"))
	}
	_, readable, err := part.Named(ctx, m.Stream())
	if err != nil {
		return err
	}
	for _, paper := range m.Papers {
		if paper.Valid != readable[paper.Hash] {
			return damaged(fmt.Errorf("paper %s", paper.Hash))
		}
		delete(readable, paper.Hash)
	}
	if len(readable) > 0 {
		return damaged(fmt.Errorf("%d papers of the log are not in the manifest", len(readable)))
	}
	return nil
}

func takeOut(ctx context.Context, entry *zip.File, file string) (err error) {
	from, err := entry.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, mindful{ctx, from})
	return errors.Join(err, to.Close())
}

// verifyPapers compares every paper with its hash.
func (m ArchiveManifest) verifyPapers(ctx context.Context, entries map[string]*zip.File, progress Progress) error {
	var done, total int64
	for _, paper := range m.Papers {
		total += paper.Size
	}
	for _, paper := range m.Papers {
		damaged := &CopyFault{Code: DamagedPaper, Path: paper.Title + " (" + paper.Hash + ")"}
		entry := entries[paperName(paper.Hash)]
		if entry == nil {
			return damaged
		}
		from, err := entry.Open()
		if err != nil {
			return damaged
		}
		sum, size, err := storage.Sum(mindful{ctx, from})
		from.Close()
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil || sum != paper.Hash || size != paper.Size {
			return damaged
		}
		done += size
		progress.tell(StagePapers, done, total)
	}
	return nil
}
