package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"congso.vn/congso/app/change"
)

// Device is what one device keeps: the facts it may see, how far it has come, what is not sent.
type Device struct {
	*database
	vault Vault // nil: everything is kept as it is
}

// OpenDevice opens or makes a device's database.
func OpenDevice(ctx context.Context, file string) (*Device, error) {
	db, err := open(ctx, file, deviceProgram)
	if err != nil {
		return nil, err
	}
	return &Device{database: db}, nil
}

// Cursors returns how far the device has come in each audience.
func (d *Device) Cursors(ctx context.Context) (map[change.Audience]change.Cursor, error) {
	cursors := map[change.Audience]change.Cursor{}
	err := d.each(ctx, func(rows *sql.Rows) error {
		var audience change.Audience
		var cursor change.Cursor
		var running []byte
		if err := rows.Scan(&audience, &cursor.Place, &running); err != nil {
			return err
		}
		copy(cursor.Running[:], running)
		cursors[audience] = cursor
		return nil
	}, "SELECT audience, place, running FROM cursor")
	return cursors, err
}

// ErrGap says that what came does not continue what is here.
var ErrGap = errors.New("storage: does not continue what is here")

// Take stores changes of an audience together with the cursor they lead to. They continue what the
// device holds of the audience, or begin from its first change and replace it; anything else is
// refused with ErrGap.
func (d *Device) Take(ctx context.Context, audience change.Audience, changes []change.Change, to change.Cursor) error {
	return d.within(ctx, func(tx *sql.Tx) error {
		var held change.Cursor
		var running []byte
		err := tx.QueryRowContext(ctx, "SELECT place, running FROM cursor WHERE audience=?", audience).Scan(&held.Place, &running)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		copy(held.Running[:], running)
		switch to {
		case lead(held, changes):
		case lead(change.Cursor{}, changes):
			if _, err := tx.ExecContext(ctx, "DELETE FROM fact WHERE audience=?", audience); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%w: %s: %d changes do not lead from place %d to %d", ErrGap, audience, len(changes), held.Place, to.Place)
		}
		return d.takeAll(ctx, tx, audience, changes, to)
	})
}

// lead returns where changes lead to from a cursor.
func lead(from change.Cursor, changes []change.Change) change.Cursor {
	for _, c := range changes {
		from = from.Next(c)
	}
	return from
}

// takeAll writes changes of an audience and the cursor they lead to. Bodies are sealed where the place of the
// audience has a key; kinds, keys and audiences stay readable.
func (d *Device) takeAll(ctx context.Context, tx *sql.Tx, audience change.Audience, changes []change.Change, to change.Cursor) error {
	seal := func(c change.Change) []byte { return notNil(c.Body) }
	if key := d.key(audience.Place()); key != nil {
		s, err := newSealer(key)
		if err != nil {
			return err
		}
		seal = func(c change.Change) []byte { return s.seal(c.Body, aboutFact(c)) }
	}
	put, err := tx.PrepareContext(ctx, "INSERT OR REPLACE INTO fact (audience, kind, key, stream, seq, epoch, at, body) VALUES (?,?,?,?,?,?,?,?)")
	if err != nil {
		return err
	}
	defer put.Close()
	for _, c := range changes {
		if c.TakenBack() {
			_, err = tx.ExecContext(ctx, "DELETE FROM fact WHERE audience=? AND kind=? AND key=?", audience, c.Kind, c.Key)
		} else {
			_, err = put.ExecContext(ctx, audience, c.Kind, c.Key, c.Stream, c.Seq, c.Epoch, c.At, seal(c))
		}
		if err != nil {
			return err
		}
	}
	_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO cursor (audience, place, running) VALUES (?, ?, ?)", audience, to.Place, to.Running[:])
	return err
}

// Wipe forgets everything of an audience.
func (d *Device) Wipe(ctx context.Context, audience change.Audience) error {
	return d.within(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM fact WHERE audience=?", audience); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "DELETE FROM cursor WHERE audience=?", audience)
		return err
	})
}

// Facts returns every fact the device holds, in the order of the logs. An audience of which a row does not
// open is left out whole; see Load.
func (d *Device) Facts(ctx context.Context) ([]change.Change, error) {
	facts, _, err := d.facts(ctx)
	return facts, err
}

// Load returns every fact the device holds, and wipes the audiences of which a sealed row does not open, for it
// was changed or is sealed under another key: they are returned too, and fetched anew.
func (d *Device) Load(ctx context.Context) (facts []change.Change, wiped []change.Audience, err error) {
	facts, wiped, err = d.facts(ctx)
	for _, audience := range wiped {
		err = errors.Join(err, d.Wipe(ctx, audience))
	}
	return facts, wiped, err
}

func (d *Device) facts(ctx context.Context) (facts []change.Change, closed []change.Audience, err error) {
	sealers := map[string]*sealer{} // by place; nil where there is no key
	err = d.each(ctx, func(rows *sql.Rows) error {
		var c change.Change
		var body []byte
		if err := rows.Scan(&c.Stream, &c.Seq, &c.Epoch, &c.At, &c.Kind, &c.Audience, &c.Key, &body); err != nil {
			return err
		}
		if slices.Contains(closed, c.Audience) {
			return nil
		}
		var err error
		if c.Body, err = d.openFact(sealers, c, body); errors.Is(err, ErrSealed) {
			closed = append(closed, c.Audience)
			return nil
		}
		facts = append(facts, c)
		return err
	}, "SELECT stream, seq, epoch, at, kind, audience, key, body FROM fact ORDER BY stream, seq")
	if len(closed) > 0 {
		facts = slices.DeleteFunc(facts, func(c change.Change) bool { return slices.Contains(closed, c.Audience) })
	}
	return facts, closed, err
}

// openFact returns the body of a fact. Where there is a key nothing is believed that is not sealed under it.
func (d *Device) openFact(sealers map[string]*sealer, c change.Change, body []byte) ([]byte, error) {
	place := c.Audience.Place()
	s, known := sealers[place]
	if !known {
		if key := d.key(place); key != nil {
			made, err := newSealer(key)
			if err != nil {
				return nil, err
			}
			s = &made
		}
		sealers[place] = s
	}
	switch {
	case s != nil:
		return s.open(body, aboutFact(c))
	case isSealed(body):
		return nil, ErrSealed
	}
	return body, nil
}
