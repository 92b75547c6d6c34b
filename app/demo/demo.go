// Package demo makes a worked-out council session: a ward people's council's regular session (kỳ
// họp thường lệ của Hội đồng nhân dân phường) with its agenda, its papers printed in the layout of
// Nghị định 30/2020 and its delegates, written as a session pack. The room takes it over like any
// office's own pack. The ward's people and figures are made up; its seals are specimens.
package demo

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"congso.vn/congso/assets"
	"congso.vn/congso/ui/print"
)

// The files of a pack, named alike among the texts.
const (
	sessionFile   = "session.json"
	delegatesFile = "delegates.csv"
	papersFolder  = "papers"
)

// Write makes the session pack at dir, which must not exist or be empty. The session begins at the
// quarter of an hour after now, and all papers are dated before it. The pack appears there whole
// or not at all. progress, which may be nil, hears on this goroutine how many of the papers are
// printed. The same time makes the same bytes.
func Write(ctx context.Context, dir string, now time.Time, progress func(done, total int)) error {
	if err := os.Remove(dir); err != nil && !os.IsNotExist(err) { // Remove takes empty folders only
		return fmt.Errorf("demo: make room at %s: %w", dir, err)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	draft, err := os.MkdirTemp(filepath.Dir(dir), ".demo-*")
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	defer os.RemoveAll(draft) // nothing is there any more once it has its name
	if err := fill(ctx, draft, now, progress); err != nil {
		return err
	}
	if err := os.Chmod(draft, 0o755); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := os.Rename(draft, dir); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	return nil
}

// fill writes the pack's files into a folder.
func fill(ctx context.Context, folder string, now time.Time, progress func(done, total int)) error {
	texts, when := assets.Demo(), calendarOf(now)
	for _, name := range []string{sessionFile, delegatesFile} {
		text, err := when.read(texts, name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
			return fmt.Errorf("demo: %w", err)
		}
	}
	names, err := fs.Glob(texts, papersFolder+"/*.json")
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	if err := os.Mkdir(filepath.Join(folder, papersFolder), 0o755); err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	// The papers are Vietnamese whatever language the screens speak, so their heads are too.
	press := print.Press{Words: assets.LoadWords(assets.Vietnamese), At: when.now}
	for done, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		if progress != nil {
			progress(done, len(names))
		}
		if err := printPaper(press, when, texts, name, folder); err != nil {
			return err
		}
	}
	if progress != nil {
		progress(len(names), len(names))
	}
	return ctx.Err()
}
