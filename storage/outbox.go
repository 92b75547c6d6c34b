package storage

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"congso.vn/congso/app/change"
)

// Waiting is a command that the server has not answered.
type Waiting struct {
	Command change.Command
	Person  string // who gave it
	MadeAt  time.Time
}

// row is a command as it stands in the outbox or among the answered: plain, or sealed under the key of its
// stream with a box for the room beside it, or the box alone.
type row struct {
	id, person            string
	stream                change.Stream
	command, box, receipt []byte
}

const rowColumns = "id, person, stream, command, box, receipt"

func (r *row) fields() []any {
	return []any{&r.id, &r.person, &r.stream, &r.command, &r.box, &r.receipt}
}

// newRow is how a command is written down.
func (d *Device) newRow(command change.Command, person string) (r row, err error) {
	r = row{id: command.ID, person: person, stream: command.Stream}
	if command.Receipt != nil {
		if r.receipt, err = json.Marshal(command.Receipt); err != nil {
			return r, err
		}
	}
	if r.command, err = json.Marshal(command); err != nil {
		return r, err
	}
	key := d.key(string(command.Stream))
	if key == nil {
		return r, nil
	}
	s, err := newSealer(key)
	if err != nil {
		return r, err
	}
	r.command = s.seal(r.command, r.about("command"))
	if safe := d.vault.Safe(); safe != nil {
		r.box, err = SealCommand(command, safe)
	}
	return r, err
}

func (r *row) about(what string) []byte { return about(what, r.id, r.person, string(r.stream)) }

// plain opens a command; ErrSealed where nobody on this device can.
func (d *Device) plain(r row) (command change.Command, err error) {
	body := r.command
	if len(body) == 0 {
		return command, ErrSealed
	}
	if body, err = d.unseal(r, body, "command"); err != nil {
		return command, err
	}
	if err := json.Unmarshal(body, &command); err != nil {
		return command, err
	}
	return command, r.put(&command)
}

// unseal opens a value of a row where it is sealed.
func (d *Device) unseal(r row, value []byte, what string) ([]byte, error) {
	if !isSealed(value) {
		return value, nil
	}
	key := d.key(string(r.stream))
	if key == nil {
		return nil, ErrSealed
	}
	s, err := newSealer(key)
	if err != nil {
		return nil, err
	}
	return s.open(value, r.about(what))
}

func (r *row) put(command *change.Command) error {
	if len(r.receipt) == 0 {
		return nil
	}
	return json.Unmarshal(r.receipt, &command.Receipt)
}

// read returns a command as it is to be sent: in the open where this device can read it, else as its box.
func (d *Device) read(r row) (change.Command, error) {
	command, err := d.plain(r)
	if !errors.Is(err, ErrSealed) || len(r.box) == 0 {
		return command, err
	}
	if command, err = Boxed(r.id, r.person, r.stream, r.box, nil); err != nil {
		return command, err
	}
	return command, r.put(&command)
}

// Enqueue makes a command durable before it is sent.
func (d *Device) Enqueue(ctx context.Context, waiting Waiting) error {
	r, err := d.newRow(waiting.Command, waiting.Person)
	if err != nil {
		return fmt.Errorf("storage: enqueue: %w", err)
	}
	return d.within(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "INSERT INTO outbox (id, person, stream, command, box, receipt, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
			r.id, r.person, r.stream, r.command, r.box, r.receipt, waiting.MadeAt.UnixMilli())
		return err
	})
}

// Outbox returns the commands not answered yet, oldest first. One that nobody can read any more is not
// among them; see DropLost.
func (d *Device) Outbox(ctx context.Context) ([]Waiting, error) { return d.outbox(ctx, d.reader) }

func (d *Device) outbox(ctx context.Context, from querier) ([]Waiting, error) {
	var all []Waiting
	err := each(ctx, from, func(rows *sql.Rows) error {
		var r row
		var at int64
		if err := rows.Scan(append(r.fields(), &at)...); err != nil {
			return err
		}
		command, err := d.read(r)
		if errors.Is(err, ErrSealed) {
			return nil
		}
		all = append(all, Waiting{Command: command, Person: r.person, MadeAt: time.UnixMilli(at)})
		return err
	}, "SELECT "+rowColumns+", made_at FROM outbox ORDER BY position")
	return all, tell(d.path, err)
}

// DropLost forgets the commands that neither this device nor the room can read any more, and returns their
// ids: their rows were damaged.
func (d *Device) DropLost(ctx context.Context) (lost []string, err error) {
	err = d.within(ctx, func(tx *sql.Tx) error {
		lost = nil
		err := each(ctx, tx, func(rows *sql.Rows) error {
			var r row
			if err := rows.Scan(r.fields()...); err != nil {
				return err
			}
			if _, err := d.read(r); errors.Is(err, ErrSealed) {
				lost = append(lost, r.id)
			}
			return nil
		}, "SELECT "+rowColumns+" FROM outbox")
		for _, id := range lost {
			if err == nil {
				_, err = tx.ExecContext(ctx, "DELETE FROM outbox WHERE id=?", id)
			}
		}
		return err
	})
	return lost, err
}

// Settle moves a command from the outbox to the answered ones, in one transaction: it is in
// exactly one of the two, whatever happens. Of one that the room alone can read the receipt is kept, to
// offer it again with; without one it is forgotten.
func (d *Device) Settle(ctx context.Context, answer change.Answer, at time.Time) error {
	answer.Once = nil
	return d.within(ctx, func(tx *sql.Tx) error {
		var r row
		err := tx.QueryRowContext(ctx, "SELECT "+rowColumns+" FROM outbox WHERE id=?", answer.ID).Scan(r.fields()...)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		body, receipt, err := d.answer(r, answer)
		if err == nil && (len(r.command) > 0 || receipt != nil) {
			_, err = tx.ExecContext(ctx, "INSERT OR IGNORE INTO answered (id, person, stream, command, box, receipt, at, answer) SELECT id, person, stream, command, box, ?, ?, ? FROM outbox WHERE id=?",
				receipt, at.UnixMilli(), body, answer.ID)
		}
		if err == nil {
			_, err = tx.ExecContext(ctx, "DELETE FROM outbox WHERE id=?", answer.ID)
		}
		return err
	})
}

// answer is how the server's word on a command is written down.
func (d *Device) answer(r row, answer change.Answer) (body, receipt []byte, err error) {
	if answer.Receipt != nil {
		if receipt, err = json.Marshal(answer.Receipt); err != nil {
			return nil, nil, err
		}
	}
	if len(r.command) == 0 {
		return []byte{}, receipt, nil
	}
	if body, err = json.Marshal(answer); err != nil {
		return nil, nil, err
	}
	key := d.key(string(r.stream))
	if key == nil {
		return body, receipt, nil
	}
	s, err := newSealer(key)
	if err != nil {
		return nil, nil, err
	}
	return s.seal(body, r.about("answer")), receipt, nil
}

// Reoffer takes what an epoch before this one had accepted back among the commands that are not answered,
// each with its receipt, in the order in which it was accepted: a room that was restored from a backup
// may not have it. It returns what it took back. Done twice it takes nothing the second time.
func (d *Device) Reoffer(ctx context.Context, epoch uint32) ([]Waiting, error) {
	var again []Waiting
	err := d.within(ctx, func(tx *sql.Tx) error {
		again = nil
		err := each(ctx, tx, func(rows *sql.Rows) error {
			var r row
			var at int64
			if err := rows.Scan(append(r.fields(), &at)...); err != nil {
				return err
			}
			command, err := d.read(r)
			if errors.Is(err, ErrSealed) {
				return nil
			}
			if command.Receipt != nil && command.Receipt.Epoch < epoch {
				again = append(again, Waiting{Command: command, Person: r.person, MadeAt: time.UnixMilli(at)})
			}
			return err
		}, "SELECT "+rowColumns+", at FROM answered WHERE receipt IS NOT NULL")
		if err != nil {
			return err
		}
		slices.SortFunc(again, func(a, b Waiting) int {
			return cmp.Or(cmp.Compare(a.Command.Receipt.Epoch, b.Command.Receipt.Epoch), cmp.Compare(a.Command.Stream, b.Command.Stream),
				cmp.Compare(a.Command.Receipt.Seq, b.Command.Receipt.Seq), cmp.Compare(a.Command.ID, b.Command.ID))
		})
		for _, w := range again {
			_, err := tx.ExecContext(ctx, "INSERT INTO outbox (id, person, stream, command, box, receipt, made_at) SELECT id, person, stream, command, box, receipt, at FROM answered WHERE id=?", w.Command.ID)
			if err == nil {
				_, err = tx.ExecContext(ctx, "DELETE FROM answered WHERE id=?", w.Command.ID)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	return again, err
}

// Answered is a command with the server's word on it.
type Answered struct {
	Waiting
	Answer change.Answer
	At     time.Time
}

// AnsweredBy returns the answered commands of a person that can be read here, newest first, at most limit.
func (d *Device) AnsweredBy(ctx context.Context, person string, limit int) ([]Answered, error) {
	var all []Answered
	err := d.each(ctx, func(rows *sql.Rows) error {
		var r row
		var at int64
		var body []byte
		if err := rows.Scan(append(r.fields(), &at, &body)...); err != nil || len(body) == 0 {
			return err
		}
		a := Answered{At: time.UnixMilli(at)}
		a.Person = r.person
		command, err := d.plain(r)
		if err == nil {
			a.Command = command
			body, err = d.unseal(r, body, "answer")
		}
		if errors.Is(err, ErrSealed) {
			return nil
		}
		if err == nil {
			a.Command.Receipt, err = nil, json.Unmarshal(body, &a.Answer)
		}
		all = append(all, a)
		return err
	}, "SELECT "+rowColumns+", at, answer FROM answered WHERE person=? AND length(command)>0 ORDER BY at DESC, id DESC LIMIT ?", person, limit)
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
