package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	sqlite "github.com/mattn/go-sqlite3"
)

// pagesAtOnce is how much a backup copies between two looks at its context.
const pagesAtOnce = 256

// Backup writes the database as it stands at this moment to a file of its own. See BackupRoom.
func (r *Room) Backup(ctx context.Context, file string, progress func(done, total int)) error {
	return BackupRoom(ctx, r.path, file, progress)
}

// BackupRoom writes the room's database at from, as it stands at this moment, to a file of its own,
// whether or not a server writes meanwhile: neither waits for the other. The file is on the disk and
// whole when nil is returned; on any error there is none. An existing file is never replaced.
// progress may be nil; it is called with pages. The database at from is not migrated.
//
// All pages are read in one transaction, which sees the log as it was at its beginning: a copy that
// began anew whenever somebody wrote would not end while a session runs.
func BackupRoom(ctx context.Context, from, file string, progress func(done, total int)) error {
	return backup(ctx, roomProgram, from, file, progress)
}

func backup(ctx context.Context, of program, from, file string, progress func(done, total int)) error {
	all, err := steps(of)
	if err != nil {
		return err
	}
	if err := look(from, of, len(all)); err != nil {
		return err
	}
	making, err := reserve(file)
	if err != nil {
		return err
	}
	if err := copyPages(ctx, from, making, progress); err != nil {
		return errors.Join(tell(making, err), os.Remove(making))
	}
	return place(making, file)
}

// reserve makes an empty file beside the name, for its owner alone; the name itself must be free.
func reserve(file string) (making string, err error) {
	if _, err := os.Lstat(file); err == nil {
		return "", fmt.Errorf("storage: %s: %w", file, fs.ErrExist)
	}
	making = file + ".new"
	for _, old := range []string{making, making + "-journal"} {
		if err := os.Remove(old); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", tell(file, err)
		}
	}
	f, err := os.OpenFile(making, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", tell(file, err)
	}
	return making, f.Close()
}

// place makes a finished file durable and gives it its name, which nobody must have taken meanwhile.
func place(making, file string) error {
	err := syncFile(making)
	if err == nil {
		// A link, not a rename: a rename would replace what somebody placed there meanwhile.
		if err = os.Link(making, file); err != nil && !errors.Is(err, fs.ErrExist) {
			if _, taken := os.Lstat(file); taken == nil {
				return errors.Join(fmt.Errorf("storage: %s: %w", file, fs.ErrExist), os.Remove(making))
			}
			if err = os.Rename(making, file); err == nil { // a file system without links
				return tell(file, syncDir(filepath.Dir(file)))
			}
		}
	}
	if err = errors.Join(err, os.Remove(making)); err != nil {
		return tell(file, err)
	}
	return tell(file, syncDir(filepath.Dir(file)))
}

func syncFile(name string) error {
	f, err := os.OpenFile(name, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// copyPages copies a database into an empty file by SQLite's online backup.
func copyPages(ctx context.Context, from, to string, progress func(done, total int)) (err error) {
	source, release, err := single(ctx, from, "?"+pragmas+toRead)
	if err != nil {
		return err
	}
	defer release()
	target, finish, err := single(ctx, to, "?_journal_mode=OFF&_synchronous=OFF")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, finish()) }()
	// The first reading takes hold of the moment; the transaction keeps it.
	if _, err := source.ExecContext(ctx, "BEGIN"); err != nil {
		return err
	}
	defer source.ExecContext(context.WithoutCancel(ctx), "ROLLBACK")
	var tables int
	if err := source.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return err
	}
	err = source.Raw(func(s any) error {
		return target.Raw(func(t any) error {
			return stepwise(ctx, t.(*sqlite.SQLiteConn), s.(*sqlite.SQLiteConn), progress)
		})
	})
	if err != nil {
		return err
	}
	// One file and nothing beside it, so that whoever opens it need not write.
	_, err = target.ExecContext(ctx, "PRAGMA journal_mode=DELETE")
	return err
}

func stepwise(ctx context.Context, to, from *sqlite.SQLiteConn, progress func(done, total int)) (err error) {
	backup, err := to.Backup("main", from, "main")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, backup.Finish()) }()
	for left := -1; ; {
		done, err := backup.Step(pagesAtOnce)
		if err != nil {
			return err
		}
		if progress != nil {
			progress(backup.PageCount()-backup.Remaining(), backup.PageCount())
		}
		if done {
			return nil
		}
		// Asked for itself: of two things that are ready, select takes either.
		if err := ctx.Err(); err != nil {
			return err
		}
		if backup.Remaining() == left { // somebody has the file locked
			select {
			case <-ctx.Done():
			case <-time.After(10 * time.Millisecond):
			}
		}
		left = backup.Remaining()
	}
}

// single opens a database with one connection.
func single(ctx context.Context, file, options string) (*sql.Conn, func() error, error) {
	name, err := address(file)
	if err != nil {
		return nil, nil, err
	}
	db, err := sql.Open("sqlite3", name+options)
	if err != nil {
		return nil, nil, err
	}
	db.SetMaxOpenConns(1)
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, db.Close())
	}
	return conn, func() error { return errors.Join(conn.Close(), db.Close()) }, nil
}

// HighestEpoch returns the highest epoch that this database has heard of: its own, those of its
// changes, and the one that ended its word.
func (r *Room) HighestEpoch(ctx context.Context) (uint32, error) {
	var highest uint32
	if err := r.reader.QueryRowContext(ctx, "SELECT coalesce(max(epoch), 0) FROM change").Scan(&highest); err != nil {
		return 0, tell(r.path, err)
	}
	epochs, err := r.Epochs(ctx)
	if err != nil {
		return 0, err
	}
	for _, epoch := range epochs {
		highest = max(highest, epoch.Number)
	}
	overtaken, err := r.Overtaken(ctx)
	if overtaken != nil {
		highest = max(highest, overtaken.Number)
	}
	return highest, err
}

// ForgetOvertaken lets a server speak again that begins an epoch above the one that ended its word.
func (r *Room) ForgetOvertaken(ctx context.Context) error {
	return r.SetSetting(ctx, keyOvertaken, nil)
}

// SyncFolder makes what was renamed or made in a folder survive a power cut.
func SyncFolder(folder string) error { return tell(folder, syncDir(folder)) }

// Explain turns what the system says of a file into an Error where a person can do something about it.
func Explain(file string, err error) error { return tell(file, err) }
