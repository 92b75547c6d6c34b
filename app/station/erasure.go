package station

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/storage"
)

// eraseAgain puts into the outbox that persons be erased whom the room had erased, as far as this clerk's
// device knows, where the room may have been restored from before that: whoever had them erased, here or on
// the server itself. A room that knows does nothing.
func (s linkStore) eraseAgain(ctx context.Context, epoch change.Epoch) ([]storage.Waiting, error) {
	before, err := s.epoch(ctx)
	if err != nil || s.delegate || before.Number == 0 || epoch.Number <= before.Number {
		return nil, err
	}
	if epoch.Number == before.Number+1 && (epoch.Reason == change.Alone || epoch.Reason == change.Promoted) {
		return nil, nil // it goes on from the same log
	}
	facts, err := s.store.Facts(ctx)
	if err != nil {
		return nil, err
	}
	var again []storage.Waiting
	for _, fact := range facts {
		var erasure people.Erasure
		if fact.Kind != people.ErasureFact || json.Unmarshal(fact.Body, &erasure) != nil {
			continue
		}
		body, err := json.Marshal(people.Erasing{ID: erasure.Person, Reason: erasure.Reason})
		if err != nil {
			return again, err
		}
		command := change.Command{ID: uuid.NewString(), Kind: people.ErasePersonKind, Stream: people.Stream, Body: body}
		w := storage.Waiting{Command: command, MadeAt: s.now()}
		if err := s.store.Enqueue(ctx, w); err != nil {
			return again, err
		}
		again = append(again, w)
	}
	return again, nil
}
