package storage

import (
	"context"
	"database/sql"
	"fmt"

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

// Verify recomputes the hash chain of every stream from the stored bytes, and compares every
// projection with what the log says it should be. It writes nothing.
func (r *Room) Verify(ctx context.Context) ([]Finding, error) {
	var findings []Finding
	heads := map[change.Stream]change.Head{}
	index := map[change.Stream]int{}
	err := each(ctx, r.reader, func(rows *sql.Rows) error {
		var c change.Change
		if err := scanChange(rows, &c); err != nil {
			return err
		}
		i, known := index[c.Stream]
		if !known {
			i = len(findings)
			index[c.Stream] = i
			findings = append(findings, Finding{Stream: c.Stream})
		}
		finding := &findings[i]
		finding.Count++
		if finding.BadSeq != 0 {
			return nil
		}
		head, err := heads[c.Stream].Follow(c)
		if err != nil {
			finding.BadSeq, finding.Reason = c.Seq, err.Error()
			return nil
		}
		heads[c.Stream], finding.Head = head, head.Hash
		return nil
	}, "SELECT "+changeColumns+" FROM change c ORDER BY c.stream, c.seq")
	if err != nil {
		return nil, tell(r.path, err)
	}
	book, err := r.Book(ctx)
	if err != nil {
		return nil, tell(r.path, err)
	}
	for i := range findings {
		finding := &findings[i]
		if stored := book.Streams[finding.Stream]; finding.OK() && stored != heads[finding.Stream] {
			if finding.BadSeq = min(stored.Seq, finding.Count) + 1; stored.Seq == finding.Count {
				finding.BadSeq = finding.Count
			}
			finding.Reason = fmt.Sprintf("the log ends at %d, but was at %d", finding.Count, stored.Seq)
		}
	}
	for stream, stored := range book.Streams {
		if _, known := index[stream]; !known {
			findings = append(findings, Finding{Stream: stream, BadSeq: 1, Reason: fmt.Sprintf("the log is empty, but was at %d", stored.Seq)})
		}
	}
	for i := range findings {
		if !findings[i].OK() {
			return findings, nil // projections of a broken log say nothing
		}
	}
	return r.compareProjections(ctx, findings)
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

// compareProjections projects the log once more into temporary tables of a connection of its own,
// and compares them with what stands. A server that runs meanwhile is not held up.
func (r *Room) compareProjections(ctx context.Context, findings []Finding) ([]Finding, error) {
	db, err := connect(r.path, "&_txlock=deferred")
	if err != nil {
		return findings, err
	}
	defer db.Close()
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return findings, tell(r.path, err)
	}
	defer tx.Rollback()
	for _, p := range projections {
		if _, err := tx.ExecContext(ctx, "CREATE TABLE "+again+p.table+" ("+p.columns+", PRIMARY KEY ("+p.key+"))"); err != nil {
			return findings, tell(r.path, err)
		}
	}
	if err := project(ctx, tx, again); err != nil {
		return findings, tell(r.path, err)
	}
	for _, p := range projections {
		var differ int
		query := fmt.Sprintf("SELECT (SELECT count(*) FROM (SELECT %[2]s FROM main.%[1]s EXCEPT SELECT %[2]s FROM %[3]s%[1]s)) + (SELECT count(*) FROM (SELECT %[2]s FROM %[3]s%[1]s EXCEPT SELECT %[2]s FROM main.%[1]s))", p.table, p.columns, again)
		if err := tx.QueryRowContext(ctx, query).Scan(&differ); err != nil {
			return findings, tell(r.path, err)
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
