package rehearse

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/sync/link"
)

// enlist makes a device with an empty memory for each identity. They are started by arrive and audit.
func (r *Rehearsal) enlist(ctx context.Context) error {
	r.devices = nil
	for number, identity := range r.identities {
		d, err := NewDevice(ctx, Config{Address: r.address, NewID: r.plan.NewID, Now: r.plan.Now, Logger: r.plan.Logger}, identity)
		if err != nil {
			return err
		}
		r.devices = append(r.devices, &tablet{Device: d, person: r.person(number), stop: func() {}, shelf: NewShelf()})
	}
	return nil
}

// whole reports whether a device holds the agenda, the roster and the list of papers.
func (r *Rehearsal) whole(v View) bool {
	hall := people.Hall(r.session)
	return v.Count(hall, council.ItemKind) == r.plan.Items && v.Count(hall, council.DeputyKind) == r.plan.Devices &&
		v.Count(people.Members(r.session), council.DocumentKind) == r.plan.Papers
}

// arrive has all devices come at once and be taken by their persons.
func (r *Rehearsal) arrive(ctx context.Context) error {
	cards := make([]string, r.plan.Devices)
	group, within := errgroup.WithContext(ctx)
	group.SetLimit(mustering)
	for number := range cards {
		group.Go(func() (err error) {
			cards[number], err = Card(within, r.office, r.person(number))
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if err := r.enlist(ctx); err != nil {
		return err
	}
	r.each(ctx, Joined, r.plan.Now(), func(within context.Context, _ int, t *tablet) error {
		t.stop = t.Start(ctx)
		return t.Until(within, Online)
	})
	r.begin(SignedIn)
	r.each(ctx, First, r.plan.Now(), func(ctx context.Context, number int, t *tablet) error {
		began := r.plan.Now()
		err := t.SignIn(ctx, cards[number])
		r.noted(SignedIn, r.plan.Now().Sub(began), err == nil)
		if err != nil {
			return err
		}
		return t.Until(ctx, r.whole)
	})
	return nil
}

func (r *Rehearsal) attend(ctx context.Context) error {
	r.each(ctx, Attending, r.plan.Now(), func(ctx context.Context, _ int, t *tablet) error {
		_, err := t.Do(ctx, r.stream, council.Attend, struct{}{})
		return err
	})
	return nil
}

// fetchPapers has every device download all papers, as a tablet does.
func (r *Rehearsal) fetchPapers(ctx context.Context) error {
	if len(r.papers) == 0 {
		return nil
	}
	var wanted []string
	for _, paper := range r.papers {
		wanted = append(wanted, paper.hash)
	}
	done := r.cut(ctx, r.share(0))
	defer done()
	r.each(ctx, Paper, r.plan.Now(), func(ctx context.Context, _ int, t *tablet) error {
		ctx, cancel := context.WithCancel(ctx)
		changed := make(chan struct{}, 1)
		fetcher := link.NewFetcher(link.FetcherConfig{Shelf: t.shelf, Do: t.Request, Now: r.plan.Now, Logger: r.plan.Logger, Changed: func() {
			select {
			case changed <- struct{}{}:
			default:
			}
		}})
		fetcher.Want(wanted)
		var serving sync.WaitGroup
		serving.Go(func() { fetcher.Serve(ctx) })
		defer serving.Wait()
		defer cancel()
		for {
			missing := 0
			for _, hash := range wanted {
				if !t.shelf.Has(hash) {
					missing++
				}
			}
			if missing == 0 {
				return nil
			}
			select {
			case <-changed:
			case <-ctx.Done():
				return fmt.Errorf("rehearse: %d papers missing: %w", missing, ctx.Err())
			}
		}
	})
	return nil
}

// edit has the office alter titles, one after the other, each when it is seen by whoever sees it in time.
func (r *Rehearsal) edit(ctx context.Context) error {
	r.begin(Edit)
	done := r.cut(ctx, r.share(1))
	defer done()
	var base uint64
	for number := range r.plan.Edits {
		if base == 0 {
			for _, t := range r.devices {
				t.Look(func(v View) {
					if c, known := v.Fact(people.Hall(r.session), council.ItemKind, item(0)); known {
						base = max(base, c.Seq)
					}
				})
			}
		}
		edited := council.Item{ID: item(0), Order: 1, Title: r.plan.Names.Item(r.plan.Items + number + 1)}
		seen := func(v View) bool {
			c, known := v.Fact(people.Hall(r.session), council.ItemKind, item(0))
			var held council.Item
			return known && c.Seq > base && json.Unmarshal(c.Body, &held) == nil && held.Title == edited.Title
		}
		var all sync.WaitGroup
		within, cancel := context.WithTimeout(ctx, r.plan.Patience)
		began := r.plan.Now()
		for _, t := range r.devices {
			all.Go(func() {
				err := t.Until(within, seen)
				r.noted(Edit, r.plan.Now().Sub(began), err == nil)
			})
		}
		next, err := r.put(ctx, edited, base)
		all.Wait()
		cancel()
		if err != nil {
			return err
		}
		base = next
	}
	return nil
}

// put has the office write an item and returns the place where it now stands.
func (r *Rehearsal) put(ctx context.Context, edited council.Item, base uint64) (uint64, error) {
	command, err := newCommand(r.plan.NewID(), r.stream, council.PutItem, edited)
	if err != nil {
		return 0, err
	}
	command.Base = base
	answer, err := r.office.Submit(ctx, command)
	if err == nil {
		err = refusal(answer)
	}
	if err != nil {
		return 0, fmt.Errorf("rehearse: edit: %w", err)
	}
	if answer.Receipt == nil {
		return 0, errors.New("rehearse: edit: no receipt")
	}
	return answer.Receipt.Seq, nil
}

// choices are what devices vote, in turn.
var choices = []council.Choice{council.Yes, council.No, council.Abstain, council.Yes}

// vote holds the votes; in the first the server is killed, where the plan says so.
func (r *Rehearsal) vote(ctx context.Context) error {
	for number := range r.plan.Votes {
		poll := question(number)
		if err := r.order(ctx, r.stream, council.OpenPoll, council.Pointing{ID: poll}, nil); err != nil {
			return err
		}
		if err := r.ballots(ctx, number, poll); err != nil {
			return err
		}
		if err := r.order(ctx, r.stream, council.ClosePoll, council.Pointing{ID: poll}, nil); err != nil {
			return err
		}
		if err := r.publish(ctx, poll); err != nil {
			return err
		}
	}
	return nil
}

// ballots has everyone vote at the same moment.
func (r *Rehearsal) ballots(ctx context.Context, number int, poll string) error {
	var mu sync.Mutex
	receipts, half := 0, make(chan struct{})
	restarted := make(chan error, 1)
	if number == 0 && r.plan.Restart != nil {
		go func() {
			select {
			case <-half:
				r.report.Kills++
				restarted <- r.plan.Restart(ctx)
			case <-ctx.Done():
				restarted <- ctx.Err()
			}
		}()
	} else {
		restarted <- nil
	}
	cut := func() {}
	if number == 0 {
		cut = r.cut(ctx, r.share(2))
	}
	r.each(ctx, Voting, r.plan.Now(), func(ctx context.Context, number int, t *tablet) error {
		c := cast{person: t.person, poll: poll, choice: choices[number%len(choices)]}
		answer, err := t.Do(ctx, r.stream, council.CastBallot, council.Casting{Poll: poll, Choice: c.choice})
		if err == nil {
			c.command, c.receipt = answer.ID, answer.Receipt
		}
		mu.Lock()
		defer mu.Unlock()
		r.casts = append(r.casts, c)
		if receipts++; receipts == (r.plan.Devices+1)/2 {
			close(half)
		}
		return err
	})
	cut()
	for _, c := range r.casts {
		if c.poll == poll && c.receipt != nil {
			r.report.Ballots++
		}
	}
	return <-restarted
}

// publish waits until the closing notice is over and shows the result.
func (r *Rehearsal) publish(ctx context.Context, poll string) error {
	within, cancel := context.WithTimeout(ctx, r.plan.Patience)
	defer cancel()
	for {
		began := r.plan.Now()
		err := r.order(within, r.stream, council.PublishPoll, council.Pointing{ID: poll}, nil)
		if err == nil {
			r.each(ctx, Published, began, func(ctx context.Context, _ int, t *tablet) error {
				return t.Until(ctx, func(v View) bool {
					_, known := v.Fact(people.Hall(r.session), council.ResultKind, poll)
					return known
				})
			})
			return nil
		}
		var refused *people.Refusal
		if !errors.As(err, &refused) || refused.Code != "poll.not-finished" {
			return err
		}
		pause := time.NewTimer(100 * time.Millisecond)
		select {
		case <-pause.C:
		case <-within.Done():
			pause.Stop()
			return err
		}
	}
}

// forged counts the receipts that the server did not sign with which the fleet was paired.
func (r *Rehearsal) forged() (int, error) {
	if len(r.identities) == 0 {
		return 0, nil
	}
	key, err := r.identities[0].ServerKey()
	if err != nil {
		return 0, err
	}
	return forgedReceipts(r.casts, r.stream, key), nil
}

// audit has every device come back with nothing, as a tablet that was replaced, and compares what the room
// tells it with what it had promised.
func (r *Rehearsal) audit(ctx context.Context) error {
	hall := people.Hall(r.session)
	var before []change.Cursor
	var places []map[change.Audience]change.Cursor // by device
	r.settled(ctx, hall)
	r.renew()
	for _, t := range r.devices {
		t.Look(func(v View) {
			before, places = append(before, v.Cursor(hall)), append(places, v.Cursors())
		})
	}
	r.rest()
	if err := r.enlist(ctx); err != nil {
		return err
	}
	r.each(ctx, Again, r.plan.Now(), func(within context.Context, number int, t *tablet) error {
		t.stop = t.Start(ctx)
		return t.Until(within, func(v View) bool {
			for audience, cursor := range places[number] {
				if v.Cursor(audience).Place < cursor.Place {
					return false
				}
			}
			return Online(v) && r.whole(v)
		})
	})
	var told []change.Cursor
	holders := map[string]held{}
	var counts = map[string]council.Count{}
	for _, t := range r.devices {
		t.Look(func(v View) {
			if !r.whole(v) {
				return
			}
			told = append(told, v.Cursor(hall))
			holders[t.person] = own(v, r.session, t.person)
			for number := range r.plan.Votes {
				var result council.Result
				if c, known := v.Fact(hall, council.ResultKind, question(number)); known && json.Unmarshal(c.Body, &result) == nil {
					counts[question(number)] = result.Count
				}
			}
		})
	}
	room := truth(told)
	losses := &r.report.Losses
	losses.Hashes = differing(told, room) + differing(before, room)
	losses.Receipts = lostReceipts(r.casts, holders)
	for poll, count := range counts {
		lost, twice := miscounted(r.casts, poll, count)
		losses.Receipts, losses.Twice = max(losses.Receipts, lost), losses.Twice+twice
	}
	var err error
	losses.Forged, err = r.forged()
	return err
}

// renew takes the receipts that a later epoch of the room gave in place of those of an earlier one.
func (r *Rehearsal) renew() {
	for i := range r.casts {
		for _, t := range r.devices {
			if c := &r.casts[i]; t.person == c.person && c.receipt != nil {
				t.Look(func(v View) {
					if latest := v.Receipt(c.command); latest != nil {
						c.receipt = latest
					}
				})
			}
		}
	}
}

// settled waits until all devices have come as far as the furthest.
func (r *Rehearsal) settled(ctx context.Context, audience change.Audience) {
	ctx, cancel := context.WithTimeout(ctx, r.plan.Patience)
	defer cancel()
	place := uint64(0)
	for _, t := range r.devices {
		t.Look(func(v View) { place = max(place, v.Cursor(audience).Place) })
	}
	for _, t := range r.devices {
		if err := t.Until(ctx, func(v View) bool { return v.Cursor(audience).Place >= place }); err != nil {
			return // whoever is behind is found by the comparison
		}
	}
}
