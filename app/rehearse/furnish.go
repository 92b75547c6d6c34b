package rehearse

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"github.com/zeebo/blake3"

	"congso.vn/congso/app/council"
	"congso.vn/congso/app/people"
)

// document is a paper of the rehearsal.
type document struct {
	hash string
	size int64
}

func (r *Rehearsal) person(number int) string { return r.session + "-" + strconv.Itoa(number+1) }

func item(number int) string { return "item-" + strconv.Itoa(number+1) }

func question(number int) string { return "poll-" + strconv.Itoa(number+1) }

// furnish makes the session: its name says what it is, its id keeps it apart from all others.
func (r *Rehearsal) furnish(ctx context.Context) error {
	for number := range r.plan.Papers {
		bytes := make([]byte, r.plan.Size)
		seed := blake3.Sum256([]byte(r.session + "/" + strconv.Itoa(number)))
		rand.NewChaCha8(seed).Read(bytes) // never fails; nothing that a wire or a disk could make smaller
		if err := r.hand(ctx, bytes); err != nil {
			return err
		}
	}
	names := r.plan.Names
	session := council.Import{Session: council.Session{ID: r.session, Title: names.Title, Body: council.PeoplesCouncil}}
	for number := range r.plan.Items {
		session.Items = append(session.Items, council.Item{ID: item(number), Order: number + 1, Title: names.Item(number + 1)})
	}
	for number := range r.plan.Devices {
		session.Deputies = append(session.Deputies, council.Deputy{Person: r.person(number), Name: names.Person(number + 1), Voting: true})
	}
	for number, paper := range r.papers {
		session.Documents = append(session.Documents, council.Document{
			ID: "paper-" + strconv.Itoa(number+1), Item: item(number % r.plan.Items), Order: number + 1, Title: names.Paper(number + 1),
			Audience: people.Members(r.session), Revision: 1, Blob: paper.hash, Size: paper.size,
		})
	}
	for number := range r.plan.Votes {
		session.Polls = append(session.Polls, council.PollDraft{
			ID: question(number), Item: item(0), Question: names.Question, Form: council.Approval, Openness: council.OpenVote, Rule: "hdnd.majority", Running: true,
		})
	}
	if err := r.order(ctx, r.stream, council.ImportSession, session, nil); err != nil {
		return err
	}
	return r.order(ctx, r.stream, council.OpenSession, council.Pointing{}, nil)
}

func (r *Rehearsal) hand(ctx context.Context, paper []byte) error {
	sum := blake3.Sum256(paper)
	d := document{hash: hex.EncodeToString(sum[:]), size: int64(len(paper))}
	if err := r.archive.Keep(ctx, d.hash, d.size, bytes.NewReader(paper)); err != nil {
		return fmt.Errorf("rehearse: hand a paper in: %w", err)
	}
	r.papers = append(r.papers, d)
	return nil
}

// muster pairs the devices. They do so from this machine directly: a bad line is for the session.
func (r *Rehearsal) muster(ctx context.Context) error {
	r.begin(Pairing)
	inviting := people.Inviting{Mode: people.DelegateMode, Count: r.plan.Devices, Rehearsal: r.session}
	var err error
	r.identities, err = Muster(ctx, r.office, inviting, r.plan.Address, func(number int) string { return r.plan.Names.Device(number + 1) },
		func(_ int, took time.Duration) { r.noted(Pairing, took, true) })
	return err
}

// takeBack removes the session, its persons and devices, and its papers.
func (r *Rehearsal) takeBack(ctx context.Context) error {
	all := TakeBack(ctx, r.office, r.session)
	for _, paper := range r.papers {
		all = errors.Join(all, r.archive.Drop(ctx, paper.hash))
	}
	return all
}

// TakeBack removes what a rehearsal made in the room, but for its papers' bytes; also one that was broken
// off. What is not there is no error.
func TakeBack(ctx context.Context, office Office, rehearsal string) error {
	session := Order(ctx, office, people.CouncilStream(rehearsal), council.RemoveSession, council.Pointing{}, nil)
	var refused *people.Refusal
	if errors.As(session, &refused) && refused.Code == "session.unknown" {
		session = nil
	}
	return errors.Join(session, Order(ctx, office, people.Stream, people.EndRehearsalKind, people.Pointing{ID: rehearsal}, nil))
}
