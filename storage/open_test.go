package storage_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/storage"
	"congso.vn/congso/storage/storagetest"
)

var background = context.Background()

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func openRoom(t *testing.T, folder string) *storage.Room {
	t.Helper()
	r, err := storage.OpenRoom(background, filepath.Join(folder, "room.db"))
	must(t, err)
	t.Cleanup(func() { _ = r.Close() })
	return r
}

// filled makes a room with some entries, closed, and returns its ledger.
func filled(t *testing.T, folder string) (*storagetest.Ledger, []change.Entry) {
	t.Helper()
	r := openRoom(t, folder)
	ledger := storagetest.NewLedger()
	var all []change.Entry
	for i := range 12 {
		entries := ledger.Write(storagetest.Fact("council/s1/members", "item", fmt.Sprint(i%5), fmt.Sprintf("dấu-%04d-%s", i, "nội dung")),
			storagetest.Paper("council/s1/members", fmt.Sprint(i%3), storagetest.HashOf([]byte{byte(i)}), false))
		must(t, r.Commit(background, entries, nil))
		all = append(all, entries...)
	}
	must(t, r.Close())
	return ledger, all
}

// raw runs SQL on a file past the store.
func raw(t *testing.T, file string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite3", file)
	must(t, err)
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	must(t, db.Close())
}

// snapshot is everything in a folder: names, bytes and times.
func snapshot(t *testing.T, folder string) []string {
	t.Helper()
	var seen []string
	must(t, filepath.WalkDir(folder, func(name string, entry os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		line := fmt.Sprint(name, info.Mode(), info.ModTime().UnixNano())
		if !entry.IsDir() {
			data, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			line += storagetest.HashOf(data)
		}
		seen = append(seen, line)
		return nil
	}))
	return seen
}

func codeOf(err error) string {
	var fault *storage.Error
	if errors.As(err, &fault) {
		return fault.Code
	}
	return ""
}

// What is not ours, or of a later version, is refused without a byte, a time or a file changed.
func TestRefusedAndUntouched(t *testing.T) {
	ours := func(change string) func(t *testing.T, file string) {
		return func(t *testing.T, file string) {
			filled(t, filepath.Dir(file))
			if change != "" {
				raw(t, file, change)
			}
		}
	}
	bytes := func(data string) func(t *testing.T, file string) {
		return func(t *testing.T, file string) { must(t, os.WriteFile(file, []byte(data), 0o600)) }
	}
	for name, c := range map[string]struct {
		make func(t *testing.T, file string)
		code string
	}{
		"a text":                     {bytes("Kính gửi: Hội đồng nhân dân\n"), storage.Foreign},
		"a long text":                {bytes(string(make([]byte, 5000))), storage.Foreign},
		"nothing":                    {bytes(""), storage.Foreign},
		"half a header":              {bytes("SQLite format 3\x00"), storage.Foreign},
		"a folder":                   {func(t *testing.T, file string) { must(t, os.Mkdir(file, 0o700)) }, storage.Foreign},
		"another program's database": {func(t *testing.T, file string) { raw(t, file, "CREATE TABLE note (text)") }, storage.Foreign},
		"a database in WAL mode": {func(t *testing.T, file string) {
			raw(t, file, "PRAGMA journal_mode=WAL", "PRAGMA application_id=5", "CREATE TABLE note (text)")
		}, storage.Foreign},
		"a device's database": {func(t *testing.T, file string) {
			d, err := storage.OpenDevice(background, file)
			must(t, err)
			must(t, d.Close())
		}, storage.Foreign},
		"a later version": {ours("PRAGMA user_version=999"), storage.Newer},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			file := filepath.Join(folder, "room.db")
			c.make(t, file)
			before := snapshot(t, folder)
			for range 2 {
				r, err := storage.OpenRoom(background, file)
				if codeOf(err) != c.code {
					t.Errorf("%v, want the code %s", err, c.code)
				}
				if r != nil {
					t.Error("a store came with the refusal")
					must(t, r.Close())
				}
			}
			if after := snapshot(t, folder); !slices.Equal(before, after) {
				t.Errorf("the folder changed:\n%q\n%q", before, after)
			}
		})
	}
	t.Run("a room's database for a device", func(t *testing.T) {
		folder := t.TempDir()
		filled(t, folder)
		before := snapshot(t, folder)
		if _, err := storage.OpenDevice(background, filepath.Join(folder, "room.db")); codeOf(err) != storage.Foreign {
			t.Errorf("%v", err)
		}
		if after := snapshot(t, folder); !slices.Equal(before, after) {
			t.Error("the folder changed")
		}
	})
}

// A later version may have written last and died before its number reached the file's header.
func TestLaterVersionInTheWriteAheadLog(t *testing.T) {
	folder, copied := t.TempDir(), t.TempDir()
	filled(t, folder)
	file := filepath.Join(folder, "room.db")
	db, err := sql.Open("sqlite3", file)
	must(t, err)
	defer db.Close()
	_, err = db.Exec("PRAGMA user_version=999")
	must(t, err)
	for _, end := range []string{"", "-wal"} {
		data, err := os.ReadFile(file + end)
		must(t, err)
		must(t, os.WriteFile(filepath.Join(copied, "room.db"+end), data, 0o600))
	}
	if r, err := storage.OpenRoom(background, filepath.Join(copied, "room.db")); codeOf(err) != storage.Newer {
		t.Errorf("%v", err)
		if r != nil {
			_ = r.Close()
		}
	}
}

// Whoever takes the database away and leaves its log of writes must not get an empty room.
func TestDatabaseTakenAway(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "room.db")
	must(t, os.WriteFile(file+"-wal", []byte("các thay đổi chưa vào tệp chính"), 0o600))
	before := snapshot(t, folder)
	if _, err := storage.OpenRoom(background, file); codeOf(err) != storage.Damaged {
		t.Errorf("%v", err)
	}
	if after := snapshot(t, folder); !slices.Equal(before, after) {
		t.Errorf("the folder changed:\n%q\n%q", before, after)
	}
}

// A power cut while the database was made leaves a file beside the name, which says nothing.
func TestCrashWhileMade(t *testing.T) {
	for name, left := range map[string]func(t *testing.T, making string){
		"garbage": func(t *testing.T, making string) { must(t, os.WriteFile(making, []byte("nửa chừng"), 0o600)) },
		"half":    func(t *testing.T, making string) { raw(t, making, "CREATE TABLE change (id)") },
		"whole, before the rename": func(t *testing.T, making string) {
			r, err := storage.OpenRoom(background, making)
			must(t, err)
			must(t, r.Commit(background, storagetest.NewLedger().Write(storagetest.Fact("a", "b", "c", "d")), nil))
			must(t, r.Close())
		},
		"with a journal": func(t *testing.T, making string) {
			must(t, os.WriteFile(making, []byte("nửa chừng"), 0o600))
			must(t, os.WriteFile(making+"-journal", []byte("nửa chừng"), 0o600))
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			left(t, filepath.Join(folder, "room.db.new"))
			ledger, all := filled(t, folder)
			names, err := filepath.Glob(filepath.Join(folder, "*"))
			must(t, err)
			if len(names) != 1 {
				t.Errorf("left in the folder: %q", names)
			}
			r := openRoom(t, folder)
			book, err := r.Book(background)
			must(t, err)
			if book.Streams["council/s1"] != ledger.Streams["council/s1"] || len(all) != 24 {
				t.Errorf("%+v", book)
			}
		})
	}
}

// Whatever is read from a damaged file says that it is damaged, and nothing is made up.
func TestDamaged(t *testing.T) {
	for name, damage := range map[string]func(data []byte) []byte{
		"all but the first page overwritten": func(data []byte) []byte {
			for i := 4096; i < len(data); i++ {
				data[i] = 0xA5
			}
			return data
		},
		"cut off after the first page": func(data []byte) []byte { return data[:4096] },
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			filled(t, folder)
			file := filepath.Join(folder, "room.db")
			data, err := os.ReadFile(file)
			must(t, err)
			must(t, os.WriteFile(file, damage(data), 0o600))
			r, err := storage.OpenRoom(background, file)
			if err != nil {
				if codeOf(err) != storage.Damaged {
					t.Errorf("open: %v", err)
				}
				return
			}
			defer r.Close()
			for what, read := range map[string]func() error{
				"book":     func() error { _, err := r.Book(background); return err },
				"facts":    func() error { _, err := r.Facts(background, "council/s1"); return err },
				"read":     func() error { _, err := r.Read(background, "council/s1/members", 0, 9); return err },
				"stream":   func() error { return r.Stream(background, "council/s1", func(change.Change) error { return nil }) },
				"readable": func() error { _, err := r.Readable(background); return err },
				"may read": func() error {
					_, err := r.MayRead(background, storagetest.HashOf(nil), []change.Audience{"a"})
					return err
				},
				"verify":  func() error { _, err := r.Verify(background); return err },
				"rebuild": func() error { return r.Rebuild(background) },
				"setting": func() error { _, _, err := r.Setting(background, "name"); return err },
				"answered": func() error {
					_, _, err := r.Answered(background, "d", "c")
					return err
				},
				"commit": func() error {
					return r.Commit(background, storagetest.NewLedger().Write(storagetest.Fact("a", "b", "c", "d")), nil)
				},
			} {
				if err := read(); codeOf(err) != storage.Damaged {
					t.Errorf("%s: %v", what, err)
				}
			}
		})
	}
}

// The times of files must be able to differ for TestRefusedAndUntouched to mean anything.
func TestTouchedIsSeen(t *testing.T) {
	folder := t.TempDir()
	file := filepath.Join(folder, "room.db")
	must(t, os.WriteFile(file, []byte("x"), 0o600))
	before := snapshot(t, folder)
	must(t, os.Chtimes(file, time.Time{}, time.Now().Add(time.Second)))
	if slices.Equal(before, snapshot(t, folder)) {
		t.Error("another time was not seen")
	}
}
