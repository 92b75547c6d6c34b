package station

import (
	"context"
	"log/slog"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/seat"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/link"
)

// outbox gives the device's database the form that the seat declares.
type outbox struct {
	*Folder
	delegate bool // what its person does here is theirs alone
}

var _ seat.Outbox = outbox{}

func (o outbox) Enqueue(ctx context.Context, command change.Command, person string, at time.Time) error {
	safe := o.keyring.Safe()
	// The keys left while it was being done, or it tells how a person is reached: the room alone may read it.
	left := o.delegate && command.Stream != people.Stream && o.keyring.Key(string(command.Stream)) == nil
	if safe != nil && (left || command.Kind == people.SetPersonalKind) {
		box, err := storage.SealCommand(command, safe)
		if err != nil {
			return err
		}
		within := command.Within
		if command, err = storage.Boxed(command.ID, person, command.Stream, box, nil); err != nil {
			return err
		}
		command.Within = within // the box does not say it to this device
	}
	return o.store.Enqueue(ctx, storage.Waiting{Command: command, Person: person, MadeAt: at})
}

// linkStore gives it the form that the link declares.
type linkStore struct {
	*Folder
	seat     *seat.Seat
	delegate bool // what its person does here is theirs alone
	now      func() time.Time
}

var _ link.Store = linkStore{}

func (s linkStore) Take(ctx context.Context, batch link.Batch) error {
	if batch.Whole {
		return s.store.Replace(ctx, batch.Audience, batch.Changes, batch.To)
	}
	return s.store.Take(ctx, batch.Audience, batch.Changes, batch.To)
}

func (s linkStore) Wipe(ctx context.Context, audience change.Audience) error {
	if err := s.forgetSubjects(ctx, audience); err != nil {
		return err
	}
	return s.store.Wipe(ctx, audience)
}

func (s linkStore) Settle(ctx context.Context, answer change.Answer) error {
	return s.store.Settle(ctx, answer, s.now())
}

// loadSeat brings what the device has stored into a seat, and returns what the link goes on from.
func (f *Folder) loadSeat(ctx context.Context, into *seat.Seat, person string, logger *slog.Logger) ([]change.Command, error) {
	facts, wiped, err := f.store.Load(ctx)
	if err != nil {
		return nil, err
	}
	if len(wiped) > 0 {
		logger.Warn("Facts do not open and are fetched anew", "audiences", wiped)
	}
	lost, err := f.store.DropLost(ctx)
	if err != nil {
		return nil, err
	}
	if len(lost) > 0 {
		logger.Error("Commands do not open and are lost", "commands", lost)
	}
	stored, err := f.store.Outbox(ctx)
	if err != nil {
		return nil, err
	}
	var pending []change.Command
	var waiting []seat.Waiting
	for _, w := range stored {
		w.Command.Waited = w.Command.WaitedSince(w.MadeAt, time.Now())
		pending = append(pending, w.Command)
		waiting = append(waiting, seat.Waiting{Command: w.Command, Person: w.Person, At: w.MadeAt})
	}
	known, err := f.store.AnsweredBy(ctx, person, answersKept)
	if err != nil {
		return nil, err
	}
	var answered []seat.Answered
	for i := len(known) - 1; i >= 0; i-- { // oldest first: the last ballot is the one that counts
		answered = append(answered, seat.Answered{Command: known[i].Command, Answer: known[i].Answer})
	}
	keys, err := f.store.Subjects(ctx)
	if err != nil {
		return nil, err
	}
	if err := into.Subjects(true, keys, nil); err != nil {
		return nil, err
	}
	return pending, into.Load(facts, waiting, answered)
}

// answersKept is how many of a person's answers are looked back at after a start.
const answersKept = 500
