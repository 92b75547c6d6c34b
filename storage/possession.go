package storage

import (
	"context"
	"database/sql"

	"congso.vn/congso/app/change"
)

// Possessions returns what every device may hold something of.
func (r *Room) Possessions(ctx context.Context) (map[string][]change.Audience, error) {
	all := map[string][]change.Audience{}
	err := r.each(ctx, func(rows *sql.Rows) error {
		var device string
		var audience change.Audience
		if err := rows.Scan(&device, &audience); err != nil {
			return err
		}
		all[device] = append(all[device], audience)
		return nil
	}, "SELECT device, audience FROM possession ORDER BY device, audience")
	return all, err
}

// SetPossessions writes what devices may hold something of, each in place of what was written of it before.
func (r *Room) SetPossessions(ctx context.Context, devices map[string][]change.Audience) error {
	return r.within(ctx, func(tx *sql.Tx) error {
		add, err := tx.PrepareContext(ctx, "INSERT INTO possession (device, audience) VALUES (?, ?)")
		if err != nil {
			return err
		}
		defer add.Close()
		for device, audiences := range devices {
			if _, err := tx.ExecContext(ctx, "DELETE FROM possession WHERE device=?", device); err != nil {
				return err
			}
			for _, audience := range audiences {
				if _, err := add.ExecContext(ctx, device, audience); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
