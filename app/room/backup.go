package room

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
)

// Stages of what is told while a copy is made or read.
const (
	StageLog    = "log"    // done and total are bytes of the database
	StagePapers = "papers" // and of papers
)

// Progress is told how far a stage has come; nil tells nobody.
type Progress func(stage string, done, total int64)

func (p Progress) tell(stage string, done, total int64) {
	if p != nil {
		p(stage, done, total)
	}
}

// Backup makes a backup (bản sao lưu) of the room in config.Folder, in the folder target: everything a
// new machine needs to go on as this room. A server may run on the room or not; nobody waits.
//
// target is empty or absent, or holds an earlier backup of the same room, which stays a good backup
// until the new one is whole and takes its place: whatever happens in between. Papers that the earlier one
// has are checked and not copied again, so that a backup every night is quick and a paper that was
// damaged there is mended. A backup that broke off is gone on with.
//
// A paper that is damaged on the server itself is left out and named by a CopyFault, with the backup made:
// the logs are worth more than one paper.
func Backup(ctx context.Context, config Config, target string, progress Progress) (BackupManifest, error) {
	folder := config.Folder
	var m BackupManifest
	if err := holdsRoom(folder); err != nil {
		return m, err
	}
	authority, err := trust.OpenAuthority(filepath.Join(folder, "trust"))
	if err != nil {
		return m, err
	}
	m = BackupManifest{Format: backupFormat, Pin: authority.Pin().String(), MadeAt: config.Now().UnixMilli()}
	before, lock, err := takeTarget(target, m)
	if err != nil {
		return m, err
	}
	defer lock.Release()
	m.State, err = newState(target, m)
	if err != nil {
		return m, err
	}
	state := filepath.Join(target, m.State)
	if err := m.copyState(ctx, folder, state, progress); err != nil {
		return m, errors.Join(err, os.RemoveAll(state))
	}
	if err := m.goesOn(before); err != nil {
		return m, errors.Join(err, os.RemoveAll(state))
	}
	kept, err := m.copyPapers(ctx, folder, target, progress)
	if err != nil {
		return m, errors.Join(err, os.RemoveAll(state))
	}
	if err := m.write(target, backupFile); err != nil {
		return m, err
	}
	if err := tidy(target, m, kept); err != nil {
		return m, err
	}
	if len(m.Missing) > 0 {
		return m, &CopyFault{Code: DamagedPaper, Path: m.Missing[0].Title + " (" + m.Missing[0].Hash + ")"}
	}
	return m, nil
}

// holdsRoom refuses a folder without what every room has, of a first server or of one that was a standby.
func holdsRoom(folder string) error {
	for _, needed := range []string{"room.db", "people.key"} {
		if _, err := os.Stat(filepath.Join(folder, needed)); errors.Is(err, fs.ErrNotExist) {
			return &CopyFault{Code: NoRoom, Path: folder, Err: err}
		} else if err != nil {
			return err
		}
	}
	if !trust.HasServer(filepath.Join(folder, "trust")) {
		return &CopyFault{Code: NoRoom, Path: folder}
	}
	return nil
}

// takeTarget takes the target for this process, and reads the backup that is there: the zero one for none.
func takeTarget(target string, m BackupManifest) (before BackupManifest, lock *storage.FolderLock, err error) {
	names, err := os.ReadDir(target)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return before, nil, err
	}
	isNew := !slices.ContainsFunc(names, func(entry fs.DirEntry) bool {
		return entry.Name() != unfinishedFile+".new" && entry.Name() != "lock" // where one broke off at once
	})
	if !isNew {
		if before, err = ReadBackup(target); errors.Is(err, fs.ErrNotExist) || faultIs(err, NoBackup) {
			before, err = readManifest(target, unfinishedFile)
			before.Streams, before.Epoch = nil, 0
		}
		switch {
		case faultIs(err, NoBackup):
			return before, nil, &CopyFault{Code: NotEmpty, Path: target}
		case err != nil:
			return before, nil, err
		case before.Pin != m.Pin:
			return before, nil, &CopyFault{Code: AnotherRoom, Path: target}
		}
	}
	if err := os.MkdirAll(target, 0o700); err != nil {
		return before, nil, storage.Explain(target, err)
	}
	if isNew {
		begun := m
		begun.State = stateAt(m)
		if err := begun.write(target, unfinishedFile); err != nil {
			return before, nil, err
		}
	}
	lock, err = storage.LockFolder(target)
	if errors.Is(err, storage.ErrInUse) {
		return before, nil, &CopyFault{Code: CopyBusy, Path: target}
	}
	return before, lock, err
}

func faultIs(err error, code string) bool {
	var fault *CopyFault
	return errors.As(err, &fault) && fault.Code == code
}

func stateAt(m BackupManifest) string { return m.Made().UTC().Format("20060102T150405.000Z") }

// newState makes the folder of everything but papers; two backups never share one.
func newState(target string, m BackupManifest) (string, error) {
	for ; ; m.MadeAt++ {
		name := stateAt(m)
		err := os.Mkdir(filepath.Join(target, name), 0o700)
		if !errors.Is(err, fs.ErrExist) {
			return name, storage.Explain(target, err)
		}
	}
}

// copyState copies the database as it stands now, the keys and the office's rules.
func (m *BackupManifest) copyState(ctx context.Context, folder, state string, progress Progress) error {
	source, database := filepath.Join(folder, "room.db"), filepath.Join(state, "room.db")
	err := storage.BackupRoom(ctx, source, database, func(done, total int) { progress.tell(StageLog, int64(done)*4096, int64(total)*4096) })
	if err != nil {
		return err
	}
	copied, err := sumOf(database, "room.db")
	if err != nil {
		return err
	}
	m.Files, m.Bytes = append(m.Files, copied), copied.Size
	names := []string{"people.key", vaultFile, safeFile, "majority.json"}
	entries, err := os.ReadDir(filepath.Join(folder, "trust"))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if entry.Type().IsRegular() {
			names = append(names, "trust/"+entry.Name())
		}
	}
	for _, name := range names {
		path := filepath.FromSlash(name)
		copied, err := copyFile(filepath.Join(folder, path), filepath.Join(state, path), name)
		if errors.Is(err, fs.ErrNotExist) && (name == "majority.json" || name == vaultFile || name == safeFile) {
			continue // an office without rules of its own; a room that was not opened since devices have keys
		}
		if err != nil {
			return err
		}
		m.Files, m.Bytes = append(m.Files, copied), m.Bytes+copied.Size
	}
	if err := m.copySubjects(ctx, folder, state); err != nil {
		return err
	}
	log, err := storage.OpenAlone(database)
	if err != nil {
		return err
	}
	defer log.Close()
	if err := m.describe(ctx, log); err != nil {
		return err
	}
	return errors.Join(storage.SyncFolder(filepath.Join(state, "trust")), storage.SyncFolder(state))
}

// describe writes down what the copied database holds.
func (m *BackupManifest) describe(ctx context.Context, log *storage.Room) error {
	book, err := log.Book(ctx)
	if err != nil {
		return err
	}
	m.Streams = book.Streams
	name, _, err := log.Setting(ctx, "name")
	if err != nil {
		return err
	}
	m.Room = string(name)
	epochs, err := log.Epochs(ctx)
	if n := len(epochs); n > 0 {
		m.Epoch = epochs[n-1].Number
	}
	return err
}

// goesOn refuses to replace a backup that holds more than the server, unless a person had the server
// restored since: then its epoch is a higher one.
func (m *BackupManifest) goesOn(before BackupManifest) error {
	if m.Epoch > before.Epoch {
		return nil
	}
	for stream, head := range before.Streams {
		if m.Epoch < before.Epoch || m.Streams[stream].Seq < head.Seq {
			return &CopyFault{Code: BackupAhead, Path: string(stream)}
		}
	}
	return nil
}

// copyPapers brings every readable paper among the backup's, and returns which those are.
func (m *BackupManifest) copyPapers(ctx context.Context, folder, target string, progress Progress) (kept map[string]bool, err error) {
	log, err := storage.OpenAlone(filepath.Join(target, m.State, "room.db"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	hashes, err := log.Readable(ctx)
	if err != nil {
		return nil, err
	}
	from, err := storage.OpenBlobs(filepath.Join(folder, "blobs"))
	if err != nil {
		return nil, err
	}
	to, err := storage.OpenBlobs(filepath.Join(target, backupPapers))
	if err != nil {
		return nil, err
	}
	kept = map[string]bool{}
	var done, total int64
	for _, hash := range hashes {
		kept[hash] = true
		total += max(sizeOf(from.Path(hash)), sizeOf(to.Path(hash)))
	}
	for _, hash := range hashes {
		size, err := bringPaper(ctx, from, to, hash)
		if faultIs(err, DamagedPaper) {
			m.Missing = append(m.Missing, MissingPaper{Hash: hash, Title: titleOf(ctx, log, hash)})
			continue
		}
		if err != nil {
			return nil, err
		}
		done += size
		m.Papers, m.Bytes = m.Papers+1, m.Bytes+size
		progress.tell(StagePapers, done, total)
	}
	return kept, storage.SyncFolder(filepath.Join(target, backupPapers))
}

func sizeOf(file string) int64 {
	if info, err := os.Stat(file); err == nil {
		return info.Size()
	}
	return 0
}

// bringPaper copies a paper and checks it; where it is already it is checked alone. Bytes with another
// hash never get its name.
func bringPaper(ctx context.Context, from, to *storage.Blobs, hash string) (size int64, err error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if there, err := sumOf(to.Path(hash), hash); err == nil && there.Sum == hash {
		return there.Size, nil
	}
	if err := to.Remove(hash); err != nil {
		return 0, err
	}
	paper, err := from.Open(hash)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, &CopyFault{Code: DamagedPaper, Path: hash, Err: err}
	}
	if err != nil {
		return 0, err
	}
	defer paper.Close()
	err = to.Receive(ctx, hash, 0, paper, func(n int64) { size = n })
	if errors.Is(err, storage.ErrWrongHash) {
		return 0, &CopyFault{Code: DamagedPaper, Path: hash, Err: err}
	}
	return size, err
}

// titleOf finds how a paper is called: its hash tells people nothing.
func titleOf(ctx context.Context, log *storage.Room, hash string) string {
	book, err := log.Book(ctx)
	if err != nil {
		return hash
	}
	for _, stream := range slices.Sorted(maps.Keys(book.Streams)) {
		documents, err := log.FactsUnder(ctx, stream, council.DocumentKind, "")
		if err != nil {
			return hash
		}
		for _, c := range documents {
			if slices.Contains(council.BlobsOf(c), hash) {
				return titleIn(c)
			}
		}
	}
	return hash
}

// titleIn reads the title of a document; empty where there is none.
func titleIn(c change.Change) string {
	var document council.Document
	if err := json.Unmarshal(c.Body, &document); err != nil {
		return ""
	}
	return document.Title
}

// tidy takes away what the backup before left, and papers that nobody may read any more.
func tidy(target string, m BackupManifest, kept map[string]bool) error {
	if err := os.Remove(filepath.Join(target, unfinishedFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	names, err := os.ReadDir(target)
	if err != nil {
		return err
	}
	for _, entry := range names {
		if entry.IsDir() && stateName.MatchString(entry.Name()) && entry.Name() != m.State {
			if err := os.RemoveAll(filepath.Join(target, entry.Name())); err != nil {
				return err
			}
		}
	}
	papers, err := storage.OpenBlobs(filepath.Join(target, backupPapers))
	if err != nil {
		return err
	}
	_, err = papers.Keep(func(hash string) bool { return kept[hash] })
	return err
}
