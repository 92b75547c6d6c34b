package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/rehearse"
	"congso.vn/congso/storage"
	"congso.vn/congso/sync/link"
	"congso.vn/congso/sync/trust"
)

// Four sessions of 2,500 rows each: items, papers, the session itself and a deputy.
const (
	rowSessions  = 4
	rowItems     = 498
	rowDocuments = 2000
	allRows      = rowSessions * (rowItems + rowDocuments + 2)
)

// tenThousandRows measures one tablet with a database on disk against a room with sessions of 10,000 facts.
// First: from the dial of a tablet that has nothing to the moment when all is in its database. Resync: from
// the dial of one that has it all, its database just opened, to the room's word that it is up to date; what
// would be missing would have come before an answer to a question that is asked then.
func tenThousandRows(ctx context.Context, b *bench) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s, err := b.startServer(ctx, filepath.Join(b.work, "room"))
	if err != nil {
		return err
	}
	defer s.stop()
	identity, err := b.rows(ctx, s)
	if err != nil {
		return err
	}
	var first, again []float64
	for round := range rounds {
		file := filepath.Join(b.work, "tablet-"+strconv.Itoa(round)+".db")
		kept := &keeping{}
		for _, values := range []*[]float64{&first, &again} {
			took, err := b.syncRows(ctx, s.address, file, identity, kept)
			if err != nil {
				return err
			}
			*values = append(*values, milliseconds(took))
		}
	}
	for i := range first {
		first[i] /= 1000
	}
	figure("sync.rows10k_first", "s", first)
	figure("sync.rows10k_resync", "ms", again)
	return nil
}

// rows makes the sessions and a tablet that is signed in as a member of both.
func (b *bench) rows(ctx context.Context, s *server) (*trust.Identity, error) {
	clerk, err := b.clerk(ctx, s)
	if err != nil {
		return nil, err
	}
	hash, size, err := handInBytes(ctx, clerk, []byte("%PDF-1.7 one paper that all rows point at"))
	if err != nil {
		return nil, err
	}
	for number := range rowSessions {
		id := "rows-" + strconv.Itoa(number)
		session := council.Import{Session: council.Session{ID: id, Title: "Kỳ họp " + strconv.Itoa(number), Body: council.PeoplesCouncil},
			Deputies: []council.Deputy{{Person: "p0", Name: "Nguyễn Thị Phương Thảo", Voting: true}}}
		for i := range rowItems {
			session.Items = append(session.Items, council.Item{ID: "i" + strconv.Itoa(i), Order: i + 1, Title: title(i, 0)})
		}
		for i := range rowDocuments {
			session.Documents = append(session.Documents, council.Document{
				ID: "d" + strconv.Itoa(i), Item: "i" + strconv.Itoa(i%rowItems), Order: i + 1, Title: "Tờ trình số " + strconv.Itoa(i), Short: "TTr " + strconv.Itoa(i),
				Audience: people.Members(id), Revision: 1, Blob: hash, Size: size,
			})
		}
		if _, err := clerk.ask(ctx, people.CouncilStream(id), council.ImportSession, session); err != nil {
			return nil, err
		}
	}
	invitation, err := b.invite(ctx, s, people.DelegateMode, 1)
	if err != nil {
		return nil, err
	}
	identity, err := rehearse.Join(ctx, rehearse.Joining{Address: s.address, Invitation: invitation, Mode: people.DelegateMode, Name: "rows"})
	if err != nil {
		return nil, err
	}
	d, stop, err := start(ctx, s.address, identity)
	if err != nil {
		return nil, err
	}
	defer stop()
	return identity, rehearse.Seat(ctx, clerk, d.Device, "p0")
}

// syncRows opens a tablet's database, connects, and returns how long it took from the dial until all rows
// were there and the room had answered.
func (b *bench) syncRows(ctx context.Context, address, file string, identity *trust.Identity, kept *keeping) (time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	database, err := storage.OpenDevice(ctx, file)
	if err != nil {
		return 0, err
	}
	defer database.Close()
	database.Use(kept)
	store := &disk{database: database, kept: kept}
	d, err := made(ctx, address, identity, store)
	if err != nil {
		return 0, err
	}
	began := time.Now()
	defer d.Start(ctx)()
	if err := d.Until(ctx, rehearse.Online); err != nil {
		return 0, err
	}
	// A question that the room refuses at once; its answer comes behind whatever was on the way.
	if _, err := d.ask(ctx, people.Stream, "bench", struct{}{}); err == nil {
		return 0, errors.New("the room knows what it should not")
	}
	err = d.Until(ctx, func(rehearse.View) bool { return store.rows.Load() >= allRows })
	took := time.Since(began)
	if err != nil {
		return 0, fmt.Errorf("%d rows: %w", store.rows.Load(), err)
	}
	facts, err := database.Facts(ctx)
	if err == nil && len(facts) != allRows {
		err = fmt.Errorf("%d rows in the database", len(facts))
	}
	return took, err
}

// disk gives a tablet's database the form that the link declares.
type disk struct {
	database *storage.Device
	kept     *keeping
	rows     atomic.Int64
}

// keeping is what a tablet keeps beside its database: the keys under which it lies.
type keeping struct {
	mu   sync.Mutex
	kept link.Kept
}

func (k *keeping) now() link.Kept {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.kept
}

// Key and Safe are storage.Vault.
func (k *keeping) Key(place string) []byte { return k.now().Keys[place] }
func (k *keeping) Safe() []byte            { return k.now().Safe }

func (d *disk) Resume(ctx context.Context) (map[change.Audience]change.Cursor, link.Kept, error) {
	facts, err := d.database.Facts(ctx) // as a tablet does, to show them
	if err != nil {
		return nil, link.Kept{}, err
	}
	d.rows.Store(int64(len(facts)))
	cursors, err := d.database.Cursors(ctx)
	return cursors, d.kept.now(), err
}

func (d *disk) Take(ctx context.Context, batch link.Batch) error {
	if batch.Whole {
		if err := d.database.Replace(ctx, batch.Audience, batch.Changes, batch.To); err != nil {
			return err
		}
	} else if err := d.database.Take(ctx, batch.Audience, batch.Changes, batch.To); err != nil {
		return err
	}
	d.rows.Add(int64(len(batch.Changes)))
	return nil
}

func (d *disk) Wipe(ctx context.Context, audience change.Audience) error {
	return d.database.Wipe(ctx, audience)
}

func (d *disk) Settle(ctx context.Context, answer change.Answer) error {
	return d.database.Settle(ctx, answer, time.Now())
}

func (d *disk) Keep(_ context.Context, kept link.Kept) ([]change.Command, error) {
	d.kept.mu.Lock()
	defer d.kept.mu.Unlock()
	d.kept.kept = kept
	return nil, nil
}
