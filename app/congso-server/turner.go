package main

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"congso.vn/congso/app/office"
	"congso.vn/congso/app/reading"
)

// turner makes PDFs of the office papers of a session pack, in this process: most packs have none, so what it needs is
// opened with the first one. For one goroutine.
type turner struct {
	program
	folder string
	desk   *reading.Desk
	office *office.Office
}

// Convert is part of room.Converter.
func (t *turner) Convert(ctx context.Context, paper io.ReaderAt, size int64, began func(), take func(string, int) error) error {
	if t.office == nil {
		if err := t.open(ctx); err != nil {
			return err
		}
	}
	return t.office.Convert(ctx, paper, size, began, take)
}

func (t *turner) open(ctx context.Context) (err error) {
	if t.folder == "" {
		if t.folder, err = os.MkdirTemp("", "congso-office-*"); err != nil { // 0700: papers are in it
			return err
		}
	}
	if t.desk == nil {
		if t.desk, err = reading.Open(ctx, t.folder, t.logger); err != nil {
			return err
		}
	}
	t.office, err = office.Open(filepath.Join(t.folder, "office"), t.desk.Count, t.logger)
	return err
}

// Close ends it.
func (t *turner) Close() {
	if t.desk != nil {
		t.desk.Close()
	}
	if t.folder != "" {
		if err := os.RemoveAll(t.folder); err != nil {
			t.logger.Warn("Folder of converted papers not removed", "error", err)
		}
	}
}
