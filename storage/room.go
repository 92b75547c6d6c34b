package storage

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
)

// Room is the room server's database: the logs, the answers, and projections of the logs.
// Commit may be called from one goroutine at a time; reading from any.
type Room struct{ *database }

// OpenRoom opens or makes the room server's database.
func OpenRoom(ctx context.Context, file string) (*Room, error) {
	db, err := open(ctx, file, roomProgram)
	if err != nil {
		return nil, err
	}
	return &Room{db}, nil
}

// Book is where the logs stand: what a sequencer needs to go on.
type Book struct {
	Streams   map[change.Stream]change.Head
	Audiences map[change.Audience]change.Cursor
}

// Kept is an answer as it is kept by device and command.
type Kept struct {
	Device string
	Stream change.Stream
	Answer change.Answer
}

// Book reads where every stream and audience stands.
func (r *Room) Book(ctx context.Context) (Book, error) {
	book, err := readBook(ctx, r.reader)
	return book, tell(r.path, err)
}

func readBook(ctx context.Context, from querier) (Book, error) {
	book := Book{Streams: map[change.Stream]change.Head{}, Audiences: map[change.Audience]change.Cursor{}}
	err := each(ctx, from, func(rows *sql.Rows) error {
		var stream change.Stream
		var head change.Head
		var hash []byte
		if err := rows.Scan(&stream, &head.Seq, &hash); err != nil {
			return err
		}
		copy(head.Hash[:], hash)
		book.Streams[stream] = head
		return nil
	}, "SELECT stream, seq, hash FROM stream_head")
	if err != nil {
		return book, err
	}
	err = each(ctx, from, func(rows *sql.Rows) error {
		var audience change.Audience
		var cursor change.Cursor
		var running []byte
		if err := rows.Scan(&audience, &cursor.Place, &running); err != nil {
			return err
		}
		copy(cursor.Running[:], running)
		book.Audiences[audience] = cursor
		return nil
	}, "SELECT audience, place, running FROM audience_head")
	return book, err
}

// Commit writes a group of entries and answers in one transaction. When it returns nil they are on
// the disk, whatever happens to the power; when it fails none of them is.
func (r *Room) Commit(ctx context.Context, entries []change.Entry, answers []Kept) error {
	return r.within(ctx, func(tx *sql.Tx) error {
		if err := appendEntries(ctx, tx, entries); err != nil {
			return err
		}
		batch, err := addBatch(ctx, tx)
		if err != nil || len(answers) == 0 {
			return err
		}
		add, err := tx.PrepareContext(ctx, "INSERT INTO answer (device, id, stream, body, batch) VALUES (?, ?, ?, ?, ?)")
		if err != nil {
			return err
		}
		defer add.Close()
		for _, kept := range answers {
			kept.Answer.Once = nil
			body, err := json.Marshal(kept.Answer)
			if err != nil {
				return err
			}
			if _, err := add.ExecContext(ctx, kept.Device, kept.Answer.ID, kept.Stream, body, batch); err != nil {
				return err
			}
		}
		return nil
	})
}

func appendEntries(ctx context.Context, tx *sql.Tx, entries []change.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	add, err := tx.PrepareContext(ctx, "INSERT INTO change (stream, seq, epoch, at, kind, audience, key, body, prev) VALUES (?,?,?,?,?,?,?,?,?)")
	if err != nil {
		return err
	}
	defer add.Close()
	project, err := newProjector(ctx, tx, "")
	if err != nil {
		return err
	}
	defer project.close()
	for _, e := range entries {
		done, err := add.ExecContext(ctx, e.Stream, e.Seq, e.Epoch, e.At, e.Kind, e.Audience, e.Key, notNil(e.Body), e.Previous[:])
		if err != nil {
			return err
		}
		id, err := done.LastInsertId()
		if err != nil {
			return err
		}
		if err := project.add(ctx, id, e); err != nil {
			return err
		}
	}
	return project.heads(ctx)
}

func notNil(body []byte) []byte {
	if body == nil {
		return []byte{}
	}
	return body
}

// Answered returns the answer kept for a command of a device.
func (r *Room) Answered(ctx context.Context, device, id string) (change.Answer, bool, error) {
	var body []byte
	err := r.reader.QueryRowContext(ctx, "SELECT body FROM answer WHERE device=? AND id=?", device, id).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return change.Answer{}, false, nil
	}
	if err != nil {
		return change.Answer{}, false, tell(r.path, err)
	}
	var answer change.Answer
	if err := json.Unmarshal(body, &answer); err != nil {
		return answer, false, fmt.Errorf("storage: answer %s: %w", id, err)
	}
	return answer, true, nil
}

const changeColumns = "c.stream, c.seq, c.epoch, c.at, c.kind, c.audience, c.key, c.body, c.prev"

func scanChange(rows *sql.Rows, c *change.Change, more ...any) error {
	var body, prev []byte
	to := append([]any{&c.Stream, &c.Seq, &c.Epoch, &c.At, &c.Kind, &c.Audience, &c.Key, &body, &prev}, more...)
	if err := rows.Scan(to...); err != nil {
		return err
	}
	if len(body) > 0 {
		c.Body = body
	}
	copy(c.Previous[:], prev)
	return nil
}

// Read returns the entries of an audience after a place, at most limit of them. What the disk changed since it
// was written is not given: the error says that the file is damaged.
func (r *Room) Read(ctx context.Context, audience change.Audience, after uint64, limit int) ([]change.Entry, error) {
	var entries []change.Entry
	at := way{audience: audience, known: after == 0}
	err := r.each(ctx, func(rows *sql.Rows) error {
		e, err := at.next(rows)
		if err == nil && e.Place > after {
			entries = append(entries, e)
		}
		return err
	}, "SELECT "+changeColumns+", p.place, p.running FROM placed p JOIN change c ON c.id = p.change WHERE p.audience=? AND p.place>=? ORDER BY p.place LIMIT ?",
		audience, after, limit+1)
	if err != nil {
		return nil, r.damaged(err)
	}
	return entries[:min(len(entries), limit)], nil
}

// Facts returns the latest change of every fact of a stream that has not been taken back, in the
// order of the log. Ballots and casts are left out: they come by FactsUnder for the polls that
// still need them, so that old polls cost nothing at start.
func (r *Room) Facts(ctx context.Context, stream change.Stream) ([]change.Change, error) {
	return r.facts(ctx, "SELECT "+changeColumns+" FROM fact f JOIN change c ON c.id = f.change WHERE f.stream=? AND f.kind NOT IN (?, ?) ORDER BY c.seq",
		stream, council.BallotKind, council.CastKind)
}

// FactsUnder returns the facts of one kind whose keys begin with prefix.
func (r *Room) FactsUnder(ctx context.Context, stream change.Stream, kind, prefix string) ([]change.Change, error) {
	return r.facts(ctx, "SELECT "+changeColumns+" FROM fact f JOIN change c ON c.id = f.change WHERE f.stream=? AND f.kind=? AND f.key>=? AND f.key<? ORDER BY c.seq",
		stream, kind, prefix, prefix+"\U0010FFFF")
}

func (r *Room) facts(ctx context.Context, query string, args ...any) ([]change.Change, error) {
	var facts []change.Change
	err := r.each(ctx, func(rows *sql.Rows) error {
		var c change.Change
		if err := scanChange(rows, &c); err != nil {
			return err
		}
		facts = append(facts, c)
		return nil
	}, query, args...)
	return facts, err
}

// MayRead reports whether any of the audiences may read the bytes of hash.
func (r *Room) MayRead(ctx context.Context, hash string, audiences []change.Audience) (bool, error) {
	allowed := map[change.Audience]bool{}
	for _, audience := range audiences {
		allowed[audience] = true
	}
	found := false
	err := r.each(ctx, func(rows *sql.Rows) error {
		var audience change.Audience
		if err := rows.Scan(&audience); err != nil {
			return err
		}
		found = found || allowed[audience]
		return nil
	}, "SELECT audience FROM readable WHERE hash=?", hash)
	return found, err
}

// querier is a database, or one transaction of it.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// each runs a query on the reading pool and hands every row to take.
func (d *database) each(ctx context.Context, take func(*sql.Rows) error, query string, args ...any) error {
	return tell(d.path, each(ctx, d.reader, take, query, args...))
}

func each(ctx context.Context, db querier, take func(*sql.Rows) error, query string, args ...any) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return fmt.Errorf("storage: read: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := take(rows); err != nil {
			return fmt.Errorf("storage: read: %w", err)
		}
	}
	return rows.Err()
}

// Stream hands every change of a stream to take, in order.
func (r *Room) Stream(ctx context.Context, stream change.Stream, take func(change.Change) error) error {
	return r.each(ctx, func(rows *sql.Rows) error {
		var c change.Change
		if err := scanChange(rows, &c); err != nil {
			return err
		}
		return take(c)
	}, "SELECT "+changeColumns+" FROM change c WHERE c.stream=? ORDER BY c.seq", stream)
}

// Readable returns the hashes of all bytes that some audience may read now.
func (r *Room) Readable(ctx context.Context) ([]string, error) {
	var hashes []string
	err := r.each(ctx, func(rows *sql.Rows) error {
		hashes = append(hashes, "")
		return rows.Scan(&hashes[len(hashes)-1])
	}, "SELECT DISTINCT hash FROM readable ORDER BY hash")
	return hashes, err
}

// Head returns where a stream stands on the disk; the zero Head for one that was never written.
func (r *Room) Head(ctx context.Context, stream change.Stream) (change.Head, error) {
	var head change.Head
	var hash []byte
	err := r.reader.QueryRowContext(ctx, "SELECT seq, hash FROM stream_head WHERE stream=?", stream).Scan(&head.Seq, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return change.Head{}, nil
	}
	copy(head.Hash[:], hash)
	return head, tell(r.path, err)
}
