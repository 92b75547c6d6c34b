package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// toLeave reads a file that nobody writes, and leaves nothing beside it, however it was written.
const toLeave = "?mode=ro&immutable=1"

// OpenAlone opens a room's database that nobody writes, such as a backup, to read it. Neither the file
// nor its folder is touched, so both may be on a medium that cannot be written. A database of an older
// version is read as it is. Every method that writes fails.
func OpenAlone(file string) (*Room, error) {
	all, err := steps(roomProgram)
	if err != nil {
		return nil, err
	}
	if err := look(file, roomProgram, len(all)); err != nil {
		return nil, err
	}
	db := &database{path: file, alone: true}
	if db.reader, err = db.connect(toRead); err != nil {
		return nil, err
	}
	if db.writer, err = db.connect(toWrite); err != nil {
		return nil, errors.Join(err, db.reader.Close())
	}
	return &Room{db}, nil
}

// connect opens one more handle on the database.
func (d *database) connect(more string) (*sql.DB, error) {
	if !d.alone {
		return connect(d.path, more)
	}
	name, err := address(d.path)
	if err != nil {
		return nil, err
	}
	return sql.Open("sqlite3", name+toLeave)
}

// older reports whether the database was written by an older version and not migrated since.
func older(ctx context.Context, tx *sql.Tx) (bool, error) {
	all, err := steps(roomProgram)
	if err != nil {
		return false, err
	}
	var version int
	if err := tx.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return false, fmt.Errorf("storage: version: %w", err)
	}
	return version < len(all), nil
}
