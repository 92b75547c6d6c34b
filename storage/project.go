package storage

import (
	"context"
	"database/sql"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
)

// projector writes what follows from the log: facts, places, heads and who may read which bytes.
// Commit uses it for new entries and Rebuild for all, so both come to the same.
//
// The tables have a prefix in front of their names: none for the real ones, "temp.again_" for the
// copies that Verify compares with them.
type projector struct {
	prefix                                string
	tx                                    *sql.Tx
	place, fact, drop, unreadable, reader *sql.Stmt
	streams                               map[change.Stream]change.Head
	audiences                             map[change.Audience]change.Cursor
}

func newProjector(ctx context.Context, tx *sql.Tx, prefix string) (*projector, error) {
	p := &projector{prefix: prefix, tx: tx, streams: map[change.Stream]change.Head{}, audiences: map[change.Audience]change.Cursor{}}
	for _, statement := range []struct {
		to   **sql.Stmt
		text string
	}{
		{&p.place, "INSERT INTO " + prefix + "placed (audience, place, change, running) VALUES (?, ?, ?, ?)"},
		{&p.fact, "INSERT OR REPLACE INTO " + prefix + "fact (stream, kind, key, change) VALUES (?, ?, ?, ?)"},
		{&p.drop, "DELETE FROM " + prefix + "fact WHERE stream=? AND kind=? AND key=?"},
		{&p.unreadable, "DELETE FROM " + prefix + "readable WHERE stream=? AND kind=? AND key=?"},
		{&p.reader, "INSERT OR IGNORE INTO " + prefix + "readable (hash, audience, stream, kind, key) VALUES (?, ?, ?, ?, ?)"},
	} {
		prepared, err := tx.PrepareContext(ctx, statement.text)
		if err != nil {
			p.close()
			return nil, err
		}
		*statement.to = prepared
	}
	return p, nil
}

func (p *projector) close() {
	for _, statement := range []*sql.Stmt{p.place, p.fact, p.drop, p.unreadable, p.reader} {
		if statement != nil {
			statement.Close()
		}
	}
}

// add projects one entry that stands in the log as row id.
func (p *projector) add(ctx context.Context, id int64, e change.Entry) error {
	if _, err := p.place.ExecContext(ctx, e.Audience, e.Place, id, e.Running[:]); err != nil {
		return err
	}
	if e.TakenBack() {
		if _, err := p.drop.ExecContext(ctx, e.Stream, e.Kind, e.Key); err != nil {
			return err
		}
	} else if _, err := p.fact.ExecContext(ctx, e.Stream, e.Kind, e.Key, id); err != nil {
		return err
	}
	if council.BearsBlobs(e.Kind) {
		if _, err := p.unreadable.ExecContext(ctx, e.Stream, e.Kind, e.Key); err != nil {
			return err
		}
		for _, hash := range council.BlobsOf(e.Change) {
			if _, err := p.reader.ExecContext(ctx, hash, e.Audience, e.Stream, e.Kind, e.Key); err != nil {
				return err
			}
		}
	}
	p.streams[e.Stream] = change.Head{Seq: e.Seq, Hash: e.Change.Hash()}
	p.audiences[e.Audience] = change.Cursor{Place: e.Place, Running: e.Running}
	return nil
}

// heads writes where the streams and audiences that were touched now stand.
func (p *projector) heads(ctx context.Context) error {
	for stream, head := range p.streams {
		if _, err := p.tx.ExecContext(ctx, "INSERT OR REPLACE INTO "+p.prefix+"stream_head (stream, seq, hash) VALUES (?, ?, ?)", stream, head.Seq, head.Hash[:]); err != nil {
			return err
		}
	}
	for audience, cursor := range p.audiences {
		if _, err := p.tx.ExecContext(ctx, "INSERT OR REPLACE INTO "+p.prefix+"audience_head (audience, place, running) VALUES (?, ?, ?)", audience, cursor.Place, cursor.Running[:]); err != nil {
			return err
		}
	}
	return nil
}
