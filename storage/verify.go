package storage

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"

	"congso.vn/congso/app/change"
)

// Finding is what Verify says of one stream.
type Finding struct {
	Stream change.Stream
	Count  uint64
	Head   change.Hash
	BadSeq uint64 // the first change that cannot be trusted; 0: all can
	Reason string // why, in English; also where only the projections differ
}

// OK reports whether nothing is wrong with the stream.
func (f Finding) OK() bool { return f.BadSeq == 0 && f.Reason == "" }

// Verify recomputes the hash chain of every stream from the stored bytes, compares every projection
// with what the log says it should be, and has SQLite look at the file itself. It writes nothing,
// sees one moment of the logs, and does not hold up a server that writes meanwhile.
func (r *Room) Verify(ctx context.Context) ([]Finding, error) {
	db, err := r.connect(toCompare)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return nil, tell(r.path, err)
	}
	defer tx.Rollback()
	findings, err := followAll(ctx, tx)
	if err != nil {
		return findings, tell(r.path, err)
	}
	sound := !slices.ContainsFunc(findings, func(f Finding) bool { return !f.OK() })
	var word string
	if err := tx.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&word); err != nil {
		return findings, tell(r.path, err)
	}
	if word != "ok" {
		sound, findings = false, append(findings, Finding{Stream: "database", Reason: word})
	}
	if !sound {
		return findings, nil // projections of a broken log say nothing
	}
	if old, err := older(ctx, tx); err != nil || old {
		return findings, tell(r.path, err) // its projections are made anew when it is opened
	}
	findings, err = compareProjections(ctx, tx, findings)
	return findings, tell(r.path, err)
}

// followAll goes through the log in the order in which it was written, and follows every stream.
func followAll(ctx context.Context, tx *sql.Tx) ([]Finding, error) {
	trails := map[change.Stream]*trail{}
	err := each(ctx, tx, func(rows *sql.Rows) error {
		var c change.Change
		if err := scanChange(rows, &c); err != nil {
			return err
		}
		if trails[c.Stream] == nil {
			trails[c.Stream] = &trail{finding: Finding{Stream: c.Stream}}
		}
		trails[c.Stream].follow(c)
		return nil
	}, "SELECT "+changeColumns+" FROM change c ORDER BY c.id")
	if err != nil {
		return nil, err
	}
	book, err := readBook(ctx, tx)
	if err != nil {
		return nil, err
	}
	for stream := range book.Streams {
		if trails[stream] == nil {
			trails[stream] = &trail{finding: Finding{Stream: stream}}
		}
	}
	var findings []Finding
	for _, stream := range slices.Sorted(maps.Keys(trails)) {
		findings = append(findings, trails[stream].end(book.Streams[stream]))
	}
	return findings, nil
}

// projections are the tables that Rebuild makes anew.
var projections = []struct{ table, columns, key string }{
	{"stream_head", "stream, seq, hash", "stream"},
	{"audience_head", "audience, place, running", "audience"},
	{"placed", "audience, place, change, running", "audience, place"},
	{"fact", "stream, kind, key, change", "stream, kind, key"},
	{"readable", "hash, audience, stream, kind, key", "hash, audience, stream, kind, key"},
}

// again is the prefix of the tables that Verify projects into.
const again = "temp.again_"

// compareProjections projects the log once more into temporary tables, and compares them with what
// stands.
func compareProjections(ctx context.Context, tx *sql.Tx, findings []Finding) ([]Finding, error) {
	for _, p := range projections {
		if _, err := tx.ExecContext(ctx, "CREATE TABLE "+again+p.table+" ("+p.columns+", PRIMARY KEY ("+p.key+"))"); err != nil {
			return findings, err
		}
	}
	if err := project(ctx, tx, again); err != nil {
		return findings, err
	}
	for _, p := range projections {
		var differ int
		query := fmt.Sprintf("SELECT (SELECT count(*) FROM (SELECT %[2]s FROM main.%[1]s EXCEPT SELECT %[2]s FROM %[3]s%[1]s)) + (SELECT count(*) FROM (SELECT %[2]s FROM %[3]s%[1]s EXCEPT SELECT %[2]s FROM main.%[1]s))", p.table, p.columns, again)
		if err := tx.QueryRowContext(ctx, query).Scan(&differ); err != nil {
			return findings, err
		}
		if differ > 0 {
			findings = append(findings, Finding{Stream: change.Stream("projection " + p.table), Reason: fmt.Sprintf("%d rows differ from the log; --rebuild makes them anew", differ)})
		}
	}
	return findings, nil
}

// Rebuild makes every projection anew from the logs, in one transaction.
func (r *Room) Rebuild(ctx context.Context) error {
	return r.within(ctx, func(tx *sql.Tx) error {
		for _, p := range projections {
			if _, err := tx.ExecContext(ctx, "DELETE FROM "+p.table); err != nil {
				return err
			}
		}
		return project(ctx, tx, "")
	})
}

// project goes through the whole log and projects it into tables that are empty.
func project(ctx context.Context, tx *sql.Tx, prefix string) error {
	to, err := newProjector(ctx, tx, prefix)
	if err != nil {
		return err
	}
	defer to.close()
	rows, err := tx.QueryContext(ctx, "SELECT "+changeColumns+", c.id FROM main.change c ORDER BY c.id")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var e change.Entry
		var id int64
		if err := scanChange(rows, &e.Change, &id); err != nil {
			return err
		}
		cursor := to.audiences[e.Audience].Next(e.Change)
		e.Place, e.Running = cursor.Place, cursor.Running
		if err := to.add(ctx, id, e); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	return to.heads(ctx)
}
