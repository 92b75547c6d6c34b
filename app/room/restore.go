package room

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
)

// restoringSuffix stands behind the folder's name while it is made.
const restoringSuffix = ".restoring"

// Restored is what a restore did.
type Restored struct {
	Manifest BackupManifest
	Epoch    change.Epoch // that the room begins
}

// Restore makes the room of a backup in config.Folder, which is empty or absent. Everything is copied
// beside it, checked there byte by byte, and moved into place whole: on any error, and after a crash
// at any moment, the folder is as it was.
//
// The restored room begins a new epoch. Devices notice, hand over again what the server acknowledged
// after the backup was made, and end the word of the server that was, should it come back. A person must
// have confirmed it: the old server may not go on.
func Restore(ctx context.Context, backup string, config Config, progress Progress) (Restored, error) {
	m, err := ReadBackup(backup)
	if err != nil {
		return Restored{}, err
	}
	folder := filepath.Clean(config.Folder)
	if real, err := filepath.EvalSymlinks(folder); err == nil {
		folder = real // the folder is replaced, not what points to it
	}
	if names, err := os.ReadDir(folder); err == nil && len(names) > 0 {
		return Restored{}, &CopyFault{Code: NotEmpty, Path: folder}
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Restored{}, err
	}
	making := folder + restoringSuffix
	lock, err := beginRestoring(making)
	if err != nil {
		return Restored{}, err
	}
	done := Restored{Manifest: m}
	if done.Epoch, err = m.restore(ctx, backup, making, config.Now(), progress); err == nil {
		err = moveInto(making, folder)
	}
	err = errors.Join(err, lock.Release())
	if err != nil {
		return done, errors.Join(err, os.RemoveAll(making))
	}
	return done, nil
}

// beginRestoring makes the folder anew, without what a restore that broke off left there.
func beginRestoring(making string) (*storage.FolderLock, error) {
	names, err := os.ReadDir(making)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	known := map[string]bool{"lock": true, "blobs": true, "trust": true, "people.key": true, vaultFile: true, safeFile: true, "majority.json": true}
	for _, entry := range names {
		if !known[entry.Name()] && !strings.HasPrefix(entry.Name(), "room.db") && !strings.HasPrefix(entry.Name(), subjectsFile) { // and what SQLite makes beside it
			return nil, &CopyFault{Code: NotEmpty, Path: making}
		}
	}
	if err := os.MkdirAll(making, 0o700); err != nil {
		return nil, storage.Explain(making, err)
	}
	lock, err := storage.LockFolder(making)
	if errors.Is(err, storage.ErrInUse) {
		return nil, &CopyFault{Code: CopyBusy, Path: making}
	}
	if err != nil {
		return nil, storage.Explain(making, err)
	}
	for _, entry := range names {
		if entry.Name() == "lock" {
			continue
		}
		if err := os.RemoveAll(filepath.Join(making, entry.Name())); err != nil {
			return nil, errors.Join(err, lock.Release())
		}
	}
	return lock, nil
}

// restore copies a backup into the folder making, checks it there and begins the epoch.
func (m BackupManifest) restore(ctx context.Context, backup, making string, now time.Time, progress Progress) (change.Epoch, error) {
	var none change.Epoch
	if err := m.complete(); err != nil {
		return none, err
	}
	for _, file := range m.Files {
		path := filepath.FromSlash(file.Name)
		copied, err := copyFile(filepath.Join(backup, m.State, path), filepath.Join(making, path), file.Name)
		if errors.Is(err, fs.ErrNotExist) || err == nil && copied != file {
			return none, &CopyFault{Code: DamagedCopy, Path: file.Name, Err: err}
		}
		if err != nil {
			return none, err
		}
	}
	authority, err := trust.OpenAuthority(filepath.Join(making, "trust"))
	if err != nil {
		return none, err
	}
	if authority.Pin().String() != m.Pin {
		return none, &CopyFault{Code: DamagedCopy, Path: "trust/authority.pem"}
	}
	if _, err := openSecrets(making); err != nil {
		return none, err
	}
	if _, err := loadRules(making); err != nil {
		return none, err
	}
	log, err := storage.OpenRoom(ctx, filepath.Join(making, "room.db")) // an older one is migrated here
	if err != nil {
		return none, err
	}
	epoch, err := m.restoreLog(ctx, log, authority, backup, making, now, progress)
	if err = errors.Join(err, log.Close()); err != nil {
		return none, err
	}
	return epoch, errors.Join(storage.SyncFolder(filepath.Join(making, "trust")), storage.SyncFolder(filepath.Join(making, "blobs")), storage.SyncFolder(making))
}

func (m BackupManifest) restoreLog(ctx context.Context, log *storage.Room, authority *trust.Authority, backup, making string, now time.Time, progress Progress) (change.Epoch, error) {
	var none change.Epoch
	if _, err := m.verifyLog(ctx, log); err != nil {
		return none, err
	}
	if err := m.restorePapers(ctx, log, backup, making, progress); err != nil {
		return none, err
	}
	highest, err := log.HighestEpoch(ctx)
	if err != nil {
		return none, err
	}
	epoch := authority.Server().Begin(epochAfter(highest, now), change.Restored, now)
	if err := log.BeginEpoch(ctx, epoch); err != nil {
		return none, err
	}
	// It speaks for the room from now on, whoever it was before, and nobody may take over from it yet.
	for _, name := range []string{keyStandby, keyFollowing, keyBefore} {
		if err := log.SetSetting(ctx, name, nil); err != nil {
			return none, err
		}
	}
	// It waits for no standby, which cannot take over above this epoch, and tells none it took over from.
	return epoch, errors.Join(log.ForgetOvertaken(ctx), log.SetSetting(ctx, keyStandby, nil), log.SetSetting(ctx, keyBefore, nil))
}

// epochAfter returns the number of the epoch of a restored room: above the highest that its backup has
// heard of, and above any that was begun after the backup was made and that nobody here can know of,
// such as by an earlier restore of the same backup. A number begun twice would be two rooms that devices
// cannot tell apart. So it is the minutes since 2020, which no counting by ones catches up with; where
// the clock is wrong it is at least the next one.
func epochAfter(highest uint32, now time.Time) uint32 {
	minutes := now.Sub(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)).Minutes()
	if minutes <= float64(highest) || minutes > 1<<31 {
		return highest + 1
	}
	return uint32(minutes)
}

// restorePapers copies every paper of the backup and checks it.
func (m BackupManifest) restorePapers(ctx context.Context, log *storage.Room, backup, making string, progress Progress) error {
	from := filepath.Join(backup, backupPapers)
	if _, err := os.Stat(from); err != nil {
		return &CopyFault{Code: DamagedCopy, Path: from, Err: err}
	}
	source, err := storage.OpenBlobs(from)
	if err != nil {
		return err
	}
	target, err := storage.OpenBlobs(filepath.Join(making, "blobs"))
	if err != nil {
		return err
	}
	hashes, err := log.Readable(ctx)
	if err != nil {
		return err
	}
	missing := map[string]bool{}
	for _, paper := range m.Missing {
		missing[paper.Hash] = true
	}
	var done, total int64
	for _, hash := range hashes {
		total += sizeOf(source.Path(hash))
	}
	papers := 0
	for _, hash := range hashes {
		if missing[hash] {
			continue
		}
		size, err := bringPaper(ctx, source, target, hash)
		if faultIs(err, DamagedPaper) {
			return &CopyFault{Code: DamagedPaper, Path: titleOf(ctx, log, hash) + " (" + hash + ")", Err: err}
		}
		if err != nil {
			return err
		}
		papers, done = papers+1, done+size
		progress.tell(StagePapers, done, total)
	}
	if papers != m.Papers {
		return &CopyFault{Code: DamagedCopy, Path: backupFile}
	}
	return nil
}

// moveInto gives the finished folder its name, in which nothing may have come to lie meanwhile.
func moveInto(making, folder string) error {
	if err := os.Remove(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("room: restore: %w", err)
	}
	if err := os.Rename(making, folder); err != nil {
		return fmt.Errorf("room: restore: %w", err)
	}
	return storage.SyncFolder(filepath.Dir(folder))
}
