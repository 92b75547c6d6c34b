package storage

import (
	"context"
	"database/sql"
	"fmt"
)

// subjectsProgram is the file of the subjects' keys; what is deleted there is overwritten.
var subjectsProgram = program{"subjects", 0x4353736a, "&_secure_delete=on"} // "CSsj"

// Subjects keeps the keys of subjects (chủ thể dữ liệu) apart from the logs. Safe from any goroutine.
type Subjects struct{ *database }

// OpenSubjects opens or makes the file.
func OpenSubjects(ctx context.Context, file string) (*Subjects, error) {
	db, err := open(ctx, file, subjectsProgram)
	if err != nil {
		return nil, err
	}
	return &Subjects{db}, nil
}

// BackupSubjects copies the file as it stands at this moment, as BackupRoom does.
func BackupSubjects(ctx context.Context, from, file string) error {
	return backup(ctx, subjectsProgram, from, file, nil)
}

// Keys returns the keys of all subjects.
func (s *Subjects) Keys(ctx context.Context) (map[string][]byte, error) { return s.subjectKeys(ctx) }

// Keep makes keys durable; a subject that has one keeps that.
func (s *Subjects) Keep(ctx context.Context, keys map[string][]byte) error {
	return s.within(ctx, func(tx *sql.Tx) error {
		for subject, key := range keys {
			if _, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO subject_key (subject, key) VALUES (?, ?)", subject, key); err != nil {
				return err
			}
		}
		return nil
	})
}

// Destroy deletes keys so that no copy of them is left in the file or beside it. When it returns nil they are
// gone, whatever happens to the power.
func (s *Subjects) Destroy(ctx context.Context, subjects []string) error {
	return s.forgetSubjects(ctx, subjects)
}

func (d *database) subjectKeys(ctx context.Context) (map[string][]byte, error) {
	keys := map[string][]byte{}
	err := d.each(ctx, func(rows *sql.Rows) error {
		var subject string
		var key []byte
		if err := rows.Scan(&subject, &key); err != nil {
			return err
		}
		keys[subject] = key
		return nil
	}, "SELECT subject, key FROM subject_key")
	return keys, err
}

func (d *database) forgetSubjects(ctx context.Context, subjects []string) error {
	if len(subjects) == 0 {
		return nil
	}
	err := d.within(ctx, func(tx *sql.Tx) error {
		for _, subject := range subjects {
			if _, err := tx.ExecContext(ctx, "DELETE FROM subject_key WHERE subject=?", subject); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return d.overwrite(ctx)
}

// overwrite brings what was deleted out of the log of writes too: the pages it stood on are overwritten in
// the file, and the log is cut to nothing. Whoever reads at this moment is waited for.
func (d *database) overwrite(ctx context.Context) error {
	var busy, log, moved int
	if err := d.writer.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &moved); err != nil {
		return tell(d.path, err)
	}
	if busy != 0 {
		return fmt.Errorf("storage: %s: is read at this moment and was not overwritten", d.path)
	}
	return nil
}

// Subjects returns the keys of the subjects whose personal fields this device may read.
func (d *Device) Subjects(ctx context.Context) (map[string][]byte, error) { return d.subjectKeys(ctx) }

// KeepSubjects takes keys of subjects over; with all they are all there are, and every other goes. Those
// forgotten go, and with them what this device sent in boxes about persons: what was asked once would bring
// it back when a room that was restored is asked again.
func (d *Device) KeepSubjects(ctx context.Context, all bool, keys map[string][]byte, forgotten []string) error {
	before, err := d.subjectKeys(ctx)
	if err != nil {
		return err
	}
	gone := forgotten
	if all {
		for subject := range before {
			if keys[subject] == nil {
				gone = append(gone, subject)
			}
		}
	}
	err = d.within(ctx, func(tx *sql.Tx) error {
		for subject, key := range keys {
			if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO subject_key (subject, key) VALUES (?, ?)", subject, key); err != nil {
				return err
			}
		}
		for _, subject := range gone {
			if _, err := tx.ExecContext(ctx, "DELETE FROM subject_key WHERE subject=?", subject); err != nil {
				return err
			}
		}
		if len(gone) == 0 {
			return nil
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM answered WHERE stream='people' AND
			(box IS NOT NULL OR json_valid(CAST(command AS TEXT)) AND json_extract(CAST(command AS TEXT), '$.kind')='sealed')`)
		return err
	})
	if err != nil || len(gone) == 0 {
		return err
	}
	return d.overwrite(ctx)
}
