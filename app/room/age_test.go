package room_test

import (
	"database/sql"
	"path/filepath"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"
)

// age has everything that waits in a device's outbox wait longer by so much.
func age(t *testing.T, folder string, by time.Duration) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(folder, "device.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	done, err := db.Exec("UPDATE outbox SET made_at = made_at - ?", by.Milliseconds())
	if err != nil {
		t.Fatal(err)
	}
	if rows, err := done.RowsAffected(); err != nil || rows == 0 {
		t.Fatalf("%d commands wait (%v)", rows, err)
	}
}
