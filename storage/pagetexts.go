package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	_ "github.com/mattn/go-sqlite3" // the database itself
)

// PageTexts are the texts of papers' pages, from which what was found is shown. They lie in memory alone, for
// what a tablet keeps on its disk is sealed, and in the database's memory, which no collector of garbage walks
// through. From any goroutine.
type PageTexts struct {
	db   *sql.DB
	page *sql.Stmt
}

// PageText is the text of one page of a paper.
type PageText struct {
	Document string
	Number   int // from 0
	Text     string
	Scanned  bool // it was found in a picture
}

const pageTextsForm = `
CREATE TABLE page (id INTEGER PRIMARY KEY, document TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, scanned INTEGER NOT NULL);
CREATE INDEX page_document ON page (document);`

// NewPageTexts returns none.
func NewPageTexts(ctx context.Context) (*PageTexts, error) {
	db, err := sql.Open("sqlite3", ":memory:?_journal_mode=MEMORY&_synchronous=OFF")
	if err != nil {
		return nil, fmt.Errorf("storage: page texts: %w", err)
	}
	// One connection that is never closed: each would have a memory of its own.
	db.SetMaxOpenConns(1)
	db.SetConnMaxIdleTime(0)
	db.SetConnMaxLifetime(0)
	if _, err := db.ExecContext(ctx, pageTextsForm); err != nil {
		return nil, fmt.Errorf("storage: page texts: %w", errors.Join(err, db.Close()))
	}
	page, err := db.PrepareContext(ctx, "SELECT document, number, text, scanned FROM page WHERE id = ?")
	if err != nil {
		return nil, fmt.Errorf("storage: page texts: %w", errors.Join(err, db.Close()))
	}
	return &PageTexts{db, page}, nil
}

// Put replaces what is there of a document by these pages. The first gets this id, and each one more than the
// one before it.
func (x *PageTexts) Put(ctx context.Context, document string, first int64, pages []PageText) error {
	return x.within(ctx, func(tx *sql.Tx) error {
		if err := remove(ctx, tx, document); err != nil {
			return err
		}
		page, err := tx.PrepareContext(ctx, "INSERT INTO page (id, document, number, text, scanned) VALUES (?, ?, ?, ?, ?)")
		if err != nil {
			return err
		}
		for i, p := range pages {
			if _, err := page.ExecContext(ctx, first+int64(i), document, p.Number, p.Text, p.Scanned); err != nil {
				return err
			}
		}
		return nil
	})
}

// Remove takes a document out.
func (x *PageTexts) Remove(ctx context.Context, document string) error {
	return x.within(ctx, func(tx *sql.Tx) error { return remove(ctx, tx, document) })
}

func remove(ctx context.Context, tx *sql.Tx, document string) error {
	_, err := tx.ExecContext(ctx, "DELETE FROM page WHERE document = ?", document)
	return err
}

func (x *PageTexts) within(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := x.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("storage: page texts: %w", err)
	}
	if err := do(tx); err != nil {
		return fmt.Errorf("storage: page texts: %w", errors.Join(err, tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("storage: page texts: %w", err)
	}
	return nil
}

// Page returns a page; false where it is not there any more.
func (x *PageTexts) Page(ctx context.Context, id int64) (p PageText, there bool, err error) {
	err = x.page.QueryRowContext(ctx, id).Scan(&p.Document, &p.Number, &p.Text, &p.Scanned)
	if errors.Is(err, sql.ErrNoRows) {
		return p, false, nil
	}
	if err != nil {
		return p, false, fmt.Errorf("storage: page texts: %w", err)
	}
	return p, true, nil
}

// Close lets them go.
func (x *PageTexts) Close() error { return errors.Join(x.page.Close(), x.db.Close()) }
