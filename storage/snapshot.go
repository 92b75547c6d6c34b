package storage

import (
	"context"
	"database/sql"

	"congso.vn/congso/app/change"
)

// Fold returns the facts of an audience after a place onwards, folded into those that stood before it:
// the last change of each that was not taken back, in the order of the audience, and the cursor that they
// lead to. What the disk changed since it was written is folded into nothing: a snapshot would say it anew, under
// a hash of its own. Before is what Fold returned for the earlier place; nothing and the zero cursor for the start.
func (r *Room) Fold(ctx context.Context, audience change.Audience, before []change.Change, at change.Cursor) ([]change.Change, change.Cursor, error) {
	type name struct{ kind, key string }
	all := append([]change.Change(nil), before...)
	where := make(map[name]int, len(all))
	for i, c := range all {
		where[name{c.Kind, c.Key}] = i
	}
	from := way{audience: audience, known: true, at: at}
	err := r.each(ctx, func(rows *sql.Rows) error {
		e, err := from.next(rows)
		if err != nil {
			return err
		}
		c := e.Change
		at = from.at
		if i, known := where[name{c.Kind, c.Key}]; known {
			all[i].Body = nil // written again or taken back: its old place is empty
		}
		where[name{c.Kind, c.Key}] = len(all)
		all = append(all, c)
		return nil
	}, "SELECT "+changeColumns+", p.place, p.running FROM placed p JOIN change c ON c.id = p.change WHERE p.audience=? AND p.place>? ORDER BY p.place", audience, at.Place)
	if err != nil {
		return nil, at, r.damaged(err)
	}
	facts := all[:0]
	for _, c := range all {
		if !c.TakenBack() {
			facts = append(facts, c)
		}
	}
	return facts, at, nil
}

// Replace stores all facts of an audience in place of what is held, with the cursor they lead to.
func (d *Device) Replace(ctx context.Context, audience change.Audience, facts []change.Change, to change.Cursor) error {
	return d.within(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM fact WHERE audience=?", audience); err != nil {
			return err
		}
		return d.takeAll(ctx, tx, audience, facts, to)
	})
}
