package app

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/office"
	"congso.vn/congso/app/pack"
	"congso.vn/congso/app/pages"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
	"congso.vn/congso/app/station"
	"congso.vn/congso/assets"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/ui/clerk"

	"github.com/google/uuid"
)

// desk is what the clerk's desktop asks for beyond the seat: taking over packs and papers.
type desk struct {
	*station.Station
	renderer *pages.Renderer
	words    func() *assets.Words
	logger   *slog.Logger
}

var (
	_ clerk.Packs   = desk{}
	_ clerk.Uploads = desk{}
	_ clerk.Sheets  = desk{}
)

// handIn brings bytes to the room. Errors are in the terms of the desktop.
func (d desk) handIn(ctx context.Context, hash string, size int64, from io.Reader, progress func(int64)) error {
	err := link.HandIn(ctx, d.Do, hash, size, from, progress)
	switch {
	case err == nil, ctx.Err() != nil:
		return err
	case errors.Is(err, link.ErrNotAllowed):
		return &people.Refusal{Code: "not-allowed"}
	case errors.Is(err, link.ErrRoomFull):
		return &people.Refusal{Code: "server.cannot-write"}
	case errors.Is(err, link.ErrWrongBytes):
		return err
	}
	return errors.Join(people.ErrOffline, err)
}

// Import takes a session pack over, and how its persons are reached.
func (d desk) Import(ctx context.Context, path string, progress func(done, total int64)) ([]string, error) {
	words := d.words()
	var sent, total int64
	options := pack.Options{NewID: uuid.NewString, Known: room.KnownPerson(d.Seat().Persons()), Progress: func(done, all int64) {
		total = all
		progress(done/2, all) // reading is the first half, sending the second
	}}
	store := func(ctx context.Context, paper pack.Paper) error {
		from, err := paper.Open()
		if err != nil {
			return err
		}
		defer from.Close()
		err = d.handIn(ctx, paper.Hash, paper.Size, from, func(done int64) { progress((total+sent+done)/2, total) })
		sent += paper.Size
		return err
	}
	options.Convert = func(ctx context.Context, paper pack.Paper) (pack.Converted, error) {
		made, err := d.turn(ctx, paper.Hash, paper.Path, nil)
		return pack.Converted{Blob: made.Blob, Size: made.Size, Pages: made.Pages}, err
	}
	submit := func(ctx context.Context, session council.Import) error {
		return d.Seat().DoIn(ctx, people.CouncilStream(session.Session.ID), council.ImportSession, 0, session)
	}
	result, err := pack.Take(ctx, path, options, store, submit)
	if refused, ok := errors.AsType[*pack.Error](err); ok {
		return nil, &sentences{lines: append(remarks(words, refused.Faults), remarks(words, refused.Remarks)...), err: err}
	}
	lines := remarks(words, result.Remarks)
	if err == nil || errors.Is(err, people.ErrQueued) {
		lines = append(lines, d.disclose(ctx, result)...)
	}
	if err == nil {
		d.Seat().Choose(result.Import.Session.ID)
	}
	return lines, err
}

// Upload looks at a paper and brings it to the room.
func (d desk) Upload(ctx context.Context, path string, progress func(clerk.UploadProgress)) (clerk.Uploaded, error) {
	words, name := d.words(), filepath.Base(path)
	file, err := os.Open(path)
	if err != nil {
		return clerk.Uploaded{}, say(words, err, "upload.unreadable", "name", name)
	}
	defer file.Close()
	hash, size, err := storage.Sum(file)
	if err != nil {
		return clerk.Uploaded{}, say(words, err, "upload.unreadable", "name", name)
	}
	if office.Named(name) {
		return d.uploadOffice(ctx, file, hash, size, progress)
	}
	paper, err := d.renderer.Open(ctx, pages.Source{ID: hash, Read: func(context.Context) ([]byte, error) { return os.ReadFile(path) }})
	if fault, ok := errors.AsType[*pages.Error](err); ok {
		return clerk.Uploaded{}, say(words, err, "upload.fault", "name", name, "reason", words.Say("paper.fault."+string(fault.Code)))
	}
	if err != nil {
		return clerk.Uploaded{}, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return clerk.Uploaded{}, say(words, err, "upload.unreadable", "name", name)
	}
	err = d.handIn(ctx, hash, size, file, func(done int64) {
		progress(clerk.UploadProgress{Stage: clerk.UploadSending, Done: done, Total: size})
	})
	if errors.Is(err, link.ErrWrongBytes) {
		err = say(words, err, "upload.changed", "name", name)
	}
	return clerk.Uploaded{Blob: hash, Size: size, Pages: paper.Pages}, err
}
