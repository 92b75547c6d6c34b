package room

import (
	"context"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/pack"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
)

// Take takes a session pack over while the room serves.
func (r *Room) Take(ctx context.Context, path string, options pack.Options) (pack.Result, error) {
	submit := func(ctx context.Context, session council.Import) error {
		return r.Do(ctx, "", people.CouncilStream(session.Session.ID), council.ImportSession, session)
	}
	if r.config.Converter != nil {
		options.Convert = ConvertIn(r.config.Converter, r.blobs)
	}
	result, err := pack.Take(ctx, path, options, StoreIn(r.blobs), submit)
	if err != nil {
		return result, err
	}
	return result, Disclose(result, func(personal people.Disclosing) error {
		return r.Do(ctx, "", people.Stream, people.SetPersonalKind, personal)
	})
}

// Disclose submits how the persons of a pack are reached, where it says so; they stand on the roster by now.
func Disclose(result pack.Result, submit func(people.Disclosing) error) error {
	for _, person := range result.Persons {
		if person.Personal == nil {
			continue
		}
		if err := submit(people.Disclosing{ID: person.ID, Personal: *person.Personal}); err != nil {
			return err
		}
	}
	return nil
}

// ConvertIn returns what makes a PDF of an office paper of a session pack, among the room's papers.
func ConvertIn(converter Converter, blobs *storage.Blobs) func(context.Context, pack.Paper) (pack.Converted, error) {
	return func(ctx context.Context, paper pack.Paper) (pack.Converted, error) {
		made, err := Convert(ctx, converter, blobs, paper.Hash, nil)
		return pack.Converted{Blob: made.Blob, Size: made.Size, Pages: made.Pages}, err
	}
}

// StoreIn returns what brings the papers of a session pack among the room's.
func StoreIn(blobs *storage.Blobs) func(context.Context, pack.Paper) error {
	return func(ctx context.Context, paper pack.Paper) error {
		from, err := paper.Open()
		if err != nil {
			return err
		}
		defer from.Close()
		return blobs.Receive(ctx, paper.Hash, 0, from, nil)
	}
}
