package room

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"congso.vn/congso/storage"
)

// BackupCheck is what VerifyBackup found to be good.
type BackupCheck struct {
	Manifest BackupManifest
	Findings []storage.Finding // of every stream
}

// VerifyBackup reads a whole backup and compares every byte with what was written down: files, the
// chains and projections of the logs, the papers. It writes nothing. An error names what is wrong.
func VerifyBackup(ctx context.Context, folder string, progress Progress) (BackupCheck, error) {
	var check BackupCheck
	m, err := ReadBackup(folder)
	if err != nil {
		return check, err
	}
	check.Manifest = m
	state := filepath.Join(folder, m.State)
	for _, file := range m.Files {
		path := filepath.Join(state, filepath.FromSlash(file.Name))
		if found, err := sumOf(path, file.Name); err != nil || found != file {
			return check, &CopyFault{Code: DamagedCopy, Path: path, Err: err}
		}
	}
	if err := m.complete(); err != nil {
		return check, err
	}
	log, err := storage.OpenAlone(filepath.Join(state, "room.db"))
	if err != nil {
		return check, err
	}
	defer log.Close()
	if check.Findings, err = m.verifyLog(ctx, log); err != nil {
		return check, err
	}
	papers, err := papersIn(filepath.Join(folder, backupPapers))
	if err != nil {
		return check, err
	}
	return check, m.verifyPapers(ctx, log, papers, progress)
}

// papersIn opens a folder of papers without making it.
func papersIn(folder string) (func(hash string) string, error) {
	if _, err := os.Stat(folder); err != nil {
		return nil, &CopyFault{Code: DamagedCopy, Path: folder, Err: err}
	}
	blobs, err := storage.OpenBlobs(folder)
	if err != nil {
		return nil, err
	}
	return blobs.Path, nil
}

// complete refuses a manifest that lacks what no room can do without.
func (m BackupManifest) complete() error {
	for _, needed := range []string{"room.db", "people.key", "trust/authority.pin"} {
		if !m.has(needed) {
			return &CopyFault{Code: DamagedCopy, Path: needed}
		}
	}
	if !m.has("trust/authority.pem") && !m.has("trust/server.pem") {
		return &CopyFault{Code: DamagedCopy, Path: "trust"}
	}
	return nil
}

// verifyLog checks the logs and that they end where the manifest says.
func (m BackupManifest) verifyLog(ctx context.Context, log *storage.Room) ([]storage.Finding, error) {
	findings, err := log.Verify(ctx)
	if err != nil {
		return findings, err
	}
	for _, finding := range findings {
		if !finding.OK() {
			return findings, &CopyFault{Code: DamagedCopy, Path: string(finding.Stream)}
		}
	}
	found := m
	if err := found.describe(ctx, log); err != nil {
		return findings, err
	}
	if !maps.Equal(found.Streams, m.Streams) || found.Epoch != m.Epoch || found.Room != m.Room {
		return findings, &CopyFault{Code: DamagedCopy, Path: "room.db"}
	}
	return findings, nil
}

// verifyPapers checks that every paper that somebody may read is there with its bytes, but those that
// the manifest says are missing.
func (m BackupManifest) verifyPapers(ctx context.Context, log *storage.Room, path func(hash string) string, progress Progress) error {
	hashes, err := log.Readable(ctx)
	if err != nil {
		return err
	}
	var total, done int64
	for _, hash := range hashes {
		total += sizeOf(path(hash))
	}
	found := 0
	for _, hash := range hashes {
		if err := ctx.Err(); err != nil {
			return err
		}
		if slices.ContainsFunc(m.Missing, func(p MissingPaper) bool { return p.Hash == hash }) {
			continue
		}
		paper, err := sumOf(path(hash), hash)
		if err != nil || paper.Sum != hash {
			return &CopyFault{Code: DamagedPaper, Path: titleOf(ctx, log, hash) + " (" + hash + ")", Err: err}
		}
		found, done = found+1, done+paper.Size
		progress.tell(StagePapers, done, total)
	}
	if found != m.Papers {
		return &CopyFault{Code: DamagedCopy, Path: backupFile}
	}
	return nil
}
