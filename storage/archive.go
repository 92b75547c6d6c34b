package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
)

// Extract writes one stream with its answers, and nothing else of the room, to a database of its own.
// What is there was never in one file with another stream: nothing of one is left in free pages. The
// file is on the disk and whole when nil is returned; an existing one is never replaced. A server may
// write meanwhile.
func (r *Room) Extract(ctx context.Context, stream change.Stream, file string) error {
	all, err := steps(roomProgram)
	if err != nil {
		return err
	}
	loose := file + ".loose"
	if err := os.RemoveAll(loose); err != nil {
		return tell(file, err)
	}
	defer os.RemoveAll(loose)
	if err := create(ctx, loose, roomProgram, all); err != nil {
		return tell(loose, err)
	}
	making, err := reserve(file)
	if err != nil {
		return err
	}
	if err := r.extract(ctx, stream, loose, making); err != nil {
		return errors.Join(tell(making, err), os.Remove(making))
	}
	return place(making, file)
}

func (r *Room) extract(ctx context.Context, stream change.Stream, loose, file string) (err error) {
	db, release, err := single(ctx, loose, "?_txlock=deferred&_busy_timeout=5000&_synchronous=OFF")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, release()) }()
	source, err := address(r.path)
	if err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, "ATTACH DATABASE ? AS room", source); err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil) // one moment of the log
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for _, table := range []string{"change", "answer"} {
		if err := copyRows(ctx, tx, table, stream); err != nil {
			return err
		}
	}
	if err := project(ctx, tx, ""); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, "DETACH DATABASE room"); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "VACUUM INTO ?", file) // into a file that is empty
	return err
}

// copyRows copies what a table has of a stream. A server of the version before may still be writing:
// columns that only one side has are left as they are.
func copyRows(ctx context.Context, tx *sql.Tx, table string, stream change.Stream) error {
	var columns []string
	err := each(ctx, tx, func(rows *sql.Rows) error {
		columns = append(columns, "")
		return rows.Scan(&columns[len(columns)-1])
	}, "SELECT name FROM pragma_table_info(?1, 'main') WHERE name IN (SELECT name FROM pragma_table_info(?1, 'room')) ORDER BY cid", table)
	if err != nil {
		return err
	}
	list := strings.Join(columns, ", ")
	_, err = tx.ExecContext(ctx, fmt.Sprintf("INSERT INTO main.%[1]s (%[2]s) SELECT %[2]s FROM room.%[1]s WHERE stream=?", table, list), stream)
	return err
}

// Named returns the hashes of all papers that a stream ever named, each with whether some audience may
// read it now, in the order in which they were first named.
func (r *Room) Named(ctx context.Context, stream change.Stream) (hashes []string, readable map[string]bool, err error) {
	readable = map[string]bool{}
	err = r.each(ctx, func(rows *sql.Rows) error {
		var hash string
		if err := rows.Scan(&hash); err != nil {
			return err
		}
		readable[hash] = true
		return nil
	}, "SELECT DISTINCT hash FROM readable WHERE stream=? AND kind=?", stream, council.DocumentKind)
	if err != nil {
		return nil, nil, err
	}
	named := map[string]bool{}
	err = r.each(ctx, func(rows *sql.Rows) error {
		var c change.Change
		if err := scanChange(rows, &c); err != nil {
			return err
		}
		for _, hash := range council.BlobsOf(c) {
			if !named[hash] {
				named[hash], hashes = true, append(hashes, hash)
			}
		}
		return nil
	}, "SELECT "+changeColumns+" FROM change c WHERE c.stream=? AND c.kind=? ORDER BY c.seq", stream, council.DocumentKind)
	return hashes, readable, err
}

// Answers returns how many answers are kept on commands of a stream.
func (r *Room) Answers(ctx context.Context, stream change.Stream) (count int, err error) {
	err = r.reader.QueryRowContext(ctx, "SELECT count(*) FROM answer WHERE stream=?", stream).Scan(&count)
	return count, tell(r.path, err)
}
