package room

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
)

// Exported counts what an export wrote.
type Exported struct{ Streams, Changes, Papers int }

// KnownPerson finds the id of a person whom the office knows, by full name and group.
func KnownPerson(persons []people.Person) func(name, group string) (string, bool) {
	ids := map[string]string{}
	for _, person := range persons {
		if person.Erased > 0 {
			continue // whoever comes back after that is somebody new
		}
		ids[person.Name+"\x00"+person.Group] = person.ID
	}
	return func(name, group string) (string, bool) {
		id, known := ids[name+"\x00"+group]
		return id, known
	}
}

// Export writes every stream of a folder as lines of JSON, one change a line as it stands in the
// log, and every paper under its hash. The hash chain is in the lines, so each file can be
// verified alone. The target must be empty or absent: an export never mixes with another.
func Export(ctx context.Context, folder, target string) (Exported, error) {
	var done Exported
	file := filepath.Join(folder, "room.db")
	if _, err := os.Stat(file); err != nil {
		return done, fmt.Errorf("room: export: %w", err)
	}
	if names, err := os.ReadDir(target); err == nil && len(names) > 0 {
		return done, fmt.Errorf("room: export: %s is not empty", target)
	}
	log, err := storage.OpenRoom(ctx, file)
	if err != nil {
		return done, err
	}
	defer log.Close()
	book, err := log.Book(ctx)
	if err != nil {
		return done, err
	}
	if err := os.MkdirAll(filepath.Join(target, "streams"), 0o700); err != nil {
		return done, err
	}
	for stream := range book.Streams {
		count, err := exportStream(ctx, log, stream, filepath.Join(target, "streams"))
		if err != nil {
			return done, err
		}
		done.Streams, done.Changes = done.Streams+1, done.Changes+count
	}
	done.Papers, err = exportPapers(ctx, log, folder, filepath.Join(target, "papers"))
	return done, err
}

func exportStream(ctx context.Context, log *storage.Room, stream change.Stream, target string) (count int, err error) {
	f, err := os.Create(filepath.Join(target, strings.ReplaceAll(string(stream), "/", "-")+".jsonl"))
	if err != nil {
		return 0, err
	}
	defer f.Close()
	out := bufio.NewWriter(f)
	lines := json.NewEncoder(out)
	err = log.Stream(ctx, stream, func(c change.Change) error {
		count++
		return lines.Encode(c)
	})
	if err == nil {
		err = out.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	return count, err
}

func exportPapers(ctx context.Context, log *storage.Room, folder, target string) (int, error) {
	blobs, err := storage.OpenBlobs(filepath.Join(folder, "blobs"))
	if err != nil {
		return 0, err
	}
	hashes, err := log.Readable(ctx)
	if err != nil || len(hashes) == 0 {
		return 0, err
	}
	if err := os.MkdirAll(target, 0o700); err != nil {
		return 0, err
	}
	for _, hash := range hashes {
		if err := copyPaper(blobs, hash, filepath.Join(target, hash+".pdf")); err != nil {
			return 0, fmt.Errorf("room: export: %w", err)
		}
	}
	return len(hashes), nil
}

func copyPaper(blobs *storage.Blobs, hash, target string) error {
	from, err := blobs.Open(hash)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.Create(target)
	if err != nil {
		return err
	}
	defer to.Close()
	if _, err := io.Copy(to, from); err != nil {
		return err
	}
	return to.Sync()
}
