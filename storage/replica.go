package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"congso.vn/congso/app/change"
)

// ErrDiverged says that a log does not continue the one that is here: they are not the same room's, or
// went apart.
var ErrDiverged = errors.New("storage: the logs went apart")

// addBatch notes that a commit ends here, and returns its number.
func addBatch(ctx context.Context, tx *sql.Tx) (number int64, err error) {
	done, err := tx.ExecContext(ctx, "INSERT INTO batch (change) SELECT coalesce(max(id), 0) FROM change")
	if err != nil {
		return 0, err
	}
	return done.LastInsertId()
}

// End returns where the log ends on the disk; the zero Position for an empty one.
func (r *Room) End(ctx context.Context) (change.Position, error) {
	end, err := end(ctx, r.reader)
	return end, tell(r.path, err)
}

func end(ctx context.Context, from querier) (change.Position, error) {
	var end change.Position
	err := each(ctx, from, func(rows *sql.Rows) error { return rows.Scan(&end.Batch, &end.Change) },
		"SELECT number, change FROM batch ORDER BY number DESC LIMIT 1")
	return end, err
}

// Batches returns the batches after a number, as many as have about size bytes and at least one; none
// where the log ends there.
func (r *Room) Batches(ctx context.Context, after uint64, size int) ([]change.Batch, error) {
	tx, err := r.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one moment of the log
	if err != nil {
		return nil, tell(r.path, err)
	}
	defer tx.Rollback()
	var batches []change.Batch
	from, known, err := batchEnd(ctx, tx, after)
	switch {
	case err != nil:
		return nil, tell(r.path, err)
	case !known && after > 0:
		return nil, fmt.Errorf("%w: no batch %d is here", ErrDiverged, after)
	}
	for taken := 0; taken < size; {
		batch, to, err := nextBatch(ctx, tx, after, from)
		if err != nil {
			return nil, tell(r.path, err)
		}
		if batch.Number == 0 {
			break
		}
		for _, row := range batch.Changes {
			taken += 200 + len(row.Body)
		}
		for _, answer := range batch.Answers {
			taken += 100 + len(answer.Body)
		}
		taken += 50
		batches = append(batches, batch)
		after, from = batch.Number, to
	}
	return batches, nil
}

// batchEnd returns the last change that stood in the log when a batch was written.
func batchEnd(ctx context.Context, tx *sql.Tx, number uint64) (last int64, known bool, err error) {
	err = tx.QueryRowContext(ctx, "SELECT change FROM batch WHERE number=?", number).Scan(&last)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return last, err == nil, err
}

// nextBatch reads the batch after a number; its Number is 0 where there is none.
func nextBatch(ctx context.Context, tx *sql.Tx, after uint64, from int64) (batch change.Batch, to int64, err error) {
	err = tx.QueryRowContext(ctx, "SELECT number, change FROM batch WHERE number>? ORDER BY number LIMIT 1", after).Scan(&batch.Number, &to)
	if errors.Is(err, sql.ErrNoRows) {
		return batch, from, nil
	}
	if err != nil {
		return batch, from, err
	}
	err = each(ctx, tx, func(rows *sql.Rows) error {
		var row change.Row
		if err := scanChange(rows, &row.Change, &row.ID); err != nil {
			return err
		}
		batch.Changes = append(batch.Changes, row)
		return nil
	}, "SELECT "+changeColumns+", c.id FROM change c WHERE c.id>? AND c.id<=? ORDER BY c.id", from, to)
	if err != nil {
		return batch, from, err
	}
	err = each(ctx, tx, func(rows *sql.Rows) error {
		var reply change.Reply
		if err := rows.Scan(&reply.Device, &reply.ID, &reply.Stream, &reply.Body); err != nil {
			return err
		}
		batch.Answers = append(batch.Answers, reply)
		return nil
	}, "SELECT device, id, stream, body FROM answer WHERE batch=? ORDER BY device, id", batch.Number)
	return batch, to, err
}

// Append writes the batches that follow after a number, as another disk has them: the same rows under the
// same numbers. Every change is checked against the chain of its stream first; where one does not
// continue it, or the log does not end at after, nothing is written and the error wraps ErrDiverged.
// When it returns nil they are on the disk.
func (r *Room) Append(ctx context.Context, after uint64, batches []change.Batch) error {
	return r.within(ctx, func(tx *sql.Tx) error {
		at, err := end(ctx, tx)
		if err != nil {
			return err
		}
		if at.Batch != after {
			return fmt.Errorf("%w: the log ends at batch %d, not %d", ErrDiverged, at.Batch, after)
		}
		project, err := newProjector(ctx, tx, "")
		if err != nil {
			return err
		}
		defer project.close()
		for _, batch := range batches {
			if batch.Number <= at.Batch {
				return fmt.Errorf("%w: batch %d follows %d", ErrDiverged, batch.Number, at.Batch)
			}
			if at.Change, err = appendBatch(ctx, tx, project, at.Change, batch); err != nil {
				return err
			}
			at.Batch = batch.Number
		}
		return project.heads(ctx)
	})
}

// appendBatch writes one batch behind the change last, and returns the number of its own last change.
func appendBatch(ctx context.Context, tx *sql.Tx, project *projector, last int64, batch change.Batch) (int64, error) {
	for _, row := range batch.Changes {
		if row.ID <= last {
			return last, fmt.Errorf("%w: change %d follows %d", ErrDiverged, row.ID, last)
		}
		head, cursor, err := project.ends(ctx, row.Stream, row.Audience)
		if err != nil {
			return last, err
		}
		if _, err := head.Follow(row.Change); err != nil {
			return last, fmt.Errorf("%w: %w", ErrDiverged, err)
		}
		cursor = cursor.Next(row.Change)
		if _, err := tx.ExecContext(ctx, "INSERT INTO change (id, stream, seq, epoch, at, kind, audience, key, body, prev) VALUES (?,?,?,?,?,?,?,?,?,?)",
			row.ID, row.Stream, row.Seq, row.Epoch, row.At, row.Kind, row.Audience, row.Key, notNil(row.Body), row.Previous[:]); err != nil {
			return last, err
		}
		if err := project.add(ctx, row.ID, change.Entry{Change: row.Change, Place: cursor.Place, Running: cursor.Running}); err != nil {
			return last, err
		}
		last = row.ID
	}
	for _, reply := range batch.Answers {
		if _, err := tx.ExecContext(ctx, "INSERT INTO answer (device, id, stream, body, batch) VALUES (?, ?, ?, ?, ?)",
			reply.Device, reply.ID, reply.Stream, reply.Body, batch.Number); err != nil {
			return last, err
		}
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO batch (number, change) VALUES (?, ?)", batch.Number, last)
	return last, err
}

// ends returns where a stream and an audience stand, with what this projector added.
func (p *projector) ends(ctx context.Context, stream change.Stream, audience change.Audience) (change.Head, change.Cursor, error) {
	head, ok := p.streams[stream]
	if !ok {
		var hash []byte
		err := p.tx.QueryRowContext(ctx, "SELECT seq, hash FROM stream_head WHERE stream=?", stream).Scan(&head.Seq, &hash)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return head, change.Cursor{}, err
		}
		copy(head.Hash[:], hash)
	}
	cursor, ok := p.audiences[audience]
	if !ok {
		var running []byte
		err := p.tx.QueryRowContext(ctx, "SELECT place, running FROM audience_head WHERE audience=?", audience).Scan(&cursor.Place, &running)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return head, cursor, err
		}
		copy(cursor.Running[:], running)
	}
	return head, cursor, nil
}

// Contains checks that a log which ends at a position with these heads is the beginning of this one; the
// error wraps ErrDiverged where it is not, and names the stream.
func (r *Room) Contains(ctx context.Context, at change.Position, heads map[change.Stream]change.Head) error {
	tx, err := r.reader.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return tell(r.path, err)
	}
	defer tx.Rollback()
	last, known, err := batchEnd(ctx, tx, at.Batch)
	switch {
	case err != nil:
		return tell(r.path, err)
	case at.Batch > 0 && (!known || last != at.Change), at.Batch == 0 && len(heads) > 0:
		return fmt.Errorf("%w: no batch %d ends at change %d here", ErrDiverged, at.Batch, at.Change)
	}
	for stream, head := range heads {
		var c change.Change
		found := false
		err := each(ctx, tx, func(rows *sql.Rows) error {
			found = true
			return scanChange(rows, &c)
		}, "SELECT "+changeColumns+" FROM change c WHERE c.stream=? AND c.seq=?", stream, head.Seq)
		if err != nil {
			return tell(r.path, err)
		}
		if !found || c.Hash() != head.Hash {
			return fmt.Errorf("%w: %s is another at number %d", ErrDiverged, stream, head.Seq)
		}
	}
	return nil
}

// IsReadable reports whether anybody may read the bytes of hash.
func (r *Room) IsReadable(ctx context.Context, hash string) (bool, error) {
	found := false
	err := r.each(ctx, func(*sql.Rows) error {
		found = true
		return nil
	}, "SELECT 1 FROM readable WHERE hash=? LIMIT 1", hash)
	return found, err
}

// CopyEpochs keeps the epochs of the room that this log is a copy of, in place of what was known of them.
func (r *Room) CopyEpochs(ctx context.Context, epochs []change.Epoch) error {
	return r.keep(ctx, keyEpochs, epochs)
}
