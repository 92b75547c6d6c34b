package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	_ "github.com/mattn/go-sqlite3" // the database itself
)

// Index finds the pages of papers by their words. It lies in memory alone: what a tablet keeps on its disk
// is sealed, and an index would tell it all. Whoever fills it cuts the texts into words. From any goroutine;
// one question or one paper at a time.
type Index struct{ db *sql.DB }

// IndexedPage is one page of a paper.
type IndexedPage struct {
	Document string
	Number   int // from 0
	Text     string
	Scanned  bool // it was found in a picture

	// Exact and Folded are its words with spaces between them, as written and without marks. They are put in
	// and never come out.
	Exact, Folded string
}

// indexForm keeps the texts apart from their words: snippets are cut from them. A letter is what Unicode
// calls one, with the marks on it, as whoever cuts the words has it too.
const indexForm = `
CREATE TABLE page (id INTEGER PRIMARY KEY, document TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, scanned INTEGER NOT NULL);
CREATE INDEX page_document ON page (document);
CREATE VIRTUAL TABLE words USING fts5 (exact, folded, content='', contentless_delete=1, prefix='2 3',
	tokenize="unicode61 remove_diacritics 0 categories 'L* N* M*'");`

// NewIndex returns an empty one.
func NewIndex(ctx context.Context) (*Index, error) {
	db, err := sql.Open("sqlite3", ":memory:?_journal_mode=MEMORY&_synchronous=OFF")
	if err != nil {
		return nil, fmt.Errorf("storage: index: %w", err)
	}
	// One connection that is never closed: each would have a memory of its own.
	db.SetMaxOpenConns(1)
	db.SetConnMaxIdleTime(0)
	db.SetConnMaxLifetime(0)
	if _, err := db.ExecContext(ctx, indexForm); err != nil {
		return nil, fmt.Errorf("storage: index: %w", errors.Join(err, db.Close()))
	}
	return &Index{db}, nil
}

// Put replaces what is there of a document by these pages.
func (x *Index) Put(ctx context.Context, document string, pages []IndexedPage) error {
	return x.within(ctx, func(tx *sql.Tx) error {
		if err := remove(ctx, tx, document); err != nil {
			return err
		}
		page, err := tx.PrepareContext(ctx, "INSERT INTO page (document, number, text, scanned) VALUES (?, ?, ?, ?)")
		if err != nil {
			return err
		}
		words, err := tx.PrepareContext(ctx, "INSERT INTO words (rowid, exact, folded) VALUES (?, ?, ?)")
		if err != nil {
			return err
		}
		for _, p := range pages {
			placed, err := page.ExecContext(ctx, document, p.Number, p.Text, p.Scanned)
			if err != nil {
				return err
			}
			id, err := placed.LastInsertId()
			if err != nil {
				return err
			}
			if _, err := words.ExecContext(ctx, id, p.Exact, p.Folded); err != nil {
				return err
			}
		}
		return nil
	})
}

// Remove takes a document out.
func (x *Index) Remove(ctx context.Context, document string) error {
	return x.within(ctx, func(tx *sql.Tx) error { return remove(ctx, tx, document) })
}

func remove(ctx context.Context, tx *sql.Tx, document string) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM words WHERE rowid IN (SELECT id FROM page WHERE document = ?)", document); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "DELETE FROM page WHERE document = ?", document)
	return err
}

func (x *Index) within(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := x.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("storage: index: %w", err)
	}
	if err := do(tx); err != nil {
		return fmt.Errorf("storage: index: %w", errors.Join(err, tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("storage: index: %w", err)
	}
	return nil
}

// Find returns the ids of pages that answer a question written for FTS5 over the columns exact and folded: of
// those that were put in first, at most so many.
func (x *Index) Find(ctx context.Context, match string, most int) (found []int64, err error) {
	rows, err := x.db.QueryContext(ctx, "SELECT rowid FROM words WHERE words MATCH ? LIMIT ?", match, most)
	if err != nil {
		return nil, fmt.Errorf("storage: index: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("storage: index: %w", err)
		}
		found = append(found, id)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("storage: index: %w", err)
	}
	return found, nil
}

// Page returns a page without its words in columns; false where it is not there any more.
func (x *Index) Page(ctx context.Context, id int64) (p IndexedPage, there bool, err error) {
	err = x.db.QueryRowContext(ctx, "SELECT document, number, text, scanned FROM page WHERE id = ?", id).Scan(&p.Document, &p.Number, &p.Text, &p.Scanned)
	if errors.Is(err, sql.ErrNoRows) {
		return p, false, nil
	}
	if err != nil {
		return p, false, fmt.Errorf("storage: index: %w", err)
	}
	return p, true, nil
}

// Close lets it go.
func (x *Index) Close() error { return x.db.Close() }
