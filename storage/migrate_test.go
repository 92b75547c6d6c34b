package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
)

func handle(t *testing.T, file string) *sql.DB {
	t.Helper()
	db, err := connect(file, toWrite)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.SetMaxOpenConns(1)
	return db
}

func number(t *testing.T, db *sql.DB, query string) (n int) {
	t.Helper()
	if err := db.QueryRow(query).Scan(&n); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return n
}

// A file of any earlier number comes to the same as a new one, with what it held.
func TestMigrationFromEveryNumber(t *testing.T) {
	ctx := context.Background()
	for _, of := range []program{roomProgram, deviceProgram} {
		all, err := steps(of)
		if err != nil || len(all) == 0 {
			t.Fatalf("%s: %d migrations, %v", of.folder, len(all), err)
		}
		var schemas []string
		for from := 0; from <= len(all); from++ {
			file := filepath.Join(t.TempDir(), "old.db")
			db := handle(t, file)
			if _, err := db.Exec(fmt.Sprintf("PRAGMA application_id=%d", of.id)); err != nil {
				t.Fatal(err)
			}
			if err := migrate(ctx, db, file, all[:from]); err != nil {
				t.Fatal(err)
			}
			if from > 0 {
				if _, err := db.Exec("INSERT INTO setting (name, value) VALUES ('name', 'Phòng họp')"); err != nil {
					t.Fatal(err)
				}
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			opened, err := open(ctx, file, of)
			if err != nil {
				t.Fatalf("%s from number %d: %v", of.folder, from, err)
			}
			if got := number(t, opened.writer, "PRAGMA user_version"); got != len(all) {
				t.Errorf("%s from number %d: at %d, want %d", of.folder, from, got, len(all))
			}
			if value, _, err := opened.Setting(ctx, "name"); from > 0 && string(value) != "Phòng họp" || err != nil {
				t.Errorf("%s from number %d: setting %q, %v", of.folder, from, value, err)
			}
			var schema string
			if err := opened.writer.QueryRow("SELECT group_concat(sql, ';') FROM (SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name)").Scan(&schema); err != nil {
				t.Fatal(err)
			}
			schemas = append(schemas, schema)
			if err := opened.Close(); err != nil {
				t.Error(err)
			}
		}
		for from, schema := range schemas {
			if schema != schemas[len(all)] {
				t.Errorf("%s from number %d: another schema:\n%s", of.folder, from, schema)
			}
		}
	}
}

// A migration that fails leaves the number and the tables of the one before.
func TestMigrationFailsWhole(t *testing.T) {
	ctx := context.Background()
	file := filepath.Join(t.TempDir(), "a.db")
	db := handle(t, file)
	good := []string{"CREATE TABLE one (x); INSERT INTO one VALUES (1)", "CREATE TABLE two (x)"}
	bad := append(good[:1:1], "CREATE TABLE two (x); INSERT INTO one VALUES (2); INSERT INTO none VALUES (1)", "CREATE TABLE three (x)")
	for range 2 {
		if err := migrate(ctx, db, file, bad); err == nil {
			t.Fatal("a migration that cannot be done was done")
		}
		if got := number(t, db, "PRAGMA user_version"); got != 1 {
			t.Errorf("at number %d, want 1", got)
		}
		if got := number(t, db, "SELECT count(*) FROM one"); got != 1 {
			t.Errorf("%d rows, want 1", got)
		}
		if got := number(t, db, "SELECT count(*) FROM sqlite_schema WHERE type='table'"); got != 1 {
			t.Errorf("%d tables, want 1", got)
		}
	}
	if err := migrate(ctx, db, file, good); err != nil {
		t.Fatal(err)
	}
	if got := number(t, db, "PRAGMA user_version"); got != 2 {
		t.Errorf("at number %d, want 2", got)
	}
	var fault *Error
	if err := migrate(ctx, db, file, good[:1]); !errors.As(err, &fault) || fault.Code != Newer {
		t.Errorf("a database ahead of the program: %v", err)
	}
}

// An answer is given after the disk has it: that rests on these settings of every connection.
func TestPragmas(t *testing.T) {
	opened, err := open(context.Background(), filepath.Join(t.TempDir(), "a.db"), roomProgram)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	for name, db := range map[string]*sql.DB{"writer": opened.writer, "reader": opened.reader} {
		for pragma, want := range map[string]int{"synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000} {
			if got := number(t, db, "PRAGMA "+pragma); got != want {
				t.Errorf("%s: %s is %d, want %d", name, pragma, got, want)
			}
		}
		var mode string
		if err := db.QueryRow("PRAGMA journal_mode").Scan(&mode); err != nil || mode != "wal" {
			t.Errorf("%s: journal mode %s, %v", name, mode, err)
		}
	}
	if _, err := opened.reader.Exec("INSERT INTO setting (name, value) VALUES ('a', 'b')"); err == nil {
		t.Error("the reading pool writes")
	}
	if got := opened.writer.Stats().MaxOpenConnections; got != 1 {
		t.Errorf("%d connections write", got)
	}
}
