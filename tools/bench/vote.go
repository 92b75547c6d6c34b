package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"golang.org/x/sync/errgroup"

	"congso.vn/congso/app/change"
	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
	"congso.vn/congso/app/rehearse"
)

// How many devices vote at once, and how often.
const (
	voters = 100
	votes  = 7
)

// voteAck is how long it takes from a device sending its ballot to the receipt that says it is durable,
// with 100 devices sending at the same moment over TLS. Each vote gives one 99th percentile.
func voteAck(ctx context.Context, b *bench) error { return b.acks(ctx, "vote", nil) }

// acks measures votes; beside, where not nil, starts what runs beside the server.
func (b *bench) acks(ctx context.Context, name string, beside func(*server) (stop func() error, err error)) error {
	s, err := b.startServer(ctx, filepath.Join(b.work, "room"))
	if err != nil {
		return err
	}
	defer s.stop()
	if beside != nil {
		stop, err := beside(s)
		if err != nil {
			return err
		}
		defer stop()
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	clerk, err := b.clerk(ctx, s)
	if err != nil {
		return err
	}
	stream, err := fillChamber(ctx, clerk)
	if err != nil {
		return err
	}
	delegates, err := b.seat(ctx, s, clerk, stream)
	if err != nil {
		return err
	}
	var ninetyNine, middle []float64
	for number := range votes {
		poll := "q" + strconv.Itoa(number)
		if _, err := clerk.ask(ctx, stream, council.OpenPoll, council.Pointing{ID: poll}); err != nil {
			return err
		}
		took, err := castAll(ctx, delegates, stream, poll)
		if err != nil {
			return err
		}
		ninetyNine, middle = append(ninetyNine, quantile(took, 0.99)), append(middle, quantile(took, 0.5))
		if _, err := clerk.ask(ctx, stream, council.ClosePoll, council.Pointing{ID: poll}); err != nil {
			return err
		}
		if err := finished(ctx, clerk, stream, poll); err != nil {
			return err
		}
	}
	figure(name+".ack_p99_100", "ms", ninetyNine)
	figure(name+".ack_p50_100", "ms", middle)
	return nil
}

// finished publishes as soon as the closing notice is over; the next poll cannot open before.
func finished(ctx context.Context, clerk device, stream change.Stream, poll string) error {
	var err error
	for deadline := time.Now().Add(15 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if _, err = clerk.ask(ctx, stream, council.PublishPoll, council.Pointing{ID: poll}); err == nil {
			return nil
		}
	}
	return err
}

func (b *bench) clerk(ctx context.Context, s *server) (device, error) {
	invitation, err := b.invite(ctx, s, people.ClerkMode, 1)
	if err != nil {
		return device{}, err
	}
	return join(ctx, s.address, invitation, people.ClerkMode)
}

// fillChamber makes an open session with a deputy for every voter and a poll for every vote.
func fillChamber(ctx context.Context, clerk device) (change.Stream, error) {
	session := council.Import{
		Session: council.Session{ID: "bench", Title: "Kỳ họp", Body: council.PeoplesCouncil},
		Items:   []council.Item{{ID: "i1", Order: 1, Title: "Nội dung"}},
	}
	for i := range voters {
		session.Deputies = append(session.Deputies, council.Deputy{Person: "p" + strconv.Itoa(i), Name: "Đại biểu " + strconv.Itoa(i), Voting: true})
	}
	for i := range votes {
		session.Polls = append(session.Polls, council.PollDraft{
			ID: "q" + strconv.Itoa(i), Item: "i1", Question: "Thông qua?", Form: council.Approval, Openness: council.OpenVote, Rule: "hdnd.majority", Running: true,
		})
	}
	stream := people.CouncilStream("bench")
	if _, err := clerk.ask(ctx, stream, council.ImportSession, session); err != nil {
		return "", err
	}
	_, err := clerk.ask(ctx, stream, council.OpenSession, struct{}{})
	return stream, err
}

// seat pairs a device for every deputy, signs them in and marks them present.
func (b *bench) seat(ctx context.Context, s *server, clerk device, stream change.Stream) ([]device, error) {
	invitation, err := b.invite(ctx, s, people.DelegateMode, voters)
	if err != nil {
		return nil, err
	}
	delegates := make([]device, voters)
	var group errgroup.Group
	group.SetLimit(8)
	for i := range voters {
		group.Go(func() error {
			var err error
			if delegates[i], err = join(ctx, s.address, invitation, people.DelegateMode); err != nil {
				return fmt.Errorf("device %d: %w", i, err)
			}
			if err := rehearse.Seat(ctx, clerk, delegates[i].Device, "p"+strconv.Itoa(i)); err != nil {
				return err
			}
			_, err = delegates[i].ask(ctx, stream, council.Attend, struct{}{})
			return err
		})
	}
	return delegates, group.Wait()
}

// castAll has all devices vote at the same moment, and returns the times to their receipts, sorted.
func castAll(ctx context.Context, delegates []device, stream change.Stream, poll string) ([]float64, error) {
	took := make([]float64, len(delegates))
	begin := make(chan struct{})
	var group errgroup.Group
	for i, d := range delegates {
		group.Go(func() error {
			<-begin
			began := time.Now()
			_, err := d.ask(ctx, stream, council.CastBallot, council.Casting{Poll: poll, Choice: council.Yes})
			took[i] = milliseconds(time.Since(began))
			return err
		})
	}
	close(begin)
	err := group.Wait()
	slices.Sort(took)
	return took, err
}
