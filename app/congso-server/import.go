package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"

	"github.com/google/uuid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/pack"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/room"
)

func importPack(ctx context.Context, p program, flags *flag.FlagSet, arguments []string) error {
	data := folder(flags, p)
	if err := flags.Parse(arguments); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		flags.Usage()
		return flag.ErrHelp
	}
	a, err := room.Administer(ctx, p.config(*data))
	if err != nil {
		return err
	}
	defer a.Close()
	blobs, err := a.Blobs()
	if err != nil {
		return err
	}
	overview, err := a.Overview(ctx)
	if err != nil {
		return err
	}
	options := pack.Options{NewID: uuid.NewString, Known: room.KnownPerson(overview.Persons), Progress: func(done, total int64) {
		fmt.Fprintf(p.out, "\r%s", p.words.Say("server.import.progress", "done", done>>20, "total", total>>20))
	}}
	turner := &turner{program: p}
	defer turner.Close()
	options.Convert = room.ConvertIn(turner, blobs)
	submit := func(ctx context.Context, session council.Import) error {
		return submitTo(ctx, a, people.CouncilStream(session.Session.ID), council.ImportSession, session, nil)
	}
	result, err := pack.Take(ctx, flags.Arg(0), options, room.StoreIn(blobs), submit)
	fmt.Fprintln(p.out)
	if err == nil {
		err = room.Disclose(result, func(personal people.Disclosing) error {
			return submitTo(ctx, a, people.Stream, people.SetPersonalKind, personal, nil)
		})
	}
	if err != nil {
		return err
	}
	fmt.Fprintln(p.out, p.words.Say("server.import.done", "title", result.Import.Session.Title,
		"items", len(result.Import.Items), "papers", len(result.Papers), "people", len(result.Persons)))
	if len(result.Remarks) > 0 {
		fmt.Fprintln(p.out, p.words.Say("server.import.remarks", "count", len(result.Remarks)))
		for _, line := range p.remarks(result.Remarks) {
			fmt.Fprintln(p.out, line)
		}
	}
	return nil
}

// submitTo has a command done and reads what the answer says once.
func submitTo(ctx context.Context, a *room.Administration, stream change.Stream, kind string, body, once any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	answer, err := a.Submit(ctx, change.Command{ID: uuid.NewString(), Kind: kind, Stream: stream, Body: data})
	if err != nil {
		return err
	}
	if answer.Outcome != change.Accepted && answer.Outcome != change.Duplicate {
		return &people.Refusal{Code: answer.Code, Body: answer.Body}
	}
	if once != nil {
		return json.Unmarshal(answer.Once, once)
	}
	return nil
}
