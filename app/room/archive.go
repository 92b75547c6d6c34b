package room

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/trust"
)

// archivist makes the archives (hồ sơ lưu trữ) of closed sessions from a room's folder. A server may run on it.
type archivist struct {
	folder    string
	name      string // of the room
	log       *storage.Room
	blobs     *storage.Blobs
	authority *trust.Authority
	now       func() time.Time
}

// closed returns the sessions of the room that are closed, in the order of their ids.
func (a archivist) closed(ctx context.Context) ([]council.Session, error) {
	book, err := a.log.Book(ctx)
	if err != nil {
		return nil, err
	}
	var all []council.Session
	for _, stream := range slices.Sorted(maps.Keys(book.Streams)) {
		session, known, err := a.session(ctx, stream)
		if err != nil {
			return nil, err
		}
		if known && session.State == council.SessionClosed {
			all = append(all, session)
		}
	}
	return all, nil
}

// session reads a session's own fact. A rehearsal is none: nothing of it is kept.
func (a archivist) session(ctx context.Context, stream change.Stream) (session council.Session, known bool, err error) {
	if id, ok := people.SessionOf(stream); !ok || people.Rehearsed(id) {
		return session, false, nil
	}
	facts, err := a.log.FactsUnder(ctx, stream, council.SessionKind, "")
	if err != nil || len(facts) == 0 {
		return session, false, err
	}
	return session, true, json.Unmarshal(facts[0].Body, &session)
}

// make archives one closed session, and returns the file. The file is there whole or not at all.
func (a archivist) make(ctx context.Context, session council.Session) (file string, err error) {
	folder := filepath.Join(a.folder, archiveFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", storage.Explain(folder, err)
	}
	lock, err := storage.LockFolder(folder)
	if errors.Is(err, storage.ErrInUse) {
		return "", &CopyFault{Code: CopyBusy, Path: folder}
	}
	if err != nil {
		return "", storage.Explain(folder, err)
	}
	defer lock.Release()
	making := filepath.Join(folder, "making") // also what a crash left, before the archive had its name or after
	if err := os.RemoveAll(making); err != nil {
		return "", err
	}
	if there := archiveOf(a.folder, session.ID); there != "" {
		return there, &CopyFault{Code: ArchiveIsHere, Path: there}
	}
	defer func() { err = errors.Join(err, os.RemoveAll(making)) }()
	if err := os.Mkdir(making, 0o700); err != nil {
		return "", storage.Explain(making, err)
	}
	database := filepath.Join(making, archiveDatabase)
	if err := a.log.Extract(ctx, people.CouncilStream(session.ID), database); err != nil {
		return "", err
	}
	m, err := a.describe(ctx, session, database)
	if err != nil {
		return "", err
	}
	finished := filepath.Join(making, "finished")
	if err := writeArchive(ctx, finished, m, database, a.blobs, a.authority); err != nil {
		return "", storage.Explain(finished, err)
	}
	file = filepath.Join(folder, archiveName(session))
	if err := os.Rename(finished, file); err != nil {
		return "", err
	}
	return file, storage.SyncFolder(folder)
}

// describe checks the extract and writes down what the archive will hold.
func (a archivist) describe(ctx context.Context, session council.Session, database string) (ArchiveManifest, error) {
	m := ArchiveManifest{Format: archiveFormat, Room: a.name, Pin: a.authority.Pin().String(), MadeAt: a.now().UnixMilli(), Session: session}
	part, err := storage.OpenAlone(database)
	if err != nil {
		return m, err
	}
	defer part.Close()
	if m.Head, err = soundPart(ctx, part, m.Stream()); err != nil {
		return m, err
	}
	if m.Answers, err = part.Answers(ctx, m.Stream()); err != nil {
		return m, err
	}
	if m.Epochs, err = a.log.Epochs(ctx); err != nil {
		return m, err
	}
	if m.Database, err = sumOf(database, archiveDatabase); err != nil {
		return m, err
	}
	if m.Persons, err = a.persons(ctx, part, m.Stream()); err != nil {
		return m, err
	}
	m.Papers, err = a.papers(ctx, part, m.Stream())
	return m, err
}

// soundPart checks that a database holds the log of one session and nothing else, and returns its end.
func soundPart(ctx context.Context, part *storage.Room, stream change.Stream) (change.Head, error) {
	findings, err := part.Verify(ctx)
	if err != nil {
		return change.Head{}, err
	}
	for _, finding := range findings {
		if !finding.OK() || finding.Stream != stream {
			return change.Head{}, &CopyFault{Code: DamagedCopy, Path: string(finding.Stream), Err: errors.New(finding.Reason)}
		}
	}
	return part.Head(ctx, stream)
}

// persons returns those whom the office knows of everyone on the session's roster.
func (a archivist) persons(ctx context.Context, part *storage.Room, stream change.Stream) ([]people.Person, error) {
	roster, err := part.FactsUnder(ctx, stream, council.DeputyKind, "")
	if err != nil {
		return nil, err
	}
	persons := []people.Person{}
	for _, place := range roster {
		known, err := a.log.FactsUnder(ctx, people.Stream, people.PersonFact, place.Key)
		if err != nil {
			return nil, err
		}
		for _, fact := range known {
			var person people.Person
			if fact.Key != place.Key {
				continue // a longer id
			}
			if err := json.Unmarshal(fact.Body, &person); err != nil {
				return nil, err
			}
			persons = append(persons, person)
		}
	}
	return persons, nil
}

// papers returns the papers of a session. A valid one that is missing or damaged is a fault; of older
// ones those are named that are still there.
func (a archivist) papers(ctx context.Context, part *storage.Room, stream change.Stream) ([]ArchivedPaper, error) {
	named, readable, err := part.Named(ctx, stream)
	if err != nil {
		return nil, err
	}
	var documents []change.Change
	err = part.Stream(ctx, stream, func(c change.Change) error {
		if c.Kind == council.DocumentKind {
			documents = append(documents, c)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	titles, papers := titlesOf(documents), []ArchivedPaper{}
	for _, hash := range named {
		found, err := sumOf(a.blobs.Path(hash), hash)
		if err == nil && found.Sum != hash {
			err = storage.ErrWrongHash
		}
		switch {
		case err == nil:
			papers = append(papers, ArchivedPaper{Hash: hash, Size: found.Size, Title: titles[hash], Valid: readable[hash]})
		case readable[hash]:
			return nil, &CopyFault{Code: DamagedPaper, Path: titles[hash] + " (" + hash + ")", Err: err}
		case !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, storage.ErrWrongHash):
			return nil, err
		}
	}
	return papers, nil
}

// Archive makes the archive of a closed session of the room in config.Folder, on which a server may run
// or not, and returns the file. With an empty session it makes all that are missing.
func Archive(ctx context.Context, config Config, session string) (files []string, err error) {
	database := filepath.Join(config.Folder, "room.db")
	if err := holdsRoom(config.Folder); err != nil {
		return nil, err
	}
	a := archivist{folder: config.Folder, now: config.Now}
	if a.authority, err = trust.OpenAuthority(filepath.Join(config.Folder, "trust")); err != nil {
		return nil, err
	}
	if a.log, err = storage.OpenRoom(ctx, database); err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, a.log.Close()) }()
	if a.blobs, err = storage.OpenBlobs(filepath.Join(config.Folder, "blobs")); err != nil {
		return nil, err
	}
	name, _, err := a.log.Setting(ctx, "name")
	if err != nil {
		return nil, err
	}
	a.name = string(name)
	if session == "" {
		return a.missing(ctx)
	}
	asked, known, err := a.session(ctx, people.CouncilStream(session))
	switch {
	case err != nil:
		return nil, err
	case !known:
		return nil, &CopyFault{Code: NoSession, Path: session}
	case asked.State != council.SessionClosed:
		return nil, &CopyFault{Code: NotClosed, Path: asked.Title}
	}
	file, err := a.make(ctx, asked)
	if err != nil {
		return nil, err
	}
	return []string{file}, nil
}

// missing makes every archive that is missing. One that cannot be made hinders no other.
func (a archivist) missing(ctx context.Context) (files []string, err error) {
	sessions, err := a.closed(ctx)
	for _, session := range sessions {
		if ctx.Err() != nil || archiveOf(a.folder, session.ID) != "" {
			continue
		}
		file, failed := a.make(ctx, session)
		if failed != nil {
			err = errors.Join(err, failed)
			continue
		}
		files = append(files, file)
	}
	return files, errors.Join(err, ctx.Err())
}
