package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
)

// tables are where commands stand, and what of an answer.
var tables = []struct{ name, answer string }{{"outbox", "x''"}, {"answered", "answer"}}

// SealAway leaves of the commands of some streams what the room alone can read, for their keys leave this
// device: those that wait as boxes, those that were answered as boxes with their receipts. What was answered
// without a receipt is never offered again, and goes. Where the room's public key is not known everything
// stays as it is. It returns what waits now.
func (d *Device) SealAway(ctx context.Context, leaves func(change.Stream) bool) ([]Waiting, error) {
	var left []Waiting
	err := d.within(ctx, func(tx *sql.Tx) error {
		if d.vault == nil || d.vault.Safe() == nil {
			return nil
		}
		for _, table := range tables {
			err := d.eachRow(ctx, tx, table.name, table.answer, func(r row, _ []byte) error {
				if r.stream == people.Stream || !leaves(r.stream) {
					return nil
				}
				return d.sealRow(ctx, tx, table.name, r)
			})
			if err != nil {
				return err
			}
		}
		var err error
		left, err = d.outbox(ctx, tx)
		return err
	})
	return left, err
}

func (d *Device) sealRow(ctx context.Context, tx *sql.Tx, table string, r row) error {
	answered := table == "answered"
	if answered && len(r.receipt) == 0 {
		return exec(ctx, tx, "DELETE FROM answered WHERE id=?", r.id)
	}
	if len(r.box) == 0 {
		command, err := d.plain(r)
		if errors.Is(err, ErrSealed) {
			return exec(ctx, tx, "DELETE FROM "+table+" WHERE id=?", r.id) // damaged: nobody reads it any more
		}
		if err == nil {
			r.box, err = SealCommand(command, d.vault.Safe())
		}
		if err != nil {
			return err
		}
	}
	if answered {
		return exec(ctx, tx, "UPDATE answered SET command=x'', answer=x'', box=? WHERE id=?", r.box, r.id)
	}
	return exec(ctx, tx, "UPDATE outbox SET command=x'', box=? WHERE id=?", r.box, r.id)
}

// Reseal seals what stands here in the open and has a key by now, and makes the boxes anew, for the room has
// another safe.
func (d *Device) Reseal(ctx context.Context) error {
	return d.within(ctx, func(tx *sql.Tx) error {
		for _, table := range tables {
			err := d.eachRow(ctx, tx, table.name, table.answer, func(r row, answer []byte) error {
				if d.key(string(r.stream)) == nil || len(r.command) == 0 {
					return nil
				}
				command, err := d.plain(r)
				if errors.Is(err, ErrSealed) {
					return nil
				}
				if err != nil {
					return err
				}
				anew, err := d.newRow(command, r.person)
				if err != nil {
					return err
				}
				if table.name == "outbox" {
					return exec(ctx, tx, "UPDATE outbox SET command=?, box=? WHERE id=?", anew.command, anew.box, r.id)
				}
				if !isSealed(answer) {
					s, err := newSealer(d.key(string(r.stream)))
					if err != nil {
						return err
					}
					answer = s.seal(answer, r.about("answer"))
				}
				return exec(ctx, tx, "UPDATE answered SET command=?, box=?, answer=? WHERE id=?", anew.command, anew.box, answer, r.id)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// ForgetSignOuts forgets that a person gave the device back before: they have it again, and a restored room
// must not be told otherwise.
func (d *Device) ForgetSignOuts(ctx context.Context, person string) error {
	return d.within(ctx, func(tx *sql.Tx) error {
		return exec(ctx, tx, "DELETE FROM answered WHERE stream=? AND person=?", people.Stream, person)
	})
}

// Scrub leaves nothing on the disk of what was deleted, as far as SQLite can: rows that were deleted are
// zeros already, here the log of writes and the pages that are free go too.
func (d *Device) Scrub(ctx context.Context) error {
	for _, statement := range []string{"PRAGMA temp_store=MEMORY", "PRAGMA wal_checkpoint(TRUNCATE)", "VACUUM"} {
		if _, err := d.writer.ExecContext(ctx, statement); err != nil {
			return tell(d.path, fmt.Errorf("storage: scrub: %w", err))
		}
	}
	var busy, pages, moved int
	if err := d.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &pages, &moved); err != nil {
		return tell(d.path, fmt.Errorf("storage: scrub: %w", err))
	}
	if busy != 0 {
		return fmt.Errorf("storage: scrub: %s is being read", d.path)
	}
	return nil
}

// eachRow reads all rows of a table first, so that take may write.
func (d *Device) eachRow(ctx context.Context, tx *sql.Tx, table, answer string, take func(r row, answer []byte) error) error {
	type whole struct {
		row
		answer []byte
	}
	var all []whole
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var w whole
		if err := rows.Scan(append(w.fields(), &w.answer)...); err != nil {
			return err
		}
		all = append(all, w)
		return nil
	}, "SELECT "+rowColumns+", "+answer+" FROM "+table)
	for _, w := range all {
		if err == nil {
			err = take(w.row, w.answer)
		}
	}
	return err
}

func exec(ctx context.Context, tx *sql.Tx, statement string, args ...any) error {
	_, err := tx.ExecContext(ctx, statement, args...)
	return err
}
