package storage

import (
	"context"
	"database/sql"
	"errors"
)

// Setting reads a small value kept under a name; ok is false where there is none.
func (d *database) Setting(ctx context.Context, name string) (value []byte, ok bool, err error) {
	err = d.reader.QueryRowContext(ctx, "SELECT value FROM setting WHERE name=?", name).Scan(&value)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return value, err == nil, tell(d.path, err)
}

// SetSetting keeps a small value under a name; nil forgets it.
func (d *database) SetSetting(ctx context.Context, name string, value []byte) error {
	return d.within(ctx, func(tx *sql.Tx) error {
		if value == nil {
			_, err := tx.ExecContext(ctx, "DELETE FROM setting WHERE name=?", name)
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)", name, value)
		return err
	})
}
