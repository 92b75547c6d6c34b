package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"congso.vn/congso/app/room"
	"congso.vn/congso/storage"
)

// verify looks at a room's data, at a backup or at an archive, whichever it is given.
func verify(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) error {
	data := folder(flags, p)
	rebuild := flags.Bool("rebuild", false, p.words.Say("server.flag.rebuild"))
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	path := *data
	if flags.NArg() > 0 {
		var err error
		if path, err = oneName(flags, arguments); err != nil {
			return err
		}
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return &room.CopyFault{Code: room.Nothing, Path: path, Err: err}
		case !info.IsDir():
			return p.verifyArchive(ctx, path)
		}
		if _, err := os.Stat(filepath.Join(path, "room.db")); err != nil {
			return p.verifyBackup(ctx, path)
		}
	}
	return p.verifyRoom(ctx, path, *rebuild)
}

func (p program) verifyArchive(ctx context.Context, file string) error {
	m, err := room.VerifyArchive(ctx, file, p.progress())
	if err != nil {
		return err
	}
	p.line("server.verify.archive", "title", m.Session.Title, "office", m.Session.Office, "name", m.Room, "time", m.Made().Format(made),
		"changes", m.Head.Seq, "papers", len(m.Papers), "answers", m.Answers, "hash", m.Head.Hash, "pin", m.Pin)
	return nil
}

func (p program) verifyBackup(ctx context.Context, folder string) error {
	check, err := room.VerifyBackup(ctx, folder, p.progress())
	if err != nil {
		return err
	}
	p.findings(check.Findings)
	m := check.Manifest
	p.line("server.verify.backup", "name", m.Room, "time", m.Made().Format(made), "streams", len(m.Streams), "papers", m.Papers, "size", megabytes(m.Bytes), "pin", m.Pin)
	for _, paper := range m.Missing {
		p.line("server.backup.missing", "title", paper.Title, "hash", paper.Hash)
	}
	return nil
}

func (p program) verifyRoom(ctx context.Context, folder string, rebuild bool) error {
	file := filepath.Join(folder, "room.db")
	if _, err := os.Stat(file); err != nil {
		return fmt.Errorf("%s", p.words.Say("server.no-room", "path", folder))
	}
	log, err := storage.OpenRoom(ctx, file)
	if err != nil {
		return err
	}
	defer log.Close()
	if rebuild {
		if err := log.Rebuild(ctx); err != nil {
			return err
		}
		fmt.Fprintln(p.out, p.words.Say("server.verify.rebuilt"))
	}
	findings, err := log.Verify(ctx)
	if err != nil {
		return err
	}
	if bad := p.findings(findings); bad > 0 {
		return fmt.Errorf("%s", p.words.Say("server.verify.failed", "count", bad))
	}
	return nil
}

// findings prints what was found of every stream, and returns how many are bad.
func (p program) findings(findings []storage.Finding) (bad int) {
	for _, finding := range findings {
		verdict := "OK"
		if !finding.OK() {
			bad++
			verdict = finding.Reason
			if finding.BadSeq > 0 {
				verdict = p.words.Say("server.verify.bad", "seq", finding.BadSeq, "reason", finding.Reason)
			}
		}
		fmt.Fprintf(p.out, "%s\t%d\t%s\t%s\n", finding.Stream, finding.Count, finding.Head, verdict)
	}
	if len(findings) == 0 {
		fmt.Fprintln(p.out, p.words.Say("server.verify.empty"))
	}
	return bad
}
