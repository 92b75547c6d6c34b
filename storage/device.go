package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"congso.vn/congso/app/change"
)

// Device is what one device keeps: the facts it may see, how far it has come, what is not sent.
type Device struct{ *database }

// OpenDevice opens or makes a device's database.
func OpenDevice(ctx context.Context, file string) (*Device, error) {
	db, err := open(ctx, file, deviceProgram)
	if err != nil {
		return nil, err
	}
	return &Device{db}, nil
}

// Waiting is a command that the server has not answered.
type Waiting struct {
	Command change.Command
	Person  string // who gave it
	MadeAt  time.Time
}

// Cursors returns how far the device has come in each audience.
func (d *Device) Cursors(ctx context.Context) (map[change.Audience]change.Cursor, error) {
	cursors := map[change.Audience]change.Cursor{}
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
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

// Take stores changes of an audience together with the cursor they lead to.
func (d *Device) Take(ctx context.Context, audience change.Audience, changes []change.Change, to change.Cursor) error {
	return d.within(ctx, func(tx *sql.Tx) error {
		for _, c := range changes {
			var err error
			if c.TakenBack() {
				_, err = tx.ExecContext(ctx, "DELETE FROM fact WHERE audience=? AND kind=? AND key=?", audience, c.Kind, c.Key)
			} else {
				_, err = tx.ExecContext(ctx, "INSERT OR REPLACE INTO fact (audience, kind, key, stream, seq, epoch, at, body) VALUES (?,?,?,?,?,?,?,?)",
					audience, c.Kind, c.Key, c.Stream, c.Seq, c.Epoch, c.At, notNil(c.Body))
			}
			if err != nil {
				return err
			}
		}
		_, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO cursor (audience, place, running) VALUES (?, ?, ?)", audience, to.Place, to.Running[:])
		return err
	})
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

// Facts returns every fact the device holds, in the order of the logs.
func (d *Device) Facts(ctx context.Context) ([]change.Change, error) {
	var facts []change.Change
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var c change.Change
		var body []byte
		if err := rows.Scan(&c.Stream, &c.Seq, &c.Epoch, &c.At, &c.Kind, &c.Audience, &c.Key, &body); err != nil {
			return err
		}
		c.Body = body
		facts = append(facts, c)
		return nil
	}, "SELECT stream, seq, epoch, at, kind, audience, key, body FROM fact ORDER BY stream, seq")
	return facts, err
}

// Enqueue makes a command durable before it is sent.
func (d *Device) Enqueue(ctx context.Context, waiting Waiting) error {
	body, err := json.Marshal(waiting.Command)
	if err != nil {
		return fmt.Errorf("storage: enqueue: %w", err)
	}
	return d.within(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO outbox (id, person, made_at, command) VALUES (?, ?, ?, ?)",
			waiting.Command.ID, waiting.Person, waiting.MadeAt.UnixMilli(), body)
		return err
	})
}

// Outbox returns the commands not answered yet, oldest first.
func (d *Device) Outbox(ctx context.Context) ([]Waiting, error) {
	var all []Waiting
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var w Waiting
		var at int64
		var body []byte
		if err := rows.Scan(&w.Person, &at, &body); err != nil {
			return err
		}
		w.MadeAt = time.UnixMilli(at)
		all = append(all, w)
		return json.Unmarshal(body, &all[len(all)-1].Command)
	}, "SELECT person, made_at, command FROM outbox ORDER BY position")
	return all, err
}

// Settle moves a command from the outbox to the answered ones, in one transaction: it is in
// exactly one of the two, whatever happens.
func (d *Device) Settle(ctx context.Context, answer change.Answer, at time.Time) error {
	answer.Once = nil
	body, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("storage: settle: %w", err)
	}
	return d.within(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO answered (id, person, at, command, answer) SELECT id, person, ?, command, ? FROM outbox WHERE id=?",
			at.UnixMilli(), body, answer.ID)
		if err == nil {
			_, err = tx.ExecContext(ctx, "DELETE FROM outbox WHERE id=?", answer.ID)
		}
		return err
	})
}

// Answered is a command with the server's word on it.
type Answered struct {
	Waiting
	Answer change.Answer
	At     time.Time
}

// AnsweredBy returns the answered commands of a person, newest first, at most limit.
func (d *Device) AnsweredBy(ctx context.Context, person string, limit int) ([]Answered, error) {
	var all []Answered
	err := each(ctx, d.reader, func(rows *sql.Rows) error {
		var a Answered
		var at int64
		var command, answer []byte
		if err := rows.Scan(&a.Person, &at, &command, &answer); err != nil {
			return err
		}
		a.At = time.UnixMilli(at)
		all = append(all, a)
		last := &all[len(all)-1]
		return errors.Join(json.Unmarshal(command, &last.Command), json.Unmarshal(answer, &last.Answer))
	}, "SELECT person, at, command, answer FROM answered WHERE person=? ORDER BY at DESC, id DESC LIMIT ?", person, limit)
	return all, err
}

// ForgetPerson wipes what a person did on this device and the server has answered. What is not
// sent yet stays until it is.
func (d *Device) ForgetPerson(ctx context.Context, person string) error {
	return d.within(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "DELETE FROM answered WHERE person=?", person)
		return err
	})
}
