// Package storage keeps the logs of the room server, what a device holds, and the bytes of papers:
// SQLite with one writer, and files named by their hash.
package storage

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	sqlite "github.com/mattn/go-sqlite3"
)

//go:embed migrations/room/*.sql migrations/device/*.sql migrations/subjects/*.sql
var migrations embed.FS

// program tells whose file a database is, by SQLite's application_id.
type program struct {
	folder  string // of its migrations
	id      uint32 // application_id, four letters
	writing string // more pragmas of its writer
}

var (
	roomProgram   = program{"room", 0x43537276, ""}                     // "CSrv"
	deviceProgram = program{"device", 0x43536476, "&_secure_delete=on"} // "CSdv"; what is wiped is overwritten
)

// Error is a fault that a person can do something about; the sentence stands in the words under
// "storage."+Code.
type Error struct {
	Code string
	Path string
	Err  error
}

// Error tells the fault in English, for logs.
func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("storage: %s: %s: %v", e.Code, e.Path, e.Err)
	}
	return fmt.Sprintf("storage: %s: %s", e.Code, e.Path)
}

func (e *Error) Unwrap() error { return e.Err }

// The codes of Error.
const (
	Foreign = "foreign" // a file of another program; it was left untouched
	Newer   = "newer"   // written by a newer version of this program; it was left untouched
	Damaged = "damaged"
	Full    = "full" // the disk takes no more
)

const pragmas = "_journal_mode=WAL&_busy_timeout=5000&_foreign_keys=on&_synchronous=FULL"

// What a handle is for, as pragmas.
const (
	toWrite = "&_txlock=immediate"
	toRead  = "&_txlock=deferred&_query_only=on"
	// toCompare writes temporary tables only, and holds nobody up.
	toCompare = "&_txlock=deferred"
)

// database is one SQLite file: a writer with one connection, and a pool that only reads.
type database struct {
	path   string
	writer *sql.DB
	reader *sql.DB
	alone  bool // nobody writes the file, and it is left as it is
}

// open opens or makes the database at file. A file of another program or of a newer schema is
// refused before SQLite touches it.
func open(ctx context.Context, file string, of program) (*database, error) {
	steps, err := steps(of)
	if err != nil {
		return nil, err
	}
	if err := look(file, of, len(steps)); err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		if err := create(ctx, file, of, steps); err != nil {
			return nil, tell(file, err)
		}
	}
	db := &database{path: file}
	if db.writer, err = connect(file, toWrite+of.writing); err != nil {
		return nil, err
	}
	db.writer.SetMaxOpenConns(1)
	if err := migrate(ctx, db.writer, file, steps); err != nil {
		db.writer.Close()
		return nil, tell(file, err)
	}
	if db.reader, err = connect(file, toRead); err != nil {
		db.writer.Close()
		return nil, err
	}
	db.reader.SetMaxOpenConns(4)
	return db, nil
}

func connect(file, more string) (*sql.DB, error) {
	name, err := address(file)
	if err != nil {
		return nil, err
	}
	return sql.Open("sqlite3", name+"?"+pragmas+more)
}

// address returns the URI by which SQLite opens a file. A path may hold any letter; only escaped
// and from the root on does SQLite read it right, on Windows with a slash before the drive.
func address(file string) (string, error) {
	whole, err := filepath.Abs(file)
	if err != nil {
		return "", err
	}
	whole = filepath.ToSlash(whole)
	if !strings.HasPrefix(whole, "/") {
		whole = "/" + whole
	}
	return (&url.URL{Scheme: "file", Path: whole}).String(), nil
}

// Close closes the database.
func (d *database) Close() error { return errors.Join(d.reader.Close(), d.writer.Close()) }

// look reads the file's header alone: SQLite would already write beside a file by opening it.
func look(file string, of program, newest int) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	header := make([]byte, 100)
	if _, err := io.ReadFull(f, header); err != nil || !bytes.HasPrefix(header, []byte("SQLite format 3\x00")) {
		return &Error{Code: Foreign, Path: file}
	}
	if binary.BigEndian.Uint32(header[68:]) != of.id {
		return &Error{Code: Foreign, Path: file}
	}
	if int(binary.BigEndian.Uint32(header[60:])) > newest {
		return &Error{Code: Newer, Path: file}
	}
	return nil
}

// create makes the database beside its name and moves it there whole, so that a file under the
// name is always entirely ours.
func create(ctx context.Context, file string, of program, steps []string) error {
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	// A log of writes without its database: somebody took the database away. An empty one in its
	// place would look as if all was well, and SQLite would pour the old writes into it.
	if info, err := os.Stat(file + "-wal"); err == nil && info.Size() > 0 {
		return &Error{Code: Damaged, Path: file, Err: errors.New("its -wal is there and it is not")}
	}
	making := file + ".new"
	for _, old := range []string{making, making + "-journal"} {
		if err := os.Remove(old); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	name, err := address(making)
	if err != nil {
		return err
	}
	db, err := sql.Open("sqlite3", name+"?_synchronous=FULL&_txlock=immediate")
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id=%d", of.id)); err != nil {
		return err
	}
	if err := migrate(ctx, db, making, steps); err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	if err := os.Rename(making, file); err != nil {
		return err
	}
	return syncDir(filepath.Dir(file))
}

// steps returns the migrations in order of their numbers, which run 1, 2, 3 … without gaps.
func steps(of program) ([]string, error) {
	names, err := fs.Glob(migrations, path.Join("migrations", of.folder, "*.sql"))
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	var all []string
	for i, name := range names {
		if number, err := strconv.Atoi(path.Base(name)[:4]); err != nil || number != i+1 {
			return nil, fmt.Errorf("storage: migration %s is not number %d", name, i+1)
		}
		text, err := migrations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		all = append(all, string(text))
	}
	return all, nil
}

func migrate(ctx context.Context, db *sql.DB, file string, steps []string) error {
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	if version > len(steps) {
		return &Error{Code: Newer, Path: file} // its -wal said so, which the header did not yet
	}
	for ; version < len(steps); version++ {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		if _, err = tx.ExecContext(ctx, steps[version]); err == nil {
			_, err = tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version=%d", version+1))
		}
		if err != nil {
			tx.Rollback()
			return fmt.Errorf("storage: migration %d: %w", version+1, err)
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}

// tell turns what SQLite or the system says into an Error where a person can do something.
func tell(file string, err error) error {
	var fault sqlite.Error
	switch {
	case err == nil:
		return nil
	case noSpace(err):
		return &Error{Code: Full, Path: file, Err: err}
	case errors.As(err, &fault):
		switch fault.Code {
		case sqlite.ErrFull:
			return &Error{Code: Full, Path: file, Err: err}
		case sqlite.ErrNotADB, sqlite.ErrCorrupt:
			return &Error{Code: Damaged, Path: file, Err: err}
		case sqlite.ErrIoErr:
			if noSpace(fault.SystemErrno) || fault.ExtendedCode == sqlite.ErrIoErrSHMSize {
				return &Error{Code: Full, Path: file, Err: err}
			}
		}
	}
	return err
}

// IsFull reports whether err says that the disk takes no more.
func IsFull(err error) bool {
	var fault *Error
	return errors.As(err, &fault) && fault.Code == Full
}

// within runs work in one transaction of the writer; it is committed and on disk when within
// returns nil, and as if it had never been otherwise.
func (d *database) within(ctx context.Context, work func(*sql.Tx) error) error {
	tx, err := d.writer.BeginTx(ctx, nil)
	if err != nil {
		return tell(d.path, err)
	}
	if err := work(tx); err != nil {
		tx.Rollback()
		return tell(d.path, err)
	}
	return tell(d.path, tx.Commit())
}
